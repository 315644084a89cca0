"""Sampled paths and episodes have the exact means, by sequential tests at level 1e-7."""

import numpy as np
import pytest

from numeric.policies import (
    LogLinear,
    estimate,
    expected_return,
    path_fisher,
    path_gradients,
    path_returns,
    policy_fisher,
    policy_gradient,
    sample_episodes,
    sample_paths,
    state_fisher,
    truncated_occupancy,
    truncated_return,
)
from numeric.policies.paths import draw
from numeric.sequential import BoundedMean, SequentialOutcome, run_until_decided

LEVEL = 1e-7
T = 5  # horizon; S = 4, A = 3, P = 2, gamma = 0.6


@pytest.fixture(scope="module")
def setting(random_process):
    """A process, a policy with two shared weights, and parameters."""
    rng = np.random.default_rng(70)
    return (
        random_process(73, discount=0.6),
        LogLinear(rng.normal(size=(4, 3, 2))),
        np.array([0.4, -0.7]),
    )


def decided(draw_batch, bound, target, effect, seed):
    """The outcome of a sequential test of means bounded by +- bound."""
    sequence = BoundedMean(-bound, bound, LEVEL)
    rng = np.random.default_rng(seed)
    return run_until_decided(draw_batch, sequence, target, effect, rng=rng, most_draws=600_000, batch=20_000)


def test_every_visit_action_and_return_has_its_exact_mean(setting):
    """Discounted visits of (s, a) within 0.01 of (1 - gamma) sum gamma^t Pr(s_t = s) pi(a | s)."""
    process, policy, theta = setting
    pi = policy.probabilities(theta)
    target = truncated_occupancy(process, pi, horizon=T)[:, None] * pi

    def visits(rng, count):
        paths = sample_paths(process, pi, count=count, horizon=T, rng=rng)
        pairs = np.eye(12)[3 * paths.states + paths.actions]
        return np.einsum("t,ntk->nk", 0.4 * 0.6 ** np.arange(T), pairs).reshape(-1, 4, 3)

    found = decided(visits, np.ones((4, 3)), target, 0.01, 72)

    assert found.outcome is SequentialOutcome.WITHIN


def test_the_sampled_return_gradient_and_fisher_matrix_have_their_exact_means(setting):
    """At the horizon: J_T within 0.05, its gradient within 0.1 and F_T within 0.02."""
    process, policy, theta = setting
    pi, scores = policy.probabilities(theta), policy.scores(theta)
    occupancy = truncated_occupancy(process, pi, horizon=T)
    J = float(truncated_return(process, pi, horizon=T))
    F = np.einsum("s,sij->ij", occupancy, state_fisher(policy, theta))
    h = 1e-5  # central differences of a return of size one are right to 1e-10
    g = [
        float(
            truncated_return(process, policy.probabilities(theta + h * e), horizon=T)
            - truncated_return(process, policy.probabilities(theta - h * e), horizon=T)
        )
        / (2 * h)
        for e in np.eye(2)
    ]
    target = np.concatenate([[J], g, F[np.triu_indices(2)]])
    r, z = np.max(np.abs(process.rewards)), np.max(np.abs(scores))
    bound = np.array([r / 0.4, *[z * r / 0.4**2] * 2, *[z**2] * 3])

    def estimates(rng, count):
        paths = sample_paths(process, pi, count=count, horizon=T, rng=rng)
        taken = scores[paths.states, paths.actions]
        fisher = path_fisher(taken, discount=0.6)[:, *np.triu_indices(2)]
        gradients = path_gradients(taken, paths.rewards, discount=0.6)
        return np.column_stack([path_returns(paths.rewards, discount=0.6), gradients, fisher])

    effect = np.array([0.05, 0.1, 0.1, 0.02, 0.02, 0.02])
    found = decided(estimates, bound, target, effect, 73)

    assert np.all(np.abs(target) > 2 * effect)
    assert found.outcome is SequentialOutcome.WITHIN


def test_draws_never_have_probability_zero_and_follow_their_law():
    """Laws with zeros at both ends, whose sums are one only to rounding."""
    law = np.array([0.0, 0.1, 0.2, 0.7, 0.0])

    def indicators(rng, count):
        return np.eye(5)[draw(np.tile(law, (count, 1)), rng)]

    found = decided(indicators, np.ones(5), law, 0.02, 74)
    counts = np.bincount(draw(np.tile(law, (50_000, 1)), np.random.default_rng(75)), minlength=5)

    assert found.outcome is SequentialOutcome.WITHIN
    assert (counts[0], counts[4]) == (0, 0)


class Played:
    """A decision process behind gymnasium's interface; state S - 1 ends the episode."""

    def __init__(self, process):
        self.process, self.rng, self.state, self.seeds = process, None, None, []

    def reset(self, *, seed=None):
        """A first state from the start law."""
        self.seeds.append(seed)
        self.rng = np.random.default_rng(seed)
        self.state = self._drawn(self.process.start)
        return self.state, {}

    def step(self, action):
        """The next state and the reward of this one."""
        reward = self.process.rewards[self.state, action]
        self.state = self._drawn(self.process.transitions[self.state, action])
        return self.state, reward, self.state == self.process.states - 1, False, {}

    def _drawn(self, law):
        return int(np.searchsorted(np.cumsum(law)[:-1], self.rng.random(), side="right"))


def ending_process(random_process):
    """State 3 is absorbing, earns nothing and offers no choice; no path starts there.

    From elsewhere it is reached with probability 1/2 in each step, so that by step 30 all but 1e-9 has ended.
    """
    base = random_process(76, discount=0.6)
    P, r, start = base.transitions.copy(), base.rewards.copy(), base.start.copy()
    P = 0.5 * P
    P[:, :, 3] += 0.5
    P[3], r[3], start[3] = np.eye(4)[3], 0.0, 0.0
    features = np.random.default_rng(77).normal(size=(4, 3, 2))
    features[3] = 0.0
    return type(base)(P, r, start / start.sum(), 0.6), LogLinear(features), np.array([0.5, -0.3])


def test_episodes_that_end_have_the_means_of_an_absorbing_state(random_process):
    """J within 0.3, grad J within 0.6 and F within 0.18, an episode a draw.

    The finer constants are pinned by sums over all paths; here it is the running of episodes that is tested.
    """
    process, policy, theta = ending_process(random_process)
    pi = policy.probabilities(theta)
    J, g = float(expected_return(process, pi)), policy_gradient(process, policy, theta)
    target = np.concatenate([[J], g, policy_fisher(process, policy, theta)[np.triu_indices(2)]])
    r, z = np.max(np.abs(process.rewards)), np.max(np.abs(policy.scores(theta)))
    bound = np.array([r / 0.4, *[z * r / 0.4**2] * 2, *[z**2] * 3])
    environment = Played(process)

    def one(episode):
        found = estimate((episode,), discount=0.6)
        return np.concatenate([[found.expected_return], found.gradient, found.fisher[np.triu_indices(2)]])

    def estimates(rng, count):
        episodes = sample_episodes(
            environment, lambda s: policy.features[s], theta, count=count, limit=30, rng=rng
        )
        return np.stack([one(episode) for episode in episodes])

    sequence = BoundedMean(-bound, bound, LEVEL)
    effect = np.array([0.3, 0.6, 0.6, 0.18, 0.18, 0.18])
    found = run_until_decided(
        estimates, sequence, target, effect, rng=np.random.default_rng(78), most_draws=3000, batch=3000
    )

    assert found.outcome is SequentialOutcome.WITHIN
