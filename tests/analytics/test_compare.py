"""Funnels: what FunnelPlotR gave for the same numbers, where it is wrong, and the words of an indicator row."""

from typing import Any

import numpy as np
import pytest

from analytics.compare import Z998, compared, dispersion, funnel, funnel_of_means, poisson_limits, shares
from tests.analytics.reading import cases, numbers

LIMITS = {"lower95": "OD95LCL", "upper95": "OD95UCL", "lower998": "OD998LCL", "upper998": "OD998UCL"}
SHARES = [case for case in cases("d_funnel_overdispersion") if case.values[0]["type"] == "PR"]
RATIOS = [case for case in cases("d_funnel_overdispersion") if case.values[0]["type"] != "PR"]
FORMS = {"SR_CQC": "cqc", "SR_SHMI": "shmi"}
CLOSE = {"rtol": 0, "atol": 1e-9}


@pytest.mark.parametrize("case", SHARES)
def test_the_funnel_of_shares_is_the_one_of_funnelplotr(case: dict[str, Any]) -> None:
    expected, drawn = case["expected"], funnel(case["input"]["x"], case["input"]["n"])

    assert drawn.attrs["target"] == pytest.approx(expected["target"], abs=1e-12)
    assert drawn.attrs["theta0"] == pytest.approx(np.arcsin(np.sqrt(expected["target"])), abs=1e-12)
    assert drawn.attrs["phi"] == pytest.approx(expected["phi"], rel=1e-9)
    assert drawn.attrs["tau2"] == pytest.approx(expected["tau2"], rel=1e-9)
    np.testing.assert_allclose(drawn["z"], expected["z_adjusted"], **CLOSE)
    assert drawn["outside"].tolist() == [bool(one) for one in expected["outlier998"]]
    for ours, theirs in LIMITS.items():
        clamped = (drawn[ours] == 1) & (numbers(expected[theirs]) < 1)
        np.testing.assert_allclose(drawn[ours][~clamped], numbers(expected[theirs])[~clamped], **CLOSE)


def test_the_limit_stays_at_all_where_the_package_turns_back() -> None:
    case = next(case.values[0] for case in SHARES if case.id == "synthetic_40_small_high_p")
    drawn, package = funnel(case["input"]["x"], case["input"]["n"]), numbers(case["expected"]["OD998UCL"])

    angle = drawn.attrs["theta0"] + Z998 * np.sqrt(1 / (4 * numbers(case["input"]["n"])) + drawn.attrs["tau2"])
    beyond = angle > np.pi / 2
    assert (drawn["upper998"][beyond] == 1).all()
    assert (package[beyond] < 1).any()


@pytest.mark.parametrize("case", RATIOS)
def test_the_funnel_of_ratios_is_the_one_of_funnelplotr(case: dict[str, Any]) -> None:
    given, expected = case["input"], case["expected"]
    drawn = funnel(given["observed"], given["expected"], form=FORMS[case["type"]])

    assert drawn.attrs["phi"] == pytest.approx(expected["phi"], rel=1e-9)
    assert drawn.attrs["tau2"] == pytest.approx(expected["tau2"], rel=1e-9, abs=1e-15)
    for ours, theirs in LIMITS.items():
        # 0.6.0 leaves limits of the square root where the ratio itself is drawn
        shown = np.sqrt(drawn[ours]) if case["type"] == "SR_CQC" else drawn[ours]
        np.testing.assert_allclose(shown, expected[theirs], **CLOSE)


@pytest.mark.parametrize("case", RATIOS)
def test_exact_limits_of_ratios(case: dict[str, Any]) -> None:
    for confidence, low, high in ((0.95, "LCL95", "UCL95"), (0.998, "LCL998", "UCL998")):
        lower, upper = poisson_limits(case["input"]["expected"], confidence)

        np.testing.assert_allclose(lower, case["expected"][low], **CLOSE)
        np.testing.assert_allclose(upper, case["expected"][high], **CLOSE)


@pytest.mark.parametrize("form", ["share", "cqc", "shmi"])
def test_outside_is_what_lies_over_three_deviations_away(form: Any) -> None:
    rng = np.random.default_rng(4)
    size = rng.integers(40, 400, 40)
    counts = rng.binomial(size, np.clip(rng.normal(0.5, 0.1, 40), 0, 1))
    counts[:2] = size[:2] * [0.05, 0.95]
    drawn = funnel(counts, size, form="share") if form == "share" else funnel(counts, size * 0.5, form=form)

    assert drawn["outside"].iloc[0]
    assert drawn["outside"].tolist() == (drawn["z"].abs() > Z998).tolist()
    assert (drawn["lower998"] < drawn["lower95"]).all()
    assert (drawn["upper95"] < drawn["upper998"]).all()


def test_known_variance_narrows_the_funnel_of_ratios_as_far_as_shares_vary_less_than_counts() -> None:
    n = np.array([100.0, 150, 200, 250, 120, 180])
    observed, expected = np.array([72.0, 115, 149, 190, 91, 133]), n * 0.75
    as_counts = funnel(observed, expected, form="cqc")
    as_shares = funnel(observed, expected, form="cqc", variance=n * 0.75 * 0.25)

    assert as_counts.attrs["tau2"] == as_shares.attrs["tau2"] == 0
    np.testing.assert_allclose(as_shares["z"], 2 * as_counts["z"])


def test_the_extreme_tenths_are_left_out_of_the_shmi_by_rank() -> None:
    expected = np.full(20, 100.0)
    observed = np.array([1000.0, 10, *[90 + 2 * k for k in range(18)]])
    drawn = funnel(observed, expected, form="shmi")

    kept = np.sort(np.log(observed / 100) * 10)[2:-2]
    assert drawn.attrs["phi"] == pytest.approx((kept**2).mean())


def test_a_provider_without_answers_has_no_place_and_does_not_count() -> None:
    with_gap, without = funnel([30, 0, 50, 44], [60, 0, 70, 66]), funnel([30, 50, 44], [60, 70, 66])

    assert with_gap.drop(columns="outside").iloc[1].isna().all()
    assert not with_gap["outside"].iloc[1]
    assert with_gap.attrs == without.attrs
    assert with_gap["lower95"].drop(1).tolist() == without["lower95"].tolist()


@pytest.mark.parametrize(
    ("x", "n"),
    [
        pytest.param([], [], id="nobody"),
        pytest.param([0], [0], id="one without answers"),
        pytest.param([7], [10], id="one"),
        pytest.param([0, 0, 0], [10, 20, 30], id="all nothing"),
        pytest.param([10, 20, 30], [10, 20, 30], id="all of all"),
    ],
)
def test_nobody_is_outside_where_there_is_nothing_to_compare(x: list[int], n: list[int]) -> None:
    drawn = funnel(x, n)

    assert not drawn["outside"].any()
    assert drawn.attrs["tau2"] == 0
    assert len(drawn) == len(x)


def test_means_lie_around_the_mean_of_all_people() -> None:
    mean, n = np.array([7.0, 7.4, 6.9, 7.2, 7.1, 4.0]), np.array([50, 80, 45, 60, 75, 64])
    drawn = funnel_of_means(mean, n, 2.0)

    centre = (mean * n).sum() / n.sum()
    z = (mean - centre) / (2 / np.sqrt(n))
    phi, tau2 = dispersion(z, 2 / np.sqrt(n))
    assert drawn.attrs["theta0"] == pytest.approx(centre)
    assert (drawn.attrs["phi"], drawn.attrs["tau2"]) == (phi, tau2)
    np.testing.assert_allclose(drawn["upper998"], centre + Z998 * np.sqrt(4 / n + tau2))
    assert funnel_of_means([np.nan, *mean], [0, *n], 2.0).attrs == drawn.attrs


def test_many_funnels_at_once_are_what_each_is_alone() -> None:
    rng = np.random.default_rng(5)
    n = rng.integers(20, 90, (3, 12)).astype(float)
    x = rng.binomial(n.astype(int), 0.7).astype(float)
    scale = shares(x, n)
    phi, tau2 = dispersion(scale.z, scale.s)

    for row in range(3):
        alone = funnel(x[row], n[row]).attrs
        assert (phi[row], tau2[row]) == pytest.approx((alone["phi"], alone["tau2"]))


def test_the_word_beside_a_value() -> None:
    ordinary = [74, 75, 76, 77, 73, 75, 76, 74, 75, 75, 76, 74]
    x, n = [3, 0, 95, 40, *ordinary], [29, 0, 100, 100, *[100] * 12]

    words = compared(funnel(x, n), n).tolist()
    assert words[:4] == ["too few", "too few", "above", "below"]
    assert set(words[4:]) == {"as expected"}
    assert compared(funnel(x, n), n, fewest=29)[0] == "below"
