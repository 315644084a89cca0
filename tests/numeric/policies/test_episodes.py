"""Episodes are run as the interface says, and estimates are averages of their sums."""

import importlib

import numpy as np
import pytest

from numeric.policies import estimate, sample_episodes, softmax

FEATURES = np.random.default_rng(80).normal(size=(6, 3, 2))  # observations 0, ..., 5; A = 3, P = 2
THETA = np.array([0.3, -0.8])


class Counting:
    """Observes its own step count, earns action + 1, and records what it is asked."""

    def __init__(self, *, ends=None, cut=None):
        self.ends, self.cut, self.count, self.seeds, self.actions = ends, cut, 0, [], []

    def reset(self, *, seed=None):
        """Observation 0."""
        self.seeds.append(seed)
        self.count = 0
        return 0, {}

    def step(self, action):
        """The count, until it is the one that ends or cuts."""
        self.actions.append(action)
        self.count += 1
        return self.count, action + 1.0, self.count == self.ends, self.count == self.cut, {}


def run(environment, *, count=1, limit=5, seed=81):
    """Episodes of the counting environment."""
    return sample_episodes(
        environment, lambda o: FEATURES[o], THETA, count=count, limit=limit, rng=np.random.default_rng(seed)
    )


def test_scores_are_of_the_action_taken_at_the_observation_seen_before_it():
    """Feature of the action, less the mean feature under the policy of that observation."""
    environment = Counting()

    (episode,) = run(environment)

    assert episode.rewards.tolist() == [action + 1.0 for action in environment.actions]
    for t, action in enumerate(environment.actions):
        mean = softmax(FEATURES[t] @ THETA) @ FEATURES[t]
        np.testing.assert_allclose(episode.scores[t], FEATURES[t, action] - mean, rtol=1e-13)


def test_an_episode_stops_at_its_end_at_a_cut_and_at_the_limit():
    """After 3, 2 and 5 steps; only the first has ended."""
    ended, cut, limited = (
        run(environment)[0] for environment in (Counting(ends=3), Counting(cut=2), Counting())
    )

    assert [(len(e.rewards), e.ended) for e in (ended, cut, limited)] == [(3, True), (2, False), (5, False)]


def test_the_same_generator_gives_the_same_episodes_and_every_reset_another_seed():
    """Seeds come from the generator."""
    first, second = Counting(), Counting()

    one, other = run(first, count=4), run(second, count=4)

    assert first.seeds == second.seeds
    assert len(set(first.seeds)) == 4
    for a, b in zip(one, other, strict=True):
        np.testing.assert_array_equal(a.scores, b.scores)


def test_estimates_are_sums_over_each_episode_averaged_over_episodes_of_unequal_lengths():
    """With gamma = 0.7, by loops over time; episodes of 3 and 5 steps weigh the same."""
    short, long = run(Counting(ends=3), seed=82)[0], run(Counting(), seed=83)[0]
    gamma, J, g, F = 0.7, 0.0, np.zeros(2), np.zeros((2, 2))
    for episode in (short, long):
        for t, (score, reward) in enumerate(zip(episode.scores, episode.rewards, strict=True)):
            later = sum(gamma**u * episode.rewards[u] for u in range(t, len(episode.rewards)))
            J += gamma**t * reward / 2
            g += score * later / 2
            F += 0.3 * gamma**t * np.outer(score, score) / 2

    found = estimate((short, long), discount=gamma)

    assert found.expected_return == pytest.approx(J, rel=1e-13)
    np.testing.assert_allclose(found.gradient, g, rtol=1e-12)
    np.testing.assert_allclose(found.fisher, F, rtol=1e-12)


@pytest.mark.external
def test_three_estimated_natural_gradient_steps_keep_the_pole_of_cartpole_up_for_longer():
    """From the uniform policy, with the four observations for features of pushing right.

    At the start an episode lasts some 22 steps; three steps of 200 episodes each double that at least.
    """
    environment = importlib.import_module("gymnasium").make("CartPole-v1")
    rng, theta = np.random.default_rng(84), np.zeros(4)
    lengths = []
    for _ in range(4):
        episodes = sample_episodes(
            environment, lambda o: np.stack([0 * o, o]), theta, count=200, limit=200, rng=rng
        )
        lengths.append(np.mean([len(episode.rewards) for episode in episodes]))
        found = estimate(episodes, discount=0.95)
        natural = np.linalg.solve(found.fisher + 1e-4 * np.eye(4), found.gradient)
        theta = theta + natural * np.sqrt(0.2 / (found.gradient @ natural))  # to a divergence of about 0.1

    assert 15 < lengths[0] < 30
    assert lengths[-1] > 2 * lengths[0]
