"""Ways in: the page where a code is typed, and the invitation link. Looking opens nothing; a button does."""

import secrets
from datetime import timedelta
from typing import Any

from aiohttp import web

from bot.webchat import forms, visits
from bot.webchat.forms import CHANNEL
from bot.webchat.limits import WITHIN, client_address
from bot.webchat.pages import Voice, message, render, voice_of
from bot.webchat.parts import CHAT, Chat
from bot.webchat.talk import see_other
from bot.webchat.visits import Visit
from surveys import codes, opening, states
from surveys.engine import State
from surveys.inbound import Inbound
from surveys.opening import Browser, Door
from surveys.store import conversations
from surveys.store.database import reading
from surveys.welcome import welcome
from surveys.wording import Speaker

ENDINGS = {
    "submitted": "done",
    "kept": "done",
    "discarded": "discarded",
    "erased": "erased",
    "abandoned": "expired",
}
"""What a finished conversation's link says, by the conversation's status."""
ERASABLE = frozenset({"submitted", "kept"})


async def code_page(request: web.Request) -> web.Response:
    voice = voice_of(request)
    return render(request, "code.html", voice, title="title_code", others=_others(request.app[CHAT], voice))


async def typed_code(request: web.Request) -> web.Response:
    """A code from a letter. After five wrong ones in a quarter of an hour this address has to wait."""
    chat, address = request.app[CHAT], _address(request)
    if chat.guesses.closed(address, chat.clock()):
        return too_many(request)
    form = await forms.read(request)
    return await _enter(request, forms.first(form, "code"), forms.first(form, "language")) or _wrong(request, address)


async def link_page(request: web.Request) -> web.Response:
    """What stands behind a link, before anything is opened (scanners and previews come here first)."""
    chat, code = request.app[CHAT], request.match_info["code"]
    door = await _door(chat, code)
    if door is None:
        return dead_link(request)
    begun = states.from_json(door.conversation.state) if door.conversation else None
    voice = voice_of(request, door.invited.informant, begun.language if begun else door.invited.language)
    visit = await _visit(request, door)
    return render(
        request,
        "door.html",
        voice,
        code=codes.normalised(code),
        others=_others(chat, voice),
        **_finished(door, voice) if door.finished else _opening(chat, door, voice, begun, visit),
    )


async def opened_link(request: web.Request) -> web.Response:
    """The button behind a link. A link that works is never refused because of somebody else's guesses."""
    chat, address = request.app[CHAT], _address(request)
    form = await forms.read(request)
    erase = forms.first(form, "action") == "erase"
    entered = await _enter(request, request.match_info["code"], forms.first(form, "language"), erase=erase)
    if entered:
        return entered
    closed = chat.guesses.closed(address, chat.clock())
    return too_many(request) if closed else _wrong(request, address)


def dead_link(request: web.Request) -> web.Response:
    """Made up, expired, withdrawn: the same page, byte for byte (decision 9)."""
    say = voice_of(request).say
    said = (say("dead_link"), say("dead_link_next"))
    return message(request, "title_dead_link", *said, status=404, onward=("/", "title_code"))


def too_many(request: web.Request) -> web.Response:
    """This address has to wait. Links go on working for everybody who shares it."""
    response = message(request, "title_trouble", voice_of(request).say("too_many_tries"), status=429)
    response.headers["Retry-After"] = str(int(WITHIN.total_seconds()))
    return response


def _wrong(request: web.Request, address: str) -> web.Response:
    chat = request.app[CHAT]
    chat.guesses.wrong(address, chat.clock())
    return dead_link(request)


def _address(request: web.Request) -> str:
    return client_address(request.remote, request.headers.get("X-Forwarded-For", ""))


def _others(chat: Chat, voice: Voice) -> list[str]:
    return [language for language in chat.languages if language != voice.language]


async def _door(chat: Chat, typed: str) -> Door | None:
    # what cannot be a code is looked up too, so that it takes no less time
    hashed = codes.hash_of(codes.normalised(typed) or "")
    async with reading(chat.engine).begin() as db:
        return await opening.find_door(db, hashed, chat.clock())


async def _visit(request: web.Request, door: Door) -> Visit | None:
    """This browser's visit, when it is in the conversation already."""
    visit = await visits.find(request) if door.conversation else None
    return visit if visit and door.conversation and visit.stored.id == door.conversation.id else None


def _opening(chat: Chat, door: Door, voice: Voice, begun: State | None, visit: Visit | None) -> dict[str, Any]:
    going_on = begun is not None and bool(begun.answers)
    return {
        "lines": _welcome(chat, door, voice, begun, visit),
        "question": "_begin",
        "button": "button_continue" if going_on else "button_begin",
    }


def _welcome(chat: Chat, door: Door, voice: Voice, begun: State | None, visit: Visit | None) -> list[str]:
    """Goals are not named here: a page that only looks opens nothing that is encrypted."""
    one = visit.questionnaire if visit else chat.desk.catalogue.current[door.invited.question_set]
    last = door.conversation.last_at if door.conversation else None
    away = chat.clock() - last if last else timedelta()
    speaker = Speaker(chat.desk.texts, one, voice.language)
    return list(welcome(speaker, begun, {}, away, known=visit is not None))


def _finished(door: Door, voice: Voice) -> dict[str, Any]:
    status = door.conversation.status if door.conversation else ""
    erasable = status in ERASABLE
    return {
        "lines": [voice.say(ENDINGS[status]), *([voice.say("done_next")] if erasable else [])],
        "question": "_done" if erasable else "",
        "button": "",
        "title": "title_done",
    }


async def _enter(request: web.Request, typed: str, language: str, *, erase: bool = False) -> web.Response | None:
    """The code exchanged for a session of this browser; None when it opens nothing."""
    chat = request.app[CHAT]
    door = await _door(chat, typed)
    if door is None:
        return None
    await chat.vault.keys_for([door.invited.respondent])
    token = visits.new_token()
    browser = Browser(visits.hash_of(token), visits.cookie_hash(request))
    wish = _language(chat, door, language)
    handle = await chat.writer.do(
        lambda db: opening.enter(db, door, browser, chat.desk.catalogue, wish, secrets.token_hex(13), chat.clock())
    )
    if not handle:
        return None
    if erase and door.finished:
        await _ask_to_erase(chat, handle)
    response = see_other(f"/c/{handle}")
    response.set_cookie(
        chat.cookie, token, path="/", httponly=True, samesite="Lax", secure=chat.settings.secure_cookies
    )
    return response


def _language(chat: Chat, door: Door, wish: str) -> str:
    """The language a new conversation begins in: the page's, else the invitation's, else the first offered."""
    spoken = chat.desk.catalogue.current[door.invited.question_set].languages
    offered = [language for language in chat.languages if language in spoken]
    return next((one for one in (wish, door.invited.language) if one in offered), offered[0])


async def _ask_to_erase(chat: Chat, handle: str) -> None:
    """Brings a finished conversation to the page that asks whether to erase it."""
    async with reading(chat.engine).begin() as db:
        stored = await conversations.find(db, handle=handle)
    cipher = await chat.vault.key_of(stored.respondent) if stored else None
    if stored and cipher:
        await chat.lanes.hand_in(Inbound(CHANNEL, stored.id, secrets.token_hex(16), action="erase"), cipher)
