"""A half-year is published once, and what was published stays."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from analytics import publication, report
from analytics.definitions import read_all
from analytics.report import Report
from analytics.rows import Row, groupings
from surveys import periods
from surveys.faults import Mistakes
from surveys.store.tables import published_table, trail
from tests.analytics.made import AFTER, CLOSED, Said, World

DEFINITIONS = read_all(Path(__file__).resolve().parents[2] / "config")
LATER = AFTER + timedelta(days=200)
"""A moment at which 2026H2 may be published too."""


def _answered(world: World, many: int, mark: str = "7", **more: object) -> World:
    closed = more.pop("closed_at", CLOSED)
    assert isinstance(closed, datetime)
    for _ in range(many):
        world.record(people={"youth": Said({"usefulness": mark}, closed_at=closed)}, **more)  # type: ignore[arg-type] # by name
    return world


async def _made(engine: AsyncEngine, period: str, now: datetime = AFTER, **asked: object) -> Report:
    return await report.make(engine, DEFINITIONS, report.asked_for(period, **asked), now)  # type: ignore[arg-type] # by name


def _marks(rows: object) -> list[tuple[object, object]]:
    assert isinstance(rows, list)
    return [(row["n"], row["numerator"]) for row in rows if row["indicator"] == "satisfaction_usefulness_mean"]


async def _trail(engine: AsyncEngine) -> list[tuple[str, str]]:
    async with engine.connect() as db:
        return [(row.action, row.object) for row in await db.execute(select(trail).order_by(trail.c.id))]


async def test_what_was_published_stays_whatever_comes_in_later(any_engine: AsyncEngine) -> None:
    world = World()
    await _answered(world, 12).store(any_engine)
    first = await _made(any_engine, "2026H1")
    await _answered(world, 30, "1", closed_at=AFTER + timedelta(days=1)).store(any_engine)
    again = await _made(any_engine, "2026H1", LATER)

    assert first.published_now
    assert not again.published_now
    assert again.rows == first.rows
    assert _marks(again.rows) == [(12, 84)]
    assert again.as_of == first.as_of == AFTER


async def test_every_grouping_of_both_views_is_frozen(engine: AsyncEngine) -> None:
    await _answered(World(), 12).store(engine)
    await _made(engine, "2026H1")
    async with engine.connect() as db:
        names = set((await db.execute(select(published_table.c.grouping))).scalars())

    assert len(names) == 2 * len(list(groupings()))
    assert {"half:", "12m:provider", "12m:region,municipality,provider,segment,framework"} <= names


async def test_twelve_months_and_the_year_come_from_the_publication_of_their_last_half(engine: AsyncEngine) -> None:
    world = _answered(World(), 12, end="2026-03-01")
    await _answered(world, 13, end="2026-09-01").store(engine)
    year = await _made(engine, "2026", LATER)
    twelve = await _made(engine, "12m-2026H2", LATER)

    assert year.publication
    assert year.publication.period == "2026H2"
    assert not twelve.published_now
    assert _marks(year.rows) == [(25, 175)]
    assert {row["period"] for row in year.rows} == {"2026"}
    assert [row | {"period": "2026"} for row in twelve.rows] == year.rows


async def test_overlapping_figures_leave_nobody_to_be_found_by_subtraction(any_engine: AsyncEngine) -> None:
    """A latecomer to a published half-year is not in the next twelve months either, nor is a late record."""
    world = World()
    await _answered(world, 12, end="2026-03-01").store(any_engine)
    await _made(any_engine, "2026H1")
    late = AFTER + timedelta(days=3)
    _answered(world, 1, "1", end="2026-03-01", closed_at=late)
    _answered(world, 1, "1", end="2026-03-01", closed_at=late, imported_at=late)
    await _answered(world, 12, end="2026-09-01", closed_at=late).store(any_engine)

    twelve, half = await _made(any_engine, "12m-2026H2", LATER), await _made(any_engine, "2026H2", LATER)
    assert (_marks(twelve.rows), _marks(half.rows)) == ([(24, 168)], [(12, 84)])
    # a record that was there in time, whose youth answered too late, is still a record
    assert [row["n"] for row in twelve.rows if row["indicator"] == "dropout_narrow"] == [25]


async def test_a_half_year_that_was_shown_within_twelve_months_is_closed_by_that(any_engine: AsyncEngine) -> None:
    world = _answered(World(), 12, end="2025-09-01")
    await _answered(world, 12, end="2026-03-01").store(any_engine)
    twelve = await _made(any_engine, "12m-2026H1")
    await _answered(world, 1, "1", end="2025-09-01", closed_at=AFTER + timedelta(days=3)).store(any_engine)
    before = await _made(any_engine, "2025H2", LATER)

    assert _marks(twelve.rows) == [(24, 168)]
    assert before.published_now
    assert _marks(before.rows) == [(12, 84)]


async def test_two_exports_at_once_publish_once(any_engine: AsyncEngine) -> None:
    await _answered(World(), 12).store(any_engine)
    found = await asyncio.gather(*(_made(any_engine, "2026H1") for _ in range(3)))

    assert [one.published_now for one in found].count(True) == 1
    assert all(one.rows == found[0].rows for one in found)
    assert await _trail(any_engine) == [("publication.made", "2026H1")]


@pytest.mark.parametrize(
    ("period", "now", "told"),
    [
        ("2026H1", datetime(2026, 8, 10, 21, 59, tzinfo=UTC), "can be published from 2026-08-11 on"),
        ("2026", AFTER, "can be published from 2027-02-11 on"),
        ("2026Q1", LATER, "a quarter is never published"),
    ],
)
async def test_too_early_says_from_when(engine: AsyncEngine, period: str, now: datetime, told: str) -> None:
    await _answered(World(), 12, end="2026-03-01").store(engine)
    with pytest.raises(Mistakes, match=told):
        await _made(engine, period, now)
    assert await _trail(engine) == []


async def test_the_first_day_is_counted_in_amsterdam(engine: AsyncEngine) -> None:
    """At 22:00 UTC it is the eleventh of August there."""
    await _answered(World(), 12).store(engine)
    assert (await _made(engine, "2026H1", datetime(2026, 8, 10, 22, 0, tzinfo=UTC))).published_now


async def test_provisional_figures_are_marked_noted_and_never_kept(any_engine: AsyncEngine) -> None:
    world = World()
    await _answered(world, 12).store(any_engine)
    early = await _made(any_engine, "2026H1", AFTER - timedelta(days=30), provisional=True)
    await _answered(world, 10).store(any_engine)
    final = await _made(any_engine, "2026H1")

    assert early.provisional
    assert {row["period"] for row in early.rows} == {"2026H1 voorlopig"}
    assert _marks(early.rows) == [(12, 84)]
    assert _marks(final.rows) == [(22, 154)]
    assert await _trail(any_engine) == [("export.provisional", "2026H1"), ("publication.made", "2026H1")]


async def test_asking_provisionally_for_what_is_published_gives_what_is_published(engine: AsyncEngine) -> None:
    world = World()
    await _answered(world, 12).store(engine)
    frozen = await _made(engine, "2026H1")
    await _answered(world, 1, closed_at=LATER).store(engine)
    asked = await _made(engine, "2026H1", LATER, provisional=True)

    assert not asked.provisional
    assert asked.rows == frozen.rows


async def test_a_provider_is_selected_from_the_same_figures(engine: AsyncEngine) -> None:
    world = _answered(World(), 12, provider="A")
    await _answered(world, 15, provider="B").store(engine)
    one, both = await _made(engine, "2026H1", provider="B", by="segment"), await _made(engine, "2026H1")

    assert one.asked.by == ("provider", "segment")
    assert {row["provider"] for row in one.rows} == {"B"}
    assert _marks(one.rows) == [(15, 105)]
    assert _marks(both.rows) == [(12, 84), (15, 105)]
    assert [row["provider"] for row in one.response] == ["B"]
    assert [row["provider"] for row in both.response] == ["all"]


async def test_nothing_is_published_for_an_empty_period_or_provider(engine: AsyncEngine) -> None:
    world = _answered(World(), 12, provider="A")
    world.record("continued", provider="B")
    await _answered(world, 3, provider="B", end="2024-03-01").store(engine)

    for period, provider, told in (
        ("2025H1", "", "2025H1: no care record ended in it; there is nothing to export"),
        ("2026H1", "B", "2026H1: no care record of B ended in it"),
        ("2026H1", "C", "--provider C: there is no care record of this provider; there are: A; B"),
    ):
        with pytest.raises(Mistakes, match=told):
            await _made(engine, period, provider=provider)
    assert await _trail(engine) == []


async def test_publishing_itself_refuses_an_empty_half_year(engine: AsyncEngine) -> None:
    with pytest.raises(Mistakes, match="no care record ended in it; nothing was published"):
        await publication.publish(engine, DEFINITIONS, periods.parse("2025H1"), AFTER)


async def test_a_definition_that_changed_since_is_named(engine: AsyncEngine) -> None:
    await _answered(World(), 12).store(engine)
    await _made(engine, "2026H1")
    fewer = [one for one in DEFINITIONS if one.id != "ended_early"]
    found = await report.make(engine, fewer, report.asked_for("2026H1"), LATER)

    assert found.changed == ["ended_early@1"]
    assert "ended_early" in {row["indicator"] for row in found.rows}


async def test_answers_that_a_running_server_dates_later_than_the_command_count(engine: AsyncEngine) -> None:
    """HOORBAAR_NOW stands still in a command and ticks in `serve`."""
    world = _answered(World(), 12, closed_at=AFTER + timedelta(hours=2))
    await _answered(world, 12, end="2026-09-01").store(engine)
    assert _marks((await _made(engine, "2026H1")).rows) == [(12, 84)]
    assert _marks((await _made(engine, "12m-2026H2", LATER)).rows) == [(24, 168)]


async def test_the_trail_holds_no_figures(engine: AsyncEngine) -> None:
    await _answered(World(), 12).store(engine)
    await _made(engine, "2026H1")
    async with engine.connect() as db:
        details = json.loads((await db.execute(select(trail.c.details))).scalar_one())

    assert details == {"pattern_version": "primary-only", "tables": 64}


@pytest.mark.parametrize(
    ("period", "by", "told"),
    [
        ("2026H3", "provider", "--period 2026H3: expected a period like"),
        ("2026H1", "provider,age", "--by age: expected one or more of region"),
    ],
)
def test_a_period_or_group_that_does_not_exist_is_told(period: str, by: str, told: str) -> None:
    with pytest.raises(Mistakes, match=told):
        report.asked_for(period, by)


def test_groups_come_in_the_order_of_the_file() -> None:
    assert report.asked_for("2026H1", "framework, informant,region").by == ("region", "framework")


def test_rows_are_frozen_with_every_digit() -> None:
    from analytics.rows import COLUMNS, pack, unpack

    row: Row = dict.fromkeys(COLUMNS)
    row |= {"indicator": "é", "n": 3, "value": 1 / 3, "suppressed": ""}
    body = pack([[row[name] for name in COLUMNS]])

    assert unpack(body) == [row]
    assert pack([[row[name] for name in COLUMNS]]) == body
