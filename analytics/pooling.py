"""Partial pooling: what a picture shows of many small groups, each drawn towards all by how little it says. Pure.

For pictures and for deciding what is worth reporting; never in place of a group's own number (measures.md 2.5).
"""

from collections.abc import Callable
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq, minimize
from scipy.special import betaincinv, betaln, expit, logit, psi

from analytics.uncertainty import wilson

Floats = NDArray[np.float64]
Method = Literal["DL", "REML", "PM"]

NO_SPREAD = 1e7
"""alpha + beta above this: no difference between groups can be seen."""
PRECISION = {"ftol": 1e-15, "gtol": 1e-10}
TAIL = 0.025
RELIABLE = 0.7
"""From here on a group's own mean may be shown beside the mean of all."""


def shrink(x: ArrayLike, n: ArrayLike) -> pd.DataFrame:
    """Shares x / n drawn towards the share of all (beta-binomial, maximum likelihood); one row per group.

    Columns: mean, low, high (95 % of the posterior), weight (of the group's own data). `.attrs`: alpha, beta, rho
    (likeness within groups by moments). Where rho is not above 0 groups do not differ visibly: every mean is
    the share of all with its own interval, the weights are 0 and alpha and beta infinite.
    """
    counts, size = np.atleast_1d(np.asarray(x, np.float64)), np.atleast_1d(np.asarray(n, np.float64))
    rho = _rho(counts, size)
    alpha, beta = _likeliest(counts, size, rho) if rho > 0 else (np.inf, np.inf)
    if alpha + beta > NO_SPREAD:
        pooled = _all_alike(counts, size)
    else:
        above, below = alpha + counts, beta + size - counts
        limits = {"low": betaincinv(above, below, TAIL), "high": betaincinv(above, below, 1 - TAIL)}
        pooled = pd.DataFrame({"mean": above / (above + below), **limits, "weight": size / (size + alpha + beta)})
    pooled.attrs = {"alpha": alpha, "beta": beta, "rho": rho}
    return pooled


def pool_means(y: ArrayLike, se: ArrayLike, method: Method = "REML") -> pd.DataFrame:
    """Means `y` with standard errors `se` drawn towards the mean of all, as metafor's blup(); one row per group.

    `method`: how the variance between groups is estimated: DL (DerSimonian-Laird), REML, PM (Paule-Mandel).
    Columns: mean, se, weight (of the group's own mean; also its reliability). `.attrs`: tau2, mu, mu_se, q, i2
    (in percent).
    """
    means, noise = np.atleast_1d(np.asarray(y, np.float64)), np.atleast_1d(np.asarray(se, np.float64)) ** 2
    tau2 = _BETWEEN[method](means, noise)
    mu, mu_variance = _centre(means, noise, tau2)
    weight = reliability(tau2, noise)
    spread = np.sqrt(weight * noise + (1 - weight) ** 2 * mu_variance)
    pooled = pd.DataFrame({"mean": mu + weight * (means - mu), "se": spread, "weight": weight})
    typical = (len(means) - 1) / _information(1 / noise) if len(means) > 1 else np.inf
    pooled.attrs = {
        "tau2": tau2,
        "mu": mu,
        "mu_se": float(np.sqrt(mu_variance)),
        "q": _heterogeneity(means, noise, 0.0),
        "i2": 100 * tau2 / (tau2 + typical),
    }
    return pooled


def reliability(tau2: ArrayLike, variance: ArrayLike) -> Floats:
    """The part of what is seen of group means with this variance that is real; from RELIABLE on they may be shown."""
    between, noise = np.asarray(tau2, np.float64), np.asarray(variance, np.float64)
    return between / (between + noise)


def prmse(means: ArrayLike, n: ArrayLike, within: float, predicted: ArrayLike) -> float:
    """How much of the real differences between groups `predicted` explains: 1 all, 0 none (Haberman 2008; rsmtool).

    `means` of `n` values per group, `within`: pooled variance within groups. NaN where groups do not really differ.
    A sub-score is worth showing when its own shrunk mean predicts better than the total does.
    """
    own, size, said = (np.asarray(values, np.float64) for values in (means, n, predicted))
    many, total = len(own), size.sum()
    centre = (size * own).sum() / total
    real = ((size * (own - centre) ** 2).sum() - (many - 1) * within) / (total - (size**2).sum() / total)
    missed = ((size * (own - said) ** 2).sum() - many * within) / total
    return float(1 - missed / real) if real > 0 else float("nan")


def _rho(x: Floats, n: Floats) -> float:
    """Likeness of answers within groups, by moments; 0 where it cannot be seen."""
    known = n > 0
    size, share, total = n[known], x[known] / n[known], n.sum()
    if len(size) < 2 or not 0 < x.sum() < total:
        return 0.0
    mu, others = x.sum() / total, len(size) - 1
    chance = mu * (1 - mu)
    room = total - (size**2).sum() / total - others
    return float(((size * (share - mu) ** 2).sum() - others * chance) / (room * chance)) if room > 0 else 0.0


def _likeliest(x: Floats, n: Floats, rho: float) -> tuple[float, float]:
    """alpha and beta of the highest beta-binomial likelihood, found from the moments on."""

    def unlikely(at: Floats) -> tuple[float, Floats]:
        mu, size = expit(at[0]), np.exp(at[1])
        alpha, beta = mu * size, (1 - mu) * size
        height = (betaln(alpha + x, beta + n - x) - betaln(alpha, beta)).sum()
        shared = psi(alpha + beta) - psi(alpha + beta + n)
        up = (psi(alpha + x) - psi(alpha) + shared).sum()
        down = (psi(beta + n - x) - psi(beta) + shared).sum()
        return -height, -np.array([(up - down) * size * mu * (1 - mu), up * alpha + down * beta])

    start = np.array([logit(x.sum() / n.sum()), np.log((1 - min(rho, 0.99)) / min(rho, 0.99))])
    bounds = [(-30, 30), (-10, np.log(NO_SPREAD) + 1)]
    found = minimize(unlikely, start, jac=True, method="L-BFGS-B", bounds=bounds, options=PRECISION)
    mu, size = expit(found.x[0]), np.exp(found.x[1])
    return float(mu * size), float((1 - mu) * size)


def _all_alike(x: Floats, n: Floats) -> pd.DataFrame:
    low, high = wilson(x.sum(), n.sum())
    everyone = {"mean": x.sum() / n.sum() if n.sum() else np.nan, "low": low, "high": high, "weight": 0.0}
    return pd.DataFrame(everyone, index=range(len(x)))


def _centre(y: Floats, variance: Floats, tau2: float) -> tuple[float, float]:
    """The weighted mean of all, and its variance."""
    weights = 1 / (variance + tau2)
    return float((weights * y).sum() / weights.sum()), float(1 / weights.sum())


def _heterogeneity(y: Floats, variance: Floats, tau2: float) -> float:
    """Cochran's Q, with the variance between groups taken into account."""
    mu, _ = _centre(y, variance, tau2)
    return float(((y - mu) ** 2 / (variance + tau2)).sum())


def _information(weights: Floats) -> float:
    return float(weights.sum() - (weights**2).sum() / weights.sum())


def _dersimonian_laird(y: Floats, variance: Floats) -> float:
    excess = _heterogeneity(y, variance, 0.0) - (len(y) - 1)
    return max(0.0, excess / _information(1 / variance)) if len(y) > 1 else 0.0


def _paule_mandel(y: Floats, variance: Floats) -> float:
    """tau2 at which Q is what it is expected to be."""
    return _root(lambda tau2: _heterogeneity(y, variance, tau2) - (len(y) - 1), y)


def _reml(y: Floats, variance: Floats) -> float:
    """tau2 where the restricted likelihood is highest."""

    def slope(tau2: float) -> float:
        weights = 1 / (variance + tau2)
        mu, _ = _centre(y, variance, tau2)
        return float((weights**2 * (y - mu) ** 2).sum() - weights.sum() + (weights**2).sum() / weights.sum())

    return _root(slope, y)


def _root(falling: Callable[[float], float], y: Floats) -> float:
    """Where a function that falls from 0 on crosses 0; 0 when it begins below it."""
    if len(y) < 2 or falling(0.0) <= 0:
        return 0.0
    return float(brentq(falling, 0.0, 10 * float(np.ptp(y)) ** 2, xtol=1e-14))


_BETWEEN = {"DL": _dersimonian_laird, "REML": _reml, "PM": _paule_mandel}
