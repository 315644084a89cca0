"""The Gaussian law with independent coordinates: S = diag(v), v = sigma^2.

    log q(z) = -sum_i ((z_i - m_i)^2 / v_i + log(2 pi v_i)) / 2
    entropy  = sum_i log(2 pi e v_i) / 2
    scores   d log q / dm_i = (z_i - m_i) / v_i,     d log q / dv_i = ((z_i - m_i)^2 / v_i - 1) / (2 v_i)
    KL(q || p) = sum_i (v_i / w_i + (m_i - n_i)^2 / w_i - 1 + log(w_i / v_i)) / 2,     p = N(n, diag(w))

Source  Opper and Archambeau, The variational Gaussian approximation revisited, Neural Comput. 21 (2009), sec. 3;
        Kingma and Welling, Auto-encoding variational Bayes, ICLR (2014), app. B (the divergence from N(0, I)).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, require_vector
from numeric.errors import ShapeError
from numeric.variational.errors import ParameterError
from numeric.variational.law import Expected, MomentGradient
from numeric.variational.normal import Normal, frozen, require_rows


@dataclass(frozen=True, eq=False)
class DiagonalNormal:
    """N(m, diag(v)); its arrays are read-only copies.

    mean      m, (d,).
    variance  v, (d,), positive.
    Raises ParameterError for a variance, ShapeError, EmptyError, NonFiniteError.
    """

    mean: Array
    variance: Array

    def __post_init__(self) -> None:
        mean = require_vector("the mean", self.mean).astype(np.float64)
        variance = require_vector("the variance", self.variance).astype(np.float64)
        if variance.shape != mean.shape:
            raise ShapeError(f"a mean of shape {mean.shape} and variances of {variance.shape}.")
        if not np.all(variance > 0):
            where = int(np.argmin(variance))
            raise ParameterError(
                f"variance {variance[where]:.6g} of coordinate {where}: it must be positive. "
                "A step has left the family; take a smaller rate, or step in the logarithm of the deviation."
            )
        object.__setattr__(self, "mean", frozen(mean))
        object.__setattr__(self, "variance", frozen(variance))

    @property
    def size(self) -> int:
        """d."""
        return int(self.mean.size)

    @property
    def full(self) -> Normal:
        """The same law with its covariance written out."""
        return Normal(self.mean, np.diag(self.variance))

    @property
    def deviation(self) -> Array:
        """Sigma = sqrt(v), (d,)."""
        return np.sqrt(self.variance)

    @property
    def entropy(self) -> float:
        """sum_i log(2 pi e v_i) / 2."""
        return float(np.sum(1 + np.log(2 * np.pi * self.variance))) / 2

    @property
    def entropy_gradient(self) -> MomentGradient:
        """(0, 1 / (2 v))."""
        return MomentGradient(np.zeros(self.size), 1 / (2 * self.variance))

    def points(self, draws: ArrayLike) -> Array:
        """m + sigma e, (N, d).

        draws  standard normal e, (N, d).
        Raises ShapeError, NonFiniteError.
        """
        return np.asarray(self.mean + require_rows("the draws", draws, self.size) * self.deviation)

    def log_density(self, z: ArrayLike) -> Array:
        """Log q at points (N, d), (N,).

        Raises ShapeError, NonFiniteError.
        """
        away = require_rows("the points", z, self.size) - self.mean
        terms = away**2 / self.variance + np.log(2 * np.pi * self.variance)
        return np.asarray(-np.sum(terms, axis=1) / 2)

    def scores(self, z: ArrayLike) -> MomentGradient:
        """The gradients of log q at points (N, d): (N, d) and (N, d).

        Raises ShapeError, NonFiniteError.
        """
        away = require_rows("the points", z, self.size) - self.mean
        return MomentGradient(away / self.variance, (away**2 / self.variance - 1) / (2 * self.variance))

    def expected_gradient(self, expected: Expected) -> MomentGradient:
        """(E[grad f], diag E[hess f] / 2)."""
        return MomentGradient(expected.gradient, np.diag(expected.hessian) / 2)

    def path(self, v: Array, draws: Array) -> Array:
        """v_i . (dm + sigma e_i dl) in the coordinates (m, l = log sigma): (v, v sigma e), (N, 2 d).

        v, draws  (N, d).
        """
        return np.concatenate([v, v * self.deviation * draws], axis=1)

    def minus_log_density_gradient(self, draws: Array) -> Array:
        """-grad_z log q = e / sigma, (N, d), at the points of these draws."""
        return np.asarray(draws / self.deviation)


def diagonal_divergence(q: DiagonalNormal, p: DiagonalNormal) -> float:
    """KL(q || p), in nats.

    Raises ShapeError when the dimensions differ.
    """
    if q.size != p.size:
        raise ShapeError(f"laws on R^{q.size} and R^{p.size} have no divergence.")
    ratio = q.variance / p.variance
    return float(np.sum(ratio + (q.mean - p.mean) ** 2 / p.variance - 1 - np.log(ratio))) / 2
