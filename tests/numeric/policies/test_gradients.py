"""Scores, policy gradients, Fisher matrices and natural gradients, against derivatives and against each other."""

import numpy as np
import pytest

from numeric.agreement import Outcome
from numeric.differentiate import complex_step
from numeric.policies import (
    DecisionProcess,
    Tabular,
    compatible_weights,
    evaluate,
    expected_return,
    fisher_product,
    mean_divergence,
    natural_policy_gradient,
    policy_fisher,
    policy_gradient,
    state_divergence,
    state_fisher,
    surrogate_return,
    tabular_natural_gradient,
)
from numeric.slopes import generic_slope
from numeric.solvers.solution import Ending


def test_scores_are_derivatives_of_log_probabilities_and_have_mean_zero(family):
    """By complex step; the last axis is the parameter."""
    policy, theta = family(1)
    expected = complex_step(lambda x: np.log(policy.probabilities(x)), theta).value

    found = policy.scores(theta)

    np.testing.assert_allclose(found, expected, rtol=1e-11, atol=1e-13)
    mean = np.einsum("sa,sap->sp", policy.probabilities(theta), found)
    np.testing.assert_allclose(mean, 0, atol=1e-14)


@pytest.mark.parametrize("discount", [0.3, 0.9])
def test_the_policy_gradient_is_the_derivative_of_the_return(family, random_process, discount):
    """By complex step through the linear solve, at discounts on both sides of a half."""
    policy, theta = family(2)
    process = random_process(3, discount=discount)
    expected = complex_step(lambda x: expected_return(process, policy.probabilities(x)), theta).value

    found = policy_gradient(process, policy, theta)

    np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-13)


def test_return_and_surrogate_have_the_policy_gradient_and_the_remainders_are_of_second_order(
    family, random_process
):
    """J(theta + h u) - J - h g . u, L(theta + h u) - J - h g . u, and J - L are all of order two."""
    process, (policy, _) = random_process(4), family(5)
    u = np.random.default_rng(6).normal(size=policy.size)

    def remainders(theta, h):
        before, after = policy.probabilities(theta), policy.probabilities(theta + h * u)
        line = expected_return(process, before) + h * policy_gradient(process, policy, theta) @ u
        J, L = expected_return(process, after), surrogate_return(process, before, after)
        return np.array([J - line, L - line, J - L])

    points = [family(seed)[1] for seed in (7, 8, 9)]
    slopes = [generic_slope(lambda x, h, k=k: remainders(x, h)[k], points) for k in range(3)]

    assert [slope.against(2) for slope in slopes] == [Outcome.AGREES] * 3


def test_half_the_fisher_form_is_the_mean_divergence_to_third_order(family, random_process):
    """KL under d between theta and theta + h u, less h^2 u^T F u / 2."""
    process, (policy, _) = random_process(10), family(11)
    u = np.random.default_rng(12).normal(size=policy.size)

    def remainder(theta, h):
        F = policy_fisher(process, policy, theta)
        there = policy.probabilities(theta + h * u)
        return mean_divergence(process, policy.probabilities(theta), there) - h**2 * u @ F @ u / 2

    slope = generic_slope(remainder, [family(seed)[1] for seed in (13, 14, 15)])

    assert slope.against(3) == Outcome.AGREES


def test_the_policy_fisher_matrix_is_the_mean_of_the_state_ones_and_its_product_needs_no_matrix(
    family, random_process
):
    """Weights d; damping is added to the product alone."""
    process, (policy, theta) = random_process(16), family(17)
    d = evaluate(process, policy.probabilities(theta)).occupancy
    F = policy_fisher(process, policy, theta)
    v = np.random.default_rng(18).normal(size=policy.size)

    np.testing.assert_allclose(
        F, np.einsum("s,sij->ij", d, state_fisher(policy, theta)), rtol=1e-12, atol=1e-15
    )
    np.testing.assert_allclose(fisher_product(process, policy, theta)(v), F @ v, rtol=1e-11, atol=1e-14)
    np.testing.assert_allclose(
        fisher_product(process, policy, theta, damping=0.3)(v), F @ v + 0.3 * v, rtol=1e-11, atol=1e-14
    )


def test_the_compatible_weights_are_one_minus_gamma_times_the_natural_gradient(family, random_process):
    """[Kakade 2001, Theorem 1], least squares against eigenvalues; tabular has one null vector for each state."""
    process, (policy, theta) = random_process(19), family(20)

    natural = natural_policy_gradient(process, policy, theta)
    w = compatible_weights(process, policy, theta)

    np.testing.assert_allclose(0.2 * natural.solution, w, rtol=1e-8, atol=1e-10)
    assert natural.residual < 1e-10
    assert natural.changed == (process.states if isinstance(policy, Tabular) else 0)


def test_no_other_weights_fit_the_advantage_better(random_process, log_linear):
    """The error E[(score . w - A)^2] grows by e^T F e in every direction e, and is not zero with shared weights."""
    process, (policy, theta) = random_process(21), log_linear(22)
    pi = policy.probabilities(theta)
    found, scores, w = evaluate(process, pi), policy.scores(theta), compatible_weights(process, policy, theta)
    e = np.random.default_rng(23).normal(size=policy.size)

    def error(weights):
        return np.sum(found.occupancy[:, None] * pi * (scores @ weights - found.advantages) ** 2)

    assert error(w) > 1e-3
    np.testing.assert_allclose(
        error(w + e), error(w) + e @ policy_fisher(process, policy, theta) @ e, rtol=1e-10
    )


def test_the_tabular_natural_gradient_is_the_advantage_up_to_a_constant_in_each_state(
    random_process, tabular
):
    """Rate 1/(1 - gamma), whatever d: least-norm solution and closed form agree, and differ from A by constants."""
    process, (policy, theta) = random_process(24), tabular(25)
    A = evaluate(process, policy.probabilities(theta)).advantages

    closed = tabular_natural_gradient(process, policy, theta)
    solved = natural_policy_gradient(process, policy, theta)
    difference = solved.solution.reshape(4, 3) - A / 0.2

    np.testing.assert_allclose(closed.solution, solved.solution, rtol=1e-9, atol=1e-11)
    np.testing.assert_allclose(difference, difference[:, :1] * np.ones(3), rtol=1e-8)
    assert closed.outcome is Ending.CONVERGED


def test_a_state_that_is_never_visited_has_no_gradient_and_no_natural_gradient(tabular):
    """State 1 leads to itself and to state 0, which never leads back."""
    P = np.zeros((2, 3, 2))
    P[0, :, 0] = 1.0
    P[1] = [[0.5, 0.5], [1, 0], [0, 1]]
    process = DecisionProcess(P, np.arange(6.0).reshape(2, 3) ** 2, np.array([1.0, 0]), 0.6)
    policy, theta = tabular(26, states=2)

    for found in (
        policy_gradient(process, policy, theta),
        tabular_natural_gradient(process, policy, theta).solution,
        natural_policy_gradient(process, policy, theta).solution,
    ):
        np.testing.assert_allclose(found[3:], 0, atol=1e-12)
        assert np.max(np.abs(found[:3])) > 0.1


def test_the_divergence_takes_zero_times_log_zero_for_zero():
    """KL((0, 1/4, 3/4) || (1/2, 1/4, 1/4)) = 3/4 log 3."""
    found = state_divergence([[0, 0.25, 0.75]], [[0.5, 0.25, 0.25]])

    np.testing.assert_allclose(found, [0.75 * np.log(3)], rtol=1e-14)


def test_a_probability_too_small_for_its_ratio_has_a_finite_divergence():
    """KL((1/2, 1/2) || (1e-320, 1)) is about (320 log 10 - 2 log 2) / 2, though 1/2 / 1e-320 overflows."""
    found = state_divergence([[0.5, 0.5]], [[1e-320, 1.0]])

    np.testing.assert_allclose(found, [(320 * np.log(10) - 2 * np.log(2)) / 2], rtol=1e-4)
