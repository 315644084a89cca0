"""Rules for discrete laws: a finite set, and the integers from a start with the tail cut by mass.

    E[f] = sum_k exp(logp(k)) f(k)

On the integers the range is doubled until the last weight is below 1e-61 of the largest and falling;
what is left is bounded by the geometric series that the last two weights begin.
"""

import numpy as np

from numeric.arrays import Array, Function, Precision, require_one_each
from numeric.errors import ConvergenceError, NonFiniteError
from numeric.location import DEEP
from numeric.rules import Rule
from numeric.supports import Integers, Points

FIRST, LAST = 2**8, 2**22  # 256 terms to begin with, four million at the most


def finite_rule(logp: Function, support: Points, *, dtype: Precision = np.float64) -> Rule:
    """The points themselves, weighted by their probability; points of probability zero are left out.

    logp  (m,) or (m, d) points to (m,) log-probabilities; -inf is probability zero.
    Raises NonFiniteError for NaN or +inf, EmptyError when every point has probability zero.
    """
    points = support.points.astype(dtype)
    return _rule(points, _log_probabilities(logp, points), last=0.0)


def integer_rule(logp: Function, support: Integers, *, dtype: Precision = np.float64) -> Rule:
    """The integers from the start to where the tail has died.

    logp  (m,) integers (as floats) to (m,) log-probabilities.
    Raises ConvergenceError when four million terms do not reach the end of the tail.
    """
    count = FIRST
    while count <= LAST:
        points = support.start + np.arange(count).astype(dtype)
        density = _log_probabilities(logp, points)
        fall = float(density[-2] - density[-1]) if np.isfinite(density[-1]) else np.inf
        if density[-1] < np.max(density) - DEEP and fall > 0:
            return _rule(points, density, last=1 / np.expm1(min(fall, 700.0)))
        count *= 2
    raise ConvergenceError(
        f"after {LAST} terms from {support.start} the log-probability is {float(density[-1]):.3g}, "
        f"only {float(np.max(density) - density[-1]):.3g} below its largest. "
        "The tail is too heavy, or the law sits further out; shift the data or use a finite support."
    )


def _log_probabilities(logp: Function, points: Array) -> Array:
    with np.errstate(divide="ignore"):
        density = require_one_each(logp(points), points)
    bad = np.isnan(density) | (density == np.inf)
    if np.any(bad):
        raise NonFiniteError(
            f"the log-probability is {density[bad][0]} at {points[bad][0]}; a number or -inf is needed."
        )
    return density


def _rule(points: Array, density: Array, *, last: float) -> Rule:
    used = density > -np.inf
    points, density = points[used], density[used]
    weights = np.exp(density)
    ends = np.zeros_like(weights)
    if weights.size:
        ends[-1] = last * weights[-1]
    rounding = 4 * np.finfo(weights.dtype).eps * (1 + np.abs(density))
    return Rule(points, weights, weights, ends, rounding)
