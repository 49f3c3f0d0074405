"""Once an hour: what has been kept long enough goes (decision 17)."""

import asyncio
import logging

from sqlalchemy.exc import SQLAlchemyError

from surveys.clock import Clock
from surveys.store import outbox
from surveys.vault import Vault
from surveys.writer import Unavailable, Writer

log = logging.getLogger(__name__)

EVERY = 3600.0


async def tidy(writer: Writer, vault: Vault, clock: Clock) -> None:
    """Until cancelled. The keys of days go first: what they sealed is illegible then, whatever copy it is in."""
    while True:
        now = clock()
        try:
            await vault.forget_days((now - outbox.TEXT_KEPT).date())
            await writer.do(lambda db: outbox.sweep(db, now))  # noqa: B023 - done within this round
        except (Unavailable, SQLAlchemyError) as error:
            log.warning("not tidied: %s", type(error).__name__)
        await asyncio.sleep(EVERY)
