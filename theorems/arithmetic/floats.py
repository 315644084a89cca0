"""Floating-point numbers, many instances at once: each scalar is a NumPy array over a batch."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from theorems.arithmetic.base import OutsideDomainError


class Floats:
    """Arrays of float64 or of extended precision; the batch is the last axis.

    dtype  numpy.float64 or numpy.longdouble.
    """

    name = "floats"

    def __init__(self, dtype: Any = np.float64) -> None:
        self.dtype = dtype

    def number(self, value: Fraction | int) -> Any:
        """The rational rounded once."""
        value = Fraction(value)
        return self.dtype(value.numerator) / self.dtype(value.denominator)

    def exp(self, x: Any) -> Any:
        """e**x."""
        return np.exp(x)

    def log(self, x: Any) -> Any:
        """The logarithm; raises where any instance is not positive."""
        self.require(np.all(np.asarray(x) > 0), "logarithm", x)
        return np.log(x)

    def sqrt(self, x: Any) -> Any:
        """The square root; raises where any instance is negative."""
        self.require(np.all(np.asarray(x) >= 0), "square root", x)
        return np.sqrt(x)

    def sin(self, x: Any) -> Any:
        """The sine."""
        return np.sin(x)

    def cos(self, x: Any) -> Any:
        """The cosine."""
        return np.cos(x)

    def power(self, x: Any, exponent: Fraction) -> Any:
        """x**r; raises where any instance is negative."""
        self.require(np.all(np.asarray(x) >= 0), f"power {exponent}", x)
        return np.power(x, self.number(exponent))

    def pi(self) -> Any:
        """π."""
        return (
            self.dtype(np.pi)
            if self.dtype is np.float64
            else self.dtype("3.14159265358979323846264338327950288")
        )

    def loggamma(self, x: Any) -> Any:
        """log Γ, in float64 whatever the precision: it enters only through constants of the data."""
        from scipy.special import gammaln

        self.require(np.all(np.asarray(x) > 0), "log Γ", x)
        return np.asarray(gammaln(np.asarray(x, dtype=np.float64)), dtype=self.dtype)

    def eulergamma(self) -> Any:
        """Euler's constant."""
        return self.dtype(np.euler_gamma)

    def polygamma(self, order: int, x: Any) -> Any:
        """ψ^(m), in float64 whatever the precision."""
        from scipy.special import polygamma

        self.require(np.all(np.asarray(x) > 0), f"ψ^({order})", x)
        return np.asarray(polygamma(order, np.asarray(x, dtype=np.float64)), dtype=self.dtype)

    def besseli(self, order: int, x: Any) -> Any:
        """I_m, in float64 whatever the precision."""
        from scipy.special import iv

        return np.asarray(iv(order, np.asarray(x, dtype=np.float64)), dtype=self.dtype)

    def sign(self, x: Any) -> Any:
        """The sign of each instance."""
        return np.sign(x)

    def is_array(self, x: Any) -> bool:
        """Whether the scalar holds a batch."""
        return np.ndim(x) > 0

    def require(self, good: Any, what: str, x: Any) -> None:
        """Raise when an instance leaves the domain of a function."""
        if not good:
            raise OutsideDomainError(f"the {what} of {np.min(x)} is not real.")
