"""Which browser may see which conversation: one conversation a browser, found by the hash of its cookie."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from surveys.store.database import Db
from surveys.store.tables import web_session

LASTS = timedelta(hours=12)
"""Counted from the last answer; then the link has to be opened again."""
LEFT_ALONE = timedelta(minutes=30)
"""A session is not written again within this time, so that most answers cost no commit for it."""


@dataclass(frozen=True)
class Session:
    """`from_turn`: answers of earlier turns were given on another device and are never shown on this one.

    `note`: what there is to say about the step that led to turn `note_turn`, a key of the words.
    """

    conversation: int
    from_turn: int
    expires_at: datetime
    note: str = ""
    note_turn: int = 0

    def is_due(self, now: datetime) -> bool:
        """Whether it is time to write down that this browser is still there."""
        return self.expires_at - now < LASTS - LEFT_ALONE


async def begin(db: Db, token_hash: str, conversation: int, from_turn: int, now: datetime) -> None:
    row = {"token_hash": token_hash, "conversation": conversation, "from_turn": from_turn}
    await db.execute(web_session.insert().values(row | {"started_at": now, "expires_at": now + LASTS}))


async def find(db: Db, token_hash: str, now: datetime) -> Session | None:
    """The session behind a cookie, while it lasts."""
    query = select(
        web_session.c.conversation,
        web_session.c.from_turn,
        web_session.c.expires_at,
        web_session.c.note,
        web_session.c.note_turn,
    ).where(web_session.c.token_hash == token_hash, web_session.c.expires_at > now)
    row = (await db.execute(query)).one_or_none()
    return None if row is None else Session(**row._mapping)


async def extend(db: Db, token_hash: str, now: datetime, note: str = "", turn: int = 0) -> None:
    """The browser is still there; what there is to say about the step that led to `turn`."""
    changes = {"expires_at": now + LASTS, "note": note, "note_turn": turn}
    await db.execute(update(web_session).where(web_session.c.token_hash == token_hash).values(changes))


async def end(db: Db, token_hash: str) -> None:
    """The browser is free for another conversation; expired sessions of others go with it."""
    await db.execute(delete(web_session).where(web_session.c.token_hash == token_hash))


async def sweep(db: Db, now: datetime) -> None:
    await db.execute(delete(web_session).where(web_session.c.expires_at <= now))
