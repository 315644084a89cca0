"""Exact rational numbers (python-flint's fmpq): what is equal here is equal."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NoReturn

import flint

from theorems.arithmetic.base import OutsideArithmeticError, OutsideDomainError


class Rationals:
    """The field ℚ; transcendental values are outside it and say so."""

    name = "exact rationals"
    beyond_jets = False  # whether a smooth function was asked for more than its jet: see `theorems.instances`

    def number(self, value: Fraction | int) -> Any:
        """The rational as an fmpq."""
        value = Fraction(value)
        return flint.fmpq(value.numerator, value.denominator)

    def sqrt(self, x: Any) -> Any:
        """The root of a perfect square; others are outside ℚ."""
        if x < 0:
            raise OutsideDomainError(f"the square root of {x} is not real.")
        root = Fraction(int(flint.fmpz(x.p).isqrt()), int(flint.fmpz(x.q).isqrt()))
        candidate = self.number(root)
        if candidate * candidate != x:
            raise OutsideArithmeticError(f"the square root of {x} is irrational.")
        return candidate

    def log(self, x: Any) -> Any:
        """0 at 1; every other logarithm is outside ℚ."""
        if x <= 0:
            raise OutsideDomainError(f"the logarithm of {x} is not real.")
        return self.number(0) if x == 1 else self.outside("log", x)

    def exp(self, x: Any) -> Any:
        """1 at 0; every other exponential is outside ℚ."""
        return self.number(1) if x == 0 else self.outside("exp", x)

    def sin(self, x: Any) -> Any:
        """0 at 0; elsewhere outside ℚ."""
        return self.number(0) if x == 0 else self.outside("sin", x)

    def cos(self, x: Any) -> Any:
        """1 at 0; elsewhere outside ℚ."""
        return self.number(1) if x == 0 else self.outside("cos", x)

    def power(self, x: Any, exponent: Fraction) -> Any:
        """Half-integer powers of perfect squares; others are outside ℚ."""
        if exponent.denominator == 2:
            root = self.sqrt(x)
            return root**exponent.numerator
        return self.number(1) if x == 1 else self.outside(f"power {exponent}", x)

    def sign(self, x: Any) -> int:
        """The exact sign."""
        return (x > 0) - (x < 0)

    def pi(self) -> NoReturn:
        """π is irrational."""
        raise OutsideArithmeticError("π has no name in this arithmetic.")

    def eulergamma(self) -> NoReturn:
        """Euler's constant is not known to be rational."""
        raise OutsideArithmeticError("Euler's constant has no name in this arithmetic.")

    def loggamma(self, x: Any) -> NoReturn:
        """log Γ has no value here."""
        raise OutsideArithmeticError(f"log Γ({x}) has no name in this arithmetic.")

    def polygamma(self, order: int, x: Any) -> NoReturn:
        """ψ^(m) has no value here."""
        self.outside(f"ψ^({order})", x)

    def besseli(self, order: int, x: Any) -> NoReturn:
        """I_m has no value here."""
        self.outside(f"I_{order}", x)

    def is_array(self, x: Any) -> bool:
        """One number at a time."""
        return False

    def outside(self, what: str, x: Any) -> NoReturn:
        """Raise: the value is real but not rational."""
        raise OutsideArithmeticError(f"{what} of {x} is irrational.")
