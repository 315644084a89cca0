"""The two-state chain and gridworlds are the processes they say they are."""

import numpy as np
import pytest

from numeric.policies import (
    GO,
    STAY,
    DecisionProcess,
    Tabular,
    evaluate,
    expected_return,
    gridworld,
    natural_policy_gradient,
    policy_gradient,
    two_state_chain,
)


def test_going_to_the_second_state_and_staying_is_worth_what_the_series_say():
    """At gamma = 3/4: V(1) = 2/(1 - 3/4) = 8, V(0) = 3/4 . 8 = 6, J = 4/5 . 6 + 1/5 . 8 = 32/5.

    Staying everywhere: V = (4, 8), J = 24/5.  Leaving everywhere earns nothing.
    """
    chain = two_state_chain(discount=0.75)
    stay, go = np.eye(2)[STAY], np.eye(2)[GO]

    best, lazy = evaluate(chain, np.array([go, stay])), evaluate(chain, np.array([stay, stay]))

    np.testing.assert_allclose(best.values, [6, 8], rtol=1e-13)
    assert best.expected_return == pytest.approx(32 / 5, rel=1e-13)
    assert lazy.expected_return == pytest.approx(24 / 5, rel=1e-13)
    assert float(expected_return(chain, np.array([go, go]))) == 0.0


SELDOM = np.array(
    [3.0, 0, -3, 0]
)  # logits: state 0 is left with probability 0.05, state 1 is stayed in with 0.05


def natural_direction(chain, policy, theta):
    """F^+ grad J."""
    return natural_policy_gradient(chain, policy, theta).solution


def climb(direction, *, length, steps):
    """Returns at gamma = 0.95 along an ascent at a fixed rate, whose first step has the given length."""
    chain, policy, theta = two_state_chain(discount=0.95), Tabular(2, 2), SELDOM
    rate = length / np.linalg.norm(direction(chain, policy, theta))
    returns = []
    for _ in range(steps):
        theta = theta + rate * direction(chain, policy, theta)
        returns.append(float(expected_return(chain, policy.probabilities(theta))))
    return returns


def test_the_plain_gradient_stays_on_the_plateau_and_the_natural_one_leaves_it():
    """Staying in state 0 for ever is worth 20 and the best policy 0.8 . 38 + 0.2 . 40 = 38.4.

    With first steps of one length the plain gradient gains less than 0.1 in thirty steps below 20.
    """
    plain = climb(policy_gradient, length=1.0, steps=40)
    natural = climb(natural_direction, length=1.0, steps=40)

    assert 19 < plain[9] < plain[39] < min(20, plain[9] + 0.1)
    assert natural[39] > 38


def test_the_plain_gradient_of_a_state_is_in_proportion_to_its_occupancy_and_the_natural_one_is_not():
    """Advantages do not depend on the start law, d does: only the plain gradient changes with it."""
    chain, policy = two_state_chain(discount=0.95), Tabular(2, 2)
    other = DecisionProcess(chain.transitions, chain.rewards, np.array([0.1, 0.9]), 0.95)
    pi = policy.probabilities(SELDOM)
    ratio = evaluate(other, pi).occupancy[1] / evaluate(chain, pi).occupancy[1]
    expected = ratio * policy_gradient(chain, policy, SELDOM)[2:]

    assert ratio > 1.2
    np.testing.assert_allclose(policy_gradient(other, policy, SELDOM)[2:], expected, rtol=1e-10)
    np.testing.assert_allclose(
        natural_direction(other, policy, SELDOM), natural_direction(chain, policy, SELDOM), rtol=1e-9
    )


def test_a_corridor_has_the_discounted_distance_to_the_goal_for_its_value():
    """S . . G at gamma = 0.7, always right: the goal is entered at time 2, so J = 0.49; V = (0.49, 0.7, 1, 0)."""
    world = gridworld(["S..G"], discount=0.7)
    right = np.tile(np.eye(4)[1], (4, 1))

    found = evaluate(world.process, right)

    assert world.cells == ((0, 0), (0, 1), (0, 2), (0, 3))
    assert world.goals == (3,)
    np.testing.assert_allclose(found.values, [0.49, 0.7, 1, 0], rtol=1e-13, atol=1e-15)
    assert found.expected_return == pytest.approx(0.49, rel=1e-13)


def test_a_cost_is_paid_on_every_step_that_does_not_reach_the_goal():
    """J = -c - c gamma + gamma^2 with c = 1/10 and gamma = 0.7: -0.1 - 0.07 + 0.49."""
    world = gridworld(["S..G"], discount=0.7, cost=0.1)

    found = expected_return(world.process, np.tile(np.eye(4)[1], (4, 1)))

    assert float(found) == pytest.approx(0.32, rel=1e-12)


def test_moves_slip_to_their_sides_and_walls_and_edges_hold_them():
    """At slip 0.2, from the middle of the free cross of

        . # .
        . . G
        # . .

    up (a wall) stays with 0.8, slips left and right with 0.1 each; right enters the goal with 0.8, slips up (and
    stays) and down with 0.1 each.  States by rows: 0 (0,0), 1 (0,2), 2 (1,0), 3 (1,1), 4 (1,2) goal, 5 (2,1), 6 (2,2).
    """
    world = gridworld([".#.", "..G", "#.."], discount=0.7, slip=0.2)
    P, r = world.process.transitions, world.process.rewards

    np.testing.assert_allclose(P[3, 0], [0, 0, 0.1, 0.8, 0.1, 0, 0], atol=1e-15)
    np.testing.assert_allclose(P[3, 1], [0, 0, 0, 0.1, 0.8, 0.1, 0], atol=1e-15)
    np.testing.assert_allclose(P[3, 2], [0, 0, 0.1, 0, 0.1, 0.8, 0], atol=1e-15)
    np.testing.assert_allclose(P[3, 3], [0, 0, 0.8, 0.1, 0, 0.1, 0], atol=1e-15)
    np.testing.assert_allclose(P[0, 0], [0.9 + 0.1, 0, 0, 0, 0, 0, 0], atol=1e-15)  # edge, edge and wall
    np.testing.assert_allclose(r[3], [0.1, 0.8, 0.1, 0], atol=1e-15)
    np.testing.assert_allclose(world.process.start, np.array([1, 1, 1, 1, 0, 1, 1]) / 6, rtol=1e-15)


def test_a_goal_is_never_left_and_earns_nothing_more():
    """All four moves stay there, whatever the slip and the cost."""
    world = gridworld(["S.", ".G"], discount=0.7, slip=0.3, cost=0.2)

    np.testing.assert_array_equal(world.process.transitions[3], np.tile(np.eye(4)[3], (4, 1)))
    np.testing.assert_array_equal(world.process.rewards[3], 0)
    np.testing.assert_array_equal(world.process.start, [1, 0, 0, 0])
