"""Versions of question sets as they were when people answered them."""

from datetime import datetime

from sqlalchemy import delete, exists, select

from surveys.store.database import Db
from surveys.store.tables import conversation, question_set


async def hash_of(db: Db, slug: str, version: int) -> str | None:
    """The content hash of a stored version, or None."""
    query = select(question_set.c.content_hash).filter_by(slug=slug, version=version)
    found: str | None = (await db.execute(query)).scalar_one_or_none()
    return found


async def in_use(db: Db, slug: str, version: int) -> bool:
    """Whether a conversation was ever held with this version."""
    query = select(exists().where(conversation.c.slug == slug, conversation.c.version == version))
    return bool((await db.execute(query)).scalar_one())


async def body(db: Db, slug: str, version: int) -> str:
    query = select(question_set.c.body).filter_by(slug=slug, version=version)
    return str((await db.execute(query)).scalar_one())


async def store(db: Db, slug: str, version: int, content_hash: str, body: str, now: datetime) -> None:
    """Stores a version, in place of one that nobody answered yet."""
    await db.execute(delete(question_set).where(question_set.c.slug == slug, question_set.c.version == version))
    row = {"slug": slug, "version": version, "content_hash": content_hash, "body": body, "stored_at": now}
    await db.execute(question_set.insert().values(row))
