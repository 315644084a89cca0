"""The Gaussian laws on R^d as an exponential family.

    t(z)   = (z, pack(z z^T))                      k = d + q,   q = d (d + 1) / 2
    theta  = (P m, dual(-P / 2))                   P the precision
    eta    = (m, pack(S + m m^T))
    A      = m^T P m / 2 - log det(P) / 2 + d log(2 pi) / 2
    F      = Cov(t):   Cov(z_i, z_j)       = S_ij
                       Cov(z_i, z_j z_k)   = m_j S_ik + m_k S_ij
                       Cov(z_i z_j, z_k z_l) = S_ik S_jl + S_il S_jk
                                               + m_i m_k S_jl + m_i m_l S_jk + m_j m_k S_il + m_j m_l S_ik

Entries off the diagonal of -P / 2 stand twice in theta, so that eta has each product once.

Source  Wainwright and Jordan, Graphical models, exponential families, and variational inference (2008), sec. 3 (there
        with the whole matrix); the covariances are Isserlis' theorem.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, require_some
from numeric.variational.errors import ParameterError
from numeric.variational.family import require_one, require_size
from numeric.variational.normal import Normal, require_rows
from numeric.variational.symmetric import dual, from_dual, pack, triangle


@dataclass(frozen=True)
class NormalFamily:
    """All N(m, S) on R^d.

    dimension  d, at least 1.
    Raises EmptyError.
    """

    dimension: int

    def __post_init__(self) -> None:
        require_some("dimensions of a Gaussian", self.dimension)

    @property
    def size(self) -> int:
        """d + d (d + 1) / 2."""
        return self.dimension * (self.dimension + 3) // 2

    def natural(self, law: Normal) -> Array:
        """(P m, dual(-P / 2)), (k,)."""
        return np.concatenate([law.precision @ law.mean, dual(-law.precision / 2)])

    def law(self, theta: ArrayLike) -> Normal:
        """The law of a natural parameter (k,).

        Raises ParameterError, ShapeError, NonFiniteError.
        """
        m, S = self._moments(require_one("a Gaussian", self.require(theta)))
        return Normal(m, (S + S.T) / 2)

    def require(self, theta: ArrayLike) -> Array:
        """Natural parameters (..., k) whose precisions are positive definite.

        Raises ParameterError, ShapeError, EmptyError, NonFiniteError.
        """
        found = require_size("a Gaussian", theta, self.size)
        lowest = np.linalg.eigvalsh(np.real(self._precision(found)))[..., 0]
        if not np.all(lowest > 0):
            raise ParameterError(
                f"the precision of a Gaussian has the eigenvalue {np.min(lowest):.6g}: it must be positive definite. "
                "The target is not log-concave enough for a step of this rate; take a smaller one."
            )
        return found

    def log_partition(self, theta: ArrayLike) -> Array:
        """m^T P m / 2 - log det(P) / 2 + d log(2 pi) / 2, (...,), for real theta.

        Raises as `require`.
        """
        found = self.require(theta)
        linear, P = found[..., : self.dimension], self._precision(found)
        m = np.linalg.solve(P, linear[..., None])[..., 0]
        size = self.dimension * np.log(2 * np.pi) - np.linalg.slogdet(P)[1]
        return np.asarray((np.sum(linear * m, axis=-1) + size) / 2)

    def mean(self, theta: ArrayLike) -> Array:
        """(m, pack(S + m m^T)), (..., k).

        Raises as `require`.
        """
        m, S = self._moments(self.require(theta))
        return np.concatenate([m, pack(S + m[..., :, None] * m[..., None, :])], axis=-1)

    def fisher(self, theta: ArrayLike) -> Array:
        """Cov(t), (k, k).

        theta  (k,).
        Raises as `require`.
        """
        law = self.law(theta)
        m, S = law.mean, law.covariance
        i, j = triangle(self.dimension)
        cross = m[i] * S[:, j] + m[j] * S[:, i]
        return np.block([[S, cross], [cross.T, _product_covariance(m, S, (i, j))]])

    def statistics(self, z: ArrayLike) -> Array:
        """(z, pack(z z^T)), (N, k), for points (N, d).

        Raises ShapeError, NonFiniteError.
        """
        rows = require_rows("the points", z, self.dimension)
        return np.concatenate([rows, pack(rows[:, :, None] * rows[:, None, :])], axis=1)

    def _precision(self, theta: Array) -> Array:
        return -2 * from_dual(theta[..., self.dimension :])

    def _moments(self, theta: Array) -> tuple[Array, Array]:
        S = np.linalg.inv(self._precision(theta))
        return np.einsum("...ij,...j->...i", S, theta[..., : self.dimension]), S


def _product_covariance(m: Array, S: Array, pairs: tuple[Array, Array]) -> Array:
    """Cov(z_i z_j, z_k z_l), (q, q), for the pairs of the lower triangle."""
    i, j = pairs[0][:, None], pairs[1][:, None]
    k, l = pairs
    spread = S[i, k] * S[j, l] + S[i, l] * S[j, k]
    shifts = m[i] * m[k] * S[j, l] + m[i] * m[l] * S[j, k] + m[j] * m[k] * S[i, l] + m[j] * m[l] * S[i, k]
    return np.asarray(spread + shifts)
