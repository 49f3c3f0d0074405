"""Weights that make those who answered look like all who were asked. Pure.

A weighted value stands beside the unweighted one, never in its place, with its effective n (measures.md 2.6). Arrays
have an axis per thing that is weighed for, such as segment by ending; a cell holds people of one kind.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.uncertainty import clustered_mean, wilson

Floats = NDArray[np.float64]

FEWEST_IN_CELL = 5
"""With fewer respondents a cell gets no weight of its own; then only the margins are made to fit."""
CLOSE = 1e-12
MOST_ROUNDS = 1000


@dataclass(frozen=True)
class Weights:
    """What a respondent of each cell counts for; NaN where nobody asked answered. `method`: how it was found."""

    per_cell: Floats
    method: Literal["poststratified", "raked"]


@dataclass(frozen=True)
class Weighted:
    """A weighted share or mean with its 95 % interval. `n_eff` (Kish): as many equal answers would say as much."""

    value: float
    low: float
    high: float
    n_eff: float
    deff: float


class NotWeighable(ValueError):
    """A kind of people was asked of whom nobody answered; no weight can speak for them."""


def for_nonresponse(invited: ArrayLike, responded: ArrayLike) -> Weights:
    """Weights by cell, or by margins where a cell has under five respondents. Raises NotWeighable."""
    asked, answered = _floats(invited), _floats(responded)
    if (answered[asked > 0] >= FEWEST_IN_CELL).all():
        return Weights(poststratified(asked, answered), "poststratified")
    axes = range(asked.ndim)
    margins = [asked.sum(axis=tuple(other for other in axes if other != axis)) for axis in axes]
    return Weights(raked(answered, margins), "raked")


def poststratified(invited: ArrayLike, responded: ArrayLike) -> Floats:
    """Per cell the number of people one respondent stands for; NaN where nobody answered."""
    asked, answered = _floats(invited), _floats(responded)
    weights: Floats = np.divide(asked, answered, out=np.full(asked.shape, np.nan), where=answered > 0)
    return weights


def raked(responded: ArrayLike, margins: Sequence[ArrayLike]) -> Floats:
    """Weights with which the respondents add up to `margins` (one per axis), found by iterative proportional fitting.

    Deming and Stephan 1940, as survey::rake in R. Raises NotWeighable where a margin has people without any
    respondent, where margins do not have one sum, or where the fit does not settle.
    """
    answered = _floats(responded)
    wanted = [_along(_floats(margin), axis, answered.ndim) for axis, margin in enumerate(margins)]
    _check(answered, wanted)
    weights = (answered > 0).astype(np.float64)
    for _ in range(MOST_ROUNDS):
        for margin in wanted:
            weights = weights * _factors(margin, answered * weights)
        if all(np.allclose(_sums_like(margin, answered * weights), margin, rtol=CLOSE, atol=0) for margin in wanted):
            return np.where(answered > 0, weights, np.nan)
    raise NotWeighable("the weights do not settle: too many empty cells")


def kish(weights: ArrayLike, responded: ArrayLike = 1) -> tuple[float, float]:
    """Effective n and design effect of weights that hold for so many respondents each (Kish 1965)."""
    each, many = np.broadcast_arrays(_floats(weights), _floats(responded))
    each = np.where(many > 0, each, 0)
    n_eff = float((each * many).sum() ** 2 / (each**2 * many).sum())
    return n_eff, float(many.sum() / n_eff)


def weighted_share(x: ArrayLike, n: ArrayLike, weights: ArrayLike) -> Weighted:
    """The share of x in n of each cell, weighted; Wilson interval on the effective n."""
    some, many = _floats(x), _floats(n)
    each = np.where(many > 0, _floats(weights), 0)
    value = float((each * some).sum() / (each * many).sum())
    n_eff, deff = kish(each, many)
    low, high = wilson(value * n_eff, n_eff)
    return Weighted(value, float(low), float(high), n_eff, deff)


def weighted_mean(n: ArrayLike, total: ArrayLike, squares: ArrayLike, weights: ArrayLike) -> Weighted:
    """The mean of n values per cell with these sums, weighted; t interval by linearisation, weights as given."""
    many, sums, powers = _floats(n), _floats(total), _floats(squares)
    each = np.where(many > 0, _floats(weights), 0)
    # each respondent is a cluster of one value, as large as its weight
    size, value, scatter = each * many, each * sums, each**2
    low, high = clustered_mean(
        many.sum(),
        size.sum(),
        value.sum(),
        (scatter * powers).sum(),
        (scatter * sums).sum(),
        (scatter * many).sum(),
    )
    n_eff, deff = kish(each, many)
    return Weighted(float(value.sum() / size.sum()), float(low), float(high), n_eff, deff)


def _check(answered: Floats, wanted: Sequence[Floats]) -> None:
    if any(((_sums_like(margin, answered) == 0) & (margin > 0)).any() for margin in wanted):
        raise NotWeighable("somewhere people were asked and nobody answered")
    totals = [margin.sum() for margin in wanted]
    if not np.allclose(totals, totals[0], rtol=1e-9):
        raise NotWeighable("the margins do not have one sum")


def _factors(margin: Floats, table: Floats) -> Floats:
    """What brings the sums of `table` along the axis of `margin` to it."""
    sums = _sums_like(margin, table)
    return np.divide(margin, sums, out=np.ones(margin.shape), where=sums > 0)


def _sums_like(margin: Floats, table: Floats) -> Floats:
    axes = tuple(axis for axis, length in enumerate(margin.shape) if length == 1)
    sums: Floats = table.sum(axis=axes, keepdims=True)
    return sums


def _along(margin: Floats, axis: int, dimensions: int) -> Floats:
    return margin.reshape([-1 if number == axis else 1 for number in range(dimensions)])


def _floats(values: ArrayLike) -> Floats:
    return np.asarray(values, dtype=np.float64)
