"""Observations with conjugate priors: numbers, labels and counts.

    numbers   x ~ N(mu, 1 / tau)      normal-gamma    s = sum (1/2, -x^2 / 2, x, -1/2)    c = -n log(2 pi) / 2
    labels    y ~ p                   Dirichlet       s = counts of each label            c = 0
    counts    y ~ Poisson(e x)        gamma           s = (sum y, -sum e)                 c = sum y log e - log y!

A minibatch of n out of N observations weighs N / n in s and in c.

Source  Gelman, Carlin, Stern, Dunson, Vehtari and Rubin, Bayesian Data Analysis (3rd ed., 2013), sec. 2.6, 3.3, 3.4.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln

from numeric.arrays import floats, require_vector
from numeric.errors import ShapeError
from numeric.variational.conjugate import Conjugate
from numeric.variational.dirichlet import Dirichlet
from numeric.variational.errors import BatchError, ObservationError
from numeric.variational.gamma import Gamma
from numeric.variational.normal_gamma import NormalGamma


def normal_observations(prior: ArrayLike, x: ArrayLike, *, total: int | None = None) -> Conjugate:
    """Numbers x_n of law N(mu, 1 / tau), with a normal-gamma prior.

    prior  theta_0, (4,).
    x      (n,).
    total  N, of which these n are a minibatch; all of them by default.
    Raises BatchError, ParameterError, ShapeError, EmptyError, NonFiniteError.
    """
    found = require_vector("the observations", x).astype(np.float64)
    n, w = found.size, _weight(found.size, total)
    added = np.array([n / 2, -np.sum(found**2) / 2, np.sum(found), -n / 2])
    return Conjugate(NormalGamma(), floats(prior), w * added, -w * n * float(np.log(2 * np.pi)) / 2)


def categorical_observations(prior: ArrayLike, labels: ArrayLike, *, total: int | None = None) -> Conjugate:
    """Labels in 0, ..., k - 1 of probabilities p, with a Dirichlet prior.

    prior   theta_0 = alpha_0 - 1, (k,).
    labels  (n,), whole numbers.
    total   N, of which these n are a minibatch; all of them by default.
    Raises ObservationError, BatchError, ParameterError, ShapeError, EmptyError, NonFiniteError.
    """
    first, y = floats(prior), require_vector("the labels", labels)
    wrong = (y < 0) | (y >= first.size) | (y != np.floor(y))
    if np.any(wrong):
        raise ObservationError(
            f"label {y[wrong][0]:g} of observation {int(np.argmax(wrong))}: a whole number from 0 to {first.size - 1}."
        )
    counts = np.bincount(y.astype(int), minlength=first.size).astype(float)
    return Conjugate(Dirichlet(first.size), first, _weight(y.size, total) * counts, 0.0)


def poisson_observations(
    prior: ArrayLike, counts: ArrayLike, exposures: ArrayLike, *, total: int | None = None
) -> Conjugate:
    """Counts y_n of mean e_n x, with a gamma prior of x.

    prior      theta_0 = (a_0 - 1, -b_0).
    counts     y, (n,), whole numbers.
    exposures  e, (n,), positive.
    total      N, of which these n are a minibatch; all of them by default.
    Raises ObservationError, BatchError, ParameterError, ShapeError, EmptyError, NonFiniteError.
    """
    y, e = require_vector("the counts", counts), require_vector("the exposures", exposures)
    if y.shape != e.shape:
        raise ShapeError(f"{y.size} counts and {e.size} exposures.")
    if np.any((y < 0) | (y != np.floor(y))) or not np.all(e > 0):
        raise ObservationError("counts are whole numbers from 0, and exposures positive.")
    w = _weight(y.size, total)
    base = w * float(np.sum(y * np.log(e) - gammaln(y + 1)))
    return Conjugate(Gamma(), floats(prior), w * np.array([np.sum(y), -np.sum(e)]), base)


def _weight(count: int, total: int | None) -> float:
    """N / n."""
    if total is None:
        return 1.0
    if total < count:
        raise BatchError(f"{count} observations are no minibatch of {total}: there are not that many.")
    return total / count
