"""Constraint sets that an objective is minimised on, each a map from a simple set onto it.

ellipsoid    {x : x^T A x = c}      x = sqrt(c) L^-T z,  A = L L^T,  z on the unit sphere
sphere       {x : |x| = r}          the ellipsoid A = Id, c = r^2
hyperplane   {x : a^T x = b}        x = b a / |a|^2 + N y,  N an orthonormal basis of a^T x = 0
everywhere   R^n                    x = y
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, require_some, require_square, require_vector
from numeric.errors import InfeasibleError


@dataclass(frozen=True)
class Constraint:
    """x = origin + basis z, with z on the unit sphere (bounded) or anywhere (not bounded).

    origin   (n,).
    basis    (n, m).
    bounded  whether z is held to the unit sphere of R^m.
    """

    origin: Array
    basis: Array
    bounded: bool

    def points(self, z: Array) -> Array:
        """(..., m) to feasible (..., n); z is put on the sphere first where the set is bounded."""
        if self.bounded:
            z = z / np.linalg.norm(z, axis=-1, keepdims=True)
        return np.asarray(self.origin + z @ self.basis.T)


def ellipsoid(matrix: ArrayLike, level: float) -> Constraint:
    """The set x^T A x = c.

    matrix  (n, n), symmetric positive definite.
    level   c > 0.
    Raises InfeasibleError when A is not symmetric positive definite or c is not positive.
    """
    a = require_square("the matrix of an ellipsoid", matrix)
    if not (level > 0 and np.isfinite(level)):
        raise InfeasibleError(f"x^T A x = {level} has no sphere of solutions; the level must be positive.")
    if not np.array_equal(a, a.T):
        raise InfeasibleError(
            "the matrix of an ellipsoid must be symmetric; use (A + A^T)/2 if that is meant."
        )
    values, vectors = np.linalg.eigh(a)
    if values[0] <= len(a) * np.finfo(float).eps * values[-1]:
        raise InfeasibleError(
            f"eigenvalues {values}: not positive definite, so x^T A x = c is not an ellipsoid."
        )
    return Constraint(np.zeros(len(a)), np.sqrt(level) * vectors / np.sqrt(values), bounded=True)


def sphere(n: int, radius: float) -> Constraint:
    """The set |x| = r in R^n.

    Raises InfeasibleError when r is not positive, EmptyError for n = 0.
    """
    require_some("dimensions", n)
    if not (radius > 0 and np.isfinite(radius)):
        raise InfeasibleError(f"a sphere of radius {radius} has no points to choose from.")
    return Constraint(np.zeros(n), radius * np.eye(n), bounded=True)


def hyperplane(normal: ArrayLike, offset: float) -> Constraint:
    """The set a^T x = b.

    normal  a, (n,), not zero, n >= 2.
    offset  b.
    Raises InfeasibleError when a is zero, EmptyError for n < 2 (a single point is nothing to minimise on).
    """
    a = require_vector("the normal of a hyperplane", normal)
    require_some("dimensions of a hyperplane's space", a.size, least=2)
    square = float(a @ a)
    if square == 0:
        raise InfeasibleError(
            "the normal of a hyperplane is zero: the constraint is void or has no solution."
        )
    q = np.linalg.qr(np.column_stack([a, np.eye(a.size)]))[0]
    return Constraint(offset * a / square, q[:, 1 : a.size], bounded=False)


def everywhere(n: int) -> Constraint:
    """All of R^n.

    Raises EmptyError for n = 0.
    """
    require_some("dimensions", n)
    return Constraint(np.zeros(n), np.eye(n), bounded=False)
