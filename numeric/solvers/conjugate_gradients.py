"""Preconditioned conjugate gradients: A x = b by products A v alone, for symmetric positive definite A.

    alpha = r^T z / p^T A p,   x += alpha p,   r -= alpha A p,   z = M^-1 r,   beta = r'^T z' / r^T z,   p = z + beta p

A direction with p^T A p <= 0 shows that A is not positive definite, and is an error: with an indefinite
curvature matrix the iterate minimises nothing.

Source  Hestenes and Stiefel, Methods of conjugate gradients for solving linear systems, J. Res. Nat. Bur.
        Standards 49 (1952); Golub and Van Loan, Matrix Computations (4th ed., 2013), sec. 11.3 and 11.5.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, require_finite, require_some, require_square, require_vector
from numeric.errors import ShapeError
from numeric.solvers.errors import IndefiniteError
from numeric.solvers.solution import (
    Ending,
    Operator,
    Solution,
    relative_residual,
    require_number,
    require_product,
)

RESTARTS = 3  # times the recurrence is started again from the measured residual before it has stagnated


@dataclass
class _Search:
    """What the recurrence carries: iterate, residual, preconditioned residual, direction."""

    x: Array
    r: Array
    z: Array
    p: Array
    rz: float


def conjugate_gradients(
    operator: Operator | ArrayLike,
    right: ArrayLike,
    *,
    preconditioner: Operator | None = None,
    start: ArrayLike | None = None,
    tolerance: float = 1e-10,
    limit: int | None = None,
) -> Solution:
    """X with A x = b, to |b - A x| <= tolerance |b|.

    operator        A: (n,) to (n,), linear, symmetric positive definite; or its matrix (n, n).
    right           b, (n,).
    preconditioner  r to M^-1 r, symmetric positive definite; the identity by default.
    start           first x, (n,); zero by default.
    tolerance       of the relative residual, above 0.
    limit           of the iterations, at least 1; 10 n by default, n being enough without rounding.
    Returns the last iterate, also when it ended otherwise than CONVERGED.
    Raises IndefiniteError with the curvature when p^T A p <= 0 or r^T M^-1 r <= 0,
    DampingError for the tolerance, EmptyError for the limit, ShapeError, NonFiniteError.
    """
    b = require_vector("the right-hand side", right).astype(np.float64)
    A = as_operator(operator, b.size)
    require_number("the tolerance", tolerance)
    most = require_some("iterations allowed", 10 * b.size if limit is None else limit)
    x = np.zeros_like(b) if start is None else require_vector("the start", start).astype(np.float64)
    if x.shape != b.shape:
        raise ShapeError(f"a start of shape {x.shape} for a right-hand side of shape {b.shape}.")
    if not np.any(b):
        return Solution(np.zeros_like(b), 0.0, 0, Ending.CONVERGED)
    goal, used = tolerance * float(np.linalg.norm(b)), 0
    for _ in range(RESTARTS):
        r = b - require_product("the operator", A, x) if np.any(x) else b.copy()
        if np.linalg.norm(r) <= goal or used == most:
            break
        x, used = _descend(A, preconditioner, _first(preconditioner, x, r), goal, (used, most))
    residual = relative_residual(b, require_product("the operator", A, x))
    if residual <= tolerance:
        return Solution(x, residual, used, Ending.CONVERGED)
    return Solution(x, residual, used, Ending.LIMIT if used == most else Ending.STAGNATED)


def as_operator(operator: Operator | ArrayLike, n: int) -> Operator:
    """The product v to A v of a matrix, or the callable as it is.

    operator  callable, or (n, n).
    Raises ShapeError, NonFiniteError.
    """
    if callable(operator):
        return operator
    matrix = require_square("the matrix", operator)
    if matrix.shape != (n, n):
        raise ShapeError(f"a matrix of shape {matrix.shape} for vectors of shape ({n},).")
    return lambda v: matrix @ v


def _descend(
    A: Operator, M: Operator | None, search: _Search, goal: float, count: tuple[int, int]
) -> tuple[Array, int]:
    """Iterate until the recurrence is at the goal or the count is used up; hand back x and the count."""
    used, most = count
    while used < most and np.linalg.norm(search.r) > goal:
        Ap = _product("the operator", A, search.p)
        used += 1
        alpha = search.rz / _require_positive("the operator", search.p, Ap)
        search.x = search.x + alpha * search.p
        search.r = search.r - alpha * Ap
        if not np.any(search.r):
            break
        search.z = search.r if M is None else _product("the preconditioner", M, search.r)
        rz = _require_positive("the preconditioner", search.r, search.z)
        search.p = search.z + rz / search.rz * search.p
        search.rz = rz
    return search.x, used


def _first(M: Operator | None, x: Array, r: Array) -> _Search:
    z = r if M is None else require_product("the preconditioner", M, r)
    return _Search(x, r, z, z, _require_positive("the preconditioner", r, z))


def _product(what: str, operator: Operator, vector: Array) -> Array:
    """The product, its shape checked; that it is finite is seen from its form, which is needed anyway."""
    found = np.asarray(operator(vector.copy()), dtype=np.float64)
    return found if found.shape == vector.shape else require_product(what, operator, vector)


def _require_positive(what: str, p: Array, Ap: Array) -> float:
    form = float(p @ Ap)
    if not np.isfinite(form):
        require_finite(f"{what} times a vector", Ap)
    if not form > 0:
        curvature = form / float(p @ p)
        raise IndefiniteError(
            f"{what} is not positive definite: p^T A p / p^T p = {curvature:.6g} along a direction met. "
            "A Hessian away from a minimum is indefinite, a Fisher or Gauss-Newton matrix never; "
            f"use one of those, or add a damping above {-curvature:.3g}, which may not be enough "
            "(the curvature is only a bound on the smallest eigenvalue).",
            curvature=curvature,
        )
    return form
