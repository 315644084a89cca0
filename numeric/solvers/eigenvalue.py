"""An eigenvalue of a symmetric operator with a bound on its error.

For a unit vector v and theta = v^T A v,

    some eigenvalue lambda has |lambda - theta| <= |A v - theta v|,

whatever v is.  That it is the largest one, no product with A can prove: a start orthogonal to the last
eigenvector never sees it.  A random start is orthogonal to it with probability zero.

Source  Parlett, The Symmetric Eigenvalue Problem (1998), sec. 4.5 (residual bounds).
"""

from dataclasses import dataclass

import numpy as np

from numeric.arrays import Array
from numeric.solvers.solution import Ending, Operator, require_product


@dataclass(frozen=True)
class Eigenvalue:
    """An eigenvalue of a symmetric operator.

    value       theta = v^T A v.
    error       |A v - theta v|, measured from the original operator: an eigenvalue lies within it of theta.
    vector      v, (n,), of unit length.
    iterations  products with A that the iteration needed.
    outcome     CONVERGED when error <= tolerance |theta|, else LIMIT.
    """

    value: float
    error: float
    vector: Array
    iterations: int
    outcome: Ending


def measured(operator: Operator, vector: Array, *, tolerance: float, iterations: int) -> Eigenvalue:
    """The Rayleigh quotient of a vector and its residual, from one more product.

    operator    symmetric, (n,) to (n,).
    vector      (n,), not zero.
    tolerance   of the error, relative to the value.
    iterations  to report.
    Raises ShapeError, NonFiniteError.
    """
    v = vector / np.linalg.norm(vector)
    product = require_product("the operator", operator, v)
    theta = float(v @ product)
    # The product itself is rounded, so no residual is believed below that.
    error = float(np.linalg.norm(product - theta * v)) + np.finfo(float).eps * float(np.linalg.norm(product))
    outcome = Ending.CONVERGED if error <= tolerance * abs(theta) else Ending.LIMIT
    return Eigenvalue(theta, error, v, iterations, outcome)
