"""The one step for an inbound message: load, step, save. Works inside the writer's transaction.

Nothing here opens or commits one (decision 14). Time comes in as `now`; the alarm comes in with the message.
"""

import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from surveys import engine, states
from surveys.catalogue import Catalogue
from surveys.engine import Effect, Event, State
from surveys.inbound import Inbound
from surveys.language.normalise import clean
from surveys.names import names_of
from surveys.periods import HOME
from surveys.questionnaire import GOALS, Questionnaire
from surveys.replies import Reply, Words, items
from surveys.store import conversations, outbox
from surveys.store.conversations import Stored
from surveys.store.database import Db
from surveys.texts import Texts
from surveys.vault import Cipher

COUNTS = frozenset({"done", "kept"})
STATUS = {"done": "submitted", "expired": "abandoned"}
"""How an engine phase is stored as a conversation's status, where the names differ."""
ERASES = frozenset({"discarded", "declined", "erased", "expired"})
GRACE = timedelta(days=1)
"""Who began before the last day was over may finish within this time."""


@dataclass(frozen=True)
class Outcome:
    """Where the conversation stands after a step, and what happened in it."""

    state: State
    effects: tuple[Effect, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Desk:
    """What every step needs and never changes: the question sets and the words.

    `offered`: the languages that conversations may be held in (decision 10); None: all there are.
    """

    catalogue: Catalogue
    texts: Texts
    offered: frozenset[str] | None = None

    @cached_property
    def words(self) -> Words:
        """What people say, without the names of languages that are not offered."""
        if self.offered is None:
            return self.texts.words
        return {name: said for name, said in self.texts.words.items() if self.offers(name)}

    def offers(self, wish: str) -> bool:
        """Whether a wish can be met: `language:CODE` only for a language that is offered."""
        language = wish.removeprefix("language:")
        return language == wish or language in (self.texts.languages if self.offered is None else self.offered)


async def accept(db: Db, inbound: Inbound, cipher: Cipher, now: datetime) -> tuple[int, str]:
    """Writes a message down, raw and encrypted, before anything is done with it. Id and state of its inbox row."""
    row = {
        "channel": inbound.channel,
        "key": inbound.key,
        "conversation": inbound.conversation,
        "body": cipher.seal(inbound.to_json(), f"inbox|{inbound.key}"),
        "state": "new",
        "received_at": now,
    }
    return await conversations.put_inbox(db, row)


async def receive(db: Db, inbound: Inbound, inbox: int, desk: Desk, cipher: Cipher, now: datetime) -> Outcome:
    """One message handled: state, answers, signal, outbox and "inbox row done" in the same transaction.

    A message handled before changes nothing and gives where the conversation stands now.
    """
    stored = await conversations.find_locked(db, inbound.conversation)
    if stored is None:
        raise LookupError("no such conversation")
    before = states.from_json(stored.state)
    row = await conversations.inbox_row(db, inbox)
    if row.state != "new":
        return Outcome(before)
    questionnaire = await desk.catalogue.version(db, stored.slug, stored.version)
    event = event_of(inbound, before, desk.texts, cipher, now.astimezone(HOME).date())
    if event and is_over(stored, now):
        event = replace(event, action="expire")
    met = event is not None and desk.offers(event.action)
    state, effects = engine.step(questionnaire, before, event, desk.words) if event and met else (before, ())
    step = Step(stored, questionnaire, state, effects, inbound, now)
    await _save(db, step, cipher, inbox, desk.texts)
    await _speak(db, step, before, inbox)
    return Outcome(state, effects, tuple(effect.reason for effect in effects if isinstance(effect, engine.Repeat)))


def is_over(stored: Stored, now: datetime) -> bool:
    """Whether the time to answer has passed, also for who was in the middle of it."""
    return stored.expires_at is not None and now >= stored.expires_at + GRACE


def event_of(inbound: Inbound, state: State, texts: Texts, cipher: Cipher, today: date | None = None) -> Event | None:
    """What a message means to the engine; None when it asks for what cannot be (an unknown language) or came late.

    `back` counts steps, so a `back` from a screen that has passed would count one too many. `today`: where people
    live, for "gisteren".
    """
    if inbound.action == "back" and inbound.seen not in (-1, state.turn):
        return None
    language = inbound.action.removeprefix("language:")
    if language != inbound.action and language not in texts.languages:
        return None
    text = clean(inbound.text)
    return Event(
        question=inbound.question,
        item=inbound.item,
        reply=Reply(inbound.choices, text),
        action=inbound.action,
        mark=mark_of(text, cipher),
        alarm=inbound.alarm,
        marks=tuple(mark_of(one, cipher)[:6] for one in items(text)),
        today=today,
    )


def mark_of(text: str, cipher: Cipher) -> str:
    """Twelve hex digits that tell one text from another, useless without the respondent's key."""
    return hmac.new(cipher.key, text.encode(), "sha256").hexdigest()[:12]


@dataclass(frozen=True)
class Step:
    """One step that was made, ready to be written down."""

    stored: Stored
    questionnaire: Questionnaire
    state: State
    effects: tuple[Effect, ...]
    inbound: Inbound
    now: datetime

    def all(self, kind: type[Effect]) -> list[Any]:
        return [effect for effect in self.effects if isinstance(effect, kind)]


async def _save(db: Db, step: Step, cipher: Cipher, inbox: int, texts: Texts) -> None:
    await conversations.add_answers(db, answer_rows(step, cipher))
    await conversations.add_goals(db, goal_rows(step, cipher))
    for row in consent_rows(step, texts):
        await conversations.add_consent(db, row)
    for alarm in step.all(engine.Alarm):
        await conversations.add_signal(db, _signal_row(step, alarm.tier))
    await conversations.save_state(db, step.stored.id, **conversation_changes(step))
    if any(ended.phase in ERASES for ended in step.all(engine.Ended)):
        await conversations.forget_answers(db, step.stored.id)
    await conversations.close_inbox(db, inbox)


def answer_rows(step: Step, cipher: Cipher) -> list[dict[str, Any]]:
    """The rows of `answer` that a step leads to; own words only as ciphertext."""
    return [
        {
            "conversation": step.stored.id,
            "turn": step.state.turn,
            "question": effect.key[0],
            "item": effect.key[1],
            "at": step.now,
            **_answer_content(step, effect, cipher),
        }
        for effect in step.effects
        if isinstance(effect, engine.Record | engine.TakeBack)
    ]


def _answer_content(step: Step, effect: engine.Record | engine.TakeBack, cipher: Cipher) -> dict[str, Any]:
    if isinstance(effect, engine.TakeBack):
        return {"kind": "taken_back", "value": "", "body": None}
    kind = "corrected" if effect.corrected else "given"
    if not effect.own_words:
        return {"kind": kind, "value": effect.value, "body": None}
    about = words_about(step.stored.id, effect.key, step.state.turn)
    return {"kind": kind, "value": "", "body": cipher.seal(clean(step.inbound.text), about)}


def words_about(conversation: int, key: engine.Key, turn: int) -> str:
    """The place that own words are bound to by their encryption."""
    return f"answer|{conversation}|{key[0]}|{key[1]}|{turn}"


def goal_about(participant: int, number: int) -> str:
    """The place that a goal's words are bound to by their encryption."""
    return f"goal|{participant}|{number}"


def goal_rows(step: Step, cipher: Cipher) -> list[dict[str, Any]]:
    """The rows of `goal` that a step leads to; an empty source: that goal goes."""
    participant = step.stored.participant or 0
    return [
        {
            "participant": participant,
            "number": goal.number,
            "source": goal.source,
            "body": cipher.seal(clean(step.inbound.text), goal_about(participant, goal.number)),
            "conversation": step.stored.id,
            "at": step.now,
        }
        for goal in step.all(engine.NameGoal)
    ]


def consent_rows(step: Step, texts: Texts) -> list[dict[str, Any]]:
    """What the person said to the consent text, with the version they saw."""
    text, _ = texts.consent(step.questionnaire.consent, step.state.language)
    return [
        {
            "respondent": step.stored.respondent,
            "conversation": step.stored.id,
            "text_id": text.id,
            "text_version": text.version,
            "language": step.state.language,
            "given": effect.given,
            "channel": step.inbound.channel,
            "at": step.now,
        }
        for effect in step.all(engine.Consented)
    ]


def conversation_changes(step: Step) -> dict[str, Any]:
    """What a step changes in the conversation's own row."""
    phase = step.state.phase
    changes: dict[str, Any] = {
        "state": states.to_json(step.state),
        "turn": step.state.turn,
        "language": step.state.language,
        "last_at": step.now,
    }
    if step.all(engine.Ended):
        changes |= {"status": STATUS.get(phase, phase), "counts": phase in COUNTS, "closed_at": step.now}
    elif phase == "consent" and step.stored.status == "declined":
        changes |= {"status": "open", "closed_at": None}
    return changes


def _signal_row(step: Step, tier: str) -> dict[str, Any]:
    return {
        "ref": secrets.token_hex(5),
        "conversation": step.stored.id,
        "participant": step.stored.participant,
        "tier": tier,
        "at": step.now,
    }


async def _speak(db: Db, step: Step, before: State, inbox: int) -> None:
    """Puts what is to be said in the outbox, unless it is on its way already or a button's own change says it."""
    asked = engine.prompt(step.questionnaire, step.state)
    if step.inbound.lane and not _is_news(step, before, asked):
        pressed = bool(step.inbound.choices) and step.state.phase not in engine.ENDED
        heard = step.stored.id, step.inbound.channel, asked.id, asked.item
        if pressed or await outbox.underway(db, *heard):
            return
    await outbox.put(db, outbox_row(step.stored, asked, step.inbound.lane) | _of_step(step, inbox))


def _is_news(step: Step, before: State, asked: engine.Prompt) -> bool:
    said = engine.prompt(step.questionnaire, before)
    moved = (asked.id, asked.item) != (said.id, said.item)
    return moved or step.state.language != before.language or bool(note_of(step.effects, corrected=_is_typed(step)))


def _of_step(step: Step, inbox: int) -> dict[str, Any]:
    return {
        "key": f"in:{inbox}",
        "inbox": inbox,
        "channel": step.inbound.channel,
        "turn": step.state.turn,
        "note": note_of(step.effects, corrected=_is_typed(step)),
        "made_at": step.now,
    }


def _is_typed(step: Step) -> bool:
    return not step.inbound.choices


def note_of(effects: tuple[Effect, ...], *, corrected: bool = True) -> str:
    """The key of the words about a step: why it was not understood, that help was asked, that an answer changed."""
    reasons = [effect.reason for effect in effects if isinstance(effect, engine.Repeat)]
    if reasons:
        return reasons[-1]
    if any(isinstance(effect, engine.Help) for effect in effects):
        return "help"
    changed = any(isinstance(effect, engine.Record) and effect.corrected for effect in effects)
    return "changed" if corrected and changed else ""


def outbox_row(stored: Stored, asked: engine.Prompt, lane: str) -> dict[str, Any]:
    """A row of the outbox that says this prompt; without a lane the reply itself carries it."""
    kind = "safety" if asked.id == "_safety" else "question" if asked.question else "notice"
    return {
        "conversation": stored.id,
        "lane": lane or None,
        "kind": kind,
        "question": asked.id,
        "item": asked.item,
        "turn": stored.turn,
        "state": "new" if lane else "in_reply",
    }


async def words_of(
    db: Db, stored: Stored, questionnaire: Questionnaire, cipher: Cipher, from_turn: int = 0
) -> tuple[dict[engine.Key, str], dict[engine.Key, str]]:
    """A person's own words again: answers by key, and what to call goals and other things (surveys.names).

    Only what was said in `from_turn` or later: a device that came later never reads what was said before
    (decision 9). Goals of an earlier conversation that was sent are part of the question, so they are there.
    """
    said = {
        (question, item): cipher.open(body, words_about(stored.id, (question, item), turn))
        for question, item, turn, body in await conversations.own_words(db, stored.id)
        if turn >= from_turn
    }
    earlier = await conversations.named_goals(db, stored.participant or 0)
    goals = {
        (GOALS, number): cipher.open(body, goal_about(stored.participant or 0, number)) for number, body in earlier
    }
    visible = await conversations.answered_since(db, stored.id, from_turn)
    return said, goals | names_of(questionnaire, states.from_json(stored.state), said, visible)
