"""The server: every part made once, put together, run until it is told to stop."""

import asyncio
import errno
import logging
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from aiohttp import web

from bot.alone import alone
from bot.assistant import every_helpline, safety
from bot.beside import running
from bot.health import health
from bot.lanes import Lanes
from bot.logs import ACCESS, Access
from bot.speaker import Waits
from bot.telegram import house as telegram
from bot.telegram import webhook
from bot.telegram.house import GiveUp
from bot.tidying import tidy
from bot.webchat.app import bare
from bot.webchat.guard import guarded
from bot.webchat.parts import CHAT, Chat
from surveys import texts as texts_of
from surveys.catalogue import Catalogue
from surveys.clock import Clock
from surveys.faults import Mistakes
from surveys.installation import opened
from surveys.intake import Desk
from surveys.settings import Settings
from surveys.texts import Texts
from surveys.writer import Writer

log = logging.getLogger(__name__)

LAST_SECONDS = 8.0
"""How long steps in flight get to finish when the server is told to stop."""

WAITS = Waits()
TELEGRAM = web.AppKey("telegram", telegram.Telegram)
Started = Callable[[str, str], None]
"""Told once both ports listen: the address of the conversations and that of the staff port."""


@asynccontextmanager
async def composed(settings: Settings, clock: Clock) -> AsyncIterator[Chat]:
    """Everything the pages work with, what was left in the inbox handled first.

    Raises Mistakes when the installation cannot be served from: not made yet, served already, a file wrong.
    """
    texts = texts_of.load(settings.config_dir)
    languages = offered(texts, demo=settings.demo)
    desk = Desk(Catalogue.read(settings.config_dir), texts, frozenset(languages))
    safety("", settings.config_dir)
    every_helpline(settings.config_dir)
    with alone(settings.database_url):
        async with opened(settings, clock) as house, Writer(house.engine) as writer:
            await writer.do(lambda db: desk.catalogue.register(db, clock()))
            lanes = Lanes(house.engine, writer, house.vault, desk, clock, settings.config_dir)
            log.info("messages of before handled: %d", await lanes.recover())
            async with running(tidy(writer, house.vault, clock)):
                yield Chat(settings, house.engine, house.vault, clock, desk, writer, lanes, languages)


def _told(mistakes: Mistakes) -> None:
    log.critical("%s", mistakes)


def offered(texts: Texts, *, demo: bool) -> tuple[str, ...]:
    """The languages to hold conversations in; the log says why not another. Raises Mistakes when none is left."""
    gaps = {language: texts_of.unreviewed(texts, language) for language in texts.languages}
    if demo:
        return texts.languages
    for language, missing in gaps.items():
        if missing:
            log.warning("language %s is not offered: nobody reviewed %s", language, ", ".join(missing))
    found = tuple(language for language, missing in gaps.items() if not missing)
    if not found:
        raise Mistakes("config/texts: no language has a reviewer for its consent, stop, erase and safety words")
    return found


def application(settings: Settings, clock: Clock, waits: Waits = WAITS, give_up: GiveUp = _told) -> web.Application:
    """The public pages and the channels with all they need, opened when the application starts, closed when it ends.

    `give_up` is told when a channel cannot go on.
    """

    async def parts(app: web.Application) -> AsyncIterator[None]:
        async with composed(settings, clock) as chat:
            app[CHAT] = chat
            async with AsyncExitStack() as stack:
                if settings.telegram_token:
                    app[TELEGRAM] = await stack.enter_async_context(telegram.opened(chat, waits, give_up))
                yield

    app = bare()
    app.add_routes([web.get("/health", health)])
    if settings.telegram_token and settings.telegram_mode == "webhook":
        app.add_routes([web.post(webhook.PATH, lambda request: request.app[TELEGRAM].hook.receive(request))])
    app.cleanup_ctx.append(parts)
    return app


def staff_application(chat: Chat) -> web.Application:
    """What stands on the staff port."""
    app = web.Application(middlewares=[guarded])
    app[CHAT] = chat
    app.add_routes([web.get("/health", health)])
    return app


async def run(
    settings: Settings,
    clock: Clock,
    *,
    host: str = "127.0.0.1",
    public_port: int = 8080,
    staff_port: int = 8081,
    started: Started = lambda _public, _staff: None,
    waits: Waits = WAITS,
) -> None:
    """Serves until SIGTERM or SIGINT; then nothing new is accepted and what is being stored is finished.

    Raises Mistakes when a channel cannot go on, such as when another program uses the same bot.
    """
    stop, faults = asyncio.Event(), list[Mistakes]()

    def give_up(mistakes: Mistakes) -> None:
        faults.append(mistakes)
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with AsyncExitStack() as stack:
        public = application(settings, clock, waits, give_up)
        conversations = await _listen(stack, public, host, public_port, "--public-port")
        staff = await _listen(stack, staff_application(public[CHAT]), host, staff_port, "--staff-port")
        started(conversations, staff)
        await stop.wait()
        log.info("stopping")
    if faults:
        raise faults[0]


async def _listen(stack: AsyncExitStack, app: web.Application, host: str, port: int, option: str) -> str:
    """Starts an application on a port (0: any free one); its address."""
    runner = web.AppRunner(app, access_log_class=Access, access_log=ACCESS, auto_decompress=False)
    stack.push_async_callback(runner.cleanup)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port, shutdown_timeout=LAST_SECONDS).start()
    except OSError as error:
        raise Mistakes(_why_not(error, host, port, option)) from None
    return f"http://{host}:{runner.addresses[0][1]}"


def _why_not(error: OSError, host: str, port: int, option: str) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"{option} {port}: another program listens there already; stop it or choose another port"
    return f"{option} {port} on {host}: cannot be listened on ({error.strerror})"
