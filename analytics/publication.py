"""Publishing: the figures of a half-year are frozen once, and every later export returns what was frozen.

A publication is per half-year and for the whole data version (decision 20). It freezes the half-year and the
twelve months that end with it, each for every choice of groups, so `12m-2026H2` and `2026` both come from
publication 2026H2. The half-year before need not have been published. Figures that overlap must not be
subtracted from each other to find the latecomers; therefore the first publication that shows a half-year, be it
within twelve months, closes it: what comes in on it later is in no figure any more.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncEngine

from analytics import answers, indicators
from analytics.answers import Publication, Span, View
from analytics.definitions import Definition
from analytics.disclosure import PATTERN_VERSION
from analytics.indicators import Extract
from analytics.rows import Grouping, Row, as_rows, groupings, name_of, pack, unpack
from analytics.tables import Table, tables
from surveys import periods
from surveys.faults import Mistakes
from surveys.periods import Period
from surveys.store.database import Db

HALF, YEAR = "half", "12m"
"""The two views of a publication."""


@dataclass(frozen=True)
class Published:
    """A publication, and whether it was made just now."""

    publication: Publication
    now: bool


async def publish(engine: AsyncEngine, definitions: Sequence[Definition], period: Period, now: datetime) -> Published:
    """Publishes the half-year that a period ends with; one that is published already is left as it is.

    Everything is computed on one snapshot first, then written in one short transaction together with its line in
    the trail. Of two at once one publishes, and both return what that one froze. Raises Mistakes when it is too
    early, when the period is a quarter, and when nothing ended in it.
    """
    half = _half_of(period, now)
    found = await find(engine, half)
    if found:
        return Published(found, now=False)
    draft, frozen = await _drafted(engine, definitions, half, now)
    async with engine.begin() as db:
        made = await answers.add_publication(db, draft, frozen)
        if made:
            rows = {"pattern_version": PATTERN_VERSION, "tables": len(frozen)}
            await answers.note(db, now, "publication.made", half.name, rows)
    stored = await find(engine, half)
    if stored is None:
        raise LookupError("the publication that was just made is gone")
    return Published(stored, now=made)


async def find(engine: AsyncEngine, period: Period) -> Publication | None:
    """The publication that a period's figures come from; None while there is none, and for a quarter."""
    async with answers.snapshot(engine) as db:
        known = {one.period: one for one in await answers.publications(db)}
    return known.get(period.halves[-1]) if period.halves else None


async def rows_of(engine: AsyncEngine, published: Publication, period: Period, grouping: Grouping) -> list[Row]:
    """The frozen rows of a period, under the name it was asked for by (`2026` is `12m-2026H2`)."""
    async with answers.snapshot(engine) as db:
        body = await answers.frozen(db, published.id, f"{_view_of(period)}:{name_of(grouping)}")
    return [row | {"period": period.name} for row in unpack(body)]


async def provisional(
    engine: AsyncEngine,
    definitions: Sequence[Definition],
    period: Period,
    wanted: Iterable[Grouping],
    now: datetime,
) -> dict[Grouping, list[Row]]:
    """The figures as they are now, for these groupings; nothing is frozen, a line in the trail says it was done.

    Each row says `voorlopig` in its period, so that it is never taken for, or added to, a published one.
    """
    asked = list(wanted)
    async with answers.snapshot(engine) as db:
        extract = await _extract(db, definitions, _spans(period, await _closed(db)))
    found = tables(definitions, extract, f"{period.name} voorlopig", asked)
    async with engine.begin() as db:
        await answers.note(db, now, "export.provisional", period.name, {"by": [name_of(one) for one in asked]})
    return {grouping: as_rows(found.get(name_of(grouping), [])) for grouping in asked}


def _half_of(period: Period, now: datetime) -> Period:
    """The half-year that is published for a period. Raises Mistakes where that cannot be."""
    if not period.halves:
        raise Mistakes(f"--period {period.name}: a quarter is never published; ask for it with --provisional")
    if not period.publishable(now):
        raise Mistakes(
            f"--period {period.name}: can be published from {period.may_be_published_on} on, when its answers are "
            "in; before that ask for it with --provisional"
        )
    return periods.parse(period.halves[-1])


def _view_of(period: Period) -> str:
    return HALF if len(period.halves) == 1 else YEAR


async def _drafted(
    engine: AsyncEngine, definitions: Sequence[Definition], half: Period, now: datetime
) -> tuple[Publication, dict[str, bytes]]:
    """The publication as it would be, and its tables packed by name."""
    views = {HALF: half, YEAR: periods.parse(f"{YEAR}-{half.name}")}
    extracts: dict[str, Extract] = {}
    async with answers.snapshot(engine) as db:
        closed = await _closed(db)
        for name, period in views.items():
            extracts[name] = await _extract(db, definitions, _spans(period, closed))
        latest = await answers.data_until(db, _spans(views[YEAR], closed))
    if extracts[HALF].endings.empty:
        raise Mistakes(f"--period {half.name}: no care record ended in it; nothing was published")
    draft = Publication(half.name, now, latest or now, PATTERN_VERSION, tuple(one.key for one in definitions))
    frozen = {name: tables(definitions, extract, views[name].name, groupings()) for name, extract in extracts.items()}
    return draft, _packed(frozen)


def _packed(frozen: Mapping[str, Mapping[str, Table]]) -> dict[str, bytes]:
    return {f"{view}:{name}": pack(rows) for view, some in frozen.items() for name, rows in some.items()}


async def _closed(db: Db) -> dict[str, datetime]:
    """Half-year -> until when its data run: the earliest of the publications that show it."""
    closed: dict[str, datetime] = {}
    for one in await answers.publications(db):
        half = periods.parse(one.period)
        for name in (half.name, periods.previous_half(half).name):
            closed[name] = min(closed.get(name, one.data_until), one.data_until)
    return closed


def _spans(period: Period, closed: Mapping[str, datetime]) -> View:
    """A period as stretches of days with their own end of data; neighbours without one are one stretch."""
    if not any(half in closed for half in period.halves):
        return [Span(period.first, period.last, closed.get(periods.half_year_of(period.first).name))]
    halves = [periods.parse(name) for name in period.halves]
    return [Span(half.first, half.last, closed.get(half.name)) for half in halves]


async def _extract(db: Db, definitions: Sequence[Definition], view: View) -> Extract:
    return Extract(
        endings=await answers.endings(db, view),
        people=await answers.people(db, view),
        answers=await answers.end_answers(db, view, indicators.questions(definitions)),
        goals=await answers.goals(db, view),
    )
