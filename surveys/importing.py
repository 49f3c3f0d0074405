"""Care records into the database: the whole file is checked first, then written in short batches (decision 15)."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from surveys import records
from surveys.codes import new_code
from surveys.endings import ADMINISTRATIVE, SUCCESSOR_WITHIN
from surveys.faults import Mistakes
from surveys.installation import Installation
from surveys.periods import HOME
from surveys.records import CareRecord, Person
from surveys.store import records as store
from surveys.store.database import Db, reading

TOGETHER = 200
"""Records per transaction, so that a running server never waits long."""
Progress = Callable[[int], None]
"""Told how many records were handled since it was last told."""


@dataclass(frozen=True)
class Imported:
    added: int
    updated: int
    people: int


async def import_records(
    installation: Installation, delivered: Sequence[CareRecord], progress: Progress = lambda _: None
) -> Imported:
    """Adds and updates records by (provider, record_id). Raises Mistakes, before anything is written."""
    async with reading(installation.engine).begin() as db:
        known = await _known(db, delivered)
    today = installation.clock().astimezone(HOME).date()
    for batch in _batches(delivered):
        async with installation.engine.begin() as db:
            people = await _write(db, batch, installation, today)
        await _keep_addresses(installation, batch, people)
        progress(len(batch))
    async with installation.engine.begin() as db:
        await settle(db, today)
    return Imported(len(delivered) - known, known, sum(len(record.people) for record in delivered))


async def check(installation: Installation, delivered: Sequence[CareRecord]) -> Imported:
    """What an import would do. Raises the Mistakes that it would raise."""
    async with reading(installation.engine).begin() as db:
        known = await _known(db, delivered)
    return Imported(len(delivered) - known, known, sum(len(record.people) for record in delivered))


def _batches(delivered: Sequence[CareRecord]) -> Iterator[Sequence[CareRecord]]:
    for start in range(0, len(delivered), TOGETHER):
        yield delivered[start : start + TOGETHER]


async def _known(db: Db, delivered: Sequence[CareRecord]) -> int:
    """How many records are there already. Raises Mistakes when somebody would become another person in mid-answer."""
    known, faults = 0, []
    for batch in _batches(delivered):
        keys = [record.key for record in batch]
        known += len(await store.ids_of(db, keys))
        answering = await store.conversing(db, keys)
        faults += [fault for record in batch for fault in _changed_people(record, answering)]
    if faults:
        raise Mistakes(*faults)
    return known


def _changed_people(record: CareRecord, answering: dict[tuple[str, str, str], str]) -> Iterator[str]:
    for person in record.people:
        before = answering.get((*record.key, person.slot))
        if before and before != record.person_key(person):
            column = "client_key" if person.slot == "youth" else f"{person.slot}_key"
            yield (
                f"provider {record.provider}, record {record.record_id}, column {column}: "
                f"differs from the earlier import, and this person has opened their questions already"
            )


def _person_id(record: CareRecord, person: Person) -> tuple[str, str, str]:
    return record.provider, person.informant, record.person_key(person)


async def _write(
    db: Db, batch: Sequence[CareRecord], installation: Installation, today: date
) -> dict[tuple[str, str, str], str]:
    now = installation.clock()
    rows = {record.key: _row(record, today) for record in batch}
    ids = await store.put(db, rows, now)
    people = await store.put_people(
        db, {_person_id(record, one): new_code(os.urandom(16)) for record in batch for one in record.people}
    )
    participants = [
        row for record in batch for row in _participants(record, rows[record.key], ids[record.key], people)
    ]
    await store.put_participants(db, participants, list(ids.values()))
    await store.revoke_barred(db, list(ids.values()), now)
    return people


def _row(record: CareRecord, today: date) -> dict[str, Any]:
    fields = record.fields()
    return fields | {"ending": records.ending(fields, succeeded=False, today=today)}


def _participants(
    record: CareRecord,
    row: dict[str, Any],
    care_record: int,
    people: dict[tuple[str, str, str], str],
) -> Iterator[dict[str, Any]]:
    barred = records.bars(row, row["ending"])
    for person in record.people:
        yield {
            "record": care_record,
            "slot": person.slot,
            "informant": person.informant,
            "respondent": people[_person_id(record, person)],
            "language": person.language,
            **barred[person.slot],
        }


async def _keep_addresses(
    installation: Installation, batch: Sequence[CareRecord], people: dict[tuple[str, str, str], str]
) -> None:
    """E-mail addresses, encrypted under a key that was made and committed before."""
    emails = {people[_person_id(record, one)]: one.email for record in batch for one in record.people if one.email}
    if not emails:
        return
    ciphers = await installation.vault.keys_for(list(emails))
    rows = [
        {
            "respondent": respondent,
            "channel": "mail",
            "address": ciphers[respondent].seal(email, f"contact|{respondent}|mail"),
            "lookup": installation.vault.lookup("mail", email.casefold()),
        }
        for respondent, email in emails.items()
    ]
    async with installation.engine.begin() as db:
        await store.put_contacts(db, rows)


async def settle(db: Db, today: date) -> None:
    """Decides administrative endings (iJw 36, 37): continued where the client has a next record, else unknown."""
    ended = await store.administrative(db, ADMINISTRATIVE)
    starts = await store.starts_of(db, {(row.provider, row.client_key) for row in ended})
    for row in ended:
        fields = dict(row._mapping)
        decided = records.ending(fields, succeeded=_succeeded(row, starts[row.provider, row.client_key]), today=today)
        if decided != row.ending:
            await store.set_ending(db, row.id, decided or "", records.bars(fields, decided))


def _succeeded(row: Any, starts: Iterable[tuple[str, date]]) -> bool:
    return any(
        record_id != row.record_id and row.end_date <= start <= row.end_date + SUCCESSOR_WITHIN
        for record_id, start in starts
    )
