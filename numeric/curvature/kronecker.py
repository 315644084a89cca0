"""A curvature block that is the Kronecker product of two factors.

    by rows      G (x) A          by columns      A (x) G
    on a matrix  V -> G V A       inverse         V -> G^-1 V A^-1

A (k, k) belongs to the homogeneous inputs of the weight matrix (m, k), G (m, m) to the gradients of its
pre-activations.  On matrices the two conventions are one formula, because both factors are symmetric.

Source  Martens and Grosse (2015), arXiv:1503.05671, sec. 3 and 4.2;
        Magnus and Neudecker, Matrix differential calculus (3rd ed., 2019), sec. 2.4.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import cho_solve

from numeric.arrays import Array, floats, require_finite, require_square
from numeric.errors import MetricError, ShapeError, SingularMetricError
from numeric.solvers.direct import factor

ASYMMETRY = 1e-10  # of the largest entry: more than sums of outer products lose to rounding
SINGULAR = (
    1e-13  # of the largest eigenvalue: eigenvalues below carry no digit after n of order 100 operations
)


@dataclass(frozen=True, eq=False)
class Kronecker:
    """The product G (x) A by rows, A (x) G by columns.

    A  (k, k), symmetric.
    G  (m, m), symmetric.
    Raises ShapeError, EmptyError, NonFiniteError, MetricError for a factor that is not symmetric.
    """

    A: Array
    G: Array

    def __post_init__(self) -> None:
        for name in ("A", "G"):
            object.__setattr__(self, name, _require_symmetric(name, getattr(self, name)))

    @classmethod
    def of_symmetric(cls, A: Array, G: Array) -> "Kronecker":
        """The product of factors that are finite and symmetric to the last bit by the way they were made."""
        found = object.__new__(cls)
        object.__setattr__(found, "A", A)
        object.__setattr__(found, "G", G)
        return found

    @property
    def shape(self) -> tuple[int, int]:
        """(m, k), of the weight matrix."""
        return len(self.G), len(self.A)

    def rows(self) -> Array:
        """G (x) A, (m k, m k): what acts on matrices by rows."""
        return np.kron(self.G, self.A)

    def columns(self) -> Array:
        """A (x) G, (m k, m k): what acts on matrices by columns."""
        return np.kron(self.A, self.G)

    def times(self, V: ArrayLike) -> Array:
        """G V A.

        V  (m, k).
        Raises ShapeError, NonFiniteError.
        """
        return self.G @ require_shape(V, self.shape) @ self.A

    def inverse(self) -> "Kronecker":
        """The factors A^-1 and G^-1.

        Raises SingularMetricError, which names the factor and its eigenvalue.
        """
        return Kronecker(_inverse("A", self.A), _inverse("G", self.G))

    def solve(self, V: ArrayLike) -> Array:
        """G^-1 V A^-1, by Cholesky factors.

        V  (m, k).
        Raises SingularFactorError that names the factor, ShapeError, NonFiniteError.
        """
        G, A = factor("the factor G", self.G), factor("the factor A", self.A)
        half = cho_solve(G, require_shape(V, self.shape), check_finite=False)
        return np.asarray(cho_solve(A, half.T, check_finite=False).T)


def require_shape(V: ArrayLike, shape: tuple[int, int]) -> Array:
    """Pass a finite matrix of the shape of the weights.

    Raises ShapeError, NonFiniteError.
    """
    matrix = floats(V)
    if matrix.shape != shape:
        raise ShapeError(
            f"a matrix of shape {matrix.shape} for a curvature block of weights {shape}: "
            "rows are outputs, columns are inputs and the bias."
        )
    return require_finite("the matrix", matrix)


def _require_symmetric(name: str, factor: ArrayLike) -> Array:
    found = require_square(f"the factor {name}", factor)
    if found.ndim != 2:
        raise ShapeError(f"the factor {name} has shape {found.shape}; one square matrix is needed.")
    if np.max(np.abs(found - found.T)) > ASYMMETRY * np.max(np.abs(found)):
        raise MetricError(f"the factor {name} is not symmetric. It is a second moment: give E[v v^T].")
    return np.asarray((found + found.T) / 2)


def _inverse(name: str, factor: Array) -> Array:
    values, vectors = np.linalg.eigh(factor)
    if values[0] <= SINGULAR * max(values[-1], 0.0):
        raise SingularMetricError(
            f"the factor {name} of shape {factor.shape} has the eigenvalue {values[0]:.3g} against "
            f"{values[-1]:.3g}: it cannot be inverted. Fewer examples than features, features that are always "
            "zero, or classes whose scores add up to zero do this; add damping."
        )
    return np.asarray((vectors / values) @ vectors.T)
