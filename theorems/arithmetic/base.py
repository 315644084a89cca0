"""What every arithmetic must offer, and the errors that say it cannot."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Protocol


class OutsideArithmeticError(ArithmeticError):
    """The value exists but this arithmetic has no name for it (a logarithm among the rationals)."""


class OutsideDomainError(ArithmeticError):
    """The value does not exist: the root or logarithm of a negative number, a division by zero."""


class Arithmetic(Protocol):
    """A field of scalars with elementary functions.

    Scalars answer to + - * / among themselves and with int.
    """

    name: str

    def number(self, value: Fraction | int) -> Any:
        """An exact rational as a scalar."""

    def exp(self, x: Any) -> Any:
        """e**x."""

    def log(self, x: Any) -> Any:
        """The natural logarithm."""

    def sqrt(self, x: Any) -> Any:
        """The non-negative square root."""

    def sin(self, x: Any) -> Any:
        """The sine."""

    def cos(self, x: Any) -> Any:
        """The cosine."""

    def pi(self) -> Any:
        """π."""

    def eulergamma(self) -> Any:
        """Euler's constant γ = −ψ(1)."""

    def loggamma(self, x: Any) -> Any:
        """log Γ(x)."""

    def polygamma(self, order: int, x: Any) -> Any:
        """ψ^(m)(x) on x > 0, the derivative of order m + 1 of log Γ."""

    def besseli(self, order: int, x: Any) -> Any:
        """I_m(x), the modified Bessel function of the first kind, m ≥ 0."""

    def power(self, x: Any, exponent: Fraction) -> Any:
        """x**r on x > 0 for a rational r that is not an integer."""

    def sign(self, x: Any) -> Any:
        """-1, 0 or 1; raises OutsideArithmeticError when it cannot be told."""

    def is_array(self, x: Any) -> bool:
        """Whether a scalar stands for many instances at once."""
