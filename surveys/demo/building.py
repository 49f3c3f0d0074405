"""Builds the demonstration: records through the real importer, conversations through the real engine, real codes."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date, datetime

from surveys import clock, importing, installation, inviting, texts
from surveys.catalogue import Catalogue
from surveys.demo import deliveries
from surveys.demo.asks import asks_of, at
from surveys.demo.cases import Case
from surveys.demo.chance import seeded
from surveys.demo.fates import fates_of
from surveys.demo.folder import INVITATIONS, Folder
from surveys.demo.population import Population
from surveys.demo.region import NOW
from surveys.demo.respondent import ANSWERED
from surveys.demo.season import Rows, Season, Told
from surveys.demo.visits import LINKS, VISITS
from surveys.formats import records_csv
from surveys.installation import Installation
from surveys.intake import Desk
from surveys.inviting import Issued, Wanted
from surveys.settings import Settings
from surveys.store import bulk
from surveys.store.database import reading

Bar = Callable[[int, str], AbstractContextManager[Callable[[int], None]]]
"""How many there are to do and what -> a function that is told how many more are done."""


@dataclass(frozen=True)
class Built:
    """What is there now. `people`: who answered at the end; `links`: of LINKS, in their order."""

    records: int
    people: int
    links: tuple[Issued, ...]


async def build(folder: Folder, settings: Settings, people: int, seed: int, bar: Bar) -> Built:
    """Fills a folder that was begun. The same seed gives the same data, apart from keys and the visitor's codes."""
    cases = [*Population(seeded(seed, "region")).region(people), *VISITS]
    await installation.prepare(settings, clock.standing(at(deliveries.days()[0], 0)))
    async with installation.opened(settings, clock.standing(NOW)) as opened:
        await _deliver(folder, opened, cases, bar)
        told = await _told(opened, cases, people, seed)
        await _converse(opened, told, seed, bar)
        issued = await inviting.invite(opened, Wanted(), folder.path / INVITATIONS)
    answered = {one.ask.who.respondent for one in told if one.ask.moment == "end" and one.fate in ANSWERED}
    return Built(len(cases), len(answered), _links(issued))


async def _deliver(folder: Folder, opened: Installation, cases: Sequence[Case], bar: Bar) -> None:
    """Month by month, as it would have gone: the importer knows only what was known that day."""
    months = deliveries.by_day(cases)
    with bar(sum(len(some) for some in months.values()), "trajecten") as progress:
        for day, some in months.items():
            file = folder.deliveries / f"{day}.csv"
            deliveries.write(file, some, day)
            then = replace(opened, clock=clock.standing(_evening(day)))
            await importing.import_records(then, records_csv.read(file), progress)


def _evening(day: date) -> datetime:
    return at(day, 18)


async def _told(opened: Installation, cases: Sequence[Case], people: int, seed: int) -> list[Told]:
    async with reading(opened.engine).begin() as db:
        participants = await bulk.participants(db)
    visits = {case.key for case in VISITS}
    asks = asks_of(seed, [case for case in cases if case.key not in visits], participants)
    return [Told(ask, fate) for ask, fate in zip(asks, fates_of(seed, asks, people), strict=True)]


async def _converse(opened: Installation, told: Sequence[Told], seed: int, bar: Bar) -> None:
    """Everybody's conversations; keys are there before the first word that they protect."""
    opening = sorted({one.ask.who.respondent for one in told if one.fate != "never"})
    ciphers = await opened.vault.keys_for(opening)
    desk = Desk(Catalogue.read(opened.settings.config_dir), texts.load(opened.settings.config_dir))
    async with reading(opened.engine).begin() as db:
        first = await bulk.next_ids(db)
    with bar(len(told), "gesprekken") as progress:
        for rows in Season(seed, desk, ciphers, first).rows(told):
            await _write(opened, rows)
            progress(rows.asks)


async def _write(opened: Installation, rows: Rows) -> None:
    async with opened.engine.begin() as db:
        await bulk.add(db, rows.invitations, rows.conversations, rows.answers, rows.consents, rows.goals)


def _links(issued: Sequence[Issued]) -> tuple[Issued, ...]:
    known = {(one.due.record_id, one.due.slot): one for one in issued}
    return tuple(known[link] for link in LINKS)
