"""Normal family with mean mu and standard deviation sigma.

Domain     mu in R, sigma > 0; data x in R.
Density    exp(-(x - mu)**2/(2*sigma**2)) / (sigma*sqrt(2*pi))
Metric     [[1/sigma**2, 0], [0, 2/sigma**2]]
Source     [LehmannCasella1998] table 2.5.1
"""

from __future__ import annotations

import numpy as np

from fisherproof.testing.parametric import Family
from fisherproof.testing.ranges import Range
from numeric.arrays import Array


def _log_density(x: Array, theta: Array) -> Array:
    mu, sigma = theta
    return np.asarray(-(((x - mu) / sigma) ** 2) / 2 - np.log(sigma) - np.log(2 * np.pi) / 2)


def _scores(x: Array, theta: Array) -> Array:
    mu, sigma = theta
    z = (x - mu) / sigma
    return np.stack([z / sigma, (z**2 - 1) / sigma], axis=1)


family = Family(
    name="normal",
    ranges={"mu": Range.LINE, "sigma": Range.POSITIVE},
    log_density=_log_density,
    scores=_scores,
    information=lambda theta: np.diag([1.0, 2.0]) / theta[1] ** 2,
    draw=lambda rng, count, theta: rng.normal(theta[0], theta[1], size=count),
    data=(0.0, 1.0, -1.0, 2.0, 0.5, -3.0),
)
