"""Lanczos' method with full reorthogonalisation: the largest eigenvalue of a symmetric operator.

    beta_j q_{j+1} = A q_j - alpha_j q_j - beta_{j-1} q_{j-1},     T = Q^T A Q tridiagonal

The largest eigenvalue of T is the largest Rayleigh quotient over the Krylov space; with its eigenvector s the
residual is beta_k |s_k|, and the step ends when that is small.  All q are kept, k n numbers, since without
reorthogonalisation rounding makes copies of eigenvalues.

Source  Golub and Van Loan, Matrix Computations (4th ed., 2013), sec. 10.1 and 10.3; the tridiagonal
        eigenproblem is LAPACK's (stemr or stebz), by SciPy.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import eigh_tridiagonal

from numeric.arrays import Array, require_some
from numeric.solvers.conjugate_gradients import as_operator
from numeric.solvers.eigenvalue import Eigenvalue, measured
from numeric.solvers.solution import Operator, require_number, require_product


def lanczos(
    operator: Operator | ArrayLike,
    n: int,
    rng: np.random.Generator,
    *,
    tolerance: float = 1e-8,
    limit: int = 200,
) -> Eigenvalue:
    """The largest (not the largest in modulus) eigenvalue, to |A v - theta v| <= tolerance |theta|.

    operator   A: (n,) to (n,), linear and symmetric; or its matrix (n, n).
    n          of dimensions, at least 1.
    rng        of the start, a standard normal vector.
    tolerance  above 0.
    limit      of the products with A, at least 1; no more than n are ever made.
    Raises DampingError for the tolerance, EmptyError, ShapeError, NonFiniteError.
    """
    A = as_operator(operator, require_some("dimensions", n))
    require_number("the tolerance", tolerance)
    most = min(n, require_some("iterations allowed", limit))
    q: Array = rng.normal(size=n)
    Q: list[Array] = [q / np.linalg.norm(q)]
    alpha: list[float] = []
    beta: list[float] = []
    while True:
        product = require_product("the operator", A, Q[-1])
        alpha.append(float(Q[-1] @ product))
        left = _orthogonal(product, Q)
        theta, s = _largest(alpha, beta)
        size = float(np.linalg.norm(left))
        # Rounding of the product itself: the Krylov space is then invariant, and there is no next vector.
        exhausted = size <= n * np.finfo(float).eps * float(np.linalg.norm(product))
        if len(Q) == most or exhausted or size * abs(s[-1]) <= tolerance * abs(theta) / 2:
            break
        beta.append(size)
        Q.append(left / size)
    return measured(A, np.asarray(Q).T @ s, tolerance=tolerance, iterations=len(Q))


def _orthogonal(vector: Array, Q: list[Array]) -> Array:
    """The part of the vector orthogonal to all q; twice is enough (Parlett, sec. 6.9)."""
    basis = np.asarray(Q)
    for _ in range(2):
        vector = vector - basis.T @ (basis @ vector)
    return vector


def _largest(alpha: list[float], beta: list[float]) -> tuple[float, Array]:
    last = len(alpha) - 1
    values, vectors = eigh_tridiagonal(alpha, beta, select="i", select_range=(last, last))
    return float(values[0]), np.asarray(vectors[:, 0])
