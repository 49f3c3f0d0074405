"""Raw messages of channels where the conversation is not known beforehand. See also surveys.store.conversations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from surveys.store.database import Db, insert_missing
from surveys.store.tables import heartbeat, inbox


@dataclass(frozen=True)
class Raw:
    """A message that was stored and not handled yet. `body` is ciphertext of the key `sealed_by`."""

    id: int
    key: str
    lane: str
    body: bytes
    sealed_by: str


_RAW = [inbox.c[name] for name in Raw.__dataclass_fields__]


async def put(db: Db, rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Key -> id of those that are new; what came before changes nothing."""
    if not rows:
        return {}
    known = [inbox.c.key, inbox.c.id]
    done = await db.execute(insert_missing(db, inbox).values([dict(row) for row in rows]).returning(*known))
    return {row.key: row.id for row in done}


async def waiting(db: Db, channel: str) -> list[Raw]:
    """What was stored but not handled, in the order it came."""
    query = select(*_RAW).where(inbox.c.channel == channel, inbox.c.state == "new", inbox.c.lane.is_not(None))
    return [Raw(**row._mapping) for row in await db.execute(query.order_by(inbox.c.id))]


async def find(db: Db, id: int) -> Raw | None:  # noqa: A002 - the column's name
    """One message as it came; None when its text is gone already."""
    row = (await db.execute(select(*_RAW).where(inbox.c.id == id, inbox.c.body.is_not(None)))).one_or_none()
    return None if row is None else Raw(**row._mapping)


async def is_new(db: Db, id: int) -> bool:  # noqa: A002 - the column's name
    """Whether it has still to be handled, its row locked."""
    query = select(inbox.c.state).where(inbox.c.id == id).with_for_update()
    return bool((await db.execute(query)).scalar_one() == "new")


async def close(db: Db, id: int, *, legible: bool = False) -> None:  # noqa: A002 - the column's name
    """Handled. The text goes, unless the reply has still to find out from it where to go (`legible`)."""
    gone = {} if legible else {"body": None}
    await db.execute(update(inbox).where(inbox.c.id == id).values(state="done", **gone))


async def note(db: Db, id: int, **about: Any) -> None:  # noqa: A002 - the column's name
    """Keeps with a message which `conversation`, `question` and `item` it was taken to answer."""
    await db.execute(update(inbox).where(inbox.c.id == id).values(about))


async def empty(db: Db, id: int) -> None:  # noqa: A002 - the column's name
    """The text goes."""
    await db.execute(update(inbox).where(inbox.c.id == id).values(body=None))


async def taken_as(db: Db, channel: str, key: str) -> tuple[int, str, int] | None:
    """(conversation, question, item) that a message was taken to answer, by the key it came with."""
    query = select(inbox.c.conversation, inbox.c.question, inbox.c.item).filter_by(channel=channel, key=key)
    row = (await db.execute(query)).one_or_none()
    return (row.conversation, row.question, row.item) if row and row.conversation and row.question else None


async def pieces(db: Db, of: int, question: str, item: int) -> int:
    """How many messages were taken together as one answer in own words."""
    query = select(func.count()).select_from(inbox).filter_by(conversation=of, question=question, item=item)
    return int((await db.execute(query)).scalar_one())


async def beat(db: Db, name: str, now: datetime) -> None:
    """Notes that all is well."""
    done = await db.execute(update(heartbeat).where(heartbeat.c.name == name).values(at=now))
    if not done.rowcount:
        await db.execute(heartbeat.insert().values(name=name, at=now))


async def last_beat(db: Db, name: str) -> datetime | None:
    """When all was well for the last time."""
    found: datetime | None = (await db.execute(select(heartbeat.c.at).filter_by(name=name))).scalar_one_or_none()
    return found
