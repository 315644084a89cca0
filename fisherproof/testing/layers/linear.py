"""Affine layers: scales, shifts, slants and rotations.  Every affine chart is made of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from fisherproof.testing.errors import ContractError
from fisherproof.testing.layers.layer import Across, Along, Layer, replaced, unit
from fisherproof.testing.notation import Term, number
from numeric.arrays import Array


@dataclass(frozen=True)
class Scale(Along):
    """y_i = c*x_i."""

    i: int
    c: float
    affine: ClassVar[bool] = True

    def __post_init__(self) -> None:
        if self.c == 0:
            raise ContractError("Scale by 0 is no diffeomorphism; give another c.")

    def value(self, x: Array) -> Array:
        """c*x."""
        return np.asarray(self.c * x)

    def slope(self, x: Array) -> Array:
        """The slope c."""
        return np.full_like(x, self.c)

    def back(self, y: Array) -> Array:
        """y/c."""
        return np.asarray(y / self.c)

    def formula(self, term: Term) -> Term:
        """c*x."""
        return term.times(self.c)


@dataclass(frozen=True)
class Shift(Along):
    """y_i = x_i + c."""

    i: int
    c: float
    affine: ClassVar[bool] = True

    def value(self, x: Array) -> Array:
        """x + c."""
        return np.asarray(x + self.c)

    def slope(self, x: Array) -> Array:
        """The slope 1."""
        return np.ones_like(x)

    def back(self, y: Array) -> Array:
        """y - c."""
        return np.asarray(y - self.c)

    def formula(self, term: Term) -> Term:
        """x + c."""
        return term.plus(Term(number(self.c)))


@dataclass(frozen=True)
class Slant(Across):
    """y_i = x_i + c*x_j."""

    i: int
    j: int
    c: float
    affine: ClassVar[bool] = True

    def added(self, x: Array) -> Array:
        """c*x."""
        return np.asarray(self.c * x)

    def slope(self, x: Array) -> Array:
        """The slope c."""
        return np.full_like(x, self.c)

    def formula(self, term: Term) -> Term:
        """c*x."""
        return term.times(self.c)


@dataclass(frozen=True)
class Rotation(Layer):
    """y_i = (a*x_i - b*x_j)/c and y_j = (b*x_i + a*x_j)/c, for a Pythagorean triple t = (a, b, c)."""

    i: int
    j: int
    t: tuple[int, int, int]
    affine: ClassVar[bool] = True

    def __post_init__(self) -> None:
        a, b, c = self.t
        if a * a + b * b != c * c or c <= 0 or self.i == self.j:
            raise ContractError(f"{self}: two coordinates, and a^2 + b^2 = c^2 with c > 0, are needed.")

    def forward(self, x: Array) -> Array:
        """The point turned."""
        return self._turned(x, self.t[1])

    def jacobian(self, x: Array) -> Array:
        """The rotation matrix."""
        a, b, c = self.t
        found = unit(x)
        found[..., self.i, self.i] = found[..., self.j, self.j] = a / c
        found[..., self.i, self.j], found[..., self.j, self.i] = -b / c, b / c
        return found

    def inverse(self, y: Array) -> Array:
        """The point turned back."""
        return self._turned(y, -self.t[1])

    def write(self, terms: list[Term]) -> list[Term]:
        """The two formulas combined."""
        a, b, c = self.t
        found = list(terms)
        left, right = terms[self.i], terms[self.j]
        found[self.i] = _combined(left, a, right, -b, c)
        found[self.j] = _combined(left, b, right, a, c)
        return found

    def _turned(self, x: Array, b: int) -> Array:
        a, _, c = self.t
        left, right = x[..., self.i], x[..., self.j]
        return replaced(replaced(x, self.i, (a * left - b * right) / c), self.j, (b * left + a * right) / c)


def _combined(left: Term, a: int, right: Term, b: int, c: int) -> Term:
    """(a*left + b*right)/c, its numbers as fractions of c."""
    terms = [_share(term, k, c) for term, k in ((left, a), (right, b)) if k]
    return terms[0] if len(terms) == 1 else terms[0].plus(terms[1])


def _share(term: Term, k: int, c: int) -> Term:
    if abs(k) == c:
        return term.times(k / c)
    return Term(f"{k}/{c}*{Term(term.text, sum=term.sum or term.c < 0).times(-1).text[1:]}")
