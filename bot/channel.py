"""What every channel is: it knows what to say for a row of the outbox, and brings it to an address.

What came in becomes a surveys.inbound.Inbound; nothing else of a channel passes further.
"""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from surveys.store.database import Db
from surveys.store.outbox import Claimed

Make = Callable[[Db, Claimed], Awaitable[Any]]
"""Makes the letter for a row inside the transaction that claims it; None: there is nobody to say it to any more."""


class Channel(Protocol):
    """A way to reach people. Letters are the channel's own matter."""

    name: str

    async def ready(self, lane: str) -> Make:
        """What is needed to write to this address, fetched before the transaction begins."""
        ...

    async def deliver(self, letter: Any) -> str:
        """Brings it there; the channel's own id of it. Raises one of the exceptions below."""
        ...


class Later(Exception):
    """Not taken: the channel asks to wait so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Unsent(Exception):
    """Not sent for certain: the channel could not be reached."""


class Doubtful(Exception):
    """Nobody knows whether it arrived."""


class Unreachable(Exception):
    """This person cannot be reached here any more: blocked, or gone."""


class Refused(Exception):
    """The channel will never take it like this. Its text names the fault in a word or two, without content."""
