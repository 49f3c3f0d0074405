"""Invented conversations through the real engine, in memory: the rows that surveys.intake would have written."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from surveys import engine, intake
from surveys.demo.respondent import Respondent
from surveys.engine import Ended, State
from surveys.inbound import Inbound
from surveys.intake import Step
from surveys.opening import conversation_row
from surveys.questionnaire import Questionnaire
from surveys.store.conversations import Stored
from surveys.store.invitations import Invited
from surveys.texts import Texts
from surveys.vault import Cipher

CHANNEL = "web"
Row = dict[str, Any]


@dataclass(frozen=True)
class Scene:
    """A conversation that is about to begin. `id` is its row's; `goals`: those with a name already."""

    id: int
    handle: str
    invited: Invited
    questionnaire: Questionnaire
    goals: tuple[int, ...]
    opened_at: datetime


@dataclass
class Held:
    """A conversation that was held: its row, and the rows beside it. `said`: every reply, and when."""

    row: Row
    answers: list[Row] = field(default_factory=list)
    consents: list[Row] = field(default_factory=list)
    goals: list[Row] = field(default_factory=list)
    said: list[tuple[Inbound, datetime]] = field(default_factory=list)

    @property
    def named(self) -> tuple[int, ...]:
        """The goals that this conversation leaves behind, in order."""
        left = {row["number"]: row["source"] for row in self.goals}
        return tuple(sorted(number for number, source in left.items() if source))


def hold(scene: Scene, who: Respondent, texts: Texts, cipher: Cipher) -> Held:
    """One conversation from the first page to where this person leaves it."""
    state = State(goals=scene.goals, language=scene.invited.language)
    stored = _stored(scene, state)
    held = Held(
        {"id": scene.id, **conversation_row(scene.invited, scene.questionnaire, state, scene.handle, scene.opened_at)}
    )
    now = scene.opened_at
    while state.phase not in engine.ENDED:
        inbound = _next(scene, who, state, len(held.said))
        if inbound is None:
            return held
        now += _pause(who.rng, inbound)
        event = intake.event_of(inbound, state, texts, cipher)
        state, effects = engine.step(scene.questionnaire, state, event, texts.words) if event else (state, ())
        held.said.append((inbound, now))
        _write(held, Step(stored, scene.questionnaire, state, effects, inbound, now), texts, cipher)
    return held


def _stored(scene: Scene, state: State) -> Stored:
    invited, questionnaire = scene.invited, scene.questionnaire
    return Stored(
        id=scene.id,
        handle=scene.handle,
        participant=invited.participant,
        respondent=invited.respondent,
        informant=invited.informant,
        slug=questionnaire.slug,
        version=questionnaire.version,
        status="open",
        state="",
        turn=state.turn,
        expires_at=invited.expires_at,
        revoked_at=None,
    )


def _next(scene: Scene, who: Respondent, state: State, number: int) -> Inbound | None:
    does = who.does(engine.prompt(scene.questionnaire, state), state)
    return None if does is None else Inbound(CHANNEL, scene.id, f"{scene.handle}-{number}", **does)


def _pause(rng: Random, inbound: Inbound) -> timedelta:
    """Reading and pressing takes seconds, typing takes longer."""
    return timedelta(seconds=rng.randint(4, 20) + len(inbound.text) // 2)


def _write(held: Held, step: Step, texts: Texts, cipher: Cipher) -> None:
    held.row |= intake.conversation_changes(step)
    held.answers += intake.answer_rows(step, cipher)
    held.consents += intake.consent_rows(step, texts)
    held.goals += intake.goal_rows(step, cipher)
    if any(ended.phase in intake.ERASES for ended in step.all(Ended)):
        held.answers, held.goals = [], []
