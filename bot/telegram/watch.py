"""When updates could last come in; and after a gap, the open question once more for those who were talking.

Telegram keeps a pressed button for two and a half minutes only. After a longer gap nobody can know whether
somebody pressed in vain (channels.md 1.1).
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.telegram.talk import CHANNEL
from surveys.clock import Clock
from surveys.store import inbox, outbox
from surveys.store.database import reading
from surveys.writer import Unavailable, Writer

log = logging.getLogger(__name__)

PRESSES_LIVE = timedelta(seconds=150)
ACTIVE = timedelta(hours=1)
"""Who was told something within this time before a gap may have pressed a button in it."""
BEAT = 20.0
"""Seconds between two notes that updates could come in."""
SETTLING = 3.0
"""Seconds for what had waited at Telegram to come in before anybody is asked again."""


class Watch:
    """`quiet` waits until everything that came in was handled; `told`: there is something new to say."""

    def __init__(
        self,
        writer: Writer,
        engine: AsyncEngine,
        clock: Clock,
        quiet: Callable[[], Awaitable[None]],
        told: Callable[[], None],
    ) -> None:
        self._writer = writer
        self._engine = engine
        self._clock = clock
        self._quiet = quiet
        self._told = told
        self._good_at: datetime | None = None
        self._before: datetime | None = None
        self._gap: datetime | None = None
        self._heard = asyncio.Event()

    @property
    def good_at(self) -> datetime | None:
        """When updates could last come in; None: not since the start."""
        return self._good_at

    def good(self) -> None:
        """Updates can come in now."""
        now = self._clock()
        if self._before and now - self._before > PRESSES_LIVE:
            self._gap = self._before
        self._good_at = self._before = now
        self._heard.set()

    async def always_good(self) -> None:
        """For the webhook: as long as we run, Telegram can call us."""
        while True:
            self.good()
            await asyncio.sleep(BEAT)

    async def run(self) -> None:
        """Until cancelled."""
        async with reading(self._engine).begin() as db:
            self._before = await inbox.last_beat(db, CHANNEL)
        while True:
            await self._heard.wait()
            self._heard.clear()
            try:
                await self._note()
            except (Unavailable, SQLAlchemyError) as error:
                log.warning("watch: database not available: %s", type(error).__name__)
            await asyncio.sleep(SETTLING if self._gap else BEAT)

    async def _note(self) -> None:
        if self._gap:
            await asyncio.sleep(SETTLING)
            await self._quiet()
            await self._offer(self._gap)
            self._gap = None
        now = self._clock()
        await self._writer.do(lambda db: inbox.beat(db, CHANNEL, now))

    async def _offer(self, gap: datetime) -> None:
        now, name = self._clock(), int(gap.timestamp())
        asked = await self._writer.do(lambda db: outbox.offer_again(db, CHANNEL, gap - ACTIVE, name, now))
        log.warning("no updates for %d s: %d questions asked again", (now - gap).total_seconds(), asked)
        self._told()
