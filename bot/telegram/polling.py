"""Fetching updates: the next call confirms the ones before, so it is made when they are stored.

The number that confirms is never kept: after a quiet week Telegram begins at random, and a kept one could throw
updates away. On a start everything is asked for, and the inbox knows what it has (channels.md 1.7).
"""

import asyncio
import logging
from collections.abc import Callable
from urllib.parse import urlencode

from telegram.error import Conflict, InvalidToken, TelegramError

from bot.logs import place_of
from bot.speaker import pause
from bot.telegram.ingest import Ingest
from bot.telegram.transport import Transport, WaitFirst
from bot.telegram.updates import ALLOWED
from surveys.faults import Mistakes

log = logging.getLogger(__name__)

LONG = 25
"""Seconds that Telegram may hold a call when there is nothing."""
LIMIT = 100
STUCK = 90.0
"""Seconds without an answer after which every connection is left behind and the call made anew."""

CONFLICT = "HOORBAAR_TELEGRAM_TOKEN: another program fetches the updates of this bot; stop it, or use another bot"
REFUSED = "HOORBAAR_TELEGRAM_TOKEN: Telegram does not know this token (any more)"


class Polling:
    """`method_url`: of getUpdates, with the token; `good` is told when what came in was stored."""

    def __init__(
        self,
        transport: Transport,
        method_url: str,
        ingest: Ingest,
        good: Callable[[], None],
        give_up: Callable[[Mistakes], None],
    ) -> None:
        self._transport = transport
        self._url = method_url
        self._ingest = ingest
        self._good = good
        self._give_up = give_up
        self._offset = 0
        self._failed = 0

    async def run(self) -> None:
        """Until cancelled, or until Telegram says that we may not. An outermost loop."""
        while True:
            try:
                await self._once()
            except Conflict:
                return self._stop(CONFLICT)
            except InvalidToken:
                return self._stop(REFUSED)
            except WaitFirst as wait:
                await asyncio.sleep(wait.seconds)
            except Exception as error:
                # whatever it was, nothing was confirmed: the same updates come again
                await self._troubled(error)

    async def _once(self) -> None:
        asked = {
            "offset": self._offset,
            "limit": LIMIT,
            "timeout": LONG,
            "allowed_updates": "[" + ",".join(f'"{kind}"' for kind in ALLOWED) + "]",
        }
        async with asyncio.timeout(STUCK):
            answer = await self._transport.post(f"{self._url}?{urlencode(asked)}", read_timeout=LONG + 15.0)
        found = [one for one in answer if isinstance(one, dict)] if isinstance(answer, list) else []
        if found:
            await self._ingest.take(found)
            self._offset = max(int(one.get("update_id", 0)) for one in found) + 1
        self._good()
        self._failed = 0

    async def _troubled(self, error: BaseException) -> None:
        self._failed += 1
        log.warning("polling: %s, %d times in a row %s", type(error).__name__, self._failed, place_of(error))
        if isinstance(error, TimeoutError) or (isinstance(error, TelegramError) and self._failed % 3 == 0):
            await self._transport.renew()
        await asyncio.sleep(pause(self._failed))

    def _stop(self, why: str) -> None:
        log.critical("polling stopped: %s", why)
        self._give_up(Mistakes(why))
