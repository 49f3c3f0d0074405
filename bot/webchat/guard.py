"""Around every request: who may post, what every response carries, and a friendly page when something fails."""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from aiohttp import hdrs, web
from sqlalchemy.exc import SQLAlchemyError

from bot.lanes import Parked
from bot.webchat.forms import LARGEST, POSTED, first
from bot.webchat.pages import message, voice_of
from bot.webchat.parts import CHAT
from surveys.language.normalise import LONGEST
from surveys.writer import Unavailable

log = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
RETRY_AFTER = "5"
"""Seconds. A locked database was waited for already; a full disk takes longer anyway."""
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
    "Server": "hoorbaar",
}
SAID = {
    400: ("title_trouble", "invalid_form"),
    403: ("title_trouble", "invalid_form"),
    408: ("title_trouble", "trouble"),
    413: ("title_trouble", "too_long"),
    500: ("title_trouble", "trouble"),
    503: ("title_trouble", "trouble"),
}
NOTHING = ("title_dead_link", "nothing_here")


@dataclass(frozen=True)
class Again:
    """A form that could not be stored, ready to be sent once more exactly as it was."""

    path: str
    question: str
    fields: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, path: str, posted: Mapping[str, Sequence[str]]) -> "Again":
        step = first(posted, "step").split(".")
        fields = tuple((name, value) for name, values in posted.items() for value in values)
        return cls(path, step[1] if len(step) > 1 else "", fields)


@web.middleware
async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Every request passes here; the outermost loop of the pages."""
    response = await _answered(request, handler)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.app[CHAT].settings.secure_cookies:
        response.headers["Strict-Transport-Security"] = "max-age=63072000"
    return response


async def _answered(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        _refuse(request)
        return await handler(request)
    except web.HTTPException as refused:
        return trouble(request, refused.status, refused.headers)
    except (Unavailable, SQLAlchemyError) as error:
        log.warning("database not available: %s", error if isinstance(error, Unavailable) else type(error).__name__)
        return trouble(request, 503, {hdrs.RETRY_AFTER: RETRY_AFTER})
    except Parked:
        return trouble(request, 500)
    except Exception as error:
        log.exception("page failed: %s", type(error).__name__)
        return trouble(request, 500)


def _refuse(request: web.Request) -> None:
    """Posts from other sites and bodies too large for a form. Raises HTTPForbidden, HTTPRequestEntityTooLarge."""
    if (request.content_length or 0) > LARGEST:
        raise web.HTTPRequestEntityTooLarge(LARGEST)
    if request.method == hdrs.METH_POST and _is_foreign(request):
        raise web.HTTPForbidden


def _is_foreign(request: web.Request) -> bool:
    """Whether a post came from a page of somebody else.

    Browsers say so in Sec-Fetch-Site. Older ones only have Origin, which our own Referrer-Policy makes `null`;
    for them the sealed step in the form decides.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site not in {"same-origin", "none"}
    origin = request.headers.get(hdrs.ORIGIN, "null")
    ours = {urlsplit(request.app[CHAT].settings.public_url).netloc, request.host}
    return origin != "null" and urlsplit(origin).netloc not in ours


def trouble(request: web.Request, status: int, headers: Mapping[str, str] | None = None) -> web.Response:
    """A friendly page; after an answer that could not be stored, with a button to send the same again."""
    say = voice_of(request).say
    title, key = SAID.get(status, NOTHING)
    posted = request.get(POSTED) if status == 503 else None
    again = Again.of(request.path, posted) if posted else None
    lines = (say(key, limit=LONGEST), *([say("not_stored")] if posted else []))
    response = message(request, title, *lines, status=status, again=again)
    for name in (hdrs.RETRY_AFTER, hdrs.ALLOW):
        if headers and name in headers:
            response.headers[name] = headers[name]
    return response
