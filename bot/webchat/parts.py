"""What the pages work with: made once when the server starts, found by every request under `CHAT`."""

from dataclasses import dataclass, field

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.lanes import Lanes
from bot.webchat.limits import Guesses
from surveys.clock import Clock
from surveys.intake import Desk
from surveys.settings import Settings
from surveys.vault import Vault
from surveys.writer import Writer


@dataclass(frozen=True)
class Chat:
    """`languages`: those that may be offered, the first one when nothing else is known."""

    settings: Settings
    engine: AsyncEngine
    vault: Vault
    clock: Clock
    desk: Desk
    writer: Writer
    lanes: Lanes
    languages: tuple[str, ...]
    guesses: Guesses = field(default_factory=Guesses)

    @property
    def cookie(self) -> str:
        """`__Host-` makes browsers refuse it from any other host, path or plain http (decision 18)."""
        return "__Host-hoorbaar" if self.settings.secure_cookies else "hoorbaar"


CHAT = web.AppKey("chat", Chat)
