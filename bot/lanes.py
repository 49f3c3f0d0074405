"""Inbox -> one lane per conversation -> surveys.intake.receive.

In order within a conversation, in parallel between them. What came in is committed before it is handled;
what cannot be handled is parked, and the lane goes on.
"""

import asyncio
import logging
from dataclasses import replace
from pathlib import Path
from weakref import WeakValueDictionary

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.assistant import safety
from bot.logs import place_of
from surveys import inbound as inbounds
from surveys import intake
from surveys.clock import Clock
from surveys.inbound import Inbound
from surveys.intake import Desk, Outcome
from surveys.store import conversations
from surveys.store.database import Db, reading
from surveys.vault import Cipher, Unreadable, Vault
from surveys.writer import Unavailable, Writer

log = logging.getLogger(__name__)


class Parked(Exception):
    """A message was set aside because handling it failed; coming again changes nothing about that."""


class Lanes:
    """Takes messages from every channel. `config_dir` holds the danger phrases."""

    def __init__(
        self, engine: AsyncEngine, writer: Writer, vault: Vault, desk: Desk, clock: Clock, config_dir: Path
    ) -> None:
        self._engine = engine
        self._writer = writer
        self._vault = vault
        self._desk = desk
        self._clock = clock
        self._config_dir = config_dir
        # a lane is there for as long as somebody stands in it
        self._lanes: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def hand_in(self, inbound: Inbound, cipher: Cipher) -> Outcome:
        """One message, stored and handled after everything of its conversation that still waited.

        Raises Unavailable when the database cannot take it now: then it may come again, and is the same message.
        Raises Parked when it cannot be handled.
        """
        if inbound.text:
            inbound = replace(inbound, alarm=safety(inbound.text, self._config_dir))
        lane = self._lane(inbound.conversation)
        async with lane:
            inbox, earlier = await self._writer.do(lambda db: self._take(db, inbound, cipher))
            for waiting in earlier:
                await self._again(waiting, cipher)
            return await self._handle(inbound, inbox, cipher)

    async def recover(self) -> int:
        """Handles what was stored but not handled when the last process ended. How many messages that were."""
        async with reading(self._engine).begin() as db:
            waiting = await conversations.waiting_inbox(db)
        for inbox, conversation in waiting:
            lane = self._lane(conversation)
            async with lane:
                await self._again(inbox, await self._cipher_of(conversation))
        return len(waiting)

    def _lane(self, conversation: int) -> asyncio.Lock:
        return self._lanes.setdefault(conversation, asyncio.Lock())

    async def _take(self, db: Db, inbound: Inbound, cipher: Cipher) -> tuple[int, list[int]]:
        """The message's inbox id, and the ids of older messages of this conversation that still wait."""
        inbox, _ = await intake.accept(db, inbound, cipher, self._clock())
        waiting = await conversations.waiting_inbox(db, inbound.conversation)
        return inbox, [older for older, _ in waiting if older < inbox]

    async def _handle(self, inbound: Inbound, inbox: int, cipher: Cipher) -> Outcome:
        try:
            return await self._writer.do(
                lambda db: intake.receive(db, inbound, inbox, self._desk, cipher, self._clock())
            )
        except Unavailable:
            raise
        except Exception as error:
            # whatever is wrong with one message, the lane goes on; this is one of the two outermost loops
            await self._park(inbox, type(error).__name__, place_of(error))
            raise Parked from None

    async def _again(self, inbox: int, cipher: Cipher | None) -> None:
        """Handles a message from what was stored of it."""
        async with reading(self._engine).begin() as db:
            row = await conversations.inbox_row(db, inbox)
        if cipher is None or row.body is None:
            await self._park(inbox, "no key")
            return
        try:
            await self._handle(inbounds.from_json(cipher.open(row.body, f"inbox|{row.key}")), inbox, cipher)
        except Unreadable:
            await self._park(inbox, "unreadable")
        except Parked:
            return

    async def _cipher_of(self, conversation: int) -> Cipher | None:
        async with reading(self._engine).begin() as db:
            stored = await conversations.find(db, id=conversation)
        return await self._vault.key_of(stored.respondent) if stored else None

    async def _park(self, inbox: int, fault: str, place: str = "") -> None:
        log.error("inbox row %d parked: %s %s", inbox, fault, place)
        await self._writer.do(lambda db: conversations.park_inbox(db, inbox, fault))
