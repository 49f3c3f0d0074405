"""Many finished conversations at once, for a database that nobody else writes to (the demonstration)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, func, select

from surveys.store.database import Db
from surveys.store.tables import (
    answer,
    care_record,
    consent,
    conversation,
    current_answer,
    goal,
    invitation,
    participant,
)

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Participant:
    """Who may be asked about a care record, and why not: the bars as in surveys.people."""

    id: int
    provider: str
    record_id: str
    slot: str
    informant: str
    respondent: str
    language: str
    start_bar: str
    end_bar: str


async def participants(db: Db) -> list[Participant]:
    """All of them, by provider, record and slot."""
    columns = (
        participant.c.id,
        care_record.c.provider,
        care_record.c.record_id,
        participant.c.slot,
        participant.c.informant,
        participant.c.respondent,
        participant.c.language,
        participant.c.start_bar,
        participant.c.end_bar,
    )
    query = select(*columns).select_from(participant.join(care_record, participant.c.record == care_record.c.id))
    found = await db.execute(query.order_by(care_record.c.provider, care_record.c.record_id, participant.c.slot))
    return [Participant(**row._mapping) for row in found]


async def next_ids(db: Db) -> tuple[int, int]:
    """The first free ids of `invitation` and `conversation`."""
    found = [
        (await db.execute(select(func.coalesce(func.max(table.c.id), 0) + 1))).scalar_one()
        for table in (invitation, conversation)
    ]
    return int(found[0]), int(found[1])


async def add(
    db: Db,
    invitations: Sequence[Row],
    conversations: Sequence[Row],
    answers: Sequence[Row],
    consents: Sequence[Row],
    goals: Sequence[Row],
) -> None:
    """Rows as surveys.inviting and surveys.intake make them; what follows from them is worked out here."""
    rows: dict[Table, Sequence[Row]] = {
        invitation: invitations,
        conversation: conversations,
        consent: consents,
        answer: answers,
        current_answer: current_answers(answers),
        goal: named_goals(goals),
    }
    for table, some in rows.items():
        if some:
            await db.execute(table.insert(), list(some))


def current_answers(answers: Iterable[Row]) -> list[Row]:
    """What surveys.store.conversations.add_answers leaves in the table of current answers."""
    current: dict[tuple[int, str, int], Row] = {}
    for row in answers:
        key = row["conversation"], row["question"], row["item"]
        current.pop(key, None)
        if row["kind"] != "taken_back":
            names = ("conversation", "question", "item", "turn", "value")
            current[key] = {name: row[name] for name in names}
    return list(current.values())


def named_goals(goals: Iterable[Row]) -> list[Row]:
    """What surveys.store.conversations.add_goals leaves: the last goal of each number, unless it was taken back."""
    named: dict[tuple[int, int], Row] = {}
    for row in goals:
        named.pop((row["participant"], row["number"]), None)
        if row["source"]:
            named[row["participant"], row["number"]] = row
    return list(named.values())
