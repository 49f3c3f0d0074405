"""Goal attainment scaling: the published key, scores computed with fifty digits, and what is no score."""

from typing import Any

import pytest

from analytics import indicators
from analytics.gas import goal_attainment_t
from tests.analytics.reading import read


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=str(number)) for number, case in enumerate(read("f_gas_tscores")["scores"])]
)
def test_scores_are_those_of_kiresuk_and_sherman(case: dict[str, Any]) -> None:
    assert goal_attainment_t(case["levels"], case["weights"], case["rho"]) == pytest.approx(case["T"], abs=1e-12)


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=str(number)) for number, case in enumerate(read("f_gas_tscores")["change"])]
)
def test_change_is_the_score_at_the_end_minus_that_at_the_start(case: dict[str, Any]) -> None:
    start = goal_attainment_t(case["baseline"], case["weights"])
    end = goal_attainment_t(case["followup"], case["weights"])

    assert start is not None
    assert end is not None
    assert (start, end, end - start) == pytest.approx((case["T0"], case["T1"], case["change"]), abs=1e-12)


@pytest.mark.parametrize(
    ("levels", "weights", "score"),
    [
        ([0], [1], 50.00),
        ([1], [1], 60.00),
        ([-2], [1], 30.00),
        ([1, 1], [1, 1], 62.40),
        ([1, 1, 1], None, 63.69),
        ([-1, -1, -1], None, 36.31),
        ([2, 2, 2], None, 77.39),
        ([-2, -2, -2], None, 22.61),
        ([1, 0, -1], None, 50.00),
        ([2, -1, 0], [3, 1, 2], 61.02),
        ([-1, 0, 1, 2], [1, 2, 3, 4], 64.00),
        ([1, 0, 0], None, 54.56),
    ],
)
def test_the_conversion_key(levels: list[float], weights: list[float] | None, score: float) -> None:
    assert goal_attainment_t(levels, weights) == pytest.approx(score, abs=0.005)


def test_the_score_is_one_of_the_indicators() -> None:
    assert indicators.goal_attainment_t is goal_attainment_t


def test_goals_that_all_go_together_are_one_goal() -> None:
    assert goal_attainment_t([1, 1, 1], rho=1) == goal_attainment_t([1])


def test_a_missing_goal_leaves_both_sums() -> None:
    assert goal_attainment_t([2, None, float("nan"), -1], [3, 9, 9, 1]) == goal_attainment_t([2, -1], [3, 1])


@pytest.mark.parametrize(
    ("levels", "weights"),
    [
        pytest.param([], None, id="no goals"),
        pytest.param([], [], id="no goals and no weights"),
        pytest.param([None, float("nan")], None, id="no goal with a level"),
        pytest.param([1, -1], [0, 0], id="all weights 0"),
        pytest.param([None, 1], [2, 0], id="weight only on the missing one"),
    ],
)
def test_without_goals_there_is_no_score(levels: list[float | None], weights: list[float] | None) -> None:
    assert goal_attainment_t(levels, weights) is None


@pytest.mark.parametrize(
    ("levels", "weights", "rho", "said"),
    [
        pytest.param([3], None, 0.3, "level 3", id="a level above 2"),
        pytest.param([-2.5], None, 0.3, "level -2.5", id="a level under -2"),
        pytest.param([1, 1], [1, -1], 0.3, "weight -1", id="a negative weight"),
        pytest.param([1], [float("nan")], 0.3, "weight nan", id="a weight that is none"),
        pytest.param([1, 1], [1], 0.3, "one for each of 2", id="a weight too few"),
        pytest.param([1], None, 1.5, "rho 1.5", id="a rho above 1"),
    ],
)
def test_what_is_no_level_or_weight_is_refused(levels: Any, weights: Any, rho: float, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        goal_attainment_t(levels, weights, rho)
