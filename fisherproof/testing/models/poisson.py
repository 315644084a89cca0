"""Poisson family with mean m.

Domain     m > 0; data 0, 1, 2, ...
Density    m**x * exp(-m) / x!
Metric     [[1/m]]
Sum        of n observations: Poisson with mean n*m
Source     [LehmannCasella1998] table 2.5.1
"""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln

from fisherproof.testing.parametric import Family
from fisherproof.testing.ranges import Range
from fisherproof.testing.statistic import Statistic, added_up

family = Family(
    name="poisson",
    ranges={"m": Range.POSITIVE},
    log_density=lambda x, theta: x * np.log(theta[0]) - theta[0] - gammaln(x + 1),
    scores=lambda x, theta: np.asarray(x / theta[0] - 1)[:, None],
    information=lambda theta: np.array([[1 / theta[0]]]),
    draw=lambda rng, count, theta: rng.poisson(theta[0], size=count).astype(float),
    data=(1.0, 0.0, 2.0, 5.0),
)


def sums(count: int) -> Statistic:
    """The sum of so many counts, whose law is Poisson again."""
    n = count
    return added_up(
        family,
        n,
        lambda x, theta: x * np.log(n * theta[0]) - n * theta[0] - gammaln(x + 1),
        lambda x, theta: np.asarray(x / theta[0] - n)[:, None],
    )
