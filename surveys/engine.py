"""The conversation, pure: (question set, state, event) -> (state, effects).

Two rules hold in this file. Everything that moves a conversation is here; nothing here reads a clock, a
file, a database or chance. And what is asked next is never stored: it follows from the answers, so that a
lost reply, a correction or a restart cannot leave a conversation somewhere it should not be.

The path is the list of questions that the answers so far lead to. The open question is the one that was
reopened, else the first on the path without an answer; with none left, the overview is shown.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from surveys.language.normalise import plain
from surveys.questionnaire import OWN_WORDS, UNSCORED, Loop, Question, Questionnaire
from surveys.replies import Command, Reply, Unclear, Words, understand

Key = tuple[str, int]
"""(question id, item): item is the goal's number inside a loop, else 0."""

Phase = Literal[
    "consent", "asking", "stopping", "safety", "erasing", "done", "kept", "discarded", "declined", "erased"
]
ENDED = frozenset({"done", "kept", "discarded", "declined", "erased"})
OWN = "*"
"""In `State.answers` own words are this sign and a mark that tells one text from another, never the words."""

PSEUDO = {
    "consent": "_consent",
    "stopping": "_stop",
    "safety": "_safety",
    "erasing": "_erase",
    "done": "_done",
    "kept": "_done",
    "discarded": "_stopped",
    "declined": "_declined",
    "erased": "_erased",
}


@dataclass(frozen=True)
class State:
    """What is kept between two replies.

    `goals`: those that had a name before this conversation began. `back_to`: the phase that stopping, safety
    and erasing return to. `tier`: of the last danger signal. `missed`: misunderstandings in a row.
    """

    phase: Phase = "consent"
    answers: Mapping[Key, str] = field(default_factory=dict)
    goals: tuple[int, ...] = ()
    language: str = "nl"
    reopened: Key | None = None
    back_to: Phase = "asking"
    tier: str = ""
    missed: int = 0
    turn: int = 0


@dataclass(frozen=True)
class Event:
    """What a person did. `question` empty: meant for whatever is open. `mark` tells one text from another.

    `action`: stop, back, help, change, language:CODE, erase, continue. `alarm`: acute, worrying or none,
    decided outside (decision 13).
    """

    question: str = ""
    item: int = 0
    reply: Reply = field(default_factory=Reply)
    action: str = ""
    mark: str = ""
    alarm: str = "none"


@dataclass(frozen=True)
class Record:
    """Store an answer. `own_words` says that the reply's text is the answer; `value` is then empty."""

    key: Key
    value: str
    own_words: bool
    corrected: bool


@dataclass(frozen=True)
class TakeBack:
    """An answer no longer applies; it stays in the trail."""

    key: Key


@dataclass(frozen=True)
class NameGoal:
    """The reply's text is goal `number`; empty source: a goal that was taken back."""

    number: int
    source: str


@dataclass(frozen=True)
class Consented:
    given: bool


@dataclass(frozen=True)
class Ended:
    """The conversation reached an end: done, kept, discarded, declined or erased."""

    phase: Phase


@dataclass(frozen=True)
class Alarm:
    tier: str


@dataclass(frozen=True)
class Repeat:
    """Not understood, or not meant for what is open: say why, then ask again. `reason` is a key of the words."""

    reason: str


@dataclass(frozen=True)
class Help:
    """The person asked for help: show the help lines, then the same question."""


Effect = Record | TakeBack | NameGoal | Consented | Ended | Alarm | Repeat | Help
Result = tuple[State, tuple[Effect, ...]]


@dataclass(frozen=True)
class Prompt:
    """What to say now: a question of the set, or a pseudo-question such as `_overview` (then `question` is None)."""

    id: str
    item: int = 0
    question: Question | None = None


def path(questionnaire: Questionnaire, state: State) -> Iterator[tuple[Question, int]]:
    """The questions that the answers so far lead to, in order. Stops where an answer decides what follows."""
    for part in questionnaire.parts:
        if part.ask_if and not part.ask_if.holds(_values(state, 0)):
            continue
        if isinstance(part, Question):
            yield part, 0
        elif state.goals or not part.source:
            for item in state.goals:
                yield from _about(part, state, item)
        else:
            yield from _named_here(part, state)


def _about(loop: Loop, state: State, item: int) -> Iterator[tuple[Question, int]]:
    for question in loop.about:
        if question.ask_if is None or question.ask_if.holds(_values(state, item)):
            yield question, item


def _named_here(loop: Loop, state: State) -> Iterator[tuple[Question, int]]:
    naming = loop.naming
    if naming is None:
        return
    for item in range(1, loop.at_most + 1):
        yield naming, item
        if not state.answers.get((naming.id, item), "").startswith(OWN):
            return
        yield from _about(loop, state, item)
        if item == loop.at_most or loop.again is None:
            return
        yield loop.again, item
        if state.answers.get((loop.again.id, item)) != "yes":
            return


def _values(state: State, item: int) -> dict[str, str]:
    return {name: value for (name, number), value in state.answers.items() if number in (0, item)}


def prompt(questionnaire: Questionnaire, state: State) -> Prompt:
    """What is to be said in this state; the last thing said is always this."""
    if state.phase != "asking":
        return Prompt(PSEUDO[state.phase])
    if state.reopened:
        return Prompt(*state.reopened, questionnaire.question(state.reopened[0]))
    for question, item in path(questionnaire, state):
        if (question.id, item) not in state.answers:
            return Prompt(question.id, item, question)
    return Prompt("_overview")


def answered(questionnaire: Questionnaire, state: State) -> list[tuple[Question, int]]:
    """The questions with an answer, in the order of the path."""
    return [(question, item) for question, item in path(questionnaire, state) if (question.id, item) in state.answers]


def step(questionnaire: Questionnaire, state: State, event: Event, words: Words) -> Result:
    """One reply, and what follows from it. The same event twice changes nothing the second time."""
    moved, effects = _react(questionnaire, state, event, words)
    return replace(moved, turn=state.turn + 1), effects


def _react(questionnaire: Questionnaire, state: State, event: Event, words: Words) -> Result:
    if state.phase in ENDED:
        return _after_the_end(state, event)
    if event.alarm != "none":
        return _alarmed(questionnaire, state, event, words)
    if event.action:
        return _act(questionnaire, state, event.action, (event.question, event.item))
    target = _target(questionnaire, state, event)
    if target.question is None:
        return _pseudo(questionnaire, state, target.id, event.reply, words)
    return _answer(questionnaire, state, target, event, words)


def _target(questionnaire: Questionnaire, state: State, event: Event) -> Prompt:
    if not event.question:
        return prompt(questionnaire, state)
    return Prompt(event.question, event.item, questionnaire.question(event.question))


def _after_the_end(state: State, event: Event) -> Result:
    if state.phase == "declined" and "continue" in (event.action, *event.reply.codes):
        return replace(state, phase="consent"), ()
    if state.phase in {"done", "kept"} and event.action == "erase":
        return replace(state, phase="erasing", back_to=state.phase), ()
    return state, ()


def _alarmed(questionnaire: Questionnaire, state: State, event: Event, words: Words) -> Result:
    """Own words are kept as the answer they were; everything else waits behind the help text."""
    effects: tuple[Effect, ...] = ()
    target = _target(questionnaire, state, event)
    if state.phase == "asking" and target.question and target.question.kind in OWN_WORDS:
        state, effects = _answer(questionnaire, state, target, event, words)
    return replace(state, phase="safety", back_to=resting(state), tier=event.alarm), (*effects, Alarm(event.alarm))


def resting(state: State) -> Phase:
    """Where the conversation is apart from the pages that come in between."""
    return state.back_to if state.phase in {"stopping", "safety", "erasing"} else state.phase


def _act(questionnaire: Questionnaire, state: State, action: str, key: Key) -> Result:
    if action == "help":
        return state, (Help(),)
    if action.startswith("language:"):
        return replace(state, language=action.removeprefix("language:")), ()
    if action == "stop" and resting(state) not in ENDED:
        return replace(state, phase="stopping", back_to=resting(state)), ()
    if state.phase == "asking" and action == "back":
        return _back(questionnaire, state), ()
    if state.phase == "asking" and action == "change" and key in _keys(answered(questionnaire, state)):
        return replace(state, reopened=key, missed=0), ()
    return _pseudo(questionnaire, state, prompt(questionnaire, state).id, Reply((action,)), {})


def _back(questionnaire: Questionnaire, state: State) -> State:
    open_now = prompt(questionnaire, state)
    before: Key | None = None
    for question, item in path(questionnaire, state):
        key = (question.id, item)
        if key == (open_now.id, open_now.item):
            break
        before = key if key in state.answers else before
    return replace(state, reopened=before or state.reopened, missed=0)


def _keys(found: list[tuple[Question, int]]) -> set[Key]:
    return {(question.id, item) for question, item in found}


def _pseudo(questionnaire: Questionnaire, state: State, asked: str, reply: Reply, words: Words) -> Result:
    said = _choice(reply, words)
    if said in {"stop", "help"} and asked not in {"_stop", "_safety"}:
        return _act(questionnaire, state, said, ("", 0))
    if asked == "_consent":
        return _consent(state, said)
    if asked == "_overview" and prompt(questionnaire, state).id == "_overview":
        return _overview(questionnaire, state, said)
    if asked != PSEUDO.get(state.phase):
        return state, ()
    if asked == "_safety":
        return _past_safety(questionnaire, state, said)
    return _ending(state, said)


def _choice(reply: Reply, words: Words) -> str:
    """A button's code, or the command that a typed word stands for."""
    if reply.codes:
        return reply.codes[0]
    said = plain(reply.text)
    return next((name for name, meant in words.items() if said in meant), "")


def _consent(state: State, said: str) -> Result:
    if said == "yes" and state.phase == "consent":
        return replace(state, phase="asking", missed=0), (Consented(True),)
    if said == "no" and state.phase in {"consent", "asking"}:
        gone = replace(state, phase="declined", answers={}, reopened=None)
        return gone, (Consented(False), Ended("declined"))
    return _unclear(state, "unclear_consent") if state.phase == "consent" else (state, ())


def _overview(questionnaire: Questionnaire, state: State, said: str) -> Result:
    if said == "send":
        return replace(state, phase="done"), (Ended("done"),)
    if said == "back":
        return _back(questionnaire, state), ()
    return _unclear(state, "unclear_overview")


def _past_safety(questionnaire: Questionnaire, state: State, said: str) -> Result:
    if said == "continue":
        return replace(state, phase=state.back_to), ()
    if said == "stop":
        return _act(questionnaire, state, "stop", ("", 0))
    return state, ()


def _ending(state: State, said: str) -> Result:
    """The pages that ask whether to stop, or to erase what was sent."""
    if said == "continue":
        return replace(state, phase=state.back_to), ()
    if state.phase == "erasing" and said == "erase":
        return replace(state, phase="erased", answers={}, reopened=None), (Ended("erased"),)
    if state.phase == "stopping" and said == "keep" and state.answers:
        return replace(state, phase="kept", reopened=None), (Ended("kept"),)
    if state.phase == "stopping" and said == "discard":
        return replace(state, phase="discarded", answers={}, reopened=None), (Ended("discarded"),)
    return state, ()


def _unclear(state: State, reason: str) -> Result:
    return replace(state, missed=state.missed + 1), (Repeat(reason),)


def _answer(questionnaire: Questionnaire, state: State, target: Prompt, event: Event, words: Words) -> Result:
    key, question = (target.id, target.item), target.question
    if question is None or resting(state) != "asking" or key not in _answerable(questionnaire, state):
        return state, (Repeat("stale"),)
    meaning = understand(question, event.reply, words)
    if isinstance(meaning, Command):
        return _act(questionnaire, state, meaning.name, key)
    if isinstance(meaning, Unclear):
        return _unclear(state, meaning.reason)
    own = question.kind in OWN_WORDS and meaning.value not in UNSCORED
    value = OWN + event.mark if own else meaning.value
    return _store(questionnaire, state, question, target.item, value)


def _answerable(questionnaire: Questionnaire, state: State) -> set[Key]:
    """Also behind a page that asks whether to stop: an answer from an older screen is an answer still."""
    open_now = prompt(questionnaire, replace(state, phase="asking"))
    return _keys(answered(questionnaire, state)) | {(open_now.id, open_now.item)}


def _store(questionnaire: Questionnaire, state: State, question: Question, item: int, value: str) -> Result:
    key, before = (question.id, item), state.answers.get((question.id, item))
    reopened = None if key == state.reopened else state.reopened
    if value == before:
        return replace(state, reopened=reopened, missed=0), ()
    moved = replace(state, answers={**state.answers, key: value}, reopened=reopened, missed=0)
    own = value.startswith(OWN)
    effects: list[Effect] = [Record(key, "" if own else value, own, before is not None)]
    if question.kind == "goal":
        effects += _goal(questionnaire, before, own, item)
    moved, taken_back = _without_strays(questionnaire, moved)
    return moved, (*effects, *taken_back)


def _goal(questionnaire: Questionnaire, before: str | None, own: bool, item: int) -> list[Effect]:  # noqa: FBT001 - one fact, passed on
    source = next(part.source for part in questionnaire.parts if isinstance(part, Loop) and part.source)
    if own:
        return [NameGoal(item, source)]
    return [NameGoal(item, "")] if before and before.startswith(OWN) else []


def _without_strays(questionnaire: Questionnaire, state: State) -> tuple[State, list[Effect]]:
    """Answers that the path no longer leads to are taken back; a goal goes with its name.

    Again until nothing changes: an answer taken back may have been what led to another.
    """
    named = {part.naming.id for part in questionnaire.parts if isinstance(part, Loop) and part.naming}
    gone: list[Effect] = []
    while strays := sorted(state.answers.keys() - _keys(answered(questionnaire, state))):
        kept = {key: value for key, value in state.answers.items() if key not in strays}
        state = replace(state, answers=kept)
        gone += [TakeBack(key) for key in strays]
        gone += [NameGoal(item, "") for name, item in strays if name in named]
    if state.reopened not in state.answers:
        state = replace(state, reopened=None)
    return state, gone
