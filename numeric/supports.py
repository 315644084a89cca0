"""Where a law lives: a finite set, the integers from a start, an interval, a space.

A support carries what a density callable cannot tell by itself: its ends and its kinks.
"""

from dataclasses import dataclass, field
from math import inf, isfinite, isnan

import numpy as np

from numeric.arrays import Array, floats, require_finite, require_some, require_vector
from numeric.errors import ShapeError


@dataclass(frozen=True)
class Points:
    """Finitely many data points, each with its probability: exp(logp) sums to one over them.

    points  (m,) numbers, or (m, d) vectors.
    Raises EmptyError for no points, NonFiniteError for one that is not finite.
    """

    points: Array = field(repr=False)

    def __post_init__(self) -> None:
        points = floats(self.points)
        require_some("points in a finite support", len(points))
        object.__setattr__(self, "points", require_finite("a point of a finite support", points))


@dataclass(frozen=True)
class Integers:
    """The integers start, start + 1, start + 2, ..."""

    start: int = 0


@dataclass(frozen=True)
class Interval:
    """An open interval of the line, with the interior points at which the density has a kink or a jump.

    lower, upper  ends; either may be infinite.
    breakpoints   interior points where the density, or what is averaged, is not smooth.
                  A singular one is best put at 0, where floating-point numbers are dense:
                  translate the data, which changes neither Fisher matrix nor divergence.
    Raises ShapeError when the ends are out of order or a breakpoint is outside.
    """

    lower: float = -inf
    upper: float = inf
    breakpoints: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if isnan(self.lower) or isnan(self.upper) or not self.lower < self.upper:
            raise ShapeError(f"({self.lower}, {self.upper}) is not an interval: lower < upper is needed.")
        outside = [b for b in self.breakpoints if not (isfinite(b) and self.lower < b < self.upper)]
        if outside:
            raise ShapeError(f"breakpoints {outside} do not lie inside ({self.lower}, {self.upper}).")


@dataclass(frozen=True)
class Space:
    """All of R^d for a density with one hump and Gaussian-like tails, 1 <= d <= 4.

    start  (d,) where the search for the hump begins; any point from which the log-density rises to it.
    """

    start: Array = field(default_factory=lambda: np.zeros(2))

    def __post_init__(self) -> None:
        start = require_vector("the start of the search for the hump", self.start)
        if start.size > 4:
            raise ShapeError(
                f"a product rule in {start.size} dimensions is out of reach; 4 is the most. Sample instead."
            )
        object.__setattr__(self, "start", start)


Support = Points | Integers | Interval | Space
