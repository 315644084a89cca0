"""Scores by central differences at high precision, and the terms whose sums are the Fisher matrix.

    s_j(x) = [l(x, theta + h e_j) - l(x, theta - h e_j)] / (2 h),     error h^2 / 6 d_j^3 l

With 2n + 15 digits of arithmetic and h about 10**-(n/2 + 8) natural units of theta_j, both this error and
the rounding, 10**-precision / h, lie below 10**-n. Beside a point where l may be singular in theta,
h shrinks with the distance.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from typing import Any

from mpmath import mp

from numeric.decimals.figures import Number, Real, number
from numeric.decimals.location import OUTSIDE, require_real

LogDensity = Callable[..., Real]
"""Coordinates of x (mpf or mpc each), then the list of parameters, to log p(x, theta)."""

Point = tuple[Any, ...]


def remembered(function: Callable[..., Real]) -> Callable[..., Real]:
    """The function with its values kept, by arguments and working precision.

    A log-density is asked for at 2k + 1 values of its k parameters and thousands of x: what depends on the
    parameters alone, say `remembered(mp.loggamma)`, is then computed once for each of them.
    """

    @lru_cache(maxsize=4096)
    def kept(precision: int, *arguments: Any) -> Real:
        return function(*arguments)

    @wraps(function)
    def call(*arguments: Any) -> Real:
        return kept(mp.prec, *arguments)

    return call


@dataclass
class Scores:
    """A log-density at theta with its scores, by differences of one step.

    log_density  x... and theta to log p.
    theta        (k,) exact parameters.
    units        (k,) natural size of a change of each parameter.
    exponent     the step is 10**-exponent units.
    """

    log_density: LogDensity
    theta: Sequence[Number]
    units: Sequence[Real]
    exponent: int
    _steps: dict[tuple[int, int], tuple[list[Real], list[tuple[list[Real], list[Real], Real]]]] = field(
        default_factory=dict, repr=False
    )

    def at(self, x: Point, lost: int = 0) -> tuple[Any, list[Any]]:
        """log p(x) and the scores (k,), at the working precision in force.

        lost  digits by which x is nearer to a singular point than its unit: the step shrinks by as many.
        """
        theta, steps = self._shifted(lost)
        scores = [
            (self.log_density(*x, up) - self.log_density(*x, down)) / twice for up, down, twice in steps
        ]
        return self.log_density(*x, theta), scores

    def terms(self, x: Point, lost: int = 0) -> list[Any]:
        """p, p s_i, and p s_i s_j for i <= j in that order; zeros where p is zero."""
        log_p, scores = self.at(x, lost)
        count = len(scores)
        if log_p == -mp.inf:
            return [mp.mpf(0)] * (1 + count + count * (count + 1) // 2)
        p = mp.exp(log_p)
        weighted = [p * s for s in scores]
        return [p, *weighted, *(weighted[i] * scores[j] for i in range(count) for j in range(i, count))]

    def _shifted(self, lost: int) -> tuple[list[Real], list[tuple[list[Real], list[Real], Real]]]:
        key = (mp.prec, lost)
        if key not in self._steps:
            theta = [number(t) for t in self.theta]
            found = []
            for j, unit in enumerate(self.units):
                h = unit * mp.mpf(10) ** -(self.exponent + lost)
                up, down = list(theta), list(theta)
                up[j], down[j] = theta[j] + h, theta[j] - h
                # The step that was taken, after rounding.
                found.append((up, down, up[j] - down[j]))
            self._steps[key] = (theta, found)
        return self._steps[key]


def units(log_density: LogDensity, theta: Sequence[Number], places: Sequence[Point]) -> list[Real]:
    """The natural size of a change of each parameter: 1 / |s_j| in the bulk, at most |theta_j|.

    places  points of the bulk of the law; those where the score is not a real number are passed over.
    """
    values = [number(t) for t in theta]
    rough = Scores(log_density, theta, [abs(t) or mp.mpf(1) for t in values], exponent=mp.dps // 3)
    largest = [mp.mpf(0)] * len(values)
    for x in places:
        try:
            scores = [require_real(s, x[0]) for s in rough.at(x)[1]]
        except (*OUTSIDE, ArithmeticError):
            continue
        largest = [max(old, abs(s)) for old, s in zip(largest, scores, strict=True)]
    bounds = [abs(t) or mp.inf for t in values]
    found = [min(1 / top if top else mp.inf, bound) for top, bound in zip(largest, bounds, strict=True)]
    return [unit if mp.isfinite(unit) else mp.mpf(1) for unit in found]
