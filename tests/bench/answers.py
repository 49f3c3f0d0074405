"""The cost of one stored answer, from a channel's hand to durable, against a bare INSERT and commit."""

import asyncio
import sqlite3
import statistics
import time
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager, closing
from pathlib import Path

from sqlalchemy import select

from bot.lanes import Lanes
from surveys import importing, inviting, opening
from surveys.codes import hash_of
from surveys.inbound import Inbound
from surveys.installation import Installation
from surveys.intake import Desk
from surveys.inviting import Wanted
from surveys.opening import Browser
from surveys.records import CareRecord, Person
from surveys.store.database import reading
from surveys.store.tables import conversation
from surveys.vault import Cipher
from surveys.writer import Writer
from tests.installed import NOW, opened, settings_in
from tests.surveys.rehearsal import desk_of

ANSWERS = 600
PEOPLE = 50


def bare(folder: Path) -> float:
    """Seconds per INSERT and commit of one row through the driver alone, with our durability."""
    with closing(sqlite3.connect(folder / "bare.db", isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=FULL")
        db.execute("CREATE TABLE IF NOT EXISTS answer (id INTEGER PRIMARY KEY, question TEXT, value TEXT, at TEXT)")
        begun = time.perf_counter()
        for _ in range(ANSWERS):
            db.execute("BEGIN IMMEDIATE")
            db.execute("INSERT INTO answer (question, value, at) VALUES ('usefulness', '7', '2026-08-12')")
            db.execute("COMMIT")
        return (time.perf_counter() - begun) / ANSWERS


class Stage:
    """Open conversations of many people, all of whom keep changing their mark."""

    def __init__(self, lanes: Lanes, people: list[tuple[int, Cipher]]) -> None:
        self._lanes = lanes
        self._people = people
        self._messages = 0

    async def one_by_one(self) -> float:
        """Seconds per answer when each waits for the one before: what one person feels."""
        return await _timed(self._person(0, ANSWERS))

    async def all_together(self) -> float:
        """Seconds per answer when fifty people answer at once: what a server needs."""
        return await _timed(asyncio.gather(*(self._person(one, ANSWERS // PEOPLE) for one in range(PEOPLE))))

    async def _person(self, number: int, times: int) -> None:
        talk, cipher = self._people[number]
        for mark in range(times):
            self._messages += 1
            choice = str(mark % 10 + 1)
            await self._lanes.hand_in(
                Inbound("bench", talk, str(self._messages), question="usefulness", choices=(choice,)), cipher
            )


async def _timed(work: Awaitable[object]) -> float:
    begun = time.perf_counter()
    await work
    return (time.perf_counter() - begun) / ANSWERS


@asynccontextmanager
async def stage(folder: Path) -> AsyncIterator[Stage]:
    """Fifty youths who said yes to the consent question."""
    desk = desk_of()
    async with opened(settings_in(folder)) as ready, Writer(ready.engine) as writer:
        lanes = Lanes(ready.engine, writer, ready.vault, desk, ready.clock, ready.settings.config_dir)
        await _open_all(ready, desk, folder)
        people = await _people(ready)
        for talk, cipher in people:
            await lanes.hand_in(Inbound("bench", talk, "yes", question="_consent", choices=("yes",)), cipher)
        yield Stage(lanes, people)


async def _open_all(ready: Installation, desk: Desk, folder: Path) -> None:
    await importing.import_records(ready, [_record(number) for number in range(PEOPLE)])
    for issued in await inviting.invite(ready, Wanted(("end",)), folder / "invited.csv"):
        async with ready.engine.begin() as db:
            door = await opening.find_door(db, hash_of(issued.code), NOW)
            assert door is not None
            await opening.enter(db, door, Browser(issued.code), desk.catalogue, "nl", issued.code, NOW)


async def _people(ready: Installation) -> list[tuple[int, Cipher]]:
    async with reading(ready.engine).begin() as db:
        rows = (await db.execute(select(conversation.c.id, conversation.c.respondent))).all()
    ciphers = await ready.vault.keys_for([row.respondent for row in rows])
    return [(row.id, ciphers[row.respondent]) for row in rows]


def _record(number: int) -> CareRecord:
    return CareRecord(
        provider="A",
        record_id=f"r{number}",
        client_key=f"c{number}",
        region="R",
        municipality="9901",
        segment="ambulatory",
        care_form="02",
        framework="voluntary",
        birth_month="2008-01",
        start_date=NOW.date().replace(year=2025),
        end_date=NOW.date().replace(month=5),
        end_reason_list="CBS",
        end_reason="01",
        people=(Person("youth"),),
    )


async def lines(folder: Path, rounds: int) -> list[str]:
    """What `make bench` prints about answers: medians over the rounds, each round measuring all in turn."""
    measured: list[tuple[float, float, float]] = []
    async with stage(folder) as ready:
        for _ in range(rounds):
            measured += [(bare(folder), await ready.one_by_one(), await ready.all_together())]
    alone = statistics.median(one / bare_one for bare_one, one, _ in measured)
    together = statistics.median(many / bare_one for bare_one, _, many in measured)
    bare_ms = statistics.median(bare_one for bare_one, _, _ in measured) * 1000
    return [
        f"bare INSERT + commit of one row (WAL, FULL)         {bare_ms:8.3f} ms",
        f"one answer stored, people answering one by one      {alone:8.1f} x that",
        f"one answer stored, {PEOPLE} people answering at once       {together:8.1f} x that",
    ]
