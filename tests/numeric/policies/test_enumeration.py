"""Truncated quantities are sums over all paths; S = 2, A = 3, T = 4, gamma = 0.7, P = 5 differ and none is one."""

from itertools import product

import numpy as np
import pytest

from numeric.differentiate import complex_step
from numeric.policies import (
    LogLinear,
    evaluate,
    expected_return,
    path_fisher,
    path_gradients,
    path_returns,
    state_fisher,
    truncated_occupancy,
    truncated_return,
)

T = 4


@pytest.fixture(scope="module")
def enumerated(random_process, log_linear):
    """All (2 . 3)^4 = 1296 paths of four steps: process, policy, parameters, states, actions, probabilities."""
    process = random_process(3, states=2, actions=3, discount=0.7)
    policy, theta = log_linear(4, states=2, actions=3, size=5)
    pi = policy.probabilities(theta)
    states = np.array(list(product(range(2), repeat=T)))
    actions = np.array(list(product(range(3), repeat=T)))
    s, a = np.repeat(states, len(actions), axis=0), np.tile(actions, (len(states), 1))
    chance = process.start[s[:, 0]] * np.prod(pi[s, a], axis=1)
    chance *= np.prod(process.transitions[s[:, :-1], a[:, :-1], s[:, 1:]], axis=1)
    return process, policy, theta, s, a, chance


def test_the_truncated_return_is_the_mean_over_all_paths(enumerated):
    """And so is the mean of the estimate each path gives."""
    process, policy, theta, s, a, chance = enumerated
    expected = sum(0.7**t * chance @ process.rewards[s[:, t], a[:, t]] for t in range(T))

    pi = policy.probabilities(theta)

    assert chance.sum() == pytest.approx(1, rel=1e-12)
    assert expected == pytest.approx(float(truncated_return(process, pi, horizon=T)), rel=1e-12)
    assert expected == pytest.approx(chance @ path_returns(process.rewards[s, a], discount=0.7), rel=1e-12)


def test_the_truncated_occupancy_is_the_discounted_count_of_visits_times_one_minus_gamma(enumerated):
    """Its sum is 1 - gamma^T."""
    process, policy, theta, s, _, chance = enumerated
    expected = [0.3 * sum(0.7**t * chance @ (s[:, t] == state) for t in range(T)) for state in range(2)]

    found = truncated_occupancy(process, policy.probabilities(theta), horizon=T)

    np.testing.assert_allclose(found, expected, rtol=1e-12)
    assert pytest.approx(found.sum(), rel=1e-12) == 1 - 0.7**T


def test_the_mean_of_the_path_gradients_is_the_gradient_of_the_truncated_return(enumerated):
    """By complex step through the policy."""
    process, policy, theta, s, a, chance = enumerated
    expected = complex_step(
        lambda x: truncated_return(process, policy.probabilities(x), horizon=T), theta
    ).value
    scores = policy.scores(theta)[s, a]

    found = chance @ path_gradients(scores, process.rewards[s, a], discount=0.7)

    np.testing.assert_allclose(found, expected, rtol=1e-10)


def test_the_mean_of_the_path_fisher_matrices_weighs_states_by_the_truncated_occupancy(enumerated):
    """Scores are of the actions taken, the exact matrix sums over all of them."""
    process, policy, theta, s, a, chance = enumerated
    occupancy = truncated_occupancy(process, policy.probabilities(theta), horizon=T)
    expected = np.einsum("s,sij->ij", occupancy, state_fisher(policy, theta))

    found = np.einsum("n,nij->ij", chance, path_fisher(policy.scores(theta)[s, a], discount=0.7))

    np.testing.assert_allclose(found, expected, rtol=1e-11, atol=1e-14)


def test_a_long_horizon_has_the_return_and_the_occupancy_of_the_linear_solve(random_process, log_linear):
    """At T = 150 what is left is 0.8^150 = 3e-15 of max |r| / (1 - gamma)."""
    process = random_process(5)
    policy, theta = log_linear(6)
    pi = policy.probabilities(theta)

    found = evaluate(process, pi)

    assert float(truncated_return(process, pi, horizon=150)) == pytest.approx(
        found.expected_return, abs=1e-13
    )
    np.testing.assert_allclose(truncated_occupancy(process, pi, horizon=150), found.occupancy, rtol=1e-12)
    assert found.occupancy.sum() == pytest.approx(1, rel=1e-13)


def test_a_feature_of_the_state_alone_changes_nothing(random_process, log_linear):
    """A constant added to all logits of a state leaves its law, so return and score do not see it."""
    process = random_process(7)
    policy, theta = log_linear(8)
    shifted = LogLinear(policy.features + np.arange(4.0)[:, None, None])

    np.testing.assert_allclose(policy.scores(theta), shifted.scores(theta), rtol=1e-9, atol=1e-13)
    assert float(expected_return(process, policy.probabilities(theta))) == pytest.approx(
        float(expected_return(process, shifted.probabilities(theta))), rel=1e-12
    )
