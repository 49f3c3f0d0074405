"""Control charts: does an indicator move more than chance moves it? Pure.

XmR charts for means and other single numbers, p-charts for shares. The defaults give what the reference packages
give (measures.md 2.1 and 2.2). `cautious` is how reports draw them: no conclusion where there is too little to draw
it from.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from analytics import runs
from analytics.runs import Flags, Signs

Floats = NDArray[np.float64]
Wish = Literal["better", "worse", "neutral"]
"""What it means when the number rises."""

LIMITS = 2.66
"""Three standard deviations, in mean steps between neighbours (3 / 1.128)."""
UNUSUAL_STEP = 3.267
"""In mean steps; a larger step does not count for the width of the limits."""
MEAN_STEP = 1.128
"""The mean step between neighbours, in standard deviations."""
PROVISIONAL_BELOW = 13
"""Fewer points make limits provisional. NHSRplotthedots counts so, though its own text says 12."""
FEWEST_TO_FIX = 12
FEWEST_DISTINCT = 4
TOLERANCE = 1e-9
"""Smaller differences (for numbers over 1: relative to them) are rounding, not difference."""

WISHES = {"better": 1, "worse": -1, "neutral": 0}
ADVANCE = {1: "improvement", -1: "concern"}
SIDES = {1: "high", -1: "low"}
COMMON = "common_cause"


@dataclass(frozen=True)
class Rules:
    """How many points make a shift and a trend; whether a point outside the limits counts for two of three."""

    shift: int
    trend: int
    outside_is_near: bool = False


RULES = {"nhsr-7-7": Rules(7, 7), "mdc-2023": Rules(7, 7, outside_is_near=True), "8-6": Rules(8, 6)}
"""Versioned rule sets; the name is printed under each chart."""


def xmr(
    values: ArrayLike,
    rules: str = "nhsr-7-7",
    increase_is: Wish = "better",
    target: float | None = None,
    rebase_at: Iterable[int] = (),
    fix_after: int | None = None,
    screen: bool = True,  # noqa: FBT001 - checked from outside as it stands
    *,
    cautious: bool = False,
) -> pd.DataFrame:
    """XmR chart (individual values and moving range) as NHSRplotthedots 0.2.2 draws it; one row per point.

    `rebase_at`: positions, from 0, of the points where everything starts anew. `fix_after`: mean and limits come
    from this many first points (at least 12) of each part. `screen`: steps over 3.267 mean steps do not widen the
    limits. `cautious`: no limits and no rules in a part with fewer than four distinct values, or where screening
    leaves no step at all.

    Columns: mean, lower, upper, near_lower, near_upper (limits NaN where there are none); side (1 above the mean, 0,
    -1); outside, trend, two_in_three, shift (whether the point breaks that rule); rule (its one label, in the
    package's words); direction (1 up, -1 down, 0); point_type; part (from 0); provisional. `.attrs`: rules,
    variation (icon of the last point, such as concern_low), assurance (consistent_pass, consistent_fail,
    inconsistent; None without a target or a wish).

    Raises ValueError on an unknown rule set or wish, without any point, and on values that are not finite.
    """
    points = np.atleast_1d(np.asarray(values, dtype=np.float64))
    _check(points, rules, increase_is, fix_after)
    parts = [
        _part(points[first:last], RULES[rules], fix_after, screen=screen, cautious=cautious).assign(part=number)
        for number, (first, last) in enumerate(_bounds(len(points), rebase_at))
    ]
    chart = pd.concat(parts, ignore_index=True)
    kinds = chart["direction"].map(lambda direction: _kind(direction, WISHES[increase_is]))
    chart["point_type"] = kinds.map(lambda kind: kind if kind == COMMON else f"special_cause_{kind}")
    last = chart.iloc[-1]
    chart.attrs = {
        "rules": rules,
        "variation": _icon(int(last["direction"]), WISHES[increase_is]),
        "assurance": _assurance(float(last["lower"]), float(last["upper"]), target, WISHES[increase_is]),
    }
    return chart


def p_chart(
    x: ArrayLike,
    n: ArrayLike,
    laney: bool = True,  # noqa: FBT001 - checked from outside as it stands
    *,
    cautious: bool = False,
) -> pd.DataFrame:
    """p-chart of the shares x / n with limits per point, as qcc and qicharts2 draw it; one row per point.

    `laney`: the limits follow how much the points really vary (Laney 2002, p'). `cautious`: they may widen by it,
    never narrow. Columns: share, centre, lower, upper (within 0 and 1), outside; NaN where n is 0. `.attrs`:
    sigma_z (1 without `laney`), provisional.
    """
    size, counts = np.atleast_1d(np.asarray(n, dtype=np.float64)), np.atleast_1d(np.asarray(x, dtype=np.float64))
    known = size > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        share, centre = counts / size, counts.sum() / size.sum()
        sigma = np.where(known, np.sqrt(centre * (1 - centre) / size), np.nan)
    sigma_z = _sigma_z(share[known] - centre, sigma[known]) if laney else 1.0
    half = 3 * sigma * (max(1.0, sigma_z) if cautious else sigma_z)
    lower, upper = np.clip(centre - half, 0, 1), np.clip(centre + half, 0, 1)
    outside = _more(share, upper) | _more(lower, share)
    chart = pd.DataFrame({"share": share, "centre": centre, "lower": lower, "upper": upper, "outside": outside})
    chart.attrs = {"sigma_z": sigma_z, "provisional": len(size) < PROVISIONAL_BELOW}
    return chart


def _check(points: Floats, rules: str, increase_is: str, fix_after: int | None) -> None:
    if rules not in RULES:
        raise ValueError(f"rules {rules!r}: expected one of {', '.join(RULES)}")
    if increase_is not in WISHES:
        raise ValueError(f"increase_is {increase_is!r}: expected one of {', '.join(WISHES)}")
    if points.ndim != 1 or not len(points) or not np.isfinite(points).all():
        raise ValueError("values: expected a row of one or more finite numbers")
    if fix_after is not None and fix_after < FEWEST_TO_FIX:
        raise ValueError(f"fix_after {fix_after}: expected at least {FEWEST_TO_FIX}")


def _bounds(many: int, rebase_at: Iterable[int]) -> list[tuple[int, int]]:
    """Of every part the first position, and the one after its last."""
    starts = sorted({0, *rebase_at})
    if starts[0] < 0 or starts[-1] >= many:
        raise ValueError(f"rebase_at: expected positions from 0 to {many - 1}")
    return list(zip(starts, [*starts[1:], many], strict=True))


def _part(points: Floats, rules: Rules, fix_after: int | None, *, screen: bool, cautious: bool) -> pd.DataFrame:
    """The chart of one part, without what depends on the direction one hopes for."""
    fixed = points[:fix_after]
    mean, step = fixed.mean(), _mean_step(fixed, screen=screen)
    judged = not cautious or (step > TOLERANCE and _distinct(fixed) >= FEWEST_DISTINCT)
    half = LIMITS * step if judged else np.nan
    side = _signs(points, mean)
    outside, beyond = _beyond(points, mean, half), _beyond(points, mean, half * 2 / 3)
    trend = runs.trend(_signs(points[1:], points[:-1]), rules.trend)
    near = beyond if rules.outside_is_near else beyond & ~outside
    broken = pd.DataFrame(
        {
            "outside": outside,
            "trend": trend != 0,
            "two_in_three": runs.two_in_three(near, side),
            "shift": runs.shift(side, rules.shift),
        }
    )
    broken &= judged
    lines = {
        "mean": mean,
        "lower": mean - half,
        "upper": mean + half,
        "near_lower": mean - half * 2 / 3,
        "near_upper": mean + half * 2 / 3,
        "side": side,
    }
    chart = broken.assign(**lines, **_labels(broken, side, trend, rules), provisional=len(points) < PROVISIONAL_BELOW)
    return chart[[*lines, *broken, "rule", "direction", "provisional"]]


def _mean_step(points: Floats, *, screen: bool) -> float:
    """Mean moving range; NaN when no step is left. Screening is done once and strictly: steps of 0 all go."""
    steps = np.abs(np.diff(points))
    if screen and len(steps):
        steps = steps[_more(UNUSUAL_STEP * steps.mean(), steps)]
    return float(steps.mean()) if len(steps) else float("nan")


def _distinct(points: Floats) -> int:
    ordered = np.sort(points)
    return 1 + int(_more(ordered[1:], ordered[:-1]).sum())


def _labels(broken: pd.DataFrame, side: Signs, trend: Signs, rules: Rules) -> dict[str, NDArray[np.generic]]:
    """One label per point: outside goes before trend, trend before two of three, that before shift."""
    which = [broken[name] for name in ("outside", "trend", "two_in_three", "shift")]
    direction = np.select(which, [side, trend, side, side], 0)
    upward = direction > 0
    names = [
        np.where(upward, "Above UCL", "Below LCL"),
        np.where(upward, f"{rules.trend} Point Trend (Increasing)", f"{rules.trend} Point Trend (Decreasing)"),
        np.where(upward, "2 in 3 Above CL", "2 in 3 Below CL"),
        np.where(upward, f"{rules.shift} Points Above CL", f"{rules.shift} Points Below CL"),
    ]
    return {"rule": np.select(which, names, "Common Cause"), "direction": direction}


def _kind(direction: int, wish: int) -> str:
    """Improvement or concern where one of them is hoped for, else neutral_high or neutral_low."""
    if not direction:
        return COMMON
    return ADVANCE[direction * wish] if wish else f"neutral_{SIDES[direction]}"


def _icon(direction: int, wish: int) -> str:
    kind = _kind(direction, wish)
    return f"{kind}_{SIDES[direction]}" if direction and wish else kind


def _assurance(lower: float, upper: float, target: float | None, wish: int) -> str | None:
    """Will the target always, never or sometimes be met, when all stays as it is? By the last point's limits."""
    if target is None or not wish:
        return None
    fails, passes = (target > upper, target < lower) if wish > 0 else (target < lower, target > upper)
    return "consistent_fail" if fails else "consistent_pass" if passes else "inconsistent"


def _sigma_z(deviations: Floats, sigma: Floats) -> float:
    """How much more the points vary than chance makes shares vary; 1 where that cannot be seen."""
    if len(sigma) < 2 or not sigma.all():
        return 1.0
    return float(np.abs(np.diff(deviations / sigma)).mean() / MEAN_STEP)


def _beyond(points: Floats, mean: float, half: float) -> Flags:
    return _more(points, mean + half) | _more(mean - half, points)


def _signs(points: ArrayLike, others: ArrayLike) -> Signs:
    return _more(points, others).astype(np.int64) - _more(others, points).astype(np.int64)


def _more(points: ArrayLike, others: ArrayLike) -> Flags:
    """Strictly greater, rounding aside; never so where one is NaN."""
    left, right = np.asarray(points, dtype=np.float64), np.asarray(others, dtype=np.float64)
    return left - right > TOLERANCE * np.maximum(1, np.maximum(np.abs(left), np.abs(right)))
