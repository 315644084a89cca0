"""Coordinates for Gaussian variational laws, each with its Fisher matrix and the gradient in it.

    F = E_q[score score^T]                      of the variational law q, not of the model
    natural gradient = F^-1 grad L              a tangent vector: J F^-1 grad L in other coordinates
    natural step     = coordinates + rate F^-1 grad L

Between natural and expectation coordinates no system need be solved: they are dual,

    F_theta^-1 grad_theta L = grad_eta L,       F_eta^-1 grad_eta L = grad_theta L.

Source  Amari, Natural gradient works efficiently in learning, Neural Comput. 10 (1998), Theorem 1;
        Khan and Lin, Conjugate-computation variational inference, AISTATS (2017), sec. 3 (the duality).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, require_vector
from numeric.errors import ShapeError
from numeric.solvers.direct import cholesky_solve
from numeric.solvers.solution import Solution
from numeric.variational.diagonal import DiagonalNormal
from numeric.variational.errors import RateError
from numeric.variational.law import MomentGradient
from numeric.variational.normal import Normal

L = TypeVar("L", Normal, DiagonalNormal)


@dataclass(frozen=True)
class Chart(Generic[L]):
    """Coordinates of a family of laws.

    name      for messages.
    pack      law to coordinates, (k,).
    unpack    coordinates to law; an error where there is none.
    fisher    law to the Fisher matrix in these coordinates, (k, k).
    gradient  law and a gradient in its moments to the gradient in these coordinates, (..., k); linear.
    """

    name: str
    pack: Callable[[L], Array]
    unpack: Callable[[Array], L]
    fisher: Callable[[L], Array]
    gradient: Callable[[L, MomentGradient], Array]


def scores(chart: Chart[L], law: L, z: ArrayLike) -> Array:
    """The gradients of log q in the coordinates at each point, (N, k); E[score score^T] is the Fisher matrix.

    z  points, (N, d).
    Raises ShapeError, NonFiniteError.
    """
    return chart.gradient(law, law.scores(np.asarray(z)))


def natural_gradient(chart: Chart[L], law: L, gradient: MomentGradient) -> Solution:
    """F^-1 grad L in the coordinates, (k,), by a linear solve; the residual is measured.

    gradient  of L with respect to mean and covariance (or variances).
    Raises SingularFactorError, ShapeError, NonFiniteError.
    """
    shape = (law.size, law.size) if isinstance(law, Normal) else (law.size,)
    if gradient.mean.shape != (law.size,) or gradient.covariance.shape != shape:
        raise ShapeError(
            f"a gradient of shapes {gradient.mean.shape} and {gradient.covariance.shape} for a {type(law).__name__} "
            f"on R^{law.size}; ({law.size},) and {shape} are needed."
        )
    return cholesky_solve(chart.fisher(law), chart.gradient(law, gradient))


def natural_step(chart: Chart[L], law: L, gradient: MomentGradient, *, rate: float) -> L:
    """The law at coordinates + rate F^-1 grad L: uphill, and another law in each chart beyond first order.

    gradient  of L with respect to mean and covariance (or variances).
    rate      in (0, 1].
    Raises RateError, the error of `unpack` outside the family, and as `natural_gradient`.
    """
    found = natural_gradient(chart, law, gradient).solution
    return chart.unpack(chart.pack(law) + require_rate(rate) * found)


def require_rate(rate: float) -> float:
    """Return a rate in (0, 1].

    Raises RateError.
    """
    if not 0 < rate <= 1:
        raise RateError(
            f"rate {rate}: it must be above 0 and at most 1. A natural step of size one is a coordinate update; "
            "a longer one leaves the optimum of its block behind."
        )
    return float(rate)


def dimension(name: str, coordinates: ArrayLike, count: Callable[[int], int]) -> tuple[int, Array]:
    """The d that has so many coordinates, and the coordinates checked.

    name         of the chart.
    coordinates  (k,).
    count        d to the number of its coordinates, growing.
    Raises ShapeError when no d fits, EmptyError, NonFiniteError.
    """
    vector = require_vector(f"the coordinates {name}", coordinates).astype(np.float64)
    d = 1
    while count(d) < vector.size:
        d += 1
    if count(d) != vector.size:
        raise ShapeError(f"{vector.size} coordinates {name}: no dimension has that many.")
    return d, vector
