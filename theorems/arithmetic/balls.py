"""Real balls (Arb, through python-flint): each value is enclosed, so exclusion of zero is a proof."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from math import factorial
from typing import Any

import flint

from theorems.arithmetic.base import OutsideArithmeticError, OutsideDomainError


@contextmanager
def working_precision(bits: int) -> Iterator[None]:
    """Set Arb's precision for a block and put the old one back (it is global in python-flint)."""
    before = flint.ctx.prec
    flint.ctx.prec = bits
    try:
        yield
    finally:
        flint.ctx.prec = before


class Balls:
    """Midpoint-radius real numbers at the precision of the surrounding block."""

    name = "balls"
    beyond_jets = False  # whether a smooth function was asked for more than its jet: see `theorems.instances`

    def number(self, value: Fraction | int) -> Any:
        """An enclosure of the rational."""
        value = Fraction(value)
        return flint.arb(flint.fmpq(value.numerator, value.denominator))

    def exp(self, x: Any) -> Any:
        """e**x."""
        return x.exp()

    def log(self, x: Any) -> Any:
        """The logarithm of a ball of positive numbers."""
        self.require(x, strictly=True, what="logarithm")
        return x.log()

    def sqrt(self, x: Any) -> Any:
        """The root of a ball of non-negative numbers."""
        self.require(x, strictly=False, what="square root")
        return x.sqrt()

    def sin(self, x: Any) -> Any:
        """The sine."""
        return x.sin()

    def cos(self, x: Any) -> Any:
        """The cosine."""
        return x.cos()

    def power(self, x: Any, exponent: Fraction) -> Any:
        """x**r for x > 0."""
        if x == 0 and exponent > 0:
            return x
        self.require(x, strictly=True, what=f"power {exponent}")
        return x ** self.number(exponent)

    def pi(self) -> Any:
        """π."""
        return flint.arb.pi()

    def loggamma(self, x: Any) -> Any:
        """log Γ of a ball of positive numbers."""
        self.require(x, strictly=True, what="log Γ")
        return x.lgamma()

    def eulergamma(self) -> Any:
        """Euler's constant."""
        return flint.arb.const_euler()

    def polygamma(self, order: int, x: Any) -> Any:
        """ψ of a ball of positive numbers; its derivatives by (−1)^(m+1) m! ζ(m + 1, x)."""
        self.require(x, strictly=True, what="polygamma function")
        if order == 0:
            return x.digamma()
        return flint.arb(order + 1).zeta(x) * ((-1) ** (order + 1) * factorial(order))

    def besseli(self, order: int, x: Any) -> Any:
        """I_m of a ball."""
        return x.bessel_i(order)

    def sign(self, x: Any) -> int:
        """The sign, when the ball tells it."""
        if x > 0:
            return 1
        if x < 0:
            return -1
        if x == 0:
            return 0
        raise OutsideArithmeticError(f"the ball {x} contains zero and other numbers.")

    def is_array(self, x: Any) -> bool:
        """One ball at a time."""
        return False

    def require(self, x: Any, *, strictly: bool, what: str) -> None:
        """Raise unless every number of the ball is in the function's domain."""
        if x < 0 or (strictly and x <= 0):
            raise OutsideDomainError(f"the {what} of {x} is not real.")
        if not (x > 0 or (not strictly and x >= 0)):
            raise OutsideArithmeticError(f"the {what} of {x} cannot be told: the ball straddles zero.")


class ComplexBalls(Balls):
    """Complex balls inside an integral: functions with branch cuts pass the `analytic` flag on.

    Without the flag Arb's integrator returns a wrong enclosure (√(z²) over [-1, 2]).
    """

    name = "complex balls"

    def __init__(self, analytic: bool) -> None:
        self.analytic = analytic

    def number(self, value: Fraction | int) -> Any:
        """An enclosure of the rational."""
        return flint.acb(super().number(value))

    def log(self, x: Any) -> Any:
        """The principal logarithm."""
        return flint.acb(x).log(analytic=self.analytic)

    def sqrt(self, x: Any) -> Any:
        """The principal square root."""
        return flint.acb(x).sqrt(analytic=self.analytic)

    def power(self, x: Any, exponent: Fraction) -> Any:
        """The principal power, through the logarithm so that the flag is passed on."""
        return (self.log(x) * self.number(exponent)).exp()

    def sign(self, x: Any) -> int:
        """A complex ball has no sign: a kink cannot be integrated here.

        Raises OutsideArithmeticError always.
        """
        raise OutsideArithmeticError(f"the sign of the complex ball {x}; split the integral at the kink.")
