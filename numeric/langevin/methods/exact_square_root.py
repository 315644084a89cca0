"""The exact transition of the square-root process, for any time step.

    U' = c chi'^2(2 m / T, U e^(-eta h) / c)

Source  as `numeric.langevin.square_root`.
"""

from math import inf

import numpy as np

from numeric.arrays import Array
from numeric.langevin.errors import DomainError
from numeric.langevin.kernel import Method, not_finite
from numeric.langevin.square_root import SquareRoot

POISSON = 2.0**62  # up to one degree of freedom NumPy draws a Poisson number, which wraps around beyond


class _NoncentralChiSquare:
    """Draws the next position itself; there is no noise apart from it."""

    accepted = proposal = None

    def __init__(self, dynamics: SquareRoot, h: float, theta: Array) -> None:
        if np.min(theta, initial=0.0) < 0:
            raise DomainError(
                f"the start holds {np.min(theta):.6g}: the square-root process lives on U >= 0. "
                "Start at zero or above; a centred variable must be shifted first."
            )
        self._scale, freedom, self._decay = dynamics.transition(h)
        self._freedom = freedom[:, None]
        self.theta, self.noise = theta.copy(), np.empty_like(theta)

    @property
    def memory(self) -> tuple[Array, ...]:
        return (self.theta,)

    def begin(self, generator: np.random.Generator) -> None:
        """Nothing is drawn before the first step."""

    def draw(self, generator: np.random.Generator) -> None:
        """Draw the next positions over c."""
        noncentrality = self.theta * (self._decay / self._scale)
        self.noise[...] = generator.noncentral_chisquare(self._freedom, noncentrality)
        self.noise[(self._freedom <= 1) & (noncentrality > POISSON)] = np.nan

    def advance(self) -> None:
        """Move there."""
        np.multiply(self.noise, self._scale, out=self.theta)

    def broken(self) -> Array:
        """Which chains, (m,), are not finite or below zero."""
        return not_finite(self.theta) | (self.theta < 0).any(axis=0)


method = Method("exact_square_root", inf, inf, (SquareRoot,), _NoncentralChiSquare)
