"""Patterns in a row of points that chance seldom makes: a shift, a trend, two of three near a limit. Pure.

All take and return one value per point. What a tie does is said where it matters: a point on the centre line, or
one equal to its neighbour, ends a run (NHSRplotthedots 0.2.2, R/ptd_calculate_point_type.R).
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
Signs = NDArray[np.int64]
"""Per point (or step between points) 1, -1, or 0 for neither."""


def shift(side: Signs, length: int) -> Flags:
    """Points among `length` or more consecutive ones strictly on one side of the centre line."""
    return _covered(side > 0, length, length) | _covered(side < 0, length, length)


def trend(steps: Signs, length: int) -> Signs:
    """1 (-1) for points among `length` or more that rise (fall) without a break; 0 elsewhere.

    `steps`: the sign of each difference with the point before, one fewer than there are points. The point where
    a rise meets a fall belongs to the one on its right.
    """
    rising = _covered(steps > 0, length - 1, length)
    falling = _covered(steps < 0, length - 1, length)
    to_the_right = np.append(steps, 0)
    return np.where(rising & falling, to_the_right, rising.astype(np.int64) - falling.astype(np.int64))


def two_in_three(beyond: Flags, side: Signs) -> Flags:
    """Points that are `beyond` a near limit, as are two or more of three neighbours that are all on one side."""
    if len(beyond) < 3:
        return np.zeros(len(beyond), dtype=np.bool_)
    together = np.abs(sliding_window_view(side, 3).sum(axis=1)) == 3
    found = together & (sliding_window_view(beyond, 3).sum(axis=1) >= 2)
    return beyond & _spread(found, 3)


def _covered(holds: Flags, length: int, width: int) -> Flags:
    """Points within `width` of the start of `length` successive places where it `holds`."""
    if len(holds) < length:
        return np.zeros(len(holds) + width - length, dtype=np.bool_)
    return _spread(sliding_window_view(holds, length).sum(axis=1) == length, width)


def _spread(starts: Flags, width: int) -> Flags:
    """Every start and the `width` - 1 places after it."""
    return np.convolve(starts, np.ones(width, dtype=np.int64)) > 0
