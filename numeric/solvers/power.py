"""Power iteration: the eigenvalue of largest modulus of a symmetric operator.

    v <- A v / |A v|,     theta = v^T A v

The angle to the eigenvector shrinks by |lambda_2 / lambda_1| a step, and the error of theta by its square.  Two
eigenvalues of equal modulus and opposite sign never settle, and the outcome is then LIMIT.

Source  Golub and Van Loan, Matrix Computations (4th ed., 2013), sec. 7.3 and 8.2.
"""

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, require_some
from numeric.solvers.conjugate_gradients import as_operator
from numeric.solvers.eigenvalue import Eigenvalue, measured
from numeric.solvers.solution import Ending, Operator, require_number, require_product


def power_iteration(
    operator: Operator | ArrayLike,
    n: int,
    rng: np.random.Generator,
    *,
    tolerance: float = 1e-8,
    limit: int = 1000,
) -> Eigenvalue:
    """The eigenvalue of largest modulus, to |A v - theta v| <= tolerance |theta|.

    operator   A: (n,) to (n,), linear and symmetric; or its matrix (n, n).
    n          of dimensions, at least 1.
    rng        of the start, a standard normal vector.
    tolerance  above 0.
    limit      of the products with A, at least 1.
    Raises DampingError for the tolerance, EmptyError, ShapeError, NonFiniteError.
    """
    A = as_operator(operator, require_some("dimensions", n))
    require_number("the tolerance", tolerance)
    require_some("iterations allowed", limit)
    v: Array = rng.normal(size=n)
    v = v / np.linalg.norm(v)
    for k in range(1, limit + 1):
        product = require_product("the operator", A, v)
        size = float(np.linalg.norm(product))
        if size == 0:  # A is zero along a generic vector, hence zero
            return Eigenvalue(0.0, 0.0, v, k, Ending.CONVERGED)
        theta = float(v @ product)
        if np.linalg.norm(product - theta * v) <= tolerance * abs(theta) / 2:
            break  # half, so that the measured error, which adds rounding, still passes
        v = product / size
    return measured(A, v, tolerance=tolerance, iterations=k)
