"""What the two mixtures share: weights of components, and responsibilities of components for examples.

    h_nk = w_k p_k(x_n) / sum_j w_j p_j(x_n),     mean log-likelihood = mean over n of log sum_k w_k p_k(x_n)

Source  McLachlan and Peel, Finite Mixture Models (2000), sec. 2.8.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import logsumexp

from numeric.arrays import Array, floats, require_finite, require_some
from numeric.errors import MassError, ShapeError
from numeric.optimizers.errors import CollapseError

MASS = 1e-9  # weights typed by hand add up to one to nine digits; anything worse is a mistake
FEWEST = 1e-8  # examples' worth of responsibility: a mean over less is all rounding


def require_mixture_weights(weights: Array) -> Array:
    """Return weights of shape (K,) if they are positive and add up to one.

    Raises ShapeError, MassError.
    """
    if weights.ndim != 1:
        raise ShapeError(f"the weights have shape {weights.shape}; (K,) is needed.")
    if not np.all(weights > 0) or abs(float(np.sum(weights)) - 1) > MASS:
        raise MassError(f"the weights {weights} add up to {np.sum(weights):.9g}; positive, adding to one.")
    return weights


def require_examples_of(d: int, data: ArrayLike) -> Array:
    """Return data of shape (N, d), N at least 1.

    Raises ShapeError, EmptyError, NonFiniteError.
    """
    x = floats(data).astype(np.float64)
    if x.ndim != 2 or x.shape[1] != d:
        raise ShapeError(f"the data have shape {x.shape}; (N, {d}) goes with this mixture.")
    require_some("examples", len(x))
    return require_finite("the data", x)


def responsibilities(log_joint: Array) -> tuple[Array, float]:
    """The responsibilities h of shape (N, K) and the mean log-likelihood.

    log_joint  log w_k + log p_k(x_n), (N, K).
    Raises CollapseError when an example has no likelihood under any component.
    """
    total = logsumexp(log_joint, axis=1)
    if not np.all(np.isfinite(total)):
        where = int(np.argmin(np.isfinite(total)))
        raise CollapseError(
            f"example {where} has log-likelihood {total[where]}: no component can produce it. "
            "Likely a probability of exactly zero or one; start inside."
        )
    return np.exp(log_joint - total[:, None]), float(np.mean(total))


def masses(h: Array) -> Array:
    """The examples' worth of each component, sum_n h_nk, (K,).

    Raises CollapseError when a component has lost all.
    """
    found = np.sum(h, axis=0)
    if np.min(found) < FEWEST:
        raise CollapseError(
            f"component {int(np.argmin(found))} answers for {np.min(found):.3g} of {len(h)} examples: it has died "
            "out. Start it nearer to the data, or use fewer components."
        )
    return found
