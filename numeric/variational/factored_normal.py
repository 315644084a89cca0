"""Numbers of unknown mean and precision, with independent factors for the two.

    x_n ~ N(mu, 1 / tau),     mu ~ N(m_0, 1 / lambda_0),     tau ~ Gamma(a_0, b_0)     (independent: not conjugate)
    q(mu, tau) = q(mu) q(tau):
        q(mu)  has  theta = theta_0 + E[tau] (sum x, -N / 2)                                t = (mu, mu^2)
        q(tau) has  theta = theta_0 + (N / 2, -E[sum (x - mu)^2] / 2)                       t = (log tau, tau)
    L = N (E[log tau] - log(2 pi)) / 2 - E[tau] E[sum (x - mu)^2] / 2 - KL(q(mu)) - KL(q(tau))

Source  Bishop, Pattern Recognition and Machine Learning (2006), sec. 10.1.3 (there with mu given tau in the prior).
"""

from dataclasses import dataclass

import numpy as np

from numeric.arrays import Array, require_vector
from numeric.variational.ascent import Blocks
from numeric.variational.family import Family, divergence
from numeric.variational.gamma import Gamma
from numeric.variational.normal import frozen
from numeric.variational.normal_family import NormalFamily

MEAN, PRECISION = 0, 1  # the blocks


@dataclass(frozen=True, eq=False)
class FactoredNormal:
    """The model: observations and two priors.

    x          (N,).
    mean       natural parameter of the prior of mu, (lambda_0 m_0, -lambda_0 / 2).
    precision  natural parameter of the prior of tau, (a_0 - 1, -b_0).
    Raises ParameterError, ShapeError, EmptyError, NonFiniteError.
    """

    x: Array
    mean: Array
    precision: Array

    def __post_init__(self) -> None:
        object.__setattr__(self, "x", frozen(require_vector("the observations", self.x).astype(np.float64)))
        object.__setattr__(self, "mean", frozen(NormalFamily(1).require(self.mean)))
        object.__setattr__(self, "precision", frozen(Gamma().require(self.precision)))

    @property
    def families(self) -> tuple[Family, ...]:
        """Gaussian on the line, gamma."""
        return NormalFamily(1), Gamma()

    def optimum(self, parameters: Blocks, block: int) -> Array:
        """The best factor given the other, (2,)."""
        n = self.x.size
        if block == MEAN:
            tau = Gamma().mean(parameters[PRECISION])[1]
            return self.mean + tau * np.array([np.sum(self.x), -n / 2])
        return self.precision + np.array([n / 2, -self._squares(parameters[MEAN]) / 2])

    def bound(self, parameters: Blocks) -> float:
        """L, in nats."""
        log_tau, tau = Gamma().mean(parameters[PRECISION])
        fit = self.x.size * (log_tau - np.log(2 * np.pi)) / 2 - tau * self._squares(parameters[MEAN]) / 2
        price = divergence(NormalFamily(1), parameters[MEAN], self.mean)
        return float(fit - price - divergence(Gamma(), parameters[PRECISION], self.precision))

    def _squares(self, theta: Array) -> float:
        """E[sum (x - mu)^2]."""
        mu, square = NormalFamily(1).mean(theta)
        return float(np.sum(self.x**2) - 2 * mu * np.sum(self.x) + self.x.size * square)
