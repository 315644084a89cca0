"""The evidence lower bound of a Gaussian variational law, and its gradient in the moments.

    L(q) = E_q[log p(x, z) - log q(z)] = E_q[log p(x, z)] + entropy(q)
         = log p(x) - KL(q || p(z | x))                                     so L <= log p(x), in nats

    dL/dm = E[grad f],     dL/dS = (E[hess f] + P) / 2,     f = log p(x, .)

Source  Jordan, Ghahramani, Jaakkola and Saul, An introduction to variational methods for graphical models, Machine
        Learning 37 (1999), sec. 6; Opper and Archambeau, Neural Comput. 21 (2009), sec. 2.
"""

from typing import Protocol

import numpy as np

from numeric.arrays import Array, require_finite
from numeric.errors import ShapeError
from numeric.variational.diagonal import DiagonalNormal
from numeric.variational.law import Expected, Law, MomentGradient
from numeric.variational.normal import Normal


class LogJoint(Protocol):
    """f = log p(x, z) as a function of z, with its expectations over Gaussian laws."""

    @property
    def size(self) -> int:
        """d."""

    def value(self, z: Array) -> Array:
        """f at points (N, d), (N,)."""

    def gradient(self, z: Array) -> Array:
        """Grad f at points (N, d), (N, d)."""

    def expected(self, law: Normal | DiagonalNormal) -> Expected:
        """E[f], E[grad f] and E[hess f]."""


def lower_bound(law: Law, expected: Expected) -> float:
    """L = E[f] + entropy, in nats.

    expected  of f = log p(x, .) over the law.
    Raises ShapeError, NonFiniteError.
    """
    require_same(law, expected)
    return expected.value + law.entropy


def lower_bound_gradient(law: Law, expected: Expected) -> MomentGradient:
    """(dL/dm, dL/dS), or (dL/dm, dL/dv) for a diagonal law.

    expected  of f = log p(x, .) over the law.
    Raises ShapeError, NonFiniteError.
    """
    require_same(law, expected)
    return law.expected_gradient(expected) + law.entropy_gradient


def full(law: Normal | DiagonalNormal, size: int) -> Normal:
    """The law with its covariance written out, if it lives on R^size.

    Raises ShapeError.
    """
    if law.size != size:
        raise ShapeError(f"a law on R^{law.size} for a log joint density on R^{size}.")
    return law.full if isinstance(law, DiagonalNormal) else law


def require_same(law: Law, expected: Expected) -> None:
    """Check that expectations are finite and of the dimension of the law.

    Raises ShapeError, NonFiniteError.
    """
    if expected.gradient.shape != (law.size,) or expected.hessian.shape != (law.size, law.size):
        raise ShapeError(
            f"expectations of shapes {expected.gradient.shape} and {expected.hessian.shape} for a law on R^{law.size}."
        )
    require_finite("an expected value", np.asarray(expected.value))
    require_finite("an expected gradient", expected.gradient)
    require_finite("an expected Hessian", expected.hessian)
