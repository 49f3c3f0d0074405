"""Who is due to be asked, and whose invitation is open."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, select

from surveys.people import Moment
from surveys.store.database import Db
from surveys.store.tables import care_record, conversation, invitation, participant, publication


@dataclass(frozen=True)
class Due:
    """One person to ask about one record. `day`: the start or end date that the moment hangs on."""

    participant: int
    provider: str
    record_id: str
    slot: str
    informant: str
    language: str
    moment: str
    day: date


@dataclass(frozen=True)
class Live:
    """An open invitation. `answered`: its conversation has come to an end."""

    invitation: int
    due: Due
    answered: bool


_WITH = participant.join(care_record, participant.c.record == care_record.c.id)
_COLUMNS = (
    participant.c.id.label("participant"),
    care_record.c.provider,
    care_record.c.record_id,
    participant.c.slot,
    participant.c.informant,
    participant.c.language,
)


async def ended(db: Db, today: date, provider: str = "") -> list[Due]:
    """Those who may be asked about the end of a record that has ended, and were not invited yet."""
    query = _uninvited("end", provider).where(
        participant.c.end_bar == "", care_record.c.end_date <= today, care_record.c.ending.is_not(None)
    )
    return [_due(row, "end", row.end_date) for row in await db.execute(query.order_by(care_record.c.end_date))]


async def started(db: Db, since: date, today: date, provider: str = "") -> list[Due]:
    """Those who may be asked about the start of a running record that began in these days, once."""
    query = _uninvited("start", provider).where(
        participant.c.start_bar == "",
        care_record.c.start_date.between(since, today),
        care_record.c.end_date.is_(None),
    )
    return [_due(row, "start", row.start_date) for row in await db.execute(query.order_by(care_record.c.start_date))]


def _uninvited(moment: Moment, provider: str) -> Select[Any]:
    invited = exists().where(
        invitation.c.participant == participant.c.id,
        invitation.c.moment == moment,
        invitation.c.revoked_at.is_(None),
    )
    query = select(*_COLUMNS, care_record.c.start_date, care_record.c.end_date).select_from(_WITH).where(~invited)
    return query.where(care_record.c.provider == provider) if provider else query


def _due(row: Any, moment: str, day: date) -> Due:
    return Due(row.participant, row.provider, row.record_id, row.slot, row.informant, row.language, moment, day)


async def published_periods(db: Db) -> set[str]:
    return set((await db.execute(select(publication.c.period))).scalars())


async def providers(db: Db) -> set[str]:
    return set((await db.execute(select(care_record.c.provider).distinct())).scalars())


async def live(db: Db, record_id: str, slot: str, provider: str = "", moment: str = "") -> list[Live]:
    """The open invitations of one person about one record."""
    joined = _WITH.join(invitation, invitation.c.participant == participant.c.id).outerjoin(
        conversation, conversation.c.invitation == invitation.c.id
    )
    wanted: list[ColumnElement[bool]] = [
        care_record.c.record_id == record_id,
        participant.c.slot == slot,
        invitation.c.revoked_at.is_(None),
    ]
    if provider:
        wanted.append(care_record.c.provider == provider)
    if moment:
        wanted.append(invitation.c.moment == moment)
    columns = (*_COLUMNS, care_record.c.start_date, care_record.c.end_date, invitation.c.moment)
    query = select(*columns, invitation.c.id.label("invitation"), conversation.c.status).select_from(joined)
    return [
        Live(
            invitation=row.invitation,
            due=_due(row, row.moment, row.end_date or row.start_date),
            answered=row.status not in {None, "open", "declined"},
        )
        for row in await db.execute(query.where(and_(*wanted)))
    ]


async def barred(db: Db, today: date, provider: str = "") -> dict[str, int]:
    """Reason -> how many people of ended records may not be asked about the end."""
    query = select(participant.c.end_bar).select_from(_WITH)
    query = query.where(participant.c.end_bar != "", care_record.c.end_date <= today)
    if provider:
        query = query.where(care_record.c.provider == provider)
    found: dict[str, int] = {}
    for (reason,) in await db.execute(query):
        found[reason] = found.get(reason, 0) + 1
    return dict(sorted(found.items()))
