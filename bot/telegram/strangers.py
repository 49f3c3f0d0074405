"""Chats that we do not know, and the codes with which they become somebody's."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.telegram.letters import BEGIN
from bot.telegram.ring import Ring
from bot.telegram.talk import CHANNEL, Arrived, address_about
from bot.telegram.updates import Came
from bot.webchat.limits import Guesses
from surveys import codes, engine, intake, opening, states
from surveys.ages import age_on
from surveys.clock import Clock
from surveys.engine import ENDED
from surveys.intake import Desk
from surveys.language.normalise import plain
from surveys.opening import Door
from surveys.periods import HOME
from surveys.store import contacts, inbox, outbox
from surveys.store.conversations import Stored
from surveys.store.database import Db, reading
from surveys.vault import Cipher, Vault
from surveys.writer import Writer

_WHOLE = re.compile(r"[A-Za-z0-9]{26}|([A-Za-z0-9]{4}[- ]?){6}[A-Za-z0-9]{2}")
"""A code on its own, as it stands in a letter or a link."""


@dataclass(frozen=True)
class Strangers:
    """`languages`: those that may be offered; `from_age`: who is younger gets the web link (decision 12)."""

    engine: AsyncEngine
    writer: Writer
    vault: Vault
    ring: Ring
    desk: Desk
    clock: Clock
    guesses: Guesses
    languages: Sequence[str]
    from_age: int

    async def entered(self, arrived: Arrived, came: Came) -> bool:
        """Whether a code that works came in, and was used."""
        code = code_in(came)
        if not code or self.guesses.closed(arrived.lane, self.clock()):
            return False
        now = self.clock()
        async with reading(self.engine).begin() as db:
            door = await opening.find_door(db, codes.hash_of(code), now)
        if door is None:
            return False
        if self._is_too_young(door, now):
            await self.writer.do(lambda db: self.say(db, arrived, "telegram_too_young", now))
            return True
        await self._tie(arrived, came, door, now)
        return True

    async def heard(self, arrived: Arrived, came: Came, alarm: str) -> None:
        """Anything else from somebody we do not know: who can be called, or how to begin."""
        now = self.clock()
        note = self._note(arrived, came, alarm, now)

        async def job(db: Db) -> None:
            if came.kind == "nothing" or not await inbox.is_new(db, arrived.id):
                await inbox.close(db, arrived.id)
            else:
                await self.say(db, arrived, note, now)

        await self.writer.do(job)

    def _note(self, arrived: Arrived, came: Came, alarm: str, now: datetime) -> str:
        if alarm != "none":
            return "safety" if alarm == "acute" else "safety_worrying"
        if came.command in {"help", "hulp"} or plain(came.text) in self.desk.texts.words.get("help", ()):
            return "help_lead"
        if not code_in(came) and not came.argument:
            return "telegram_stranger"
        if self.guesses.closed(arrived.lane, now):
            return "too_many_tries"
        self.guesses.wrong(arrived.lane, now)
        return "dead_link"

    async def say(self, db: Db, arrived: Arrived, note: str, now: datetime) -> None:
        """A reply to a chat that belongs to nobody. Where it goes stands in the message itself, until it is sent."""
        kind = "safety" if note.startswith(("safety", "help")) else "aside"
        row = {
            "key": f"in:{arrived.id}",
            "inbox": arrived.id,
            "channel": CHANNEL,
            "lane": arrived.lane,
            "kind": kind,
            "question": "",
            "item": 0,
            "turn": 0,
            "note": note,
            "state": "new",
            "made_at": now,
        }
        await outbox.put(db, row)
        await inbox.close(db, arrived.id, legible=True)

    def _is_too_young(self, door: Door, now: datetime) -> bool:
        invited = door.invited
        if invited.informant != "youth" or not invited.birth_month:
            return False
        return age_on(invited.birth_month, now.astimezone(HOME).date()) < self.from_age

    async def _tie(self, arrived: Arrived, came: Came, door: Door, now: datetime) -> None:
        """From now on the chat is this person's, and is in this conversation."""
        respondent = door.invited.respondent
        cipher = (await self.vault.keys_for([respondent]))[respondent]
        handle, language = secrets.token_hex(13), self._language(door, came)

        async def job(db: Db) -> None:
            if not await inbox.is_new(db, arrived.id):
                return
            stored = await opening.entered(db, door, self.desk.catalogue, language, handle, now)
            if stored is None:
                await self.say(db, arrived, "dead_link", now)
                return
            await self._meet(db, arrived, came, stored, cipher, now)
            await self._greet(db, arrived, stored, now)
            await inbox.close(db, arrived.id)

        await self.writer.do(job)
        self.ring.hold(arrived.lane, respondent, cipher)

    async def _meet(
        self, db: Db, arrived: Arrived, came: Came, stored: Stored, cipher: Cipher, now: datetime
    ) -> None:
        before = await contacts.find(db, stored.respondent, CHANNEL)
        same = before is not None and (before.lookup, before.conversation) == (arrived.lane, stored.id)
        row = {
            "respondent": stored.respondent,
            "channel": CHANNEL,
            "address": cipher.seal(str(came.chat), address_about(stored.respondent)),
            "lookup": arrived.lane,
            "conversation": stored.id,
            "from_turn": before.from_turn if before and same else opening.seen_from(stored),
            "since": now,
            "shows_goals": bool(before and same and before.shows_goals),
        }
        await contacts.meet(db, row)

    async def _greet(self, db: Db, arrived: Arrived, stored: Stored, now: datetime) -> None:
        state = states.from_json(stored.state)
        questionnaire = await self.desk.catalogue.version(db, stored.slug, stored.version)
        said = intake.outbox_row(stored, engine.prompt(questionnaire, state), arrived.lane)
        if state.phase == "consent":
            said |= {"kind": "notice", "question": BEGIN, "item": 0}
        note = "telegram_resume" if state.phase not in ENDED | {"consent"} else ""
        row = {"key": f"in:{arrived.id}", "inbox": arrived.id, "channel": CHANNEL, "note": note, "made_at": now}
        await outbox.put(db, said | row)

    def _language(self, door: Door, came: Came) -> str:
        """The invitation's language, else that of the person's app, else the first one that may be offered."""
        spoken = self.desk.catalogue.current[door.invited.question_set].languages
        offered = [language for language in self.languages if language in spoken]
        wishes = (door.invited.language, came.language.partition("-")[0])
        return next((one for one in wishes if one in offered), offered[0])


def code_in(came: Came) -> str:
    """The code that came with /start, or as a message of its own; empty when there is none."""
    if came.kind != "text":
        return ""
    if came.command:
        return codes.normalised(came.argument) or "" if came.command == "start" else ""
    typed = came.text.strip()
    return codes.normalised(typed) or "" if _WHOLE.fullmatch(typed) else ""
