"""Damping of a Kronecker product: on the product, or on each factor.

    Tikhonov   G (x) A + damping Id, which is no Kronecker product; solved in the eigenbasis of the factors
    factored   (G + sqrt(damping) / pi Id) (x) (A + pi sqrt(damping) Id)
               = G (x) A + damping Id + pi sqrt(damping) G (x) Id + (sqrt(damping) / pi) Id (x) A

    pi = sqrt((tr A / k) / (tr G / m)), which minimizes the trace norm of the last two terms

When A is multiplied and G divided by a number, pi is multiplied by it, and the damped product stays the same.

Source  Martens and Grosse (2015), arXiv:1503.05671, sec. 6.3.
"""

import numpy as np

from numeric.curvature.kronecker import Kronecker
from numeric.solvers.errors import DampingError
from numeric.solvers.kronecker import balance_of_traces


def factored(factors: Kronecker, *, damping: float) -> Kronecker:
    """A + pi sqrt(damping) Id and G + sqrt(damping) / pi Id.

    damping  positive, in units of the product.
    Raises DampingError, also for a factor of trace zero: no gradient reaches such a layer.
    """
    root, pi = np.sqrt(require_damping(damping)), balance_of_traces(factors.A, factors.G)
    A, G = factors.A.copy(), factors.G.copy()
    A[np.diag_indices_from(A)] += pi * root
    G[np.diag_indices_from(G)] += root / pi
    return Kronecker.of_symmetric(A, G)


def require_damping(damping: float) -> float:
    """Pass a positive finite number.

    Raises DampingError.
    """
    if not (np.ndim(damping) == 0 and np.isfinite(damping) and damping > 0):
        raise DampingError(
            f"damping {damping}: it must be a positive finite number. To go without, solve without damping."
        )
    return float(damping)
