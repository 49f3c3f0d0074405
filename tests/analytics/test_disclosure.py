"""What is hidden, case by case and for whatever data; figures against a naive recount."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.definitions import Definition, read_all
from analytics.indicators import Extract
from analytics.rows import GROUPS, Grouping, Row, as_rows, groupings, name_of
from analytics.tables import tables

DEFINITIONS = read_all(Path(__file__).resolve().parents[2] / "config")
BY_ID = {one.id: one for one in DEFINITIONS}
CELL = {"region": "R", "municipality": "9901", "provider": "A", "segment": "living", "framework": "forced"}

Unit = dict[str, Any]


def _frame(rows: Iterable[Unit], *columns: str) -> pd.DataFrame:
    return pd.DataFrame([{**CELL, **row} for row in rows], columns=[*CELL, *columns, "client", "times"])


def _extract(
    endings: Iterable[Unit] = (),
    people: Iterable[Unit] = (),
    answers: Iterable[Unit] = (),
    goals: Iterable[Unit] = (),
) -> Extract:
    asked = ("informant", "goal_source", "goal_result", "goal_now", "goal_start", "respondent")
    return Extract(
        endings=_frame(endings, "ending"),
        people=_frame(people, "informant", "responded"),
        answers=_frame(answers, "informant", "ending", "question", "value"),
        goals=_frame(goals, *asked),
    )


def _rows(extract: Extract, grouping: Grouping = ()) -> list[Row]:
    return as_rows(tables(DEFINITIONS, extract, "2026H1", [grouping])[name_of(grouping)])


def _one(extract: Extract, indicator: str) -> Row:
    [found] = [row for row in _rows(extract) if row["indicator"] == indicator]
    return found


def _people(responded: int, silent: int) -> list[Unit]:
    return [
        {"informant": "youth", "responded": answer, "client": "", "times": times}
        for answer, times in (("yes", responded), ("no", silent))
        if times
    ]


def _endings(**times: int) -> list[Unit]:
    return [{"ending": code.removeprefix("r"), "client": "", "times": many} for code, many in times.items()]


def _marks(low: int, high: int) -> list[Unit]:
    said = {"informant": "youth", "ending": "01", "question": "usefulness", "client": ""}
    return [{**said, "value": mark, "times": times} for mark, times in (("4", low), ("8", high)) if times]


def _shown(row: Row) -> str:
    """What a row shows: n, x (numerator, value, interval) and r (eligible, responded)."""
    x = {row[name] is not None for name in ("numerator", "value", "low", "high")}
    r = {row[name] is not None for name in ("eligible", "responded")}
    assert len(x) == 1
    assert len(r) == 1
    assert (row["n"] is None) == (row["denominator"] is None)
    return ("n" if row["n"] is not None else "") + ("x" if x.pop() else "") + ("r" if r.pop() else "")


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [
        pytest.param(5, 5, "nxr", id="five on either side of ten are shown"),
        pytest.param(4, 5, "", id="nine people hide the row, response and all"),
        pytest.param(4, 16, "nr", id="four low marks hide the share but not n"),
        pytest.param(16, 4, "nr", id="four high marks hide the share of low ones"),
        pytest.param(0, 20, "nxr", id="that nobody gave a low mark may be said"),
        pytest.param(20, 0, "nr", id="that everybody gave a low mark may not"),
        pytest.param(1, 0, "", id="one person is nobody's business"),
    ],
)
def test_a_share_of_answers(low: int, high: int, shown: str) -> None:
    row = _one(_extract(answers=_marks(low, high), people=_people(20, 20)), "satisfaction_usefulness_low")

    assert _shown(row) == shown
    assert row["suppressed"] == ("" if "x" in shown else "small")


@pytest.mark.parametrize(
    ("endings", "shown"),
    [
        pytest.param({"r01": 5, "r03": 5}, "nx", id="registered reasons of ten records are shown"),
        pytest.param({"r01": 5}, "nx", id="five records of which none dropped out"),
        pytest.param({"r01": 4}, "", id="four records are too few"),
        pytest.param({"r01": 20, "r03": 4}, "n", id="four who dropped out hide the share"),
        pytest.param({"r01": 4, "r03": 20}, "n", id="four who did not hide it too"),
        pytest.param({"r03": 20}, "n", id="that everybody dropped out may not be said"),
    ],
)
def test_dropout_of_records(endings: dict[str, int], shown: str) -> None:
    assert _shown(_one(_extract(endings=_endings(**endings)), "dropout_narrow")) == shown


@pytest.mark.parametrize(
    ("deaths", "shown"),
    [
        pytest.param(0, "nx", id="that nobody died may be said"),
        pytest.param(1, "", id="one death hides its n too, which beside the other rows would tell it"),
        pytest.param(6, "nx", id="six deaths are a line of their own"),
    ],
)
def test_deaths_stand_apart(deaths: int, shown: str) -> None:
    extract = _extract(endings=_endings(r01=20, **({"death": deaths} if deaths else {})))
    assert _shown(_one(extract, "end_reason_death")) == shown
    assert _one(extract, "dropout_narrow")["n"] == 20


@pytest.mark.parametrize(
    ("responded", "silent", "own", "beside"),
    [
        pytest.param(12, 8, "nxr", "nxr", id="twelve of twenty"),
        pytest.param(12, 4, "", "nx", id="four who were silent would be told by n and eligible"),
        pytest.param(16, 0, "nxr", "nxr", id="everybody answered"),
        pytest.param(4, 20, "", "nx", id="four who answered"),
    ],
)
def test_response_is_hidden_in_every_row_of_its_group(responded: int, silent: int, own: str, beside: str) -> None:
    extract = _extract(people=_people(responded, silent), answers=_marks(6, 6))

    assert _shown(_one(extract, "response_rate")) == own
    assert _shown(_one(extract, "satisfaction_usefulness_mean")) == beside


def test_hidden_response_of_youths_says_nothing_of_parents() -> None:
    parents = [{**one, "informant": "parent"} for one in _people(12, 12)]
    rows = _rows(_extract(people=[*_people(12, 3), *parents]))

    assert {row["informant"]: row["n"] for row in rows} == {"youth": None, "parent": 24}


@pytest.mark.parametrize(
    ("many", "shown"),
    [pytest.param(10, "nx", id="ten clients"), pytest.param(9, "", id="nine clients with twenty answers")],
)
def test_clients_are_counted_not_answers(many: int, shown: str) -> None:
    said = {"informant": "youth", "ending": "01", "question": "usefulness", "times": 1}
    answers = [{**said, "value": "7", "client": f"c{number % many}"} for number in range(20)]
    assert _shown(_one(_extract(answers=answers), "satisfaction_usefulness_mean")) == shown


def test_a_few_clients_with_many_records_are_few_in_a_numerator() -> None:
    """Six records dropped out, of two clients."""
    gone = [{"ending": "03", "client": f"c{number % 2}", "times": 1} for number in range(6)]
    assert _shown(_one(_extract(endings=[*_endings(r01=20), *gone]), "dropout_narrow")) == "n"


def test_goals_need_ten_respondents() -> None:
    goal = {"informant": "parent", "goal_source": "own", "goal_result": "reached", "goal_now": "", "goal_start": ""}
    for many, shown in ((10, "nx"), (9, "")):
        goals = [{**goal, "respondent": f"p{n % many}", "client": f"c{n}", "times": 1} for n in range(30)]
        assert _shown(_one(_extract(goals=goals), "goals_reached")) == shown


def test_equal_answers_hide_a_mean_where_that_may_not_be_said() -> None:
    [mean] = [one for one in DEFINITIONS if one.id == "satisfaction_usefulness_mean"]
    assert mean.show_all
    changed = [_with(one, show_all=False) if one is mean else one for one in DEFINITIONS]
    for answers, shown in ((_marks(0, 12), "n"), (_marks(6, 6), "nx")):
        rows = as_rows(tables(changed, _extract(answers=answers), "2026H1", [()])[""])
        assert [_shown(row) for row in rows if row["indicator"] == mean.id] == [shown]


def _with(one: Definition, **changes: object) -> Definition:
    return Definition(**{**one.__dict__, **changes})


def test_nothing_to_count_gives_no_rows() -> None:
    assert _rows(_extract()) == []


_CELLS = st.fixed_dictionaries(
    {
        "provider": st.sampled_from("AB"),
        "segment": st.sampled_from(["living", "day"]),
        "framework": st.sampled_from(["forced", "voluntary"]),
        "municipality": st.sampled_from(["9901", "9902"]),
        "region": st.just("R"),
    }
)
_WHO = st.sampled_from(["youth", "parent", "foster_parent"])
_CLIENT = st.integers(0, 40).map(lambda number: f"c{number}" if number < 25 else "")
_ENDING = st.sampled_from(["01", "01", "03", "04", "unknown", "death"])
_UNITS = st.fixed_dictionaries({"cell": _CELLS, "client": _CLIENT, "times": st.integers(1, 4)})


def _units(**fields: st.SearchStrategy[str]) -> st.SearchStrategy[list[Unit]]:
    def flat(unit: Unit, more: Unit) -> Unit:
        named = unit["client"] or more.get("respondent", "")
        return {**unit["cell"], "client": unit["client"], "times": 1 if named else unit["times"], **more}

    return st.lists(st.builds(flat, _UNITS, st.fixed_dictionaries(dict(fields))), max_size=60)


_ANSWERS = [
    _units(informant=_WHO, ending=_ENDING, question=st.just(question), value=st.sampled_from(values))
    for question, values in {
        "usefulness": ["1", "5", "9"],
        "further_need": ["01", "03", "04"],
        "stopped_by": ["provider", "together", "me"],
        "guidance_useful": ["4", "9"],
    }.items()
]
_MARK = st.sampled_from(["0", "2", "5", "9", "dont_know"])
_EXTRACTS = st.builds(
    _extract,
    endings=_units(ending=_ENDING),
    people=_units(informant=_WHO, responded=st.sampled_from(["yes", "no"])),
    answers=st.builds(lambda *some: [unit for units in some for unit in units], *_ANSWERS),
    goals=_units(
        informant=_WHO,
        goal_source=st.sampled_from(["own", "plan"]),
        goal_result=st.sampled_from(["reached", "not", ""]),
        goal_now=_MARK,
        goal_start=_MARK,
        respondent=st.integers(0, 20).map(lambda number: f"p{number}"),
    ),
)


@settings(max_examples=40, deadline=None)
@given(_EXTRACTS)
def test_a_hidden_row_shows_nothing_and_a_shown_one_enough_people(extract: Extract) -> None:
    found = tables(DEFINITIONS, extract, "2026H1", list(groupings()))
    for rows in found.values():
        for row in as_rows(rows):
            shown = _shown(row)
            if row["suppressed"]:
                assert "x" not in shown
                assert "n" in shown or shown == ""
            else:
                assert "nx" in shown
                _enough(row)
            _response_enough(row)


def _enough(row: Row) -> None:
    """Counted by units, of which there are at least as many as people."""
    one = BY_ID[str(row["indicator"])]
    x, size = row["numerator"], row["denominator"]
    assert isinstance(x, int)
    assert isinstance(size, int)
    assert size >= one.smallest
    if one.unit == "share":
        assert x >= 5 or (x == 0 and one.show_none)
        assert size - x >= 5 or (size == x and one.show_all)


def _response_enough(row: Row) -> None:
    eligible, responded = row["eligible"], row["responded"]
    assert (eligible is None) == (responded is None)
    if isinstance(eligible, int) and isinstance(responded, int):
        assert eligible >= 10
        assert all(part == 0 or part >= 5 for part in (responded, eligible - responded))


@settings(max_examples=25, deadline=None)
@given(_EXTRACTS, st.sampled_from(list(groupings())))
def test_figures_and_people_equal_a_naive_recount(extract: Extract, grouping: Grouping) -> None:
    """Groups, sums and distinct people by plain loops over units, one person at a time."""
    naive = _naive(extract, grouping)
    rows = _rows(extract, grouping)

    assert {_key(row, grouping) for row in rows} == set(naive)
    for row in rows:
        n, x, size, hidden = naive[_key(row, grouping)]
        assert bool(row["suppressed"]) == hidden, row
        if row["n"] is not None:
            assert (row["n"], row["denominator"]) == (n, size)
        if row["numerator"] is not None:
            assert row["numerator"] == x


def _key(row: Row | Unit, grouping: Grouping) -> tuple[str, ...]:
    return tuple(str(row[name]) for name in ("indicator", "informant", "goal_source", *grouping))


def _naive(extract: Extract, grouping: Grouping) -> dict[tuple[str, ...], tuple[int, int, int, bool]]:
    units: dict[tuple[str, ...], list[tuple[str, str, int]]] = {}
    fresh = iter(range(10**6))
    for one in DEFINITIONS:
        for row in _source(extract, one):
            score = one.score({name: row.get(name, "") for name in one.fields})
            if score is None:
                continue
            group = _key({"indicator": one.id, "informant": "all", "goal_source": "", **row}, grouping)
            for _ in range(row["times"]):
                client = f"{row['provider']} {row['client']}" if row["client"] else f"alone {next(fresh)}"
                person = str(row.get("respondent", "")) or f"alone {next(fresh)}"
                person = f"{row['provider']} {person}"
                units.setdefault(group, []).append((client, person, score))
    return {group: _judged(BY_ID[group[0]], some) for group, some in units.items()}


def _source(extract: Extract, one: Definition) -> list[Unit]:
    frame = {
        "records": extract.endings,
        "people": extract.people,
        "answers": extract.answers,
        "goals": extract.goals,
    }[one.counts]
    rows = frame.to_dict("records")
    if one.informants:
        rows = [row for row in rows if row["informant"] in one.informants]
    if one.question:
        rows = [{**row, one.question: row["value"]} for row in rows if row["question"] == one.question]
    for row in rows:
        if one.counts == "goals" and row["goal_now"].isdigit() and row["goal_start"].isdigit():
            row["movement"] = str(int(row["goal_now"]) - int(row["goal_start"]))
    return [{str(name): cell for name, cell in row.items()} for row in rows]


def _judged(one: Definition, units: list[tuple[str, str, int]]) -> tuple[int, int, int, bool]:
    """n, numerator, denominator, and whether something is hidden."""

    def people(chosen: Iterable[tuple[str, str, int]]) -> int:
        some = list(chosen)
        return min(len({client for client, _, _ in some}), len({person for _, person, _ in some}))

    x = sum(score for _, _, score in units)
    n = len({person for _, person, _ in units}) if one.counts == "goals" else len(units)
    few = people(units) < one.smallest
    if one.unit == "share":
        inside, outside = people(u for u in units if u[2] > 0), people(u for u in units if u[2] < 1)
        few |= 0 < inside < 5 or 0 < outside < 5
        few |= (inside == 0 and not one.show_none) or (outside == 0 and not one.show_all)
    return n, x, len(units), few


def test_all_groupings_are_there() -> None:
    assert len(list(groupings())) == 2 ** len(GROUPS)
