"""Reporting periods: half-years, twelve months, calendar years and quarters. Pure.

Half-years follow the statutory deliveries (reference.md A.8); the standard view is twelve months.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from surveys.faults import Mistakes

HOME = ZoneInfo("Europe/Amsterdam")
ANSWER_WINDOW = timedelta(days=42)
"""How long after its end a period stays open for answers; then it may be published."""

_SHAPE = re.compile(r"(?P<long>12m-)?(?P<year>20\d\d)(?:(?P<kind>[HQ])(?P<part>\d))?")


@dataclass(frozen=True)
class Period:
    """`name` as people write it; `first` and `last` day, both inclusive; `halves` it is made of (none: a quarter)."""

    name: str
    first: date
    last: date
    halves: tuple[str, ...]

    @property
    def may_be_published_on(self) -> date:
        return self.last + ANSWER_WINDOW

    def publishable(self, now: datetime) -> bool:
        """True from 42 days after the period's end on, and never for a quarter."""
        return bool(self.halves) and now.astimezone(HOME).date() >= self.may_be_published_on


def _half(year: int, part: int) -> Period:
    first = date(year, 1, 1) if part == 1 else date(year, 7, 1)
    last = date(year, 6, 30) if part == 1 else date(year, 12, 31)
    return Period(f"{year}H{part}", first, last, (f"{year}H{part}",))


def half_year_of(day: date) -> Period:
    """The half-year a date lies in."""
    return _half(day.year, 1 if day.month <= 6 else 2)


def previous_half(period: Period) -> Period:
    """The half-year before the first day of `period`."""
    return half_year_of(period.first - timedelta(days=1))


def parse(name: str) -> Period:
    """`2026H1`, `12m-2026H1` (ends with it), `2026` or `2026Q3`. Raises Mistakes on anything else."""
    found = _SHAPE.fullmatch(name)
    if found:
        year, kind, part = int(found["year"]), found["kind"], int(found["part"] or 0)
        if kind == "H" and part in (1, 2):
            half = _half(year, part)
            return _twelve_months(half, name) if found["long"] else half
        if kind is None and not found["long"]:
            return _twelve_months(_half(year, 2), name)
        if kind == "Q" and part in (1, 2, 3, 4) and not found["long"]:
            return _quarter(year, part)
    raise Mistakes(f"--period {name}: expected a period like 2026H1, 12m-2026H1, 2026 or 2026Q3")


def _twelve_months(half: Period, name: str) -> Period:
    before = previous_half(half)
    return Period(name, before.first, half.last, (before.name, half.name))


def _quarter(year: int, part: int) -> Period:
    first = date(year, 3 * part - 2, 1)
    following = date(year + 1, 1, 1) if part == 4 else date(year, 3 * part + 1, 1)
    return Period(f"{year}Q{part}", first, following - timedelta(days=1), ())
