"""Every number of a small region, counted by hand, on both databases."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from analytics import publication, uncertainty
from analytics.definitions import read_all
from analytics.rows import Grouping, Row, groupings
from surveys import periods
from tests.analytics.made import AFTER, SILENT, Goal, Said, World

DEFINITIONS = read_all(Path(__file__).resolve().parents[2] / "config")

MARKS = (2, 4, 5, 5, 5, 6, 7, 8, 8, 9, 10, 10)
"""What twelve youths of provider A gave: five low ones, together 79."""
NEEDS = ("01", "02", "03", "03", "03", "03", "04", "04", "04", "04", "04", "01")
ENDINGS = ("01",) * 7 + ("03",) * 5


def _region() -> World:
    """A: twelve youths answer, each with two own goals and one recalled, three more are silent; a mother of two.

    One record goes on in another form, one child died, one reason is unknown, one record ended a day too late.
    """
    world = World()
    for number, mark in enumerate(MARKS):
        goals = (
            Goal("own", "reached" if number < 6 else "not", now="8", start="3" if number < 7 else "7"),
            Goal("own", "partly", now="5", start="5"),
            Goal("recalled", "reached" if number < 5 else "dont_know", now="dont_know"),
        )
        answers = {"usefulness": str(mark), "further_need": NEEDS[number], "stopped_by": _stopped(number)}
        world.record(ENDINGS[number], people={"youth": Said(answers, goals)})
    for number in range(8):
        world.record("01", people={"youth": SILENT, "parent": _parent(number)})
    world.record("continued", people={"youth": Said({"usefulness": "1"})})
    world.record("death", people={"youth": Said({"usefulness": "1"}, bar="death")})
    world.record("unknown", people={"youth": Said(counts=False, bar="under_12")})
    world.record("01", end="2026-07-01", people={"youth": Said({"usefulness": "1"})})
    world.record("01", end="2025-12-31", people={"youth": Said({"usefulness": "1"})})
    world.record(None, end="", people={"youth": SILENT})
    return world


def _stopped(number: int) -> str:
    """Of the seven planned endings five say the provider stopped; of the five by the client one says together."""
    if number < 7:
        return "provider" if number < 5 else "as_planned"
    return "together" if number == 7 else "me"


def _parent(number: int) -> Said:
    """Eight answers by seven parents: the last two children have one mother."""
    marks = ("dont_know", "7", "7", "7", "7", "7", "7", "9")
    return Said({"usefulness": marks[number]}, person="mother" if number >= 6 else "")


async def _figures(engine: AsyncEngine, period: str, *grouping: str, provisional: bool = True) -> list[Row]:
    asked: Grouping = tuple(grouping)
    if provisional:
        found = await publication.provisional(engine, DEFINITIONS, periods.parse(period), [asked], AFTER)
        return found[asked]
    done = await publication.publish(engine, DEFINITIONS, periods.parse(period), AFTER)
    return await publication.rows_of(engine, done.publication, periods.parse(period), asked)


def _row(rows: list[Row], indicator: str, informant: str = "youth", **more: Any) -> Row:
    wanted = {"indicator": indicator, "informant": informant, **more}
    [found] = [row for row in rows if all(row[name] == value for name, value in wanted.items())]
    return found


def _numbers(row: Row) -> tuple[object, ...]:
    return row["n"], row["numerator"], row["denominator"]


async def test_marks_of_youths(any_engine: AsyncEngine) -> None:
    await _region().store(any_engine)
    rows = await _figures(any_engine, "2026H1", "provider")
    mean, low = _row(rows, "satisfaction_usefulness_mean"), _row(rows, "satisfaction_usefulness_low")

    assert _numbers(mean) == (12, 79, 12)
    assert mean["value"] == pytest.approx(79 / 12)
    assert (mean["low"], mean["high"]) == pytest.approx(uncertainty.mean_t(79, sum(mark**2 for mark in MARKS), 12))
    assert _numbers(low) == (12, 5, 12)
    assert (low["low"], low["high"]) == pytest.approx(uncertainty.wilson(5, 12))
    assert (mean["eligible"], mean["responded"]) == (20, 12), "the barred, the dead and the continued are not asked"
    assert (mean["provider"], mean["segment"], mean["region"]) == ("A", "all", "all")
    assert (mean["definition"], mean["direction"]) == ("satisfaction_usefulness_mean@1", "higher_better")


async def test_going_on_without_help(any_engine: AsyncEngine) -> None:
    await _region().store(any_engine)
    rows = await _figures(any_engine, "2026H1", "provider")
    strict, wide = _row(rows, "without_help_strict"), _row(rows, "without_help_wide")

    assert _numbers(strict) == (12, 5, 12)
    assert wide["n"] == 12
    assert (wide["value"], wide["numerator"], wide["suppressed"]) == (None, None, "small"), "only three are outside"


async def test_goals_are_counted_per_source_and_clustered_per_person(any_engine: AsyncEngine) -> None:
    await _region().store(any_engine)
    rows = await _figures(any_engine, "2026H1", "provider")
    own = _row(rows, "goals_reached", goal_source="own")

    assert _numbers(own) == (12, 6, 24), "n are people, the denominator is goals"
    # six people reached one of two, six none: yy = 6 * 1, ym = 6 * 1 * 2, mm = 12 * 4
    assert (own["low"], own["high"]) == pytest.approx(uncertainty.clustered_share(24, 6, 6, 12, 48))
    recalled = _row(rows, "goals_reached", goal_source="recalled")
    assert (recalled["n"], recalled["suppressed"]) == (None, "small"), "five of twelve know, seven do not"
    assert not [row for row in rows if row["indicator"] == "goals_reached" and row["goal_source"] in {"", "all"}]


async def test_goals_of_one_person_that_go_together_make_the_interval_wider(any_engine: AsyncEngine) -> None:
    world = World()
    for number in range(14):
        result = "reached" if number < 8 else "not"
        moved = Goal("plan", result, now="9" if number < 8 else "3", start="2")
        world.record(people={"youth": Said(goals=(moved, moved))})
    await world.store(any_engine)
    rows = await _figures(any_engine, "2026H1")
    reached, mean = _row(rows, "goals_reached"), _row(rows, "goal_movement_mean")

    assert _numbers(reached) == (14, 16, 28)
    assert (reached["low"], reached["high"]) == pytest.approx(uncertainty.wilson(8, 14))
    people = [7] * 8 + [1] * 6
    theirs = uncertainty.mean_t(sum(people), sum(moved**2 for moved in people), 14)
    assert (mean["low"], mean["high"]) == pytest.approx(theirs), "two goals that moved alike say no more than one"


async def test_movement_needs_a_start(any_engine: AsyncEngine) -> None:
    await _region().store(any_engine)
    rows = await _figures(any_engine, "2026H1", "provider")
    mean, far = _row(rows, "goal_movement_mean"), _row(rows, "goal_movement_3plus")

    assert _numbers(mean) == (12, 7 * 5 + 5 * 1, 24)
    # seven people moved 5 and 0, five moved 1 and 0
    yy, ym, mm = 7 * 25 + 5, (7 * 5 + 5) * 2, 12 * 4
    assert (mean["low"], mean["high"]) == pytest.approx(uncertainty.clustered_mean(12, 24, 40, yy, ym, mm))
    assert _numbers(far) == (12, 7, 24)
    assert (mean["goal_source"], far["goal_source"]) == ("own", "own")


async def test_endings_are_counted_per_record(any_engine: AsyncEngine) -> None:
    await _region().store(any_engine)
    rows = await _figures(any_engine, "2026H1", "provider")
    numbers = {row["indicator"]: _numbers(row) for row in rows if row["informant"] == "all"}

    assert numbers == {
        "dropout_narrow": (20, 5, 20),
        "dropout_broad": (20, 5, 20),
        "ended_early": (20, 5, 20),
        "end_reason_01": (21, 15, 21),
        "end_reason_02": (21, 0, 21),
        "end_reason_03": (21, 5, 21),
        "end_reason_04": (21, 0, 21),
        "end_reason_05": (21, 0, 21),
        "end_reason_unknown": (21, None, 21),
        "end_reason_death": (None, None, None),
    }
    assert _row(rows, "dropout_narrow", "all")["eligible"] is None, "response is about people, not about records"


async def test_where_client_and_registration_disagree(any_engine: AsyncEngine) -> None:
    await _region().store(any_engine)
    rows = await _figures(any_engine, "2026H1", "provider")

    assert _numbers(_row(rows, "end_reason_disagreement")) == (12, 6, 12)


async def test_response_is_of_people_who_may_be_asked(any_engine: AsyncEngine) -> None:
    await _region().store(any_engine)
    rows = await _figures(any_engine, "2026H1", "provider")
    youths, parents = _row(rows, "response_rate"), _row(rows, "response_rate", "parent")

    assert _numbers(youths) == (20, 12, 20)
    assert youths["value"] == pytest.approx(0.6)
    assert (parents["n"], parents["eligible"], parents["suppressed"]) == (None, None, "small"), "eight are too few"


async def test_parents_and_youths_are_never_together(any_engine: AsyncEngine) -> None:
    await _region().store(any_engine)
    rows = await _figures(any_engine, "2026H1")
    of_answers = [row for row in rows if row["informant"] != "all"]

    assert {row["informant"] for row in of_answers} == {"youth", "parent"}
    assert {row["provider"] for row in rows} == {"all"}


async def test_a_skipped_question_is_in_no_denominator(any_engine: AsyncEngine) -> None:
    world = World()
    for number in range(14):
        said = {"usefulness": "7" if number < 11 else ("dont_know", "rather_not", "")[number - 11]}
        world.record(people={"youth": Said(said | {"heard": "yes"})})
    await world.store(any_engine)
    mean = _row(await _figures(any_engine, "2026H1"), "satisfaction_usefulness_mean")

    assert _numbers(mean) == (11, 77, 11)
    assert mean["responded"] == 14


async def test_whoever_stopped_and_kept_nothing_is_silent(any_engine: AsyncEngine) -> None:
    world = World()
    for number in range(16):
        world.record(people={"youth": Said({"usefulness": "7"}, counts=number < 10)})
    await world.store(any_engine)
    rows = await _figures(any_engine, "2026H1")

    assert _numbers(_row(rows, "satisfaction_usefulness_mean"))[0] == 10
    assert _numbers(_row(rows, "response_rate")) == (16, 10, 16)


async def test_somebody_barred_after_answering_was_asked_all_the_same(any_engine: AsyncEngine) -> None:
    world = World()
    for number in range(12):
        world.record(people={"youth": Said({"usefulness": "7"}, bar="asked_not_to" if number == 0 else "")})
    await world.store(any_engine)

    assert _numbers(_row(await _figures(any_engine, "2026H1"), "response_rate")) == (12, 12, 12)


async def test_a_client_with_two_records_is_one_client(any_engine: AsyncEngine) -> None:
    world = World()
    for number in range(12):
        segment = "living" if number % 2 else "ambulatory"
        world.record(client=f"k{number // 2}", segment=segment, people={"youth": Said({"usefulness": "7"})})
    await world.store(any_engine)
    rows = await _figures(any_engine, "2026H1")

    assert _row(rows, "satisfaction_usefulness_mean")["suppressed"] == "small", "twelve answers of six clients"
    assert _row(rows, "dropout_narrow", "all")["n"] == 12, "records are counted as records, of six clients"


async def test_clients_of_two_providers_are_two_clients(any_engine: AsyncEngine) -> None:
    world = World()
    for number in range(12):
        said = Said({"usefulness": "7"})
        world.record(client=f"k{number // 2}", provider="AB"[number % 2], people={"youth": said})
    await world.store(any_engine)

    assert _row(await _figures(any_engine, "2026H1"), "satisfaction_usefulness_mean")["n"] == 12


async def test_one_mother_of_many_is_one_respondent_for_goals(any_engine: AsyncEngine) -> None:
    world = World()
    for number in range(12):
        said = Said(goals=(Goal("plan", "reached"),), person=f"mother {number // 3}")
        world.record(people={"parent": said})
    await world.store(any_engine)
    row = _row(await _figures(any_engine, "2026H1"), "goals_reached", "parent")

    assert (row["n"], row["suppressed"]) == (None, "small"), "twelve clients, but four mothers"


async def test_two_parents_of_one_child_are_one_client(any_engine: AsyncEngine) -> None:
    world = World()
    for _ in range(7):
        said = Said({"usefulness": "7"}, (Goal("own", "reached"),))
        world.record(people={"parent_1": said, "parent_2": said})
    await world.store(any_engine)
    rows = await _figures(any_engine, "2026H1")

    assert _row(rows, "satisfaction_usefulness_mean", "parent")["suppressed"] == "small"
    assert _row(rows, "goals_reached", "parent")["suppressed"] == "small"


async def test_only_the_last_conversation_that_counts_is_read(any_engine: AsyncEngine) -> None:
    """A code was made anew after somebody had answered, and they answered again."""
    world = World()
    for number in range(12):
        world.record(people={"youth": Said({"usefulness": "2"})})
        if number < 4:
            world.again({"usefulness": "8"})
    await world.store(any_engine)

    assert _numbers(_row(await _figures(any_engine, "2026H1"), "satisfaction_usefulness_mean")) == (12, 48, 12)


async def test_twelve_months_are_two_half_years(any_engine: AsyncEngine) -> None:
    world = World()
    for number in range(24):
        end = "2025-09-30" if number % 2 else "2026-06-30"
        world.record(end=end, people={"youth": Said({"usefulness": "6"})})
    await world.store(any_engine)

    for period, n in (("2026H1", 12), ("2025H2", 12), ("12m-2026H1", 24), ("2025", 12), ("2026Q2", 12)):
        rows = await _figures(any_engine, period)
        assert _row(rows, "satisfaction_usefulness_mean")["n"] == n, period


async def test_groups_split_what_the_whole_adds_up(any_engine: AsyncEngine) -> None:
    world = World()
    for number in range(40):
        group = {
            "provider": "AB"[number % 2],
            "region": "R1" if number < 20 else "R2",
            "segment": ("living", "day")[number // 2 % 2],
            "framework": ("voluntary", "forced")[number // 4 % 2],
            "municipality": f"990{number % 3}",
        }
        world.record(people={"youth": Said({"usefulness": "6"})}, **group)
    await world.store(any_engine)
    done = await publication.publish(any_engine, DEFINITIONS, periods.parse("2026H1"), AFTER)

    for grouping in groupings():
        rows = await publication.rows_of(any_engine, done.publication, periods.parse("2026H1"), grouping)
        means = [row for row in rows if row["indicator"] == "satisfaction_usefulness_mean"]
        shown = sum(int(row["n"] or 0) for row in means)
        assert shown == 40 or any(row["suppressed"] for row in means)
        for name in ("region", "municipality", "provider", "segment", "framework"):
            assert all((row[name] == "all") == (name not in grouping) for row in rows)


async def test_both_databases_give_the_same_rows(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    from surveys.store.database import open_engine
    from surveys.store.upgrade import upgrade

    urls = [f"sqlite:///{tmp_path}/one.db", request.getfixturevalue("postgres").new_database()]
    found = []
    for url in urls:
        engine = open_engine(url)
        await upgrade(engine, "main")
        await _region().store(engine)
        found.append([await _figures(engine, "2026H1", *grouping, provisional=False) for grouping in groupings()])
        await engine.dispose()

    assert found[0] == found[1]
