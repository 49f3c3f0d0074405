"""The one door of the engine: an event comes in, a state and effects go out."""

from dataclasses import replace

from surveys.engine import pages
from surveys.engine.corrections import answerable, back, close, reopen, store
from surveys.engine.facts import (
    ENDED,
    OFTEN,
    OWN,
    PSEUDO,
    Alarm,
    Effect,
    Event,
    Help,
    Key,
    OtherWay,
    Prompt,
    Repeat,
    Result,
    State,
    resting,
)
from surveys.engine.path import prompt
from surveys.questionnaire import OWN_WORDS, UNSCORED, Question, Questionnaire
from surveys.replies import Command, Reply, Unclear, Words, items, understand
from surveys.replies.spoken import heard, says


def step(questionnaire: Questionnaire, state: State, event: Event, words: Words) -> Result:
    """One reply, and what follows from it. The same event twice changes nothing the second time."""
    moved, effects = _react(questionnaire, state, event, words)
    return replace(moved, turn=state.turn + 1), effects


def _react(questionnaire: Questionnaire, state: State, event: Event, words: Words) -> Result:
    if state.phase in ENDED:
        return _after_the_end(questionnaire, state, event, words)
    if event.action == "expire":
        moved, effects = pages.expire(state)
        return moved, effects if event.alarm == "none" else (*effects, Help())
    if event.alarm != "none":
        return _alarmed(questionnaire, state, event, words)
    if event.action:
        return _act(questionnaire, state, event.action, (event.question, event.item))
    target = _target(questionnaire, state, event)
    if target.question is None:
        return _at_page(questionnaire, state, target.id, event.reply, words)
    return _answer(questionnaire, state, target, event, words)


def _after_the_end(questionnaire: Questionnaire, state: State, event: Event, words: Words) -> Result:
    """Help is always there. Of who said no, or whose answers are gone, no danger signal is kept."""
    if event.alarm != "none":
        return state, (Help(),) if state.phase not in {"done", "kept"} else (Alarm(event.alarm), Help())
    said = event.action or pages.choice(PSEUDO[state.phase], event.reply, words)
    if said == "help" or said.startswith("language:"):
        return _act(questionnaire, state, said, ("", 0))
    return pages.after_the_end(state, said), ()


def _target(questionnaire: Questionnaire, state: State, event: Event) -> Prompt:
    if not event.question:
        return prompt(questionnaire, state)
    return Prompt(event.question, event.item, questionnaire.question(event.question))


def _alarmed(questionnaire: Questionnaire, state: State, event: Event, words: Words) -> Result:
    """Own words are kept as the answer they were; everything else waits behind the help text."""
    effects: tuple[Effect, ...] = ()
    target = _target(questionnaire, state, event)
    if state.phase == "asking" and target.question and target.question.kind in OWN_WORDS:
        state, effects = _answer(questionnaire, state, target, event, words)
    return replace(state, phase="safety", back_to=resting(state), tier=event.alarm), (*effects, Alarm(event.alarm))


def _act(questionnaire: Questionnaire, state: State, action: str, key: Key) -> Result:
    """A wish that is not an answer. What is not one of these is a button of the page that is open."""
    if action == "help":
        return state, (Help(),)
    if action == "stop":
        return pages.stop(state), ()
    if action.startswith("language:"):
        return _speak(questionnaire, state, action.removeprefix("language:"))
    if state.phase == "asking" and action == "back":
        return back(questionnaire, state), ()
    if state.phase == "asking" and action == "change":
        return reopen(questionnaire, state, key), ()
    if state.phase == "asking" and action == "continue" and state.reopened:
        return close(state), ()
    return pages.turn(questionnaire, state, prompt(questionnaire, state).id, action)


def _speak(questionnaire: Questionnaire, state: State, language: str) -> Result:
    if language not in questionnaire.languages:
        return state, (Repeat("no_such_language"),)
    return replace(state, language=language), ()


def _at_page(questionnaire: Questionnaire, state: State, asked: str, reply: Reply, words: Words) -> Result:
    said = pages.choice(asked, reply, words)
    if said == "help" or said.startswith("language:") or (said == "stop" and asked not in {"_stop", "_safety"}):
        return _act(questionnaire, state, said, ("", 0))
    return pages.turn(questionnaire, state, asked, said)


def _answer(questionnaire: Questionnaire, state: State, target: Prompt, event: Event, words: Words) -> Result:
    key, question = (target.id, target.item), target.question
    if question is None or resting(state) != "asking" or key not in answerable(questionnaire, state):
        return state, (Repeat("stale"),)
    if key == state.reopened and _leaves_it(question, event.reply, words):
        return close(state), ()
    meaning = understand(question, event.reply, words, event.today)
    if isinstance(meaning, Command):
        return _act(questionnaire, state, meaning.name, key)
    if isinstance(meaning, Unclear):
        return _unclear(state, target, meaning.reason)
    return store(questionnaire, state, question, target.item, _value(question, meaning.value, event))


def _leaves_it(question: Question, reply: Reply, words: Words) -> bool:
    """An answer was opened again, and the person says: go on, it stays as it was."""
    return not reply.codes and says(heard(reply.text), "continue", words, literally=question.kind in OWN_WORDS)


def _value(question: Question, value: str, event: Event) -> str:
    """What `State.answers` keeps: a code, or for own words a mark."""
    if question.kind not in OWN_WORDS or value in UNSCORED:
        return value
    if question.kind != "list":
        return OWN + event.mark
    listed = items(event.reply.text)
    return OWN + ".".join(event.marks or (f"{event.mark}{number}" for number in range(len(listed))))


def _unclear(state: State, target: Prompt, reason: str) -> Result:
    """Asked again. Was it meant to change an earlier answer, then that one is opened first."""
    key = (target.id, target.item)
    if state.phase == "asking" and key in state.answers:
        state = replace(state, reopened=key)
    moved, effects = pages.unclear(state, reason)
    return moved, (*effects, OtherWay()) if moved.missed >= OFTEN else effects
