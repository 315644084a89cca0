"""Coordinate ascent over factors: exact block gradients, updates as natural steps of size one, a bound that rises."""

import numpy as np
import pytest
from scipy import integrate, stats

from numeric.differentiate import central_differences
from numeric.variational import (
    AscentError,
    Ending,
    FactoredNormal,
    Gamma,
    Normal,
    NormalFamily,
    block_gradient,
    block_natural_gradient,
    block_step,
    coordinate_ascent,
    dual_gradient,
)

X = np.array([0.4, -1.3, 2.2, 0.9, 1.7])
MODEL = FactoredNormal(
    X, NormalFamily(1).natural(Normal([0.6], [[1 / 0.7]])), Gamma().natural(1.8, 0.9)
)  # mu ~ N(0.6, 1 / 0.7), tau ~ Gamma(1.8, 0.9)
START = (NormalFamily(1).natural(Normal([-0.5], [[0.3]])), Gamma().natural(3.2, 2.1))


def test_the_bound_is_the_mean_log_joint_less_the_mean_log_law():
    """E_q[log p(x, mu, tau) - log q], by quadrature over tau and the moments of mu."""
    q = stats.gamma(3.2, scale=1 / 2.1)
    prior = stats.gamma(1.8, scale=1 / 0.9)
    squares = np.sum((X + 0.5) ** 2) + 5 * 0.3

    def over_tau(t):
        fit = 5 / 2 * np.log(t / (2 * np.pi)) - t * squares / 2
        return q.pdf(t) * (fit + prior.logpdf(t) - q.logpdf(t))

    shift = (-0.5 - 0.6) ** 2 + 0.3
    over_mean = np.log(0.7 / (2 * np.pi)) / 2 - 0.7 * shift / 2 + np.log(2 * np.pi * np.e * 0.3) / 2
    expected = integrate.quad(over_tau, 1e-12, 30, epsabs=1e-12, limit=300)[0] + over_mean

    assert expected == pytest.approx(MODEL.bound(START), rel=1e-9)


@pytest.mark.parametrize("block", [0, 1])
def test_the_gradient_of_a_block_is_the_derivative_of_the_bound(block):
    """F_j (theta_j* - theta_j) by differences, and theta_j* - theta_j is its natural gradient."""

    def bound(x):
        return np.asarray(MODEL.bound((x, START[1]) if block == 0 else (START[0], x)))

    expected = central_differences(bound, START[block]).value
    found = block_gradient(MODEL, START, block)

    np.testing.assert_allclose(found, expected, rtol=1e-6)
    np.testing.assert_allclose(
        dual_gradient(MODEL.families[block], START[block], found).solution,
        block_natural_gradient(MODEL, START, block),
        rtol=1e-9,
    )


def test_a_natural_step_of_size_one_is_the_textbook_update_and_the_best_of_its_factor():
    """q(mu): precision 0.7 + 5 E[tau], mean (0.7 . 0.6 + E[tau] sum x) / precision.

    q(tau): a = 1.8 + 5/2, b = 0.9 + (sum (x - m)^2 + 5 v) / 2 at the mean m and variance v of mu.
    """
    tau = 3.2 / 2.1
    precision = 0.7 + 5 * tau
    m = (0.7 * 0.6 + tau * X.sum()) / precision

    first = block_step(MODEL, START, 0, rate=1.0)
    second = block_step(MODEL, first, 1, rate=1.0)

    law = NormalFamily(1).law(first[0])
    assert (m, 1 / precision) == (
        pytest.approx(law.mean[0], rel=1e-13),
        pytest.approx(law.covariance[0, 0], rel=1e-13),
    )
    squares = np.sum((X - m) ** 2) + 5 / precision
    np.testing.assert_allclose(Gamma().shape_and_rate(second[1]), [4.3, 0.9 + squares / 2], rtol=1e-13)
    np.testing.assert_allclose(block_gradient(MODEL, first, 0), 0, atol=1e-12)
    np.testing.assert_allclose(block_gradient(MODEL, second, 1), 0, atol=1e-12)
    np.testing.assert_array_equal(first[1], START[1])


def test_a_shorter_step_lies_between():
    """At rate 0.25, three quarters of the old and one of the new natural parameter."""
    whole, part = (block_step(MODEL, START, 1, rate=rate) for rate in (1.0, 0.25))

    np.testing.assert_allclose(part[1], 0.75 * START[1] + 0.25 * whole[1], rtol=1e-14)


def test_coordinate_ascent_rises_to_a_stationary_point_below_the_evidence():
    """log p(x) by quadrature over tau of N(x; 0.6, I / tau + 1 1^T / 0.7): the gap is positive and small."""
    prior = stats.gamma(1.8, scale=1 / 0.9)

    def joint(t):
        S = np.eye(5) / t + np.ones((5, 5)) / 0.7
        return prior.pdf(t) * stats.multivariate_normal(np.full(5, 0.6), S).pdf(X)

    evidence = np.log(integrate.quad(joint, 1e-9, 30, epsabs=1e-14, limit=200)[0])

    found = coordinate_ascent(MODEL, START)

    assert found.outcome is Ending.SETTLED
    assert np.all(np.diff(found.bounds) > -1e-12)
    assert found.bounds[0] == pytest.approx(MODEL.bound(START))
    assert found.bounds[-1] == pytest.approx(MODEL.bound(found.parameters), rel=1e-14)
    assert 0.001 < evidence - found.bounds[-1] < 0.1
    for block in (0, 1):
        np.testing.assert_allclose(block_natural_gradient(MODEL, found.parameters, block), 0, atol=1e-4)


def test_an_ascent_cut_short_says_so():
    """One sweep allowed, with a tolerance that it does not meet."""
    found = coordinate_ascent(MODEL, START, limit=1)

    assert found.outcome is Ending.LIMIT
    assert len(found.bounds) == 2


class Wrong(FactoredNormal):
    """Forgets a factor of two in the rate of tau."""

    def optimum(self, parameters, block):
        """Twice the sum of squares."""
        best = super().optimum(parameters, block)
        return best if block == 0 else best + np.array([0, self.precision[1] + best[1]])


def test_an_update_that_does_not_belong_to_the_bound_is_refused():
    """Started at the optimum, the wrong update lowers the bound."""
    best = coordinate_ascent(MODEL, START).parameters
    wrong = Wrong(MODEL.x, MODEL.mean, MODEL.precision)

    with pytest.raises(AscentError, match="factors of two") as caught:
        coordinate_ascent(wrong, best)

    assert caught.value.fall > 0.1
