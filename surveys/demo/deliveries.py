"""The files that the invented providers deliver: every month what is new and what has ended since."""

import csv
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from surveys.demo.cases import COLUMNS, Case
from surveys.demo.region import NOW, half_years

LATEST = NOW.date() - timedelta(2)


@cache
def days() -> tuple[date, ...]:
    """The first of each month from where the story begins, and one just before its present."""
    first = half_years()[0].first
    months = range(first.year * 12 + first.month - 1, LATEST.year * 12 + LATEST.month)
    return *(date(month // 12, month % 12 + 1, 1) for month in months), LATEST


def delivered_on(day: date) -> date:
    """In which delivery something of that day stands."""
    return days()[bisect_left(days(), day)]


def by_day(cases: Iterable[Case]) -> Mapping[date, list[Case]]:
    """What is new or has ended, delivery by delivery; none where there is nothing to deliver."""
    found: dict[date, list[Case]] = {day: [] for day in days()}
    for case in cases:
        on = {delivered_on(case.start), *([delivered_on(case.end)] if case.end <= LATEST else [])}
        for day in on:
            found[day].append(case)
    return {day: some for day, some in found.items() if some}


def write(path: Path, cases: Iterable[Case], day: date) -> None:
    """A records file like any provider's own."""
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.DictWriter(file, COLUMNS)
        lines.writeheader()
        lines.writerows(case.row(day) for case in cases)
