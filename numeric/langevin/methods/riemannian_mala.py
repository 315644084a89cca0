"""The Metropolis-adjusted Langevin algorithm with a position-dependent metric.

    y = theta + h b(theta) + c S(theta) xi,      b = -eta G grad L + eta T v,   c = sqrt(2 eta T h)
    log r = log p(y) - log p(theta) + |xi|^2 / 2 - |xi'|^2 / 2 + log det S(theta) - log det S(y)
    xi' = S(y)^-1 [theta - y - h b(y)] / c                            (the noise of the way back)
    log p = -L/T (FLAT),   -L/T - log det S (VOLUME)

The law of the reading is stationary at every step size, where it is integrable: that is the caller's claim.
The logarithm of the ratio is of order h^(1/2),
one of h^(3/2) with a constant metric, so rejections leave weak order one half.

Source  Girolami and Calderhead, Riemann manifold Langevin and Hamiltonian Monte Carlo methods,
        J. R. Statist. Soc. B 73 (2011), with the drift of Xifara et al. (2014).
"""

from math import inf

import numpy as np

from numeric.arrays import Array
from numeric.langevin.errors import MethodError
from numeric.langevin.kernel import Method, require_loss
from numeric.langevin.metropolis import Metropolis
from numeric.langevin.riemannian import Reading, Riemannian


class _Place:
    """What a step needs at one position of each chain: root, drift, log p + log q up to constants."""

    def __init__(self, dynamics: Riemannian, h: float, shape: tuple[int, int]) -> None:
        n, m = shape
        self._dynamics, self._added = dynamics, dynamics.added()
        self._loss = require_loss("riemannian_mala", dynamics.loss)
        self._pull, self._push = -h * dynamics.eta, h * dynamics.eta * dynamics.T
        self.factor, self.drift = np.ones((n, n, m)), np.empty((n, m))  # drift is h b
        self.height, self.log_det = np.empty(m), np.empty(m)
        self._slope, self.work = np.empty((n, m)), np.empty(m)

    def at(self, theta: Array) -> None:
        """Fill all at the columns of (n, m)."""
        root, dynamics = self._dynamics.root, self._dynamics
        root.fill(theta, self.factor, self.work)
        dynamics.gradient(theta, self.drift)
        root.apply_transposed(self.factor, self.drift, self.work)
        root.apply(self.factor, self.drift, self.work)
        self.drift *= self._pull
        if self._added is not None:
            self._added(theta, self._slope)
            self._slope *= self._push
            self.drift += self._slope
        self._loss(theta, self.height)
        root.log_determinant(self.factor, self.log_det, self.work)

    @property
    def memory(self) -> tuple[Array, ...]:
        return (self.factor, self.drift, self.height, self.log_det)


class _RiemannianMala(Metropolis):
    """Position-dependent MALA on a block; what was found at the positions is kept from step to step."""

    def __init__(self, dynamics: Riemannian, h: float, theta: Array) -> None:
        super().__init__(theta)
        if dynamics.reading is Reading.PRINTED:
            raise MethodError(
                "riemannian_mala must know its law, and the Ito equation as printed has none in general; "
                "give reading=FLAT or VOLUME."
            )
        dynamics.require_sound(self.theta)
        self._root, self._T = dynamics.root, dynamics.T
        self._amplitude = np.sqrt(2 * dynamics.eta * dynamics.T * h)
        # log p holds -log det S once in VOLUME, and log q holds it once in both.
        self._weight = 2.0 if dynamics.reading is Reading.VOLUME else 1.0
        self._here, self._there = (_Place(dynamics, h, theta.shape) for _ in range(2))
        self._back = np.empty_like(self.theta)
        self._here.at(self.theta)

    @property
    def memory(self) -> tuple[Array, ...]:
        return (self.theta, *self._here.memory, self.accepted)

    def advance(self) -> None:
        """Propose, and accept or reject."""
        here, there, move = self._here, self._there, self.proposal
        move[...] = self.noise
        self._root.apply(here.factor, move, here.work)
        move *= self._amplitude
        move += here.drift
        np.negative(move, out=self._back)
        move += self.theta
        there.at(self.proposal)
        self._back -= there.drift
        self._root.apply_inverse(there.factor, self._back, there.work)
        self._back /= self._amplitude
        np.subtract(here.height, there.height, out=self.log_ratio)
        self.log_ratio /= self._T
        self.log_ratio += self._weight * (here.log_det - there.log_det)
        self.log_ratio += np.einsum("im,im->m", self.noise, self.noise) / 2
        self.log_ratio -= np.einsum("im,im->m", self._back, self._back) / 2
        taken = self.decide(there.height)
        np.copyto(self.theta, self.proposal, where=taken)
        for kept, found in zip(here.memory, there.memory, strict=True):
            np.copyto(kept, found, where=taken)


method = Method("riemannian_mala", 0.5, inf, (Riemannian,), _RiemannianMala)
