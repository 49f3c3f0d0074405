"""Signals by rule set signal-1: when there is one, which word, and the sentence beside it."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ttest_ind

from analytics import signals, uncertainty
from analytics.windows import Floats, Sums, difference, recent_and_earlier

HALVES = ["2023H1", "2023H2", "2024H1", "2024H2", "2025H1", "2025H2", "2026H1"]


def shares(*counts: tuple[int, int], **others: Any) -> pd.DataFrame:
    """One series of half-years with x out of n each."""
    rows = [(period, x, n) for period, (x, n) in zip(HALVES, counts, strict=False)]
    halves = pd.DataFrame(rows, columns=["period", "numerator", "n"])
    plain = {"series": "one", "definition": "goals@1", "unit": "share", "direction": "higher_better"}
    return halves.assign(denominator=halves["n"], squares=halves["numerator"], **(plain | others))


def marks(*halves: list[int], **others: Any) -> pd.DataFrame:
    """One series of half-years with these marks."""
    rows = [
        (period, sum(given), sum(mark**2 for mark in given), len(given))
        for period, given in zip(HALVES, halves, strict=False)
    ]
    plain = {"series": "one", "definition": "mark@1", "unit": "mark", "direction": "higher_better"}
    found = pd.DataFrame(rows, columns=["period", "numerator", "squares", "n"])
    return found.assign(denominator=found["n"], **(plain | others))


def words(halves: pd.DataFrame) -> list[str]:
    return signals.find(halves)["signal"].tolist()


HIGH, LOW = (156, 200), (122, 200)
"""78 % and 61 %."""


def test_t15_hard_to_find_the_right_help_rose_from_15_to_26_percent() -> None:
    """reference.md F.6: with 400 people a side that is a reason to talk, with 60 it may be chance."""
    many = shares((30, 200), (30, 200), (52, 200), (52, 200), direction="lower_better")
    some = shares((4, 30), (5, 30), (8, 30), (8, 30), direction="lower_better")

    assert words(many)[-1] == "talk"
    assert words(some) == [""] * 4
    assert signals.find(some)["reason"].iloc[-1] == ""


def test_the_reason_is_a_sentence_with_both_levels() -> None:
    found = signals.find(shares(HIGH, HIGH, HIGH, LOW, LOW)).iloc[-1]

    assert found["reason"].startswith("In de laatste twee halfjaren 61 % (95 %: 56–66), daarvoor 78 %.")
    assert (found["n"], found["because"], found["state"]) == (400, "own", "")
    assert found["value"] == 0.61
    assert (found["low"], found["high"]) == uncertainty.wilson(244, 400)


def test_the_first_time_is_a_reason_to_talk_and_the_second_asks_for_a_plan() -> None:
    lower = (100, 200)

    assert words(shares(HIGH, HIGH, HIGH, lower, lower, HIGH)) == ["", "", "", "talk", "improve", ""]


def test_what_gets_better_twice_is_to_be_sustained() -> None:
    found = signals.find(shares(LOW, LOW, HIGH, (180, 200)))

    assert found["signal"].tolist()[-1] == "talk"
    assert words(shares(LOW, LOW, (180, 200), (180, 200)))[-2:] == ["talk", "sustain"]
    assert words(shares(HIGH, HIGH, (100, 200), (100, 200), direction="lower_better"))[-2:] == ["talk", "sustain"]


def test_a_second_time_is_told() -> None:
    reason = signals.find(shares(HIGH, HIGH, HIGH, (100, 200), (100, 200)))["reason"].iloc[-1]

    assert reason == (
        "In de laatste twee halfjaren 50 % (95 %: 45–55), daarvoor 78 %. Een half jaar eerder was dat ook al zo."
    )


def test_worse_and_then_better_is_only_talk() -> None:
    words = signals.escalated(np.array([[-1, 1, 1, -1]]), np.zeros((1, 4), dtype=np.int64), np.array([[1]]))

    assert words.tolist() == [["talk", "talk", "sustain", "talk"]]


def test_worse_than_others_goes_before_better_than_earlier() -> None:
    own, others = np.array([[1, 1]]), np.array([[0, -1]])

    assert signals.escalated(own, others, np.array([[1]])).tolist() == [["talk", "talk"]]


@pytest.mark.parametrize("direction", ["higher_better", "lower_better", "context"])
def test_only_what_can_be_better_or_worse_makes_a_signal(direction: str) -> None:
    """Drop-out is context: it is read with goal attainment and never fires alone (decision 23)."""
    found = words(shares(HIGH, HIGH, HIGH, (100, 200), (100, 200), direction=direction))

    assert (found[-1] != "") == (direction != "context")


def test_what_is_no_share_mark_or_points_makes_no_signal() -> None:
    assert words(marks([30] * 40, [30] * 40, [90] * 40, [95] * 40, unit="days")) == [""] * 4


def test_a_certain_but_small_difference_is_none() -> None:
    assert words(shares((7000, 10_000), (7000, 10_000), (6010, 10_000), (6010, 10_000)))[-1] == ""
    assert words(shares((7000, 10_000), (7000, 10_000), (6000, 10_000), (6000, 10_000)))[-1] == "talk"


def test_exactly_ten_points_is_enough_also_where_rounding_makes_it_less() -> None:
    assert 0.78 - 0.68 < 0.1
    assert words(shares((7800, 10_000), (7800, 10_000), (6800, 10_000), (6800, 10_000)))[-1] == "talk"


@pytest.mark.parametrize(
    ("recent", "word", "state"),
    [
        pytest.param((0, 15), "talk", "", id="thirty together are enough"),
        pytest.param((0, 14), "", "too few", id="twenty-eight are too few"),
    ],
)
def test_fewer_than_thirty_are_too_few(recent: tuple[int, int], word: str, state: str) -> None:
    found = signals.find(shares(HIGH, HIGH, recent, recent)).iloc[-1]

    assert (found["signal"], found["state"]) == (word, state)


def test_too_few_is_told_without_a_number() -> None:
    found = signals.find(shares(HIGH, HIGH, (1, 4), (2, 5))).iloc[-1]

    assert found["reason"] == "Te weinig antwoorden om te zien of er iets verandert."
    assert not any(letter.isdigit() for letter in found["reason"])


def test_an_earlier_level_of_too_few_people_is_no_level() -> None:
    found = signals.find(shares((29, 29), (0, 200), (0, 200))).iloc[-1]

    assert (found["signal"], found["state"]) == ("", "too few")
    assert words(shares((30, 30), (0, 200), (0, 200)))[-1] == "talk"


def test_the_first_half_years_are_too_short_to_say_anything() -> None:
    assert signals.find(shares(HIGH, LOW, LOW))["state"].tolist() == ["too short", "too short", ""]


def test_no_test_runs_across_a_change_of_definition() -> None:
    halves = shares(HIGH, HIGH, HIGH, LOW, LOW, LOW, (40, 200))
    changed = halves.assign(definition=["goals@1"] * 3 + ["goals@2"] * 4)
    found = signals.find(changed)

    assert words(halves)[-4:].count("") < 4
    assert found["state"].tolist() == ["too short"] * 2 + [""] + ["too short"] * 2 + [""] * 2
    assert found["signal"].tolist() == [""] * 6 + ["talk"]
    assert found["earlier"].iloc[-1] == 0.61


def test_a_half_year_that_is_missing_is_a_half_year_without_answers() -> None:
    halves = shares(HIGH, HIGH, HIGH, HIGH, (40, 100), (40, 100))
    without = halves[halves["period"] != "2024H2"]

    assert signals.find(without)["n"].tolist()[1:] == [400, 400, 100, 200]
    assert words(without)[-2:] == ["talk", "improve"]


def test_a_definition_is_still_the_same_after_a_half_year_that_is_missing() -> None:
    halves = shares(HIGH, HIGH, HIGH, HIGH, LOW).drop(index=3)

    assert signals.find(halves)["state"].iloc[-1] == ""
    assert signals.find(halves.assign(definition=["a", "a", "a", "b"]))["state"].iloc[-1] == "too short"


def test_means_move_by_half_a_mark() -> None:
    before, after = [7, 8, 8, 9] * 20, [6, 7, 8, 8] * 20
    found = signals.find(marks(before, before, before, after, after)).iloc[-1]

    assert found["signal"] == "talk"
    assert found["reason"] == "In de laatste twee halfjaren gemiddeld 7,2 (95 %: 7,1–7,4), daarvoor 8,0."
    assert words(marks(before, before, [8, 8, 8, 7] * 20, [8, 8, 8, 7] * 20))[-1] == ""


def test_points_may_go_down() -> None:
    better, worse = [2, 3, 1, 2] * 20, [-1, 0, -1, 0] * 20
    reason = signals.find(marks(better, better, worse, worse, unit="points"))["reason"].iloc[-1]

    assert reason.startswith("In de laatste twee halfjaren gemiddeld −0,5 (95 %: −0,6–−0,4), daarvoor 2,0.")


def test_the_goals_of_one_person_are_not_as_many_people() -> None:
    """Three goals each that are all reached or not say as much as one goal each."""
    plain = shares((32, 50), (32, 50), (22, 50), (22, 50))
    tripled = plain.assign(
        numerator=plain["numerator"] * 3, denominator=plain["n"] * 3, squares=plain["numerator"] * 3
    )
    clustered = tripled.assign(yy=plain["numerator"] * 9, ym=plain["numerator"] * 9, mm=plain["n"] * 9)

    assert words(plain)[-1] == ""
    assert words(clustered)[-1] == ""
    assert words(tripled)[-1] == "talk"


@pytest.mark.parametrize(
    ("value", "reference", "outside", "word"),
    [
        pytest.param((100, 200), 0.78, True, "talk", id="below comparable providers"),
        pytest.param((100, 200), 0.78, False, "", id="below, but inside the funnel"),
        pytest.param((140, 200), 0.78, True, "", id="outside, but less than ten points"),
        pytest.param((14, 14), 0.5, True, "", id="outside, but of too few"),
        pytest.param((190, 200), 0.78, True, "talk", id="above comparable providers"),
        pytest.param((0, 15), 0.1, True, "", id="0 of 30 where 10 % is expected comes by chance"),
    ],
)
def test_standing_out_among_comparable_providers(
    value: tuple[int, int], reference: float, outside: bool, word: str
) -> None:
    halves = shares(value, value, reference=[np.nan, reference], outside=[False, outside])

    assert words(halves) == ["", word]


def test_standing_out_twice_asks_for_a_plan_and_says_with_whom_it_was_compared() -> None:
    low = (100, 200)
    found = signals.find(shares(low, low, low, reference=[np.nan, 0.78, 0.77], outside=[False, True, True]))

    assert found["signal"].tolist() == ["", "talk", "improve"]
    assert found["because"].tolist() == ["", "others", "others"]
    assert found["reason"].iloc[-1] == (
        "In de laatste twee halfjaren 50 % (95 %: 45–55), bij vergelijkbare aanbieders 77 %. "
        "Een half jaar eerder was dat ook al zo."
    )


def test_both_reasons_are_told() -> None:
    halves = shares(HIGH, HIGH, HIGH, LOW, LOW, reference=0.8, outside=True)
    found = signals.find(halves).iloc[-1]

    assert found["because"] == "own+others"
    assert ", daarvoor 78 %, bij vergelijkbare aanbieders 80 %." in found["reason"]


def test_many_series_at_once_are_what_each_is_alone_in_the_order_they_came() -> None:
    one = shares(HIGH, HIGH, HIGH, LOW, (100, 200), (100, 200))
    other = marks([7] * 40 + [8] * 40, [7] * 40 + [8] * 40, [6] * 80, series="other", direction="higher_better")
    third = shares((30, 200), (30, 200), (52, 200), (52, 200), series="third", direction="lower_better")
    together = pd.concat([one, other, third]).sample(frac=1, random_state=1).reset_index(drop=True)
    found = signals.find(together)

    assert found["series"].tolist() == together["series"].tolist()
    for series, alone in (("one", one), ("other", other), ("third", third)):
        part = found[found["series"] == series].sort_values("period").reset_index(drop=True)
        pd.testing.assert_frame_equal(part, signals.find(alone))


def test_nothing_in_is_nothing_out() -> None:
    assert signals.find(shares()).empty
    assert signals.find(shares()).columns.tolist() == signals.FOUND


@pytest.mark.parametrize(
    ("periods", "said"),
    [(["2025H1", "2025H1"], "each pair once"), (["2025H1", "12m-2025H2"], "half-years")],
)
def test_what_is_no_row_of_half_years_is_refused(periods: list[str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        signals.find(shares(HIGH, LOW).assign(period=periods))


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50), st.booleans()), min_size=1, max_size=9),
)
def test_windows_are_what_one_would_add_up_by_hand(rows: list[tuple[int, int, bool]]) -> None:
    x = np.array([[float(min(some, many)) for some, many, _ in rows]])
    n = np.array([[float(many) for _, many, _ in rows]])
    breaks = np.array([[broken for *_, broken in rows]])
    recent, earlier = recent_and_earlier(Sums.of_shares(x, n), breaks)

    for last in range(len(rows)):
        start = max([place for place in range(last + 1) if breaks[0, place]], default=0)
        both = last - 1 >= start
        assert recent.size[0, last] == (n[0, last - 1 : last + 1].sum() if both else 0)
        assert recent.total[0, last] == (x[0, last - 1 : last + 1].sum() if both else 0)
        assert earlier.size[0, last] == (n[0, start : last - 1].sum() if both else 0)


def test_the_difference_of_shares_is_newcombes() -> None:
    recent, earlier = (
        Sums.of_shares(np.array([[56.0, 9, 0]]), np.array([[70.0, 10, 20]])),
        Sums.of_shares(np.array([[48.0, 3, 0]]), np.array([[80.0, 10, 30]])),
    )
    change, low, high = difference(recent, earlier, 0.95, share=True)

    expected = uncertainty.newcombe(recent.total, recent.size, earlier.total, earlier.size)
    np.testing.assert_allclose((low, high), expected, atol=1e-15)
    np.testing.assert_allclose(change, recent.value - earlier.value)


def test_the_difference_of_means_is_about_welchs() -> None:
    rng = np.random.default_rng(1)
    recent, earlier = rng.normal(6.5, 2, (1, 60)), rng.normal(7.5, 1.5, (1, 240))
    _, low, high = difference(_summed(recent), _summed(earlier), 0.998, share=False)

    welch = ttest_ind(recent[0], earlier[0], equal_var=False).confidence_interval(0.998)
    assert (low[0, 0], high[0, 0]) == pytest.approx((welch.low, welch.high), abs=0.02)


def _summed(values: Floats) -> Sums:
    n = np.array([[float(values.size)]])
    return Sums.of_means(n, values.sum(axis=1, keepdims=True), (values**2).sum(axis=1, keepdims=True))
