"""What invented people think: a value for every question, out of how glad they are. All chance comes in as `rng`.

The shapes are those of the field: marks are skewed high, youths are stricter than carers, forced care is
judged less well, and whoever left early is less content (reference.md H.3).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from statistics import NormalDist

from surveys.demo.cases import Case
from surveys.demo.phrases import GLAD, GOALS, SORRY, in_language
from surveys.demo.region import half_years
from surveys.engine import Key
from surveys.periods import half_year_of
from surveys.questionnaire import DONT_KNOW, OWN_WORDS, RATHER_NOT, Question

Answers = Mapping[Key, str]
"""What this person answered until now, as in surveys.engine.State."""


@dataclass(frozen=True)
class View:
    """How one person looks at one care record. `glad`: 0 is the region's middle, 1 is a mark higher or so."""

    case: Case
    informant: str
    language: str
    glad: float


@dataclass(frozen=True)
class Asked:
    """A question put to somebody. `item`: the goal's number, or 0."""

    view: View
    question: Question
    item: int
    answers: Answers


Opinion = Callable[[Random, Asked], str]

_BY_INFORMANT = {"youth": -0.25, "parent": 0.1, "foster_parent": 0.15}
_BY_ENDING = {"01": 0.2, "02": -0.3, "03": -0.9, "04": -1.1, "05": -0.2}


def view_of(rng: Random, case: Case, informant: str, language: str, shared: float) -> View:
    """A person's own view; `shared` is what everybody around the record has in common (standard normal)."""
    glad = 1.1 * case.provider.quality_in(_half_number(case)) + 0.5 * shared + rng.gauss(0, 0.65)
    glad += _BY_INFORMANT[informant] + _BY_ENDING.get(case.reason.truth, 0.0)
    return View(case, informant, language, glad - 0.55 * (case.framework == "forced"))


def _half_number(case: Case) -> int:
    """Which of the half-years told of the record ends in; the last one for what is still running."""
    names = [half.name for half in half_years()]
    name = half_year_of(case.end).name
    return names.index(name) if name in names else len(names) - 1


def opinion(rng: Random, asked: Asked) -> str:
    """A code of the question, codes joined by a space, or own words. A question we know nothing about: any code."""
    question = asked.question
    unsure, private = _SILENT.get(question.id, (0.025, 0.02))
    chance = rng.random()
    if chance < unsure:
        return DONT_KNOW
    if chance < unsure + private:
        return RATHER_NOT
    think = _OPINIONS.get(question.id)
    value = think(rng, asked) if think else ""
    if question.kind in OWN_WORDS:
        return value or "…"
    return value if value and set(value.split(" ")) <= set(question.codes) else rng.choice(question.codes or ("0",))


_SILENT: Mapping[str, tuple[float, float]] = {
    "usefulness": (0.01, 0.01),
    "guidance_useful": (0.01, 0.01),
    "goal_text": (0.06, 0.05),
    "goal_more": (0.0, 0.0),
    "together": (0.12, 0.02),
    "open_answer": (0.22, 0.28),
    "company": (0.0, 0.04),
}
"""Question -> how many do not know, and how many rather not say."""


def _graded(worst_to_best: Mapping[str, float]) -> Opinion:
    """Codes in order with their shares at gladness 0; whoever is gladder is further along."""
    whole = sum(worst_to_best.values())
    limits = [NormalDist().inv_cdf(share / whole) for share in accumulate(worst_to_best.values()) if share < whole]
    codes = list(worst_to_best)

    def think(rng: Random, asked: Asked) -> str:
        at = rng.gauss(0, 1) + 0.7 * asked.view.glad
        return codes[sum(at > limit for limit in limits)]

    return think


def _one_of(weights: Mapping[str, float]) -> Opinion:
    def think(rng: Random, asked: Asked) -> str:
        known = {code: weight for code, weight in weights.items() if code in asked.question.codes}
        return rng.choices(list(known), list(known.values()))[0]

    return think


def _mark(rng: Random, asked: Asked) -> str:
    """1–10: most are 7, 8 or 9, a few are very low, a ten is given easily."""
    missed = rng.gammavariate(2.1, 1.15) * 2.718 ** (-0.36 * asked.view.glad)
    return str(max(1, min(10, round(10.35 - missed))))


def _goal(rng: Random, asked: Asked) -> str:
    return rng.choice(in_language(GOALS[asked.view.informant], asked.view.language))


def _goal_start(rng: Random, asked: Asked) -> str:
    return str(max(0, min(9, round(rng.gauss(3.0 if asked.view.case.framework == "forced" else 3.5, 1.7)))))


def _goal_now(rng: Random, asked: Asked) -> str:
    middle = {"reached": 8.3, "partly": 6.1, "not": 3.4}.get(asked.answers.get(("goal_result", asked.item), ""), 6.0)
    return str(max(0, min(10, round(rng.gauss(middle + 0.2 * asked.view.glad, 1.2)))))


def _another_goal(rng: Random, asked: Asked) -> str:
    return "yes" if rng.random() < 0.5 / asked.item else "no"


def _lived_elsewhere(rng: Random, asked: Asked) -> str:
    return "yes" if bool(asked.view.case.offer.stay_type) != (rng.random() < 0.02) else "no"


_STOPPED_BY: Mapping[str, Mapping[str, float]] = {
    "01": {"as_planned": 84, "together": 5, "provider": 4, "me": 3, "court_or_municipality": 2, "circumstances": 2},
    "02": {"together": 52, "as_planned": 15, "provider": 15, "me": 8, "court_or_municipality": 6, "parent": 4},
    "03": {"me": 50, "parent": 22, "provider": 12, "together": 12, "circumstances": 4},
    "04": {"provider": 74, "together": 10, "court_or_municipality": 8, "me": 4, "circumstances": 4},
    "05": {"circumstances": 60, "court_or_municipality": 20, "together": 12, "provider": 8},
}
"""What was registered -> what the client says; that they differ is what an account meeting needs."""
_UNREGISTERED = {"as_planned": 45, "provider": 15, "me": 15, "together": 15, "circumstances": 10}


def _stopped_by(rng: Random, asked: Asked) -> str:
    weights = _STOPPED_BY.get(asked.view.case.reason.truth, _UNREGISTERED)
    return rng.choices(list(weights), list(weights.values()))[0]


_WHY = {"youth": "family", "parent": "family", "foster_parent": "foster"}
_REASONS: Mapping[str, tuple[Mapping[str, float], Mapping[str, float]]] = {
    "family": (
        {"enough_help": 40, "other_help": 25, "moved": 10, "waiting": 5, "other": 20},
        {"no_progress": 30, "no_click": 20, "changing_people": 20, "waiting": 12, "other_help": 10, "other": 8},
    ),
    "foster": (
        {"child_home": 40, "other_help": 30, "moved": 10, "other": 20},
        {
            "too_heavy": 30,
            "little_guidance": 20,
            "changing_people": 15,
            "child_wanted": 15,
            "no_click": 10,
            "other": 10,
        },
    ),
}
"""Who -> reasons of the content, reasons of the discontent."""


def _stop_reason(rng: Random, asked: Asked) -> str:
    content, discontent = _REASONS[_WHY[asked.view.informant]]
    weights = content if asked.view.glad > -0.2 else discontent
    found = rng.choices(list(weights), list(weights.values()), k=rng.choice((1, 1, 2)))
    return " ".join(dict.fromkeys(found))


def _open_answer(rng: Random, asked: Asked) -> str:
    phrases = GLAD if asked.view.glad + rng.gauss(0, 0.4) > -0.3 else SORRY
    return rng.choice(
        in_language(phrases["youth" if asked.view.informant == "youth" else "adult"], asked.view.language)
    )


_OPINIONS: Mapping[str, Opinion] = {
    "usefulness": _mark,
    "guidance_useful": _mark,
    "further_need": _graded({"01": 17, "02": 23, "03": 25, "04": 35}),
    "goal_text": _goal,
    "goal_start": _goal_start,
    "goal_result": _graded({"not": 15, "partly": 35, "reached": 50}),
    "goal_now": _goal_now,
    "goal_more": _another_goal,
    "heard": _graded({"no": 8, "partly": 22, "yes": 70}),
    "clear": _graded({"no": 12, "partly": 28, "yes": 60}),
    "together": _graded({"no": 14, "partly": 31, "yes": 55}),
    "lived_elsewhere": _lived_elsewhere,
    "family_contact": _graded({"no_contact": 5, "hard": 15, "mixed": 35, "good": 45}),
    "guidance_frequency": _one_of({"as_agreed": 68, "less": 22, "more": 4, "nothing_agreed": 6}),
    "stopped_by": _stopped_by,
    "stop_reason": _stop_reason,
    "open_answer": _open_answer,
    "company": _one_of({"nobody": 74, "parent": 9, "child": 8, "partner": 5, "helper": 5, "someone_else": 4}),
}
