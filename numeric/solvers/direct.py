"""A x = b for a symmetric positive definite A, by Cholesky factorisation of A + lambda I.

    A + lambda I = L L^T,     L y = b,     L^T x = y

Source  Golub and Van Loan, Matrix Computations (4th ed., 2013), sec. 4.2; LAPACK's potrf and potrs.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import LinAlgError, cho_factor, cho_solve

from numeric.arrays import Array
from numeric.metrics import require_symmetric, rounding
from numeric.solvers.errors import SingularFactorError
from numeric.solvers.solution import (
    ACCURATE,
    Solution,
    direct_solution,
    relative_residual,
    require_number,
    require_right,
)


def cholesky_solve(matrix: ArrayLike, right: ArrayLike, *, damping: float = 0.0) -> Solution:
    """X with (A + lambda I) X = B.

    matrix   A, (n, n), symmetric.
    right    B, (n,) or (n, m).
    damping  lambda, at least 0, in the units of A.
    Raises SingularFactorError when A + lambda I is not positive definite beyond rounding, DampingError,
    MetricError for an A that is not symmetric, ShapeError, NonFiniteError, EmptyError.
    """
    A = damped("the matrix", matrix, damping)
    b = require_right(right, len(A))
    x = np.asarray(cho_solve(factor("the matrix", A), b))
    return direct_solution(x, relative_residual(b, A @ x))


def damped(what: str, matrix: ArrayLike, damping: float) -> Array:
    """A + lambda I of shape (n, n), for a symmetric A and lambda at least 0.

    Raises DampingError, MetricError, ShapeError, NonFiniteError, EmptyError.
    """
    A = require_symmetric(what, matrix)
    return A + require_number("the damping", damping, zero=True) * np.eye(len(A))


def factor(what: str, matrix: Array) -> tuple[Array, bool]:
    """The Cholesky factor of a symmetric matrix, as `scipy.linalg.cho_solve` takes it.

    matrix  (n, n), symmetric.
    Raises SingularFactorError when it is not positive definite beyond rounding.
    """
    try:
        L, lower = cho_factor(matrix, lower=True, check_finite=False)
    except LinAlgError:
        raise _singular(what, matrix) from None
    # Every pivot is at least the smallest eigenvalue, so only a small one calls for the eigenvalues themselves,
    # and the Frobenius norm is at least the spectral one, which costs more than the factors.
    pivot, limit = float(np.min(np.diag(L))) ** 2, len(L) * np.finfo(float).eps * np.linalg.norm(matrix)
    if pivot <= limit / ACCURATE and not np.linalg.eigvalsh(matrix)[0] > rounding(matrix):
        raise _singular(what, matrix)
    return L, bool(lower)


def _singular(what: str, matrix: Array) -> SingularFactorError:
    eigenvalues = np.linalg.eigvalsh(matrix)
    smallest = float(eigenvalues[0])
    return SingularFactorError(
        f"{what} of shape {matrix.shape} is not positive definite: its eigenvalues run from {smallest:.3g} to "
        f"{eigenvalues[-1]:.3g}. A factor of fewer examples than dimensions is singular, and so is a Fisher matrix "
        f"where parameters are redundant; add a damping above {max(-smallest, rounding(matrix)):.3g}, "
        "or remove the small eigenvalues (`clipping.truncated_solve`).",
        eigenvalue=smallest,
    )
