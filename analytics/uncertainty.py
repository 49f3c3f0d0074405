"""Intervals: Wilson for shares, Newcombe for differences of shares, t for means, clustered ones for goals.

Pure; arrays in, arrays out. Where nothing can be said (n = 0, or one observation of a mean) the answer is NaN.
Formulas: measures.md 2.3; the vectors in tests come from other packages.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri, stdtrit

Floats = NDArray[np.float64]
Interval = tuple[Floats, Floats]
"""Lower and upper limits, in the shape of what came in; a single number for a single number."""


def wilson(x: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> Interval:
    """Score interval of the share x / n; NaN where n is 0. `x` and `n` need not be whole (weighted counts)."""
    z = _z(confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        size = _floats(n)
        share = _floats(x) / size
        shrunk = 1 + z**2 / size
        centre = (share + z**2 / (2 * size)) / shrunk
        half = z / shrunk * np.sqrt(share * (1 - share) / size + z**2 / (4 * size**2))
    # exact at the ends, where the formula leaves a rounding error of 1e-17
    low = np.where(share <= 0, 0.0, centre - half)
    high = np.where(share >= 1, 1.0, centre + half)
    return _or_nan(low, size), _or_nan(high, size)


def newcombe(x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike, confidence: float = 0.95) -> Interval:
    """Hybrid score interval (method 10) of x1 / n1 - x2 / n2; NaN where either n is 0."""
    low1, high1 = wilson(x1, n1, confidence)
    low2, high2 = wilson(x2, n2, confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        share1, share2 = _floats(x1) / _floats(n1), _floats(x2) / _floats(n2)
    difference = share1 - share2
    low = difference - np.sqrt((share1 - low1) ** 2 + (high2 - share2) ** 2)
    high = difference + np.sqrt((high1 - share1) ** 2 + (share2 - low2) ** 2)
    return low[()], high[()]


def mean_t(total: ArrayLike, squares: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> Interval:
    """t interval of a mean from the sum of n values and the sum of their squares; NaN where n < 2."""
    return clustered_mean(n, n, total, squares, total, n, confidence)


def clustered_mean(
    clusters: ArrayLike,
    size: ArrayLike,
    total: ArrayLike,
    yy: ArrayLike,
    ym: ArrayLike,
    mm: ArrayLike,
    confidence: float = 0.95,
) -> Interval:
    """t interval of total / size when the values come in clusters: the goals of one respondent belong together.

    `yy`, `ym`, `mm`: over clusters, the sums of squared totals, of total times size, of squared sizes.
    Linearised variance of a ratio with clusters - 1 degrees of freedom; with one value per cluster it is the
    ordinary t interval. NaN under two clusters.
    """
    k, m = _floats(clusters), _floats(size)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = _floats(total) / m
        variance = k / (k - 1) * _scatter(mean, yy, ym, mm) / m**2
        half = stdtrit(k - 1, (1 + confidence) / 2) * np.sqrt(variance)
    half = np.where(k < 2, np.nan, half)
    return (mean - half)[()], (mean + half)[()]


def clustered_share(
    size: ArrayLike, total: ArrayLike, yy: ArrayLike, ym: ArrayLike, mm: ArrayLike, confidence: float = 0.95
) -> Interval:
    """Wilson interval of total / size on the effective number of values, given how alike those of a cluster are.

    The arguments are those of `clustered_mean`. With one value per cluster it is Wilson itself. Where all
    values are equal their likeness cannot be seen; then each cluster is taken to speak with one voice.
    """
    m, x = _floats(size), _floats(total)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = x / m
        alike = m * share * (1 - share)
        design = np.where(alike > 0, _scatter(share, yy, ym, mm) / alike, _floats(mm) / m)
        effective = m / np.maximum(design, 1)
    return wilson(share * effective, effective, confidence)


def _scatter(mean: Floats, yy: ArrayLike, ym: ArrayLike, mm: ArrayLike) -> Floats:
    """The sum over clusters of (total - mean * size) squared; never below 0 by rounding."""
    return np.maximum(_floats(yy) - 2 * mean * _floats(ym) + mean**2 * _floats(mm), 0)


def _z(confidence: float) -> float:
    return float(ndtri((1 + confidence) / 2))


def _floats(values: ArrayLike) -> Floats:
    return np.asarray(values, dtype=np.float64)


def _or_nan(limits: Any, size: Floats) -> Any:
    return np.where(size > 0, limits, np.nan)[()]
