"""A conjugate model with its exact posterior: the case in which one natural-gradient step is enough.

    log p(x, z) = (theta_0 + s) . t(z) - A(theta_0) + c          s the sum of what the observations add
    posterior     theta* = theta_0 + s,     log evidence = A(theta*) - A(theta_0) + c
    L(theta)    = (theta* - theta) . eta(theta) + A(theta) - A(theta_0) + c = log evidence - KL(theta || theta*)
    grad_theta L = F(theta) (theta* - theta),     grad_eta L = theta* - theta

so the natural gradient is theta* - theta, and its step (1 - rho) theta + rho theta* is the posterior at rho = 1.

Source  Hoffman, Blei, Wang and Paisley, Stochastic variational inference, JMLR 14 (2013), sec. 2.2 and 2.3;
        Sato, Online model selection based on the variational Bayes, Neural Comput. 13 (2001).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, require_vector
from numeric.errors import ShapeError
from numeric.variational.charts import require_rate
from numeric.variational.family import Family
from numeric.variational.normal import frozen


@dataclass(frozen=True, eq=False)
class Conjugate:
    """A prior from a family, and what observations add to it.

    family  of prior and posterior.
    prior   theta_0, (k,).
    added   s, (k,).
    base    c, the part of the log likelihood without z, in nats.
    Raises ParameterError, ShapeError, NonFiniteError.
    """

    family: Family
    prior: Array
    added: Array
    base: float

    def __post_init__(self) -> None:
        prior, added = self.family.require(self.prior), require_vector("what observations add", self.added)
        if prior.shape != added.shape:
            raise ShapeError(f"a prior of shape {prior.shape} and observations that add {added.shape}.")
        self.family.require(prior + added)
        object.__setattr__(self, "prior", frozen(prior))
        object.__setattr__(self, "added", frozen(added))

    @property
    def posterior(self) -> Array:
        """theta* = theta_0 + s, (k,)."""
        return self.prior + self.added

    @property
    def log_evidence(self) -> float:
        """A(theta*) - A(theta_0) + c, in nats."""
        A = self.family.log_partition
        return float(A(self.posterior) - A(self.prior)) + self.base

    def bound(self, theta: ArrayLike) -> float:
        """L(theta), in nats.

        theta  (k,).
        Raises ParameterError, ShapeError, NonFiniteError.
        """
        at = self.family.require(theta)
        linear = float((self.posterior - at) @ self.family.mean(at))
        return (
            linear + float(self.family.log_partition(at) - self.family.log_partition(self.prior)) + self.base
        )

    def gradient(self, theta: ArrayLike) -> Array:
        """F(theta) (theta* - theta), (k,): the plain gradient in theta, the natural one in eta.

        theta  (k,).
        Raises ParameterError, ShapeError, NonFiniteError.
        """
        return np.asarray(self.family.fisher(theta) @ self.natural_gradient(theta))

    def natural_gradient(self, theta: ArrayLike) -> Array:
        """theta* - theta, (k,): the natural gradient in theta, the plain one in eta.

        theta  (k,).
        Raises ParameterError, ShapeError, NonFiniteError.
        """
        return self.posterior - self.family.require(theta)

    def step(self, theta: ArrayLike, *, rate: float) -> Array:
        """(1 - rho) theta + rho theta*, (k,).

        theta  (k,).
        rate   rho, in (0, 1].
        Raises RateError, ParameterError, ShapeError, NonFiniteError.
        """
        rho = require_rate(rate)
        return (1 - rho) * self.family.require(theta) + rho * self.posterior
