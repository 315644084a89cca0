"""The Gaussian likelihood with a fixed covariance; the outputs are the mean.

    log p(y | z) = -(y - z)^T S^-1 (y - z) / 2 - log det(2 pi S) / 2
    score        = S^-1 (y - z),     fisher = S^-1
    natural      S^-1 z, an affine function of z since S is fixed

Source  Martens, New insights and perspectives on the natural gradient method, JMLR 21 (2020), sec. 9.
"""

from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, floats, require_finite, require_square
from numeric.errors import MetricError, ShapeError
from numeric.networks.errors import OutcomesError
from numeric.networks.layer import require_positive, require_whole
from numeric.networks.likelihood import require_label_shape

SYMMETRIC = 1e-12  # of the largest entry: more asymmetry than rounding leaves
SINGULAR = 1e-14  # of the largest eigenvalue: below this the inverse has no digit left


class Gaussian:
    """N(z, S) for outputs z.

    covariance  S, (C, C), symmetric positive definite, in squared units of the labels.
    Raises ShapeError, EmptyError, NonFiniteError, MetricError, which names the eigenvalue.
    """

    def __init__(self, covariance: ArrayLike) -> None:
        S = require_square("the covariance of the labels", covariance)
        if S.ndim != 2:
            raise ShapeError(
                f"the covariance of the labels has shape {S.shape}; one matrix (C, C) is needed."
            )
        if np.max(np.abs(S - S.T)) > SYMMETRIC * np.max(np.abs(S)):
            raise MetricError(
                "the covariance of the labels is not symmetric. Give (S + S^T) / 2 if it should be."
            )
        values = np.linalg.eigvalsh(S)
        if values[0] <= SINGULAR * abs(values[-1]):
            raise MetricError(
                f"the covariance of the labels has the eigenvalue {values[0]:.3g} against {values[-1]:.3g}: "
                "it must be positive definite. A variance is a square; a label that is sure has no density."
            )
        self.covariance = S

    def __repr__(self) -> str:
        return f"Gaussian({self.covariance.tolist()})"

    @property
    def outputs(self) -> int:
        """C."""
        return int(self.covariance.shape[0])

    def require_labels(self, y: ArrayLike, count: int) -> Array:
        """Labels (N, C), real.

        Raises ShapeError, NonFiniteError.
        """
        return require_label_shape(floats(y), (count, self.outputs))

    def log_density(self, z: Array, y: Array) -> Array:
        """-(y - z)^T S^-1 (y - z) / 2 - log det(2 pi S) / 2."""
        away = y - z
        size = np.linalg.slogdet(2 * np.pi * self.covariance)[1]
        return np.asarray(-np.einsum("ni,ij,nj->n", away, self._precision, away) / 2 - size / 2)

    def score(self, z: Array, y: Array) -> Array:
        """S^-1 (y - z)."""
        return np.asarray((y - z) @ self._precision)

    def fisher(self, z: Array) -> Array:
        """S^-1 for every example."""
        return np.broadcast_to(self._precision, (len(z), self.outputs, self.outputs))

    def root(self, z: Array) -> Array:
        """L^-T for S = L L^T, for every example."""
        turned = np.linalg.inv(np.linalg.cholesky(self.covariance)).T
        return np.broadcast_to(turned, (len(z), self.outputs, self.outputs))

    def sample(self, z: Array, rng: np.random.Generator) -> Array:
        """z + L xi."""
        return np.asarray(z + rng.standard_normal(z.shape) @ np.linalg.cholesky(self.covariance).T)

    def outcomes(self) -> Array:
        """There are infinitely many.

        Raises OutcomesError.
        """
        raise OutcomesError(
            "a Gaussian label has infinitely many outcomes: no sum over them. "
            "Use the closed form, or sample labels."
        )

    @cached_property
    def _precision(self) -> Array:
        found = np.linalg.inv(self.covariance)
        return require_finite("the precision of the labels", (found + found.T) / 2)


def isotropic(outputs: int, *, variance: float) -> Gaussian:
    """N(z, variance Id) on so many outputs.

    Raises ScaleError.
    """
    require_whole("the number of outputs", outputs)
    require_positive("the variance of the labels", variance)
    return Gaussian(variance * np.eye(outputs))
