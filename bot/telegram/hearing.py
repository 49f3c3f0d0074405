"""One message of a chat, handled: one transaction for state, answers, what is to be said, and "inbox row done"."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.assistant import safety
from bot.telegram.buttons import Buttons, Press
from bot.telegram.letters import BEGIN, LANGUAGES, ticks
from bot.telegram.meaning import Before, Heard, Local, meaning
from bot.telegram.ring import Known, Ring
from bot.telegram.strangers import Strangers
from bot.telegram.talk import CHANNEL, Arrived, Talk, remembered, talk_of
from bot.telegram.updates import Came, natural_of_message, read
from surveys import engine, intake
from surveys.clock import Clock
from surveys.engine import Ended
from surveys.inbound import Inbound
from surveys.intake import Desk, Outcome
from surveys.language.normalise import clean
from surveys.questionnaire import OWN_WORDS
from surveys.replies import Reply, Understood, understand
from surveys.store import contacts, inbox, outbox
from surveys.store.database import Db
from surveys.writer import Writer

THROWN_AWAY = frozenset({"erased", "discarded"})
"""Endings after which the questions in the chat go too."""


class Moved(Exception):
    """The chat belongs to somebody else since its key was fetched: look again."""


@dataclass(frozen=True)
class Hearing:
    """`natural`: the inbox key of a natural key; `seal`: makes seals for buttons; `strangers`: for chats we do not
    know, and codes."""

    writer: Writer
    ring: Ring
    desk: Desk
    clock: Clock
    config_dir: Path
    natural: Callable[[str], str]
    seal: Callable[[str], str]
    strangers: Strangers

    async def hear(self, arrived: Arrived) -> None:
        """One update. Raises Unavailable when the database cannot take it now, anything else when it is at fault."""
        came = read(arrived.raw)
        if came.kind in {"left", "back"}:
            await self._member(arrived, away=came.kind == "left")
        elif not await self.strangers.entered(arrived, came):
            await self._heard(arrived, came, safety(came.text, self.config_dir) if came.text else "none")

    async def _heard(self, arrived: Arrived, came: Came, alarm: str) -> None:
        known = await self.ring.of(arrived.lane)
        if known is None:
            await self.strangers.heard(arrived, came, alarm)
            return
        try:
            await self._known(arrived, came, known, alarm)
        except Moved:
            self.ring.forget(arrived.lane)
            await self._heard(arrived, came, alarm)

    async def _member(self, arrived: Arrived, *, away: bool) -> None:
        now = self.clock()

        async def job(db: Db) -> None:
            await contacts.reached(db, arrived.lane, now if away else None)
            if away:
                await outbox.silence(db, arrived.lane, now, "unreachable")
            await inbox.close(db, arrived.id)

        await self.writer.do(job)

    async def _known(self, arrived: Arrived, came: Came, known: Known, alarm: str) -> None:
        now = self.clock()

        async def job(db: Db) -> None:
            if not await inbox.is_new(db, arrived.id):
                return
            contact = await contacts.current(db, arrived.lane)
            if contact is None or contact.respondent != known.name:
                raise Moved
            if contact.unreachable_at:
                await contacts.reached(db, arrived.lane, None)
            talk = await talk_of(db, contact, known.cipher, self.desk, locked=True)
            if talk is None:
                await self.strangers.say(db, arrived, "dead_link", now)
                return
            await _Step(self, db, arrived, came, talk, now).take(alarm)

        await self.writer.do(job)


@dataclass(frozen=True)
class _Step:
    """One step in the chat's conversation, inside the writer's transaction."""

    house: Hearing
    db: Db
    arrived: Arrived
    came: Came
    talk: Talk
    now: datetime

    async def take(self, alarm: str) -> None:
        buttons = Buttons(self.talk.questionnaire, self.talk.stored.id, self.house.seal)
        heard = meaning(self.came, self.talk, buttons, await self._before(), alarm)
        if isinstance(heard.meant, Local):
            await self._local(heard.meant)
            await inbox.close(self.db, self.arrived.id)
        else:
            await self._receive(heard, heard.meant)

    async def _before(self) -> Before:
        """What is known of the messages before; only looked up where it matters."""
        of = self.talk.stored.id
        if self.came.kind == "text":
            return Before(seen=await outbox.last_said(self.db, of, CHANNEL))
        if self.came.kind != "edited":
            return Before()
        key = self.house.natural(natural_of_message(self.came.chat, self.came.message))
        found = await inbox.taken_as(self.db, CHANNEL, key)
        if found is None or found[0] != of:
            return Before()
        taken = found[1], found[2]
        question = self.talk.questionnaire.question(taken[0])
        own = question is not None and question.kind in OWN_WORDS
        return Before(taken=taken, pieces=await inbox.pieces(self.db, of, *taken) if own else 1)

    async def _receive(self, heard: Heard, inbound: Inbound) -> None:
        inbound = await self._whole(inbound)
        outcome = await intake.receive(self.db, inbound, self.arrived.id, self.house.desk, self.talk.cipher, self.now)
        if inbound.text and self._is_question(inbound.question):
            about = {"conversation": self.talk.stored.id, "question": inbound.question, "item": inbound.item}
            await inbox.note(self.db, self.arrived.id, **about)
        if heard.press and heard.press.act in {"answer", "ticked"} and not outcome.reasons:
            await self._change(heard.press)
        if self.talk.contact.ticked and heard.press and heard.press.act == "ticked":
            await contacts.change(self.db, self.talk.contact, ticked="")
        await self._tidy(outcome)

    def _is_question(self, id: str) -> bool:  # noqa: A002 - a question's id
        return self.talk.questionnaire.question(id) is not None

    async def _whole(self, inbound: Inbound) -> Inbound:
        """People send an answer in several messages: until the next question is there, they belong together."""
        question = self.talk.questionnaire.question(inbound.question) if inbound.text else None
        key = (inbound.question, inbound.item)
        if question is None or question.kind not in OWN_WORDS or self.came.kind != "text":
            return inbound
        if key not in self.talk.state.answers or key == self.talk.state.reopened:
            return inbound
        text = clean(inbound.text)
        if understand(question, Reply(text=text), self.house.desk.texts.words) != Understood(""):
            return inbound
        words = (await remembered(self.db, self.talk)).words.get(key, "")
        if not words or text in {words, words.rpartition("\n")[2]}:
            return inbound if not words else replace(inbound, text=words)
        return replace(inbound, text=f"{words}\n{text}")

    async def _change(self, press: Press) -> None:
        """The tapped question will show what was chosen."""
        note = press.code if press.question.startswith("_") else ""
        await self._put("edit", press.question, press.item, note=note, target=str(self.came.message), part="edit")

    async def _tidy(self, outcome: Outcome) -> None:
        """When answers are thrown away, our questions go from the chat as far as Telegram lets them."""
        if any(isinstance(effect, Ended) and effect.phase in THROWN_AWAY for effect in outcome.effects):
            await self._put("wipe", "", 0, part="wipe")

    async def _local(self, local: Local) -> None:
        if local.does == "languages":
            await self._put("aside", LANGUAGES, 0)
        elif local.does == "tick":
            await self._tick(local)
        elif local.does == "goals":
            shows = not self.talk.contact.shows_goals
            await contacts.change(self.db, self.talk.contact, shows_goals=shows)
            await self._say_again("")
        elif local.does == "begin":
            await self._begin()
        elif local.does == "say":
            await self._say_again(local.note)

    async def _begin(self) -> None:
        """The first page makes way for what is asked now, once."""
        await self._put("edit", BEGIN, 0, target=str(self.came.message), part="edit")
        asked = engine.prompt(self.talk.questionnaire, self.talk.state)
        if await outbox.last_said(self.db, self.talk.stored.id, CHANNEL) != (asked.id, asked.item):
            await self._say_again("")

    async def _tick(self, local: Local) -> None:
        """One option on or off. A question that has passed is not touched."""
        asked = engine.prompt(self.talk.questionnaire, self.talk.state)
        if (asked.id, asked.item) != (local.question, local.item):
            await self._say_again("stale")
            return
        ticked = ticks(self.talk.contact.ticked, (asked.id, asked.item))
        changed = [code for code in ticked if code != local.code] + [local.code] * (local.code not in ticked)
        kept = f"{local.question}/{local.item}:{' '.join(changed)}"
        await contacts.change(self.db, self.talk.contact, ticked=kept)
        await self._put("edit", asked.id, asked.item, note="ticks", target=str(self.came.message), part="ticks")

    async def _say_again(self, note: str) -> None:
        asked = engine.prompt(self.talk.questionnaire, self.talk.state)
        if not note and await outbox.underway(self.db, self.talk.stored.id, CHANNEL, asked.id, asked.item):
            return
        said = intake.outbox_row(self.talk.stored, asked, self.arrived.lane)
        await outbox.put(self.db, said | self._row("", note=note))

    async def _put(self, kind: str, question: str, item: int, part: str = "", **more: str) -> None:
        row = {
            "conversation": self.talk.stored.id,
            "lane": self.arrived.lane,
            "kind": kind,
            "question": question,
            "item": item,
            "turn": self.talk.stored.turn,
            "state": "new",
        }
        await outbox.put(self.db, row | self._row(part, **more))

    def _row(self, part: str, **more: str) -> dict[str, Any]:
        key = f"in:{self.arrived.id}:{part}" if part else f"in:{self.arrived.id}"
        return {"key": key, "inbox": self.arrived.id, "channel": CHANNEL, "made_at": self.now, **more}
