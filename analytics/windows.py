"""Half-years put together: the last two against all before them, for many series at once. Pure.

Arrays have a row per series and a column per half-year, oldest first and none left out.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from analytics.uncertainty import Interval, clustered_mean, clustered_share

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.int64]

TOGETHER = 2
"""Half-years that are looked at together as the latest."""


@dataclass(frozen=True)
class Sums:
    """What adds up over half-years: respondents, answers, and the sum of their scores; all arrays alike.

    `yy`, `ym`, `mm`: over respondents, the sums of squared scores, of score times answers, of squared answers
    (analytics.uncertainty); where each gives one answer: the squares, the total, the size.
    """

    people: Floats
    size: Floats
    total: Floats
    yy: Floats
    ym: Floats
    mm: Floats

    @classmethod
    def of_shares(cls, x: Floats, n: Floats) -> "Sums":
        """x out of n, one answer per respondent."""
        return cls(n, n, x, x, x, n)

    @classmethod
    def of_means(cls, n: Floats, total: Floats, squares: Floats) -> "Sums":
        """n answers, one per respondent, with this sum and sum of squares."""
        return cls(n, n, total, squares, total, n)

    @property
    def value(self) -> Floats:
        """Share or mean; NaN where there is no answer."""
        found: Floats = np.divide(self.total, self.size, out=np.full(self.size.shape, np.nan), where=self.size > 0)
        return found

    def limits(self, confidence: float, *, share: bool) -> Interval:
        """Wilson (shares) or t (means), with the answers of one respondent taken as belonging together."""
        if share:
            return clustered_share(self.size, self.total, self.yy, self.ym, self.mm, confidence)
        return clustered_mean(self.people, self.size, self.total, self.yy, self.ym, self.mm, confidence)

    def each(self, change: Callable[[Floats], Floats]) -> "Sums":
        return Sums(**{field.name: change(getattr(self, field.name)) for field in fields(self)})


def recent_and_earlier(halves: Sums, breaks: Flags) -> tuple[Sums, Sums]:
    """For every half-year: it and the one before it together, and all that went before those two.

    `breaks`: from this half-year on another definition holds; nothing is put together across it. Sums are 0 where
    there are not yet two half-years, or nothing before them.
    """
    start, now = _since(breaks)
    two = whole(breaks)
    split = np.where(two, now + 1 - TOGETHER, start)
    recent = halves.each(lambda values: np.where(two, _between(values, split, now + 1), 0))
    return recent, halves.each(lambda values: _between(values, start, split))


def whole(breaks: Flags) -> Flags:
    """Where a half-year and the one before it have one definition."""
    start, now = _since(breaks)
    return now + 1 - TOGETHER >= start


def difference(recent: Sums, earlier: Sums, confidence: float, *, share: bool) -> tuple[Floats, Floats, Floats]:
    """Recent minus earlier value, and its limits from the limits of both; NaN where either cannot be said.

    Newcombe's hybrid score interval (Statistics in Medicine 1998, method 10) for shares, the same construction on
    t intervals for means (Zou and Donner, Statistics in Medicine 2008, 27:1693).
    """
    change = recent.value - earlier.value
    low, high = recent.limits(confidence, share=share)
    low_before, high_before = earlier.limits(confidence, share=share)
    down = np.hypot(recent.value - low, high_before - earlier.value)
    up = np.hypot(high - recent.value, earlier.value - low_before)
    return change, change - down, change + up


def _since(breaks: Flags) -> tuple[Places, Places]:
    """Per half-year the column from which its definition holds, and its own column."""
    now = np.broadcast_to(np.arange(breaks.shape[1]), breaks.shape)
    return np.maximum.accumulate(np.where(breaks, now, 0), axis=1), now


def _between(values: Floats, first: Places, last: Places) -> Floats:
    """Per place the sum over the columns from `first` up to, not including, `last`."""
    so_far = np.pad(np.cumsum(values, axis=1), ((0, 0), (1, 0)))
    found: Floats = np.take_along_axis(so_far, last, axis=1) - np.take_along_axis(so_far, first, axis=1)
    return found
