"""Euler-Maruyama with a position-dependent metric.

    theta' = theta + h [-eta G grad L + eta T v] + sqrt(2 eta T h) S xi
           = theta + c S [xi - (eta h / c) S^T grad L] + eta T h v,        c = sqrt(2 eta T h)

all at the old position, as the sense of Ito asks.

Source  Kloeden and Platen, Numerical Solution of Stochastic Differential Equations (1992), sec. 14.1.
"""

import numpy as np

from numeric.arrays import Array
from numeric.langevin.kernel import Method
from numeric.langevin.reach import run_away
from numeric.langevin.riemannian import Riemannian


class _Ito:
    """Euler-Maruyama on a block; the noise is overwritten by the move."""

    accepted = proposal = None

    def __init__(self, dynamics: Riemannian, h: float, theta: Array) -> None:
        n, m = theta.shape
        self._dynamics, self._added = dynamics, dynamics.added()
        self._amplitude = np.sqrt(2 * dynamics.eta * dynamics.T * h)
        self._pull, self._push = dynamics.eta * h / self._amplitude, dynamics.eta * dynamics.T * h
        self.theta, self.noise = theta.copy(), np.zeros((n, m))
        self._slope, self._factor, self._work = np.empty((n, m)), np.ones((n, n, m)), np.empty(m)
        dynamics.require_sound(self.theta)
        self._limit = dynamics.reach(self.theta, h)

    @property
    def memory(self) -> tuple[Array, ...]:
        return (self.theta,)

    def begin(self, generator: np.random.Generator) -> None:
        """Nothing is drawn before the first step."""

    def draw(self, generator: np.random.Generator) -> None:
        """Draw the noise of one step."""
        generator.standard_normal(out=self.noise)

    def advance(self) -> None:
        """Make one step."""
        root, slope, move = self._dynamics.root, self._slope, self.noise
        self._dynamics.gradient(self.theta, slope)
        root.fill(self.theta, self._factor, self._work)
        root.apply_transposed(self._factor, slope, self._work)
        slope *= self._pull
        move -= slope
        root.apply(self._factor, move, self._work)
        move *= self._amplitude
        if self._added is not None:
            self._added(self.theta, slope)
            slope *= self._push
            move += slope
        self.theta += move

    def broken(self) -> Array:
        """Which chains, (m,), have run away, are not finite, or were moved by a metric that is not positive."""
        diagonal = np.einsum("iim->im", self._factor)
        return run_away(self.theta, self._limit) | ~(diagonal > 0).all(axis=0)


method = Method("riemannian_euler_maruyama", 1, 1, (Riemannian,), _Ito)
