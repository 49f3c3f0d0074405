"""Raw messages -> one lane per chat: first in, first out within a chat, in parallel between chats.

What stands in a lane is stored already. When the database cannot take a step its lane waits and tries again;
when a message itself is at fault it is parked, and the lane goes on.
"""

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Generic, Protocol, TypeVar

from sqlalchemy.exc import SQLAlchemyError

from bot.logs import place_of
from surveys.writer import Unavailable

log = logging.getLogger(__name__)

WAITING = 1000
"""So many messages may stand in the lanes of one process; then nothing more is fetched."""
LAST_SECONDS = 5.0
"""How long a clean stop waits for the lanes."""
PAUSES = (0.2, 1.0, 2.0, 5.0, 10.0)
"""Seconds before a step that the database could not take is tried again."""


class Arrived(Protocol):
    """A stored message. `lane`: the HMAC of the chat it came from."""

    @property
    def id(self) -> int: ...

    @property
    def lane(self) -> str: ...


T = TypeVar("T", bound=Arrived)


class ChatLanes(Generic[T]):
    """`hear` does one step; `park` sets a message aside for a fault that is named in a word."""

    def __init__(self, hear: Callable[[T], Awaitable[None]], park: Callable[[T, str], Awaitable[None]]) -> None:
        self._hear = hear
        self._park = park
        self._lanes: dict[str, deque[T]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._standing = 0
        self._moved = asyncio.Condition()

    async def __aenter__(self) -> "ChatLanes[T]":
        return self

    async def __aexit__(self, *_: object) -> None:
        """What stands in the lanes is finished; nothing is lost when it is not, for it is stored."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LAST_SECONDS):
                await self.empty()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def put(self, one: T) -> None:
        """Stands at the end of its chat's lane."""
        self._standing += 1
        lane = self._lanes.get(one.lane)
        if lane is not None:
            lane.append(one)
            return
        self._lanes[one.lane] = deque([one])
        task = asyncio.create_task(self._walk(one.lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def room(self) -> None:
        """Waits until the lanes are not full."""
        async with self._moved:
            await self._moved.wait_for(lambda: self._standing < WAITING)

    async def empty(self) -> None:
        """Waits until nobody stands in a lane."""
        async with self._moved:
            await self._moved.wait_for(lambda: self._standing == 0)

    async def _walk(self, name: str) -> None:
        lane = self._lanes[name]
        while lane:
            await self._one(lane[0])
            lane.popleft()
            self._standing -= 1
            async with self._moved:
                self._moved.notify_all()
        del self._lanes[name]

    async def _one(self, one: T) -> None:
        """One step, however long the database takes to come back. An outermost loop."""
        times = 0
        while True:
            try:
                return await self._hear(one)
            except (Unavailable, SQLAlchemyError) as error:
                log.warning("message %d waits: %s", one.id, type(error).__name__)
            except Exception as error:
                log.error("message %d parked: %s %s", one.id, type(error).__name__, place_of(error))  # noqa: TRY400 - a traceback may hold content
                return await self._parked(one, type(error).__name__)
            await asyncio.sleep(PAUSES[min(times, len(PAUSES) - 1)])
            times += 1

    async def _parked(self, one: T, fault: str) -> None:
        times = 0
        while True:
            try:
                return await self._park(one, fault)
            except (Unavailable, SQLAlchemyError):
                await asyncio.sleep(PAUSES[min(times, len(PAUSES) - 1)])
                times += 1
