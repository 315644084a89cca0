"""The Metropolis-adjusted Langevin algorithm, preconditioned by a constant metric.

    y = theta - h eta G grad L(theta) + sqrt(2 eta T h) S xi
    log r = [L(theta) - L(y)] / T + |xi|^2 / 2 - |xi'|^2 / 2
    xi' = -xi + sqrt(eta h / (2 T)) S^T [grad L(theta) + grad L(y)]      (the noise of the way back)

e^(-L/T) is stationary at every step size, where it is integrable: that is the caller's claim.  At finite
time the rejections cost weak order one.

Source  Roberts and Tweedie, Exponential convergence of Langevin distributions and their discrete
        approximations, Bernoulli 2 (1996).
"""

from math import inf

import numpy as np

from numeric.arrays import Array
from numeric.langevin.fills import require_filled
from numeric.langevin.kernel import Method, require_loss
from numeric.langevin.metropolis import Metropolis
from numeric.langevin.overdamped import Overdamped


class _Mala(Metropolis):
    """MALA on a block; loss and gradient at the positions are kept from step to step."""

    def __init__(self, dynamics: Overdamped, h: float, theta: Array) -> None:
        super().__init__(theta)
        G, S = dynamics.mobility()
        eta, T = dynamics.eta, dynamics.T
        self._T, self._gradient, self._loss = T, dynamics.gradient, require_loss("mala", dynamics.loss)
        self._map = np.hstack([-h * eta * G, np.sqrt(2 * eta * T * h) * S])
        self._back = np.sqrt(eta * h / (2 * T)) * np.ascontiguousarray(S.T)
        n, m = theta.shape
        self._force = np.zeros((2 * n, m))  # grad L over xi
        self.noise = self._force[n:]
        self._slope, self._slope_there = self._force[:n], np.empty((n, m))
        self._height, self._height_there = np.empty(m), np.empty(m)
        self._reverse = np.empty((n, m))
        self._slope[...] = require_filled("the gradient", self._gradient, theta, (n, m))
        self._height[...] = require_filled("the loss", self._loss, theta, (m,))

    @property
    def memory(self) -> tuple[Array, ...]:
        return (self.theta, self._slope, self._height, self.accepted)

    def advance(self) -> None:
        """Propose, and accept or reject."""
        np.matmul(self._map, self._force, out=self.proposal)
        self.proposal += self.theta
        self._gradient(self.proposal, self._slope_there)
        self._loss(self.proposal, self._height_there)
        np.matmul(self._back, self._slope + self._slope_there, out=self._reverse)
        self._reverse -= self.noise
        np.subtract(self._height, self._height_there, out=self.log_ratio)
        self.log_ratio /= self._T
        self.log_ratio += np.einsum("im,im->m", self.noise, self.noise) / 2
        self.log_ratio -= np.einsum("im,im->m", self._reverse, self._reverse) / 2
        taken = self.decide(self._height_there)
        np.copyto(self.theta, self.proposal, where=taken)
        np.copyto(self._slope, self._slope_there, where=taken)
        np.copyto(self._height, self._height_there, where=taken)


method = Method("mala", 1, inf, (Overdamped,), _Mala)
