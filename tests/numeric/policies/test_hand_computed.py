"""Two states, three actions, discount 3/4, the uniform policy: everything is a rational number found by hand.

    state 0: action 0 stays and earns 0, actions 1 and 2 go to state 1 and earn 6 and 3
    state 1: every action stays; they earn 0, 1, 2

V(1) = 1 / (1 - 3/4) = 4 and V(0) = 3 + 3/4 (V(0)/3 + 2/3 . 4), so V(0) = 20/3, which is J: paths start in state 0.
The walk is in state 0 at time t with probability 3^-t, so d(0) = 1/4 sum (1/4)^t = 1/3 and d(1) = 2/3.
"""

import numpy as np
import pytest

from numeric.policies import (
    DecisionProcess,
    Tabular,
    clipped_surrogate,
    compatible_weights,
    evaluate,
    expected_return,
    improvement_bound,
    mean_divergence,
    natural_policy_gradient,
    policy_fisher,
    policy_gradient,
    tabular_natural_gradient,
    truncated_occupancy,
    truncated_return,
)

TRANSITIONS = np.array([[[1.0, 0], [0, 1], [0, 1]], [[0, 1], [0, 1], [0, 1]]])
PROCESS = DecisionProcess(TRANSITIONS, np.array([[0.0, 6, 3], [0, 1, 2]]), np.array([1.0, 0]), 0.75)
UNIFORM = np.full((2, 3), 1 / 3)
MOVED = np.array([[1 / 6, 1 / 2, 1 / 3], [1 / 3, 1 / 3, 1 / 3]])
POLICY, ORIGIN = Tabular(2, 3), np.zeros(6)


def same(expected, found):
    """Equal to rounding: a dozen digits and no absolute slack beyond them."""
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-14)


def test_values_advantages_occupancy_and_return_are_the_rational_ones():
    """Q(0) = (3/4 . 20/3, 6 + 3, 3 + 3) and Q(1) = (3, 4, 5); a row of advantages is Q minus its mean."""
    found = evaluate(PROCESS, UNIFORM)

    same([20 / 3, 4], found.values)
    same([[5, 9, 6], [3, 4, 5]], found.action_values)
    same([[-5 / 3, 7 / 3, -2 / 3], [-1, 0, 1]], found.advantages)
    same([1 / 3, 2 / 3], found.occupancy)
    same(20 / 3, found.expected_return)
    same(20 / 3, expected_return(PROCESS, UNIFORM))


def test_the_first_five_steps_are_the_geometric_sums_of_a_half_and_a_quarter():
    """State 0 earns 3 on average, state 1 earns 1.

    sum_{t < 5} (1/4)^t = 341/256 are visits of state 0, sum_{t < 5} (3/4)^t = 781/256 all visits: 440/256 of state 1.
    """
    found = truncated_occupancy(PROCESS, UNIFORM, horizon=5)

    same([341 / 1024, 440 / 1024], found)
    same((3 * 341 + 440) / 256, truncated_return(PROCESS, UNIFORM, horizon=5))


def test_the_gradient_is_four_times_occupancy_times_probability_times_advantage():
    """For logits the scores subtract the mean advantage, which is zero: 1/(1 - gamma) d(s)/3 A(s, a)."""
    expected = [-20 / 27, 28 / 27, -8 / 27, -8 / 9, 0, 8 / 9]

    same(expected, policy_gradient(PROCESS, POLICY, ORIGIN))


def test_the_fisher_matrix_is_block_diagonal_with_the_occupancy_in_front():
    """d(s) (diag pi - pi pi^T): 1/3 (2/9, -1/9) and 2/3 (2/9, -1/9); 1/(1 - gamma) is not in it."""
    block = (3 * np.eye(3) - 1) / 9
    expected = np.kron(np.diag([1 / 3, 2 / 3]), block)

    same(expected, policy_fisher(PROCESS, POLICY, ORIGIN))


def test_the_natural_gradient_is_four_times_the_advantage_and_the_weights_are_the_advantage():
    """At the uniform policy advantages have mean zero over actions, so no constant is taken off."""
    A = np.array([-5 / 3, 7 / 3, -2 / 3, -1, 0, 1])

    same(4 * A, natural_policy_gradient(PROCESS, POLICY, ORIGIN).solution)
    same(4 * A, tabular_natural_gradient(PROCESS, POLICY, ORIGIN).solution)
    same(A, compatible_weights(PROCESS, POLICY, ORIGIN))


def test_the_improvement_bound_and_its_parts_are_the_rational_ones():
    """In state 0 the new policy has mean advantage -5/18 + 7/6 - 2/9 = 2/3; L = 20/3 + 4 . 1/3 . 2/3 = 68/9.

    KL = (log 2 + log 2/3 + log 1)/3 = log(4/3)/3 in state 0 and none in state 1.
    C = 4 . 7/3 . 3/4 / (1/4)^2 = 112.
    The true return is V(0) = 4 + 3/4 (V(0)/6 + 5/6 . 4) = 52/7.
    """
    found = improvement_bound(PROCESS, UNIFORM, MOVED)

    same(68 / 9, found.surrogate)
    same(np.log(4 / 3) / 3, found.divergence)
    same(112, found.penalty)
    same(68 / 9 - 112 * np.log(4 / 3) / 3, found.bound)
    same(52 / 7, expected_return(PROCESS, MOVED))
    same(np.log(4 / 3) / 9, mean_divergence(PROCESS, UNIFORM, MOVED))


def test_the_clipped_surrogate_cuts_ratios_that_have_gone_too_far_the_good_way():
    """Ratios (1/2, 3/2, 1) in state 0 with advantages (-5/3, 7/3, -2/3) and epsilon 1/5.

    The terms are 4/5 . -5/3, 6/5 . 7/3 and -2/3, of sum 4/5; times pi d = 1/3 . 1/3 that is 4/45; state 1 adds 0.
    Only action 2 of state 0 keeps a gradient there, 1/9 . -2/3 (e_2 - pi'); state 1 gives 2/9 (-1, 0, 1).
    """
    found = clipped_surrogate(PROCESS, POLICY, ORIGIN, np.log(MOVED).reshape(-1), epsilon=0.2)

    same(4 / 45, found.value)
    same([[0.5, 1.5, 1], [1, 1, 1]], found.ratios)
    assert found.clipped.tolist() == [[True, True, False], [False, False, False]]
    same([1 / 81, 1 / 27, -4 / 81, -2 / 9, 0, 2 / 9], found.gradient)


def test_the_clipped_surrogate_leaves_ratios_that_have_gone_the_bad_way():
    """Ratios (3/2, 1/2, 1): terms -5/2, 7/6, -2/3 of sum -2, times 1/9; nothing is clipped."""
    worse = np.log(MOVED[:, [1, 0, 2]])
    worse[1] = 0.0

    found = clipped_surrogate(PROCESS, POLICY, ORIGIN, worse.reshape(-1), epsilon=0.2)

    same(-2 / 9, found.value)
    assert not np.any(found.clipped)
    # sum_a (1/9) rho_a A_a (e_a - pi'), pi' = (1/2, 1/6, 1/3): (1/9) ((-5/2, 7/6, -2/3) + 2 pi')
    same(np.array([-3 / 2, 3 / 2, 0]) / 9, found.gradient[:3])


def test_at_the_old_policy_the_clipped_surrogate_is_zero_with_a_quarter_of_the_gradient():
    """Its expectation is over d of sum one, so 1 - gamma = 1/4 stands where the return has 1."""
    found = clipped_surrogate(PROCESS, POLICY, ORIGIN, ORIGIN, epsilon=0.2)

    assert found.value == pytest.approx(0, abs=1e-15)
    same(policy_gradient(PROCESS, POLICY, ORIGIN) / 4, found.gradient)
