"""The Poisson law in its mean and in its log-rate: one model in two charts.

Model      x ~ Poisson(mu), mu = exp(phi)
Data       x geometric on 0, 1, 2, ... of mean m: not of the model
Loss       mu - m log mu - (m - m log m)
Pair       in mu   I = 1/mu,  H = 1/m
           in phi  I = exp(phi),  H = m: an exponential family does not tell I from H
Domain     mu > 0, phi in R.
Source     Amari and Nagaoka, Methods of Information Geometry (2000), sec. 3.5 (the dual charts)
"""

from dataclasses import replace

import numpy as np
from scipy.special import gammaln

from numeric.errors import InfeasibleError
from numeric.supports import Integers
from numeric.zoo.specimen import Specimen, whole


def poisson_mean(mean: float) -> Specimen:
    """The Poisson law in its mean mu, with data of mean m.

    mean  m > 0.
    Raises InfeasibleError unless the mean is positive and finite.
    """
    if not (mean > 0 and np.isfinite(mean)):
        raise InfeasibleError(f"mean {mean}: the mean of counts is positive and finite.")
    least = mean - mean * np.log(mean)
    success = 1 / (1 + mean)
    return Specimen(
        name="Poisson law in its mean",
        log_density=lambda x, mu: x * np.log(mu[0]) - mu[0] - gammaln(x + 1),
        log_data=lambda x: np.log(success) + x * np.log1p(-success),
        strata=whole(Integers(0)),
        draw=lambda rng, count, mu: rng.poisson(mu[0], size=count).astype(float),
        draw_data=lambda rng, count: rng.geometric(success, size=count) - 1.0,
        loss=lambda mu: np.asarray((mu - mean * np.log(mu) - least)[..., 0]),
        gradient=lambda mu: np.asarray(1 - mean / mu),
        fisher=lambda mu: np.asarray((1 / mu)[..., None]),
        optimum=np.array([mean]),
        hessian=np.array([[1 / mean]]),
        points=np.array([[0.4], [1.6], [4.1]]) * mean,
    )


def poisson_log_rate(mean: float) -> Specimen:
    """The Poisson law in its log-rate phi = log mu, with data of mean m.

    mean  m > 0.
    Raises InfeasibleError unless the mean is positive and finite.
    """
    law = poisson_mean(mean)
    least = mean - mean * np.log(mean)
    return replace(
        law,
        name="Poisson law in its log-rate",
        log_density=lambda x, phi: x * phi[0] - np.exp(phi[0]) - gammaln(x + 1),
        draw=lambda rng, count, phi: law.draw(rng, count, np.exp(phi)),
        loss=lambda phi: np.asarray((np.exp(phi) - mean * phi - least)[..., 0]),
        gradient=lambda phi: np.asarray(np.exp(phi) - mean),
        fisher=lambda phi: np.asarray(np.exp(phi)[..., None]),
        optimum=np.log([mean]),
        hessian=np.array([[mean]]),
        points=np.log(mean) + np.array([[-0.9], [0.5], [1.3]]),
    )


EXAMPLES = (poisson_mean(2.3), poisson_log_rate(2.3))
