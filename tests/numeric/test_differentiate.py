"""Derivatives by complex step and by differences."""

import numpy as np
import pytest
from numpy.testing import assert_array_less

from numeric.differentiate import analytic_abs, central_differences, complex_step, hessian, jacobian
from numeric.errors import AnalyticityError, EmptyError, NonFiniteError, ShapeError

POINT = np.array([0.7, 1.9, -0.3])


def smooth(x):
    return np.exp(x[0]) * np.sin(x[1]) + x[0] * x[2] ** 3


# d/dx0 = e^x0 sin x1 + x2^3, d/dx1 = e^x0 cos x1, d/dx2 = 3 x0 x2^2.
GRADIENT = np.array(
    [
        np.exp(0.7) * np.sin(1.9) - 0.027,
        np.exp(0.7) * np.cos(1.9),
        3 * 0.7 * 0.09,
    ]
)
# Second derivatives of the same.
HESSIAN = np.array(
    [
        [np.exp(0.7) * np.sin(1.9), np.exp(0.7) * np.cos(1.9), 3 * 0.09],
        [np.exp(0.7) * np.cos(1.9), -np.exp(0.7) * np.sin(1.9), 0],
        [3 * 0.09, 0, 6 * 0.7 * -0.3],
    ]
)


@pytest.mark.parametrize(("differentiate", "digits"), [(complex_step, 14), (central_differences, 10)])
def test_gradients_are_exact_within_their_error(differentiate, digits):
    """Both differentiators give the gradient derived by hand, and know how well."""
    found = differentiate(smooth, POINT)

    assert_array_less(np.abs(found.value - GRADIENT), found.error + 1e-300)
    assert_array_less(found.error, 10.0**-digits * np.max(np.abs(GRADIENT)))


@pytest.mark.parametrize(("differentiate", "digits"), [(complex_step, 10), (central_differences, 7)])
def test_hessians_are_exact_within_their_error(differentiate, digits):
    """Second derivatives cost digits, and the error says how many."""
    found = hessian(smooth, POINT, differentiate=differentiate)

    assert_array_less(np.abs(found.value - HESSIAN), 4 * found.error + 1e-300)
    assert_array_less(found.error, 10.0**-digits * np.max(np.abs(HESSIAN)))


def test_the_complex_step_does_not_cancel():
    """At x = 1e-8 the derivative of x^(3/2)/(sin^3 + cos^3) is right to 14 digits."""
    x = 1e-8
    bottom = np.sin(x) ** 3 + np.cos(x) ** 3
    change = 3 * np.sin(x) ** 2 * np.cos(x) - 3 * np.cos(x) ** 2 * np.sin(x)
    exact = 1.5 * np.sqrt(x) / bottom - x**1.5 * change / bottom**2

    found = complex_step(lambda y: y[0] ** 1.5 / (np.sin(y[0]) ** 3 + np.cos(y[0]) ** 3), [x])

    assert abs(found.value[0] / exact - 1) <= 1e-14


def test_a_jacobian_has_a_row_for_each_function():
    """J_ij = df_i/dx_j: rows are functions, columns coordinates, and a scalar function has none."""
    found = jacobian(lambda x: np.stack([x[0] * x[1], x[1] ** 2]), [2.0, 3.0])

    assert np.allclose(found.value, [[3, 2], [0, 6]], rtol=1e-15)
    with pytest.raises(ShapeError, match="Jacobian"):
        jacobian(smooth, POINT)


def test_batches_of_functions_are_differentiated_at_once():
    """A callable of shape (m,) gives derivatives of shape (m, k) and (m, k, k)."""
    x = np.linspace(0.1, 2.0, 7)

    first = complex_step(lambda t: np.sin(t[0] * x) * t[1], [1.3, 0.4])
    second = hessian(lambda t: np.sin(t[0] * x) * t[1], [1.3, 0.4])

    assert first.value.shape == (7, 2)
    assert np.allclose(first.value[:, 0], 0.4 * x * np.cos(1.3 * x), rtol=1e-14)
    assert np.allclose(second.value[:, 0, 0], -0.4 * x**2 * np.sin(1.3 * x), rtol=1e-10)


def test_a_callable_that_is_not_analytic_is_caught_and_its_analytic_twin_is_not():
    """numpy.abs has complex-step derivative 0; analytic_abs has the sign; so do real differences."""
    x = np.array([-2.0, 0.5, 3.0])

    with pytest.raises(AnalyticityError, match="analytic_abs"):
        complex_step(lambda t: np.abs(x - t[0]), [0.1])
    found = complex_step(lambda t: analytic_abs(x - t[0]), [0.1])
    real = central_differences(lambda t: np.abs(x - t[0]), [0.1])

    assert np.array_equal([[1], [-1], [-1]], found.value)
    assert np.allclose(found.value, real.value, rtol=1e-12)


def test_a_real_part_taken_inside_is_caught():
    """Dropping half of the imaginary part gives half a derivative, which real differences contradict."""
    with pytest.raises(AnalyticityError):
        complex_step(lambda t: t[0] ** 2 + np.real(t[0]) ** 2, [0.8])


def test_a_small_domain_shrinks_the_steps():
    """At p = 1 - 1e-4 the first step would leave (0, 1); the derivative of log(1 - p) is still -1/(1 - p)."""
    p = 1 - 1e-4

    found = central_differences(lambda t: np.log(1 - t[0]), [p])

    assert abs(found.value[0] * (1 - p) + 1) <= 1e-8


def test_a_point_outside_the_domain_is_an_error():
    """No step is small enough at a point where the callable is NaN, and no coordinates is an error too."""
    with pytest.raises(NonFiniteError, match="boundary"):
        central_differences(lambda t: np.log(t[0]), [-1.0])
    with pytest.raises(EmptyError):
        complex_step(smooth, [])
    with pytest.raises(NonFiniteError):
        complex_step(smooth, [0.1, np.nan, 1.0])
