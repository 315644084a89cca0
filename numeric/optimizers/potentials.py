"""Log-partition functions psi of exponential families, with both coordinates and both metrics.

    eta = grad psi(theta)       theta = grad psi*(eta)       psi* the convex conjugate
    Fisher matrix in theta: hess psi(theta)       in eta: hess psi*(eta) = [hess psi(theta)]^-1

    Bernoulli      psi = sum log(1 + e^theta_i)        eta_i = 1 / (1 + e^-theta_i), each coordinate its own law
    Poisson        psi = sum e^theta_i                 eta_i = e^theta_i, each coordinate its own law
    categorical    psi = log(1 + sum e^theta_i)        eta_i = e^theta_i / (1 + sum), the last class left over

Source  Amari, Information Geometry and Its Applications (2016), sec. 2.1 and 2.2; Brown, Fundamentals of
        Statistical Exponential Families (1986), ch. 1 and 3.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit, logsumexp

from numeric.arrays import Array
from numeric.optimizers.errors import DomainError


@dataclass(frozen=True)
class Potential:
    """A strictly convex potential on R^n.

    name            for messages.
    to_mean         theta (n,) to eta (n,): grad psi.
    to_natural      eta (n,) to theta (n,): grad psi*.
    natural_metric  theta (n,) to (n, n): hess psi.
    mean_metric     eta (n,) to (n, n): hess psi*.
    inside          eta (n,) to whether it is a mean, in the open range of grad psi.
    """

    name: str
    to_mean: Callable[[Array], Array]
    to_natural: Callable[[Array], Array]
    natural_metric: Callable[[Array], Array]
    mean_metric: Callable[[Array], Array]
    inside: Callable[[Array], bool]

    def require_mean(self, eta: Array) -> Array:
        """Return eta if it is a mean of the family.

        Raises DomainError.
        """
        if not self.inside(eta):
            raise DomainError(
                f"{eta} is no mean of the {self.name} family: the step left the range of grad psi. "
                "The step is not defined there; take a smaller rate."
            )
        return eta


def _categorical_mean(theta: Array) -> Array:
    return np.exp(theta - logsumexp(np.append(theta, 0.0)))


def _categorical_metric(theta: Array) -> Array:
    eta = _categorical_mean(theta)
    return np.diag(eta) - np.outer(eta, eta)


BERNOULLI = Potential(
    "Bernoulli",
    to_mean=expit,
    to_natural=logit,
    natural_metric=lambda theta: np.diag(expit(theta) * expit(-theta)),
    mean_metric=lambda eta: np.diag(1 / (eta * (1 - eta))),
    inside=lambda eta: bool(np.all((eta > 0) & (eta < 1))),
)
POISSON = Potential(
    "Poisson",
    to_mean=np.exp,
    to_natural=np.log,
    natural_metric=lambda theta: np.diag(np.exp(theta)),
    mean_metric=lambda eta: np.diag(1 / eta),
    inside=lambda eta: bool(np.all(eta > 0)),
)
CATEGORICAL = Potential(
    "categorical",
    to_mean=_categorical_mean,
    to_natural=lambda eta: np.log(eta / (1 - np.sum(eta))),
    natural_metric=_categorical_metric,
    mean_metric=lambda eta: np.diag(1 / eta) + 1 / (1 - np.sum(eta)),
    inside=lambda eta: bool(np.all(eta > 0) and np.sum(eta) < 1),
)
