"""The gamma laws of shape a and rate b, and their conjugacy with Poisson counts.

    t(x) = (log x, x),     theta = (a - 1, -b),     eta = (psi(a) - log b, a / b)
    A    = log Gamma(a) - a log b
    F    = [[psi'(a), 1 / b], [1 / b, a / b^2]]

A Poisson count y of mean e x, e the exposure, adds (y, -e) to theta.

Source  Johnson, Kotz and Balakrishnan, Continuous univariate distributions 1 (2nd ed., 1994), ch. 17;
        Gelman, Carlin, Stern, Dunson, Vehtari and Rubin, Bayesian Data Analysis (3rd ed., 2013), sec. 2.6.
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
class Gamma:
    """All gamma laws."""

    @property
    def size(self) -> int:
        """2."""
        return 2

    def natural(self, shape: ArrayLike, rate: ArrayLike) -> Array:
        """(a - 1, -b), (..., 2).

        Raises ParameterError, ShapeError, NonFiniteError.
        """
        return self.require(np.stack([floats(shape) - 1, -floats(rate)], axis=-1))

    def shape_and_rate(self, theta: ArrayLike) -> tuple[Array, Array]:
        """(a, b), each (...,).

        Raises as `require`.
        """
        found = self.require(theta)
        return found[..., 0] + 1, -found[..., 1]

    def require(self, theta: ArrayLike) -> Array:
        """Natural parameters (..., 2) of positive shape and rate.

        Raises ParameterError, ShapeError, EmptyError, NonFiniteError.
        """
        found = require_size("a gamma law", theta, self.size)
        shape, rate = np.real(found[..., 0]) + 1, -np.real(found[..., 1])
        if not (np.all(shape > 0) and np.all(rate > 0)):
            raise ParameterError(
                f"a gamma law of shape {np.min(shape):.6g} and rate {np.min(rate):.6g}: both must be positive. "
                "Natural parameters are shape less one and minus the rate."
            )
        return found

    def log_partition(self, theta: ArrayLike) -> Array:
        """Log Gamma(a) - a log b, (...,), for real theta.

        Raises as `require`.
        """
        a, b = self.shape_and_rate(theta)
        return np.asarray(gammaln(a) - a * np.log(b))

    def mean(self, theta: ArrayLike) -> Array:
        """(psi(a) - log b, a / b), (..., 2).

        Raises as `require`.
        """
        a, b = self.shape_and_rate(theta)
        return np.stack([digamma(a) - np.log(b), a / b], axis=-1)

    def fisher(self, theta: ArrayLike) -> Array:
        """[[psi'(a), 1 / b], [1 / b, a / b^2]].

        theta  (2,).
        Raises as `require`.
        """
        a, b = self.shape_and_rate(require_one("a gamma law", self.require(theta)))
        return np.array([[polygamma(1, a), 1 / b], [1 / b, a / b**2]])

    def statistics(self, z: ArrayLike) -> Array:
        """(log x, x), (N, 2), for positive numbers (N,).

        Raises ObservationError, ShapeError, NonFiniteError.
        """
        x = require_finite("a point", floats(z))
        if x.ndim != 1:
            raise ShapeError(f"points of shape {x.shape}; (N,) is needed.")
        if not np.all(x > 0):
            raise ObservationError(f"a gamma law produces positive numbers, not {np.min(x):g}.")
        return np.stack([np.log(x), x], axis=-1)
