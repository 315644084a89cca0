"""Losses on a family: scalar functions of the law, whose gradients in the family's coordinates are exact.

Polynomial    L = sum_k c_k prod_i theta_i^(e_ki)
Fit           L = -(1/N) sum_n log p(x_n; theta)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from fisherproof.testing.notation import Term, number, numbers
from fisherproof.testing.parametric import Family
from numeric.arrays import Array

Monomial = tuple[float, tuple[int, ...]]


class Loss(Protocol):
    """What may be given as a loss: `Polynomial`, `Fit`, or an object of yours with these three."""

    def value(self, family: Family, theta: Array) -> Any:
        """L at theta, (n,), also complex."""

    def gradient(self, family: Family, theta: Array) -> Array:
        """The gradient of L in theta, (n,)."""

    def formula(self, family: Family) -> str:
        """L as text."""


@dataclass(frozen=True)
class Polynomial:
    """A sum of monomials in the coordinates.

    terms  (coefficient, (exponent of each coordinate)).

    >>> from fisherproof.testing import family
    >>> Polynomial(((1.0, (1, 0)), (-0.5, (0, 2)))).formula(family("normal"))
    'mu - 1/2*sigma^2'
    """

    terms: tuple[Monomial, ...]

    def value(self, family: Family, theta: Array) -> Any:
        """L at theta."""
        return sum(c * np.prod(theta**e) for c, e in self._arrays())

    def gradient(self, family: Family, theta: Array) -> Array:
        """The sum of c_k e_ki theta_i^(e_ki - 1) times the other factors."""
        found = np.zeros(len(theta))
        for c, e in self._arrays():
            for i in np.flatnonzero(e):
                found[i] += c * e[i] * np.prod(theta ** (e - (np.arange(len(e)) == i)))
        return found

    def formula(self, family: Family) -> str:
        """The monomials with the family's names."""
        total: Term | None = None
        for c, exponents in self.terms:
            powers = [
                name if e == 1 else f"{name}^{e}"
                for name, e in zip(family.coordinates, exponents, strict=True)
                if e
            ]
            term = Term("*".join(powers)).times(c) if powers else Term(number(c), sum=c < 0)
            total = term if total is None else total.plus(term)
        return "0" if total is None else total.text

    def _arrays(self) -> list[tuple[float, Array]]:
        return [(c, np.asarray(e)) for c, e in self.terms]


@dataclass(frozen=True)
class Fit:
    """Minus the mean log-likelihood of a few observations.

    data  numbers, or tuples of d, from the support of the family.
    """

    data: tuple[Any, ...]

    def value(self, family: Family, theta: Array) -> Any:
        """L at theta."""
        return -np.mean(family.log_density(np.array(self.data, dtype=float), theta))

    def gradient(self, family: Family, theta: Array) -> Array:
        """Minus the mean score."""
        return np.asarray(-np.mean(family.score(np.array(self.data, dtype=float), theta), axis=0))

    def formula(self, family: Family) -> str:
        """In words, with the data."""
        shown = ", ".join(numbers(np.asarray(x, dtype=float)) for x in self.data)
        return f"minus the mean log-likelihood of x = {shown}"
