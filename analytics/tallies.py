"""Sums that can be added up over any grouping, and people who are counted once in each. Pure.

Most people occur in one finest cell only; for them every sum over cells is right as it stands. The few others
(a client with two care forms, the parents of two siblings) are kept by name and looked at again per grouping.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analytics.rows import ALL, GROUPS, Grouping, name_of

CELL = list(GROUPS)
SERIES = ["indicator", "informant", "goal_source"]
"""What is never added up: a series per indicator, informant and source of goals."""
SUMS = ["units", "total", "squares"]
PEOPLE = ["count", "with", "without", "yy", "ym", "mm"]
ROWS_AT_ONCE = 1_000_000
"""How many rows of cells may lie in memory at once, each in every grouping."""


@dataclass(frozen=True)
class Tallies:
    """`series` and `cells`: what their numbers stand for. `fixed`: per series and cell what may be added up.

    `roaming`: per kind of person (client, respondent) those who occur in several cells of a series: series,
    cell, who, size, total.
    """

    series: pd.DataFrame
    cells: pd.DataFrame
    fixed: pd.DataFrame
    roaming: dict[str, pd.DataFrame]


def tally(units: pd.DataFrame) -> Tallies:
    """`units`: SERIES, CELL, client, respondent, times, score. An empty name: `times` people with one unit each."""
    numbered = units.assign(
        series=units.groupby(SERIES, sort=True).ngroup(), cell=units.groupby(CELL, sort=True).ngroup()
    )
    series = units[SERIES].groupby(SERIES, sort=True).size().reset_index()[SERIES]
    cells = units[CELL].groupby(CELL, sort=True).size().reset_index()[CELL]
    fixed = _sums(numbered)
    roaming = {}
    for kind in ("client", "respondent"):
        staying, roaming[kind] = _persons(numbered, kind)
        fixed = fixed.join(staying, how="outer")
    return Tallies(series, cells, fixed.fillna(0).astype("int64").reset_index(), roaming)


def grouped(tallies: Tallies, groupings: Sequence[Grouping], rows_at_once: int = ROWS_AT_ONCE) -> pd.DataFrame:
    """One row per series and group of these groupings: grouping, SERIES, GROUPS, SUMS, and PEOPLE of either kind."""
    at_once = max(1, rows_at_once // max(1, len(tallies.fixed)))
    portions = [groupings[first : first + at_once] for first in range(0, len(groupings), at_once)]
    return pd.concat([_grouped(tallies, portion) for portion in portions], ignore_index=True)


def _grouped(tallies: Tallies, groupings: Sequence[Grouping]) -> pd.DataFrame:
    belongs, groups = _groups(tallies.cells, groupings)
    key = ["series", "group"]
    found = tallies.fixed.merge(belongs, on="cell").drop(columns="cell").groupby(key, sort=False).sum()
    for kind, roaming in tallies.roaming.items():
        if len(roaming):
            again = _people(roaming.merge(belongs, on="cell"), key, kind)
            found[again.columns] = found[again.columns].add(again, fill_value=0).astype("int64")
    return found.reset_index().join(tallies.series, on="series").join(groups, on="group").drop(columns=key)


def _groups(cells: pd.DataFrame, groupings: Sequence[Grouping]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Which groups a cell belongs to (cell, group), and what each group is (grouping, GROUPS; `all` if not asked)."""
    columns = {}
    for grouping in groupings:
        others = [name for name in GROUPS if name not in grouping]
        columns[name_of(grouping)] = cells.assign(**dict.fromkeys(others, ALL))
    long = pd.concat(columns, names=["grouping", "cell"]).reset_index()
    long["group"] = long.groupby(["grouping", *GROUPS], sort=False).ngroup()
    groups = long.drop_duplicates("group").set_index("group")[["grouping", *GROUPS]]
    return long[["cell", "group"]], groups


def _sums(numbered: pd.DataFrame) -> pd.DataFrame:
    times, score = numbered["times"], numbered["score"]
    sums = numbered[["series", "cell"]].assign(units=times, total=times * score, squares=times * score**2)
    return sums.groupby(["series", "cell"]).sum()


def _persons(numbered: pd.DataFrame, kind: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Those who stay in one cell, added up per series and cell; and the others, by name."""
    key = ["series", "cell"]
    named = numbered[numbered[kind] != ""]
    who = named.groupby(["provider", kind]).ngroup()
    size, total = named["times"], named["times"] * named["score"]
    persons = named[key].assign(who=who, size=size, total=total).groupby([*key, "who"]).sum().reset_index()
    roams = persons.groupby(["series", "who"])["cell"].transform("size") > 1
    unnamed = numbered[numbered[kind] == ""]
    single = unnamed[[*key, "times"]].assign(size=1, total=unnamed["score"])
    staying = pd.concat([single, persons[~roams].drop(columns="who").assign(times=1)])
    return _added(staying, key, kind), persons[roams].reset_index(drop=True)


def _people(roaming: pd.DataFrame, key: list[str], kind: str) -> pd.DataFrame:
    persons = roaming.drop(columns="cell").groupby([*key, "who"]).sum().reset_index()
    return _added(persons.assign(times=1), key, kind)


def _added(persons: pd.DataFrame, key: list[str], kind: str) -> pd.DataFrame:
    """PEOPLE per key, named after their kind, from rows of `times` persons with this size and total each."""
    times, size, total = persons["times"], persons["size"], persons["total"]
    sums = persons[key].assign(
        **{
            f"{kind}_count": times,
            f"{kind}_with": times * (total > 0),
            f"{kind}_without": times * (total < size),
            f"{kind}_yy": times * total**2,
            f"{kind}_ym": times * total * size,
            f"{kind}_mm": times * size**2,
        }
    )
    return sums.groupby(key).sum()
