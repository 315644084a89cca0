"""The diagonal of a symmetric matrix from products with random signs.

    D = mean over draws of z (H z),     E[D] = diag(H),     var D_i = sum_{j != i} H_ij^2 / draws

Exact for a diagonal H with one draw.

Source  Bekas, Kokiopoulou and Saad, An estimator for the diagonal of a matrix, Appl. Numer. Math. 57 (2007);
        Hutchinson, Comm. Statist. Simulation 19 (1990).
"""

import numpy as np

from numeric.arrays import Array, require_some
from numeric.solvers.solution import Operator, require_product


def random_signs(rng: np.random.Generator, n: int, *, count: int) -> Array:
    """Independent signs +1 and -1 of shape (count, n).

    Raises EmptyError for n or count 0.
    """
    return rng.choice([-1.0, 1.0], size=(require_some("draws", count), require_some("dimensions", n)))


def diagonal(operator: Operator, signs: Array) -> Array:
    """The estimate D of shape (n,).

    operator  v to H v, (n,) to (n,), linear and symmetric.
    signs     z, (count, n), from `random_signs`.
    Raises EmptyError, ShapeError, NonFiniteError.
    """
    require_some("draws", len(signs))
    return np.mean([z * require_product("the Hessian", operator, z) for z in signs], axis=0)
