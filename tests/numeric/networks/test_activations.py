"""Activations and their slopes."""

import numpy as np
import pytest

from numeric.agreement import digits_agreed
from numeric.networks import IDENTITY, RELU, SOFTPLUS, SQUARE, TANH

POINTS = np.array([-31.0, -2.3, -0.4, 0.7, 1.9, 29.0])


@pytest.mark.parametrize(
    ("activation", "value", "slope"),
    [
        (IDENTITY, POINTS, np.ones(6)),
        (TANH, np.sinh(POINTS) / np.cosh(POINTS), 1 / np.cosh(POINTS) ** 2),
        (RELU, [0, 0, 0, 0.7, 1.9, 29], [0, 0, 0, 1, 1, 1]),
        (SOFTPLUS, np.logaddexp(0, POINTS), np.exp(-np.logaddexp(0, -POINTS))),
        (SQUARE, POINTS**2, 2 * POINTS),
    ],
)
def test_values_and_slopes_are_those_of_the_formulas(activation, value, slope):
    """f and f' agree with other ways to write them."""
    assert digits_agreed(value, activation.value(POINTS)) > 14
    assert digits_agreed(slope, activation.slope(POINTS)) > 14


@pytest.mark.parametrize("activation", [IDENTITY, TANH, RELU, SOFTPLUS, SQUARE])
def test_a_complex_step_through_the_value_is_the_slope(activation):
    """Im f(z + i h) / h = f'(z) beside the kink."""
    stepped = np.imag(activation.value(POINTS + 1e-100j)) / 1e-100

    assert digits_agreed(activation.slope(POINTS), stepped) > 14


def test_a_complex_step_through_the_slope_is_the_second_derivative():
    """tanh'' = -2 tanh (1 - tanh^2), softplus'' = p (1 - p), (z^2)'' = 2 and relu'' = 0 beside its kink."""
    t, p = np.tanh(POINTS), 1 / (1 + np.exp(-POINTS))

    def stepped(activation):
        return np.imag(activation.slope(POINTS + 1e-100j)) / 1e-100

    assert digits_agreed(-2 * t * (1 - t**2), stepped(TANH)) > 14
    assert digits_agreed(p * (1 - p), stepped(SOFTPLUS)) > 14
    assert np.array_equal(np.full(6, 2.0), stepped(SQUARE))
    assert np.array_equal(np.zeros(6), stepped(RELU))


def test_the_kink_of_relu_has_the_subgradient_zero():
    """At zero the value and the slope are zero."""
    assert RELU.value(np.zeros(1)) == 0
    assert RELU.slope(np.zeros(1)) == 0


def test_softplus_does_not_overflow():
    """Log(1 + e^900) = 900, and log(1 + e^-900) = 0, with slopes one and zero."""
    assert np.array_equal([900, 0], SOFTPLUS.value(np.array([900.0, -900.0])))
    assert np.array_equal([1, 0], SOFTPLUS.slope(np.array([900.0, -900.0])))
