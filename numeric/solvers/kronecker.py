"""Systems with Kronecker products, solved without forming them.

One matrix equation, two ways to write it as a system for the (m, n) matrix X:

    G X A^T = V     A is (n, n), G is (m, m)
    columns stacked    (A (x) G) vec(X) = vec(V)      vec(X) = X.T.ravel()
    rows stacked       (G (x) A) vec(X) = vec(V)      vec(X) = X.ravel()      (NumPy's order)

For a layer s = W a with W of shape (m, n): A = E[a a^T] of the inputs, G = E[g g^T] of the gradients with
respect to s, so A comes first when columns are stacked.  The answers below are the same under both.

    exact damping       A (x) G + lambda I:  X = Q_G [(Q_G^T V Q_A) / (d_G d_A^T + lambda)] Q_A^T
    factored damping    (A + pi sqrt(lambda) I) (x) (G + sqrt(lambda) / pi I),   pi^2 = (tr A / n) / (tr G / m)

Source  Golub and Van Loan, Matrix Computations (4th ed., 2013), sec. 12.3; Martens and Grosse, Optimizing neural
        networks with Kronecker-factored approximate curvature, ICML 2015, sec. 6.3 (arXiv:1503.05671).
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import cho_solve

from numeric.arrays import Array, floats, require_finite
from numeric.errors import ShapeError
from numeric.metrics import require_symmetric, rounding
from numeric.solvers.direct import damped, factor
from numeric.solvers.errors import DampingError, SingularFactorError
from numeric.solvers.solution import Solution, direct_solution, relative_residual, require_number


def kronecker_multiply(A: Array, G: Array, V: Array) -> Array:
    """G V A^T of shape (m, n): (A (x) G) vec(V) with columns stacked, (G (x) A) vec(V) with rows stacked.

    A  (n, n), not necessarily symmetric.
    G  (m, m), likewise.
    V  (m, n).
    """
    return np.asarray(G @ V @ A.T)


def kronecker_solve(A: ArrayLike, G: ArrayLike, V: ArrayLike) -> Solution:
    """X = G^-1 V A^-1 with (A (x) G) vec(X) = vec(V), columns stacked.

    A  (n, n), symmetric positive definite.
    G  (m, m), symmetric positive definite.
    V  (m, n).
    Raises SingularFactorError that names the factor, MetricError, ShapeError, NonFiniteError, EmptyError.
    """
    return _solve(damped("the factor A", A, 0.0), damped("the factor G", G, 0.0), V)


def factored_solve(A: ArrayLike, G: ArrayLike, V: ArrayLike, *, damping: float) -> Solution:
    """X with (A + pi sqrt(lambda) I) (x) (G + sqrt(lambda) / pi I) vec(X) = vec(V), columns stacked.

    A        (n, n), symmetric positive semidefinite, not zero.
    G        (m, m), likewise.
    V        (m, n).
    damping  lambda, above 0, in the units of A (x) G.
    Returns the residual of the damped product of factors, which is not A (x) G + lambda I.
    Raises DampingError for lambda or a trace that is not positive, and as `kronecker_solve`.
    """
    root = np.sqrt(require_number("the damping", damping))
    pi = balance(A, G)
    return _solve(damped("the factor A", A, pi * root), damped("the factor G", G, root / pi), V)


def balance(A: ArrayLike, G: ArrayLike) -> float:
    """The pi of the factored damping, sqrt((tr A / n) / (tr G / m)): how large A is against G.

    Raises DampingError when a trace is not positive, and as `kronecker_solve`.
    """
    return balance_of_traces(require_symmetric("A", A), require_symmetric("G", G))


def balance_of_traces(A: Array, G: Array) -> float:
    """The same for matrices that are known to be symmetric and finite.

    Raises DampingError.
    """
    means = [float(np.trace(M)) / len(M) for M in (A, G)]
    if not min(means) > 0:
        raise DampingError(
            f"the mean eigenvalues of A and G are {means[0]:.3g} and {means[1]:.3g}; both must be positive to be "
            "balanced. A factor is zero where a layer gets no input or no gradient; leave the layer out, "
            "or damp A (x) G as a whole (`damped_solve`)."
        )
    return float(np.sqrt(means[0] / means[1]))


def damped_solve(A: ArrayLike, G: ArrayLike, V: ArrayLike, *, damping: float) -> Solution:
    """X with (A (x) G + lambda I) vec(X) = vec(V), under either way of stacking: G X A + lambda X = V.

    A        (n, n), symmetric positive semidefinite.
    G        (m, m), likewise.
    V        (m, n).
    damping  lambda, at least 0; above 0 when a factor is singular.
    Raises SingularFactorError for an eigenvalue d_G d_A + lambda that is not positive or a factor with a
    negative one, DampingError, MetricError, ShapeError, NonFiniteError, EmptyError.
    """
    a, g = require_symmetric("the factor A", A), require_symmetric("the factor G", G)
    v = require_matrix(V, len(g), len(a))
    lam = require_number("the damping", damping, zero=True)
    (d_A, Q_A), (d_G, Q_G) = semidefinite_eigen("the factor A", a), semidefinite_eigen("the factor G", g)
    eigenvalues = np.outer(d_G, d_A) + lam
    if not np.min(eigenvalues) > v.size * np.finfo(float).eps * np.max(eigenvalues):
        raise SingularFactorError(
            f"A (x) G + {lam:.3g} I is singular: its eigenvalues run from {np.min(eigenvalues):.3g} to "
            f"{np.max(eigenvalues):.3g}. A factor of fewer examples than dimensions is; raise the damping.",
            eigenvalue=float(np.min(eigenvalues)),
        )
    x = Q_G @ ((Q_G.T @ v @ Q_A) / eigenvalues) @ Q_A.T
    return direct_solution(x, relative_residual(v, kronecker_multiply(a, g, x) + lam * x))


def semidefinite_eigen(what: str, matrix: Array) -> tuple[Array, Array]:
    """Eigenvalues (n,), those that are negative by rounding set to zero, and eigenvectors (n, n) in columns.

    matrix  (n, n), symmetric.
    Raises SingularFactorError for an eigenvalue that is negative beyond rounding.
    """
    values, vectors = np.linalg.eigh(matrix)
    if values[0] < -rounding(matrix):
        raise SingularFactorError(
            f"{what} has the eigenvalue {values[0]:.3g}: a second moment has none below zero. Likely a centred "
            "or differenced matrix was given; give E[a a^T] itself.",
            eigenvalue=float(values[0]),
        )
    return np.maximum(values, 0.0), vectors


def require_matrix(V: ArrayLike, m: int, n: int) -> Array:
    """Return V of shape (m, n) as float64.

    Raises ShapeError, NonFiniteError.
    """
    v = floats(V).astype(np.float64)
    if v.shape != (m, n):
        raise ShapeError(
            f"V has shape {v.shape}; with A of shape ({n}, {n}) and G of shape ({m}, {m}) it must be ({m}, {n}): "
            "one row for each output, one column for each input."
        )
    return require_finite("V", v)


def _solve(A: Array, G: Array, V: ArrayLike) -> Solution:
    v = require_matrix(V, len(G), len(A))
    half = cho_solve(factor("the factor G", G), v)
    x = np.asarray(cho_solve(factor("the factor A", A), half.T).T)
    return direct_solution(x, relative_residual(v, kronecker_multiply(A, G, x)))
