"""Euler-Maruyama with constant noise: one gradient and one draw a step.

    theta' = theta - h eta G grad L + sqrt(2 eta T h) S xi

On a linear drift of rate lambda its stationary variance is too large by 1 / (1 - h lambda / 2);
there is none from h lambda = 2 on.

Source  Kloeden and Platen, Numerical Solution of Stochastic Differential Equations (1992), sec. 14.1.
"""

import numpy as np

from numeric.arrays import Array
from numeric.langevin.affine import Affine
from numeric.langevin.fills import require_filled
from numeric.langevin.kernel import Kernel, Method
from numeric.langevin.ornstein_uhlenbeck import OrnsteinUhlenbeck
from numeric.langevin.overdamped import Overdamped
from numeric.langevin.reach import reach, run_away
from numeric.langevin.stability import require_stable


class _Gradient:
    """theta' = theta + [-h eta G, sqrt(2 eta T h) S] [grad L; xi], the bracket as one product."""

    accepted = proposal = None

    def __init__(self, dynamics: Overdamped, h: float, theta: Array) -> None:
        n, m = theta.shape
        G, S = dynamics.mobility()
        self._gradient = dynamics.gradient
        slope = require_filled("the gradient", dynamics.gradient, theta, (n, m))
        self._map = np.hstack([-h * dynamics.eta * G, np.sqrt(2 * dynamics.eta * dynamics.T * h) * S])
        self._limit = reach(theta, self._map[:, :n] @ slope, float(np.linalg.norm(self._map[:, n:])))
        self._force = np.zeros((2 * n, m))
        self._move = np.empty((n, m))
        self.theta = theta.copy()
        self.noise = self._force[n:]

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
        self._gradient(self.theta, self._force[: len(self.theta)])
        np.matmul(self._map, self._force, out=self._move)
        self.theta += self._move

    def broken(self) -> Array:
        """Which chains, (m,), have run away or are not finite."""
        return run_away(self.theta, self._limit)


def _kernel(dynamics: OrnsteinUhlenbeck | Overdamped, h: float, theta: Array) -> Kernel:
    if isinstance(dynamics, Overdamped):
        return _Gradient(dynamics, h, theta)
    E = require_stable(dynamics, h)
    B = np.sqrt(2 * h) * np.linalg.cholesky(dynamics.D)
    return Affine(E, B, h * dynamics.A @ dynamics.centre, theta)


method = Method("euler_maruyama", 1, 1, (OrnsteinUhlenbeck, Overdamped), _kernel)
