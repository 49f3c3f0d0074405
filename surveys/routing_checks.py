"""What must hold for the routing of a question set: names, types, loops, every question within reach. Pure."""

import difflib
from collections.abc import Iterable, Iterator, Mapping

from surveys import reach
from surveys.conditions import Compare, comparisons, is_date, is_number
from surveys.questionnaire import GOALS, MOST_ITEMS, OWN_WORDS, UNSCORED, Loop, Part, Question, Questionnaire

OVER = frozenset({"choices", "ranking", "list"})
"""The kinds of question whose answer a loop can go over."""
Known = Mapping[str, Question]


def faults(questionnaire: Questionnaire) -> Iterator[str]:
    """Every fault in the routing; what can be reached is only looked at when names and types are right."""
    found = [*_loops(questionnaire), *_routing(questionnaire)]
    yield from found
    if not found:
        yield from _unreachable(questionnaire)


def where_of(part: Part) -> str:
    return f"question {part.id}" if isinstance(part, Question) else f"loop {part.over}"


def _loops(questionnaire: Questionnaire) -> Iterator[str]:
    naming = [part for part in questionnaire.parts if isinstance(part, Loop) and part.naming]
    if len(naming) > 1:
        yield "loop goals: goals are asked for in more than one loop"
    for part in questionnaire.parts:
        if isinstance(part, Question):
            yield from _placeholders(questionnaire, part, "")
            if part.kind == "goal":
                yield f"question {part.id}: a goal can only be asked for inside `loop: goals`"
        else:
            yield from _loop(questionnaire, part)


def _loop(questionnaire: Questionnaire, loop: Loop) -> Iterator[str]:
    yield from _over_goals(loop) if loop.over == GOALS else _over_answer(questionnaire, loop)
    for question in loop.all:
        yield from _placeholders(questionnaire, question, "goal" if loop.over == GOALS else "item")
    for asks, what in ((loop.naming, "asks for the goal"), (loop.again, "asks for another goal")):
        if asks and asks.ask_if:
            yield f"question {asks.id}: {what}, so it cannot have ask_if"
    if not loop.about:
        yield f"{where_of(loop)}: nothing is asked about the goals"


def _over_goals(loop: Loop) -> Iterator[str]:
    if any(question.kind == "goal" for question in loop.questions[1:]):
        yield "loop goals: the question that asks for the goal comes first, and only once"
    if loop.naming and not loop.source:
        yield "loop goals: goals are asked for, so say where they come from: source own or recalled"
    if loop.source and not loop.naming:
        yield "loop goals: with a source, the first question must be of kind goal"
    if loop.again and {"yes", "no"} != set(loop.again.codes):
        yield f"question {loop.again.id}: asks for another goal, so its options are yes and no"


def _over_answer(questionnaire: Questionnaire, loop: Loop) -> Iterator[str]:
    where, source = where_of(loop), questionnaire.question(loop.over)
    if source is None or not _stands_before(questionnaire, source, loop):
        yield f"{where}: {loop.over} is not an earlier question{_meant(loop.over, _ids(questionnaire))}"
    elif source.kind not in OVER:
        yield f"{where}: goes over a question of kind choices, ranking or list, not {source.kind}"
    elif len(source.options) > MOST_ITEMS:
        yield f"{where}: goes over at most {MOST_ITEMS} options, {loop.over} has {len(source.options)}"
    if loop.source or loop.again:
        yield f"{where}: source and again are for `loop: goals`"
    if any(question.kind in {"goal", "list"} for question in loop.questions):
        yield f"{where}: a goal or a list cannot be asked for inside it"


def _stands_before(questionnaire: Questionnaire, source: Question, loop: Loop) -> bool:
    outside = [part for part in questionnaire.parts if part is loop or isinstance(part, Question)]
    return source in outside and outside.index(source) < outside.index(loop)


def _placeholders(questionnaire: Questionnaire, question: Question, allowed: str) -> Iterator[str]:
    """{goal} and {item} are filled in inside loops only; a question per thing must say about which it is."""
    for language in questionnaire.languages:
        text = question.text.get(language, "")
        where = f"question {question.id}, language {language}"
        for name, loop in (("goal", "loop: goals"), ("item", "a loop over an answer")):
            if f"{{{name}}}" in text and name != allowed:
                yield f"{where}: {{{name}}} has no meaning outside `{loop}`"
        if allowed == "item" and "{item}" not in text:
            yield f"{where}: does not say which one it is about; write {{item}} where that comes"


def _routing(questionnaire: Questionnaire) -> Iterator[str]:
    before: dict[str, Question] = {}
    later = _ids(questionnaire)
    for part in questionnaire.parts:
        yield from _condition(part, before, later)
        if isinstance(part, Question):
            before[part.id] = part
            continue
        inside = dict(before)
        for question in part.questions:
            yield from _condition(question, inside, later)
            inside[question.id] = question


def _ids(questionnaire: Questionnaire) -> list[str]:
    return [question.id for question in questionnaire.questions()]


def _condition(part: Part, before: Known, every: Iterable[str]) -> Iterator[str]:
    if part.ask_if is None:
        return
    for one in comparisons(part.ask_if.tree):
        asked = before.get(one.name)
        fault = _compared(one, asked) if asked else _unknown(one.name, before, every)
        if fault:
            yield f"{where_of(part)}, ask_if: {fault}"


def _unknown(name: str, before: Known, every: Iterable[str]) -> str:
    if name in every:
        return f"{name} is not an earlier question here: it comes later, or is asked once per item of another loop"
    return f"{name} is not an earlier question{_meant(name, before)}"


def _meant(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(known), 1)
    return f"; is {near[0]} meant?" if near else ""


def _compared(one: Compare, asked: Question) -> str:
    """What is wrong with comparing this question so; empty when nothing is."""
    if asked.kind == "statement":
        return f"nothing is answered at {asked.id}"
    if one.operator == "answered":
        return ""
    if asked.kind in OWN_WORDS:
        return f"{asked.id} is answered in own words; only answered({asked.id}) can be asked of it"
    if one.operator[0] in "<>" and not asked.is_ordered:
        return f"{asked.id} has no order; use = or in"
    return next((fault for code in one.codes if (fault := _code(code, asked))), "")


def _code(code: str, asked: Question) -> str:
    if code in UNSCORED:
        return f"{asked.id} = {code} never holds, it is no answer; use not answered({asked.id})"
    if asked.kind == "date":
        return "" if is_date(code) else f"{asked.id} is a date; write a day as 2026-05-31, not {code}"
    if asked.kind in {"number", "scale"}:
        inside = is_number(code) and asked.least <= int(code) <= asked.most
        return "" if inside else f"{asked.id} is a number from {asked.least} to {asked.most}, never {code}"
    return "" if code in asked.codes else f"{asked.id} has no option {code}{_meant(code, asked.codes)}"


def _unreachable(questionnaire: Questionnaire) -> Iterator[str]:
    for part in questionnaire.parts:
        inside = part.questions if isinstance(part, Loop) else ()
        for one in (part, *inside):
            if one.ask_if or isinstance(one, Loop):
                yield from _never(questionnaire, one)


def _never(questionnaire: Questionnaire, part: Part) -> Iterator[str]:
    source = f": {part.ask_if.source}" if part.ask_if else ""
    try:
        if reach.witness(questionnaire, part) is None:
            yield f"{where_of(part)}, ask_if: can never hold with the conditions of earlier questions{source}"
    except reach.Tangled:
        yield f"{where_of(part)}, ask_if: hangs on too many answers to check; ask about fewer{source}"
