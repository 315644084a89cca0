"""Layers that bend: monotone functions of one coordinate, and ripples of one over another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fisherproof.testing.errors import ContractError
from fisherproof.testing.layers.layer import Across, Along
from fisherproof.testing.notation import Term
from numeric.arrays import Array


@dataclass(frozen=True)
class Ripple(Across):
    """y_i = x_i + c*sin(x_j)."""

    i: int
    j: int
    c: float

    def added(self, x: Array) -> Array:
        """c*sin(x)."""
        return np.asarray(self.c * np.sin(x))

    def slope(self, x: Array) -> Array:
        """c*cos(x)."""
        return np.asarray(self.c * np.cos(x))

    def formula(self, term: Term) -> Term:
        """c*sin(x)."""
        return term.under("sin").times(self.c)


@dataclass(frozen=True)
class Sinh(Along):
    """y_i = c*sinh(x_i/c)."""

    i: int
    c: float

    def __post_init__(self) -> None:
        if self.c <= 0:
            raise ContractError(f"{self}: c must be positive.")

    def value(self, x: Array) -> Array:
        """c*sinh(x/c)."""
        return np.asarray(self.c * np.sinh(x / self.c))

    def slope(self, x: Array) -> Array:
        """cosh(x/c)."""
        return np.asarray(np.cosh(x / self.c))

    def back(self, y: Array) -> Array:
        """c*arcsinh(y/c)."""
        return np.asarray(self.c * np.arcsinh(y / self.c))

    def formula(self, term: Term) -> Term:
        """c*sinh(x/c)."""
        return term.over(self.c).under("sinh").times(self.c)


@dataclass(frozen=True)
class Exp(Along):
    """y_i = exp(x_i)."""

    i: int

    def value(self, x: Array) -> Array:
        """exp(x)."""
        return np.asarray(np.exp(x))

    def slope(self, x: Array) -> Array:
        """exp(x)."""
        return np.asarray(np.exp(x))

    def back(self, y: Array) -> Array:
        """log(y)."""
        return np.asarray(np.log(y))

    def formula(self, term: Term) -> Term:
        """exp(x)."""
        return term.under("exp")


@dataclass(frozen=True)
class Square(Along):
    """y_i = x_i^2, from x_i > 0."""

    i: int

    def value(self, x: Array) -> Array:
        """x^2."""
        return np.asarray(x * x)

    def slope(self, x: Array) -> Array:
        """2*x."""
        return np.asarray(2 * x)

    def back(self, y: Array) -> Array:
        """The root of y."""
        return np.asarray(np.sqrt(y))

    def formula(self, term: Term) -> Term:
        """x^2."""
        return Term(f"{term.base}^2")


@dataclass(frozen=True)
class Reciprocal(Along):
    """y_i = 1/x_i, from x_i > 0."""

    i: int

    def value(self, x: Array) -> Array:
        """1/x."""
        return np.asarray(1 / x)

    def slope(self, x: Array) -> Array:
        """-1/x^2."""
        return np.asarray(-1 / (x * x))

    def back(self, y: Array) -> Array:
        """1/y."""
        return np.asarray(1 / y)

    def formula(self, term: Term) -> Term:
        """1/x."""
        return Term(f"1/{term.base}")


@dataclass(frozen=True)
class Logistic(Along):
    """y_i = 1/(1 + exp(-x_i))."""

    i: int

    def value(self, x: Array) -> Array:
        """1/(1 + exp(-x))."""
        return np.asarray(1 / (1 + np.exp(-x)))

    def slope(self, x: Array) -> Array:
        """y*(1 - y)."""
        y = self.value(x)
        return np.asarray(y * (1 - y))

    def back(self, y: Array) -> Array:
        """log(y/(1 - y))."""
        return np.asarray(np.log(y / (1 - y)))

    def formula(self, term: Term) -> Term:
        """1/(1 + exp(-x))."""
        return Term(f"1/(1 + exp({term.times(-1).text}))")
