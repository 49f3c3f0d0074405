"""From like units to indicators: numerator, denominator, value and interval per group. Pure.

A straight line of table functions: `units` scores what was extracted by the definitions, `tally` adds up,
`measured` is one table with every grouping asked for. What may be shown of it is analytics.disclosure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics import uncertainty
from analytics.definitions import RESPONSE, Definition
from analytics.gas import goal_attainment_t as goal_attainment_t
from analytics.rows import ALL, GROUPS, INFORMANTS, Grouping
from analytics.tallies import CELL, SERIES, Tallies, grouped

SOURCES = ("", "plan", "own", "recalled")
"""Sources of goals, in the order of rows; empty where there are no goals."""
UNIT = [*SERIES, *CELL, "client", "respondent", "times", "score"]


@dataclass(frozen=True)
class Extract:
    """What analytics.answers found for one view; columns are described there."""

    endings: pd.DataFrame
    people: pd.DataFrame
    answers: pd.DataFrame
    goals: pd.DataFrame


def questions(definitions: Iterable[Definition]) -> set[str]:
    """The questions whose answers are counted one by one."""
    return {definition.question for definition in definitions} - {""}


def units(definitions: Sequence[Definition], extract: Extract) -> pd.DataFrame:
    """Everything that is in a denominator: UNIT. `indicator` is the definition's place in the list."""
    sources = {
        "records": extract.endings.assign(informant=ALL, goal_source="", respondent=""),
        "people": extract.people.assign(goal_source="", respondent=""),
        "answers": extract.answers.assign(goal_source="", respondent=""),
        "goals": extract.goals.assign(movement=_movement(extract.goals)),
    }
    scored = [
        _scored(definition, sources[definition.counts]).assign(indicator=place)[UNIT]
        for place, definition in enumerate(definitions)
    ]
    return pd.concat([one for one in scored if len(one)] or scored[:1], ignore_index=True)


def measured(definitions: Sequence[Definition], tallies: Tallies, groupings: Sequence[Grouping]) -> pd.DataFrame:
    """Numbers and intervals of every series in every group of these groupings; nothing is hidden yet.

    Columns: grouping, SERIES, GROUPS, n, numerator, denominator, value, low, high, eligible, responded, squares,
    and the sums over people of analytics.tallies.
    """
    found = _with_values(grouped(tallies, groupings), definitions)
    return _sorted(_with_response(found, definitions))


def _movement(goals: pd.DataFrame) -> pd.Series:
    """The mark at the end minus that at the start, as a code; empty unless both are marks."""
    moved = pd.to_numeric(goals["goal_now"], errors="coerce") - pd.to_numeric(goals["goal_start"], errors="coerce")
    return moved.map(lambda points: f"{points:.0f}", na_action="ignore").astype(object).fillna("")


def _scored(definition: Definition, source: pd.DataFrame) -> pd.DataFrame:
    """The units in the denominator, each with what it adds to the numerator."""
    if definition.question:
        source = source[source["question"] == definition.question].rename(columns={"value": definition.question})
    if definition.informants:
        source = source[source["informant"].isin(definition.informants)]
    fields = sorted(definition.fields)
    codes = source[fields].drop_duplicates()
    scores = [definition.score(dict(zip(fields, row, strict=True))) for row in codes.itertuples(index=False)]
    known = codes.assign(score=pd.array(scores, dtype="Int64")).dropna(subset="score")
    return source.merge(known, on=fields).astype({"score": "int64", "times": "int64"})


def _with_values(found: pd.DataFrame, definitions: Sequence[Definition]) -> pd.DataFrame:
    of_goals = _flags(found, [one.counts == "goals" for one in definitions])
    of_shares = _flags(found, [one.unit == "share" for one in definitions])
    found = found.rename(columns={"total": "numerator", "units": "denominator"})
    found["n"] = found["respondent_count"].where(of_goals, found["denominator"])
    found["value"] = found["numerator"] / found["denominator"]
    found["low"] = found["high"] = np.nan
    for chosen, limits in (
        (of_shares & ~of_goals, _share),
        (of_shares & of_goals, _share_of_goals),
        (~of_shares & ~of_goals, _mean),
        (~of_shares & of_goals, _mean_of_goals),
    ):
        found.loc[chosen, "low"], found.loc[chosen, "high"] = limits(found[chosen])
    return found


def _flags(found: pd.DataFrame, per_definition: Sequence[bool]) -> pd.Series:
    return pd.Series(np.array(per_definition, dtype=bool)[found["indicator"].to_numpy(dtype=int)], index=found.index)


def _share(found: pd.DataFrame) -> uncertainty.Interval:
    return uncertainty.wilson(found["numerator"], found["denominator"])


def _share_of_goals(found: pd.DataFrame) -> uncertainty.Interval:
    return uncertainty.clustered_share(found["denominator"], found["numerator"], *_clusters(found))


def _mean(found: pd.DataFrame) -> uncertainty.Interval:
    return uncertainty.mean_t(found["numerator"], found["squares"], found["denominator"])


def _mean_of_goals(found: pd.DataFrame) -> uncertainty.Interval:
    people = found["respondent_count"]
    return uncertainty.clustered_mean(people, found["denominator"], found["numerator"], *_clusters(found))


def _clusters(found: pd.DataFrame) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Goals of one respondent belong together (decision 4)."""
    return found["respondent_yy"], found["respondent_ym"], found["respondent_mm"]


def _with_response(found: pd.DataFrame, definitions: Sequence[Definition]) -> pd.DataFrame:
    """Beside every row of answers: how many people of its group were eligible, and how many responded."""
    place = [one.id for one in definitions].index(RESPONSE)
    key = ["grouping", *GROUPS, "informant"]
    response = found.loc[found["indicator"] == place, [*key, "denominator", "numerator"]]
    response = response.rename(columns={"denominator": "eligible", "numerator": "responded"})
    return found.merge(response, on=key, how="left")


def _sorted(found: pd.DataFrame) -> pd.DataFrame:
    order = {name: place for place, name in enumerate((ALL, *INFORMANTS, *SOURCES))}
    ranked = found.assign(who=found["informant"].map(order), source=found["goal_source"].map(order))
    by = ["grouping", *GROUPS, "who", "indicator", "source"]
    return ranked.sort_values(by, kind="stable").drop(columns=["who", "source"]).reset_index(drop=True)
