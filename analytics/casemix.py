"""Case mix: what a provider's figure would be expected to be, given whom it helped. Pure.

Indirect standardisation by logistic regression (measures.md 2.6). Adjusting takes away differences in clients that
are in the model; it never proves that what is left is the provider's doing.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from statsmodels.genmod import families
from statsmodels.genmod.generalized_linear_model import GLM

from analytics.compare import FEWEST

FEWEST_IN_LEVEL = 5
"""Of the rarer outcome; smaller levels of a factor are taken together."""
PER_PARAMETER = 10
"""Of the rarer outcome, for each number the model has to find (Peduzzi e.a. 1996)."""
SHARED = 0.5
"""This part of a provider's people must be of kinds that others help too."""
REST = "(rest)"
UNBALANCED = 1e-6


def standardised(cells: pd.DataFrame, factors: Sequence[str]) -> pd.DataFrame:
    """Observed against expected per provider, given its case mix; one row per provider, in order.

    `cells`: provider, the factors as codes, and x out of n for every combination that occurs.

    Columns: provider, n, observed, expected, variance (of observed, for analytics.compare.funnel), ratio, adjusted
    (the ratio times the share of all), because: empty where the provider can be compared, else `too few` (under 30
    people), `alone` (nobody else helps enough people of the same kinds) or `no model` (too little in all to adjust
    by); expected, variance, ratio and adjusted are NaN then. `.attrs`: overall, factors (those the model uses).
    """
    merged = _merged(cells, factors)
    used = [factor for factor in factors if merged[factor].nunique() > 1]
    lost = not used and any(cells[factor].nunique() > 1 for factor in factors)
    chance = np.full(len(merged), np.nan) if lost else _chances(merged, used)
    expected = merged.assign(expected=merged["n"] * chance, variance=merged["n"] * chance * (1 - chance))
    sums = expected.groupby("provider")[["n", "x", "expected", "variance"]].sum().rename(columns={"x": "observed"})
    found = sums.reset_index().assign(because=_because(merged, used, sums, known=not np.isnan(chance).any()))
    return _compared(found, float(merged["x"].sum() / merged["n"].sum()), used)


def _compared(found: pd.DataFrame, overall: float, used: Sequence[str]) -> pd.DataFrame:
    comparable = found["because"] == ""
    found[["expected", "variance"]] = found[["expected", "variance"]].where(comparable)
    found["ratio"] = found["observed"] / found["expected"]
    found["adjusted"] = found["ratio"] * overall
    found.attrs = {"overall": overall, "factors": tuple(used)}
    order = ["provider", "n", "observed", "expected", "variance", "ratio", "adjusted", "because"]
    return found[order]


def _merged(cells: pd.DataFrame, factors: Sequence[str]) -> pd.DataFrame:
    """The cells with small levels of each factor taken together."""
    merged = cells.assign(**{factor: _levels(cells, factor) for factor in factors})
    return merged.groupby(["provider", *factors], as_index=False)[["x", "n"]].sum()


def _levels(cells: pd.DataFrame, factor: str) -> pd.Series:
    """Per cell its level; levels where either outcome is rare become one, or join the largest when still rare."""
    levels = cells[factor].astype(str)
    small = _rarer(cells, levels) < FEWEST_IN_LEVEL
    levels = levels.where(~levels.isin(small.index[small]), REST)
    rarer = _rarer(cells, levels)
    if REST in rarer.index and rarer[REST] < FEWEST_IN_LEVEL:
        levels = levels.where(levels != REST, str(rarer.idxmax()))
    return levels


def _rarer(cells: pd.DataFrame, levels: pd.Series) -> pd.Series:
    sums = cells[["x", "n"]].groupby(levels).sum()
    return sums["x"].where(2 * sums["x"] < sums["n"], sums["n"] - sums["x"])


def _chances(merged: pd.DataFrame, used: Sequence[str]) -> NDArray[np.float64]:
    """Per cell the expected share; NaN everywhere when there is too little to estimate it from."""
    marks = pd.DataFrame({"all": 1.0}, index=merged.index)
    for factor in used:
        marks = marks.join(pd.get_dummies(merged[factor], prefix=factor, drop_first=True, dtype=float))
    x, n = merged["x"].sum(), merged["n"].sum()
    if min(x, n - x) < PER_PARAMETER * marks.shape[1]:
        return np.full(len(merged), np.nan)
    outcomes = np.column_stack([merged["x"], merged["n"] - merged["x"]])
    fitted = GLM(outcomes, marks.to_numpy(), family=families.Binomial()).fit()
    chance = np.asarray(fitted.fittedvalues, dtype=np.float64)
    balanced = abs((merged["n"] * chance).sum() - x) <= UNBALANCED * x
    return chance if fitted.converged and balanced else np.full(len(merged), np.nan)


def _because(merged: pd.DataFrame, used: Sequence[str], sums: pd.DataFrame, *, known: bool) -> NDArray[np.str_]:
    alone = np.zeros(len(sums), dtype=np.bool_)
    for factor in used:
        alone |= (_with_others(merged, factor) < SHARED * sums["n"]).to_numpy()
    words: NDArray[np.str_] = np.select(
        [np.full(len(sums), not known), (sums["n"] < FEWEST).to_numpy(), alone], ["no model", "too few", "alone"], ""
    )
    return words


def _with_others(merged: pd.DataFrame, factor: str) -> pd.Series:
    """Per provider how many of its people have a level that enough people of other providers have too."""
    own = merged.groupby(["provider", factor])["n"].sum()
    others = own.groupby(level=factor).transform("sum") - own
    return own.where(others >= FEWEST, 0).groupby(level="provider").sum()
