"""Inbox -> one lane per conversation -> surveys.intake.receive.

In order within a conversation, in parallel between them. What came in is committed before it is handled;
what cannot be handled is parked, and the lane goes on.
"""

import asyncio
import logging
from dataclasses import replace
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.assistant import safety
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
        self._lanes: dict[int, asyncio.Lock] = {}

    async def hand_in(self, inbound: Inbound, cipher: Cipher) -> Outcome:
        """One message, stored and handled. Raises Unavailable when it could not be stored: then it may come again."""
        inbound = replace(inbound, alarm=safety(inbound.text) if inbound.text else "none")
        lane = self._lanes.setdefault(inbound.conversation, asyncio.Lock())
        try:
            async with lane:
                inbox, state = await self._writer.do(lambda db: intake.accept(db, inbound, cipher, self._clock()))
                del state
                return await self._handle(inbound, inbox, cipher)
        finally:
            if not lane.locked():
                self._lanes.pop(inbound.conversation, None)

    async def _handle(self, inbound: Inbound, inbox: int, cipher: Cipher) -> Outcome:
        try:
            return await self._writer.do(
                lambda db: intake.receive(db, inbound, inbox, self._desk, cipher, self._clock())
            )
        except Unavailable:
            raise
        except Exception as error:
            fault = type(error).__name__
            log.exception("inbox row %d parked: %s", inbox, fault, exc_info=None)
            await self._writer.do(lambda db: conversations.park_inbox(db, inbox, fault))
            raise

    async def recover(self) -> int:
        """Handles what was stored but not handled when the last process ended. How many messages that were."""
        async with reading(self._engine).begin() as db:
            waiting = await conversations.waiting_inbox(db)
        for inbox, conversation in waiting:
            await self._recover(inbox, conversation)
        return len(waiting)

    async def _recover(self, inbox: int, conversation: int) -> None:
        async with reading(self._engine).begin() as db:
            stored = await conversations.find(db, id=conversation)
            row = await conversations.inbox_row(db, inbox)
        cipher = await self._vault.key_of(stored.respondent) if stored else None
        if cipher is None or row.body is None:
            await self._writer.do(lambda db: conversations.park_inbox(db, inbox, "no key"))
            return
        try:
            inbound = inbounds.from_json(cipher.open(row.body, f"inbox|{row.key}"))
        except Unreadable:
            await self._writer.do(lambda db: conversations.park_inbox(db, inbox, "unreadable"))
            return
        await self._handle(inbound, inbox, cipher)


async def turn_of(db: Db, conversation: int) -> int:
    """How many steps a conversation has made; part of what makes a late message another one."""
    stored = await conversations.find(db, id=conversation)
    return stored.turn if stored else 0
