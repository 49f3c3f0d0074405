"""Control charts: what NHSRplotthedots, qcc and qicharts2 gave for the same numbers, and the traps found there."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics import runs
from analytics.trend import p_chart, xmr
from tests.analytics.reading import cases, listed, numbers

WISHES = {"increase": "better", "decrease": "worse", "neutral": "neutral"}
CLOSE = {"rtol": 1e-9, "atol": 1e-9}


def chart(given: dict[str, Any], **others: Any) -> pd.DataFrame:
    return xmr(
        listed(given["values"]),
        increase_is=WISHES[given["improvement_direction"]],
        target=given["target"],
        rebase_at=[place - 1 for place in listed(given["rebase_at_1based"] or [])],
        fix_after=given["fix_after_n_points"],
        screen=given["screen_outliers"],
        **others,
    )


@pytest.mark.parametrize("case", cases("b_xmr_nhsr"))
def test_the_chart_is_the_one_of_nhsrplotthedots(case: dict[str, Any]) -> None:
    drawn, expected = chart(case["input"]), case["expected"]

    for ours, theirs in (("mean", "mean"), ("lower", "lpl"), ("upper", "upl")):
        np.testing.assert_allclose(drawn[ours], numbers(expected[theirs]), **CLOSE)
    for ours, theirs in (
        ("rule", "special_cause_type"),
        ("point_type", "point_type"),
        ("side", "relative_to_mean"),
        ("part", "rebase_group"),
        ("provisional", "short_group_warning"),
    ):
        assert drawn[ours].tolist() == listed(expected[theirs]), ours
    assert drawn["outside"].tolist() == [bool(one) for one in listed(expected["outside_limits"])]
    assert drawn["point_type"].iloc[-1] == expected["variation_last"]
    assert drawn.attrs["assurance"] == expected["assurance"]


@pytest.mark.parametrize("case", cases("b_xmr_rule_variants"))
@pytest.mark.parametrize(
    ("rules", "flags"),
    [("nhsr-7-7", "flags_7_7_nhsr"), ("mdc-2023", "flags_7_7_mdc2023"), ("8-6", "flags_8_6")],
)
def test_every_rule_set_flags_what_it_should(case: dict[str, Any], rules: str, flags: str) -> None:
    drawn, expected = chart(case["input"], rules=rules), case[flags]

    for rule in ("outside", "shift", "trend", "two_in_three"):
        assert drawn[rule].tolist() == listed(expected[rule]), rule
    for ours, theirs in (("mean", "mean"), ("lower", "lpl"), ("upper", "upl")):
        np.testing.assert_allclose(drawn[ours].iloc[0], numbers(expected[theirs])[0], **CLOSE)


def test_a_rise_of_six_points_is_a_trend_by_the_rules_of_eight_and_six_only() -> None:
    series = [8.0, 9, 3, 9, 2, 4, 5, 6, 7, 8, 1, 9, 4]

    assert xmr(series, rules="8-6")["rule"].tolist()[4:10] == ["6 Point Trend (Increasing)"] * 6
    assert not xmr(series)["trend"].any()


def test_a_constant_series_has_no_limits_and_no_flags() -> None:
    drawn = xmr([7.3] * 8)

    assert drawn[["lower", "upper"]].isna().all(axis=None)
    assert (drawn["point_type"] == "common_cause").all()


def test_the_package_collapses_its_limits_on_one_odd_point_and_flags_all() -> None:
    drawn = xmr([5, 5, 5, 5, 5, 5, 5, 6])

    assert drawn["lower"].tolist() == drawn["upper"].tolist() == [5.125] * 8
    assert drawn["outside"].all()


@pytest.mark.parametrize(
    "values",
    [
        pytest.param([5, 5, 5, 5, 5, 5, 5, 6], id="no step left after screening"),
        pytest.param([1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3], id="three distinct values"),
        pytest.param([7.0, 7 + 1e-12, 7 - 1e-12, 7, 7 + 2e-12, 7, 7, 7], id="differences that are rounding"),
        pytest.param([3], id="one point"),
    ],
)
def test_a_cautious_chart_draws_no_limits_where_there_is_too_little_to_draw_them_from(values: list[float]) -> None:
    drawn = xmr(values, cautious=True)

    assert drawn[["lower", "upper", "near_lower", "near_upper"]].isna().all(axis=None)
    assert (drawn["rule"] == "Common Cause").all()
    assert not drawn[["outside", "trend", "two_in_three", "shift"]].any(axis=None)


def test_a_cautious_chart_with_four_values_is_the_ordinary_one() -> None:
    values = [1, 2, 3, 4, 2, 3, 1, 4]

    pd.testing.assert_frame_equal(xmr(values, cautious=True), xmr(values))


def test_limits_are_not_cut_off_at_zero() -> None:
    assert xmr([0, 3, 1, 4, 0, 2])["lower"].iloc[0] < 0


def test_near_limits_are_two_thirds_of_the_way() -> None:
    drawn = xmr([0, 3, 1, 4, 0, 2]).iloc[0]

    assert drawn["near_upper"] - drawn["mean"] == pytest.approx((drawn["upper"] - drawn["mean"]) * 2 / 3)
    assert drawn["mean"] - drawn["near_lower"] == pytest.approx((drawn["mean"] - drawn["lower"]) * 2 / 3)


def test_a_point_on_the_mean_ends_a_shift() -> None:
    above = [11, 12, 11, 12, 11, 12, 11]
    below = [-value for value in above]

    assert xmr([*above, *below])["shift"].all()
    assert not xmr([*above[:3], 0, *above[3:], *below, 0], screen=False)["shift"].iloc[:8].any()


def test_rounding_is_no_difference_from_the_mean() -> None:
    values = [0.1 + 0.2, 0.3] * 5

    assert (xmr(values, screen=False)["side"] == 0).all()
    assert (xmr(values, screen=False)["rule"] == "Common Cause").all()


def test_rules_never_cross_the_point_where_all_starts_anew() -> None:
    rising = [1.0, 2, 3, 4, 5, 6, 7, 8]

    assert xmr(rising)["trend"].all()
    assert not xmr(rising, rebase_at=[4])["trend"].any()
    assert xmr(rising, rebase_at=[4])["mean"].tolist() == [2.5] * 4 + [6.5] * 4


def test_seven_points_up_then_down_share_a_top_that_belongs_to_the_fall() -> None:
    steps = np.array([1] * 6 + [-1] * 6)

    assert runs.trend(steps, 7).tolist() == [1] * 6 + [-1] * 7
    assert runs.trend(-steps, 7).tolist() == [-1] * 6 + [1] * 7


@pytest.mark.parametrize(
    ("increase_is", "icon"),
    [("better", "concern_low"), ("worse", "improvement_low"), ("neutral", "neutral_low")],
)
def test_the_icon_tells_which_way_and_whether_that_is_good(increase_is: Any, icon: str) -> None:
    drawn = xmr([10, 11, 10, 12, 10, 11, 12, 10, 11, 10, 12, 11, 1], increase_is=increase_is)

    assert drawn["direction"].iloc[-1] == -1
    assert drawn.attrs["variation"] == icon


@pytest.mark.parametrize(
    ("increase_is", "target", "assurance"),
    [
        ("better", 20, "consistent_fail"),
        ("better", 0, "consistent_pass"),
        ("better", 10, "inconsistent"),
        ("worse", 20, "consistent_pass"),
        ("worse", 0, "consistent_fail"),
        ("neutral", 0, None),
        ("better", None, None),
    ],
)
def test_assurance(increase_is: Any, target: float | None, assurance: str | None) -> None:
    assert xmr([10, 11, 10, 9, 10, 11], increase_is=increase_is, target=target).attrs["assurance"] == assurance


@pytest.mark.parametrize("increase_is", ["better", "worse"])
def test_a_target_on_the_limit_is_sometimes_met(increase_is: Any) -> None:
    assert xmr([7.5] * 8, increase_is=increase_is, target=7.5, screen=False).attrs["assurance"] == "inconsistent"


@given(st.lists(st.floats(-100, 100).map(lambda value: round(value, 3)), min_size=1, max_size=30))
def test_the_mirror_image_of_a_series_has_the_mirror_image_of_its_chart(values: list[float]) -> None:
    drawn, mirrored = xmr(values), xmr([-value for value in values], increase_is="worse")

    assert drawn["point_type"].tolist() == mirrored["point_type"].tolist()
    assert drawn["direction"].tolist() == (-mirrored["direction"]).tolist()
    np.testing.assert_allclose(drawn["lower"], -mirrored["upper"], **CLOSE)


@pytest.mark.parametrize(
    ("values", "others", "said"),
    [
        ([1, 2], {"rules": "8-7"}, "nhsr-7-7, mdc-2023, 8-6"),
        ([1, 2], {"increase_is": "good"}, "better, worse, neutral"),
        ([], {}, "one or more"),
        ([1, float("nan")], {}, "finite"),
        ([1, 2], {"fix_after": 11}, "at least 12"),
        ([1, 2], {"rebase_at": [2]}, "0 to 1"),
    ],
)
def test_what_cannot_be_drawn_is_refused(values: list[float], others: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        xmr(values, **others)


@pytest.mark.parametrize("case", cases("c_pchart"))
def test_the_p_chart_is_the_one_of_qcc_and_qicharts2(case: dict[str, Any]) -> None:
    x, n, expected = case["input"]["x"], case["input"]["n"], case["expected"]
    plain, laney = p_chart(x, n, laney=False), p_chart(x, n)

    np.testing.assert_allclose(plain["centre"], expected["center"], **CLOSE)
    np.testing.assert_allclose(plain["lower"], expected["lcl_qcc"], **CLOSE)
    np.testing.assert_allclose(plain["upper"], expected["ucl_qcc"], **CLOSE)
    np.testing.assert_allclose(laney["lower"], expected["laney_lcl"], **CLOSE)
    np.testing.assert_allclose(laney["upper"], expected["laney_ucl"], **CLOSE)
    assert laney.attrs["sigma_z"] == pytest.approx(expected["laney_sigma_z"], abs=1e-9)
    assert plain["outside"].tolist() == expected["sigma_signal"]
    assert laney["outside"].tolist() == expected["laney_sigma_signal"]


def test_a_cautious_p_chart_never_narrows_its_limits() -> None:
    steady = ([30, 31, 30, 31, 30, 31], [60] * 6)
    drifting = ([6000, 7500, 6200, 8000, 5900, 7000], [10_000] * 6)

    assert p_chart(*steady).attrs["sigma_z"] < 1
    pd.testing.assert_frame_equal(p_chart(*steady, cautious=True), p_chart(*steady, laney=False), check_like=True)
    assert p_chart(*drifting, cautious=True)["lower"].equals(p_chart(*drifting)["lower"])


def test_large_numbers_with_ordinary_drift_are_not_all_outside() -> None:
    x, n = [7500, 7150, 7800, 7220, 7780, 7190, 7810, 7480], [10_000] * 8

    assert p_chart(x, n, laney=False)["outside"].sum() >= 4
    assert not p_chart(x, n)["outside"].any()


def test_a_half_year_without_answers_has_no_limits_and_does_not_disturb_the_others() -> None:
    with_gap, without = p_chart([7, 0, 9], [10, 0, 12]), p_chart([7, 9], [10, 12])

    assert with_gap[["share", "lower", "upper"]].iloc[1].isna().all()
    assert not with_gap["outside"].iloc[1]
    assert with_gap["lower"].iloc[[0, 2]].tolist() == without["lower"].tolist()


@pytest.mark.parametrize("x", [0, 10])
def test_shares_that_are_all_nothing_or_all_are_inside(x: int) -> None:
    drawn = p_chart([x, x, x], [10, 10, 10])

    assert (drawn["lower"] == x / 10).all()
    assert not drawn["outside"].any()


def test_under_thirteen_points_limits_are_provisional() -> None:
    assert p_chart([5] * 12, [10] * 12).attrs["provisional"]
    assert not p_chart([5] * 13, [10] * 13).attrs["provisional"]
    assert xmr(range(12))["provisional"].all()
    assert not xmr(range(13))["provisional"].any()
