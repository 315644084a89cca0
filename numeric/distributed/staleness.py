"""What a step errs by when its curvature is not that of the point it is taken at.

    stale step   S^-1 v          fresh step   M^-1 v
    error        S^-1 v - M^-1 v = S^-1 (M - S) M^-1 v
    relative     |error| / |M^-1 v| <= |M - S|_F / lambda_min(S)

S and M are damped Kronecker products.  Their distance is summed from the changes of the factors,

    M - S = dG (x) A_M + G_S (x) dA,     dG = G_M - G_S,  dA = A_M - A_S,

so that it keeps its digits when the two are near.  It is of the order of the way from one point to the other: with
steps of length rate |P g| a synchronization period of p costs at most of the order of (p - 1) rate.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import require_finite
from numeric.curvature import Kronecker
from numeric.errors import EmptyError, ShapeError


@dataclass(frozen=True)
class Staleness:
    """How far a stale step is from the fresh one.

    relative  |S^-1 v - M^-1 v| / |M^-1 v|.
    bound     |M - S|_F / lambda_min(S), which the relative error does not exceed.
    """

    relative: float
    bound: float


def staleness(stale: Kronecker, fresh: Kronecker, V: ArrayLike) -> Staleness:
    """Compare the steps of two damped pairs of factors of one weight matrix.

    stale  S, as it is used.
    fresh  M, as it would be at this point.
    V      the gradient, (m, k), not zero.
    Raises SingularMetricError for factors without damping, ShapeError, NonFiniteError, EmptyError.
    """
    if stale.shape != fresh.shape:
        raise ShapeError(f"factors of weights {stale.shape} and {fresh.shape}: one weight matrix is needed.")
    wanted = fresh.solve(V)
    if not np.any(wanted):
        raise EmptyError("the gradient is zero: a step of no length has no relative error.")
    relative = float(np.linalg.norm(stale.solve(V) - wanted) / np.linalg.norm(wanted))
    least = float(np.linalg.eigvalsh(stale.A)[0] * np.linalg.eigvalsh(stale.G)[0])
    return Staleness(relative, distance(stale, fresh) / least)


def distance(left: Kronecker, right: Kronecker) -> float:
    """The Frobenius norm of the difference of two products, without forming them.

    Raises ShapeError.
    """
    if left.shape != right.shape:
        raise ShapeError(f"factors of weights {left.shape} and {right.shape}: one weight matrix is needed.")
    dA, dG = right.A - left.A, right.G - left.G
    # <X1 (x) Y1, X2 (x) Y2> = <X1, X2> <Y1, Y2>
    square = (
        np.sum(dG * dG) * np.sum(right.A * right.A)
        + 2 * np.sum(dG * left.G) * np.sum(right.A * dA)
        + np.sum(left.G * left.G) * np.sum(dA * dA)
    )
    return float(np.sqrt(np.maximum(require_finite("a squared distance", np.asarray(square)), 0.0)))
