"""Where a coordinate of a family ranges, and how much room a point has before its end.

    LINE       all of R                       room 1
    POSITIVE   (0, oo)                        room theta
    UNIT       (0, 1)                         room min(theta, 1 - theta)
    SHARE      theta_i > 0 with a sum < 1     room min(theta_i, 1 - sum of all shares)

The room is the scale on which steps, flows and perturbations are small.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

import numpy as np

from numeric.arrays import Array


class Range(Enum):
    """The values of one coordinate; SHARE coordinates of a family have a sum below one together."""

    LINE = "in R"
    POSITIVE = "> 0"
    UNIT = "in (0, 1)"
    SHARE = "> 0, sum of shares < 1"


def room(ranges: Sequence[Range], theta: Array) -> Array:
    """The distance of each coordinate to the end of its range, 1 on the line; negative outside.

    ranges  n of them.
    theta   (n,).
    Returns (n,).
    """
    shares = [i for i, kind in enumerate(ranges) if kind is Range.SHARE]
    rest = 1 - np.sum(theta[shares])
    found = np.ones(len(ranges))
    for i, kind in enumerate(ranges):
        if kind is Range.POSITIVE:
            found[i] = theta[i]
        elif kind is Range.UNIT:
            found[i] = min(theta[i], 1 - theta[i])
        elif kind is Range.SHARE:
            found[i] = min(theta[i], rest)
    return found


def inside(ranges: Sequence[Range], theta: Array) -> bool:
    """Whether a point is finite and inside all ranges.

    theta  (n,).
    """
    return bool(np.all(np.isfinite(theta)) and np.all(room(ranges, theta) > 0))
