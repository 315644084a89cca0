"""Eigen-clipping in both of its meanings, for a symmetric A = Q diag(d) Q^T.

    raised       d_i -> max(d_i, floor)                          every direction is kept, none is amplified by
                                                                 more than 1 / floor
    truncated    1 / d_i for d_i > cutoff, 0 for the others      the pseudo-inverse of what is left: directions
                                                                 of small curvature do not move at all

The two disagree most where they act: along a removed direction the first moves by b_i / floor, the second by nothing.

Source  Golub and Van Loan, Matrix Computations (4th ed., 2013), sec. 5.5.2 (truncation); Nocedal and Wright,
        Numerical Optimization (2nd ed., 2006), sec. 3.4 (eigenvalue modification).
"""

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array
from numeric.metrics import require_symmetric
from numeric.solvers.errors import SingularFactorError
from numeric.solvers.solution import (
    Solution,
    direct_solution,
    relative_residual,
    require_number,
    require_right,
)


def raise_eigenvalues(matrix: ArrayLike, floor: float) -> Array:
    """Q max(d, floor) Q^T of shape (n, n).

    matrix  (n, n), symmetric, of any sign.
    floor   above 0, in the units of the matrix.
    Raises DampingError, MetricError, ShapeError, NonFiniteError, EmptyError.
    """
    d, Q = np.linalg.eigh(require_symmetric("the matrix", matrix))
    return (Q * np.maximum(d, require_number("the floor", floor))) @ Q.T


def raised_solve(matrix: ArrayLike, right: ArrayLike, *, floor: float) -> Solution:
    """X = Q max(d, floor)^-1 Q^T B.

    matrix  (n, n), symmetric, of any sign.
    right   B, (n,) or (n, m).
    floor   above 0, in the units of the matrix.
    Returns the residual of the matrix as given; the outcome is CHANGED if an eigenvalue was below the floor.
    Raises as `raise_eigenvalues`.
    """
    A = require_symmetric("the matrix", matrix)
    d, Q = np.linalg.eigh(A)
    inverse = 1 / np.maximum(d, require_number("the floor", floor))
    return _applied(A, Q, inverse, right, changed=int(np.sum(d < floor)))


def truncated_solve(matrix: ArrayLike, right: ArrayLike, *, cutoff: float) -> Solution:
    """X = sum over d_i > cutoff of q_i (q_i^T B) / d_i.

    matrix  (n, n), symmetric; negative eigenvalues are removed with the small ones.
    right   B, (n,) or (n, m).
    cutoff  above 0, in the units of the matrix.
    Returns the residual of the matrix as given: what of B lies along removed directions.
    Raises SingularFactorError when no eigenvalue is left, and as `raise_eigenvalues`.
    """
    A = require_symmetric("the matrix", matrix)
    d, Q = np.linalg.eigh(A)
    kept = d > require_number("the cutoff", cutoff)
    if not np.any(kept):
        raise SingularFactorError(
            f"no eigenvalue is above the cutoff {cutoff:.3g}: the largest is {d[-1]:.3g}. "
            "The cutoff has the units of the matrix; take a smaller one.",
            eigenvalue=float(d[0]),
        )
    inverse = np.where(kept, 1 / np.where(kept, d, 1.0), 0.0)
    return _applied(A, Q, inverse, right, changed=int(np.sum(~kept)))


def _applied(A: Array, Q: Array, inverse: Array, right: ArrayLike, *, changed: int) -> Solution:
    b = require_right(right, len(A))
    x = (Q * inverse) @ (Q.T @ b)
    return direct_solution(x, relative_residual(b, A @ x), changed=changed)
