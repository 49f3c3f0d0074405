"""Sums that can be added up over any grouping, and people who are counted once in each. Pure.

Most people occur in one finest cell only; for them every sum over cells is right as it stands. The few others
(a client with two care forms, the parents of two siblings) are kept by name and looked at again per grouping.
"""

from dataclasses import dataclass

import pandas as pd

from analytics.rows import GROUPS, Grouping

CELL = list(GROUPS)
SERIES = ["indicator", "informant", "goal_source"]
"""What is never added up: a series per indicator, informant and source of goals."""
SUMS = ["units", "total", "squares"]
PEOPLE = ["count", "with", "without", "yy", "ym", "mm"]


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


def grouped(tallies: Tallies, grouping: Grouping) -> pd.DataFrame:
    """One row per series and group: SERIES, the columns of `grouping`, SUMS, and PEOPLE of clients and respondents."""
    chosen = list(grouping)
    cells = tallies.cells
    group_of = cells.groupby(chosen, sort=True).ngroup() if chosen else pd.Series(0, index=cells.index)
    names = cells[chosen].assign(group=group_of).drop_duplicates("group").set_index("group")
    key = ["series", "group"]
    found = (
        tallies.fixed.assign(group=tallies.fixed["cell"].map(group_of))
        .drop(columns="cell")
        .groupby(key, sort=True)
        .sum()
    )
    for kind, roaming in tallies.roaming.items():
        if len(roaming):
            again = _people(roaming.assign(group=roaming["cell"].map(group_of)), key, kind)
            found[again.columns] = found[again.columns].add(again, fill_value=0).astype("int64")
    found = found.reset_index()
    return found.join(tallies.series, on="series").join(names, on="group").drop(columns=key)


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
