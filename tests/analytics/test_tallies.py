"""Sums and distinct people of any grouping, against plain loops over sets of names."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.rows import Grouping, groupings
from analytics.tallies import grouped, tally

Unit = dict[str, Any]

_NAMES = st.sampled_from(["n1", "n2", "n3", ""])
_UNIT = st.fixed_dictionaries(
    {
        "indicator": st.integers(0, 1),
        "informant": st.just("youth"),
        "goal_source": st.just("own"),
        "region": st.just("R"),
        "municipality": st.sampled_from(["9901", "9902"]),
        "provider": st.sampled_from("AB"),
        "segment": st.sampled_from(["living", "day"]),
        "framework": st.sampled_from(["forced", "voluntary"]),
        "client": _NAMES,
        "respondent": _NAMES,
        "times": st.integers(1, 3),
        "score": st.sampled_from([0, 0, 1, 1, 1]),
    }
)


def _key(unit: Unit, grouping: Grouping) -> tuple[object, ...]:
    return tuple(unit[name] for name in ("indicator", "informant", "goal_source", *grouping))


def _one_by_one(units: list[Unit], kind: str) -> list[tuple[Unit, str]]:
    """Every unit once, with who it belongs to; a name means somebody within one provider."""
    found = []
    for place, unit in enumerate(units):
        for turn in range(unit["times"]):
            name = unit[kind] or f"alone {place} {turn}"
            found.append((unit, f"{unit['provider']} {name}"))
    return found


def _people(units: list[Unit], grouping: Grouping, kind: str) -> dict[tuple[object, ...], dict[str, int]]:
    scores: dict[tuple[object, ...], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for unit, who in _one_by_one(units, kind):
        scores[_key(unit, grouping)][who].append(unit["score"])

    def added(group: tuple[object, ...], of: Callable[[list[int]], int]) -> int:
        return sum(of(some) for some in scores[group].values())

    return {
        group: {
            "count": len(scores[group]),
            "with": added(group, lambda some: any(some)),
            "without": added(group, lambda some: not all(some)),
            "yy": added(group, lambda some: sum(some) ** 2),
            "ym": added(group, lambda some: sum(some) * len(some)),
            "mm": added(group, lambda some: len(some) ** 2),
        }
        for group in scores
    }


@settings(max_examples=60, deadline=None)
@given(st.lists(_UNIT, min_size=1, max_size=30), st.sampled_from(list(groupings())))
def test_nobody_is_counted_twice_in_any_grouping(units: list[Unit], grouping: Grouping) -> None:
    found = grouped(tally(pd.DataFrame(units)), [grouping]).to_dict("records")
    naive = {kind: _people(units, grouping, kind) for kind in ("client", "respondent")}

    assert {_key(row, grouping) for row in found} == set(naive["client"])
    for row in found:
        group = _key(row, grouping)
        mine = [(unit["times"], unit["score"]) for unit in units if _key(unit, grouping) == group]
        assert row["units"] == sum(times for times, _ in mine)
        assert row["total"] == sum(times * score for times, score in mine)
        for kind, people in naive.items():
            assert {name: row[f"{kind}_{name}"] for name in people[group]} == people[group]


def test_groupings_in_portions_are_the_groupings_at_once() -> None:
    units = [
        {**dict.fromkeys(("region", "municipality", "segment", "framework"), "x"), "provider": provider, "score": 1}
        | {"indicator": 0, "informant": "youth", "goal_source": "", "client": "", "respondent": "", "times": 2}
        for provider in "AB"
    ]
    tallies, wanted = tally(pd.DataFrame(units)), list(groupings())

    assert _sorted(grouped(tallies, wanted, rows_at_once=5)) == _sorted(grouped(tallies, wanted))


def _sorted(found: pd.DataFrame) -> list[dict[str, Any]]:
    return sorted(map(dict, found.to_dict("records")), key=str)
