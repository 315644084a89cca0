"""The kernel of every scheme that is one affine map of position and noise, done as one product of matrices.

theta' = E theta + B xi + s = [E B s] [theta; xi; 1]
"""

import numpy as np

from numeric.arrays import Array
from numeric.langevin.kernel import not_finite


class Affine:
    """theta' = E theta + B xi + s on a block.

    E, B   (n, n).
    s      (n,).
    theta  (n, m), copied.
    """

    accepted = proposal = None

    def __init__(self, E: Array, B: Array, s: Array, theta: Array) -> None:
        self._n, m = theta.shape
        self._map = np.ascontiguousarray(np.hstack([E, B, s[:, None]]))
        # The product cannot write where it reads, so the block goes back and forth between two buffers.
        self._here, self._there = np.ones((2, 2 * self._n + 1, m))
        self.theta[...] = theta

    @property
    def theta(self) -> Array:
        """Positions, (n, m)."""
        return self._here[: self._n]

    @property
    def noise(self) -> Array:
        """Standard normals of the next step, (n, m)."""
        return self._here[self._n : 2 * self._n]

    @property
    def memory(self) -> tuple[Array, ...]:
        """The positions: nothing else is handed on."""
        return (self.theta,)

    def begin(self, generator: np.random.Generator) -> None:
        """Nothing is drawn before the first step."""

    def draw(self, generator: np.random.Generator) -> None:
        """Draw the noise of one step."""
        generator.standard_normal(out=self.noise)

    def advance(self) -> None:
        """Make one step."""
        np.matmul(self._map, self._here, out=self._there[: self._n])
        self._here, self._there = self._there, self._here

    def broken(self) -> Array:
        """Which chains, (m,), are not finite."""
        return not_finite(self.theta)
