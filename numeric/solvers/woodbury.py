"""(U U^T + lambda I) x = b for a tall, thin U, through a system of its width.

    (U U^T + lambda I)^-1 = (I - U (lambda I + U^T U)^-1 U^T) / lambda

The cost is n k^2, not n^3.  The difference cancels when lambda is far below U's singular values; one step of
refinement with the same factor gives the digits back, and the residual says whether it did.

Source  Woodbury, Inverting modified matrices (1950); Golub and Van Loan, Matrix Computations (4th ed., 2013),
        sec. 2.1.4 and 3.5.3 (refinement).
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import cho_solve

from numeric.arrays import Array, floats, require_finite, require_some
from numeric.errors import ShapeError
from numeric.solvers.direct import factor
from numeric.solvers.solution import (
    Solution,
    direct_solution,
    relative_residual,
    require_number,
    require_right,
)


def woodbury_solve(columns: ArrayLike, right: ArrayLike, *, damping: float) -> Solution:
    """X with (U U^T + lambda I) X = B.

    columns  U, (n, k); columns of an average over N examples carry its 1 / sqrt(N).
    right    B, (n,) or (n, m).
    damping  lambda, above 0.
    Raises DampingError for lambda <= 0 (U U^T alone is singular for k < n), SingularFactorError when lambda is
    below the rounding of U^T U and that is singular, ShapeError, NonFiniteError, EmptyError.
    """
    U = floats(columns).astype(np.float64)
    if U.ndim != 2:
        raise ShapeError(f"the columns must have shape (n, k), not {U.shape}.")
    require_some("entries in the columns", U.size)
    require_finite("the columns", U)
    b = require_right(right, len(U))
    inner = U.T @ U + require_number("the damping of a low-rank matrix", damping) * np.eye(U.shape[1])
    factored = factor("lambda I + U^T U", inner)

    def inverse(v: Array) -> Array:
        return np.asarray((v - U @ cho_solve(factored, U.T @ v)) / damping)

    def product(v: Array) -> Array:
        return U @ (U.T @ v) + damping * v

    x = inverse(b)
    x = x + inverse(b - product(x))
    return direct_solution(x, relative_residual(b, product(x)))
