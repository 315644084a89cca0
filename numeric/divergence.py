"""Kullback-Leibler divergence, entropy and cross-entropy by quadrature, in nats.

    KL(p || q) = E_p[log p - log q],   S(p) = -E_p[log p],   H(p, q) = -E_p[log q]

Source  Cover and Thomas, Elements of Information Theory (2nd ed., 2006), eq. (8.1) and (8.46).
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, Estimate, LogDensity, Precision, require_vector
from numeric.errors import InfiniteDivergenceError, NonFiniteError
from numeric.expectation import expectation
from numeric.supports import Support


def kl(
    logp: LogDensity,
    theta: ArrayLike,
    other: ArrayLike,
    support: Support,
    *,
    digits: float = 6.0,
    dtype: Precision = np.float64,
) -> Estimate:
    """KL(p_theta || p_other) = E_theta[logp(x, theta) - logp(x, other)].

    logp     data (m,) or (m, d) and parameters (k,) to (m,).
    support  of the law at theta; give the kinks of both laws.
    digits   relative to E|log p - log q|, which is of first order where the divergence is of second.
    dtype    numpy.longdouble buys three digits for close parameters.
    Returns a scalar value and error.
    Raises InfiniteDivergenceError where p has mass and q none, ConvergenceError when the tail of q is
    too light for the expectation to exist, and as `expectation` does.
    """
    p, q = require_vector("theta", theta).astype(dtype), require_vector("other", other).astype(dtype)
    return kl_between(lambda x: logp(x, p), lambda x: logp(x, q), support, digits=digits, dtype=dtype)


def kl_between(
    log_p: Callable[[Array], Array],
    log_q: Callable[[Array], Array],
    support: Support,
    *,
    digits: float = 6.0,
    dtype: Precision = np.float64,
) -> Estimate:
    """KL(p || q) = E_p[log p - log q] for two laws that need not share a family.

    log_p, log_q  (m,) or (m, d) points to (m,).
    support       of p.
    Returns and raises as `kl`.
    """
    return expectation(lambda x: log_p(x) - _finite(log_q, x), log_p, support, digits=digits, dtype=dtype)


def entropy(logp: LogDensity, theta: ArrayLike, support: Support, *, digits: float = 6.0) -> Estimate:
    """S(theta) = -E_theta[logp(x, theta)], of the law of the data; differential for a continuous law.

    Arguments and errors as `kl`.
    """
    at = require_vector("theta", theta)
    return expectation(lambda x: -logp(x, at), lambda x: logp(x, at), support, digits=digits)


def cross_entropy(
    log_data: Callable[[Array], Array],
    logp: LogDensity,
    theta: ArrayLike,
    support: Support,
    *,
    digits: float = 6.0,
) -> Estimate:
    """L(theta) = -E_q[logp(x, theta)] over a data law q.

    log_data  (m,) or (m, d) points to (m,) log-densities of the data law.
    support   of the data law.
    Raises InfiniteDivergenceError where the data law has mass and the model none, and as `kl`.
    """
    at = require_vector("theta", theta)
    return expectation(lambda x: -_finite(lambda y: logp(y, at), x), log_data, support, digits=digits)


def _finite(log_q: Callable[[Array], Array], x: Array) -> Array:
    with np.errstate(divide="ignore"):
        found = np.asarray(log_q(x))
    if np.any(np.isnan(found) | (found == np.inf)):
        raise NonFiniteError("the second log-density is NaN or +inf where the first law has mass.")
    gone = found == -np.inf
    if np.any(gone):
        raise InfiniteDivergenceError(
            f"the second law has no mass at x = {x[gone][0]}, where the first has: the divergence is +inf. "
            "Their supports differ, or the second density underflows inside its logarithm."
        )
    return found
