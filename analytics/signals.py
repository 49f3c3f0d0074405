"""Signals: an indicator of a provider moved, or stands out, by more than chance and by enough to matter. Pure.

Rule set `signal-1` (measures.md, decision 6 and part 3). A signal is a reason to talk; only when it is there again
half a year later does it ask for a plan. Numbers that are context, such as drop-out, never make one (decision 23).
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics import reasons
from analytics.grid import Flags, Floats, Grid
from analytics.windows import Sums, difference, recent_and_earlier, whole

Signs = NDArray[np.int64]
"""Per series and half-year 1 up, -1 down, 0 neither."""

RULE_SET = "signal-1"
CONFIDENCE = 0.998
FEWEST = 30
"""Respondents in the last two half-years together; and before them, to compare with."""
SMALLEST = {"share": 0.1, "mark": 0.5, "points": 0.5}
"""By unit: smaller differences do not matter, however certain they are. Other units make no signal."""
ROUNDING = 1e-9
WISHES = {"higher_better": 1, "lower_better": -1, "context": 0}
TOO_FEW = "too few"
TOO_SHORT = "too short"
SUMS = ("n", "denominator", "numerator", "yy", "ym", "mm")
FOUND = [
    "series",
    "period",
    "n",
    "value",
    "low",
    "high",
    "earlier",
    "reference",
    "because",
    "signal",
    "state",
    "reason",
]


def find(halves: pd.DataFrame) -> pd.DataFrame:
    """The signals of many series, for each of their half-years; one row per series and half-year that came in.

    `halves`, one row per series and closed half-year: series (anything that names one provider's indicator for one
    kind of people), period, definition (id@version), unit (share, mark, points), direction, n (respondents),
    denominator, numerator, squares. Optional: yy, ym, mm (sums over respondents, for goals); reference (what would
    be expected of the last two half-years together, adjusted for case mix) and outside (whether they lie beyond
    the adjusted 99.8 % funnel limit).

    Columns: FOUND. n, value, low, high (95 %) are of the last two half-years together, earlier of all before them;
    NaN where there are none. because: own, others, own+others or empty. signal: talk, improve, sustain or empty.
    state: `too few`, `too short` (no two half-years with one definition, or none before them) or empty. reason: a
    Dutch sentence for every signal and for too few; it tells value and earlier level, so it is shown only where
    those may be.
    """
    known = _complete(halves)
    kinds = [_of_one_kind(part, str(unit)) for unit, part in known.groupby("unit", sort=False)]
    found = pd.concat(kinds, ignore_index=True) if kinds else pd.DataFrame(columns=FOUND)
    return halves[["series", "period"]].merge(found, on=["series", "period"], how="left")[FOUND]


def moved(change: Floats, low: Floats, high: Floats, enough: Flags, smallest: float) -> Signs:
    """Whether a change counts: its interval without 0, large enough, and enough people on either side."""
    counts = enough & ((low > 0) | (high < 0)) & (np.abs(change) >= smallest - ROUNDING)
    return np.where(counts, np.sign(change), 0).astype(np.int64)


def own_moves(recent: Sums, earlier: Sums, unit: str) -> Signs:
    """The last two half-years against the provider's own earlier level."""
    enough = (recent.people >= FEWEST) & (earlier.people >= FEWEST)
    change, low, high = difference(recent, earlier, CONFIDENCE, share=unit == "share")
    return moved(change, low, high, enough, SMALLEST.get(unit, np.inf))


def stands_out(recent: Sums, reference: Floats, outside: Flags, unit: str) -> Signs:
    """The last two half-years against comparable providers.

    Beside the funnel limit the provider's own 99.8 % interval must leave out the reference: near 0 and 1 the funnel
    is too narrow for small groups (0 of 30 where 10 % is expected lies outside it, and comes by chance in 4 %).
    """
    low, high = recent.limits(CONFIDENCE, share=unit == "share")
    enough = outside & (recent.people >= FEWEST)
    return moved(recent.value - reference, low - reference, high - reference, enough, SMALLEST.get(unit, np.inf))


def escalated(own: Signs, others: Signs, wish: Signs) -> NDArray[np.str_]:
    """talk, improve, sustain or empty. `wish`: 1 where up is better, -1 where down is, 0 for context.

    The same direction in two successive half-years asks for more than talk; worse goes before better.
    """
    worse = (own * wish < 0) | (others * wish < 0)
    better = (own * wish > 0) | (others * wish > 0)
    words: NDArray[np.str_] = np.select(
        [worse & _before(worse), better & _before(better) & ~worse, worse | better],
        ["improve", "sustain", "talk"],
        "",
    )
    return words


def _before(flags: Flags) -> Flags:
    """The flags of the half-year before."""
    return np.pad(flags[:, :-1], ((0, 0), (1, 0)))


def _complete(halves: pd.DataFrame) -> pd.DataFrame:
    """With the columns that may be left out."""
    plain = halves.assign(
        yy=halves["squares"],
        ym=halves["numerator"],
        mm=halves["denominator"],
        reference=np.nan,
        outside=False,
    )
    return plain.assign(**{str(name): values for name, values in halves.items()})


def _of_one_kind(halves: pd.DataFrame, unit: str) -> pd.DataFrame:
    grid = Grid.of(halves)
    sums = Sums(*(grid.numbers(name) for name in SUMS))
    breaks, reference = grid.breaks("definition"), grid.numbers("reference", np.nan)
    recent, earlier = recent_and_earlier(sums, breaks)
    own = own_moves(recent, earlier, unit)
    others = stands_out(recent, reference, grid.numbers("outside") > 0, unit)
    wish = np.array([[WISHES[direction]] for direction in grid.latest("direction")])
    low, high = recent.limits(0.95, share=unit == "share")
    signal = escalated(own, others, wish)
    two = whole(breaks)
    rows = grid.rows(
        n=np.where(two, recent.people, np.nan),
        value=recent.value,
        low=low,
        high=high,
        earlier=earlier.value,
        reference=reference,
        because=_because(own * wish != 0, others * wish != 0),
        signal=signal,
        state=np.where(signal == "", _state(recent, earlier, two), ""),
    )
    return rows.assign(reason=reasons.sentences(rows, unit))


def _because(own: Flags, others: Flags) -> NDArray[np.str_]:
    words: NDArray[np.str_] = np.select([own & others, own, others], ["own+others", "own", "others"], "")
    return words


def _state(recent: Sums, earlier: Sums, two: Flags) -> NDArray[np.str_]:
    few = (recent.people < FEWEST) | (earlier.people < FEWEST)
    words: NDArray[np.str_] = np.select([~two | (earlier.people == 0), few], [TOO_SHORT, TOO_FEW], "")
    return words
