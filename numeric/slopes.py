"""The measured order k of a quantity f(h) = c h^k (1 + o(1)) as h tends to 0.

Local slopes over a geometric ladder h_j = h_0 r^-j,

    s_j = log(|f(h_j)| / |f(h_{j+1})|) / log r = k + O(h_j)
    t_j = (r s_{j+1} - s_j) / (r - 1)          = k + o(h_j)

are taken at the small end of the ladder, above the floor of rounding.  The interval joins the spread of t_j
(Student), their drift, and what the extrapolation moved.

A symmetric point shows a wrong order (Bernoulli at p = 1/2: 4 for the cubic remainder of the divergence
in the mean, whose coefficient vanishes there): give generic points.

Source  Roache, Verification and Validation in Computational Science and Engineering (1998), ch. 5.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike

from numeric.agreement import Outcome
from numeric.arrays import Array, Estimate, require_finite, require_some
from numeric.errors import ShapeError

GUARD = 100.0  # values below a hundred times their own error bend the slope by more than a percent
JUMP = 0.5  # a smooth change of order by 2 moves a slope by 0.35 a halving; rounding moves it by more
DEEP = 1e-7  # a jump counts as rounding only this far below the largest value
WINDOW = 5  # local slopes used
FINEST = 1.2  # a ladder too short above the floor is refined, but slopes over less than this are all rounding
STUDENT = 3.1824  # 97.5 % point of Student's t with WINDOW - 2 = 3 degrees of freedom
SETTLED = 0.25  # half-width beyond which orders half a unit apart are not told apart
RESOLUTION = 0.03  # logarithms and fractional next orders bend the last slopes by this much


class Seen(Enum):
    """What a ladder of step sizes showed."""

    ORDER = "The quantity falls like a power of h, whose exponent was measured."
    VANISHES = "The quantity is zero, or below its own error, at every h: no order to measure."
    CANNOT_TELL = "The slopes did not settle above the floor of rounding."


@dataclass(frozen=True)
class Slope:
    """A measured order.

    seen         what the ladder showed.
    order        exponent k; NaN unless an order was seen.
    half_width   of the 95 % interval about it; NaN unless an order was seen.
    coefficient  c in c h^k for the nearest half-integer k; NaN unless an order was seen.
    steps        (m,) the h that were used, decreasing.
    floored      whether values were left out because rounding had reached them.
    """

    seen: Seen
    order: float
    half_width: float
    coefficient: float
    steps: Array
    floored: bool

    def against(self, expected: float) -> Outcome:
        """Whether the order is the expected one."""
        return self._judge(abs(self.order - expected))

    def at_least(self, expected: float) -> Outcome:
        """Whether the quantity is O(h^expected): the order is that or more, or the quantity vanishes."""
        if self.seen is Seen.VANISHES:
            return Outcome.AGREES
        return self._judge(max(expected - self.order, 0.0))

    def _judge(self, away: float) -> Outcome:
        if self.seen is not Seen.ORDER:
            return Outcome.CANNOT_TELL
        if away <= max(self.half_width, RESOLUTION):
            return Outcome.AGREES
        return Outcome.DIFFERS if away > 2 * max(self.half_width, RESOLUTION) else Outcome.CANNOT_TELL


def measure_slope(
    f: Callable[[float], ArrayLike | Estimate],
    *,
    largest: float = 2.0**-3,
    ratio: float = 2.0,
    count: int = 12,
) -> Slope:
    """Measure the order of f(h) as h tends to 0.

    f        h to a number or an array (its Euclidean norm is used), or to an Estimate with its error.
             An error given is believed; without one the floor of rounding is found by the jump it makes.
    largest  first h.
    ratio    of one h to the next, above 1.
    count    of h, at least 6.
    Raises EmptyError for fewer than 6 steps, ShapeError for a ladder that does not descend,
    NonFiniteError when f is not finite.
    """
    require_some("steps of a ladder", count, least=WINDOW + 1)
    if not (largest > 0 and ratio > 1):
        raise ShapeError(f"a ladder from {largest} with ratio {ratio} does not descend to 0.")
    steps = largest * ratio ** -np.arange(count, dtype=float)
    sizes = np.asarray([_size(f(float(h))) for h in steps])
    value, error = require_finite("f(h) on the ladder", sizes).T
    usable = (value > 0) & (value > GUARD * error)
    if not np.any(usable):
        return Slope(Seen.VANISHES, np.nan, np.nan, np.nan, steps[:0], floored=True)
    first = int(np.argmax(usable))
    gone = np.flatnonzero(~usable[first:])
    end = first + (int(gone[0]) if gone.size else count - first)
    end = _before_jump(value, first, end, np.log(ratio))
    if end - first <= WINDOW and ratio > FINEST:
        return measure_slope(f, largest=largest, ratio=ratio**0.5, count=2 * count - 1)
    return _fitted(steps[first:end], value[first:end], ratio, floored=end < count)


def generic_slope(f: Callable[[Array, float], ArrayLike | Estimate], points: Sequence[Array]) -> Slope:
    """The order at generic points: the lowest measured, since special points only raise it.

    f       point and h to what `measure_slope` takes.
    points  at least three.
    Returns the slope of lowest order; CANNOT_TELL when it could not be measured at some point,
    VANISHES when the quantity does at every point.
    Raises EmptyError for fewer than three points, and as `measure_slope`.
    """
    require_some("generic points", len(points), least=3)
    found = [measure_slope(lambda h, at=point: f(at, h)) for point in points]  # type: ignore[misc]
    unclear = [slope for slope in found if slope.seen is Seen.CANNOT_TELL]
    seen = [slope for slope in found if slope.seen is Seen.ORDER]
    if unclear or not seen:
        return (unclear or found)[0]
    return min(seen, key=lambda slope: slope.order)


def _size(found: ArrayLike | Estimate) -> tuple[float, float]:
    if isinstance(found, Estimate):
        return float(np.linalg.norm(found.value.astype(float))), float(
            np.linalg.norm(found.error.astype(float))
        )
    return float(np.linalg.norm(np.asarray(found, dtype=float))), 0.0


def _before_jump(value: Array, first: int, end: int, log_ratio: float) -> int:
    """The end of the ladder before rounding shows: a jump of the local slope far below the largest value."""
    slopes = -np.diff(np.log(value[first:end])) / log_ratio
    for j in range(1, slopes.size):
        low = value[first + j + 1] < DEEP * np.max(value[first:end])
        if low and abs(slopes[j] - slopes[j - 1]) > JUMP:
            return first + j  # the point before the jump has felt it already
    return end


def _fitted(steps: Array, value: Array, ratio: float, *, floored: bool) -> Slope:
    if steps.size < WINDOW + 1:
        return Slope(Seen.CANNOT_TELL, np.nan, np.nan, np.nan, steps, floored)
    steps, value = steps[-WINDOW - 1 :], value[-WINDOW - 1 :]
    local = -np.diff(np.log(value)) / np.log(ratio)
    better = (ratio * local[1:] - local[:-1]) / (ratio - 1)
    order = float(np.mean(better))
    spread = float(np.std(better, ddof=1) / np.sqrt(better.size) * STUDENT)
    half_width = spread + float(np.ptp(better)) / 2 + abs(float(better[-1] - local[-1]))
    if half_width > SETTLED:
        return Slope(Seen.CANNOT_TELL, np.nan, np.nan, np.nan, steps, floored)
    coefficients = value / steps ** (round(2 * order) / 2)
    limit = float((ratio * coefficients[-1] - coefficients[-2]) / (ratio - 1))
    return Slope(Seen.ORDER, order, half_width, limit, steps, floored)
