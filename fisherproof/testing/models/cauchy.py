"""Cauchy family with location mu and scale s: not an exponential family.

Domain     mu in R, s > 0; data x in R.
Density    s/(pi*(s**2 + (x - mu)**2))
Metric     [[1/(2*s**2), 0], [0, 1/(2*s**2)]]
Source     [JohnsonKotzBalakrishnan1994] ch. 16
"""

from __future__ import annotations

import numpy as np

from fisherproof.testing.parametric import Family
from fisherproof.testing.ranges import Range
from numeric.arrays import Array


def _log_density(x: Array, theta: Array) -> Array:
    mu, s = theta
    return np.asarray(np.log(s) - np.log(np.pi) - np.log(s**2 + (x - mu) ** 2))


def _scores(x: Array, theta: Array) -> Array:
    mu, s = theta
    below = s**2 + (x - mu) ** 2
    return np.stack([2 * (x - mu) / below, 1 / s - 2 * s / below], axis=1)


family = Family(
    name="cauchy",
    ranges={"mu": Range.LINE, "s": Range.POSITIVE},
    log_density=_log_density,
    scores=_scores,
    information=lambda theta: np.eye(2) / (2 * theta[1] ** 2),
    draw=lambda rng, count, theta: theta[0] + theta[1] * rng.standard_cauchy(count),
    data=(0.0, 1.0, -2.0, 4.0, 0.5),
)
