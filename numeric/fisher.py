"""Fisher matrices measured from a log-density and nothing else.

    score form      I_jk = E[d_j logp d_k logp]                   by quadrature or by sampling
    Hessian form    I_jk = -E[d_j d_k logp]                       by quadrature
    empirical       (1/N) sum_n d_j logp(x_n) d_k logp(x_n)       over given data

The score and Hessian forms agree for regular families only: that they differ is itself a finding
(Uniform(0, theta): 1/theta^2 against -1/theta^2).  The empirical form is not the Fisher matrix.

Source  Amari and Nagaoka, Methods of Information Geometry (2000), sec. 2.2;
        Kunstner, Balles and Hennig, Limitations of the empirical Fisher approximation (2019), sec. 1.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, Estimate, LogDensity, require_finite, require_some, require_vector
from numeric.differentiate import Differentiator, complex_step, hessian
from numeric.errors import ShapeError
from numeric.expectation import expectation
from numeric.supports import Support

Sampler = Callable[[np.random.Generator, int], Array]


@dataclass(frozen=True)
class Sampled:
    """A mean over draws, with its standard error (not a bound: one draw of three lies outside it).

    value           any shape.
    standard_error  the same shape; sample deviation over the root of the number of draws.
    draws           how many.
    """

    value: Array
    standard_error: Array
    draws: int


def scores(
    logp: LogDensity, theta: ArrayLike, x: Array, *, differentiate: Differentiator = complex_step
) -> Estimate:
    """s_j(x) = d logp(x, theta) / d theta_j at each data point.

    logp   data (m,) or (m, d) and parameters (k,) to (m,).
    theta  (k,).
    Returns value and error of shape (m, k).
    Raises ShapeError when logp does not return one number per data point, and as the differentiator does.
    """
    found = differentiate(lambda point: np.asarray(logp(x, point)), require_vector("theta", theta))
    if found.value.ndim != 2 or len(found.value) != len(x):
        raise ShapeError(
            f"logp gave shape {found.value.shape[:-1]} for {len(x)} data points; it must be ({len(x)},). "
            "If it does not depend on x, add 0 * x."
        )
    return found


def fisher_by_score(
    logp: LogDensity,
    theta: ArrayLike,
    support: Support,
    *,
    differentiate: Differentiator = complex_step,
    digits: float = 6.0,
) -> Estimate:
    """I_jk = E[d_j logp d_k logp] under the model at theta, by quadrature.

    logp     data (m,) or (m, d) and parameters (k,), complex for `complex_step`, to (m,).
    theta    (k,).
    support  of the law at theta, with its kinks.
    Returns value and error of shape (k, k).
    Raises ConvergenceError when the information is infinite or the rule too coarse,
    and as `expectation` and the differentiator do.
    """
    at = require_vector("theta", theta)
    return fisher_under(
        logp, at, support, log_data=lambda x: logp(x, at), differentiate=differentiate, digits=digits
    )


def fisher_by_hessian(
    logp: LogDensity,
    theta: ArrayLike,
    support: Support,
    *,
    differentiate: Differentiator = complex_step,
    digits: float = 6.0,
) -> Estimate:
    """I_jk = -E[d_j d_k logp] under the model at theta, by quadrature; the Fisher matrix of regular families.

    Arguments, shapes and errors as `fisher_by_score`; two derivatives cost digits; the error says how many.
    """
    at = require_vector("theta", theta)

    def bends(x: Array) -> Estimate:
        h = hessian(lambda point: np.asarray(logp(x, point)), at, differentiate=differentiate)
        return Estimate(-h.value, h.error)

    return expectation(bends, lambda x: logp(x, at), support, digits=digits)


def fisher_under(
    logp: LogDensity,
    theta: ArrayLike,
    support: Support,
    *,
    log_data: Callable[[Array], Array],
    differentiate: Differentiator = complex_step,
    digits: float = 6.0,
) -> Estimate:
    """E_q[d_j logp d_k logp] with the expectation over a data law q instead of the model, by quadrature.

    log_data  (m,) or (m, d) points to (m,) log-densities of the data law.
    support   of the data law.
    Other arguments, shapes and errors as `fisher_by_score`.
    """
    at = require_vector("theta", theta)

    def products(x: Array) -> Estimate:
        s = scores(logp, at, x, differentiate=differentiate)
        half = np.abs(s.value)[:, :, None] * s.error[:, None, :]
        return Estimate(s.value[:, :, None] * s.value[:, None, :], half + np.swapaxes(half, 1, 2))

    return expectation(products, log_data, support, digits=digits)


def fisher_by_sampling(
    logp: LogDensity,
    theta: ArrayLike,
    sampler: Sampler,
    *,
    rng: np.random.Generator,
    draws: int,
    differentiate: Differentiator = complex_step,
) -> Sampled:
    """I_jk = E[d_j logp d_k logp] as a mean over draws from the model.

    sampler  (generator, number) to that many data points drawn at theta, (m,) or (m, d).
    draws    at least 2.
    Returns value and standard error of shape (k, k).
    Raises EmptyError for fewer than 2 draws, ShapeError when the sampler returns another number.
    """
    require_some("draws", draws, least=2)
    x = np.asarray(sampler(rng, draws))
    if x.shape[:1] != (draws,):
        raise ShapeError(f"the sampler returned shape {x.shape} for {draws} draws.")
    return empirical_fisher(logp, theta, x, differentiate=differentiate)


def empirical_fisher(
    logp: LogDensity, theta: ArrayLike, data: Array, *, differentiate: Differentiator = complex_step
) -> Sampled:
    """(1/N) sum_n d_j logp(x_n) d_k logp(x_n) over given data, not drawn from the model.

    data  (N,) or (N, d), N at least 2.
    Returns value and standard error of shape (k, k).
    Raises EmptyError for fewer than 2 data points, NonFiniteError for data or scores that are not finite.
    """
    require_some("data points", len(data), least=2)
    require_finite("the data", np.asarray(data, dtype=float))
    s = scores(logp, theta, np.asarray(data), differentiate=differentiate).value
    products = s[:, :, None] * s[:, None, :]
    deviation = np.std(products, axis=0, ddof=1)
    return Sampled(np.mean(products, axis=0), deviation / np.sqrt(len(data)), len(data))
