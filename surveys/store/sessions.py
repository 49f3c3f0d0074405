"""Which browser may see which conversation: one conversation a browser, found by the hash of its cookie."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from surveys.store.database import Db
from surveys.store.tables import web_session

LASTS = timedelta(hours=12)
"""Counted from the last answer; then the link has to be opened again."""


@dataclass(frozen=True)
class Session:
    """`from_turn`: answers of earlier turns were given on another device and are never shown on this one."""

    conversation: int
    from_turn: int


async def begin(db: Db, token_hash: str, conversation: int, from_turn: int, now: datetime) -> None:
    row = {"token_hash": token_hash, "conversation": conversation, "from_turn": from_turn}
    await db.execute(web_session.insert().values(row | {"started_at": now, "expires_at": now + LASTS}))


async def find(db: Db, token_hash: str, now: datetime) -> Session | None:
    """The session behind a cookie, while it lasts."""
    query = select(web_session.c.conversation, web_session.c.from_turn).where(
        web_session.c.token_hash == token_hash, web_session.c.expires_at > now
    )
    row = (await db.execute(query)).one_or_none()
    return None if row is None else Session(row.conversation, row.from_turn)


async def extend(db: Db, token_hash: str, now: datetime) -> None:
    await db.execute(update(web_session).where(web_session.c.token_hash == token_hash).values(expires_at=now + LASTS))


async def end(db: Db, token_hash: str) -> None:
    """The browser is free for another conversation; expired sessions of others go with it."""
    await db.execute(delete(web_session).where(web_session.c.token_hash == token_hash))


async def sweep(db: Db, now: datetime) -> None:
    await db.execute(delete(web_session).where(web_session.c.expires_at <= now))
