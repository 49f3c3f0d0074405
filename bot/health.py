"""`GET /health`: can answers be taken, and how many messages wait."""

import asyncio

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bot.webchat.parts import CHAT, Chat
from surveys.store import conversations
from surveys.store.database import reading, write_nothing
from surveys.writer import Unavailable

PATIENCE = 3.0
"""Seconds in which the database must take a write."""


async def health(request: web.Request) -> web.Response:
    """200 with the counts, or 503 when the database cannot be read or takes no writes (locked, full, gone)."""
    try:
        async with asyncio.timeout(PATIENCE):
            waiting = await _waiting(request.app[CHAT])
    except (TimeoutError, Unavailable, SQLAlchemyError):
        return web.json_response({"ready": False}, status=503)
    return web.json_response({"ready": True, "waiting": waiting})


async def _waiting(chat: Chat) -> dict[str, int]:
    await chat.writer.do(write_nothing)
    async with reading(chat.engine).begin() as db:
        return await conversations.counts(db)
