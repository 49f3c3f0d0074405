"""`POST /telegram`: one update, stored before it is confirmed with 200. Only Telegram knows the secret.

What cannot be understood is stored and confirmed too: any other answer would block that chat for a day
(channels.md 1.3). When the database cannot take it the answer is 503, and Telegram comes back.
"""

import hmac
import json
import logging
from typing import Any

from aiohttp import web

from bot.telegram.ingest import Ingest

log = logging.getLogger(__name__)

PATH = "/telegram"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
LARGEST = 4 * 1024 * 1024


class Hook:
    """`secret`: what Telegram sends along in the header."""

    def __init__(self, ingest: Ingest, secret: str) -> None:
        self._ingest = ingest
        self._secret = secret

    async def receive(self, request: web.Request) -> web.Response:
        """Raises HTTPForbidden without the secret, Unavailable when it could not be stored."""
        brought = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(brought.encode("utf-8", "replace"), self._secret.encode()):
            raise web.HTTPForbidden
        await self._ingest.take([_update(await _body(request))])
        return web.Response()


async def _body(request: web.Request) -> bytes:
    body = await request.content.read(LARGEST)
    while len(body) < LARGEST and (more := await request.content.read(LARGEST - len(body))):
        body += more
    return body


def _update(body: bytes) -> dict[str, Any]:
    """The update; what is none gets a shape in which it is stored and parked."""
    try:
        found = json.loads(body)
    except ValueError:
        found = None
    if isinstance(found, dict) and "update_id" in found:
        return found
    log.warning("webhook: a body that is no update, %d bytes", len(body))
    return {"update_id": None, "not_an_update": body.decode("utf-8", "replace")}
