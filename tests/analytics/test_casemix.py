"""Case mix: observed against expected, and when providers cannot be compared."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.api import Logit

from analytics.casemix import standardised
from analytics.compare import funnel

FACTORS = ["framework", "segment", "age"]


def region(providers: int = 8, seed: int = 1, tilt: float = 0.0) -> pd.DataFrame:
    """Providers that help different people equally well; `tilt`: how much worse the first one does, on the logit."""
    rng = np.random.default_rng(seed)
    rows = []
    for provider in range(providers):
        for framework, hard in (("voluntary", 0.0), ("forced", -1.0)):
            for segment, easy in (("ambulatory", 0.4), ("living", 0.0), ("crisis", -0.5)):
                for age in ("8-11", "12-15", "16-17"):
                    mostly_forced = (framework == "forced") == (provider % 2 == 1)
                    n = int(rng.integers(8, 15)) * (3 if mostly_forced else 1)
                    chance = 1 / (1 + np.exp(-(0.8 + hard + easy - tilt * (provider == 0))))
                    rows.append((f"P{provider}", framework, segment, age, int(rng.binomial(n, chance)), n))
    return pd.DataFrame(rows, columns=["provider", *FACTORS, "x", "n"])


def test_expected_is_what_a_logistic_regression_of_all_people_expects() -> None:
    cells = region()
    people = cells.loc[cells.index.repeat(2)].reset_index(drop=True)
    answered = np.tile([1.0, 0.0], len(cells))
    times = np.column_stack([cells["x"], cells["n"] - cells["x"]]).ravel()
    people, answered = people.loc[people.index.repeat(times)], np.repeat(answered, times)
    marks = pd.get_dummies(people[FACTORS], drop_first=True, dtype=float).assign(one=1.0)
    chance = Logit(answered, marks.to_numpy()).fit(disp=0, method="newton", tol=1e-14).predict()

    found = standardised(cells, FACTORS)
    expected = pd.Series(chance).groupby(people["provider"].to_numpy()).sum()
    variance = pd.Series(chance * (1 - chance)).groupby(people["provider"].to_numpy()).sum()
    np.testing.assert_allclose(found["expected"], expected, rtol=1e-8)
    np.testing.assert_allclose(found["variance"], variance, rtol=1e-8)


def test_observed_and_expected_have_one_sum() -> None:
    cells, found = region(), standardised(region(), FACTORS)

    assert found["expected"].sum() == pytest.approx(cells["x"].sum(), rel=1e-9)
    assert found["observed"].sum() == cells["x"].sum()
    assert found.attrs["overall"] == cells["x"].sum() / cells["n"].sum()
    np.testing.assert_allclose(found["adjusted"], found["observed"] / found["expected"] * found.attrs["overall"])


def test_who_helps_harder_cases_equally_well_looks_worse_until_it_is_adjusted() -> None:
    cells = region(providers=10)
    found = standardised(cells, FACTORS)
    raw = found["observed"] / found["n"]
    forced = found["provider"].str[1:].astype(int) % 2 == 1

    assert raw[~forced].mean() - raw[forced].mean() > 0.08
    assert abs(found["adjusted"][~forced].mean() - found["adjusted"][forced].mean()) < 0.03
    drawn = funnel(found["observed"], found["expected"], form="cqc", variance=found["variance"])
    assert not drawn["outside"].any()


def test_who_does_worse_than_expected_is_seen_in_the_funnel() -> None:
    found = standardised(region(providers=20, tilt=1.0), FACTORS)
    drawn = funnel(found["observed"], found["expected"], form="cqc", variance=found["variance"])

    assert drawn["outside"].tolist() == [True] + [False] * 19
    assert found["ratio"].iloc[0] < 0.9


def test_the_order_of_rows_and_factors_makes_no_difference() -> None:
    cells = region()
    shuffled = standardised(cells.sample(frac=1, random_state=3), FACTORS[::-1])

    pd.testing.assert_frame_equal(shuffled, standardised(cells, FACTORS))


@pytest.mark.parametrize(
    ("n", "because"), [pytest.param(29, "too few", id="29 are too few"), pytest.param(30, "", id="30 are enough")]
)
def test_a_small_provider_is_in_the_model_but_not_compared(n: int, because: str) -> None:
    small = pd.DataFrame([("tiny", "forced", "living", "8-11", 12, n)], columns=["provider", *FACTORS, "x", "n"])
    found = standardised(pd.concat([region(), small]), FACTORS).set_index("provider")

    assert found.loc["tiny", "because"] == because
    assert found.loc["tiny", ["expected", "variance", "ratio", "adjusted"]].isna().all() == bool(because)
    assert (found["because"].drop("tiny") == "").all()
    assert found["n"].sum() == region()["n"].sum() + n


def test_who_is_alone_in_what_it_does_is_not_compared_with_itself() -> None:
    cells = region()
    closed = cells[cells["provider"] == "P0"].assign(provider="C", segment="treatment_stay")
    found = standardised(pd.concat([cells, closed]), FACTORS).set_index("provider")

    assert found.loc["C", "because"] == "alone"
    assert np.isnan(found.loc["C", "ratio"])
    assert (found["because"].drop("C") == "").all()


@pytest.mark.parametrize(
    ("others", "because"), [pytest.param(29, "alone", id="29 others"), pytest.param(30, "", id="30 others")]
)
def test_enough_others_of_the_same_kind_make_it_comparable(others: int, because: str) -> None:
    cells = region()
    closed = cells[cells["provider"] == "P0"].assign(provider="C", segment="treatment_stay")
    other = closed.iloc[:1].assign(provider="P1", x=15, n=others)
    found = standardised(pd.concat([cells, closed, other]), FACTORS).set_index("provider")

    assert found.loc["C", "because"] == because


@pytest.mark.parametrize(
    ("some", "because"), [pytest.param("half", "", id="half of its people"), pytest.param("most", "alone", id="less")]
)
def test_half_of_its_people_must_be_of_kinds_that_others_help(some: str, because: str) -> None:
    cells = region()
    own = pd.DataFrame(
        [("C", "forced", "living", "8-11", 20, 40), ("C", "forced", "treatment_stay", "8-11", 20, 40)],
        columns=["provider", *FACTORS, "x", "n"],
    )
    own.loc[1, "n"] += some == "most"
    found = standardised(pd.concat([cells, own]), FACTORS).set_index("provider")

    assert found.loc["C", "because"] == because


@pytest.mark.parametrize(("few", "own_level"), [(4, False), (5, True)])
def test_a_level_needs_five_of_either_outcome(few: int, own_level: bool) -> None:
    cells = region()
    rare = pd.DataFrame([("P1", "preventive", "living", "8-11", few, 60)], columns=["provider", *FACTORS, "x", "n"])
    found = standardised(pd.concat([cells, rare]), FACTORS)
    joined = standardised(pd.concat([cells, rare.assign(framework="forced")]), FACTORS)
    largest = standardised(pd.concat([cells, rare.assign(framework="voluntary")]), FACTORS)

    alike = [np.allclose(found["expected"], one["expected"]) for one in (joined, largest)]
    assert any(alike) != own_level


@pytest.mark.parametrize(
    "some",
    [
        pytest.param(18, id="so little that no difference between people can be seen"),
        pytest.param(2, id="fewer than ten for each number to find"),
    ],
)
def test_with_too_little_in_all_nobody_is_compared(some: int) -> None:
    cells = region(providers=4)
    cells["x"] = (cells.index % some == 0).astype(int)
    found = standardised(cells, FACTORS)

    assert (found["because"] == "no model").all()
    assert found["adjusted"].isna().all()


@pytest.mark.parametrize("outcome", [0, 1])
def test_where_all_answers_are_the_same_nobody_is_compared(outcome: int) -> None:
    cells = region()
    cells["x"] = cells["n"] * outcome

    assert (standardised(cells, FACTORS)["because"] == "no model").all()


def test_levels_in_which_one_outcome_hardly_occurs_are_taken_together() -> None:
    cells = region()
    few = cells["age"] == "8-11"
    cells.loc[few, "x"] = cells.loc[few, "n"]
    found = standardised(cells, FACTORS)
    joined = standardised(cells.assign(age=cells["age"].replace({"8-11": "16-17"})), FACTORS)
    other = standardised(cells.assign(age=cells["age"].replace({"8-11": "12-15"})), FACTORS)

    assert (found["because"] == "").all()
    assert any(np.allclose(found["expected"], one["expected"]) for one in (joined, other))


def test_two_rare_levels_together_can_be_one() -> None:
    cells = region()
    rare = pd.DataFrame(
        [("P1", "preventive", "living", "8-11", 4, 9), ("P2", "other", "living", "8-11", 3, 7)],
        columns=["provider", *FACTORS, "x", "n"],
    )
    found = standardised(pd.concat([cells, rare]), FACTORS)
    renamed = standardised(pd.concat([cells, rare.assign(framework="both")]), FACTORS)

    np.testing.assert_allclose(found["expected"], renamed["expected"], rtol=1e-9)


def test_a_factor_with_one_level_is_left_out() -> None:
    found = standardised(region().assign(framework="voluntary"), FACTORS)

    assert found.attrs["factors"] == ("segment", "age")
