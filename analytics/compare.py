"""Comparing providers without ranking them: funnels that allow for real differences between providers. Pure.

Spiegelhalter, Statistics in Medicine 2005 (24:1185) and Spiegelhalter e.a., JRSS A 2012 (175:1), as FunnelPlotR 0.6.0
computes them (measures.md 2.4). Outside a limit means: ask, not judge.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtri

from analytics.pooling import shrink

__all__ = ["compared", "dispersion", "funnel", "funnel_of_means", "poisson_limits", "shares", "shrink"]

Floats = NDArray[np.float64]
Form = Literal["share", "cqc", "shmi"]

Z95 = 1.959964
Z998 = 3.090232
"""As the reference package rounds them."""
TRIMMED = 0.1
"""So many of the providers, at either end, may not decide how much providers differ."""
FEWEST = 30
"""Of fewer people it is not said how they compare (reference.md H.3)."""


@dataclass(frozen=True)
class Scale:
    """`y` on a scale where chance (standard error `s`) is alike around the whole of it; the target is `theta0` there.

    `back`: from that scale to what people see.
    """

    y: Floats
    s: Floats
    theta0: Floats
    back: Callable[[Floats], Floats]

    @property
    def z(self) -> Floats:
        return (self.y - self.theta0) / self.s


def funnel(x: ArrayLike, n: ArrayLike, *, form: Form = "share", variance: ArrayLike | None = None) -> pd.DataFrame:
    """Where shares x / n, or ratios of observed x to expected n, lie given their size; one row per provider.

    `form`: `share` (arcsine); for ratios `cqc` (square root) or `shmi` (logarithm; extreme providers are left out of
    the estimate of how much providers differ, elsewhere they are drawn in). `variance`: of the observed counts of
    ratios, where it is known to be less than the expected count (analytics.casemix).

    Columns: value, lower95, upper95, lower998, upper998 (allowing for real differences between providers), z,
    outside (strictly beyond the 99.8 % limits); NaN and False where n is 0. `.attrs`: target, theta0 (the target
    on the scale of the form), phi, tau2. For `cqc` the limits are squared, as FunnelPlotR did before 0.6.0.
    """
    counts, size = _row(x), _row(n)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = counts / size
        if form == "share":
            scale = shares(counts, size)
        else:
            scale = _ratios(value, size, size if variance is None else _row(variance), form)
    return _drawn(value, scale, left_out=form == "shmi")


def funnel_of_means(mean: ArrayLike, n: ArrayLike, sd: float) -> pd.DataFrame:
    """The same of means of n values each; `sd` is the pooled standard deviation within providers."""
    value, size = _row(mean), _row(n)
    with np.errstate(divide="ignore", invalid="ignore"):
        target = np.where(size > 0, value * size, 0).sum() / size.sum()
        scale = Scale(np.where(size > 0, value, np.nan), sd / np.sqrt(size), target, lambda y: y)
    return _drawn(value, scale, left_out=False)


def shares(x: Floats, n: Floats) -> Scale:
    """Shares as angles, around the share of all along the last axis; limits stay within 0 and 1."""
    target = x.sum(axis=-1, keepdims=True) / n.sum(axis=-1, keepdims=True)
    angle = np.arcsin(np.sqrt(x / n))
    return Scale(
        angle, 1 / (2 * np.sqrt(n)), np.arcsin(np.sqrt(target)), lambda y: np.sin(np.clip(y, 0, np.pi / 2)) ** 2
    )


def dispersion(z: Floats, s: Floats, trimmed: float = TRIMMED) -> tuple[Floats, Floats]:
    """phi and tau2 along the last axis: how much more the providers differ than chance makes them.

    phi: the mean of z squared, extreme ones drawn in to the `trimmed` quantile (type 7); 1 is chance alone. tau2:
    the variance between providers on the scale of `s`; 0 when there is no more than chance.
    """
    many = z.shape[-1]
    low, high = np.quantile(z, [trimmed, 1 - trimmed], axis=-1, keepdims=True)
    phi = (np.clip(z, low, high) ** 2).mean(axis=-1)
    weights = 1 / s**2
    total = weights.sum(axis=-1)
    spread = total - (weights**2).sum(axis=-1) / total
    excess = many * phi - (many - 1)
    return phi, np.where((excess > 0) & (spread > 0), excess / np.where(spread > 0, spread, 1), 0.0)


def poisson_limits(expected: ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Exact limits of observed / expected when nothing but chance is at work (chi-square; FunnelPlotR)."""
    mean, tail = np.asarray(expected, dtype=np.float64), (1 - confidence) / 2
    return chdtri(2 * mean, 1 - tail) / (2 * mean), chdtri(2 * (mean + 1), tail) / (2 * mean)


def compared(drawn: pd.DataFrame, n: ArrayLike, *, fewest: int = FEWEST) -> NDArray[np.str_]:
    """Per row of a funnel the word of an indicator row: below, as expected, above, or too few.

    Too few: under `fewest` people, or no value. Below and above: beyond the 99.8 % limits.
    """
    people, value = _row(n), drawn["value"].to_numpy()
    words: NDArray[np.str_] = np.select(
        [(people < fewest) | np.isnan(value), ~drawn["outside"].to_numpy(), value > drawn["upper998"].to_numpy()],
        ["too few", "as expected", "above"],
        "below",
    )
    return words


def _row(values: ArrayLike) -> Floats:
    return np.atleast_1d(np.asarray(values, dtype=np.float64))


def _ratios(ratio: Floats, expected: Floats, variance: Floats, form: Form) -> Scale:
    noise = np.sqrt(variance) / expected
    if form == "shmi":
        return Scale(np.log(ratio), noise, np.zeros(1), np.exp)
    return Scale(np.sqrt(ratio), noise / 2, np.ones(1), lambda y: np.maximum(y, 0) ** 2)


def _drawn(value: Floats, scale: Scale, *, left_out: bool) -> pd.DataFrame:
    known = np.isfinite(scale.s) & ~np.isnan(scale.y)
    z, s = scale.z[known], scale.s[known]
    kept = _not_extreme(z) if left_out else np.ones(z.shape, dtype=np.bool_)
    phi, tau2 = dispersion(z[kept], s[kept], 0.0 if left_out else TRIMMED) if len(z) else (np.nan, 0.0)
    spread = np.where(known, np.sqrt(scale.s**2 + tau2), np.nan)
    limits = {
        "lower95": scale.back(scale.theta0 - Z95 * spread),
        "upper95": scale.back(scale.theta0 + Z95 * spread),
        "lower998": scale.back(scale.theta0 - Z998 * spread),
        "upper998": scale.back(scale.theta0 + Z998 * spread),
    }
    outside = (value < limits["lower998"]) | (value > limits["upper998"])
    drawn = pd.DataFrame({"value": value, **limits, "z": (scale.y - scale.theta0) / spread, "outside": outside})
    theta0 = scale.theta0.item()
    drawn.attrs = {
        "target": scale.back(scale.theta0).item(),
        "theta0": theta0,
        "phi": float(phi),
        "tau2": float(tau2),
    }
    return drawn


def _not_extreme(z: Floats) -> NDArray[np.bool_]:
    """All but the lowest and the highest tenth by rank, as NHS Digital leaves them out for the SHMI."""
    tenth: Floats = np.floor(pd.Series(z).rank().to_numpy() / TRIMMED / (len(z) + 1))
    return (tenth > 0) & (tenth < 1 / TRIMMED - 1)
