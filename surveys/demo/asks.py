"""Who of the region was asked, about what and when."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from surveys.demo.cases import Case
from surveys.demo.chance import seeded
from surveys.demo.deliveries import delivered_on
from surveys.demo.region import LAST_DAY, NOW, half_years
from surveys.inviting import LASTS
from surveys.people import Moment
from surveys.periods import HOME, half_year_of
from surveys.store.bulk import Participant

STARTS_ASKED = 0.6
"""How many of those who begin are asked for their goals."""


@dataclass(frozen=True)
class Ask:
    """One invitation. It may be opened from `issued_at` to `closes_at`: while it works and the period is open."""

    case: Case
    who: Participant
    moment: Moment
    issued_at: datetime
    closes_at: datetime

    @property
    def day(self) -> date:
        return self.case.start if self.moment == "start" else self.case.end

    @property
    def days(self) -> int:
        """Whole days between being invited and the last chance."""
        return (self.closes_at.date() - self.issued_at.date()).days - 1


def chance(seed: int, who: Participant, about: str) -> Random:
    """A generator of this person's own."""
    return seeded(seed, who.provider, who.record_id, who.slot, about)


def common(seed: int, case: Case) -> float:
    """What everybody around a record has in common: how it went (standard normal)."""
    return seeded(seed, case.provider.name, case.record_id).gauss(0, 1)


def asks_of(seed: int, cases: Sequence[Case], participants: Sequence[Participant]) -> list[Ask]:
    """Everybody who was asked, at the start first."""
    by_key: Mapping[tuple[str, str], Case] = {case.key: case for case in cases}
    found: list[Ask] = []
    for who in participants:
        case = by_key.get((who.provider, who.record_id))
        if case:
            found += _asks(chance(seed, who, "asks"), case, who)
    return [ask for ask in found if ask.days > 0]


def _asks(rng: Random, case: Case, who: Participant) -> Iterator[Ask]:
    start = _ask(rng, case, who, "start", min(case.end, NOW.date()))
    if case.start >= half_years()[0].first and not who.start_bar and rng.random() < STARTS_ASKED:
        yield start
    if case.end <= LAST_DAY and not who.end_bar:
        yield _ask(rng, case, who, "end", half_year_of(case.end).may_be_published_on)


def _ask(rng: Random, case: Case, who: Participant, moment: Moment, closes: date) -> Ask:
    """Invited a few days after the provider delivered what happened."""
    known = delivered_on(case.start if moment == "start" else case.end)
    issued = at(known + timedelta(rng.randint(1, 4)), 10)
    return Ask(case, who, moment, issued, min(issued + LASTS, at(closes, 0)))


def at(day: date, hour: int) -> datetime:
    """A whole hour of that day in the Netherlands."""
    return datetime.combine(day, time(hour), HOME)


def opened_at(rng: Random, ask: Ask) -> datetime:
    """Most open within a week, between nine and half past seven in the evening."""
    days = 1 + min(int(rng.expovariate(1 / 7)), ask.days - 1)
    return at(ask.issued_at.date() + timedelta(days), 9) + timedelta(seconds=rng.randint(0, int(10.5 * 3600)))
