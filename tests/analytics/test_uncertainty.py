"""Intervals, against other packages: vectors of R and statsmodels in vectors/, statsmodels and scipy here."""

import csv
from pathlib import Path

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from analytics.uncertainty import clustered_mean, clustered_share, mean_t, newcombe, wilson

VECTORS = Path(__file__).parent / "vectors"


def _vectors(name: str) -> list[dict[str, float]]:
    with (VECTORS / name).open(encoding="utf-8", newline="") as file:
        return [{key: float(cell) for key, cell in row.items()} for row in csv.DictReader(file)]


def test_wilson_reproduces_the_vectors() -> None:
    rows = _vectors("a_binomial_intervals.csv")
    for row in rows:
        low, high = wilson(row["x"], row["n"], row["conf"])
        assert (low, high) == pytest.approx((row["wilson_lo"], row["wilson_hi"]), abs=1e-12)
    assert len(rows) == 204


def test_newcombe_reproduces_the_vectors() -> None:
    rows = _vectors("a_newcombe_difference.csv")
    for row in rows:
        low, high = newcombe(row["x1"], row["n1"], row["x2"], row["n2"], row["conf"])
        assert (low, high) == pytest.approx((row["newcombe_lo"], row["newcombe_hi"]), abs=1e-12)
    assert len(rows) == 27


@pytest.mark.parametrize(("x", "n"), [(0, 1), (1, 1), (7, 10), (350, 1000)])
def test_wilson_and_newcombe_are_those_of_statsmodels(x: int, n: int) -> None:
    assert wilson(x, n) == pytest.approx(proportion_confint(x, n, method="wilson"), abs=1e-12)
    theirs = confint_proportions_2indep(x, n, 3, 9, method="newcomb", compare="diff")
    assert newcombe(x, n, 3, 9) == pytest.approx(theirs, abs=1e-9)


def test_arrays_give_arrays_and_nothing_gives_nan() -> None:
    low, high = wilson([0, 5, 3], [10, 10, 0])

    assert low[0] == 0
    assert np.isnan([low[2], high[2]]).all()
    assert high[1] == pytest.approx(wilson(5, 10)[1])
    assert np.isnan(newcombe(1, 2, 0, 0)).all()
    assert np.isnan(wilson(0, 0)).all()


def test_the_ends_of_a_share_are_exact() -> None:
    low, high = wilson([0, 13], [13, 13], 0.998)

    assert low[0] == 0
    assert high[1] == 1


def test_the_mean_has_the_t_interval_of_scipy() -> None:
    marks = np.array([7, 8, 3, 9, 10, 7])
    theirs = stats.t.interval(0.95, 5, marks.mean(), stats.sem(marks))

    assert mean_t(marks.sum(), (marks**2).sum(), len(marks)) == pytest.approx(theirs)


def test_one_mark_has_no_interval() -> None:
    assert np.isnan(mean_t(7, 49, 1)).all()
    assert np.isnan(mean_t(0, 0, 0)).all()


GOALS = [[3, 5, 1], [2], [0, 0], [4, 4], [6], [1, 2, 3]]
"""Movement per goal, respondent by respondent."""


def _sums(clusters: list[list[int]]) -> dict[str, int]:
    sizes, totals = [len(one) for one in clusters], [sum(one) for one in clusters]
    return {
        "size": sum(sizes),
        "total": sum(totals),
        "yy": sum(total**2 for total in totals),
        "ym": sum(total * size for total, size in zip(totals, sizes, strict=True)),
        "mm": sum(size**2 for size in sizes),
    }


def test_the_mean_of_goals_takes_respondents_as_clusters() -> None:
    """The linearised variance of a ratio, written out respondent by respondent."""
    goals = sum(len(one) for one in GOALS)
    mean = sum(map(sum, GOALS)) / goals
    k = len(GOALS)
    scatter = sum((sum(one) - mean * len(one)) ** 2 for one in GOALS)
    half = stats.t.ppf(0.975, k - 1) * np.sqrt(k / (k - 1) * scatter) / goals

    assert clustered_mean(k, **_sums(GOALS)) == pytest.approx((mean - half, mean + half))


def test_one_goal_each_is_the_ordinary_interval() -> None:
    singles = _sums([[1]] * 7 + [[0]] * 3)
    assert clustered_share(**singles) == pytest.approx(wilson(7, 10))
    assert clustered_mean(10, **singles) == pytest.approx(mean_t(7, 7, 10))


def test_goals_that_go_together_say_less_than_their_number() -> None:
    alike = clustered_share(**_sums([[1, 1]] * 6 + [[0, 0]] * 4))
    mixed = clustered_share(**_sums([[1, 0]] * 8 + [[1, 1]] * 2))

    assert alike == pytest.approx(wilson(6, 10)), "two goals that always go together count once"
    assert mixed == pytest.approx(wilson(12, 20)), "goals that differ more than by chance never count double"


def test_where_all_goals_are_reached_each_respondent_counts_once() -> None:
    assert clustered_share(**_sums([[1, 1, 1]] * 12)) == pytest.approx(wilson(12, 12))
    assert np.isnan(clustered_share(0, 0, 0, 0, 0)).all()
    assert np.isnan(clustered_mean(1, **_sums([[3, 4]]))).all()
