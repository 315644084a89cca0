"""The penalised bound always holds, the surrogate alone and a trust region of fixed size do not make returns rise."""

import numpy as np
import pytest

from numeric.policies import (
    DecisionProcess,
    LogLinear,
    Search,
    evaluate,
    expected_return,
    improvement_bound,
    max_divergence,
    mean_divergence,
    softmax,
    surrogate_return,
    trust_region_step,
)

SHRUNK = np.geomspace(
    0.01, 3, 12
)  # distances of the new policy, from where the bound is near to where it is vacuous


def pairs(tabular, random_process):
    """Many processes, each with policies near and far: process, policy, other policy."""
    for seed in range(40):
        process = random_process(seed, discount=[0.2, 0.55, 0.9][seed % 3])
        policy, theta = tabular(100 + seed)
        u = np.random.default_rng(200 + seed).normal(size=policy.size)
        for size in SHRUNK:
            yield process, policy.probabilities(theta), policy.probabilities(theta + size * u)


def test_the_return_is_never_below_the_penalised_bound(tabular, random_process):
    """[Schulman et al. 2015, Theorem 1] on 480 pairs of tabular policies, with a bound that says something on some."""
    useful = 0
    for process, pi, new in pairs(tabular, random_process):
        found = improvement_bound(process, pi, new)

        assert float(expected_return(process, new)) >= found.bound
        useful += found.bound > float(expected_return(process, pi))

    assert useful >= 10


def test_the_surrogate_without_its_penalty_is_no_bound(tabular, random_process):
    """The return falls below L in a good part of the same pairs, so the penalty is needed."""
    below = [
        float(expected_return(process, new)) < float(surrogate_return(process, pi, new)) - 1e-9
        for process, pi, new in pairs(tabular, random_process)
    ]

    assert 100 < sum(below) < 380


def test_the_performance_difference_takes_the_new_occupancy_and_the_surrogate_the_old(
    tabular, random_process
):
    """J(new) - J = E_{d_new, new}[A] / (1 - gamma), and L has d of the old policy in its place."""
    process = random_process(50)
    policy, theta = tabular(51)
    pi, new = policy.probabilities(theta), policy.probabilities(theta[::-1])
    old, there = evaluate(process, pi), evaluate(process, new)
    gain = np.sum(new * old.advantages, axis=1) / 0.2

    assert there.expected_return == pytest.approx(old.expected_return + there.occupancy @ gain, rel=1e-12)
    assert float(surrogate_return(process, pi, new)) == pytest.approx(
        old.expected_return + old.occupancy @ gain, rel=1e-12
    )


def test_the_largest_divergence_is_over_all_states_and_the_mean_is_weighed_by_the_old_occupancy(
    random_process,
):
    """Two policies that differ in one state."""
    process = random_process(52)
    pi = np.full((4, 3), 1 / 3)
    new = pi.copy()
    new[2] = [1 / 6, 1 / 2, 1 / 3]
    expected = np.log(4 / 3) / 3  # (log 2 + log 2/3) / 3

    assert max_divergence(process, pi, new) == pytest.approx(expected, rel=1e-12)
    assert mean_divergence(process, pi, new) == pytest.approx(
        evaluate(process, pi).occupancy[2] * expected, rel=1e-12
    )


# One weight for two states, at discount 1/2.  With p = pi(1 | s) in both:
#     state 0: action 1 earns 6 and leads to state 1, action 0 earns nothing and stays
#     state 1: action 1 costs 4, action 0 nothing; both stay
# V(1) = -4 p / (1/2) = -8 p and V(0) = p (6 - 4 p) + (1 - p) V(0) / 2, so J = V(0) = 2 p (6 - 4 p) / (1 + p).
# J(1/2) = 8/3 and dJ/dp = 8/9 there, so L = 8/3 + 8/9 (p - 1/2), which rises for ever; J is back at 8/3 at p = 2/3.
SHARED = DecisionProcess(
    np.array([[[1.0, 0], [0, 1]], [[0, 1], [0, 1]]]),
    np.array([[0.0, 6], [0, -4]]),
    np.array([1.0, 0]),
    0.5,
)
ONE_WEIGHT = LogLinear(np.array([[[0.0], [1]], [[0], [1]]]))


def shared_return(theta):
    """J of the one weight."""
    return float(expected_return(SHARED, ONE_WEIGHT.probabilities(np.asarray(theta))))


def test_an_accepted_trust_region_step_makes_the_return_fall():
    """From p = 1/2 with radius (log 3)^2 / 8 the full step is log 3, to p = 3/4, where J = 18/7 < 8/3.

    F = p (1 - p) = 1/4, so the step is sqrt(2 delta / F) = log 3.  The divergence log(4/3)/2 = 0.1438 is the same
    in both states, hence mean and largest at once, and within the radius 0.1509; L rises by 8/9 . 1/4 = 2/9.
    """
    found = trust_region_step(SHARED, ONE_WEIGHT, [0.0], radius=np.log(3) ** 2 / 8)

    assert found.outcome is Search.ACCEPTED
    assert found.parameters == pytest.approx([np.log(3)], rel=1e-12)
    assert [trial.fraction for trial in found.trials] == [1.0]
    assert found.trials[0].gain == pytest.approx(2 / 9, rel=1e-12)
    assert found.trials[0].divergence == pytest.approx(np.log(4 / 3) / 2, rel=1e-12)
    assert shared_return([0.0]) == pytest.approx(8 / 3, rel=1e-12)
    assert shared_return(found.parameters) == pytest.approx(18 / 7, rel=1e-12)


def test_the_penalised_bound_had_warned_and_a_small_radius_makes_the_return_rise():
    """At p = 3/4 the bound lies below J(1/2); with radius 1/100 the step ends before p = 2/3 and J rises."""
    old, new = softmax(np.zeros((2, 2))), np.array([[0.25, 0.75]] * 2)

    warned = improvement_bound(SHARED, old, new)
    small = trust_region_step(SHARED, ONE_WEIGHT, [0.0], radius=0.01)

    assert warned.bound < 8 / 3
    assert small.outcome is Search.ACCEPTED
    assert shared_return(small.parameters) > 8 / 3
