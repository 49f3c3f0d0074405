"""What signals cost and what they find, simulated: a smaller run of what `make bench` prints."""

import numpy as np
import pytest

from analytics.compare import funnel
from tests.bench.false_alarms import LOOKS, PROVIDERS, QUIET, alarms, falls, lines


@pytest.mark.parametrize("quiet", QUIET[:-1], ids=lambda quiet: quiet.name)
def test_where_nothing_changes_hardly_a_plan_is_asked_for_in_five_years(quiet: object) -> None:
    found = alarms(quiet, 60, np.random.default_rng(11))

    assert found.all["improve"] <= 1
    assert found.own["improve"] <= found.all["improve"] + found.all["sustain"]
    assert found.all["talk"] <= 3.5 * LOOKS


def test_a_fall_from_75_to_60_percent_is_seen_with_160_answers_per_half_year() -> None:
    seen = falls(160, 1000, np.random.default_rng(12))

    assert seen.second >= 0.9
    assert seen.first < seen.second
    assert falls(40, 1000, np.random.default_rng(12)).second < 0.5


def test_many_answers_at_once_make_the_funnel_of_each() -> None:
    """The bench works on arrays; its funnels are those of analytics.compare."""
    from tests.bench.false_alarms import _funnels

    answers = QUIET[1].answers(1, np.random.default_rng(13))
    expected, outside = _funnels(answers)
    alone = funnel(answers.total[0, 7, 5], answers.size[0, 7, 5])

    assert outside[0, 7, 5].tolist() == alone["outside"].tolist()
    assert expected[0, 7, 5].tolist() == pytest.approx([alone.attrs["target"]] * PROVIDERS)


def test_the_table_has_a_line_for_each_case() -> None:
    printed = list(lines(regions=1, runs=50))

    assert [quiet.name in line for quiet, line in zip(QUIET, printed[3:], strict=False)] == [True] * len(QUIET)
    assert printed[-1].split()[0] == "160"
