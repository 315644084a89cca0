"""A parametric family as functions of arrays: what the problems handed to functions under test are made of.

score    s_j(x) = d log p(x; theta) / d theta_j
fisher   I_jk = E[s_j s_k]
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from fisherproof.testing.errors import ContractError
from fisherproof.testing.ranges import Range, inside, room
from numeric.arrays import Array, LogDensity

Sampler = Callable[[np.random.Generator, int, Array], Array]


@dataclass(frozen=True, eq=False, repr=False)
class Family:
    """A family of densities by its parameters, in the order of `ranges`.

    name         a word; one that `family` knows stands for that family where a counterexample is pasted.
    ranges       {"mu": Range.LINE, "sigma": Range.POSITIVE}, one for each coordinate.
    log_density  data (m,) or (m, d) and theta (n,), also complex, to (m,).
    scores       data and theta to (m, n), the gradient of the log-density in theta; left out, by complex step.
    information  theta (n,) to the Fisher matrix (n, n).
    draw         (generator, count, theta) to data (count,) or (count, d).
    data         a few values of an observation, from which losses take their data: numbers, or tuples of d.
    """

    name: str
    ranges: Mapping[str, Range]
    log_density: LogDensity
    scores: LogDensity | None = None
    information: Callable[[Array], Array] | None = None
    draw: Sampler | None = None
    data: tuple[Any, ...] = field(default=())

    def __repr__(self) -> str:
        return f'family("{self.name}")'

    @property
    def coordinates(self) -> tuple[str, ...]:
        """The names of the coordinates."""
        return tuple(self.ranges)

    @property
    def dimension(self) -> int:
        """The number of coordinates."""
        return len(self.ranges)

    @property
    def domain(self) -> str:
        """The domain in words: "mu in R, sigma > 0"."""
        return ", ".join(f"{name} {kind.value}" for name, kind in self.ranges.items())

    def room(self, theta: Array) -> Array:
        """The distance of each coordinate to the end of its range, (n,)."""
        return room(tuple(self.ranges.values()), theta)

    def point(self, theta: ArrayLike) -> Array:
        """The point as an array, (n,).

        Raises ContractError outside the domain or for another shape.
        """
        found = np.array(theta, dtype=np.float64)
        if found.shape != (self.dimension,):
            raise ContractError(f"a point of {self.name} has shape ({self.dimension},), not {found.shape}.")
        if not inside(tuple(self.ranges.values()), found):
            raise ContractError(f"the point {found} is outside the domain of {self.name}: {self.domain}.")
        return found

    def score(self, x: Array, theta: Array) -> Array:
        """The gradient of the log-density at each data point, (m, n)."""
        if self.scores is not None:
            return np.asarray(self.scores(x, theta))
        from numeric.fisher import scores

        return scores(self.log_density, theta, x).value

    def fisher(self, theta: Array) -> Array:
        """The Fisher matrix, (n, n).

        Raises ContractError when the family was made without one.
        """
        return np.asarray(self._have("information", self.information)(theta))

    def sample(self, rng: np.random.Generator, count: int, theta: Array) -> Array:
        """So many draws at theta, (count,) or (count, d).

        Raises ContractError when the family was made without a sampler.
        """
        return np.asarray(self._have("draw", self.draw)(rng, count, theta))

    def _have(self, what: str, given: Callable[..., Array] | None) -> Callable[..., Array]:
        if given is None:
            raise ContractError(
                f"the family {self.name} was made without `{what}`, which is needed here; give it one."
            )
        return given
