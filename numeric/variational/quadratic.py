"""A quadratic log joint density, for which everything is exact, and Bayesian linear regression as one.

    f(z) = c + b . z - z^T A z / 2,     posterior N(A^-1 b, A^-1)
    log evidence = c + b^T A^-1 b / 2 + log det(2 pi A^-1) / 2
    E[f] = c + b . m - (m^T A m + tr(A S)) / 2,     E[grad f] = b - A m,     E[hess f] = -A

    y_n = x_n . z + noise, noise ~ N(0, s), z ~ N(m_0, S_0):
    A = X^T X / s + S_0^-1,     b = X^T y / s + S_0^-1 m_0

The best diagonal law has the posterior's mean and the variances 1 / A_ii, which are smaller than (A^-1)_ii.

Source  Bishop, Pattern Recognition and Machine Learning (2006), eq. (3.49) to (3.51), and sec. 10.1.2 (factors).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, floats, require_finite, require_some, require_vector
from numeric.errors import ShapeError
from numeric.metrics import require_metric
from numeric.variational.bound import full
from numeric.variational.diagonal import DiagonalNormal
from numeric.variational.errors import ParameterError
from numeric.variational.law import Expected
from numeric.variational.normal import Normal, frozen, require_rows


@dataclass(frozen=True, eq=False)
class Quadratic:
    """f(z) = c + b . z - z^T A z / 2; arrays are read-only copies.

    curvature  A, (d, d), symmetric positive definite.
    linear     b, (d,).
    constant   c, in nats.
    Raises MetricError, ShapeError, EmptyError, NonFiniteError.
    """

    curvature: Array
    linear: Array
    constant: float = 0.0

    def __post_init__(self) -> None:
        A, b = require_metric("the curvature", self.curvature), require_vector("the linear part", self.linear)
        if A.shape != (b.size, b.size):
            raise ShapeError(f"a curvature of shape {A.shape} and a linear part of {b.shape}.")
        require_finite("the constant", floats(self.constant))
        object.__setattr__(self, "curvature", frozen(A))
        object.__setattr__(self, "linear", frozen(b.astype(np.float64)))

    @property
    def size(self) -> int:
        """d."""
        return int(self.linear.size)

    @property
    def posterior(self) -> Normal:
        """N(A^-1 b, A^-1)."""
        S = np.linalg.inv(self.curvature)
        return Normal(np.linalg.solve(self.curvature, self.linear), (S + S.T) / 2)

    @property
    def log_evidence(self) -> float:
        """Log of the integral of exp f."""
        best = self.posterior
        size = self.size * np.log(2 * np.pi) + best.log_determinant
        return self.constant + float(self.linear @ best.mean + size) / 2

    def value(self, z: ArrayLike) -> Array:
        """f at points (N, d), (N,).

        Raises ShapeError, NonFiniteError.
        """
        rows = require_rows("the points", z, self.size)
        bend = np.einsum("ni,ij,nj->n", rows, self.curvature, rows)
        return np.asarray(self.constant + rows @ self.linear - bend / 2)

    def gradient(self, z: ArrayLike) -> Array:
        """b - A z at points (N, d), (N, d).

        Raises ShapeError, NonFiniteError.
        """
        return np.asarray(self.linear - require_rows("the points", z, self.size) @ self.curvature)

    def expected(self, law: Normal | DiagonalNormal) -> Expected:
        """The three expectations, exactly.

        Raises ShapeError.
        """
        q = full(law, self.size)
        spread = float(np.sum(self.curvature * q.covariance))
        value = float(self.value(q.mean[None])[0]) - spread / 2
        return Expected(value, self.linear - self.curvature @ q.mean, -self.curvature)


def linear_regression(x: ArrayLike, y: ArrayLike, *, noise: float, prior: Normal) -> Quadratic:
    """Log p(y, z | x) of Bayesian linear regression; its log evidence is log N(y; X m_0, X S_0 X^T + s I).

    x      (N, d).
    y      (N,).
    noise  s, the variance of the noise, positive.
    prior  of z.
    Raises ParameterError for the noise, ShapeError, EmptyError, NonFiniteError.
    """
    X, t = require_rows("the inputs", x, prior.size), require_vector("the responses", y).astype(np.float64)
    require_some("examples", len(X))
    if len(t) != len(X):
        raise ShapeError(f"{len(t)} responses for {len(X)} inputs.")
    if not 0 < noise < np.inf:
        raise ParameterError(f"noise {noise}: a variance, positive and finite.")
    at = prior.precision @ prior.mean
    fit = len(t) * np.log(2 * np.pi * noise) + t @ t / noise
    size = prior.size * np.log(2 * np.pi) + prior.log_determinant + prior.mean @ at
    return Quadratic(X.T @ X / noise + prior.precision, X.T @ t / noise + at, -float(fit + size) / 2)
