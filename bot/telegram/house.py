"""Everything of Telegram put together: opened when the server starts, closed in the order that loses nothing."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.beside import running
from bot.chatlanes import ChatLanes
from bot.speaker import Speaker, Waits, pause
from bot.telegram import signs
from bot.telegram.hearing import Hearing
from bot.telegram.ingest import Ingest, key_of
from bot.telegram.polling import REFUSED, Polling
from bot.telegram.post import Post
from bot.telegram.ring import Ring
from bot.telegram.strangers import Strangers
from bot.telegram.talk import Arrived
from bot.telegram.transport import Transport
from bot.telegram.updates import ALLOWED
from bot.telegram.watch import Watch
from bot.telegram.webhook import PATH, Hook
from bot.webchat.parts import Chat
from surveys.faults import Mistakes
from surveys.store import conversations, inbox
from surveys.store.contacts import current
from surveys.store.database import Db, sqlite_path

log = logging.getLogger(__name__)

CONNECTIONS = 40
"""How many updates Telegram may bring at the same time over the webhook."""
GiveUp = Callable[[Mistakes], None]


@dataclass(frozen=True)
class Telegram:
    """What the rest of the server sees. `hook` answers Telegram's calls."""

    hook: Hook
    watch: Watch


@asynccontextmanager
async def opened(chat: Chat, waits: Waits, give_up: GiveUp) -> AsyncIterator[Telegram]:
    """Hears and speaks until closed: first nothing new is fetched, then the lanes run empty, then what is being
    sent arrives. `give_up` is told when Telegram will not have us."""
    house = _House(chat, give_up)
    async with AsyncExitStack() as stack:
        await house.transport.initialize()
        stack.push_async_callback(house.transport.shutdown)
        alone = sqlite_path(chat.settings.database_url) is not None
        speaker = Speaker(house.post(), chat.engine, chat.writer, chat.clock, waits, alone=alone)
        await stack.enter_async_context(speaker)
        lanes = await stack.enter_async_context(house.lanes(speaker))
        ingest = house.ingest(lanes)
        stack.push_async_callback(ingest.finish)
        log.info("messages of before in their lanes: %d", await ingest.recover())
        watch = Watch(chat.writer, chat.engine, chat.clock, lanes.empty, speaker.nudge)
        await stack.enter_async_context(running(watch.run()))
        await stack.enter_async_context(running(house.listen(ingest, watch)))
        yield Telegram(Hook(ingest, house.secret), watch)


class _House:
    """The parts, made of the server's own."""

    def __init__(self, chat: Chat, give_up: GiveUp) -> None:
        self._chat = chat
        self._give_up = give_up
        settings = chat.settings
        self._base = f"{settings.telegram_api}/bot"
        self.transport = Transport()
        self._polling_transport = Transport(connections=2)
        self._bot = Bot(
            settings.telegram_token,
            base_url=self._base,
            request=self.transport,
            get_updates_request=self._polling_transport,
        )
        self._bot_id = int(settings.telegram_token.partition(":")[0])
        self._ring = Ring(chat.engine, chat.vault, chat.clock)
        self.secret = chat.vault.lookup("telegram webhook", str(self._bot_id))

    def _seal(self, text: str) -> str:
        return self._chat.vault.lookup("telegram button", text)

    def _natural(self, natural: str) -> str:
        return key_of(self._chat.vault, self._bot_id, natural)

    def post(self) -> Post:
        chat = self._chat
        return Post(self._bot, self._ring, chat.desk, chat.clock, chat.settings, chat.languages, self._seal)

    def lanes(self, speaker: Speaker) -> ChatLanes[Arrived]:
        hearing = self._hearing()

        async def hear(arrived: Arrived) -> None:
            await hearing.hear(arrived)
            speaker.nudge()

        return ChatLanes(hear, self._park)

    def _hearing(self) -> Hearing:
        chat = self._chat
        strangers = Strangers(
            chat.engine,
            chat.writer,
            chat.vault,
            self._ring,
            chat.desk,
            chat.clock,
            chat.guesses,
            chat.languages,
            chat.settings.telegram_from_age,
        )
        folder = chat.settings.config_dir
        return Hearing(chat.writer, self._ring, chat.desk, chat.clock, folder, self._natural, self._seal, strangers)

    async def _park(self, arrived: Arrived, fault: str) -> None:
        """Set aside, under the name of its conversation where we know it, so that erasing finds it."""

        async def job(db: Db) -> None:
            contact = await current(db, arrived.lane)
            if contact:
                await inbox.note(db, arrived.id, conversation=contact.conversation)
            await conversations.park_inbox(db, arrived.id, fault)

        await self._chat.writer.do(job)

    def ingest(self, lanes: ChatLanes[Arrived]) -> Ingest:
        chat = self._chat
        return Ingest(chat.engine, chat.writer, chat.vault, self._ring, lanes, chat.clock, self._bot, self._bot_id)

    async def listen(self, ingest: Ingest, watch: Watch) -> None:
        """Connects, however long Telegram cannot be reached, and then fetches or waits to be called."""
        try:
            await self._polling_transport.initialize()
            await self._connect()
            await signs.put_up(self._bot, self._chat.desk.texts, self._chat.languages)
            if self._chat.settings.telegram_mode == "webhook":
                await watch.always_good()
            url = f"{self._base}{self._chat.settings.telegram_token}/getUpdates"
            await Polling(self._polling_transport, url, ingest, watch.good, self._give_up).run()
        finally:
            await self._polling_transport.shutdown()

    async def _connect(self) -> None:
        failed = 0
        while True:
            try:
                return await self._introduce()
            except InvalidToken:
                self._give_up(Mistakes(REFUSED))
                return None
            except TelegramError as error:
                failed += 1
                log.warning("Telegram cannot be reached: %s", type(error).__name__)
                await asyncio.sleep(pause(failed))

    async def _introduce(self) -> None:
        """Nothing that waits at Telegram is dropped."""
        await self._bot.get_me()
        if self._chat.settings.telegram_mode == "polling":
            await self._bot.delete_webhook(drop_pending_updates=False)
            return
        await self._bot.set_webhook(
            f"{self._chat.settings.public_url}{PATH}",
            max_connections=CONNECTIONS,
            allowed_updates=ALLOWED,
            drop_pending_updates=False,
            secret_token=self.secret,
        )
