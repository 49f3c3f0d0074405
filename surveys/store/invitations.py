"""Invitations: a code for one person, one record and one moment. Only the code's hash is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from surveys.store.database import Db
from surveys.store.tables import care_record, conversation, invitation, participant


@dataclass(frozen=True)
class Invited:
    """An invitation with who it is for. `provider` and `record_id` name the care record, `birth_month` its youth."""

    id: int
    participant: int
    respondent: str
    informant: str
    moment: str
    question_set: str
    language: str
    expires_at: datetime
    provider: str
    record_id: str
    birth_month: str = ""


_COLUMNS = (
    invitation.c.id,
    invitation.c.participant,
    participant.c.respondent,
    participant.c.informant,
    invitation.c.moment,
    invitation.c.question_set,
    invitation.c.language,
    invitation.c.expires_at,
    care_record.c.provider,
    care_record.c.record_id,
    care_record.c.birth_month,
)
_WITH = invitation.join(participant, invitation.c.participant == participant.c.id).join(
    care_record, participant.c.record == care_record.c.id
)


async def find_invitation(db: Db, token_hash: str, now: datetime) -> Invited | None:
    """The invitation behind a code that still works; None when it is made up, expired or revoked."""
    query = (
        select(*_COLUMNS)
        .select_from(_WITH)
        .where(
            invitation.c.token_hash == token_hash,
            invitation.c.revoked_at.is_(None),
            invitation.c.expires_at > now,
        )
    )
    row = (await db.execute(query)).one_or_none()
    return None if row is None else Invited(**row._mapping)


async def is_live(db: Db, id: int, now: datetime) -> bool:  # noqa: A002 - the column's name
    """Whether an invitation works at this moment, its row locked, so that nobody else opens or withdraws it."""
    query = select(invitation.c.expires_at, invitation.c.revoked_at).where(invitation.c.id == id).with_for_update()
    row = (await db.execute(query)).one()
    return row.revoked_at is None and row.expires_at > now


async def mark_opened(db: Db, id: int, now: datetime) -> None:  # noqa: A002 - the column's name
    """Notes the first opening; later ones change nothing."""
    query = update(invitation).where(invitation.c.id == id, invitation.c.opened_at.is_(None))
    await db.execute(query.values(opened_at=now))


async def add(db: Db, rows: Sequence[Mapping[str, Any]]) -> None:
    """New invitations. Two live ones for one participant and moment break the database's own rule."""
    if rows:
        await db.execute(invitation.insert(), list(rows))


async def replace(db: Db, id: int, row: Mapping[str, Any], now: datetime) -> None:  # noqa: A002 - the column's name
    """Withdraws an invitation and puts a new one in its place; its conversation goes on with the new one."""
    await db.execute(update(invitation).where(invitation.c.id == id).values(revoked_at=now))
    new = (await db.execute(invitation.insert().values(row).returning(invitation.c.id))).scalar_one()
    await db.execute(update(conversation).where(conversation.c.invitation == id).values(invitation=new))
