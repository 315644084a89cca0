"""Bernoulli family with success probability p.

Domain     0 < p < 1; data 0, 1.
Density    p**x * (1 - p)**(1 - x)
Metric     [[1/(p*(1 - p))]]
Sum        of n observations: binomial(n, p)
Source     [LehmannCasella1998] table 2.5.1
"""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln

from fisherproof.testing.parametric import Family
from fisherproof.testing.ranges import Range
from fisherproof.testing.statistic import Statistic, added_up
from numeric.arrays import Array


def _scores(x: Array, theta: Array) -> Array:
    (p,) = theta
    return np.asarray((x - p) / (p * (1 - p)))[:, None]


family = Family(
    name="bernoulli",
    ranges={"p": Range.UNIT},
    log_density=lambda x, theta: x * np.log(theta[0]) + (1 - x) * np.log(1 - theta[0]),
    scores=_scores,
    information=lambda theta: np.array([[1 / (theta[0] * (1 - theta[0]))]]),
    draw=lambda rng, count, theta: (rng.random(count) < theta[0]).astype(float),
    data=(1.0, 0.0),
)


def sums(count: int) -> Statistic:
    """The number of successes among so many observations, whose law is binomial."""
    n = count

    def log_density(x: Array, theta: Array) -> Array:
        ways = gammaln(n + 1) - gammaln(x + 1) - gammaln(n - x + 1)
        return np.asarray(ways + x * np.log(theta[0]) + (n - x) * np.log(1 - theta[0]))

    def scores(x: Array, theta: Array) -> Array:
        (p,) = theta
        return np.asarray((x - n * p) / (p * (1 - p)))[:, None]

    return added_up(family, n, log_density, scores)
