"""A loss and a metric on parameter space, as a pair of callables, in one chart or another.

Under theta = phi(eta) with J = d theta / d eta,

    grad_eta L = J^T grad_theta L,     G_eta = J^T G_theta J.

Source  Amari, Natural gradient works efficiently in learning, Neural Comput. 10 (1998), Theorem 1.
"""

from dataclasses import dataclass

import numpy as np

from numeric import linear
from numeric.arrays import Array, Function, require_finite, require_square
from numeric.diffeomorphisms import Diffeomorphism
from numeric.errors import ShapeError


@dataclass(frozen=True)
class Landscape:
    """The gradient of a loss and a metric, both functions of the point.

    gradient  (..., n) to (..., n).
    metric    (..., n) to (..., n, n), symmetric positive definite.
    """

    gradient: Function
    metric: Function

    def steepest(self, point: Array) -> Array:
        """-grad L, of shape (..., n).

        Raises NonFiniteError, ShapeError.
        """
        slope = require_finite("the gradient", np.asarray(self.gradient(point)))
        if slope.shape != np.shape(point):
            raise ShapeError(f"a gradient of shape {slope.shape} at points of shape {np.shape(point)}.")
        return -slope

    def natural(self, point: Array) -> Array:
        """-G^-1 grad L, of shape (..., n).

        Raises SingularMetricError when the metric is singular at the point, NonFiniteError, ShapeError.
        """
        slope = self.steepest(point)
        metric = require_square("the metric", np.asarray(self.metric(point)))
        if metric.shape[-1] != slope.shape[-1]:
            raise ShapeError(f"a metric of shape {metric.shape} and a gradient of shape {slope.shape}.")
        return linear.solve(metric, slope[..., None])[..., 0]

    def in_chart(self, chart: Diffeomorphism) -> "Landscape":
        """The same loss and metric in the coordinates eta of theta = phi(eta)."""

        def gradient(eta: Array) -> Array:
            return np.asarray(
                np.einsum("...ij,...i->...j", chart.jacobian(eta), self.gradient(chart.forward(eta)))
            )

        def metric(eta: Array) -> Array:
            J = chart.jacobian(eta)
            return np.asarray(np.swapaxes(J, -1, -2) @ self.metric(chart.forward(eta)) @ J)

        return Landscape(gradient, metric)
