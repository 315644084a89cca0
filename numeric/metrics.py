"""Symmetric positive definite matrices: what a metric, its inverse, a Hessian at a minimum and a mobility must be.

Definite means: the smallest eigenvalue is above n eps times the largest, so that it is not rounding alone.

Source  Golub and Van Loan, Matrix Computations (4th ed., 2013), sec. 4.2 and 8.1 (eigenvalues move by eps |A|).
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, require_square
from numeric.errors import MetricError, ShapeError

ASYMMETRY = 1e-12  # of the largest entry: products of matrices are symmetric to rounding, not to the bit


def require_metric(what: str, matrix: ArrayLike) -> Array:
    """Return the matrix, made exactly symmetric, if it is symmetric positive definite.

    matrix  (n, n).
    Raises MetricError, ShapeError, EmptyError, NonFiniteError.
    """
    found = require_symmetric(what, matrix)
    eigenvalues = np.linalg.eigvalsh(found)
    if not eigenvalues[0] > rounding(found):
        raise MetricError(
            f"{what} is not positive definite: its eigenvalues run from {eigenvalues[0]:.3g} "
            f"to {eigenvalues[-1]:.3g}. A Fisher metric is singular where the model is not identifiable; "
            "a Hessian is indefinite or singular where there is no minimum, or a flat one."
        )
    return found


def require_symmetric(what: str, matrix: ArrayLike) -> Array:
    """Return the matrix, made exactly symmetric, if it is symmetric to rounding.

    matrix  (n, n).
    Raises MetricError, ShapeError, EmptyError, NonFiniteError.
    """
    found = require_square(what, matrix).astype(np.float64)
    if found.ndim != 2:
        raise ShapeError(f"{what} must have shape (n, n), not {found.shape}.")
    away = float(np.max(np.abs(found - found.T)))
    if away > ASYMMETRY * float(np.max(np.abs(found))):
        raise MetricError(
            f"{what} is not symmetric: entries differ by {away:.3g} from their mirror images. "
            "Likely a product such as I^-1 H was given where a metric is needed; the inverse of a badly conditioned "
            "matrix is to be made symmetric, (A + A^T) / 2, first."
        )
    return (found + found.T) / 2


def require_metrics(what: Callable[[int], str], matrices: Array) -> None:
    """Check that every matrix is symmetric positive definite, all at once.

    what      index of a matrix to what it is, for the message.
    matrices  (m, n, n).
    Raises as `require_metric`, for the first that is not.
    """
    size = np.max(np.abs(matrices), axis=(1, 2))
    away = np.max(np.abs(matrices - np.swapaxes(matrices, 1, 2)), axis=(1, 2))
    bad = ~np.isfinite(size) | (away > ASYMMETRY * size)
    eigenvalues = np.linalg.eigvalsh(np.where(bad[:, None, None], 0, matrices))
    bad |= ~(
        eigenvalues[:, 0] > matrices.shape[1] * np.finfo(float).eps * np.max(np.abs(eigenvalues), axis=1)
    )
    if np.any(bad):
        first = int(np.argmax(bad))
        require_metric(what(first), matrices[first])


def rounding(matrix: Array) -> float:
    """How large an eigenvalue of (n, n) may be and still be rounding: n eps |A|_2."""
    return float(len(matrix) * np.finfo(float).eps * np.linalg.norm(matrix, 2))
