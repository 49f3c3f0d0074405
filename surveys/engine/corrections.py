"""Going back to an answer, and what an answer that changes takes with it."""

from collections.abc import Iterable
from dataclasses import replace

from surveys.engine.facts import OWN, Effect, Key, NameGoal, Record, Result, State, TakeBack
from surveys.engine.path import answered, first_open, overview, prompt
from surveys.questionnaire import Loop, Question, Questionnaire


def keys(found: Iterable[tuple[Question, int]]) -> set[Key]:
    return {(question.id, item) for question, item in found}


def answerable(questionnaire: Questionnaire, state: State) -> set[Key]:
    """What may be answered now: the question that was reached, and every one that was answered.

    Also behind a page that asks whether to stop: an answer from an older screen is an answer still.
    """
    reached = first_open(questionnaire, state)
    return keys(answered(questionnaire, state)) | {(reached.id, reached.item)}


def back(questionnaire: Questionnaire, state: State) -> State:
    """The answer before the open question is opened again; at the first one nothing moves."""
    open_now = prompt(questionnaire, state)
    before: Key | None = None
    for question, item in overview(questionnaire, state):
        if (question.id, item) == (open_now.id, open_now.item):
            break
        before = (question.id, item)
    return replace(state, reopened=before or state.reopened, missed=0)


def reopen(questionnaire: Questionnaire, state: State, key: Key) -> State:
    """An earlier answer is opened again; nothing moves when there is none."""
    if key not in keys(overview(questionnaire, state)):
        return state
    return replace(state, reopened=key, missed=0)


def close(state: State) -> State:
    """What was opened again stays as it was; the conversation returns to where it was."""
    return replace(state, reopened=None, missed=0)


def store(questionnaire: Questionnaire, state: State, question: Question, item: int, value: str) -> Result:
    """An answer, new or in place of another, and everything that follows from it."""
    key, before = (question.id, item), state.answers.get((question.id, item))
    # who answers the question that was reached has left the one that was opened again
    reopened = None if before is None or key == state.reopened else state.reopened
    if value == before:
        return replace(state, reopened=reopened, missed=0), ()
    moved = replace(state, answers={**state.answers, key: value}, reopened=reopened, missed=0)
    own = value.startswith(OWN)
    effects: list[Effect] = [Record(key, "" if own else value, own, before is not None)]
    loop = questionnaire.loop_of(question.id)
    if question.kind == "goal" and loop:
        effects += _goal(loop, before, item, own=own)
    if question.kind == "list" and before:
        moved, gone = _other_things(questionnaire, moved, question, before)
        effects += gone
    moved, taken_back = _without_strays(questionnaire, moved)
    return moved, (*effects, *taken_back)


def _goal(loop: Loop, before: str | None, item: int, *, own: bool) -> list[Effect]:
    if own:
        return [NameGoal(item, loop.source)]
    return [NameGoal(item, "")] if before and before.startswith(OWN) else []


def _other_things(
    questionnaire: Questionnaire, state: State, question: Question, before: str
) -> tuple[State, list[Effect]]:
    """A list that changed: what was said about its second thing goes when the second thing is another one now."""
    old, new = before.split("."), state.answers[question.id, 0].split(".")
    other = {number for number, mark in enumerate(old, 1) if new[number - 1 : number] != [mark]}
    inside = {
        one.id
        for part in questionnaire.parts
        if isinstance(part, Loop) and part.over == question.id
        for one in part.all
    }
    gone = sorted(key for key in state.answers if key[0] in inside and key[1] in other)
    kept = {key: value for key, value in state.answers.items() if key not in gone}
    return replace(state, answers=kept), [TakeBack(key) for key in gone]


def _without_strays(questionnaire: Questionnaire, state: State) -> tuple[State, list[Effect]]:
    """Answers that the path no longer leads to are taken back; a goal goes with its name.

    Again until nothing changes: an answer taken back may have been what led to another.
    """
    gone: list[Effect] = []
    while strays := sorted(state.answers.keys() - keys(answered(questionnaire, state))):
        kept = {key: value for key, value in state.answers.items() if key not in strays}
        state = replace(state, answers=kept)
        gone += [TakeBack(key) for key in strays]
        gone += [NameGoal(item, "") for name, item in strays if _names_goals(questionnaire, name)]
    if state.reopened and state.reopened not in state.answers:
        state = replace(state, reopened=None)
    return state, gone


def _names_goals(questionnaire: Questionnaire, name: str) -> bool:
    question = questionnaire.question(name)
    return question is not None and question.kind == "goal"
