"""Which answers lead to a question, if any do. Pure; every combination that could matter is tried.

Of each earlier question only the answers are tried that the conditions can tell apart, so that a few hundred
combinations stand for all.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from surveys.conditions import Compare, Condition, Values, comparisons, is_date, is_number, of_tree
from surveys.questionnaire import GOALS, OWN_WORDS, Loop, Part, Question, Questionnaire

MOST_TRIED = 50_000
MOST_NAMED = 10
"""Codes of one several-choice that conditions ask about; every combination of them is tried."""
NOTHING = ""
"""Not asked, or answered with "weet ik niet": to a condition that is the same."""


class Tangled(Exception):
    """There are more combinations than can be tried."""


def witness(questionnaire: Questionnaire, target: Part) -> Values | None:
    """Answers to earlier questions with which this one is asked (`NOTHING`: none is needed); None: it never is."""
    wanted = _gates(questionnaire, target)
    names = _closure(questionnaire, wanted)
    search = _Search(questionnaire, [name for name in _order(questionnaire) if name in names])
    return search.first({}, 0, wanted)


def _gates(questionnaire: Questionnaire, part: Part) -> list[Condition]:
    """Everything that must hold for this part to be asked."""
    found = [part.ask_if] if part.ask_if else []
    if isinstance(part, Loop):
        return found if part.over == GOALS else [*found, of_tree(Compare(part.over, "answered"), "")]
    loop = questionnaire.loop_of(part.id)
    return found + (_gates(questionnaire, loop) if loop else [])


def _closure(questionnaire: Questionnaire, wanted: list[Condition]) -> set[str]:
    """The questions that decide about these conditions, also by way of other conditions."""
    left = {name for one in wanted for name in one.names}
    found: set[str] = set()
    while left:
        name = left.pop()
        found.add(name)
        question = questionnaire.question(name)
        gates = _gates(questionnaire, question) if question else []
        left |= {other for one in gates for other in one.names} - found
    return found


def _order(questionnaire: Questionnaire) -> list[str]:
    return [question.id for question in questionnaire.questions()]


@dataclass
class _Search:
    questionnaire: Questionnaire
    names: list[str]
    tried: int = 0

    def first(self, values: dict[str, str], at: int, wanted: list[Condition]) -> Values | None:
        """The first combination, in the order of the file, with which everything wanted holds."""
        self.tried += 1
        if self.tried > MOST_TRIED:
            raise Tangled
        if at == len(self.names):
            return values if all(one.holds(values) for one in wanted) else None
        for value in self._possible(self.names[at], values):
            found = self.first({**values, self.names[at]: value}, at + 1, wanted)
            if found is not None:
                return found
        return None

    def _possible(self, name: str, values: Values) -> list[str]:
        question = self.questionnaire.question(name)
        if question is None or not all(one.holds(values) for one in _gates(self.questionnaire, question)):
            return [NOTHING]
        return self._distinct(question)

    def _distinct(self, question: Question) -> list[str]:
        """One answer of each sort that the conditions tell apart."""
        asked = [one for one in _all_comparisons(self.questionnaire) if one.name == question.id]
        tests = [of_tree(one, "").holds for one in asked]
        limits = [code for one in asked for code in one.codes]
        sorts: dict[tuple[bool, ...], str] = {}
        for value in _values(question, limits):
            sorts.setdefault(tuple(test({question.id: value}) for test in tests), value)
        return list(sorts.values())


def _all_comparisons(questionnaire: Questionnaire) -> Iterator[Compare]:
    for part in questionnaire.parts:
        inside = part.all if isinstance(part, Loop) else ()
        for one in (part, *inside):
            if one.ask_if:
                yield from comparisons(one.ask_if.tree)
        if isinstance(part, Loop) and part.over != GOALS:
            yield Compare(part.over, "answered")


def _values(question: Question, limits: list[str]) -> Iterator[str]:
    """Answers that may be given; of numbers and days those around the limits. Nothing comes last."""
    if question.kind in OWN_WORDS:
        yield "*"
    elif question.kind == "number":
        yield from _numbers(question, limits)
    elif question.kind == "date":
        yield from _days(question, limits)
    elif question.kind in {"choices", "ranking"}:
        yield from _several(question, limits)
    else:
        yield from question.codes
    if question.kind != "statement":
        yield NOTHING


def _numbers(question: Question, limits: list[str]) -> Iterator[str]:
    near = {int(code) + step for code in limits if is_number(code) for step in (-1, 0, 1)}
    inside = {value for value in near | {question.least, question.most} if question.least <= value <= question.most}
    yield from (str(value) for value in sorted(inside))


def _days(question: Question, limits: list[str]) -> Iterator[str]:
    fixed: Mapping[str, date] = {
        day: date.fromisoformat(day) for day in (*limits, question.earliest, question.latest) if is_date(day)
    }
    near = {day + timedelta(days=step) for day in fixed.values() for step in (-1, 0, 1)} or {date(2026, 1, 1)}
    first, last = fixed.get(question.earliest), fixed.get(question.latest)
    yield from (
        day.isoformat() for day in sorted(near) if (first is None or day >= first) and (last is None or day <= last)
    )


def _several(question: Question, limits: list[str]) -> Iterator[str]:
    """Combinations of the codes that are asked about, alone and with one that is not."""
    if question.kind == "ranking" and question.most_chosen == len(question.options):
        yield " ".join(question.codes)
        return
    named = [code for code in question.codes if code in limits]
    if len(named) > MOST_NAMED:
        raise Tangled
    other = [code for code in question.codes if code not in limits][:1]
    for many in range(len(named) + 1):
        for chosen in combinations(named, many):
            for also in ((), other) if chosen else (other,):
                codes = (*chosen, *also)
                if 0 < len(codes) <= question.most_chosen:
                    yield " ".join(codes)
