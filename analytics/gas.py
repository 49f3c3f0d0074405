"""Goal attainment scaling: one score from goals whose levels were written down at the start. Pure."""

from collections.abc import Sequence
from math import isnan, sqrt

LOWEST, HIGHEST = -2, 2
ALIKE = 0.3
"""How much the goals of one person are thought to go together, by convention."""


def goal_attainment_t(
    levels: Sequence[float | None], weights: Sequence[float] | None = None, rho: float = ALIKE
) -> float | None:
    """T-score of Kiresuk and Sherman (Community Mental Health Journal 1968): 50 is just as expected, per 10 one SD.

    `levels`: -2 to 2 per goal, 0 as expected; a missing one (None, NaN) leaves both sums. `weights`: none is all
    alike. None without any goal, or when every weight is 0. The score is ordinal: it is shown beside the share of
    goals that was reached. Raises ValueError on a level outside -2 to 2, a negative weight, a weight too many or
    too few, and rho outside 0 to 1.
    """
    weighing = [1.0] * len(levels) if weights is None else [float(weight) for weight in weights]
    scored = [
        (float(level), weight) for level, weight in _pairs(levels, weighing) if level is not None and not isnan(level)
    ]
    _check(scored, rho)
    total = sum(weight for _, weight in scored)
    if not total:
        return None
    squares = sum(weight**2 for _, weight in scored)
    moved = sum(level * weight for level, weight in scored)
    return 50 + 10 * moved / sqrt((1 - rho) * squares + rho * total**2)


def _pairs(levels: Sequence[float | None], weights: Sequence[float]) -> list[tuple[float | None, float]]:
    if len(levels) != len(weights):
        raise ValueError(f"weights: expected one for each of {len(levels)} goals, found {len(weights)}")
    return list(zip(levels, weights, strict=True))


def _check(scored: Sequence[tuple[float, float]], rho: float) -> None:
    for level, weight in scored:
        if not LOWEST <= level <= HIGHEST:
            raise ValueError(f"level {level:g}: expected {LOWEST} to {HIGHEST}")
        if not 0 <= weight < float("inf"):
            raise ValueError(f"weight {weight:g}: expected 0 or more")
    if not 0 <= rho <= 1:
        raise ValueError(f"rho {rho:g}: expected 0 to 1")
