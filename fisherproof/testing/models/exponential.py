"""Exponential family of waiting times with rate r.

Domain     r > 0; data x > 0.
Density    r*exp(-r*x)
Metric     [[1/r**2]]
Sum        of n observations: gamma with shape n and rate r
Source     [JohnsonKotzBalakrishnan1994] ch. 19
"""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln

from fisherproof.testing.parametric import Family
from fisherproof.testing.ranges import Range
from fisherproof.testing.statistic import Statistic, added_up

family = Family(
    name="exponential",
    ranges={"r": Range.POSITIVE},
    log_density=lambda x, theta: np.log(theta[0]) - theta[0] * x,
    scores=lambda x, theta: np.asarray(1 / theta[0] - x)[:, None],
    information=lambda theta: np.array([[1 / theta[0] ** 2]]),
    draw=lambda rng, count, theta: rng.exponential(1 / theta[0], size=count),
    data=(1.0, 2.0, 0.5, 3.0, 0.25),
)


def sums(count: int) -> Statistic:
    """The total of so many waiting times, whose law is gamma."""
    n = count
    return added_up(
        family,
        n,
        lambda x, theta: n * np.log(theta[0]) + (n - 1) * np.log(x) - theta[0] * x - gammaln(n),
        lambda x, theta: np.asarray(n / theta[0] - x)[:, None],
    )
