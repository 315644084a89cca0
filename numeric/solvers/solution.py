"""What a solver hands back, and how a residual is measured.

relative residual = |b - A x| / |b|     (Frobenius norms; zero for b = 0, whose solution is x = 0)
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, floats, require_finite, require_some
from numeric.errors import ShapeError
from numeric.solvers.errors import DampingError

Operator = Callable[[Array], Array]

ACCURATE = float(np.sqrt(np.finfo(float).eps))  # half the digits: a direct solution that has fewer is poor


class Ending(Enum):
    """How a solver ended; the value is the sentence to show."""

    CONVERGED = "The residual, measured from the original operator, is within the tolerance."
    STAGNATED = (
        "The recurrence went below the tolerance and the measured residual did not. Likely rounding in a badly "
        "conditioned system, or an operator that is not linear; precondition, damp, or ask for less."
    )
    LIMIT = (
        "The iterations were used up. Likely a badly conditioned system, or an operator that is not "
        "symmetric; precondition, damp, or raise the limit."
    )
    POOR = (
        "A direct solution keeps less than half the digits: the matrix is singular almost to rounding. "
        "Damp it, or remove its small eigenvalues."
    )
    CHANGED = (
        "Eigenvalues were raised or removed, so the solution is that of another matrix; "
        "the residual is that of the original one."
    )


@dataclass(frozen=True)
class Solution:
    """The solution of A x = b.

    solution    x, of the shape of b.
    residual    |b - A x| / |b| for the A given (with its damping, where there is one).
    iterations  products with A that the iteration needed; zero for a direct method.
    outcome     how it ended.
    changed     how many eigenvalues were raised or removed.
    """

    solution: Array
    residual: float
    iterations: int
    outcome: Ending
    changed: int = 0


def direct_solution(solution: Array, residual: float, *, changed: int = 0) -> Solution:
    """The solution of a direct method, with the outcome that its residual and the changes earn."""
    if changed:
        return Solution(solution, residual, 0, Ending.CHANGED, changed)
    return Solution(solution, residual, 0, Ending.CONVERGED if residual <= ACCURATE else Ending.POOR)


def relative_residual(right: Array, product: Array) -> float:
    """|b - A x| / |b|, zero when b is.

    right    b.
    product  A x, of the same shape.
    """
    size = float(np.linalg.norm(right))
    return float(np.linalg.norm(right - product)) / size if size else 0.0


def require_right(right: ArrayLike, n: int) -> Array:
    """Return b of shape (n,) or (n, m) as float64.

    Raises ShapeError, EmptyError, NonFiniteError.
    """
    b = floats(right).astype(np.float64)
    if b.ndim not in {1, 2} or b.shape[0] != n:
        raise ShapeError(
            f"the right-hand side has shape {b.shape}; ({n},) or ({n}, m) goes with a matrix of shape ({n}, {n})."
        )
    require_some("entries in the right-hand side", b.size)
    return require_finite("the right-hand side", b)


def require_product(what: str, operator: Operator, vector: Array) -> Array:
    """Return operator(vector), checked.

    vector  (n,); the operator must return the same shape, finite.
    Raises ShapeError, NonFiniteError.
    """
    found = floats(operator(vector.copy())).astype(np.float64)
    if found.shape != vector.shape:
        raise ShapeError(f"{what} maps shape {vector.shape} to {found.shape}; the same shape is needed.")
    return require_finite(f"{what} times a vector", found)


def require_number(name: str, value: float, *, zero: bool = False) -> float:
    """Return a finite positive number, or zero where that is allowed.

    Raises DampingError.
    """
    if not np.isfinite(value) or value < 0 or (value == 0 and not zero):
        raise DampingError(f"{name} = {value}: it must be finite and {'at least' if zero else 'above'} zero.")
    return float(value)
