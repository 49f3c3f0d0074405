"""Templates into responses. Everything that goes into a template is escaped there."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.webchat import assets
from bot.webchat.languages import direction, preferred
from bot.webchat.parts import CHAT
from surveys.texts import Texts

QUICK_EXIT = "https://www.knmi.nl/nederland-nu/weer/verwachtingen"
"""Where "Snel weg" leads: the weather, as on the pages of the British government that this follows."""
ASSETS = assets.read()
LANGUAGE = web.RequestKey("language", str)
"""Set as soon as a request's conversation is known, so that a page about trouble speaks its language."""
UNKNOWN = "parent"
"""How somebody is addressed of whom nothing is known: with u."""

Say = Callable[..., str]


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"assets": ASSETS, "quick_exit": QUICK_EXIT}
    return environment


ENVIRONMENT = _environment()


@dataclass(frozen=True)
class Voice:
    """How a page speaks: in which language, to whom."""

    texts: Texts
    language: str
    informant: str = UNKNOWN

    def say(self, key: str, **values: object) -> str:
        return self.texts.say(key, self.language, self.informant, **values)


def asked_language(request: web.Request) -> str:
    """The language that a link of ours asked for (`?lang=en`), if it may be offered."""
    wish = request.query.get("lang", "")
    return wish if wish in request.app[CHAT].languages else ""


def voice_of(request: web.Request, informant: str = UNKNOWN, invited: str = "") -> Voice:
    """The language asked for in the link, else of the conversation, else of the invitation, else of the browser."""
    chat = request.app[CHAT]
    for wish in (asked_language(request), request.get(LANGUAGE, ""), invited):
        if wish in chat.languages:
            return Voice(chat.desk.texts, wish, informant)
    liked = preferred(request.headers.get("Accept-Language", ""), chat.languages)
    return Voice(chat.desk.texts, liked, informant)


def render(
    request: web.Request, template: str, voice: Voice, *, title: str = "", status: int = 200, **values: Any
) -> web.Response:
    """A whole page. `title` is a key of the words; the page's own name follows it."""
    chat, asked = request.app[CHAT], asked_language(request)
    html = ENVIRONMENT.get_template(template).render(
        say=voice.say,
        language=voice.language,
        direction=direction(voice.language),
        title=title,
        asked_language=asked,
        help_link=f"/hulp?lang={asked}" if asked else "/hulp",
        demo=chat.settings.demo,
        **values,
    )
    response = web.Response(text=html, content_type="text/html", status=status)
    response.enable_compression()
    return response


def message(
    request: web.Request,
    title: str,
    *lines: str,
    status: int,
    again: object = None,
    onward: tuple[str, str] | None = None,
) -> web.Response:
    """A page that only says something. `again`: a form to send once more; `onward`: a link and its words' key."""
    voice = voice_of(request)
    return render(request, "message.html", voice, title=title, status=status, lines=lines, again=again, onward=onward)
