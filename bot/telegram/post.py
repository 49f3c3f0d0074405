"""Telegram as a bot.channel.Channel: rows of the outbox become letters, letters requests to the Bot API."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from telegram import Bot, LinkPreviewOptions
from telegram.error import TelegramError

from bot.assistant import every_helpline, helplines
from bot.channel import Make
from bot.telegram import faces
from bot.telegram.buttons import Buttons
from bot.telegram.faults import is_nothing_to_do, meaning_of
from bot.telegram.letters import BEGIN, LANGUAGES, Letter, Pen, lines_of
from bot.telegram.ring import Known, Ring
from bot.telegram.strangers import code_in
from bot.telegram.talk import CHANNEL, Memory, Talk, remembered, talk_of
from bot.telegram.updates import read
from surveys import engine
from surveys.clock import Clock
from surveys.intake import Desk
from surveys.settings import Settings
from surveys.store import contacts, inbox, outbox
from surveys.store.database import Db
from surveys.store.outbox import Claimed
from surveys.vault import Cipher

UNKNOWN = "parent"
"""How somebody is addressed of whom nothing is known: with u."""
DELETABLE = timedelta(hours=48)
"""How long Telegram lets a bot take its messages away."""
AT_ONCE = 100
"""So many messages go in one deleteMessages."""
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True)
class Post:
    """`seal` makes seals for buttons; `languages`: those that may be offered."""

    bot: Bot
    ring: Ring
    desk: Desk
    clock: Clock
    settings: Settings
    languages: Sequence[str]
    seal: Callable[[str], str]

    name = CHANNEL

    async def ready(self, lane: str) -> Make:
        """The key of whose chat it is, fetched before the transaction."""
        known = await self.ring.of(lane)

        async def make(db: Db, row: Claimed) -> Letter | None:
            if row.conversation is None:
                return await self._to_stranger(db, row)
            talk = await self._talk(db, row, known)
            return await self._letter(db, row, talk) if talk else None

        return make

    async def deliver(self, letter: Letter) -> str:
        """Sends it; Telegram's number of the message. Raises as bot.channel says."""
        try:
            return await self._request(letter)
        except TelegramError as error:
            if is_nothing_to_do(error):
                return ""
            raise meaning_of(error) from None

    async def _request(self, letter: Letter) -> str:
        if letter.does == "wipe":
            await self.bot.delete_messages(letter.chat, letter.messages)
        elif letter.does == "change":
            await self.bot.edit_message_text(
                letter.text, letter.chat, letter.messages[0], link_preview_options=NO_PREVIEW
            )
        elif letter.does == "buttons":
            await self.bot.edit_message_reply_markup(letter.chat, letter.messages[0], reply_markup=letter.keyboard)
        else:
            sent = await self.bot.send_message(
                letter.chat, letter.text, reply_markup=letter.keyboard, link_preview_options=NO_PREVIEW
            )
            return str(sent.message_id)
        return ""

    async def _talk(self, db: Db, row: Claimed, known: Known | None) -> Talk | None:
        """The row's conversation, if this chat is still in it and may be written to."""
        contact = await contacts.in_conversation(db, row.conversation or 0, CHANNEL)
        if contact is None or contact.lookup != row.lane or contact.unreachable_at:
            return None
        cipher: Cipher | None = known.cipher if known and known.name == contact.respondent else None
        cipher = cipher or await self.ring.named(contact.respondent)
        return await talk_of(db, contact, cipher, self.desk) if cipher else None

    async def _letter(self, db: Db, row: Claimed, talk: Talk) -> Letter | None:
        if row.kind == "wipe":
            return await self._wiping(db, row, talk)
        if await outbox.is_overtaken(db, row) or not _is_needed(row, talk):
            return None
        memory = await remembered(db, talk) if _repeats(row, talk) else Memory({}, {}, frozenset(talk.state.answers))
        pen = Pen(self.desk, talk, memory, self._buttons(talk), self._offered(talk), self._lines(talk, row))
        if row.kind == "edit":
            return pen.ticks(row) if row.note == "ticks" else pen.change(row)
        return pen.say(row)

    async def _wiping(self, db: Db, row: Claimed, talk: Talk) -> Letter | None:
        found = await outbox.receipts(db, talk.stored.id, CHANNEL, self.clock() - DELETABLE, row)
        return Letter(talk.chat, "wipe", messages=tuple(int(one) for one in found[-AT_ONCE:])) if found else None

    def _buttons(self, talk: Talk) -> Buttons:
        return Buttons(talk.questionnaire, talk.stored.id, self.seal)

    def _offered(self, talk: Talk) -> list[str]:
        return [language for language in self.languages if language in talk.questionnaire.languages]

    def _lines(self, talk: Talk, row: Claimed) -> Sequence[Any]:
        if row.kind != "safety" and row.note != "help":
            return ()
        return helplines(self.settings.config_dir, talk.stored.informant)

    async def _to_stranger(self, db: Db, row: Claimed) -> Letter | None:
        """A reply to somebody we do not know. Where it goes is read from the message itself."""
        raw = await inbox.find(db, row.inbox or 0)
        cipher = await self.ring.named(raw.sealed_by) if raw else None
        if raw is None or cipher is None:
            return None
        came = read(json.loads(cipher.open(raw.body, f"inbox|{raw.key}")))
        wish = came.language.partition("-")[0]
        language = wish if wish in self.languages else self.languages[0]
        say = _Say(self.desk, language)
        if row.note == "telegram_too_young":
            url = f"{self.settings.public_url}/i/{code_in(came)}"
            return Letter(came.chat, text=say(row.note), keyboard=faces.link(say("telegram_open"), url))
        parts = [say(row.note)]
        if row.kind == "safety":
            lines = [line for line in every_helpline(self.settings.config_dir) if line.verified]
            parts.append(lines_of(lines, language))
        elif row.note == "dead_link":
            parts.append(say("dead_link_next"))
        return Letter(came.chat, text="\n\n".join(parts))


@dataclass(frozen=True)
class _Say:
    """Words to somebody we do not know."""

    desk: Desk
    language: str

    def __call__(self, key: str) -> str:
        return self.desk.texts.say(key, self.language, UNKNOWN)


def _is_needed(row: Claimed, talk: Talk) -> bool:
    """Whether the row still says what the conversation is about; what was said since elsewhere comes first."""
    if row.kind in {"edit", "aside"} or row.question == LANGUAGES:
        return True
    if row.question == BEGIN:
        return talk.state.phase == "consent"
    asked = engine.prompt(talk.questionnaire, talk.state)
    return (asked.id, asked.item) == (row.question, row.item)


def _repeats(row: Claimed, talk: Talk) -> bool:
    """Whether own words or earlier answers stand in the letter."""
    question = talk.questionnaire.question(row.question)
    names_goal = question is not None and any("{goal}" in words for words in question.text.values())
    return names_goal or row.question == "_overview" or row.kind == "edit" or talk.contact.from_turn > 0
