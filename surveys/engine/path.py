"""Where the answers so far lead, and what is asked now."""

from collections.abc import Iterable, Iterator

from surveys.conditions import Values, scored
from surveys.engine.facts import OWN, PSEUDO, Prompt, State
from surveys.questionnaire import GOALS, Loop, Question, Questionnaire


def path(questionnaire: Questionnaire, state: State) -> Iterator[tuple[Question, int]]:
    """The questions that the answers so far lead to, in order. Stops where an answer decides what follows."""
    outside = {name: value for (name, item), value in state.answers.items() if item == 0}
    for part in questionnaire.parts:
        if part.ask_if and not part.ask_if.holds(outside):
            continue
        if isinstance(part, Question):
            yield part, 0
        elif part.over == GOALS and part.source and not state.goals:
            yield from _named_here(part, state, outside)
        else:
            for item in items(questionnaire, part, state):
                yield from _about(part, state, item, outside)


def items(questionnaire: Questionnaire, loop: Loop, state: State) -> Iterable[int]:
    """The numbers that a loop goes over: of goals with a name, of chosen options, of things listed."""
    if loop.over == GOALS:
        return state.goals
    source, value = questionnaire.question(loop.over), state.answers.get((loop.over, 0), "")
    if source is None:
        return ()
    if value.startswith(OWN):
        return range(1, len(value.split(".")) + 1)
    return [source.codes.index(code) + 1 for code in scored(value)]


def _about(loop: Loop, state: State, item: int, outside: Values) -> Iterator[tuple[Question, int]]:
    values = _values(loop, state, item, outside) if any(one.ask_if for one in loop.about) else outside
    for question in loop.about:
        if question.ask_if is None or question.ask_if.holds(values):
            yield question, item


def _values(loop: Loop, state: State, item: int, outside: Values) -> Values:
    """What a condition inside a loop looks at: answers about this item, and those outside loops."""
    about = {one.id: state.answers.get((one.id, item), "") for one in loop.questions}
    return {**outside, **about}


def _named_here(loop: Loop, state: State, outside: Values) -> Iterator[tuple[Question, int]]:
    naming = loop.naming
    if naming is None:
        return
    for item in range(1, loop.at_most + 1):
        yield naming, item
        if not state.answers.get((naming.id, item), "").startswith(OWN):
            return
        yield from _about(loop, state, item, outside)
        if item == loop.at_most or loop.again is None:
            return
        yield loop.again, item
        if state.answers.get((loop.again.id, item)) != "yes":
            return


def prompt(questionnaire: Questionnaire, state: State) -> Prompt:
    """What is to be said in this state; the last thing said is always this."""
    if state.phase != "asking":
        return Prompt(PSEUDO[state.phase])
    if state.reopened:
        return Prompt(*state.reopened, questionnaire.question(state.reopened[0]))
    return first_open(questionnaire, state)


def first_open(questionnaire: Questionnaire, state: State) -> Prompt:
    """The first question on the path without an answer, else the overview."""
    for question, item in path(questionnaire, state):
        if (question.id, item) not in state.answers:
            return Prompt(question.id, item, question)
    return Prompt("_overview")


def answered(questionnaire: Questionnaire, state: State) -> list[tuple[Question, int]]:
    """The questions with an answer, in the order of the path."""
    return [(question, item) for question, item in path(questionnaire, state) if (question.id, item) in state.answers]


def overview(questionnaire: Questionnaire, state: State) -> list[tuple[Question, int]]:
    """The same without statements, which nobody can change an answer to."""
    return [(question, item) for question, item in answered(questionnaire, state) if question.kind != "statement"]
