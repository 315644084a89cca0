"""Finite steps of gradient and natural-gradient descent, in the given chart or through another.

    gradient step            theta - h grad L
    natural-gradient step    theta - h G^-1 grad L
    through a chart          phi(eta - h G_eta^-1 grad_eta L),  eta = phi^-1(theta)

The last two agree to first order in h, for every chart; exactly, for affine ones.

Source  Amari (1998), Theorem 1; Martens, New insights and perspectives on the natural gradient method,
        JMLR 21 (2020), on the invariance of finite steps.
"""

from numpy.typing import ArrayLike

from numeric.arrays import Array, floats, require_finite
from numeric.diffeomorphisms import Diffeomorphism
from numeric.landscapes import Landscape


def gradient_step(landscape: Landscape, point: ArrayLike, size: float) -> Array:
    """The point theta - h grad L(theta).

    point  (..., n).
    size   h.
    Raises NonFiniteError when the gradient is not finite.
    """
    at = require_finite("the point of a step", floats(point))
    return at + size * landscape.steepest(at)


def natural_gradient_step(landscape: Landscape, point: ArrayLike, size: float) -> Array:
    """The point theta - h G(theta)^-1 grad L(theta).

    point  (..., n).
    size   h.
    Raises SingularMetricError, NonFiniteError.
    """
    at = require_finite("the point of a step", floats(point))
    return at + size * landscape.natural(at)


def gradient_step_through(
    chart: Diffeomorphism, landscape: Landscape, point: ArrayLike, size: float
) -> Array:
    """The point phi(eta - h grad_eta L) at eta = phi^-1(theta): a gradient step in the chart.

    point  (..., n), in theta.
    Raises NonFiniteError.
    """
    eta = chart.inverse(floats(point))
    moved = gradient_step(landscape.in_chart(chart), eta, size)
    return require_finite("the end of a step", chart.forward(moved))


def natural_gradient_step_through(
    chart: Diffeomorphism, landscape: Landscape, point: ArrayLike, size: float
) -> Array:
    """The point phi(eta - h G_eta^-1 grad_eta L) at eta = phi^-1(theta): a natural step in the chart.

    point  (..., n), in theta.
    Raises SingularMetricError, NonFiniteError.
    """
    eta = chart.inverse(floats(point))
    moved = natural_gradient_step(landscape.in_chart(chart), eta, size)
    return require_finite("the end of a step", chart.forward(moved))
