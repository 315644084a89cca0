"""Scalar curvature by differences: known surfaces and spaces, in any chart, with an error that covers."""

from __future__ import annotations

import numpy as np
import pytest

from numeric.errors import NonFiniteError, ShapeError
from numeric.riemann import scalar_curvature


def sphere(x):
    """The unit sphere by colatitude and longitude."""
    return np.diag([1.0, np.sin(x[0]) ** 2])


def half_plane(x):
    """The hyperbolic plane of Gaussian curvature −1."""
    return np.eye(2) / x[1] ** 2


def polar(x):
    """The flat plane by radius and angle."""
    return np.diag([1.0, x[0] ** 2])


def product(x):
    """The unit sphere times a line."""
    return np.diag([1.0, np.sin(x[0]) ** 2, 1.0])


def sphere_of_three(x):
    """The unit sphere of four-space by three angles: R = k (k − 1) = 6."""
    return np.diag([1.0, np.sin(x[0]) ** 2, (np.sin(x[0]) * np.sin(x[1])) ** 2])


def sheared_half_plane(x):
    """The half-plane with its first coordinate u + v²: off the diagonal and not zero."""
    J = np.array([[1.0, 2 * x[1]], [0.0, 1.0]])
    return J.T @ J / x[1] ** 2


def graph(x):
    """The metric 1 + z_i z_j of the saddle z = u v: z_u = v, z_v = u."""
    slope = np.array([x[1], x[0]])
    return np.eye(2) + np.outer(slope, slope)


# The saddle z = u v has K = (z_uu z_vv - z_uv^2)/(1 + z_u^2 + z_v^2)^2 = -1/(1 + u^2 + v^2)^2; at (1/2, 1/4)
# 1 + u^2 + v^2 = 21/16, so R = 2 K = -2 (16/21)^2 = -512/441.
CASES = {
    "unit sphere": (sphere, (0.7, 0.3), 2.0),
    "sphere of radius 3": (lambda x: 9 * sphere(x), (0.7, 0.3), 2 / 9),
    "half-plane": (half_plane, (0.3, 1.7), -2.0),
    "half-plane, sheared": (sheared_half_plane, (0.3, 0.8), -2.0),
    "plane in polar coordinates": (polar, (1.3, 0.4), 0.0),
    "sphere times a line": (product, (0.9, 0.2, -0.4), 2.0),
    "sphere of three dimensions": (sphere_of_three, (0.9, 1.1, 0.3), 6.0),
    "saddle": (graph, (0.5, 0.25), -512 / 441),
}


@pytest.mark.parametrize(("metric", "point", "R"), CASES.values(), ids=CASES.keys())
def test_the_curvature_is_the_known_one_within_the_error_shown(metric, point, R):
    """The value is right to eight digits, and what it is off by is less than the error that is shown."""
    found = scalar_curvature(metric, np.array(point))

    assert abs(R - float(found.value)) <= float(found.error)
    assert float(found.error) < 1e-6
    assert abs(R - float(found.value)) < 1e-8


def test_a_line_is_flat():
    """In one dimension there is no curvature, whatever the metric."""
    found = scalar_curvature(lambda x: np.array([[np.exp(x[0])]]), np.array([0.3]))

    assert abs(float(found.value)) <= float(found.error)
    assert float(found.error) < 1e-6


@pytest.mark.parametrize("step", [2.0**-4, 2.0**-6])
def test_the_error_covers_a_step_that_is_too_long(step):
    """With steps that show, the value is off, and by no more than is said."""
    found = scalar_curvature(sphere_of_three, np.array([0.9, 1.1, 0.3]), step=step)

    assert 1e-12 < abs(6 - float(found.value)) <= float(found.error)


def test_the_step_is_measured_in_units_of_the_metric():
    """Coordinates a million times as long change nothing."""
    far = scalar_curvature(lambda x: 1e-12 * half_plane(x / 1e6), np.array([0.3e6, 1.7e6]))

    assert abs(-2 - float(far.value)) < 1e-8


@pytest.mark.parametrize(
    ("metric", "point"),
    [
        (sphere, 0.7),
        (sphere, [[0.7, 0.3]]),
        (lambda _: np.eye(3), [0.7, 0.3]),
        (lambda _: np.ones(2), [0.7, 0.3]),
        (lambda _: np.eye(0), []),
    ],
)
def test_shapes_that_do_not_fit_are_refused(metric, point):
    """A point that is no list, a metric of another size, no coordinates at all."""
    with pytest.raises(ShapeError, match="needed"):
        scalar_curvature(metric, point)


def test_a_metric_that_is_not_finite_beside_the_point_is_refused():
    """1/x just beside zero is reached by the differences."""

    def metric(x):
        return np.diag([1.0, np.inf if x[0] < 0 else 1.0])

    with pytest.raises(NonFiniteError):
        scalar_curvature(metric, np.array([1e-6, 0.0]))
