"""The normal-gamma laws of a mean and a precision: tau ~ Gamma(a, b), mu ~ N(m, 1 / (kappa tau)) given tau.

    t      = (log tau, tau, tau mu, tau mu^2)
    theta  = (a - 1/2, -(b + kappa m^2 / 2), kappa m, -kappa / 2)
    A      = log Gamma(a) - a log b - log(kappa) / 2 + log(2 pi) / 2
    eta    = (psi(a) - log b, a / b, m a / b, 1 / kappa + m^2 a / b)
    F      = Cov(t), with r = a / b and s = a / b^2:

             psi'(a)   1/b   m/b            m^2/b
                       s     m s            m^2 s
                             r/kappa+m^2 s  2 m r/kappa + m^3 s
                                            2/kappa^2 + 4 m^2 r/kappa + m^4 s

A number x of law N(mu, 1 / tau) adds (1/2, -x^2 / 2, x, -1/2) to theta.

Source  Bernardo and Smith, Bayesian Theory (1994), app. A.1 (normal-gamma); Bishop, Pattern Recognition and Machine
        Learning (2006), eq. (2.154).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import digamma, gammaln, polygamma

from numeric.arrays import Array, floats, require_finite
from numeric.errors import ShapeError
from numeric.variational.errors import ObservationError, ParameterError
from numeric.variational.family import require_one, require_size


@dataclass(frozen=True)
class NormalGamma:
    """All normal-gamma laws."""

    @property
    def size(self) -> int:
        """4."""
        return 4

    def natural(self, ordinary: tuple[ArrayLike, ArrayLike, ArrayLike, ArrayLike]) -> Array:
        """Theta, (..., 4), of (m, kappa, a, b).

        Raises ParameterError, ShapeError, NonFiniteError.
        """
        m, kappa, a, b = (floats(part) for part in ordinary)
        parts = [a - 1 / 2, -(b + kappa * m**2 / 2), kappa * m, -kappa / 2]
        return self.require(np.stack(np.broadcast_arrays(*parts), axis=-1))

    def ordinary(self, theta: ArrayLike) -> tuple[Array, Array, Array, Array]:
        """(m, kappa, a, b), each (...,).

        Raises as `require`.
        """
        return _ordinary(self.require(theta))

    def require(self, theta: ArrayLike) -> Array:
        """Natural parameters (..., 4) with kappa, a and b positive.

        Raises ParameterError, ShapeError, EmptyError, NonFiniteError.
        """
        found = require_size("a normal-gamma law", theta, self.size)
        with np.errstate(divide="ignore", invalid="ignore"):
            _, kappa, a, b = (np.real(part) for part in _ordinary(found))
        if not (np.all(kappa > 0) and np.all(a > 0) and np.all(b > 0)):
            raise ParameterError(
                f"a normal-gamma law with kappa = {np.min(kappa):.6g}, a = {np.min(a):.6g}, b = {np.min(b):.6g}: "
                "all must be positive."
            )
        return found

    def log_partition(self, theta: ArrayLike) -> Array:
        """Log Gamma(a) - a log b - log(kappa) / 2 + log(2 pi) / 2, (...,), for real theta.

        Raises as `require`.
        """
        _, kappa, a, b = self.ordinary(theta)
        return np.asarray(gammaln(a) - a * np.log(b) - np.log(kappa) / 2 + np.log(2 * np.pi) / 2)

    def mean(self, theta: ArrayLike) -> Array:
        """(psi(a) - log b, a / b, m a / b, 1 / kappa + m^2 a / b), (..., 4).

        Raises as `require`.
        """
        m, kappa, a, b = self.ordinary(theta)
        r = a / b
        return np.stack([digamma(a) - np.log(b), r, m * r, 1 / kappa + m**2 * r], axis=-1)

    def fisher(self, theta: ArrayLike) -> Array:
        """Cov(t), (4, 4).

        theta  (4,).
        Raises as `require`.
        """
        m, kappa, a, b = self.ordinary(require_one("a normal-gamma law", self.require(theta)))
        r, powers = a / b / kappa, np.array([1.0, m, m**2])
        F = np.zeros((4, 4))
        F[0, 0] = polygamma(1, a)
        F[0, 1:] = F[1:, 0] = powers / b
        F[1:, 1:] = a / b**2 * np.outer(powers, powers)
        F[2, 2] += r
        F[2, 3] += 2 * m * r
        F[3, 2] += 2 * m * r
        F[3, 3] += 2 / kappa**2 + 4 * m**2 * r
        return F

    def statistics(self, z: ArrayLike) -> Array:
        """(log tau, tau, tau mu, tau mu^2), (N, 4), for points (mu, tau), (N, 2).

        Raises ObservationError for a precision that is not positive, ShapeError, NonFiniteError.
        """
        found = require_finite("a point", floats(z))
        if found.ndim != 2 or found.shape[1] != 2:
            raise ShapeError(f"points of shape {found.shape}; (N, 2) is needed: mean, precision.")
        mu, tau = found.T
        if not np.all(tau > 0):
            raise ObservationError(f"a precision is {np.min(tau):g}: it must be positive.")
        return np.stack([np.log(tau), tau, tau * mu, tau * mu**2], axis=-1)


def _ordinary(theta: Array) -> tuple[Array, Array, Array, Array]:
    kappa = -2 * theta[..., 3]
    m = theta[..., 2] / kappa
    return m, kappa, theta[..., 0] + 1 / 2, -theta[..., 1] - kappa * m**2 / 2
