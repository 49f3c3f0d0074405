"""The cost of the indicator export per 100,000 answers, against the database's own plain grouping of them."""

import statistics
import time
from collections.abc import Awaitable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Table, func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from analytics.commands import exporting
from surveys import importing
from surveys.installation import Installation
from surveys.records import CareRecord, Person
from surveys.store.database import reading
from surveys.store.tables import care_record, conversation, current_answer, participant
from tests.installed import NOW, opened, settings_in

PROVIDERS = 40
RECORDS = 10_000
QUESTIONS = ("usefulness", "further_need", "heard", "clear", "together", "stopped_by", "company", "q8", "q9", "q10")
"""Ten answers a record: 100,000 in all, two of them counted by indicators."""


async def lines(folder: Path, rounds: int) -> list[str]:
    """What `make bench` prints about exports: medians over the rounds, both measured in each."""
    async with opened(settings_in(folder)) as ready:
        await _fill(ready)
        measured = [
            (await _timed(_plain(ready.engine)), await _timed(_export(ready, folder, n))) for n in range(rounds)
        ]
    plain = statistics.median(one for one, _ in measured)
    ratio = statistics.median(export / one for one, export in measured)
    return [
        f"plain GROUP BY of 100,000 answers (decision 29)     {plain * 1000:8.1f} ms",
        f"export of a half-year, all indicators, to CSV       {ratio:8.1f} x that, per 100,000 answers",
    ]


async def _both(ready: Installation, folder: Path, number: int) -> tuple[float, float]:
    return await _timed(_plain(ready.engine)), await _timed(_export(ready, folder, number))


async def _timed(work: Awaitable[object]) -> float:
    begun = time.perf_counter()
    await work
    return time.perf_counter() - begun


async def _plain(engine: AsyncEngine) -> None:
    key = (care_record.c.provider, care_record.c.end_date, current_answer.c.question, current_answer.c.value)
    source = (
        current_answer.join(conversation, current_answer.c.conversation == conversation.c.id)
        .join(participant, conversation.c.participant == participant.c.id)
        .join(care_record, participant.c.record == care_record.c.id)
    )
    query = select(*key, participant.c.informant, func.count()).select_from(source)
    async with reading(engine).connect() as db:
        (await db.execute(query.group_by(*key, participant.c.informant))).all()


async def _export(ready: Installation, folder: Path, number: int) -> None:
    out = folder / f"export-{number}.csv"
    ordered = exporting.wanted("2026H1", "provider", "", "csv", out, provisional=True)
    await exporting.export(ready.engine, ready.settings.config_dir, ordered, NOW)


async def _fill(ready: Installation) -> None:
    await importing.import_records(ready, [_record(number) for number in range(RECORDS)])
    async with ready.engine.begin() as db:
        people = (await db.execute(select(participant.c.id, participant.c.respondent))).all()
        await _insert(db, conversation, (_conversation(row.id, row.respondent) for row in people))
        ids = list((await db.execute(select(conversation.c.id))).scalars())
        await _insert(db, current_answer, (row for place, one in enumerate(ids) for row in _answers(one, place)))


async def _insert(db: Any, table: Table, rows: Iterator[dict[str, Any]]) -> None:
    await db.execute(table.insert(), list(rows))


def _record(number: int) -> CareRecord:
    return CareRecord(
        provider=f"Aanbieder {number % PROVIDERS} (verzonnen)",
        record_id=f"r{number}",
        client_key=f"c{number}",
        region="R",
        municipality="9901",
        segment=("ambulatory", "living", "day")[number % 3],
        care_form="02",
        framework=("voluntary", "forced")[number % 2],
        birth_month="2008-01",
        start_date=date(2025, 5, 1),
        end_date=date(2026, 5, 1 + number % 28),
        end_reason_list="CBS",
        end_reason=f"0{number % 5 + 1}",
        invite_confirmed=True,
        people=(Person("youth"),),
    )


def _conversation(of: int, respondent: str) -> dict[str, Any]:
    return {
        "handle": f"h{of}",
        "participant": of,
        "respondent": respondent,
        "purpose": "outcome",
        "moment": "end",
        "slug": "end-youth",
        "version": 1,
        "language": "nl",
        "status": "submitted",
        "counts": True,
        "state": "{}",
        "turn": 12,
        "opened_at": NOW,
        "last_at": NOW,
        "closed_at": NOW,
    }


def _answers(of: int, place: int) -> Iterator[dict[str, Any]]:
    for number, question in enumerate(QUESTIONS):
        value = str(place % 10 + 1) if question == "usefulness" else f"0{(place + number) % 4 + 1}"
        yield {"conversation": of, "question": question, "item": 0, "turn": number, "value": value}
