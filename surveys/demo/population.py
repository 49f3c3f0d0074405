"""Makes up the care records of the region: clients, families, endings. All chance comes in as `rng`."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from surveys.demo.cases import NEVER, Case, Person, Reason
from surveys.demo.region import LAST_DAY, MUNICIPALITIES, NOW, OFFERS, PROVIDERS, VISITED, Offer, Provider, half_years

T = TypeVar("T", bound=str)

RECORDS_PER_PERSON = 1.42
"""Ended care records for one person who answers, so that about half of those who are asked do."""
RUNNING = 0.22
"""Running records, as a part of those that ended in the whole time told of."""
VISITED_AT_LEAST: Mapping[str, int] = {"at_home": 44, "foster": 44}
"""Endings in the last half-year at the visited provider, so that its figures are shown even in a small demo."""
EARLIER_AT_LEAST: Mapping[str, int] = {"at_home": 6}
"""Its endings in every half-year before, so that there is always something to publish."""

_REASONS: tuple[tuple[Reason, float], ...] = (
    (Reason("01", "CBS", "01"), 38),
    (Reason("01", "iJw", "31"), 26),
    (Reason("01", "iJw", "39"), 2),
    (Reason("02", "CBS", "02"), 7),
    (Reason("02", "iJw", "34"), 4),
    (Reason("02", "iJw", "38", "together"), 2),
    (Reason("03", "CBS", "03"), 5),
    (Reason("03", "iJw", "32"), 3),
    (Reason("03", "iJw", "38", "client"), 1),
    (Reason("04", "CBS", "04"), 3),
    (Reason("04", "iJw", "33"), 2),
    (Reason("05", "CBS", "05"), 2),
    (Reason("05", "iJw", "35"), 1.2),
    (Reason("death", "iJw", "02"), 0.1),
    (Reason("continued", "iJw", "20"), 1),
    (Reason("continued", "iJw", "36"), 0.5),
    (Reason("continued", "iJw", "37"), 0.8),
    (Reason("unknown", "iJw", "37"), 0.3),
    (Reason("unknown"), 3),
)
"""How care ends, in about a hundred."""
_DROPOUT = frozenset({"03", "04"})
_WITH_SUCCESSOR = (Reason("continued", "iJw", "36"), Reason("continued", "iJw", "37"))
_LANGUAGES: Mapping[str, float] = {"nl": 92, "en": 8}
_BARS: Mapping[str, float] = {"asked_not_to": 5, "no_address": 4, "safety": 2, "no_contact_order": 1, "missing": 1}


def pick(rng: Random, weights: Mapping[T, float]) -> T:
    """One key, as likely as its weight says."""
    return rng.choices(list(weights), list(weights.values()))[0]


class Population:
    """Makes cases one after another; remembers what the next one may share with earlier ones."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._made: dict[str, int] = {}
        self._family: dict[tuple[str, bool], Case] = {}

    def region(self, people: int) -> list[Case]:
        """The records of a region where `people` answer: ended ones per provider and half-year, then running ones."""
        cases: list[Case] = []
        for number, half in enumerate(half_years()):
            for provider in PROVIDERS:
                for name, many in self._endings(provider, people, last=half.last == LAST_DAY).items():
                    days = ((half.last - half.first).days, half.first)
                    for _ in range(many):
                        end = days[1] + timedelta(self._rng.randint(0, days[0]))
                        cases += self._ended(provider, OFFERS[name], end, number)
        for provider in PROVIDERS:
            cases += self._running(provider, people)
        return cases

    def _endings(self, provider: Provider, people: int, *, last: bool) -> dict[str, int]:
        """How many records of each offer end in one half-year."""
        whole = people * RECORDS_PER_PERSON / len(half_years()) * provider.share / 1000
        parts = sum(provider.offers.values())
        found = {name: self._rounded(whole * part / parts) for name, part in provider.offers.items()}
        floor = (VISITED_AT_LEAST if last else EARLIER_AT_LEAST) if provider is VISITED else {}
        return {name: max(many, floor.get(name, 0)) for name, many in found.items()}

    def _rounded(self, number: float) -> int:
        """A whole number whose mean is `number`."""
        return int(number) + (self._rng.random() < number % 1)

    def _ended(self, provider: Provider, offer: Offer, end: date, half: int) -> Iterator[Case]:
        months = max(0.5, self._rng.gammavariate(3, offer.months / 3))
        case = self._case(provider, offer, end - timedelta(round(30.4 * months)))
        case = replace(case, end=end, reason=self._reason(case, end, half))
        follow_on = case.reason.truth in {"01", "02"} and self._rng.random() < 0.05
        case = self._barred(replace(case, follow_on=follow_on))
        yield case
        if follow_on or case.reason in _WITH_SUCCESSOR:
            yield self._next(case)

    def _next(self, case: Case) -> Case:
        """The record in which the same care goes on in another form; still running."""
        others = [OFFERS[name] for name in case.provider.offers if OFFERS[name] is not case.offer] or [case.offer]
        start = case.end + timedelta(1)
        offer = self._rng.choice([one for one in others if one.foster == case.offer.foster] or [case.offer])
        return replace(
            case,
            offer=offer,
            record_id=self._number(case.provider),
            referred=case.end,
            start=start,
            end=NEVER,
            reason=Reason("unknown"),
            follow_on=False,
        )

    def _running(self, provider: Provider, people: int) -> Iterator[Case]:
        many = self._rounded(people * RECORDS_PER_PERSON * RUNNING * provider.share / 1000)
        for _ in range(many):
            offer = OFFERS[pick(self._rng, provider.offers)]
            start = NOW.date() - timedelta(2 + round(self._rng.expovariate(1 / (15 * offer.months))))
            yield self._case(provider, offer, start)

    def _case(self, provider: Provider, offer: Offer, start: date) -> Case:
        rng = self._rng
        youngest, oldest = offer.ages
        age = min(oldest, max(youngest, round(rng.triangular(youngest, oldest, min(oldest, 14)))))
        born = date(start.year - age, rng.randint(1, 12), 1)
        case = Case(
            provider=provider,
            offer=offer,
            record_id=self._number(provider),
            client_key="",
            municipality=pick(rng, MUNICIPALITIES),
            framework=self._framework(offer),
            born=born,
            referred=start - timedelta(round(rng.gammavariate(2, 4 if offer.segment == "crisis" else 30))),
            start=start,
            end=NEVER,
            reason=Reason("unknown"),
            people=(),
            referrer=rng.choice(("01", "01", "02", "02", "03", "04", "05")),
        )
        return self._with_people(
            replace(case, client_key=case.record_id.replace("-", "-J"), referrer=_referrer(case))
        )

    def _number(self, provider: Provider) -> str:
        self._made[provider.initials] = self._made.get(provider.initials, 0) + 1
        return f"{provider.initials}-{self._made[provider.initials]:05d}"

    def _framework(self, offer: Offer) -> str:
        free = 1 - offer.forced - offer.preventive
        return pick(self._rng, {"voluntary": free, "preventive": offer.preventive, "forced": offer.forced})

    def _with_people(self, case: Case) -> Case:
        """Siblings share their parents or foster parents, and where they live."""
        kind = (case.provider.name, case.offer.foster)
        sibling = self._family.get(kind) if self._rng.random() < 0.14 else None
        age = case.age(case.start)
        people = self._carers(case, age, sibling)
        if age >= 11 or not people:
            youth = Person("youth", "", pick(self._rng, _LANGUAGES))
            people = (youth, *people)
        case = replace(case, people=people, consent=self._consent(case, age))
        if sibling:
            case = replace(case, municipality=sibling.municipality)
        self._family[kind] = case
        return case

    def _carers(self, case: Case, age: int, sibling: Case | None) -> tuple[Person, ...]:
        slots = self._slots(case.offer, age)
        known = {person.slot: person for person in sibling.people} if sibling else {}
        return tuple(known.get(slot) or self._carer(case, slot) for slot in slots)

    def _slots(self, offer: Offer, age: int) -> tuple[str, ...]:
        chance = self._rng.random()
        if offer.foster:
            return ("parent", "foster_parent") if chance < 0.35 and age < 18 else ("foster_parent",)
        if age >= 18:
            return ("parent",) if chance < 0.25 else ()
        return ("parent_1", "parent_2") if chance < 0.08 else ("parent",)

    def _carer(self, case: Case, slot: str) -> Person:
        letter = {"parent": "O", "parent_1": "O1", "parent_2": "O2", "foster_parent": "P"}[slot]
        return Person(slot, case.record_id.replace("-", f"-{letter}"), pick(self._rng, _LANGUAGES))

    def _consent(self, case: Case, age: int) -> dict[str, str]:
        """The carer's answer where the law asks for one: until the youth is sixteen."""
        if age >= 16 and self._rng.random() < 0.8:
            return {}
        said = pick(self._rng, {"yes": 83, "no": 6, "not_needed": 6, "": 5})
        by = "guardian" if case.framework == "forced" and self._rng.random() < 0.5 else "parent"
        return {"carer_consent": said, "consent_by": by if said == "yes" else ""}

    def _reason(self, case: Case, end: date, half: int) -> Reason:
        quality = case.provider.quality_in(half)
        strained = 1.25 if case.framework == "forced" else 1.0
        weights = [
            weight * (strained * max(0.25, 1 - 0.45 * quality) if reason.truth in _DROPOUT else 1)
            for reason, weight in _REASONS
        ]
        reason = self._rng.choices([reason for reason, _ in _REASONS], weights)[0]
        if reason.code == "39" and case.age(end) < 18:
            return replace(reason, truth="02")
        return reason

    def _barred(self, case: Case) -> Case:
        """Who must not be invited, and who may be although care ended for reasons outside."""
        if case.reason.truth == "05":
            return replace(case, invite_confirmed="yes" if self._rng.random() < 0.6 else "no")
        if self._rng.random() >= 0.03:
            return case
        bar = pick(self._rng, _BARS)
        one = self._rng.choice(case.people).informant
        return replace(case, do_not_invite=f"{bar}+{one}" if self._rng.random() < 0.3 else bar)


def _referrer(case: Case) -> str:
    """Forced care is referred by the court or the certified institution; neighbourhood help needs no referrer."""
    if case.framework == "forced":
        return "08" if case.referrer in {"01", "03"} else "04"
    return "06" if case.offer.care_form == "01" else case.referrer
