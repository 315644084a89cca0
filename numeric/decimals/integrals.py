"""One-dimensional integrals, found by two rules of different changes of variable, cuts, steps and precisions.

    first    tanh-sinh and exp-sinh pieces between ends, kinks and modes
    second   cubic-exponential pieces cut beside the modes, at another precision and a deeper truncation

Source  Takahasi and Mori, Double exponential formulas for numerical integration, Publ. RIMS 9 (1974).
"""

from collections.abc import Callable

from mpmath import mp

from numeric.decimals.changes import CUBIC, DOUBLE
from numeric.decimals.domains import Interval
from numeric.decimals.figures import Figure, Number, Real
from numeric.decimals.location import Height, height
from numeric.decimals.pieces import Located, located
from numeric.decimals.refinement import refined
from numeric.decimals.trapezoids import Integrand, Rule, run

ROOM = 15  # digits of working precision beyond those asked: sums of 10**3 terms, cancellation of 10**10
APART = 7  # by how many digits the precision of the second rule differs
BEYOND, FURTHER = 6, 9  # digits beyond those asked at which the two rules are cut off
FIRST_STEPS, MOST_STEPS = 16, 160  # per unit of t


def integrate(
    f: Callable[[Real], Real],
    low: Number = -mp.inf,
    high: Number = mp.inf,
    *,
    breakpoints: tuple[Number, ...] = (),
    digits: int = 30,
) -> Figure:
    """int f(x) dx over (low, high), with the digits to which two rules agree.

    The mass is looked for from the ends, the breakpoints and 0 outward: one hump is found however narrow and
    far away; a second one that is narrow must be pointed at by a breakpoint, for neither rule may see it.

    f            mpf to mpf, real and smooth between the breakpoints; an algebraic or logarithmic singularity
                 at an end or a breakpoint is allowed. It is called at the working precision in force.
    low, high    exact ends; either may be infinite.
    breakpoints  interior kinks and singular points.
    digits       asked; the figure claims fewer where fewer are seen, never more.
    Raises DivergentError when the integral is infinite, UnsettledError when fewer than 3 digits are seen,
    NonFiniteError where f is not a finite real, EmptyError when f is zero wherever it is looked at.
    """
    seen = height(lambda x: log_size(f(x)))
    place = located(seen, Interval(low, high, breakpoints), digits + ROOM + APART)
    return twice(
        lambda x, _: [f(x)], lambda x, _: [f(x)], seen, place, digits=digits, precision=digits + ROOM
    )[0]


def twice(
    first: Integrand, second: Integrand, seen: Height, place: Located, *, digits: int, precision: int
) -> list[Figure]:
    """Several integrals by the two rules, refined together until the worst agrees to the digits.

    first, second  the integrands for each rule (they may differ in how they take derivatives).
    precision      decimal digits of the first rule; the second has 7 more.
    Raises as `integrate`.
    """
    exact = precision + place.digits
    with mp.workdps(exact + APART):
        return refined(
            lambda m: run(first, place.first, seen, Rule(DOUBLE, m, exact, digits + BEYOND)),
            lambda m: run(second, place.second, seen, Rule(CUBIC, m, exact + APART, digits + FURTHER)),
            digits=digits,
            steps=FIRST_STEPS,
            most=MOST_STEPS,
        )


def log_size(value: Real) -> Real:
    """log |value|, with -inf for zero."""
    return mp.log(abs(value)) if value else -mp.inf
