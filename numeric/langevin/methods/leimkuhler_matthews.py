"""Leimkuhler-Matthews: Euler-Maruyama with the mean of two successive noises.

    theta' = theta - h eta G grad L + sqrt(2 eta T h) S (xi + xi') / 2

xi' is used again as the xi of the next step.  The noise of a path is coloured, its stationary law is
one order better than Euler-Maruyama's, and for a linear drift it is exact; both only for gradient systems.

Source  Leimkuhler and Matthews, Rational construction of stochastic numerical methods for molecular
        sampling, Appl. Math. Res. Express 2013; order at finite time: Leimkuhler, Matthews and
        Tretyakov, On the long-time integration of stochastic gradient systems, Proc. R. Soc. A 470 (2014).
"""

import numpy as np

from numeric.arrays import Array
from numeric.langevin.errors import MethodError
from numeric.langevin.fills import Fill, require_filled
from numeric.langevin.kernel import Method
from numeric.langevin.ornstein_uhlenbeck import OrnsteinUhlenbeck
from numeric.langevin.overdamped import Overdamped
from numeric.langevin.reach import reach, run_away
from numeric.langevin.stability import require_stable


class _MeanNoise:
    """theta' = E theta + F grad L + B (xi + xi') / 2 + s as one product; E or F is not there."""

    accepted = proposal = None

    def __init__(self, blocks: list[Array], gradient: Fill | None, theta: Array, limit: Array) -> None:
        n, m = theta.shape
        self._map = np.ascontiguousarray(np.hstack(blocks))
        self._right = np.ones((self._map.shape[1], m))
        self._gradient, self._limit = gradient, limit
        self._move = np.empty((n, m))
        self.theta = theta.copy()
        self.noise, self._last = np.zeros((n, m)), np.zeros((n, m))

    @property
    def memory(self) -> tuple[Array, ...]:
        return (self.theta, self._last)

    def begin(self, generator: np.random.Generator) -> None:
        """Draw the noise that the first step takes as its last."""
        generator.standard_normal(out=self._last)

    def draw(self, generator: np.random.Generator) -> None:
        """Draw the noise of one step."""
        generator.standard_normal(out=self.noise)

    def advance(self) -> None:
        """Make one step."""
        n = len(self.theta)
        np.add(self._last, self.noise, out=self._right[n : 2 * n])
        if self._gradient is None:
            self._right[:n] = self.theta
            np.matmul(self._map, self._right, out=self.theta)
        else:
            self._gradient(self.theta, self._right[:n])
            np.matmul(self._map, self._right, out=self._move)
            self.theta += self._move
        self.noise, self._last = self._last, self.noise

    def broken(self) -> Array:
        """Which chains, (m,), have run away or are not finite."""
        return run_away(self.theta, self._limit)


def _kernel(dynamics: OrnsteinUhlenbeck | Overdamped, h: float, theta: Array) -> _MeanNoise:
    if isinstance(dynamics, Overdamped):
        slope = require_filled("the gradient", dynamics.gradient, theta, theta.shape)
        G, S = dynamics.mobility()
        half = np.sqrt(dynamics.eta * dynamics.T * h / 2) * S
        pull = -h * dynamics.eta * G
        limit = reach(theta, pull @ slope, 2 * float(np.linalg.norm(half)))
        return _MeanNoise([pull, half], dynamics.gradient, theta, limit)
    if not dynamics.reversible:
        raise MethodError(
            "leimkuhler_matthews is for gradient systems: here A D is not symmetric, so the stationary law "
            "carries a current and the scheme is of first order only. Use exact_ornstein_uhlenbeck."
        )
    E = require_stable(dynamics, h)
    half = np.sqrt(h / 2) * np.linalg.cholesky(dynamics.D)
    forever = np.full(theta.shape[1], np.finfo(float).max)  # a stable linear drift always comes back
    return _MeanNoise([E, half, h * (dynamics.A @ dynamics.centre)[:, None]], None, theta, forever)


method = Method("leimkuhler_matthews", 1, 2, (OrnsteinUhlenbeck, Overdamped), _kernel)
