"""What a type is: dimensions, variance of the indices, and exponents of the units."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

UP, DOWN, FLAT = "up", "down", "flat"  # contravariant, covariant, no index
FLIP = {UP: DOWN, DOWN: UP, FLAT: FLAT}
EUCLIDEAN = {UP: 2, DOWN: -2}  # what contracting two indices of one kind leaves of the unit [θ]
Exponent = Fraction | int | None  # of a unit; None fits any


@dataclass(frozen=True)
class Type:
    """Names of the dimensions, variance of each index, exponents of t and of θ in the unit (None: any, for 0).

    length  what contractions by the Euclidean metric have left of the unit [θ] of the coordinates; an
            upper index carries [θ] and a lower one 1/[θ] besides.
    """

    dims: tuple[str, str] = ("1", "1")
    variance: tuple[str, str] = (FLAT, FLAT)
    time: Exponent = 0
    length: Exponent = 0

    @property
    def is_scalar(self) -> bool:
        """Whether the value is a number."""
        return self.dims == ("1", "1")

    def __str__(self) -> str:
        if self.is_scalar:
            return "a scalar"
        if self.dims[1] == "1":
            return {UP: "a column vector", DOWN: "a column of covector components"}.get(
                self.variance[0], "a column"
            )
        if self.dims[0] == "1":
            return "a row"
        return f"a {self.dims[0]}×{self.dims[1]} matrix"


SCALAR = Type()
VECTOR = Type(("n", "1"), (UP, FLAT))
COVECTOR = Type(("n", "1"), (DOWN, FLAT))
METRIC = Type(("n", "n"), (DOWN, DOWN))
MIXED = Type(("n", "n"), (UP, DOWN))


def known(a: Exponent, b: Exponent) -> Exponent:
    """The exponent of a sum: that of the part whose unit is told."""
    return b if a is None else a


def indices(a: Type) -> str:
    """The variance of a type's indices: "(upper, lower)"."""
    words = {UP: "upper", DOWN: "lower"}
    return "(" + ", ".join(words[v] for v in a.variance if v in words) + ")"


def power_of_length(a: Type, b: Type, sign: int = 1) -> Exponent:
    """The exponent of [θ] in a product or quotient."""
    if a.length is None or b.length is None:
        return None
    return a.length + sign * b.length


def power_of_time(a: Type, b: Type, sign: int = 1) -> Exponent:
    """The exponent of t in a product or quotient."""
    if a.time is None or b.time is None:
        return None
    return a.time + sign * b.time


def contracted(a: Type) -> Exponent:
    """The exponent of [θ] left when the two indices of a square matrix are contracted."""
    if a.length is None:
        return None
    return a.length + (EUCLIDEAN.get(a.variance[0], 0) if a.variance[0] == a.variance[1] else 0)


def scaled(exponent: Exponent, by: Fraction) -> Exponent:
    """The exponent of a unit after a power."""
    return None if exponent is None else exponent * by
