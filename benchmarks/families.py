"""One-parameter families on which the peers are run: log-density, score, support and Fisher information.

Every peer integrates score(x)^2 exp(logp(x)) over the same support; the exact value decides its digits.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from typing import Any

import mpmath
import numpy as np
from scipy.special import digamma, gammaln, polygamma

from numeric.arrays import Array
from numeric.differentiate import analytic_abs
from numeric.supports import Interval

Scalar = Callable[[Any], Any]


@dataclass(frozen=True)
class Family:
    """A family at one parameter value.

    name       as printed.
    logp       (m,) data and (1,) parameters to (m,), for our kernel.
    theta      the parameter.
    support    interval with kinks.
    density    float to float, and
    score      float to float, for scipy.integrate.quad.
    mp         mpf to mpf: score squared times density, for mpmath.quad.
    exact      the information.
    """

    name: str
    logp: Callable[[Array, Array], Array]
    theta: float
    support: Interval
    density: Scalar
    score: Scalar
    mp: Scalar
    exact: float


def _normal(mean: float, deviation: float) -> Family:
    def logp(x: Array, t: Array) -> Array:
        return np.asarray(-(((x - t[0]) / deviation) ** 2) / 2 - np.log(deviation * np.sqrt(2 * np.pi)))

    def mp(x: Any) -> Any:
        z = (x - mean) / deviation
        return (z / deviation) ** 2 * mpmath.exp(-z * z / 2) / (deviation * mpmath.sqrt(2 * mpmath.pi))

    return Family(
        f"normal mean, N({mean:g}, {deviation:g}^2)",
        logp,
        mean,
        Interval(),
        lambda x: np.exp(-(((x - mean) / deviation) ** 2) / 2) / (deviation * np.sqrt(2 * np.pi)),
        lambda x: (x - mean) / deviation**2,
        mp,
        deviation**-2,
    )


def _gamma(shape: float) -> Family:
    def logp(x: Array, t: Array) -> Array:
        # log Gamma is not analytic in SciPy: its value and slope at the shape stand in, exact for the score.
        constant = gammaln(shape) + digamma(shape) * (t[0] - shape)
        return np.asarray((t[0] - 1) * np.log(x) - x - constant)

    return Family(
        f"gamma shape {shape:g}",
        logp,
        shape,
        Interval(0.0),
        lambda x: np.exp((shape - 1) * np.log(x) - x - gammaln(shape)),
        lambda x: np.log(x) - digamma(shape),
        lambda x: (
            (mpmath.log(x) - mpmath.digamma(shape)) ** 2
            * mpmath.exp((shape - 1) * mpmath.log(x) - x)
            / mpmath.gamma(shape)
        ),
        float(polygamma(1, shape)),
    )


def _cauchy() -> Family:
    def logp(x: Array, t: Array) -> Array:
        return np.asarray(-np.log(np.pi) - np.log(1 + (x - t[0]) ** 2))

    def mp(x: Any) -> Any:
        u = x - mpmath.mpf("1.7")
        return (2 * u / (1 + u * u)) ** 2 / (mpmath.pi * (1 + u * u))

    return Family(
        "Cauchy location 1.7",
        logp,
        1.7,
        Interval(),
        lambda x: 1 / (np.pi * (1 + (x - 1.7) ** 2)),
        lambda x: 2 * (x - 1.7) / (1 + (x - 1.7) ** 2),
        mp,
        0.5,
    )


def _laplace() -> Family:
    def logp(x: Array, t: Array) -> Array:
        return np.asarray(-analytic_abs(x - t[0]) - np.log(2))

    return Family(
        "Laplace location 1.7",
        logp,
        1.7,
        Interval(-inf, inf, breakpoints=(1.7,)),
        lambda x: np.exp(-abs(x - 1.7)) / 2,
        lambda x: np.sign(x - 1.7),
        lambda x: mpmath.exp(-abs(x - mpmath.mpf("1.7"))) / 2,
        1.0,
    )


def families() -> list[Family]:
    """The families of the table, easy ones and narrow, singular and heavy-tailed ones."""
    return [_normal(1.7, 0.6), _normal(1000.0, 0.1), _gamma(2.7), _gamma(0.3), _cauchy(), _laplace()]
