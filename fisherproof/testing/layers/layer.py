"""What a layer of a chart is: a diffeomorphism with Jacobian and inverse in closed form, and a formula.

A layer that changes one coordinate by itself is Along it; one that adds a function of another is Across.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

import numpy as np

from fisherproof.testing.errors import ContractError
from fisherproof.testing.notation import Term
from numeric.arrays import Array


class Layer(ABC):
    """One layer; arrays are (..., n), real or complex."""

    affine: ClassVar[bool] = False

    @abstractmethod
    def forward(self, x: Array) -> Array:
        """The image y of x, (..., n)."""

    @abstractmethod
    def jacobian(self, x: Array) -> Array:
        """The matrix dy_i/dx_j at x, (..., n, n)."""

    @abstractmethod
    def inverse(self, y: Array) -> Array:
        """The x whose image is y, (..., n)."""

    @abstractmethod
    def write(self, terms: list[Term]) -> list[Term]:
        """The formulas of y, given those of x."""


class Along(Layer):
    """A layer that changes one coordinate as a function of itself."""

    i: int

    @abstractmethod
    def value(self, x: Array) -> Array:
        """The function f, entry by entry."""

    @abstractmethod
    def slope(self, x: Array) -> Array:
        """Its derivative."""

    @abstractmethod
    def back(self, y: Array) -> Array:
        """Its inverse."""

    @abstractmethod
    def formula(self, term: Term) -> Term:
        """The function as text."""

    def forward(self, x: Array) -> Array:
        """The point with f(x_i) in place i."""
        return replaced(x, self.i, self.value(x[..., self.i]))

    def jacobian(self, x: Array) -> Array:
        """The unit matrix with f'(x_i) in place i."""
        found = unit(x)
        found[..., self.i, self.i] = self.slope(x[..., self.i])
        return found

    def inverse(self, y: Array) -> Array:
        """The point with f^-1(y_i) in place i."""
        return replaced(y, self.i, self.back(y[..., self.i]))

    def write(self, terms: list[Term]) -> list[Term]:
        """The formulas with f around the i-th."""
        return [self.formula(term) if k == self.i else term for k, term in enumerate(terms)]


class Across(Layer):
    """A layer that adds a function of coordinate j to coordinate i."""

    i: int
    j: int

    @abstractmethod
    def added(self, x: Array) -> Array:
        """The function g, entry by entry."""

    @abstractmethod
    def slope(self, x: Array) -> Array:
        """Its derivative."""

    @abstractmethod
    def formula(self, term: Term) -> Term:
        """The function as text."""

    def __post_init__(self) -> None:
        if self.i == self.j:
            raise ContractError(f"{self}: i and j are one coordinate; give two.")

    def forward(self, x: Array) -> Array:
        """The point with x_i + g(x_j) in place i."""
        return replaced(x, self.i, x[..., self.i] + self.added(x[..., self.j]))

    def jacobian(self, x: Array) -> Array:
        """The unit matrix with g'(x_j) in row i and column j."""
        found = unit(x)
        found[..., self.i, self.j] = self.slope(x[..., self.j])
        return found

    def inverse(self, y: Array) -> Array:
        """The point with y_i - g(y_j) in place i."""
        return replaced(y, self.i, y[..., self.i] - self.added(y[..., self.j]))

    def write(self, terms: list[Term]) -> list[Term]:
        """The formulas with g of the j-th added to the i-th."""
        found = list(terms)
        found[self.i] = terms[self.i].plus(self.formula(terms[self.j]))
        return found


def unit(x: Array) -> Array:
    """Unit matrices, (..., n, n), for points (..., n)."""
    one = np.eye(x.shape[-1], dtype=x.dtype)
    return one if x.ndim == 1 else np.array(np.broadcast_to(one, (*x.shape, x.shape[-1])))


def replaced(x: Array, i: int, value: Array) -> Array:
    """The points with another i-th coordinate."""
    found = np.array(x)
    found[..., i] = value
    return found
