"""Exponential families in natural and expectation coordinates, dual to each other.

    log q(z) = theta . t(z) - A(theta)         nothing else depends on z: the base measure is Lebesgue's
    eta      = E[t] = grad A(theta)            the expectation parameter
    F(theta) = Cov(t) = hess A(theta)          the Fisher matrix in theta; in eta it is F(theta)^-1
    entropy  = A(theta) - theta . eta
    KL(theta || theta') = (theta - theta') . eta - A(theta) + A(theta')

For any function L of the law, grad_theta L = F(theta) grad_eta L: the natural gradient in theta is the plain
gradient in eta, and the natural gradient in eta the plain gradient in theta.

Source  Amari, Information Geometry and Its Applications (2016), sec. 2.1 to 2.3; Wainwright and Jordan, Graphical
        models, exponential families, and variational inference (2008), sec. 3.
"""

from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, require_finite, require_some
from numeric.errors import ShapeError
from numeric.solvers.direct import cholesky_solve
from numeric.solvers.solution import Solution


class Family(Protocol):
    """A minimal exponential family; every array of parameters may have leading axes."""

    @property
    def size(self) -> int:
        """k, how many parameters there are."""

    def require(self, theta: ArrayLike) -> Array:
        """Natural parameters (..., k) inside the domain; ParameterError says what is outside."""

    def log_partition(self, theta: ArrayLike) -> Array:
        """A(theta), (...,)."""

    def mean(self, theta: ArrayLike) -> Array:
        """The expectation parameter, (..., k), for theta real or complex; analytic in theta."""

    def fisher(self, theta: ArrayLike) -> Array:
        """Hess A(theta), (k, k), for one theta (k,)."""

    def statistics(self, z: Any) -> Array:
        """t(z), (N, k), for N points in the family's own form."""


def log_density(family: Family, theta: ArrayLike, z: Any) -> Array:
    """Theta . t(z) - A(theta), (N,).

    theta  (k,).
    z      N points.
    Raises ParameterError, ShapeError, NonFiniteError.
    """
    at = family.require(theta)
    return np.asarray(family.statistics(z) @ at - family.log_partition(at))


def entropy(family: Family, theta: ArrayLike) -> Array:
    """A(theta) - theta . eta, (...,), in nats; differential, so of any sign.

    theta  (..., k).
    Raises ParameterError, ShapeError, NonFiniteError.
    """
    at = family.require(theta)
    return np.asarray(family.log_partition(at) - np.sum(at * family.mean(at), axis=-1))


def divergence(family: Family, theta: ArrayLike, other: ArrayLike) -> Array:
    """KL(theta || theta') = (theta - theta') . eta(theta) - A(theta) + A(theta'), (...,), in nats.

    theta, other  (..., k).
    Raises ParameterError, ShapeError, NonFiniteError.
    """
    at, to = family.require(theta), family.require(other)
    linear = np.sum((at - to) * family.mean(at), axis=-1)
    return np.asarray(linear - family.log_partition(at) + family.log_partition(to))


def dual_gradient(family: Family, theta: ArrayLike, gradient: ArrayLike) -> Solution:
    """F(theta)^-1 grad_theta L, (k,), by a linear solve: the same as grad_eta L.

    theta     (k,).
    gradient  with respect to theta, (k,).
    Raises ParameterError, SingularFactorError, ShapeError, NonFiniteError.
    """
    return cholesky_solve(family.fisher(theta), gradient)


def require_size(name: str, theta: ArrayLike, size: int) -> Array:
    """Return finite parameters (..., k), real or complex.

    Raises ShapeError, EmptyError, NonFiniteError.
    """
    found = np.asarray(theta)
    found = found.astype(np.complex128 if np.iscomplexobj(found) else np.float64)
    if found.ndim < 1 or found.shape[-1] != size:
        raise ShapeError(f"natural parameters of shape {found.shape} for {name}, which has (..., {size}).")
    require_some(f"parameters of {name}", found.size)
    return require_finite(f"a natural parameter of {name}", found)


def require_one(name: str, theta: Array) -> Array:
    """Return one natural parameter (k,).

    Raises ShapeError for a batch.
    """
    if theta.ndim != 1:
        raise ShapeError(f"{name}: a Fisher matrix is of one law, with parameters (k,), not {theta.shape}.")
    return theta
