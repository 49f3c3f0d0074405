"""The last step before anything leaves: what could tell of single people is blanked and marked. Pure.

Primary rules (decision 22). What one could still work out by subtracting rows from each other is not looked at
here: the pattern is called `primary-only`.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analytics.definitions import RESPONSE, Definition
from analytics.rows import GROUPS, MEASURES

PATTERN_VERSION = "primary-only"
PART = 5
"""Fewer distinct people in a numerator, or outside it, hide the share. Thresholds for n are per definition."""
SMALL = "small"


def hide(measured: pd.DataFrame, definitions: Sequence[Definition]) -> pd.DataFrame:
    """`measured` of analytics.indicators with `suppressed`, and blanks (NaN) where something is hidden.

    A row of too few people loses all its numbers. A share (or a mean of equal answers) that tells too much loses
    its numerator, value and interval. `eligible` and `responded` go wherever the response of that group is hidden.
    """
    flags = _flags(measured, definitions)
    rows = _too_few(measured, flags) | (_tells(measured, flags) & flags["n_tells"])
    shares = rows | _tells(measured, flags)
    response = _response_hidden(measured, rows, definitions)
    shown = measured.assign(suppressed=np.where(shares, SMALL, ""))
    shown[["numerator", *MEASURES]] = shown[["numerator", *MEASURES]].mask(shares)
    shown[["n", "denominator"]] = shown[["n", "denominator"]].mask(rows)
    shown[["eligible", "responded"]] = shown[["eligible", "responded"]].mask(rows | response)
    return shown


def _flags(measured: pd.DataFrame, definitions: Sequence[Definition]) -> pd.DataFrame:
    """What the definition of each row says about hiding."""
    of = pd.DataFrame(
        {
            "smallest": [one.smallest for one in definitions],
            "show_none": [one.show_none for one in definitions],
            "show_all": [one.show_all for one in definitions],
            "n_tells": [one.n_tells for one in definitions],
            "is_share": [one.unit == "share" for one in definitions],
        }
    )
    return of.iloc[measured["indicator"].to_numpy(dtype=int)].set_axis(measured.index)


def _people(measured: pd.DataFrame, what: str) -> pd.Series:
    """Distinct clients or, where those are fewer, distinct respondents."""
    return measured[[f"client_{what}", f"respondent_{what}"]].min(axis=1)


def _too_few(measured: pd.DataFrame, flags: pd.DataFrame) -> pd.Series:
    return _people(measured, "count") < flags["smallest"]


def _tells(measured: pd.DataFrame, flags: pd.DataFrame) -> pd.Series:
    """Shares with too few people on one side; means of answers that are all the same."""
    inside, outside = _people(measured, "with"), _people(measured, "without")
    few = _few(inside, flags["show_none"]) | _few(outside, flags["show_all"])
    equal = measured["denominator"] * measured["squares"] == measured["numerator"] ** 2
    return few.where(flags["is_share"], equal & ~flags["show_all"])


def _few(people: pd.Series, none_may: pd.Series) -> pd.Series:
    """Under PART; nobody at all is no few where that may be said."""
    return (people < PART) & ~((people == 0) & none_may)


def _response_hidden(measured: pd.DataFrame, rows: pd.Series, definitions: Sequence[Definition]) -> pd.Series:
    """For every row: whether the response of its group and informant is hidden."""
    place = [one.id for one in definitions].index(RESPONSE)
    key = measured.groupby(["grouping", *GROUPS, "informant"], sort=False).ngroup()
    hidden = key[(measured["indicator"] == place) & rows]
    return key.isin(hidden)
