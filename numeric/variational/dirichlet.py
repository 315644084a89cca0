"""The Dirichlet laws on the simplex of k >= 2 classes, and their conjugacy with class counts.

    t(p) = log p,     theta = alpha - 1,     eta = psi(alpha) - psi(sum alpha)
    A    = sum log Gamma(alpha_i) - log Gamma(sum alpha)
    F    = diag psi'(alpha) - psi'(sum alpha)

Labels y_n of probabilities p add their counts to theta.

Source  Blei, Ng and Jordan, Latent Dirichlet allocation, JMLR 3 (2003), app. A.1; Minka, Estimating a Dirichlet
        distribution (2000), sec. 1.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import digamma, gammaln, polygamma

from numeric.arrays import Array, floats, require_finite
from numeric.errors import ShapeError
from numeric.variational.errors import ObservationError, ParameterError
from numeric.variational.family import require_one, require_size

SIMPLEX = 1e-9  # how far coordinates may be from summing to one: they are typed, or means of draws


@dataclass(frozen=True)
class Dirichlet:
    """All Dirichlet laws of so many classes.

    classes  k, at least 2: with one the law is a point.
    Raises ParameterError.
    """

    classes: int

    def __post_init__(self) -> None:
        if self.classes < 2:
            raise ParameterError(f"a Dirichlet law of {self.classes} classes: at least 2 are needed.")

    @property
    def size(self) -> int:
        """k."""
        return self.classes

    def natural(self, alpha: ArrayLike) -> Array:
        """Alpha - 1, (..., k), for concentrations alpha.

        Raises ParameterError, ShapeError, NonFiniteError.
        """
        return self.require(floats(alpha) - 1)

    def concentrations(self, theta: ArrayLike) -> Array:
        """Alpha = theta + 1, (..., k).

        Raises as `require`.
        """
        return self.require(theta) + 1

    def require(self, theta: ArrayLike) -> Array:
        """Natural parameters (..., k), all above -1.

        Raises ParameterError, ShapeError, EmptyError, NonFiniteError.
        """
        found = require_size("a Dirichlet law", theta, self.size)
        if not np.all(np.real(found) > -1):
            raise ParameterError(
                f"a concentration of a Dirichlet law is {np.min(np.real(found)) + 1:.6g}: all must be positive. "
                "Natural parameters are concentrations less one."
            )
        return found

    def log_partition(self, theta: ArrayLike) -> Array:
        """sum log Gamma(alpha_i) - log Gamma(sum alpha), (...,), for real theta.

        Raises as `require`.
        """
        alpha = self.concentrations(theta)
        return np.asarray(np.sum(gammaln(alpha), axis=-1) - gammaln(np.sum(alpha, axis=-1)))

    def mean(self, theta: ArrayLike) -> Array:
        """E[log p] = psi(alpha) - psi(sum alpha), (..., k).

        Raises as `require`.
        """
        alpha = self.concentrations(theta)
        return np.asarray(digamma(alpha) - digamma(np.sum(alpha, axis=-1, keepdims=True)))

    def fisher(self, theta: ArrayLike) -> Array:
        """Diag psi'(alpha) - psi'(sum alpha), (k, k).

        theta  (k,).
        Raises as `require`.
        """
        alpha = require_one("a Dirichlet law", self.concentrations(theta))
        return np.asarray(np.diag(polygamma(1, alpha)) - polygamma(1, np.sum(alpha)))

    def statistics(self, z: ArrayLike) -> Array:
        """Log p, (N, k), for points of the simplex.

        Raises ObservationError for a point outside, ShapeError, NonFiniteError.
        """
        p = require_finite("a point of the simplex", floats(z))
        if p.ndim != 2 or p.shape[1] != self.size:
            raise ShapeError(f"points of shape {p.shape}; (N, {self.size}) is needed.")
        if not np.all(p > 0) or not np.all(np.abs(np.sum(p, axis=1) - 1) < SIMPLEX):
            raise ObservationError(
                "a point is not inside the simplex: positive coordinates of sum one are needed."
            )
        return np.asarray(np.log(p))
