"""Weights for non-response: those who answered stand for all who were asked, and what that costs."""

import numpy as np
import pytest

from analytics.uncertainty import mean_t, wilson
from analytics.weighting import (
    NotWeighable,
    for_nonresponse,
    kish,
    poststratified,
    raked,
    weighted_mean,
    weighted_share,
)

INVITED = np.array([[100.0, 60], [40, 80], [30, 90]])
RESPONDED = np.array([[50.0, 12], [10, 40], [9, 30]])


def test_with_enough_in_every_cell_respondents_stand_for_their_own_cell() -> None:
    found = for_nonresponse(INVITED, RESPONDED)

    assert found.method == "poststratified"
    np.testing.assert_allclose(found.per_cell, INVITED / RESPONDED)


def test_with_a_thin_cell_only_the_margins_are_made_to_fit() -> None:
    thin = RESPONDED.copy()
    thin[2, 0] = 4
    found = for_nonresponse(INVITED, thin)

    assert found.method == "raked"
    np.testing.assert_allclose((found.per_cell * thin).sum(axis=1), INVITED.sum(axis=1), rtol=1e-9)
    np.testing.assert_allclose((found.per_cell * thin).sum(axis=0), INVITED.sum(axis=0), rtol=1e-9)


def test_raked_weights_are_a_factor_per_row_times_one_per_column() -> None:
    weights = raked(RESPONDED, [INVITED.sum(axis=1), INVITED.sum(axis=0)])

    np.testing.assert_allclose(weights[0, 0] * weights[1:, 1], weights[0, 1] * weights[1:, 0], rtol=1e-9)


def test_raking_the_published_example() -> None:
    """Deming and Stephan's adjustment in two by two has a closed form: the odds ratio of the sample is kept."""
    sample, rows, columns = np.array([[10.0, 20], [30, 40]]), [55, 45], [50, 50]
    fitted = sample * raked(sample, [rows, columns])

    assert fitted[0, 0] * fitted[1, 1] / (fitted[0, 1] * fitted[1, 0]) == pytest.approx(10 * 40 / (20 * 30))
    np.testing.assert_allclose(fitted.sum(axis=1), rows, rtol=1e-10)


def test_raking_over_three_axes() -> None:
    rng = np.random.default_rng(1)
    asked = rng.integers(20, 60, (3, 2, 4)).astype(float)
    answered = np.floor(asked * rng.uniform(0.02, 0.5, asked.shape)) + 1
    found = for_nonresponse(asked, answered)

    assert found.method == "raked"
    for axes in ((1, 2), (0, 2), (0, 1)):
        np.testing.assert_allclose((found.per_cell * answered).sum(axis=axes), asked.sum(axis=axes), rtol=1e-9)


def test_a_cell_where_nobody_was_asked_has_no_weight() -> None:
    found = for_nonresponse([[10, 0], [20, 30]], [[5, 0], [10, 6]])

    assert found.method == "poststratified"
    assert np.isnan(found.per_cell[0, 1])


def test_an_empty_cell_is_carried_by_its_row_and_column() -> None:
    found = for_nonresponse([[20, 10], [20, 30]], [[10, 0], [6, 10]])

    assert found.method == "raked"
    assert np.isnan(found.per_cell[0, 1])


def test_a_row_of_which_nobody_was_asked_stands_in_the_way_of_nothing() -> None:
    found = for_nonresponse([[20, 10], [0, 0], [20, 30]], [[10, 3], [0, 0], [6, 10]])

    assert found.method == "raked"
    assert np.isnan(found.per_cell[1]).all()


@pytest.mark.parametrize(
    ("responded", "margins", "said"),
    [
        pytest.param([[5, 6], [0, 0]], [[10, 10], [10, 10]], "nobody answered", id="a row without respondents"),
        pytest.param([[5, 6], [7, 8]], [[10, 10], [10, 11]], "one sum", id="margins of different totals"),
        pytest.param([[5, 0], [0, 8]], [[10, 10], [15, 5]], "settle", id="margins that cannot be reached"),
    ],
)
def test_what_cannot_be_weighed_is_refused(responded: list[list[int]], margins: list[list[int]], said: str) -> None:
    with pytest.raises(NotWeighable, match=said):
        raked(responded, margins)


def test_poststratified_leaves_out_cells_without_answers() -> None:
    assert np.isnan(poststratified([10, 20], [0, 4])[0])


def test_equal_weights_cost_nothing() -> None:
    assert kish(np.full(40, 2.5)) == (40, 1)
    assert kish([3, 3], [15, 25]) == (40, 1)


def test_unequal_weights_cost_answers() -> None:
    n_eff, deff = kish([1, 3], [10, 10])

    assert n_eff == pytest.approx((10 + 30) ** 2 / (10 + 90))
    assert deff == pytest.approx(20 / n_eff)


def test_a_weighted_share_has_the_interval_of_its_effective_n() -> None:
    found = weighted_share([30, 4], [50, 10], [2, 5])
    value = (2 * 30 + 5 * 4) / (2 * 50 + 5 * 10)
    n_eff, deff = kish([2, 5], [50, 10])

    assert (found.value, found.n_eff, found.deff) == pytest.approx((value, n_eff, deff))
    assert (found.low, found.high) == pytest.approx(wilson(value * n_eff, n_eff))


def test_equal_weights_change_nothing() -> None:
    marks = np.array([[7.0, 8, 6, 9], [5, 7, 7, 8]])
    total, squares, n = marks.sum(axis=1), (marks**2).sum(axis=1), np.array([4, 4])

    share = weighted_share([3, 5], [10, 20], [4, 4])
    assert (share.low, share.high) == pytest.approx(wilson(8, 30))
    mean = weighted_mean(n, total, squares, [4, 4])
    assert (mean.value, mean.low, mean.high) == pytest.approx(
        (marks.mean(), *mean_t(total.sum(), squares.sum(), 8)), rel=1e-12
    )


def test_a_weighted_mean_is_linearised_as_survey_statisticians_do() -> None:
    rng = np.random.default_rng(2)
    first, second = rng.integers(1, 11, 30).astype(float), rng.integers(4, 11, 12).astype(float)
    found = weighted_mean([30, 12], [first.sum(), second.sum()], [(first**2).sum(), (second**2).sum()], [1.5, 4.0])

    values, weights = np.concatenate([first, second]), np.repeat([1.5, 4.0], [30, 12])
    mean = np.average(values, weights=weights)
    scores = weights * (values - mean) / weights.sum()
    error = np.sqrt(42 / 41 * (scores**2).sum())
    assert found.value == pytest.approx(mean)
    assert (found.high - found.low) / 2 == pytest.approx(2.0195410 * error, rel=1e-6)


def test_cells_without_respondents_do_not_spoil_a_weighted_value() -> None:
    assert weighted_share([3, 0], [10, 0], [2, np.nan]).value == 0.3
    assert weighted_mean([10, 0], [70, 0], [500, 0], [2, np.nan]).value == 7
