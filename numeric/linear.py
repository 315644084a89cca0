"""Linear algebra for batches of small matrices in any floating-point precision.

NumPy's `linalg` refuses longdouble; these do not, so that one formula can be evaluated at two precisions.
Gauss-Jordan elimination with partial pivoting on [A | B]: backward stable for the sizes used here (n <= 20).

Source  Higham, Accuracy and Stability of Numerical Algorithms (2nd ed., 2002), sec. 9.3 and 14.4.
"""

import numpy as np

from numeric.arrays import Array, require_finite, require_square
from numeric.errors import ShapeError, SingularMetricError


def solve(matrix: Array, right: Array) -> Array:
    """X with A X = B.

    matrix  (..., n, n).
    right   (..., n, m); batch axes broadcast.
    Returns (..., n, m).
    Raises SingularMetricError when a pivot is at rounding, ShapeError, NonFiniteError.
    """
    a, b = require_square("the matrix", matrix), require_finite("the right-hand side", np.asarray(right))
    if b.ndim < 2 or b.shape[-2] != a.shape[-1]:
        raise ShapeError(f"right-hand side of shape {b.shape} for matrices of shape {a.shape}.")
    return _eliminate(a, b)[0]


def inverse(matrix: Array) -> Array:
    """A^-1 of shape (..., n, n).

    matrix  (..., n, n).
    Raises as `solve`.
    """
    a = require_square("the matrix", matrix)
    return _eliminate(a, np.eye(a.shape[-1], dtype=a.dtype))[0]


def determinant(matrix: Array) -> Array:
    """Det A of shape (...).

    matrix  (..., n, n), not singular at the working precision.
    Raises as `solve`.
    """
    a = require_square("the matrix", matrix)
    return _eliminate(a, np.eye(a.shape[-1], dtype=a.dtype))[1]


def act(matrix: Array, vector: Array) -> Array:
    """A v for batches: (..., n, m) and (..., m) to (..., n)."""
    return np.asarray(np.einsum("...ij,...j->...i", matrix, vector))


def pair(left: Array, matrix: Array, right: Array) -> Array:
    """u^T A v for batches: (..., n), (..., n, m) and (..., m) to (...)."""
    return np.asarray(np.einsum("...i,...ij,...j->...", left, matrix, right))


def _eliminate(a: Array, b: Array) -> tuple[Array, Array]:
    n = a.shape[-1]
    batch = np.broadcast_shapes(a.shape[:-2], b.shape[:-2])
    kind = np.result_type(a, b)
    left = np.broadcast_to(a, (*batch, n, n)).astype(kind)
    right = np.broadcast_to(b, (*batch, n, b.shape[-1])).astype(kind)
    work = np.concatenate([left, right], axis=-1).reshape(-1, n, n + b.shape[-1])
    rows, size = np.arange(len(work)), np.max(np.abs(work[..., :n]), axis=(1, 2), initial=0)
    sign = np.ones(len(work), dtype=kind)
    for k in range(n):
        pivot = k + np.argmax(np.abs(work[:, k:, k]), axis=1)
        sign = np.where(pivot == k, sign, -sign)
        swapped = work[rows, pivot].copy()
        work[rows, pivot] = work[:, k]
        _require_pivot(swapped[:, k], size, n)
        sign = sign * swapped[:, k]
        work[:, k] = swapped / swapped[:, k, None]
        factors = work[:, :, k].copy()
        factors[:, k] = 0
        work -= factors[:, :, None] * work[:, None, k]
    return work[..., n:].reshape(*batch, n, b.shape[-1]), sign.reshape(batch)


def _require_pivot(pivot: Array, size: Array, n: int) -> None:
    tiny = n * np.finfo(pivot.dtype).eps * size
    if np.any(np.abs(pivot) <= tiny):
        where = int(np.argmax(np.abs(pivot) <= tiny))
        raise SingularMetricError(
            f"matrix {where} of the batch is singular at the working precision: pivot {pivot[where]:.3g} "
            f"against entries up to {size[where]:.3g}. A metric is singular where the model "
            "is not identifiable; move the point, or rescale the coordinates."
        )
