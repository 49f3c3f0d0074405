"""Who is there: the browser's cookie, the conversation it may see, and everything a page needs of it."""

import hashlib
import secrets
from dataclasses import dataclass

from aiohttp import web

from bot.webchat.pages import LANGUAGE
from bot.webchat.parts import CHAT, Chat
from bot.webchat.screen import Memory
from surveys import intake, states
from surveys.engine import State
from surveys.questionnaire import Questionnaire
from surveys.store import conversations, sessions
from surveys.store.conversations import Stored
from surveys.store.database import reading
from surveys.store.sessions import Session
from surveys.vault import Cipher
from surveys.wording import Speaker


@dataclass(frozen=True)
class Visit:
    """A browser in its conversation. `token_hash`: of the cookie it brought."""

    token_hash: str
    session: Session
    stored: Stored
    questionnaire: Questionnaire
    state: State
    cipher: Cipher

    def speaker(self, chat: Chat) -> Speaker:
        return Speaker(chat.desk.texts, self.questionnaire, self.state.language)


def new_token() -> str:
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """What is stored in place of a cookie."""
    return hashlib.sha256(token.encode()).hexdigest() if token else ""


def cookie_hash(request: web.Request) -> str:
    """The hash of the cookie that came with a request; empty without one."""
    return hash_of(request.cookies.get(request.app[CHAT].cookie, ""))


async def find(request: web.Request, handle: str = "") -> Visit | None:
    """The visit that the request's cookie allows, of this conversation or any.

    None without a session, with one of another conversation, and when the invitation was withdrawn: a
    stranger learns nothing about which it is. A conversation that was begun may be finished after the link's
    last day.
    """
    chat = request.app[CHAT]
    token_hash = cookie_hash(request)
    if not token_hash:
        return None
    async with reading(chat.engine).begin() as db:
        session = await sessions.find(db, token_hash, chat.clock())
        stored = await conversations.find(db, id=session.conversation) if session else None
        if session is None or stored is None or stored.revoked_at or handle not in ("", stored.handle):
            return None
        questionnaire = await chat.desk.catalogue.version(db, stored.slug, stored.version)
    cipher = await chat.vault.key_of(stored.respondent)
    if cipher is None:
        return None
    visit = Visit(token_hash, session, stored, questionnaire, states.from_json(stored.state), cipher)
    request[LANGUAGE] = visit.state.language
    return visit


async def remembered(chat: Chat, visit: Visit) -> Memory:
    """What was said in this conversation on this browser."""
    stored, since = visit.stored, visit.session.from_turn
    async with reading(chat.engine).begin() as db:
        words, goals = await intake.words_of(db, stored, visit.questionnaire, visit.cipher, since)
        visible = await conversations.answered_since(db, stored.id, since)
    return Memory(words, goals, frozenset(visible))
