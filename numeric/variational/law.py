"""What a Gaussian variational law offers, full or diagonal, and gradients in its moments.

    z = m + L e,  e standard normal             points
    log q(z)                                    log_density
    -E_q[log q]                                 entropy
    df = g . dm + tr(G dS)                      MomentGradient(g, G);  for a diagonal S = diag(v):  g . dm + G . dv

Gradients in other parameters are linear in (g, G): the charts know how.
"""

from dataclasses import dataclass
from typing import Protocol

from numeric.arrays import Array


@dataclass(frozen=True)
class MomentGradient:
    """A gradient with respect to mean and covariance, or a batch of them.

    mean        g, (..., d).
    covariance  G, (..., d, d), symmetric; (..., d) with respect to the variances of a diagonal law.
    """

    mean: Array
    covariance: Array

    def __add__(self, other: "MomentGradient") -> "MomentGradient":
        """The sum, part by part."""
        return MomentGradient(self.mean + other.mean, self.covariance + other.covariance)


@dataclass(frozen=True)
class Expected:
    """Expectations over a law of a function f of z, usually a log joint density.

    value     E[f].
    gradient  E[grad f], (d,).
    hessian   E[hess f], (d, d).
    """

    value: float
    gradient: Array
    hessian: Array


class Law(Protocol):
    """A Gaussian on R^d."""

    @property
    def size(self) -> int:
        """d."""

    @property
    def entropy(self) -> float:
        """-E[log q], in nats."""

    @property
    def entropy_gradient(self) -> MomentGradient:
        """Of the entropy."""

    def points(self, draws: Array) -> Array:
        """m + L e for standard normal e, (N, d)."""

    def log_density(self, z: Array) -> Array:
        """Log q(z), (N,)."""

    def scores(self, z: Array) -> MomentGradient:
        """The gradients of log q at each point."""

    def expected_gradient(self, expected: Expected) -> MomentGradient:
        """The gradient of E[f], from Bonnet's and Price's theorems."""

    def path(self, v: Array, draws: Array) -> Array:
        """v_i . dz_i in the parameters in which z = m + L e is linear in draws, (N, k)."""

    def minus_log_density_gradient(self, draws: Array) -> Array:
        """-grad_z log q at the points of these draws, (N, d)."""
