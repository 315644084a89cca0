"""Weibull family with shape k and scale l: its metric is not diagonal, and it is no exponential family.

Domain     k > 0, l > 0; data x > 0.
Density    k/l * (x/l)**(k - 1) * exp(-(x/l)**k)
Metric     [[(pi**2/6 + (1 - EulerGamma)**2)/k**2, -(1 - EulerGamma)/l], [-(1 - EulerGamma)/l, k**2/l**2]]
Source     [JohnsonKotzBalakrishnan1994] ch. 21
"""

from __future__ import annotations

import numpy as np

from fisherproof.testing.parametric import Family
from fisherproof.testing.ranges import Range
from numeric.arrays import Array


def _log_density(x: Array, theta: Array) -> Array:
    k, l = theta
    return np.asarray(np.log(k) - np.log(l) + (k - 1) * np.log(x / l) - (x / l) ** k)


def _scores(x: Array, theta: Array) -> Array:
    k, l = theta
    log_z = np.log(x / l)
    power = np.exp(k * log_z)
    return np.stack([1 / k + log_z * (1 - power), k / l * (power - 1)], axis=1)


def _information(theta: Array) -> Array:
    k, l = theta
    c = 1 - np.euler_gamma
    return np.array([[(np.pi**2 / 6 + c**2) / k**2, -c / l], [-c / l, k**2 / l**2]])


family = Family(
    name="weibull",
    ranges={"k": Range.POSITIVE, "l": Range.POSITIVE},
    log_density=_log_density,
    scores=_scores,
    information=_information,
    draw=lambda rng, count, theta: theta[1] * rng.weibull(theta[0], size=count),
    data=(1.0, 2.0, 0.5, 1.5),
)
