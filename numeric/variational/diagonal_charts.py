"""Four charts of the Gaussian laws with independent coordinates; each Fisher matrix couples m_i with its own v_i alone.

    MEAN_VARIANCE        (m, v)                  F = diag(1 / v, 1 / (2 v^2))
    MEAN_LOG_DEVIATION   (m, l), v = e^{2 l}     F = diag(1 / v, 2)
    DIAGONAL_NATURAL     (m / v, -1 / (2 v))     F = [[v, 2 m v], [2 m v, 2 v^2 + 4 m^2 v]]      entry by entry
    DIAGONAL_EXPECTATION (m, v + m^2)            F = [[1/v + 2 m^2/v^2, -m/v^2], [-m/v^2, 1/(2 v^2)]]

    gradients of f from (g, h) = (df/dm, df/dv):
    (g, h),   (g, 2 v h),   (v g, 2 m v g + 2 v^2 h),   (g - 2 m h, h)

The parameter of the second is the logarithm of the deviation; of the variance, log v = 2 l, its Fisher matrix has 1/2.

Source  Khan and Rue, The Bayesian learning rule, JMLR 24 (2023); Kingma and Welling, Auto-encoding
        variational Bayes, ICLR (2014), app. C (mean and logarithm of the variance).
"""

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array
from numeric.variational.charts import Chart, dimension
from numeric.variational.diagonal import DiagonalNormal
from numeric.variational.errors import ParameterError
from numeric.variational.law import MomentGradient


def _halves(name: str, coordinates: ArrayLike) -> tuple[Array, Array]:
    d, vector = dimension(name, coordinates, lambda n: 2 * n)
    return vector[:d], vector[d:]


def _blocks(first: Array, cross: Array, second: Array) -> Array:
    """The matrix with these three diagonals, (2 d, 2 d)."""
    return np.block([[np.diag(first), np.diag(cross)], [np.diag(cross), np.diag(second)]])


def _joined(first: Array, second: Array) -> Array:
    return np.concatenate([first, second], axis=-1)


def _from_log(coordinates: ArrayLike) -> DiagonalNormal:
    mean, logs = _halves("(m, l)", coordinates)
    return DiagonalNormal(mean, np.exp(2 * logs))


def _from_natural(coordinates: ArrayLike) -> DiagonalNormal:
    linear, quadratic = _halves("(m / v, -1 / (2 v))", coordinates)
    if not np.all(quadratic < 0):
        where = int(np.argmax(quadratic))
        raise ParameterError(
            f"the precision of coordinate {where} is {-2 * quadratic[where]:.6g}: it must be positive. The target is "
            "not log-concave enough for a step of this rate; take a smaller one."
        )
    variance = -1 / (2 * quadratic)
    return DiagonalNormal(linear * variance, variance)


def _natural_fisher(law: DiagonalNormal) -> Array:
    m, v = law.mean, law.variance
    return _blocks(v, 2 * m * v, 2 * v**2 + 4 * m**2 * v)


def _natural_gradient(law: DiagonalNormal, gradient: MomentGradient) -> Array:
    m, v, g, h = law.mean, law.variance, gradient.mean, gradient.covariance
    return _joined(v * g, 2 * m * v * g + 2 * v**2 * h)


def _from_expectation(coordinates: ArrayLike) -> DiagonalNormal:
    mean, square = _halves("(m, v + m^2)", coordinates)
    return DiagonalNormal(mean, square - mean**2)


def _expectation_fisher(law: DiagonalNormal) -> Array:
    m, v = law.mean, law.variance
    return _blocks(1 / v + 2 * m**2 / v**2, -m / v**2, 1 / (2 * v**2))


MEAN_VARIANCE = Chart(
    "(m, v)",
    lambda law: _joined(law.mean, law.variance),
    lambda coordinates: DiagonalNormal(*_halves("(m, v)", coordinates)),
    lambda law: np.diag(_joined(1 / law.variance, 1 / (2 * law.variance**2))),
    lambda law, gradient: _joined(gradient.mean, gradient.covariance),
)
MEAN_LOG_DEVIATION = Chart(
    "(m, l)",
    lambda law: _joined(law.mean, np.log(law.variance) / 2),
    _from_log,
    lambda law: np.diag(_joined(1 / law.variance, np.full(law.size, 2.0))),
    lambda law, gradient: _joined(gradient.mean, 2 * law.variance * gradient.covariance),
)
DIAGONAL_NATURAL = Chart(
    "(m / v, -1 / (2 v))",
    lambda law: _joined(law.mean / law.variance, -1 / (2 * law.variance)),
    _from_natural,
    _natural_fisher,
    _natural_gradient,
)
DIAGONAL_EXPECTATION = Chart(
    "(m, v + m^2)",
    lambda law: _joined(law.mean, law.variance + law.mean**2),
    _from_expectation,
    _expectation_fisher,
    lambda law, gradient: _joined(gradient.mean - 2 * law.mean * gradient.covariance, gradient.covariance),
)
