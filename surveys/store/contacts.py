"""Where people can be reached over a chat, and which conversation they are in there.

The address is ciphertext; it is found back by `lookup`, an HMAC of channel and address.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from surveys.store.database import Db
from surveys.store.tables import contact


@dataclass(frozen=True)
class Contact:
    """`from_turn`: answers of earlier turns were given elsewhere and are never shown in this chat."""

    respondent: str
    channel: str
    address: bytes
    lookup: str
    conversation: int
    from_turn: int
    ticked: str
    shows_goals: bool
    unreachable_at: datetime | None


_COLUMNS = [contact.c[name] for name in Contact.__dataclass_fields__]


async def current(db: Db, lookup: str) -> Contact | None:
    """Whom a chat belongs to: of several who used it, the last one."""
    query = select(*_COLUMNS).where(contact.c.lookup == lookup, contact.c.conversation.is_not(None))
    row = (await db.execute(query.order_by(contact.c.since.desc()).limit(1))).one_or_none()
    return None if row is None else Contact(**row._mapping)


async def find(db: Db, respondent: str, channel: str) -> Contact | None:
    """Where one person can be reached over a chat."""
    query = select(*_COLUMNS).filter_by(respondent=respondent, channel=channel)
    row = (await db.execute(query)).one_or_none()
    return None if row is None else Contact(**row._mapping)


async def in_conversation(db: Db, id: int, channel: str) -> Contact | None:  # noqa: A002 - the column's name
    """Where the person is reached who is in this conversation over a chat now."""
    row = (await db.execute(select(*_COLUMNS).filter_by(conversation=id, channel=channel))).one_or_none()
    return None if row is None else Contact(**row._mapping)


async def meet(db: Db, row: Mapping[str, Any]) -> None:
    """The person talks from this address now, in this conversation; any earlier address is forgotten."""
    await db.execute(delete(contact).filter_by(respondent=row["respondent"], channel=row["channel"]))
    await db.execute(contact.insert().values(dict(row)))


async def change(db: Db, one: Contact, **changes: Any) -> None:
    await db.execute(
        update(contact)
        .where(contact.c.respondent == one.respondent, contact.c.channel == one.channel)
        .values(changes)
    )


async def reached(db: Db, lookup: str, since: datetime | None) -> None:
    """`since` when nothing can be said to this address, or None: it can be reached again."""
    await db.execute(update(contact).where(contact.c.lookup == lookup).values(unreachable_at=since))
