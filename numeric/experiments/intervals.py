"""Intervals for a median that assume nothing of the law but independent draws.

    P(X_(k) <= median <= X_(n + 1 - k)) >= 1 - 2 P(Bin(n, 1/2) <= k - 1)

with the largest k whose right-hand side is at least the level asked for.  Equality holds for continuous laws; ties and
atoms can only add to it.  Six draws are the fewest with an interval at 95 %: the smallest and the largest, 96.9 %.

A value that is only known to lie between two bounds (a run that was stopped) is not left out: the k-th smallest of the
lower bounds is at most X_(k), the k-th largest of the upper bounds at least X_(n + 1 - k).

Source  David and Nagaraja, Order Statistics (3rd ed., 2003), sec. 7.1.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import bdtr

from numeric.arrays import Array, floats, require_some
from numeric.errors import NonFiniteError, ShapeError
from numeric.experiments.errors import LevelError


@dataclass(frozen=True)
class Interval:
    """A median and where it lies.

    estimate   the median of the draws; infinite when half of them are only known to exceed something.
    low, high  the ends; infinite where the draws set no bound.
    level      the coverage that the rank guarantees, at least the one asked for.
    """

    estimate: float
    low: float
    high: float
    level: float

    def holds(self, value: float) -> bool:
        """Whether the value lies between the ends."""
        return self.low <= value <= self.high


def median_interval(values: ArrayLike, *, level: float) -> Interval:
    """The median and its interval; infinite values are more, or less, than every number.

    values  (n,), independent draws.
    level   in (0, 1).
    Raises LevelError for a level that n draws cannot reach, EmptyError, ShapeError, NonFiniteError for NaN.
    """
    return bounded_median_interval(values, values, level=level)


def bounded_median_interval(lows: ArrayLike, highs: ArrayLike, *, level: float) -> Interval:
    """The same for draws of which only bounds are known.

    lows, highs  (n,), each draw between its two; equal where it is known.
    level        in (0, 1).
    Returns for estimate the median of the upper bounds.
    Raises as `median_interval`, and NonFiniteError where a lower bound exceeds the upper.
    """
    low, high = _require_draws(lows), _require_draws(highs)
    if low.shape != high.shape or np.any(low > high):
        raise NonFiniteError(
            f"lower bounds {low.tolist()} and upper bounds {high.tolist()} are no intervals."
        )
    k, reached = rank(low.size, level=level)
    below, above = np.sort(low), np.sort(high)
    return Interval(_middle(above), float(below[k - 1]), float(above[-k]), reached)


def rank(count: int, *, level: float) -> tuple[int, float]:
    """The largest k whose interval from the k-th smallest to the k-th largest reaches the level, and its coverage.

    count  n, at least 1.
    level  in (0, 1).
    Raises LevelError, EmptyError.
    """
    require_some("draws", count)
    if not 0 < level < 1:
        raise LevelError(f"level {level}: it is a probability that the interval is right, between 0 and 1.")
    coverage = 1 - 2 * bdtr(np.arange(count // 2 + 1), count, 0.5)  # at i for k = i + 1; decreasing
    k = int(np.sum(coverage >= level))
    if k < 1:
        least = int(np.ceil(1 - np.log2(1 - level)))
        raise LevelError(
            f"{count} draws: from the smallest to the largest the level is {1 - 2.0 ** (1 - count):.4g}, "
            f"below {level}. Take at least {least} draws."
        )
    return k, float(coverage[k - 1])


def _middle(ordered: Array) -> float:
    """The median; the larger of the two in the middle where one of them is infinite."""
    half = ordered.size // 2
    first, second = float(ordered[(ordered.size - 1) // 2]), float(ordered[half])
    return (first + second) / 2 if np.isfinite(second) and np.isfinite(first) else second


def _require_draws(values: ArrayLike) -> Array:
    found = floats(values).astype(np.float64)
    if found.ndim != 1:
        raise ShapeError(f"draws of shape {found.shape}; (n,) is needed.")
    require_some("draws", found.size)
    if np.any(np.isnan(found)):
        raise NonFiniteError(f"draw {int(np.argmax(np.isnan(found)))} is NaN: it has no rank.")
    return found
