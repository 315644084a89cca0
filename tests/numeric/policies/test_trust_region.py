"""The trust region step has the length it says, follows the natural gradient, and reports what it tried."""

import numpy as np
import pytest

from numeric.policies import (
    DecisionProcess,
    LogLinear,
    Search,
    Tabular,
    mean_divergence,
    natural_policy_gradient,
    policy_fisher,
    policy_gradient,
    surrogate_return,
    trust_region_step,
)
from numeric.solvers.solution import Ending


def test_the_full_step_lies_along_the_natural_gradient_at_the_edge_of_the_quadratic_region(
    family, random_process
):
    """x^T F x / 2 = delta, and x is the natural gradient times sqrt(2 delta / g . F^+ g); tabular F is singular."""
    process, (policy, theta) = random_process(60), family(61)
    F, g = policy_fisher(process, policy, theta), policy_gradient(process, policy, theta)
    natural = natural_policy_gradient(process, policy, theta).solution

    found = trust_region_step(process, policy, theta, radius=0.03)

    assert found.full @ F @ found.full / 2 == pytest.approx(0.03, rel=1e-8)
    np.testing.assert_allclose(found.full, np.sqrt(0.06 / (g @ natural)) * natural, rtol=1e-6, atol=1e-9)
    assert found.solution.outcome is Ending.CONVERGED
    assert 1 < found.solution.iterations <= policy.size


def test_a_damped_step_is_measured_in_the_damped_matrix(family, random_process):
    """X^T (F + lambda I) x / 2 = delta, with x along (F + lambda I)^-1 g."""
    process, (policy, theta) = random_process(62), family(63)
    F = policy_fisher(process, policy, theta) + 0.2 * np.eye(policy.size)
    direction = np.linalg.solve(F, policy_gradient(process, policy, theta))

    found = trust_region_step(process, policy, theta, radius=0.03, damping=0.2)

    np.testing.assert_allclose(found.full, np.sqrt(0.06 / (direction @ F @ direction)) * direction, rtol=1e-7)


def test_every_trial_reports_the_exact_gain_and_divergence_and_the_first_good_one_is_taken(
    random_process, tabular
):
    """With a radius so large that the quadratic model is far off, trials are shrunk by 0.7 until one is within."""
    process, (policy, theta) = random_process(64), tabular(61)
    pi, radius = policy.probabilities(theta), 1.0

    found = trust_region_step(process, policy, theta, radius=radius, shrink=0.7)

    assert found.outcome is Search.ACCEPTED
    assert len(found.trials) > 1
    for k, trial in enumerate(found.trials):
        new = policy.probabilities(theta + 0.7**k * found.full)
        assert trial.fraction == pytest.approx(0.7**k, rel=1e-14)
        assert trial.divergence == pytest.approx(mean_divergence(process, pi, new), rel=1e-12)
        gain = float(surrogate_return(process, pi, new) - surrogate_return(process, pi, pi))
        assert trial.gain == pytest.approx(gain, rel=1e-9)
        good = trial.gain > 0 and trial.divergence <= radius
        assert good == (k == len(found.trials) - 1)
    np.testing.assert_allclose(found.parameters, theta + found.trials[-1].fraction * found.full, rtol=1e-14)


# Three states, one weight, discount 3/4; from state 0 the start, (next state; reward) of actions 0 and 1:
#     0: (2; 2), (1; 1)     1: (2; 0), (1; -2)     2: (0; 0), (2; -2)     features of action 1: 0, -2, 1
def falling_surrogate():
    """A process whose surrogate falls again within the quadratic region, and its policy."""
    P = np.zeros((3, 2, 3))
    for state, (left, right) in enumerate([(2, 1), (2, 1), (0, 2)]):
        P[state, 0, left] = P[state, 1, right] = 1.0
    process = DecisionProcess(P, np.array([[2.0, 1], [0, -2], [0, -2]]), np.array([1.0, 0, 0]), 0.75)
    return process, LogLinear(np.array([[[0.0], [0]], [[0], [-2]], [[0], [1]]]))


def test_a_step_within_the_radius_whose_surrogate_falls_is_shrunk():
    """The divergence of the full step is below 0.05, its gain is not above zero; half of it is taken."""
    process, policy = falling_surrogate()

    found = trust_region_step(process, policy, [0.0], radius=0.05)

    full, half = found.trials
    assert full.gain < 0
    assert full.divergence < 0.05
    assert (half.fraction, found.outcome) == (0.5, Search.ACCEPTED)
    assert half.gain > 0


def test_a_search_that_runs_out_leaves_the_parameters():
    """One trial allowed, and it is refused."""
    process, policy = falling_surrogate()

    found = trust_region_step(process, policy, [0.0], radius=0.05, most=1)

    assert found.outcome is Search.EXHAUSTED
    assert len(found.trials) == 1
    assert found.parameters.tolist() == [0.0]


def test_a_step_so_long_that_a_probability_underflows_is_a_trial_of_infinite_divergence(random_process):
    """At radius 1e8 the full logits are thousands apart; the search comes back within reason."""
    found = trust_region_step(random_process(65), Tabular(4, 3), np.zeros(12), radius=1e8, shrink=0.1, most=3)

    assert np.inf == found.trials[0].divergence
    assert found.trials[-1].divergence < 1e8


def test_where_all_actions_are_alike_the_point_is_stationary(random_process):
    """Rewards and transitions that do not depend on the action: no advantage, no gradient, no trial."""
    process = random_process(66)
    alike = DecisionProcess(
        np.repeat(process.transitions[:, :1], 3, axis=1),
        np.repeat(process.rewards[:, :1], 3, axis=1),
        process.start,
        0.8,
    )

    found = trust_region_step(alike, Tabular(4, 3), np.arange(12.0) / 7, radius=0.1)

    assert found.outcome is Search.STATIONARY
    assert found.trials == ()
    np.testing.assert_array_equal(found.parameters, np.arange(12.0) / 7)
