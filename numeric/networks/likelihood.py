"""What a likelihood is: a law of labels whose natural parameter is an affine function of the outputs z.

    score(z, y)  = d log p(y | z) / dz                        (N, C)
    fisher(z)    = E[score score^T] = -d^2 log p / dz^2       (N, C, C), the same for every label
    root(z)      = B with B B^T = fisher(z)                   (N, C, C)
    outcomes()   = all labels, where they are finitely many

Because z is natural, E[score] = 0 and the Hessian of -log p in z does not depend on the label.

Source  Martens, New insights and perspectives on the natural gradient method, JMLR 21 (2020), sec. 9.
"""

from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, require_finite
from numeric.errors import ShapeError


class Likelihood(Protocol):
    """A law of labels given outputs."""

    @property
    def outputs(self) -> int:
        """C, how many outputs it takes for each example."""

    def require_labels(self, y: ArrayLike, count: int) -> Array:
        """The labels of so many examples, checked."""

    def log_density(self, z: Array, y: Array) -> Array:
        """Log p(y_n | z_n), (N,)."""

    def score(self, z: Array, y: Array) -> Array:
        """The gradient of log p(y_n | z_n) in z_n, (N, C); analytic in z."""

    def fisher(self, z: Array) -> Array:
        """The Fisher matrix in the outputs, (N, C, C)."""

    def root(self, z: Array) -> Array:
        """B_n with B_n B_n^T the Fisher matrix, (N, C, C)."""

    def sample(self, z: Array, rng: np.random.Generator) -> Array:
        """One label for each example, from the model."""

    def outcomes(self) -> Array:
        """Every label, (K, ...); OutcomesError where that is not possible."""


def require_label_shape(labels: Array, shape: tuple[int, ...]) -> Array:
    """Pass labels of the shape needed, all finite.

    Raises ShapeError, NonFiniteError.
    """
    if labels.shape != shape:
        raise ShapeError(
            f"labels have shape {labels.shape} where {shape} is needed: one label for each example, "
            "in the form of the likelihood."
        )
    return require_finite("a label", labels)
