"""Partial pooling: what R (optim, VGAM, metafor) gave for the same numbers, and where nothing differs."""

from typing import Any

import numpy as np
import pytest
from scipy.stats import betabinom
from statsmodels.stats.meta_analysis import combine_effects

from analytics.compare import shrink
from analytics.pooling import RELIABLE, pool_means, prmse, reliability
from analytics.uncertainty import wilson
from tests.analytics.reading import cases


@pytest.mark.parametrize("case", cases("e_empirical_bayes", "beta_binomial"))
def test_shares_are_drawn_in_as_r_does_it(case: dict[str, Any]) -> None:
    x, n, expected = case["input"]["x"], case["input"]["n"], case["expected"]
    drawn = shrink(x, n)
    alpha, beta = drawn.attrs["alpha"], drawn.attrs["beta"]

    np.testing.assert_allclose(drawn["mean"], expected["post_mean"], rtol=0, atol=1e-6)
    np.testing.assert_allclose(drawn["low"], expected["post_lo95"], rtol=0, atol=1e-6)
    np.testing.assert_allclose(drawn["high"], expected["post_hi95"], rtol=0, atol=1e-6)
    np.testing.assert_allclose(drawn["weight"], expected["shrink_weight"], rtol=0, atol=2e-6)
    assert (alpha, beta) == pytest.approx((expected["vgam_alpha"], expected["vgam_beta"]), rel=1e-5)
    assert drawn.attrs["rho"] == pytest.approx(expected["mom_rho"], abs=1e-12)
    assert betabinom.logpmf(x, n, alpha, beta).sum() == pytest.approx(expected["ml_loglik"], abs=1e-6)


@pytest.mark.parametrize("case", cases("e_empirical_bayes", "normal_normal"))
def test_means_are_drawn_in_as_metafor_does_it(case: dict[str, Any]) -> None:
    expected, drawn = case["expected"], pool_means(case["input"]["y"], case["input"]["se"], case["method"])

    for ours, theirs in (("tau2", "tau2"), ("mu", "mu"), ("mu_se", "mu_se"), ("q", "Q"), ("i2", "I2")):
        assert drawn.attrs[ours] == pytest.approx(expected[theirs], abs=1e-9), ours
    for ours, theirs in (("mean", "blup"), ("se", "blup_se"), ("weight", "weight_own")):
        np.testing.assert_allclose(drawn[ours], expected[theirs], rtol=0, atol=1e-9)


@pytest.mark.parametrize(
    ("x", "n"),
    [
        pytest.param([30, 31, 29, 30], [60, 60, 60, 60], id="all alike"),
        pytest.param([0, 0, 0], [10, 20, 30], id="all nothing"),
        pytest.param([10, 20, 30], [10, 20, 30], id="all of all"),
        pytest.param([7], [10], id="one group"),
        pytest.param([7, 0], [10, 0], id="one with answers"),
    ],
)
def test_where_groups_do_not_differ_all_get_the_share_of_all(x: list[int], n: list[int]) -> None:
    drawn = shrink(x, n)

    assert drawn.attrs["alpha"] == drawn.attrs["beta"] == np.inf
    assert (drawn["mean"] == sum(x) / sum(n)).all()
    assert (drawn["low"].iloc[0], drawn["high"].iloc[0]) == wilson(sum(x), sum(n))
    assert (drawn["weight"] == 0).all()


def test_a_group_without_answers_is_thought_to_be_like_the_others() -> None:
    x, n = [14, 9, 5, 30, 4, 20], [51, 40, 46, 55, 17, 22]
    drawn, without = shrink([*x, 0], [*n, 0]), shrink(x, n)
    alpha, beta = without.attrs["alpha"], without.attrs["beta"]

    assert drawn["mean"].iloc[-1] == pytest.approx(alpha / (alpha + beta))
    assert drawn["weight"].iloc[-1] == 0
    np.testing.assert_allclose(drawn["mean"].iloc[:-1], without["mean"])


def test_small_groups_are_drawn_in_most() -> None:
    drawn = shrink([2, 60, 9, 10, 40, 5], [2, 100, 40, 12, 90, 31])

    assert 0.6 < drawn["mean"].iloc[0] < 0.95
    assert drawn["mean"].iloc[1] == pytest.approx(0.6, abs=0.01)
    assert (drawn["low"] < drawn["mean"]).all()
    assert (drawn["mean"] < drawn["high"]).all()


def test_groups_that_differ_as_much_as_can_be() -> None:
    drawn = shrink([0, 40, 0, 40], [40, 40, 40, 40])

    assert drawn["mean"].tolist() == pytest.approx([0, 1, 0, 1], abs=0.02)


@pytest.mark.parametrize(("method", "theirs"), [("DL", "dl"), ("PM", "iterated")])
def test_differences_between_means_are_those_of_statsmodels(method: Any, theirs: str) -> None:
    rng = np.random.default_rng(6)
    noise = rng.uniform(0.1, 0.3, 40)
    means = 7 + 0.5 * rng.standard_normal(40) + noise * rng.standard_normal(40)
    drawn = pool_means(means, noise, method)
    other = combine_effects(means, noise**2, method_re=theirs, atol=1e-13)

    assert drawn.attrs["tau2"] == pytest.approx(other.tau2, abs=1e-9)
    assert drawn.attrs["tau2"] > 0.1
    assert drawn.attrs["mu"] == pytest.approx(other.mean_effect_re, abs=1e-9)
    assert drawn.attrs["q"] == pytest.approx(other.q)
    if method == "DL":
        assert drawn.attrs["i2"] == pytest.approx(100 * other.i2)
    assert drawn["mean"].std() < means.std()
    np.testing.assert_allclose(drawn["weight"], reliability(drawn.attrs["tau2"], noise**2))


def test_paule_mandel_makes_q_what_it_should_be_and_reml_the_likelihood_highest() -> None:
    means, noise = np.array([6.0, 7.1, 7.9, 6.5, 8.0]), np.array([0.2, 0.3, 0.25, 0.4, 0.3])
    tau2 = pool_means(means, noise, "PM").attrs["tau2"]
    weights = 1 / (noise**2 + tau2)
    centre = (weights * means).sum() / weights.sum()
    assert (weights * (means - centre) ** 2).sum() == pytest.approx(4)

    def height(tau2: float) -> float:
        weights = 1 / (noise**2 + tau2)
        centre = (weights * means).sum() / weights.sum()
        return float(np.log(weights).sum() - np.log(weights.sum()) - (weights * (means - centre) ** 2).sum())

    best = pool_means(means, noise, "REML").attrs["tau2"]
    assert height(best) > max(height(best * 0.99), height(best * 1.01))


@pytest.mark.parametrize("method", ["DL", "REML", "PM"])
def test_one_mean_stays_where_it_is(method: Any) -> None:
    drawn = pool_means([7.0], [0.3], method)

    assert drawn.loc[0, ["mean", "se"]].tolist() == pytest.approx([7.0, 0.3])
    assert drawn.attrs["tau2"] == drawn.attrs["i2"] == 0


def test_a_mean_is_worth_showing_when_most_of_what_is_seen_is_real() -> None:
    assert reliability(0.25, 4 / 50) >= RELIABLE
    assert reliability(0.25, 4 / 20) < RELIABLE


def test_a_groups_own_shrunk_mean_predicts_better_than_the_mean_of_all() -> None:
    rng = np.random.default_rng(7)
    n = rng.integers(20, 60, 300)
    true = 7 + 0.6 * rng.standard_normal(300)
    seen = true + 2 / np.sqrt(n) * rng.standard_normal(300)
    shrunk = pool_means(seen, 2 / np.sqrt(n))["mean"]

    assert prmse(seen, n, 4.0, true) == pytest.approx(1, abs=0.06)
    assert prmse(seen, n, 4.0, np.full(300, 7.0)) == pytest.approx(0, abs=0.05)
    assert np.isnan(prmse([7.0, 7.01, 6.99], [20, 20, 20], 4.0, [7, 7, 7]))
    # the shrunk means were made from what is seen, so the noise in both goes together
    assert prmse(seen, n, 4.0, shrunk) > 0.7
