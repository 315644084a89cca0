"""Monte Carlo gradients of the bound: their means are the gradient, their variances are what they should be."""

import numpy as np
import pytest

from numeric.variational import (
    DIAGONAL_NATURAL,
    EXPECTATION,
    MEAN_CHOLESKY,
    MEAN_COVARIANCE,
    MEAN_LOG_DEVIATION,
    MEAN_VARIANCE,
    NATURAL,
    DiagonalNormal,
    Normal,
    Quadratic,
    averaged,
    hermite_nodes,
    lower_bound_gradient,
    path_gradients,
    pathwise_gradients,
    score_function_gradients,
)

A = np.array([[1.9, 0.4, -0.3], [0.4, 1.1, 0.2], [-0.3, 0.2, 0.8]])
JOINT = Quadratic(A, [0.5, -1.0, 0.25], 0.7)
NODES = hermite_nodes(3, 5)  # signal times score is of degree four, its square of degree eight


def mean_and_variance(gradients):
    """Under the rule, exactly."""
    mean = NODES.weights @ gradients
    return mean, NODES.weights @ (gradients - mean) ** 2


def path_chart(q):
    """The chart of the pathwise estimators."""
    return MEAN_CHOLESKY if isinstance(q, Normal) else MEAN_LOG_DEVIATION


@pytest.mark.parametrize("estimator", [pathwise_gradients, path_gradients])
def test_pathwise_estimators_have_the_gradient_of_the_bound_for_mean(estimator, law):
    """Exactly, by a rule that integrates their polynomials."""
    q = law(70)
    expected = path_chart(q).gradient(q, lower_bound_gradient(q, JOINT.expected(q)))

    found, variance = mean_and_variance(estimator(q, JOINT, NODES.draws))

    np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-11)
    assert np.all(variance > 1e-3)


@pytest.mark.parametrize("baseline", [0.0, -2.5])
@pytest.mark.parametrize(
    "chart", [MEAN_COVARIANCE, MEAN_CHOLESKY, NATURAL, EXPECTATION], ids=lambda c: c.name
)
def test_the_score_function_estimator_has_the_gradient_for_mean_in_every_chart(chart, baseline, normal):
    """Whatever the baseline."""
    q = normal(71)
    expected = chart.gradient(q, lower_bound_gradient(q, JOINT.expected(q)))

    found, _ = mean_and_variance(
        score_function_gradients(chart, q, JOINT, draws=NODES.draws, baseline=baseline)
    )

    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("chart", [MEAN_VARIANCE, MEAN_LOG_DEVIATION, DIAGONAL_NATURAL], ids=lambda c: c.name)
def test_the_score_function_estimator_has_the_gradient_for_mean_with_a_diagonal_law(chart, diagonal):
    """In three charts."""
    q = diagonal(72)
    expected = chart.gradient(q, lower_bound_gradient(q, JOINT.expected(q)))

    found, _ = mean_and_variance(score_function_gradients(chart, q, JOINT, draws=NODES.draws))

    np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-10)


def test_at_the_posterior_path_gradients_vanish_at_every_draw_and_pathwise_ones_do_not():
    """f - log q is constant there: the score function estimator with b = log evidence vanishes too."""
    q, draws = JOINT.posterior, np.random.default_rng(73).normal(size=(4, 3))

    path, pathwise = path_gradients(q, JOINT, draws), pathwise_gradients(q, JOINT, draws)
    score = score_function_gradients(MEAN_CHOLESKY, q, JOINT, draws=draws, baseline=JOINT.log_evidence)

    np.testing.assert_allclose(path, 0, atol=1e-13)
    np.testing.assert_allclose(score, 0, atol=1e-12)
    assert np.min(np.linalg.norm(pathwise, axis=1)) > 0.1


def test_variances_in_one_dimension_are_the_hand_computed_ones():
    """f = b z - a z^2 / 2 over N(m, v), z = m + s e with s^2 = v, and g = b - a m, h = (1 - a v) / 2.

    pathwise in m:  g - a s e, of variance a^2 v
    pathwise in l:  (g - a s e) s e + 1, of variance g^2 v + 2 a^2 v^2
    score in m, less its constant:  (g s e + h e^2) e / s, of variance (3 g^2 v + 15 h^2) / v - g^2
    """
    a, b, m, v = 1.7, 0.6, 0.4, 0.36
    g, h = b - a * m, (1 - a * v) / 2
    joint, q, nodes = Quadratic([[a]], [b]), DiagonalNormal([m], [v]), hermite_nodes(1, 8)
    constant = b * m - a * m**2 / 2 + np.log(2 * np.pi * v) / 2  # f - log q at e = 0

    def variance(gradients):
        mean = nodes.weights @ gradients
        return nodes.weights @ (gradients - mean) ** 2

    pathwise = variance(pathwise_gradients(q, joint, nodes.draws))
    score = variance(
        score_function_gradients(MEAN_LOG_DEVIATION, q, joint, draws=nodes.draws, baseline=constant)
    )

    np.testing.assert_allclose(pathwise, [a**2 * v, g**2 * v + 2 * a**2 * v**2], rtol=1e-12)
    assert score[0] == pytest.approx((3 * g**2 * v + 15 * h**2) / v - g**2, rel=1e-12)


def test_averages_over_draws_come_with_their_standard_errors(law):
    """20,000 seeded draws: within six standard errors of the gradient; the variance of pathwise ones is right to 15 %.

    The relative error of a sample variance is sqrt((kurtosis - 1) / N), below 2.5 % for kurtoses up to 13.
    """
    q = law(74)
    expected = path_chart(q).gradient(q, lower_bound_gradient(q, JOINT.expected(q)))
    draws = np.random.default_rng(75).normal(size=(20_000, 3))

    pathwise = averaged(pathwise_gradients(q, JOINT, draws))
    score = averaged(score_function_gradients(path_chart(q), q, JOINT, draws=draws))

    for found in (pathwise, score):
        assert found.draws == 20_000
        assert np.all(np.abs(found.value - expected) < 6 * found.standard_error)
    _, exact = mean_and_variance(pathwise_gradients(q, JOINT, NODES.draws))
    np.testing.assert_allclose(pathwise.standard_error**2 * 20_000, exact, rtol=0.15)


def test_the_score_function_has_the_larger_variance_here_and_a_baseline_lowers_it(normal):
    """Sums over the coordinates of (m, L); the baseline is the bound itself."""
    q = normal(76)
    signal = NODES.weights @ (JOINT.value(q.points(NODES.draws)) - q.log_density(q.points(NODES.draws)))

    def total(gradients):
        return np.sum(mean_and_variance(gradients)[1])

    plain = total(score_function_gradients(MEAN_CHOLESKY, q, JOINT, draws=NODES.draws))
    centred = total(score_function_gradients(MEAN_CHOLESKY, q, JOINT, draws=NODES.draws, baseline=signal))
    pathwise = total(pathwise_gradients(q, JOINT, NODES.draws))

    assert pathwise < centred < plain
