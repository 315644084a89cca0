"""What is integrated or summed over: an interval, integers, finitely many points, a space, a simplex, a cone.

Ends are exact: integers, fractions, decimal texts, mpmath constants, or calls that compute them at the
working precision in force (`lambda: mp.sqrt(2)`).
"""

from dataclasses import dataclass
from fractions import Fraction

from mpmath import mp

from numeric.decimals.figures import Number
from numeric.errors import EmptyError, ShapeError

MOST_DIMENSIONS = 3  # a product rule in four is out of reach of this arithmetic


@dataclass(frozen=True)
class Interval:
    """An open interval of the line, with the interior points where the density has a kink or is singular.

    low, high    ends; either may be infinite (mp.inf).
    breakpoints  interior points where the log-density, or its derivative in a parameter, is not smooth.
    """

    low: Number = -mp.inf
    high: Number = mp.inf
    breakpoints: tuple[Number, ...] = ()


@dataclass(frozen=True)
class Integers:
    """first, first + 1, ..., last; without end when last is None.

    Raises EmptyError when the last is before the first.
    """

    first: int = 0
    last: int | None = None

    def __post_init__(self) -> None:
        if self.last is not None and self.last < self.first:
            raise EmptyError(f"there is no integer from {self.first} to {self.last}.")


@dataclass(frozen=True)
class Finite:
    """Finitely many points, each a tuple of coordinates.

    Raises EmptyError for no points, ShapeError when they have not one dimension.
    """

    points: tuple[tuple[int | Fraction, ...], ...]

    def __post_init__(self) -> None:
        if not self.points:
            raise EmptyError("a finite domain without points.")
        if len({len(point) for point in self.points}) != 1:
            raise ShapeError("the points of a finite domain have coordinates of one number.")


@dataclass(frozen=True)
class Box:
    """A product of two or three intervals without breakpoints; R^2 is Box((Interval(), Interval())).

    Raises ShapeError for another number of sides, or a side with breakpoints.
    """

    sides: tuple[Interval, ...]

    def __post_init__(self) -> None:
        if not 2 <= len(self.sides) <= MOST_DIMENSIONS:
            raise ShapeError(f"a box of {len(self.sides)} sides; 2 or 3 are within reach.")
        if any(side.breakpoints for side in self.sides):
            raise ShapeError("a side of a box has no breakpoints: cut the box at them and add the parts.")


@dataclass(frozen=True)
class Simplex:
    """x_1 + ... + x_n = 1, x_i > 0; all n parts are coordinates, Lebesgue measure is dx_1 ... dx_{n-1}.

    Raises ShapeError for fewer than 3 or more than 4 parts.
    """

    parts: int = 3

    def __post_init__(self) -> None:
        if not 3 <= self.parts <= MOST_DIMENSIONS + 1:
            raise ShapeError(f"a simplex of {self.parts} parts; 3 or 4 are within reach, 2 are an Interval.")


@dataclass(frozen=True)
class PositiveDefinite:
    """Positive definite 2x2 matrices, of coordinates x_11, x_12, x_22 and measure dx_11 dx_12 dx_22."""


Domain = Interval | Integers | Finite | Box | Simplex | PositiveDefinite
