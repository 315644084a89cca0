"""Two steps of each first-order method, with the numbers worked out by hand."""

import numpy as np
import pytest

from numeric.optimizers.methods.adagrad import AdaGrad
from numeric.optimizers.methods.adam import Adam
from numeric.optimizers.methods.gradient_descent import GradientDescent
from numeric.optimizers.methods.momentum import Momentum


def test_gradient_descent_goes_rate_times_gradient_and_reports_it():
    """(2, -3) - 0.25 (4, 8) = (1, -5): length sqrt 5, slope 4 (-1) + 8 (-2) = -20."""
    method = GradientDescent(0.25)

    state, report = method.step(method.init([2.0, -3.0]), gradient=[4.0, 8.0])

    assert np.array_equal([1, -5], state.parameters)
    assert pytest.approx(np.sqrt(5)) == report.length
    assert pytest.approx(-20) == report.slope


def test_momentum_adds_the_decayed_velocity():
    """With mu = 1/4 and eta = 1/2: v = (4, -8), then (4, -8)/4 + (2, 2) = (3, 0)."""
    # (1, 1) - (4, -8)/2 = (-1, 5);  (-1, 5) - (3, 0)/2 = (-2.5, 5).
    method = Momentum(0.5, 0.25)

    first, _ = method.step(method.init([1.0, 1.0]), gradient=[4.0, -8.0])
    second, _ = method.step(first, gradient=[2.0, 2.0])

    assert np.array_equal([-1, 5], first.parameters)
    assert np.array_equal([-2.5, 5], second.parameters)
    assert np.array_equal([3, 0], second.memory["velocity"])


def test_momentum_amplifies_a_constant_gradient():
    """In the end the step is eta g / (1 - mu) = 0.3 * 7 / 0.4."""
    method = Momentum(0.3, 0.6)
    state = method.init([2.0])

    for _ in range(80):
        state, report = method.step(state, gradient=[7.0])

    assert pytest.approx(0.3 * 7 / 0.4, rel=1e-12) == report.length


def test_adam_corrects_both_moments_for_their_start_at_zero():
    """Two steps with b1 = 1/2, b2 = 3/4, alpha = 0.3, epsilon = 1/2."""
    # t = 1:  m = (3, -4)/2, over 1/2: (3, -4);  v = (9, 16)/4, over 1/4: (9, 16);  0.3 (3/3.5, -4/4.5).
    # t = 2:  m = (3, -4)/4 + (1, 2)/2 = (5/4, 0), over 3/4: (5/3, 0);
    #         v = 3/4 (9, 16)/4 + (1, 4)/4 = (31/16, 4), over 7/16: (31/7, 64/7);  0.3 (5/3) / (sqrt(31/7) + 1/2).
    method = Adam(0.3, 0.5, 0.75, 0.5)

    first, _ = method.step(method.init([2.0, 5.0]), gradient=[3.0, -4.0])
    second, _ = method.step(first, gradient=[1.0, 2.0])

    one = np.array([2 - 0.3 * 3 / 3.5, 5 + 0.3 * 4 / 4.5])
    np.testing.assert_allclose(one, first.parameters, rtol=1e-14)
    two = one - 0.3 * np.array([5 / 3 / (np.sqrt(31 / 7) + 0.5), 0])
    np.testing.assert_allclose(two, second.parameters, rtol=1e-14)


def test_the_first_step_of_adam_forgets_the_scale_of_the_gradient():
    """It is -alpha sign(g) for gradients of 1e-3 and of 1e5 alike."""
    method = Adam(0.02, epsilon=1e-12)

    state, _ = method.step(method.init([0.0, 0.0, 0.0]), gradient=[1e-3, -1e5, 40.0])

    np.testing.assert_allclose([-0.02, 0.02, -0.02], state.parameters, rtol=1e-8)


def test_adagrad_divides_by_the_root_of_the_sum_and_adds_epsilon_outside():
    """Sums (9, 16), then (25, 25), with eta = 0.3 and epsilon = 1/2."""
    method = AdaGrad(0.3, 0.5)

    first, _ = method.step(method.init([2.0, 5.0]), gradient=[3.0, -4.0])
    second, _ = method.step(first, gradient=[4.0, 3.0])

    one = np.array([2 - 0.3 * 3 / 3.5, 5 + 0.3 * 4 / 4.5])
    np.testing.assert_allclose(one, first.parameters, rtol=1e-14)
    np.testing.assert_allclose(one - 0.3 * np.array([4, 3]) / 5.5, second.parameters, rtol=1e-14)
