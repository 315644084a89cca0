"""An expectation of products of scores, enclosed: Arb's integral over an interval and a bound beyond it.

Source  Johansson, Numerical integration in arbitrary-precision ball arithmetic, ICMS (2018).
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

from flint import acb, arb, ctx, fmpq

from numeric.errors import NonFiniteError

BITS = 10 / 3  # for each decimal digit; log2(10) = 3.32...
GUARD = 40  # bits that rounding may take
Ball = Any
"""A real ball of Arb: an interval that contains the number."""
Matrix = tuple[tuple[Ball, ...], ...]


@contextmanager
def working(digits: int) -> Iterator[int]:
    """Set the precision of ball arithmetic for so many decimal digits, and put it back; gives the bits."""
    bits, before = int(digits * BITS) + GUARD, ctx.prec
    ctx.prec = bits
    try:
        yield bits
    finally:
        ctx.prec = before


def ball(value: Fraction | int) -> Ball:
    """An exact rational at the precision in force."""
    return arb(fmpq(Fraction(value).numerator, Fraction(value).denominator))


def positive(**values: Fraction | int) -> list[Ball]:
    """Exact positive parameters as balls.

    Raises ValueError with the name of one that is not positive.
    """
    for name, value in values.items():
        if not Fraction(value) > 0:
            raise ValueError(f"{name} = {value} is not positive: there is no such law.")
    return [ball(value) for value in values.values()]


def enclosed(
    density: Callable[[Any, bool], Any],
    scores: Callable[[Any, bool], Sequence[Any]],
    ends: tuple[Ball, Ball],
    tail: Callable[[int, int], Ball],
    *,
    count: int,
    bits: int,
) -> Matrix:
    """E[s_i*s_j], (count, count): the integral between the ends, and a ball of radius `tail` about 0.

    density, scores  a complex ball and whether they must be analytic on it, to complex balls.
    ends             real numbers, between which is integrated.
    tail             i, j to a number that the integral of |s_i*s_j|*density outside the ends does not exceed.
    bits             asked of the integral.
    Raises NonFiniteError where Arb does not converge.
    """

    def entry(i: int, j: int) -> Ball:
        def integrand(t: Any, analytic: bool) -> Any:
            s = scores(t, analytic)
            return s[i] * s[j] * density(t, analytic)

        low, high = ends
        inside = acb.integral(integrand, acb(low), acb(high), abs_tol=arb(2) ** -bits).real
        if not inside.is_finite():
            raise NonFiniteError(f"the integral of the scores {i + 1}, {j + 1} has no finite enclosure.")
        return inside + arb(0, tail(i, j).abs_upper())

    upper = {(i, j): entry(i, j) for i in range(count) for j in range(i, count)}
    return tuple(tuple(upper[min(i, j), max(i, j)] for j in range(count)) for i in range(count))


def power_tail(power: int, rate: Ball, start: Ball) -> Ball:
    """int_start^oo t^power e^(-rate*t) dt = Gamma(power + 1, rate*start) / rate^(power + 1)."""
    return (rate * start).gamma_upper(arb(power + 1)) / rate ** (power + 1)
