"""The Gaussian law with a full covariance.

    log q(z) = -(z - m)^T P (z - m) / 2 - log det(2 pi S) / 2,     P = S^-1,   S = L L^T
    entropy  = log det(2 pi e S) / 2
    scores   d log q / dm = P (z - m),     d log q / dS = (P (z - m)(z - m)^T P - P) / 2
    Bonnet   d E[f] / dm = E[grad f]       Price   d E[f] / dS = E[hess f] / 2
    KL(q || p) = (tr(P_p S_q) + (m_q - m_p)^T P_p (m_q - m_p) - d + log det S_p - log det S_q) / 2

Source  Opper and Archambeau, The variational Gaussian approximation revisited, Neural Comput. 21 (2009), app. A
        (Bonnet, Price); Rasmussen and Williams, Gaussian Processes for Machine Learning (2006), eq. (A.23).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import solve_triangular

from numeric.arrays import Array, floats, require_finite, require_vector
from numeric.errors import ShapeError
from numeric.metrics import require_metric
from numeric.variational.law import Expected, MomentGradient
from numeric.variational.symmetric import pack


@dataclass(frozen=True, eq=False)
class Normal:
    """N(m, S); its arrays are read-only copies.

    mean        m, (d,).
    covariance  S, (d, d), symmetric positive definite.
    Raises MetricError for the covariance, ShapeError, EmptyError, NonFiniteError.
    """

    mean: Array
    covariance: Array

    def __post_init__(self) -> None:
        mean = require_vector("the mean", self.mean).astype(np.float64)
        covariance = require_metric("the covariance", self.covariance)
        if covariance.shape != (mean.size, mean.size):
            raise ShapeError(f"a mean of shape {mean.shape} and a covariance of {covariance.shape}.")
        object.__setattr__(self, "mean", frozen(mean))
        object.__setattr__(self, "covariance", frozen(covariance))

    @property
    def size(self) -> int:
        """d."""
        return int(self.mean.size)

    @cached_property
    def root(self) -> Array:
        """L, (d, d), lower triangular with a positive diagonal, S = L L^T."""
        return np.linalg.cholesky(self.covariance)

    @cached_property
    def precision(self) -> Array:
        """P = S^-1, (d, d)."""
        inverse = solve_triangular(self.root, np.eye(self.size), lower=True)
        return np.asarray(inverse.T @ inverse)

    @property
    def log_determinant(self) -> float:
        """Log det S."""
        return 2 * float(np.sum(np.log(np.diag(self.root))))

    @property
    def entropy(self) -> float:
        """Log det(2 pi e S) / 2."""
        return (self.size * (1 + np.log(2 * np.pi)) + self.log_determinant) / 2

    @property
    def entropy_gradient(self) -> MomentGradient:
        """(0, P / 2)."""
        return MomentGradient(np.zeros(self.size), self.precision / 2)

    def points(self, draws: ArrayLike) -> Array:
        """m + L e, (N, d).

        draws  standard normal e, (N, d).
        Raises ShapeError, NonFiniteError.
        """
        return np.asarray(self.mean + require_rows("the draws", draws, self.size) @ self.root.T)

    def log_density(self, z: ArrayLike) -> Array:
        """Log q at points (N, d), (N,).

        Raises ShapeError, NonFiniteError.
        """
        away = self._scaled(z)
        size = self.size * np.log(2 * np.pi) + self.log_determinant
        return np.asarray(-(np.sum(away**2, axis=1) + size) / 2)

    def scores(self, z: ArrayLike) -> MomentGradient:
        """The gradients of log q at points (N, d): (N, d) and (N, d, d).

        Raises ShapeError, NonFiniteError.
        """
        pull = solve_triangular(self.root, self._scaled(z).T, lower=True, trans="T").T
        return MomentGradient(pull, (pull[:, :, None] * pull[:, None, :] - self.precision) / 2)

    def expected_gradient(self, expected: Expected) -> MomentGradient:
        """(E[grad f], E[hess f] / 2)."""
        return MomentGradient(expected.gradient, expected.hessian / 2)

    def path(self, v: Array, draws: Array) -> Array:
        """v_i . (dm + dL e_i) in the coordinates (m, L), L packed by rows: (v, v e^T), (N, d + q).

        v, draws  (N, d).
        """
        return np.concatenate([v, pack(v[:, :, None] * draws[:, None, :])], axis=1)

    def minus_log_density_gradient(self, draws: Array) -> Array:
        """-grad_z log q = L^-T e, (N, d), at the points of these draws."""
        return np.asarray(solve_triangular(self.root, draws.T, lower=True, trans="T").T)

    def _scaled(self, z: ArrayLike) -> Array:
        """L^-1 (z - m), (N, d)."""
        rows = require_rows("the points", z, self.size)
        return np.asarray(solve_triangular(self.root, (rows - self.mean).T, lower=True).T)


def normal_divergence(q: Normal, p: Normal) -> float:
    """KL(q || p), in nats.

    Raises ShapeError when the dimensions differ.
    """
    if q.size != p.size:
        raise ShapeError(f"laws on R^{q.size} and R^{p.size} have no divergence.")
    spread = solve_triangular(p.root, q.root, lower=True)
    shift = solve_triangular(p.root, q.mean - p.mean, lower=True)
    sizes = p.log_determinant - q.log_determinant
    return float(np.sum(spread**2) + np.sum(shift**2) - q.size + sizes) / 2


def require_rows(what: str, array: ArrayLike, d: int) -> Array:
    """Return finite vectors (N, d).

    Raises ShapeError, NonFiniteError.
    """
    rows = floats(array).astype(np.float64)
    if rows.ndim != 2 or rows.shape[1] != d:
        raise ShapeError(f"{what} have shape {rows.shape}; (N, {d}) goes with a law on R^{d}.")
    return require_finite(what, rows)


def frozen(array: Array) -> Array:
    """A read-only copy."""
    copy = np.array(array)
    copy.setflags(write=False)
    return copy
