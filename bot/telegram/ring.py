"""Which key belongs to a chat: that of the person it belongs to, else the key of the day (surveys.vault)."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from surveys.clock import Clock
from surveys.store import contacts
from surveys.store.database import reading
from surveys.vault import Cipher, Vault

REMEMBERED = 5000
HELD = timedelta(seconds=60)
"""A key that was thrown away elsewhere works here no longer than this. Nothing is written with it even then:
every step looks for the contact, and that goes with the key."""


@dataclass(frozen=True)
class Known:
    """The person whose chat it is. `name`: of the key, which is the respondent's id."""

    name: str
    cipher: Cipher


class Ring:
    """Keys of the chats that talk just now. `lane`: the HMAC of a chat."""

    def __init__(self, engine: AsyncEngine, vault: Vault, clock: Clock) -> None:
        self._engine = engine
        self._vault = vault
        self._clock = clock
        self._held: OrderedDict[str, tuple[datetime, Known]] = OrderedDict()
        self._day: tuple[date, Known] | None = None

    async def of(self, lane: str) -> Known | None:
        """Whose chat it is, if we know them."""
        now = self._clock()
        held = self._held.get(lane)
        if held and held[0] > now:
            return held[1]
        async with reading(self._engine).begin() as db:
            contact = await contacts.current(db, lane)
        cipher = await self._vault.key_of(contact.respondent) if contact else None
        if contact is None or cipher is None:
            self.forget(lane)
            return None
        return self.hold(lane, contact.respondent, cipher)

    def hold(self, lane: str, respondent: str, cipher: Cipher) -> Known:
        """From now on this chat is this person's."""
        known = Known(respondent, cipher)
        self._held[lane] = self._clock() + HELD, known
        self._held.move_to_end(lane)
        while len(self._held) > REMEMBERED:
            self._held.popitem(last=False)
        return known

    def forget(self, lane: str) -> None:
        self._held.pop(lane, None)

    async def sealing(self, lane: str) -> Known:
        """The key to seal what comes from a chat with."""
        return await self.of(lane) or await self._today()

    async def named(self, name: str) -> Cipher | None:
        """A key by its name; None when it was thrown away."""
        return await self._vault.key_of(name)

    async def _today(self) -> Known:
        day = self._clock().date()
        if self._day is None or self._day[0] != day:
            self._day = day, Known(*await self._vault.of_day(day))
        return self._day[1]
