"""Who answers. Non-response is not chance: carers answer more than youths, whoever dropped out answers less."""

from collections.abc import Mapping, Sequence
from random import Random

from surveys.demo.asks import Ask, chance
from surveys.demo.chance import seeded
from surveys.demo.population import pick
from surveys.demo.region import LAST_DAY, VISITED
from surveys.demo.respondent import Fate
from surveys.periods import half_year_of

_ANSWERS: Mapping[str, float] = {"youth": 0.46, "parent": 0.53, "foster_parent": 0.62}
_DROPPED_OUT = frozenset({"03", "04"})
_OTHERS: Mapping[Fate, float] = {"never": 82, "declined": 7, "abandoned": 7, "discarded": 4}
KEPT = 0.06
"""How many of those who answer stop on the way and keep what they gave."""


def fates_of(seed: int, asks: Sequence[Ask], people: int) -> list[Fate]:
    """One fate for each ask. `people` different ones answer at the end: those with the strongest inclination."""
    leanings = [_leaning(seed, ask) for ask in asks]
    answering = _answering(asks, leanings, people)
    return [
        _fate(chance(seed, ask.who, f"fate {ask.moment}"), answers=number in answering)
        for number, ask in enumerate(asks)
    ]


def _leaning(seed: int, ask: Ask) -> float:
    """Above 0: answers by inclination."""
    likely = _ANSWERS[ask.who.informant]
    likely *= 0.5 if ask.moment == "end" and ask.case.reason.truth in _DROPPED_OUT else 1.0
    likely *= 0.85 if ask.case.framework == "forced" else 1.0
    likely *= 0.85 if ask.who.language != "nl" else 1.0
    likely *= seeded(seed, ask.case.provider.name).uniform(0.85, 1.15)
    return likely - chance(seed, ask.who, f"leans {ask.moment}").random()


def _answering(asks: Sequence[Ask], leanings: Sequence[float], people: int) -> set[int]:
    found = {number for number, ask in enumerate(asks) if leanings[number] > 0 and _always(ask)}
    persons = {asks[number].who.respondent for number in found if asks[number].moment == "end"}
    ends = [number for number, ask in enumerate(asks) if ask.moment == "end"]
    for number in sorted(ends, key=lambda one: (-leanings[one], one)):
        if len(persons) >= people:
            break
        found.add(number)
        persons.add(asks[number].who.respondent)
    return found


def _always(ask: Ask) -> bool:
    """Follows its inclination whatever the size of the region: starts, and what the visitor will look at."""
    lately = half_year_of(ask.case.end) == half_year_of(LAST_DAY)
    return ask.moment == "start" or (ask.case.provider is VISITED and lately)


def _fate(rng: Random, *, answers: bool) -> Fate:
    if answers:
        return "kept" if rng.random() < KEPT else "done"
    return pick(rng, _OTHERS)
