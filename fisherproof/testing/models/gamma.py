"""Gamma family with shape k and rate b.

Domain     k > 0, b > 0; data x > 0.
Density    b**k * x**(k - 1) * exp(-b*x) / gamma(k)
Metric     [[trigamma(k), -1/b], [-1/b, k/b**2]]
Source     [JohnsonKotzBalakrishnan1994] ch. 17
"""

from __future__ import annotations

import numpy as np
from scipy.special import digamma, gammaincinv, loggamma, polygamma

from fisherproof.testing.parametric import Family
from fisherproof.testing.ranges import Range
from numeric.arrays import Array


def _log_density(x: Array, theta: Array) -> Array:
    k, b = theta
    return np.asarray(k * np.log(b) - loggamma(k) + (k - 1) * np.log(x) - b * x)


def _scores(x: Array, theta: Array) -> Array:
    k, b = theta
    return np.stack([np.log(b) - digamma(k) + np.log(x), k / b - x], axis=1)


def _information(theta: Array) -> Array:
    k, b = theta
    return np.array([[polygamma(1, k), -1 / b], [-1 / b, k / b**2]])


family = Family(
    name="gamma",
    ranges={"k": Range.POSITIVE, "b": Range.POSITIVE},
    log_density=_log_density,
    scores=_scores,
    information=_information,
    # by the inverse of the distribution function, so that draws of one seed move smoothly with the point
    draw=lambda rng, count, theta: gammaincinv(theta[0], rng.random(count)) / theta[1],
    data=(1.0, 2.0, 0.5, 4.0, 0.25),
)
