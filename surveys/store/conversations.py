"""Conversations and what was said in them: state, answers, goals, consent, signals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, or_, select, update

from surveys.store.database import Db, insert_missing
from surveys.store.tables import (
    answer,
    consent,
    conversation,
    current_answer,
    goal,
    inbox,
    invitation,
    outbox,
    participant,
    safety_signal,
)


@dataclass(frozen=True)
class Stored:
    """A conversation as it is stored. `state` is the JSON of surveys.states; `expires_at` of its invitation.

    `last_at`: when its last step was made.
    """

    id: int
    handle: str
    participant: int | None
    respondent: str
    informant: str
    slug: str
    version: int
    status: str
    state: str
    turn: int
    expires_at: datetime | None
    revoked_at: datetime | None
    last_at: datetime | None = None


_COLUMNS = (
    conversation.c.id,
    conversation.c.handle,
    conversation.c.participant,
    conversation.c.respondent,
    participant.c.informant,
    conversation.c.slug,
    conversation.c.version,
    conversation.c.status,
    conversation.c.state,
    conversation.c.turn,
    invitation.c.expires_at,
    invitation.c.revoked_at,
    conversation.c.last_at,
)
_WITH = conversation.outerjoin(participant, conversation.c.participant == participant.c.id).outerjoin(
    invitation, conversation.c.invitation == invitation.c.id
)


async def find(db: Db, *, id: int = 0, handle: str = "", invited: int = 0) -> Stored | None:  # noqa: A002 - the column's name
    """One conversation by its id, its handle, or its invitation."""
    query = select(*_COLUMNS).select_from(_WITH)
    if id:
        query = query.where(conversation.c.id == id)
    elif handle:
        query = query.where(conversation.c.handle == handle)
    else:
        query = query.where(conversation.c.invitation == invited)
    row = (await db.execute(query)).one_or_none()
    return None if row is None else Stored(**row._mapping)


async def find_locked(db: Db, id: int) -> Stored | None:  # noqa: A002 - the column's name
    """The same, its row locked first and read after, so that two steps never start from one state."""
    await db.execute(select(conversation.c.id).where(conversation.c.id == id).with_for_update())
    return await find(db, id=id)


async def add(db: Db, row: dict[str, Any]) -> int:
    """A new conversation's id."""
    return int((await db.execute(conversation.insert().values(row).returning(conversation.c.id))).scalar_one())


async def save_state(db: Db, id: int, **changes: Any) -> None:  # noqa: A002 - the column's name
    await db.execute(update(conversation).where(conversation.c.id == id).values(**changes))


async def add_answers(db: Db, rows: Sequence[dict[str, Any]]) -> None:
    """Appends answers and keeps the table of current ones in step; `taken_back` leaves the current table."""
    for row in rows:
        key = {name: row[name] for name in ("conversation", "question", "item")}
        await db.execute(answer.insert().values(row))
        await db.execute(delete(current_answer).filter_by(**key))
        if row["kind"] != "taken_back":
            await db.execute(current_answer.insert().values(**key, turn=row["turn"], value=row["value"]))


async def add_goals(db: Db, rows: Sequence[dict[str, Any]]) -> None:
    """Names goals; a goal of the same number that no counting conversation stands behind gives way."""
    for row in rows:
        await db.execute(delete(goal).filter_by(participant=row["participant"], number=row["number"]))
        if row["source"]:
            await db.execute(goal.insert().values(row))


async def add_consent(db: Db, row: dict[str, Any]) -> None:
    await db.execute(consent.insert().values(row))


async def add_signal(db: Db, row: dict[str, Any]) -> None:
    await db.execute(safety_signal.insert().values(row))


async def named_goals(db: Db, of: int) -> list[tuple[int, bytes]]:
    """Number and ciphertext of a participant's goals that count: from a plan, or from answers that were sent."""
    query = (
        select(goal.c.number, goal.c.body)
        .outerjoin(conversation, goal.c.conversation == conversation.c.id)
        .where(goal.c.participant == of, or_(goal.c.source == "plan", conversation.c.counts))
        .order_by(goal.c.number)
    )
    return [(row.number, row.body) for row in await db.execute(query)]


async def own_words(db: Db, id: int) -> list[tuple[str, int, int, bytes]]:  # noqa: A002 - the column's name
    """(question, item, turn, ciphertext) of each current answer in own words."""
    query = (
        select(answer.c.question, answer.c.item, answer.c.turn, answer.c.body)
        .join(
            current_answer,
            (current_answer.c.conversation == answer.c.conversation)
            & (current_answer.c.question == answer.c.question)
            & (current_answer.c.item == answer.c.item)
            & (current_answer.c.turn == answer.c.turn),
        )
        .where(answer.c.conversation == id, answer.c.body.is_not(None))
    )
    return [(row.question, row.item, row.turn, row.body) for row in await db.execute(query)]


async def answered_since(db: Db, id: int, turn: int) -> set[tuple[str, int]]:  # noqa: A002 - the column's name
    """The questions whose current answer was given in this turn or later."""
    query = select(current_answer.c.question, current_answer.c.item).where(
        current_answer.c.conversation == id, current_answer.c.turn >= turn
    )
    return {(row.question, row.item) for row in await db.execute(query)}


async def forget_answers(db: Db, id: int) -> None:  # noqa: A002 - the column's name
    """Takes everything that was said out of the database; that there was a conversation stays."""
    await db.execute(delete(current_answer).where(current_answer.c.conversation == id))
    await db.execute(delete(answer).where(answer.c.conversation == id))
    await db.execute(delete(goal).where(goal.c.conversation == id))
    await db.execute(update(inbox).where(inbox.c.conversation == id).values(body=None))


async def put_inbox(db: Db, row: dict[str, Any]) -> tuple[int, str]:
    """The inbox row's id and state; a message that came before is the row it was then."""
    await db.execute(insert_missing(db, inbox), [row])
    query = select(inbox.c.id, inbox.c.state).filter_by(channel=row["channel"], key=row["key"])
    found = (await db.execute(query)).one()
    return int(found.id), str(found.state)


async def inbox_row(db: Db, id: int) -> Any:  # noqa: A002 - the column's name
    return (await db.execute(select(inbox).where(inbox.c.id == id).with_for_update())).one()


async def waiting_inbox(db: Db, of: int = 0) -> list[tuple[int, int]]:
    """(inbox id, conversation id) of what waits to be handled, oldest first; `of` one conversation or of all.

    Only what came with its conversation known; raw messages of chats are in surveys.store.inbox.
    """
    query = select(inbox.c.id, inbox.c.conversation).where(inbox.c.state == "new", inbox.c.lane.is_(None))
    query = query.order_by(inbox.c.id)
    if of:
        query = query.where(inbox.c.conversation == of)
    return [(row.id, row.conversation) for row in await db.execute(query)]


async def close_inbox(db: Db, id: int) -> None:  # noqa: A002 - the column's name
    """Handled: what was said is stored elsewhere now, so the raw message goes."""
    await db.execute(update(inbox).where(inbox.c.id == id).values(state="done", body=None))


async def park_inbox(db: Db, id: int, fault: str) -> None:  # noqa: A002 - the column's name
    """Set aside: what is wrong with it must not hold up what comes after."""
    query = update(inbox).where(inbox.c.id == id, inbox.c.state == "new")
    await db.execute(query.values(state="parked", fault=fault[:80]))


async def counts(db: Db) -> dict[str, int]:
    """How many rows wait in the inbox and the outbox; for GET /health."""
    return {
        table.name: int(
            (await db.execute(select(func.count()).select_from(table).where(table.c.state == "new"))).scalar_one()
        )
        for table in (inbox, outbox)
    }
