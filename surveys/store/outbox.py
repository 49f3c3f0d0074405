"""What is to be said: made in the step that leads to it, claimed by one sender, sent, settled.

new -> sending (claim, lease) -> sent | unknown (whether it arrived) | failed; dropped when nobody needs it any more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select, update

from surveys.store.database import Db, insert_missing
from surveys.store.tables import contact, conversation, inbox, outbox

URGENCY = {"safety": 0, "question": 1, "notice": 1, "aside": 1, "edit": 2, "wipe": 2, "reminder": 3, "invitation": 4}
"""Kind -> who goes first. `aside` asks nothing of the conversation; `edit` changes a message that was said
before, `wipe` takes messages away."""
SAID = ("question", "notice", "safety")
"""The kinds that are the last thing said until the next one."""
COMING = ("new", "sending", "sent")
KEPT = timedelta(days=7)
"""How long a settled row stays, and the hash of a message that came in (decision 17)."""
TEXT_KEPT = timedelta(hours=72)
"""How long a message that could not be handled stays legible (decision 17)."""


@dataclass(frozen=True)
class Waiting:
    """A row that nobody has claimed yet."""

    id: int
    lane: str
    kind: str
    not_before: datetime | None


@dataclass(frozen=True)
class Claimed:
    """A row that one sender has taken."""

    id: int
    inbox: int | None
    conversation: int | None
    channel: str
    lane: str
    kind: str
    question: str
    item: int
    turn: int
    note: str
    target: str
    tries: int


_CLAIMED = [outbox.c[name] for name in Claimed.__dataclass_fields__]


async def put(db: Db, row: Mapping[str, Any]) -> None:
    """Something to say; the same key is said once."""
    await db.execute(insert_missing(db, outbox), [row])


async def waiting(db: Db, channel: str, after: int = 0) -> list[Waiting]:
    """What waits to be said over a channel, in the order it was made; `after`: only later ids."""
    query = (
        select(outbox.c.id, outbox.c.lane, outbox.c.kind, outbox.c.not_before)
        .where(outbox.c.state == "new", outbox.c.channel == channel, outbox.c.id > after)
        .order_by(outbox.c.id)
    )
    return [Waiting(**row._mapping) for row in await db.execute(query)]


async def claim(db: Db, id: int, token: str, lease_until: datetime) -> Claimed | None:  # noqa: A002 - the column's name
    """Takes a row for one sender; None when it was taken, said or withdrawn meanwhile."""
    taken = update(outbox).where(outbox.c.id == id, outbox.c.state == "new")
    done = await db.execute(
        taken.values(state="sending", claim=token, lease_until=lease_until, tries=outbox.c.tries + 1)
    )
    if not done.rowcount:
        return None
    row = (await db.execute(select(*_CLAIMED).where(outbox.c.id == id))).one()
    return Claimed(**row._mapping)


@dataclass(frozen=True)
class Settlement:
    """How sending ended. `state`: sent, unknown, failed or dropped."""

    state: str
    receipt: str = ""
    fault: str = ""


async def settle(db: Db, id: int, token: str, how: Settlement, now: datetime) -> bool:  # noqa: A002 - the column's name
    """Writes down how it ended; False when the claim was lost meanwhile, and then changes nothing."""
    values = {"state": how.state, "receipt": how.receipt, "fault": how.fault or None, "settled_at": now}
    done = await db.execute(update(outbox).where(_held(id, token)).values(values))
    return bool(done.rowcount)


async def release(db: Db, id: int, token: str, not_before: datetime) -> bool:  # noqa: A002 - the column's name
    """Not sent for certain: the row waits again, until `not_before` at least."""
    values = {"state": "new", "claim": "", "lease_until": None, "not_before": not_before}
    done = await db.execute(update(outbox).where(_held(id, token)).values(values))
    return bool(done.rowcount)


def _held(id: int, token: str) -> ColumnElement[bool]:  # noqa: A002 - the column's name
    return and_(outbox.c.id == id, outbox.c.claim == token, outbox.c.state == "sending")


async def orphaned(db: Db, channel: str, now: datetime, *, alone: bool) -> int:
    """Rows whose sender died become unknown: those past their lease, or all when no other sender can be there."""
    left: list[ColumnElement[bool]] = [outbox.c.state == "sending", outbox.c.channel == channel]
    if not alone:
        left.append(outbox.c.lease_until <= now)
    done = await db.execute(update(outbox).where(*left).values(state="unknown", fault="sender gone", settled_at=now))
    return done.rowcount


async def again(db: Db, channel: str, kinds: Sequence[str], before: datetime, now: datetime) -> int:
    """A new row for each of these kinds whose arrival has been unknown since `before`, once. How many that were.

    Whether it is still needed is decided when the new row is claimed.
    """
    known = outbox.alias()
    doubtful = select(outbox.c.id, *_CLAIMED[1:-1]).where(
        outbox.c.state == "unknown",
        outbox.c.channel == channel,
        outbox.c.kind.in_(kinds),
        outbox.c.settled_at <= before,
        ~exists().where(known.c.key == func.concat("again:", outbox.c.id)),
    )
    found = (await db.execute(doubtful)).all()
    for row in found:
        copied = {**row._mapping, "key": f"again:{row.id}", "state": "new", "made_at": now}
        del copied["id"]
        await put(db, copied)
    return len(found)


async def underway(db: Db, of: int, channel: str, question: str, item: int) -> bool:
    """Whether this question is the last thing that was said in a conversation, and not there yet."""
    row = await _last(db, of, channel, ("new", "sending"))
    return row is not None and (row.question, row.item) == (question, item)


async def last_said(db: Db, of: int, channel: str) -> tuple[str, int] | None:
    """The question that a person saw last, for all we know."""
    row = await _last(db, of, channel, ("sending", "sent", "unknown"))
    return (row.question, row.item) if row else None


async def _last(db: Db, of: int, channel: str, states: Sequence[str]) -> Any:
    query = select(outbox.c.question, outbox.c.item).where(
        outbox.c.conversation == of,
        outbox.c.channel == channel,
        outbox.c.kind.in_(SAID),
        outbox.c.state.in_(states),
    )
    return (await db.execute(query.order_by(outbox.c.id.desc()).limit(1))).one_or_none()


async def is_overtaken(db: Db, row: Claimed) -> bool:
    """Whether something later makes this one needless: of the same message for edits, else of the conversation."""
    same = outbox.c.target == row.target if row.kind == "edit" else outbox.c.kind.in_(SAID)
    if row.kind == "edit":
        same = and_(same, outbox.c.kind == "edit")
    later = exists().where(
        outbox.c.id > row.id,
        outbox.c.conversation == row.conversation,
        outbox.c.channel == row.channel,
        outbox.c.state.in_(COMING),
        same,
    )
    return bool((await db.execute(select(later))).scalar_one())


async def receipts(db: Db, of: int, channel: str, since: datetime, row: Claimed) -> list[str]:
    """The channel's ids of what was said in a conversation since an instant, by rows older than this one.

    What is said together with it, for the same message of the person, stays.
    """
    query = select(outbox.c.receipt).where(
        outbox.c.conversation == of,
        outbox.c.channel == channel,
        outbox.c.id < row.id,
        or_(outbox.c.inbox.is_(None), outbox.c.inbox != row.inbox),
        outbox.c.receipt != "",
        outbox.c.settled_at >= since,
    )
    return list((await db.execute(query.order_by(outbox.c.id))).scalars())


async def silence(db: Db, lane: str, now: datetime, fault: str) -> int:
    """Nothing that waits for this address will be said."""
    waits = update(outbox).where(outbox.c.lane == lane, outbox.c.state == "new")
    done = await db.execute(waits.values(state="dropped", fault=fault, settled_at=now))
    return done.rowcount


async def offer_again(db: Db, channel: str, active_since: datetime, gap: int, now: datetime) -> int:
    """The open question once more for those who were talking when we could not listen; `gap` names it, said once.

    Only where that question was said: what still waits will be said anyway.
    """
    last = select(func.max(outbox.c.id)).where(
        outbox.c.conversation == contact.c.conversation, outbox.c.channel == channel, outbox.c.kind.in_(SAID)
    )
    query = (
        select(outbox.c.conversation, outbox.c.lane, outbox.c.kind, outbox.c.question, outbox.c.item, outbox.c.turn)
        .join(contact, and_(contact.c.conversation == outbox.c.conversation, contact.c.channel == channel))
        .join(conversation, conversation.c.id == outbox.c.conversation)
        .where(
            contact.c.unreachable_at.is_(None),
            outbox.c.id == last.scalar_subquery(),
            outbox.c.state.in_(("sent", "unknown")),
            outbox.c.settled_at >= active_since,
            conversation.c.status == "open",
        )
    )
    found = (await db.execute(query)).all()
    for row in found:
        key = f"gap:{gap}:{row.conversation}"
        fields = {**row._mapping, "key": key, "channel": channel, "note": "was_away"}
        await put(db, fields | {"state": "new", "made_at": now})
    return len(found)


async def sweep(db: Db, now: datetime) -> None:
    """Takes away what has been kept long enough (decision 17)."""
    old = now - KEPT
    settled = or_(
        outbox.c.settled_at <= old, and_(outbox.c.state.in_(("in_reply", "revoked")), outbox.c.made_at <= old)
    )
    await db.execute(delete(outbox).where(settled))
    await db.execute(update(inbox).where(inbox.c.received_at <= now - TEXT_KEPT).values(body=None))
    answered = exists().where(outbox.c.inbox == inbox.c.id)
    await db.execute(
        delete(inbox).where(inbox.c.received_at <= old, inbox.c.state.in_(("done", "parked")), ~answered)
    )
