"""Somebody with Telegram on their phone, and a server in this process that talks with the stand-in."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from bot import serving
from bot.pacing import Rhythm
from bot.speaker import Waits
from surveys.faults import Mistakes
from tests.bot.botapi.server import TOKEN, BotApi, standing_in
from tests.bot.botapi.state import Message
from tests.bot.house import House, build

SOON = Waits(Rhythm(overall=0.001, per_lane=0.01, quiet=0.01), {"safety": 0.1, "question": 0.4, "notice": 0.4})
"""For tests about what is said, not about when."""
PATIENCE = 15.0


@dataclass
class Guest:
    """One person and their chat. `at_hand`: the messages that were not looked at yet."""

    api: BotApi
    chat: int
    at_hand: asyncio.Queue[Message] = field(default_factory=asyncio.Queue)

    def __post_init__(self) -> None:
        self.api.store.listeners.append(self._hears)

    def _hears(self, message: Message) -> None:
        if message.chat == self.chat:
            self.at_hand.put_nowait(message)

    def write(self, text: str, **more: Any) -> int:
        number = self.api.store.writes(self.chat, text, **more)
        self.api.tell()
        return number

    def edit(self, number: int, text: str) -> None:
        self.api.store.edits(self.chat, number, text)
        self.api.tell()

    def press(self, message: Message, label: str) -> str:
        query = self.api.store.presses_button(message, message.data(label))
        self.api.tell()
        return query

    async def reads(self) -> Message:
        """The next message that comes."""
        async with asyncio.timeout(PATIENCE):
            return await self.at_hand.get()

    async def said(self, text: str, **more: Any) -> Message:
        """Writes something; what comes back."""
        self.write(text, **more)
        return await self.reads()

    async def tapped(self, message: Message, label: str) -> Message:
        """Presses a button; what comes back."""
        self.press(message, label)
        return await self.reads()

    async def silence(self) -> None:
        """Nothing comes for a while."""
        await asyncio.sleep(0.4)
        assert self.at_hand.empty(), self.at_hand.get_nowait().text

    async def started(self, code: str) -> Message:
        """Opens the link, begins, and says yes: the first question."""
        first = await self.said(f"/start {code}")
        consent = await self.tapped(first, "Beginnen")
        return await self.tapped(consent, next(label for label in consent.labels if label.startswith("Ja")))


@dataclass
class Line:
    """A house whose server talks with a stand-in. `gave_up`: what a channel said when it could not go on."""

    house: House
    api: BotApi
    url: str = ""
    gave_up: list[Mistakes] = field(default_factory=list)
    app: web.Application | None = None

    def guest(self, chat: int = 1001) -> Guest:
        return Guest(self.api, chat)

    @asynccontextmanager
    async def serving(self, waits: Waits = SOON) -> AsyncIterator["Line"]:
        """The server, from start to clean stop."""
        logging.getLogger("bot").setLevel(logging.CRITICAL)
        async with AsyncExitStack() as stack:
            self.app = serving.application(self.house.settings, self.house.clock, waits, self.gave_up.append)
            runner = web.AppRunner(self.app, access_log=None)
            stack.push_async_callback(runner.cleanup)
            await runner.setup()
            port = int(self.house.settings.public_url.rpartition(":")[2])
            await web.TCPSite(runner, "127.0.0.1", port, shutdown_timeout=2).start()
            yield self

    @property
    def telegram(self) -> Any:
        assert self.app is not None
        return self.app[serving.TELEGRAM]


@asynccontextmanager
async def line(folder: Path, database_url: str = "", **changes: Any) -> AsyncIterator[Line]:
    """A fresh house and a stand-in; nothing serves yet."""
    from tests.served import free_port

    async with standing_in() as api:
        url = f"http://127.0.0.1:{free_port()}"
        settings: dict[str, Any] = {"telegram_token": TOKEN, "telegram_api": api.url, "public_url": url}
        house = await build(folder, database_url, **(settings | changes))
        async with AsyncExitStack() as stack:
            stack.push_async_callback(house.engine.dispose)
            yield Line(house, api, url)
