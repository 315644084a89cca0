"""Unbiased Monte Carlo gradients of the lower bound, one for each draw, to be averaged.

    score function   (f(z) - log q(z) - b) d log q(z)             any chart, values of f alone
    pathwise         v . dz + d entropy,   v = grad f(z)          (m, L), z = m + L e;  (m, log sigma), z = m + sigma e
    path             v . dz,               v = grad (f - log q)   the same coordinates

The last is zero at every draw where q is the posterior, because f - log q is constant there.

All three have mean dL, for any constant b; their variances differ, and are reported.  Draws are an argument: with the
nodes of a Gauss-Hermite rule for draws the mean and the variance of an estimator are measured without noise.

Source  Ranganath, Gerrish and Blei, Black box variational inference, AISTATS (2014), sec. 2; Kingma and Welling,
        Auto-encoding variational Bayes, ICLR (2014), eq. (6) and (7); Roeder, Wu and Duvenaud, Sticking the landing,
        NeurIPS 30 (2017), sec. 3.
"""

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, floats, require_finite, require_one_each, require_some
from numeric.errors import ShapeError
from numeric.fisher import Sampled
from numeric.variational.bound import LogJoint
from numeric.variational.charts import Chart, L, scores
from numeric.variational.diagonal import DiagonalNormal
from numeric.variational.diagonal_charts import MEAN_LOG_DEVIATION
from numeric.variational.full_charts import MEAN_CHOLESKY
from numeric.variational.normal import Normal, require_rows


def score_function_gradients(
    chart: Chart[L], law: L, joint: LogJoint, *, draws: ArrayLike, baseline: float = 0.0
) -> Array:
    """(f - log q - b) d log q at each draw, (N, k), in the coordinates of the chart.

    draws     standard normal e, (N, d).
    baseline  b, in nats, any number that does not depend on the draws.
    Raises ShapeError, NonFiniteError.
    """
    z = law.points(np.asarray(draws))
    signal = require_one_each(joint.value(z), z) - law.log_density(z) - baseline
    return np.asarray(require_finite("the signal", signal)[:, None] * scores(chart, law, z))


def pathwise_gradients(law: Normal | DiagonalNormal, joint: LogJoint, draws: ArrayLike) -> Array:
    """Grad f . dz + d entropy at each draw, (N, k), in MEAN_CHOLESKY or MEAN_LOG_DEVIATION.

    draws  standard normal e, (N, d).
    Raises ShapeError, NonFiniteError.
    """
    e = require_rows("the draws", draws, law.size)
    return law.path(_slopes(law, joint, e), e) + _entropy_gradient(law)


def path_gradients(law: Normal | DiagonalNormal, joint: LogJoint, draws: ArrayLike) -> Array:
    """Grad (f - log q) . dz at each draw, (N, k), in MEAN_CHOLESKY or MEAN_LOG_DEVIATION.

    draws  standard normal e, (N, d).
    Raises ShapeError, NonFiniteError.
    """
    e = require_rows("the draws", draws, law.size)
    return law.path(_slopes(law, joint, e) + law.minus_log_density_gradient(e), e)


def averaged(gradients: ArrayLike) -> Sampled:
    """The mean over draws with its standard error; the variance of one draw is draws standard_error^2.

    gradients  (N, k), N at least 2.
    Raises EmptyError, ShapeError, NonFiniteError.
    """
    g = require_finite("a gradient", floats(gradients))
    if g.ndim != 2:
        raise ShapeError(f"gradients of shape {g.shape}; (N, k) is needed: one for each draw.")
    require_some("draws", len(g), least=2)
    return Sampled(np.mean(g, axis=0), np.std(g, axis=0, ddof=1) / np.sqrt(len(g)), len(g))


def _slopes(law: Normal | DiagonalNormal, joint: LogJoint, e: Array) -> Array:
    return require_rows("the gradients of the log joint density", joint.gradient(law.points(e)), law.size)


def _entropy_gradient(law: Normal | DiagonalNormal) -> Array:
    if isinstance(law, DiagonalNormal):
        return MEAN_LOG_DEVIATION.gradient(law, law.entropy_gradient)
    return MEAN_CHOLESKY.gradient(law, law.entropy_gradient)
