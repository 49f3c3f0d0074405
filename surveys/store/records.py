"""Care records and the people who may be asked about them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, exists, or_, select, tuple_, update

from surveys.people import Slot
from surveys.store.database import Db, insert_missing
from surveys.store.tables import care_record, contact, conversation, invitation, outbox, participant, respondent

Keys = Sequence[tuple[str, str]]
"""(provider, record_id) of care records."""
People = Mapping[tuple[str, str, str], str]
"""(provider, informant, person key) -> respondent id."""


async def ids_of(db: Db, keys: Keys) -> dict[tuple[str, str], int]:
    """Record ids of the keys that are there."""
    query = select(care_record.c.provider, care_record.c.record_id, care_record.c.id).where(
        tuple_(care_record.c.provider, care_record.c.record_id).in_(list(keys))
    )
    return {(row.provider, row.record_id): row.id for row in await db.execute(query)}


async def put(db: Db, rows: Mapping[tuple[str, str], dict[str, Any]], now: datetime) -> dict[tuple[str, str], int]:
    """Adds or updates records by (provider, record_id); the id of each."""
    known = await ids_of(db, list(rows))
    changed = [row | {"b_id": known[key], "updated_at": now} for key, row in rows.items() if key in known]
    if changed:
        names = [name for name in changed[0] if name != "b_id"]
        query = update(care_record).where(care_record.c.id == bindparam("b_id"))
        await db.execute(query.values({name: bindparam(name) for name in names}), changed)
    new = [row | {"imported_at": now, "updated_at": now} for key, row in rows.items() if key not in known]
    if new:
        await db.execute(care_record.insert(), new)
    return await ids_of(db, list(rows))


async def put_people(db: Db, wanted: People) -> dict[tuple[str, str, str], str]:
    """Adds respondents that are not there yet, under the ids offered; the id of each."""
    rows = [
        {"id": id_, "provider": provider, "informant": informant, "person_key": key}
        for (provider, informant, key), id_ in wanted.items()
    ]
    if not rows:
        return {}
    await db.execute(insert_missing(db, respondent), rows)
    key = tuple_(respondent.c.provider, respondent.c.informant, respondent.c.person_key)
    found = await db.execute(select(respondent).where(key.in_(list(wanted))))
    return {(row.provider, row.informant, row.person_key): row.id for row in found}


async def put_participants(db: Db, rows: Sequence[dict[str, Any]], records: Sequence[int]) -> None:
    """Adds or updates participants by (record, slot); whoever of these records is not named any more is barred."""
    query = select(participant.c.id, participant.c.record, participant.c.slot).where(
        participant.c.record.in_(records)
    )
    known = {(row.record, row.slot): row.id for row in await db.execute(query)}
    changed = [
        row | {"b_id": known[row["record"], row["slot"]]} for row in rows if (row["record"], row["slot"]) in known
    ]
    if changed:
        names = ("respondent", "language", "start_bar", "end_bar")
        update_one = update(participant).where(participant.c.id == bindparam("b_id"))
        values = [{"b_id": row["b_id"], **{name: row[name] for name in names}} for row in changed]
        await db.execute(update_one.values({name: bindparam(name) for name in names}), values)
    new = [row for row in rows if (row["record"], row["slot"]) not in known]
    if new:
        await db.execute(participant.insert(), new)
    named = {(row["record"], row["slot"]) for row in rows}
    gone = [known[key] for key in known if key not in named]
    barred = {"start_bar": "not_named", "end_bar": "not_named"}
    await db.execute(update(participant).where(participant.c.id.in_(gone)).values(barred))


async def revoke_barred(db: Db, records: Sequence[int], now: datetime) -> None:
    """Withdraws what is open to people who may not be asked (any more), also what waits to be said (decision 3)."""
    bar = {"start": participant.c.start_bar, "end": participant.c.end_bar}
    barred = select(invitation.c.id).join(participant, invitation.c.participant == participant.c.id)
    barred = barred.where(
        participant.c.record.in_(records),
        invitation.c.revoked_at.is_(None),
        or_(*(and_(invitation.c.moment == moment, column != "") for moment, column in bar.items())),
    )
    ids = list((await db.execute(barred)).scalars())
    await db.execute(update(invitation).where(invitation.c.id.in_(ids)).values(revoked_at=now))
    held = select(conversation.c.id).where(conversation.c.invitation.in_(ids))
    await db.execute(
        update(outbox).where(outbox.c.conversation.in_(held), outbox.c.state == "new").values(state="revoked")
    )


async def conversing(db: Db, keys: Keys) -> dict[tuple[str, str, str], str]:
    """(provider, record_id, slot) -> person key of participants who began a conversation already."""
    query = (
        select(care_record.c.provider, care_record.c.record_id, participant.c.slot, respondent.c.person_key)
        .select_from(participant.join(care_record).join(respondent))
        .where(
            tuple_(care_record.c.provider, care_record.c.record_id).in_(list(keys)),
            exists().where(conversation.c.participant == participant.c.id),
        )
    )
    return {(row.provider, row.record_id, row.slot): row.person_key for row in await db.execute(query)}


async def put_contacts(db: Db, rows: Sequence[dict[str, Any]]) -> None:
    """Stores addresses (ciphertext) in place of the earlier ones of the same people and channel."""
    for row in rows:
        await db.execute(delete(contact).filter_by(respondent=row["respondent"], channel=row["channel"]))
    if rows:
        await db.execute(contact.insert(), list(rows))


async def starts_of(db: Db, clients: Iterable[tuple[str, str]]) -> dict[tuple[str, str], list[tuple[str, date]]]:
    """(provider, client key) -> (record_id, start date) of all records of these clients."""
    query = select(
        care_record.c.provider, care_record.c.client_key, care_record.c.record_id, care_record.c.start_date
    )
    key = tuple_(care_record.c.provider, care_record.c.client_key)
    found: dict[tuple[str, str], list[tuple[str, date]]] = {}
    for row in await db.execute(query.where(key.in_(list(clients)))):
        found.setdefault((row.provider, row.client_key), []).append((row.record_id, row.start_date))
    return found


async def set_ending(db: Db, id: int, ending: str, bars: Mapping[Slot, Mapping[str, str]]) -> None:  # noqa: A002 - the column's name
    """Writes what a record's ending counts as, and with it who may be asked."""
    await db.execute(update(care_record).where(care_record.c.id == id).values(ending=ending))
    for slot, values in bars.items():
        await db.execute(
            update(participant).where(participant.c.record == id, participant.c.slot == slot).values(**values)
        )


async def administrative(db: Db, codes: Iterable[str]) -> list[Any]:
    """The records that ended for an administrative reason (surveys.endings)."""
    query = select(care_record).where(
        care_record.c.end_reason_list == "iJw", care_record.c.end_reason.in_(list(codes))
    )
    return list((await db.execute(query)).all())
