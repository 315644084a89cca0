"""The normal-Wishart laws of a mean and a precision matrix on R^d.

    Lambda ~ Wishart(Psi^-1, nu),     mu ~ N(m, (kappa Lambda)^-1) given Lambda,     E[Lambda] = nu Psi^-1

    t      = (log det Lambda, pack Lambda, Lambda mu, mu^T Lambda mu)            k = 2 + d + d (d + 1) / 2
    theta  = ((nu - d) / 2, dual(-(Psi + kappa m m^T) / 2), kappa m, -kappa / 2)
    A      = nu d log(2) / 2 + log Gamma_d(nu / 2) - nu log det(Psi) / 2 - d log(kappa) / 2 + d log(2 pi) / 2
    eta    = (sum_{i < d} psi((nu - i) / 2) + d log 2 - log det Psi,
              pack(nu Psi^-1), nu Psi^-1 m, d / kappa + nu m^T Psi^-1 m)

A vector x of law N(mu, Lambda^-1) adds (1/2, dual(-x x^T / 2), x, -1/2) to theta.  For d = 1
it is the normal-gamma law with a = nu / 2, b = Psi / 2.

Source  Bishop, Pattern Recognition and Machine Learning (2006), eq. (2.157), (B.78) to (B.82), (10.64) and (10.65).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import digamma, multigammaln

from numeric.arrays import Array, floats, require_some, require_square
from numeric.differentiate import complex_step
from numeric.errors import ShapeError
from numeric.variational.errors import ParameterError
from numeric.variational.family import require_one, require_size
from numeric.variational.normal import require_rows
from numeric.variational.symmetric import dual, from_dual, pack


@dataclass(frozen=True)
class NormalWishart:
    """All normal-Wishart laws on R^d.

    dimension  d, at least 1.
    Raises EmptyError.
    """

    dimension: int

    def __post_init__(self) -> None:
        require_some("dimensions of a normal-Wishart law", self.dimension)

    @property
    def size(self) -> int:
        """2 + d + d (d + 1) / 2."""
        return 2 + self.dimension * (self.dimension + 3) // 2

    def natural(self, ordinary: tuple[ArrayLike, ArrayLike, ArrayLike, ArrayLike]) -> Array:
        """Theta, (..., k), of (m, kappa, nu, Psi), of shapes (..., d), (...,), (...,), (..., d, d).

        Raises ParameterError, ShapeError, NonFiniteError.
        """
        m, kappa, nu, Psi = (floats(part) for part in ordinary)
        if m.shape[-1:] != (self.dimension,) or Psi.shape != (*m.shape, self.dimension):
            raise ShapeError(
                f"m of shape {m.shape} and Psi of {Psi.shape}; (..., {self.dimension}) and its square."
            )
        kappa, nu = np.broadcast_to(kappa, m.shape[:-1]), np.broadcast_to(nu, m.shape[:-1])
        spread = Psi + kappa[..., None, None] * m[..., :, None] * m[..., None, :]
        first, last = (nu - self.dimension)[..., None] / 2, -kappa[..., None] / 2
        return self.require(np.concatenate([first, dual(-spread / 2), kappa[..., None] * m, last], axis=-1))

    def ordinary(self, theta: ArrayLike) -> tuple[Array, Array, Array, Array]:
        """(m, kappa, nu, Psi), of shapes (..., d), (...,), (...,), (..., d, d).

        Raises as `require`.
        """
        return self._ordinary(self.require(theta))

    def require(self, theta: ArrayLike) -> Array:
        """Natural parameters (..., k) with kappa > 0, nu > d - 1 and Psi positive definite.

        Raises ParameterError, ShapeError, EmptyError, NonFiniteError.
        """
        found = require_size("a normal-Wishart law", theta, self.size)
        kappa, nu = -2 * np.real(found[..., -1]), 2 * np.real(found[..., 0]) + self.dimension
        if not (np.all(kappa > 0) and np.all(nu > self.dimension - 1)):
            raise ParameterError(
                f"a normal-Wishart law with kappa = {np.min(kappa):.6g} and nu = {np.min(nu):.6g}: kappa must be "
                f"positive and nu above d - 1 = {self.dimension - 1}."
            )
        lowest = np.linalg.eigvalsh(np.real(self._ordinary(found)[3]))[..., 0]
        if not np.all(lowest > 0):
            raise ParameterError(
                f"Psi of a normal-Wishart law has the eigenvalue {np.min(lowest):.6g}: it must be positive definite."
            )
        return found

    def log_partition(self, theta: ArrayLike) -> Array:
        """A(theta), (...,), for real theta.

        Raises as `require`.
        """
        d = self.dimension
        _, kappa, nu, Psi = self.ordinary(theta)
        wishart = nu * d * np.log(2) / 2 + multigammaln(nu / 2, d) - nu * np.linalg.slogdet(Psi)[1] / 2
        return np.asarray(wishart + d * (np.log(2 * np.pi) - np.log(kappa)) / 2)

    def mean(self, theta: ArrayLike) -> Array:
        """Eta, (..., k).

        Raises as `require`.
        """
        d = self.dimension
        m, kappa, nu, Psi = self.ordinary(theta)
        precision = nu[..., None, None] * np.linalg.inv(Psi)
        linear = np.einsum("...ij,...j->...i", precision, m)
        digammas = np.sum(digamma((nu[..., None] - np.arange(d)) / 2), axis=-1)
        log_det = digammas + d * np.log(2) - np.log(np.linalg.det(Psi))
        square = d / kappa + np.sum(m * linear, axis=-1)
        return np.concatenate([log_det[..., None], pack(precision), linear, square[..., None]], axis=-1)

    def fisher(self, theta: ArrayLike) -> Array:
        """The Jacobian of the mean in theta, (k, k), by complex step: exact to rounding.

        theta  (k,).
        Raises as `require`.
        """
        F = complex_step(self.mean, require_one("a normal-Wishart law", self.require(theta))).value
        return (F + F.T) / 2

    def statistics(self, z: tuple[ArrayLike, ArrayLike]) -> Array:
        """(log det Lambda, pack Lambda, Lambda mu, mu^T Lambda mu), (N, k), for means (N, d) and precisions (N, d, d).

        Raises ShapeError, NonFiniteError.
        """
        mu, Lambda = require_rows("the means", z[0], self.dimension), require_square("the precisions", z[1])
        if Lambda.shape != (*mu.shape, self.dimension):
            raise ShapeError(f"means of shape {mu.shape} and precisions of {Lambda.shape}.")
        linear = np.einsum("nij,nj->ni", Lambda, mu)
        square = np.sum(mu * linear, axis=1)
        sizes = np.linalg.slogdet(Lambda)[1]
        return np.concatenate([sizes[:, None], pack(Lambda), linear, square[:, None]], axis=1)

    def observed(self, x: ArrayLike) -> Array:
        """What vectors (N, d) add to theta, each its own row: (1/2, dual(-x x^T / 2), x, -1/2), (N, k).

        log N(x; mu, Lambda^-1) = observed . t(mu, Lambda) - d log(2 pi) / 2.
        Raises ShapeError, NonFiniteError.
        """
        rows = require_rows("the vectors", x, self.dimension)
        half = np.full((len(rows), 1), 1 / 2)
        return np.concatenate([half, dual(-rows[:, :, None] * rows[:, None, :] / 2), rows, -half], axis=1)

    def _ordinary(self, theta: Array) -> tuple[Array, Array, Array, Array]:
        d = self.dimension
        kappa = -2 * theta[..., -1]
        m = theta[..., -1 - d : -1] / kappa[..., None]
        spread = kappa[..., None, None] * m[..., :, None] * m[..., None, :]
        return m, kappa, 2 * theta[..., 0] + d, -2 * from_dual(theta[..., 1 : -1 - d]) - spread
