"""Raw updates -> inbox, committed before anything is confirmed to Telegram. Polling and webhook both end here."""

import asyncio
import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine
from telegram import Bot
from telegram.error import TelegramError

from bot.chatlanes import ChatLanes
from bot.telegram.ring import Ring
from bot.telegram.talk import CHANNEL, Arrived
from bot.telegram.updates import Label, label_of
from surveys.clock import Clock
from surveys.store import inbox
from surveys.store.database import reading
from surveys.vault import Unreadable, Vault
from surveys.writer import Writer

log = logging.getLogger(__name__)

NOWHERE = "-"
"""The lane of updates that belong to no chat."""


def lane_of(vault: Vault, chat: int) -> str:
    """The HMAC of a chat, by which it is found without its number being stored."""
    return vault.lookup(CHANNEL, str(chat)) if chat else NOWHERE


def key_of(vault: Vault, bot_id: int, natural: str) -> str:
    """The HMAC of what makes an update one and the same."""
    return vault.lookup("telegram inbox", f"{bot_id}|{natural}")


@dataclass
class Ingest:
    """`bot_id`: two bots may get the same numbers."""

    engine: AsyncEngine
    writer: Writer
    vault: Vault
    ring: Ring
    lanes: ChatLanes[Arrived]
    clock: Clock
    bot: Bot
    bot_id: int
    _answering: set[asyncio.Task[None]] = field(default_factory=set)

    async def take(self, raws: Sequence[Mapping[str, Any]]) -> None:
        """Stores updates, once each, and puts them in their lanes. Raises Unavailable when nothing was stored."""
        await self.lanes.room()
        labelled = [(raw, label_of(raw)) for raw in raws]
        rows = [await self._row(raw, label) for raw, label in labelled]
        new = await self.writer.do(lambda db: inbox.put(db, rows))
        for (raw, label), row in zip(labelled, rows, strict=True):
            if row["key"] in new:
                self.lanes.put(Arrived(new.pop(row["key"]), row["lane"], raw))
                self._acknowledge(label)

    async def recover(self) -> int:
        """Puts in their lanes what was stored but not handled when the last process ended."""
        async with reading(self.engine).begin() as db:
            left = await inbox.waiting(db, CHANNEL)
        for row in left:
            self.lanes.put(Arrived(row.id, row.lane, await self._opened(row)))
        return len(left)

    async def finish(self) -> None:
        """The last acknowledgements."""
        if self._answering:
            await asyncio.wait(self._answering, timeout=2)

    async def _row(self, raw: Mapping[str, Any], label: Label) -> dict[str, Any]:
        lane = lane_of(self.vault, label.chat)
        key = key_of(self.vault, self.bot_id, label.natural)
        sealing = await self.ring.sealing(lane)
        text = json.dumps(raw, ensure_ascii=True, separators=(",", ":"))
        return {
            "channel": CHANNEL,
            "key": key,
            "lane": lane,
            "body": sealing.cipher.seal(text, f"inbox|{key}"),
            "sealed_by": sealing.name,
            "question": "",
            "item": 0,
            "state": "new",
            "received_at": self.clock(),
        }

    async def _opened(self, row: inbox.Raw) -> Mapping[str, Any]:
        """The update again; an empty one when its key is gone, which is parked like any other that makes no sense."""
        cipher = await self.ring.named(row.sealed_by)
        try:
            found: Mapping[str, Any] = json.loads(cipher.open(row.body, f"inbox|{row.key}")) if cipher else {}
        except Unreadable:
            found = {}
        return found

    def _acknowledge(self, label: Label) -> None:
        """Takes the clock off a pressed button; best effort, for it only looks like waiting."""
        if label.callback:
            task = asyncio.create_task(self._answer(label.callback))
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)

    async def _answer(self, callback: str) -> None:
        try:
            await self.bot.answer_callback_query(callback)
        except TelegramError as error:
            log.info("a pressed button could not be acknowledged: %s", type(error).__name__)
