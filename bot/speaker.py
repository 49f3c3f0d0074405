"""Outbox -> channel: paced, in order within a chat, the urgent first; and what to do when it is unknown whether
something arrived.

Nothing is sent that was not claimed in a transaction which looked at where the conversation stands. A sender
that dies leaves its rows `sending`; they become `unknown`. No channel can tell whether a message that got no
answer arrived, so the kind decides: a question is said again after a minute if it is still open, a reminder
never (channels.md 3).
"""

import asyncio
import contextlib
import logging
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.channel import Channel, Doubtful, Later, Refused, Unreachable, Unsent
from bot.logs import place_of
from bot.pacing import Item, Line, Rhythm
from surveys.clock import Clock
from surveys.store import contacts, inbox, outbox
from surveys.store.database import Db, reading
from surveys.store.outbox import URGENCY, Claimed, Settlement
from surveys.writer import Job, Unavailable, Writer

log = logging.getLogger(__name__)

AGAIN = {"safety": 2.0, "question": 60.0, "notice": 60.0}
"""Kind -> seconds after which what may not have arrived is said again. What is not here is never repeated."""
FREELY = frozenset({"edit", "wipe"})
"""Kinds that may arrive twice without anybody noticing."""
MOST_TRIES = 5
LEASE = timedelta(seconds=40)
"""Longer than any request may take."""
TOGETHER = 100
"""So many requests may be under way."""
MANY = 2
MANY_WITHIN = 10.0
"""When so many chats were told to wait within so many seconds, everybody waits."""
LOOK_AROUND = 30.0
"""Seconds after which the whole outbox is looked through, whatever was told."""
PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""Seconds to wait when the channel or the database cannot be reached, by the number of times in a row."""
UNREACHABLE = "unreachable"
BESIDE = "~"
"""Changes of earlier messages are paced apart from messages: they stand in a lane beside the chat's."""


def pause(times: int) -> float:
    return PAUSES[min(times, len(PAUSES)) - 1] if times else 0.0


@dataclass(frozen=True)
class Waits:
    """How long things take before they are tried again; shorter in tests."""

    rhythm: Rhythm = field(default_factory=Rhythm)
    again: dict[str, float] = field(default_factory=lambda: dict(AGAIN))


@dataclass(frozen=True)
class _Sending:
    """A claimed row under way. `fired`: when its bytes left."""

    item: Item
    row: Claimed
    token: str
    fired: float


class Speaker:
    """Sends what the outbox holds for one channel. `alone`: no other process sends for this installation."""

    def __init__(
        self, channel: Channel, engine: AsyncEngine, writer: Writer, clock: Clock, waits: Waits, *, alone: bool
    ) -> None:
        self._channel = channel
        self._engine = engine
        self._writer = writer
        self._clock = clock
        self._waits = waits
        self._alone = alone
        self._line = Line(waits.rhythm, _now())
        self._told = asyncio.Event()
        self._known: set[int] = set()
        self._seen = 0
        self._unsure: list[float] = []
        self._limited: dict[str, float] = {}
        self._failed = 0
        self._sending: set[asyncio.Task[None]] = set()
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Speaker":
        name, now = self._channel.name, self._clock()
        await self._writer.do(lambda db: outbox.orphaned(db, name, now, alone=self._alone))
        self._unsure = [_now(), *(_now() + seconds for seconds in self._waits.again.values())]
        self._task = asyncio.create_task(self._run(), name=f"speaker {name}")
        return self

    async def __aexit__(self, *_: object) -> None:
        """What is under way is finished; the rest waits in the outbox for the next start."""
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        if self._sending:
            await asyncio.wait(self._sending)

    def nudge(self) -> None:
        """There is something new in the outbox."""
        self._told.set()

    async def _run(self) -> None:
        look_again = 0.0
        while True:
            try:
                if _now() >= look_again:
                    look_again = _now() + LOOK_AROUND
                    self._seen = 0
                    self._told.set()
                await self._look()
                await self._next(look_again)
            except (Unavailable, SQLAlchemyError) as error:
                self._failed += 1
                self._told.set()
                log.warning("speaker: database not available: %s", type(error).__name__)
                await asyncio.sleep(pause(self._failed))

    async def _look(self) -> None:
        """Lines up what is new, and what is to be said again."""
        if any(due <= _now() for due in self._unsure):
            await self._say_again()
        if not self._told.is_set():
            return
        self._told.clear()
        async with reading(self._engine).begin() as db:
            found = await outbox.waiting(db, self._channel.name, self._seen)
        for row in found:
            self._seen = max(self._seen, row.id)
            if row.id not in self._known:
                self._known.add(row.id)
                later = (row.not_before - self._clock()).total_seconds() if row.not_before else 0.0
                self._line.add(Item(URGENCY[row.kind], row.id, _lane(row), _now() + max(later, 0.0)))
        self._failed = 0

    async def _say_again(self) -> None:
        self._unsure = [due for due in self._unsure if due > _now()]
        now, name = self._clock(), self._channel.name

        async def job(db: Db) -> int:
            kinds = self._waits.again.items()
            return sum(
                [await outbox.again(db, name, (kind,), now - timedelta(seconds=after), now) for kind, after in kinds]
            )

        if await self._writer.do(job):
            self._told.set()

    async def _next(self, until: float) -> None:
        """Sends one item, or waits until something may happen."""
        item = self._line.take(_now()) if len(self._sending) < TOGETHER else None
        if item:
            await self._one(item)
            return
        times = [until, *self._unsure]
        wakes = self._line.wake_at(_now())
        if wakes is not None:
            times.append(wakes if len(self._sending) < TOGETHER else _now() + 0.05)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(max(min(times) - _now(), 0.001)):
                await self._told.wait()

    async def _one(self, item: Item) -> None:
        """Claims one row and sends it. Whatever is wrong with a row, the others go on; an outermost loop."""
        token = secrets.token_hex(16)
        try:
            row, letter = await self._claimed(item, token)
        except (Unavailable, SQLAlchemyError):
            self._put_back(item)
            raise
        except Exception as error:
            log.error("outbox row %d failed: %s %s", item.id, type(error).__name__, place_of(error))  # noqa: TRY400 - a traceback may hold content
            await self._claim_as_failed(item, token, type(error).__name__)
            row, letter = None, None
        if row is None or letter is None:
            self._line.leave(item.lane, None)
            self._known.discard(item.id)
            return
        await asyncio.sleep(max(self._line.slot() - _now(), 0.0))
        self._line.fired(_now())
        task = asyncio.create_task(self._send(_Sending(item, row, token, _now()), letter))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    def _put_back(self, item: Item) -> None:
        self._line.leave(item.lane, None)
        self._known.discard(item.id)
        self._seen = 0

    async def _claimed(self, item: Item, token: str) -> tuple[Claimed | None, Any]:
        make = await self._channel.ready(item.lane.removesuffix(BESIDE))
        now = self._clock()

        async def job(db: Db) -> tuple[Claimed | None, Any]:
            row = await outbox.claim(db, item.id, token, now + LEASE)
            letter = await make(db, row) if row else None
            if row and letter is None:
                await outbox.settle(db, row.id, token, Settlement("dropped", fault="needless"), now)
            return row, letter

        return await self._writer.do(job)

    async def _claim_as_failed(self, item: Item, token: str, fault: str) -> None:
        now = self._clock()

        async def job(db: Db) -> None:
            await outbox.claim(db, item.id, token, now)
            await outbox.settle(db, item.id, token, Settlement("failed", fault=fault), now)

        await self._surely(job)

    async def _send(self, sending: _Sending, letter: Any) -> None:
        ended = await self._attempt(sending, letter)
        await self._surely(self._written(sending, ended))
        self._known.discard(sending.row.id)
        self._line.leave(sending.item.lane, sending.fired)
        if isinstance(ended, float):
            self._seen = 0
            self._told.set()

    async def _attempt(self, sending: _Sending, letter: Any) -> Settlement | float:
        """How it ended, or after how many seconds to try again. An outermost loop: a fault of ours is not known
        to have been sent or not."""
        try:
            receipt = await self._channel.deliver(letter)
        except Later as later:
            self._limit(sending.item.lane, _now() + later.seconds)
            return later.seconds
        except Unsent:
            self._failed += 1
            self._line.halt(_now() + pause(self._failed))
            return pause(self._failed)
        except Unreachable:
            return Settlement("failed", fault=UNREACHABLE)
        except Refused as refused:
            log.error("outbox row %d refused: %s", sending.row.id, refused)  # noqa: TRY400 - a traceback may hold content
            return Settlement("failed", fault=str(refused))
        except Exception as error:
            if not isinstance(error, Doubtful):
                log.error("outbox row %d: %s %s", sending.row.id, type(error).__name__, place_of(error))  # noqa: TRY400 - as above
            return self._doubt(sending.row)
        self._failed = 0
        return Settlement("sent", receipt=receipt)

    def _doubt(self, row: Claimed) -> Settlement | float:
        if row.kind in FREELY and row.tries < MOST_TRIES:
            return pause(row.tries)
        if row.kind in self._waits.again:
            self._unsure.append(_now() + self._waits.again[row.kind] + 0.05)
            self._told.set()
        return Settlement("unknown", fault="no answer")

    def _limit(self, lane: str, until: float) -> None:
        """This chat waits; when several are told to, everybody does."""
        now = _now()
        self._limited = {other: at for other, at in self._limited.items() if at > now - MANY_WITHIN} | {lane: now}
        self._line.rest(lane, until)
        if len(self._limited) >= MANY:
            self._line.halt(until)
        log.warning("speaker: told to wait; %d chats within %d s", len(self._limited), MANY_WITHIN)

    def _written(self, sending: _Sending, ended: Settlement | float) -> Job[None]:
        row, token, now = sending.row, sending.token, self._clock()

        async def job(db: Db) -> None:
            if isinstance(ended, float):
                await outbox.release(db, row.id, token, now + timedelta(seconds=ended))
                return
            await outbox.settle(db, row.id, token, ended, now)
            if ended.fault == UNREACHABLE:
                await contacts.reached(db, row.lane, now)
                await outbox.silence(db, row.lane, now, UNREACHABLE)
            if row.inbox and row.conversation is None:
                await inbox.empty(db, row.inbox)

        return job

    async def _surely(self, job: Job[None]) -> None:
        """What happened outside is written down, however long the database takes to come back."""
        times = 0
        while True:
            try:
                return await self._writer.do(job)
            except Unavailable:
                times += 1
                await asyncio.sleep(pause(times))


def _lane(row: outbox.Waiting) -> str:
    return f"{row.lane}{BESIDE}" if row.kind in FREELY else row.lane


def _now() -> float:
    return asyncio.get_running_loop().time()
