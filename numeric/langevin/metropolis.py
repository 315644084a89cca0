"""Accept or reject a block of proposals, and what every Metropolis kernel holds.

    accept when  log r > -e,   e ~ Exp(1)          (the logarithm of a uniform is -e)

A proposal where the loss is +inf is outside the domain and rejected; a ratio that is NaN breaks the chain.

Source  Metropolis et al. (1953); Hastings, Monte Carlo sampling methods using Markov chains and their
        applications, Biometrika 57 (1970).
"""

import numpy as np

from numeric.arrays import Array
from numeric.langevin.kernel import not_finite


class Metropolis:
    """Noise, thresholds and counts of a Metropolis kernel on a block of m chains in n dimensions."""

    def __init__(self, theta: Array) -> None:
        n, m = theta.shape
        self.theta = theta.copy()
        self.noise, self.threshold = np.zeros((n, m)), np.zeros(m)
        self.proposal, self.log_ratio = np.empty((n, m)), np.empty(m)
        self.accepted: Array = np.zeros(m, dtype=np.int64)

    def begin(self, generator: np.random.Generator) -> None:
        """Nothing is drawn before the first step."""

    def draw(self, generator: np.random.Generator) -> None:
        """Draw the noise of one proposal and the threshold of its acceptance."""
        generator.standard_normal(out=self.noise)
        generator.standard_exponential(out=self.threshold)

    def decide(self, loss: Array) -> Array:
        """Which proposals, (m,), are accepted: log r > -e; a NaN ratio breaks its chain.

        loss  (m,), at the proposals.
        """
        self.log_ratio[np.isposinf(loss)] = -np.inf
        self.theta[:, np.isnan(self.log_ratio)] = np.nan
        taken = self.log_ratio > -self.threshold
        self.accepted += taken
        return np.asarray(taken)

    def broken(self) -> Array:
        """Which chains, (m,), are not finite."""
        return not_finite(self.theta)
