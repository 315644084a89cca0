"""Episodes of an environment with gymnasium's interface, under a log-linear policy of its observations.

    pi(a | o) = exp(theta . phi(o)_a) / sum_b exp(theta . phi(o)_b),     score = phi(o)_a - sum_b pi(b | o) phi(o)_b

The environment is any object with `reset(seed=...)` and `step(action)`; gymnasium itself is not imported.  An episode
ends when the environment says so or at the limit of steps; after its end nothing is earned and no score counts, as
in an absorbing state without choice.

Source  Towers et al., Gymnasium: a standard interface for reinforcement learning environments, arXiv:2407.17032 (2024).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, floats, require_finite, require_some, require_vector
from numeric.errors import EmptyError, ShapeError
from numeric.policies.errors import AnswerError
from numeric.policies.paths import draw, path_fisher, path_gradients, path_returns
from numeric.policies.policy import softmax

Features = Callable[[Any], Array]
SEEDS = 2**31  # environments take seeds of 31 bits


class Environment(Protocol):
    """What gymnasium calls an environment, with a finite set of actions 0, ..., A - 1."""

    def reset(self, *, seed: int | None = None) -> tuple[Any, dict[str, Any]]:
        """The first observation, and remarks."""

    def step(self, action: Any) -> tuple[Any, Any, bool, bool, dict[str, Any]]:
        """The next observation, reward, whether the episode has ended, whether it was cut off, and remarks."""


@dataclass(frozen=True)
class Episode:
    """One episode of T steps.

    scores   (T, P), of the actions taken.
    rewards  (T,).
    ended    whether the environment ended it; False when it was cut off, by the environment or by the limit.
    """

    scores: Array
    rewards: Array
    ended: bool


@dataclass(frozen=True)
class Estimates:
    """Means over episodes, for the horizon that the episodes had.

    expected_return  of the sum of discounted rewards.
    gradient         (P,), of its gradient.
    fisher           (P, P), of the Fisher matrix under the discounted distribution of sum one.
    """

    expected_return: float
    gradient: Array
    fisher: Array


def sample_episodes(
    environment: Environment,
    features: Features,
    theta: ArrayLike,
    *,
    count: int,
    limit: int,
    rng: np.random.Generator,
) -> tuple[Episode, ...]:
    """Run episodes; each is reset with a seed drawn from the generator.

    features  observation to phi(o), (A, P): a row for each action.
    theta     (P,).
    count     episodes, at least 1.
    limit     steps of an episode, at least 1.
    Raises EmptyError, ShapeError, NonFiniteError, AnswerError for what the environment answers.
    """
    weights = require_vector("the parameters", theta)
    require_some("episodes", count)
    require_some("steps of an episode", limit)
    return tuple(_run(environment, features, weights, limit, rng) for _ in range(count))


def estimate(episodes: tuple[Episode, ...], *, discount: float) -> Estimates:
    """Return, gradient and Fisher matrix, averaged over episodes.

    episodes  at least one.
    discount  gamma, strictly between 0 and 1.
    Raises EmptyError, DiscountError, ShapeError, NonFiniteError.
    """
    require_some("episodes", len(episodes))
    returns = [path_returns(e.rewards[None], discount=discount)[0] for e in episodes]
    gradients = [path_gradients(e.scores[None], e.rewards[None], discount=discount)[0] for e in episodes]
    fishers = [path_fisher(e.scores[None], discount=discount)[0] for e in episodes]
    return Estimates(
        float(np.mean(returns)), np.mean(np.stack(gradients), axis=0), np.mean(np.stack(fishers), axis=0)
    )


def _run(
    environment: Environment, features: Features, theta: Array, limit: int, rng: np.random.Generator
) -> Episode:
    observation, _ = environment.reset(seed=int(rng.integers(SEEDS)))
    scores: list[Array] = []
    rewards: list[float] = []
    ended = cut = False
    while not (ended or cut) and len(rewards) < limit:
        phi = _require_features(features(observation), theta.size)
        pi = softmax(phi @ theta)
        action = int(draw(pi[None], rng)[0])
        observation, reward, ended, cut, _ = _answered(environment.step(action))
        scores.append(phi[action] - pi @ phi)
        rewards.append(_require_reward(reward, len(rewards)))
    return Episode(np.stack(scores), np.asarray(rewards), bool(ended))


def _answered(answer: Any) -> tuple[Any, Any, bool, bool, dict[str, Any]]:
    if not isinstance(answer, tuple) or len(answer) != 5:
        raise AnswerError(
            f"step answered {type(answer).__name__} of length {len(answer) if isinstance(answer, tuple) else '?'}; "
            "five are needed: observation, reward, terminated, truncated, info. "
            "Interfaces from before gymnasium answer four; wrap the environment."
        )
    return answer


def _require_reward(reward: Any, step: int) -> float:
    value = floats(reward)
    if value.size != 1 or not np.isfinite(value).all():
        raise AnswerError(f"the reward at step {step} is {reward!r}; one finite number is needed.")
    return float(value.reshape(()))


def _require_features(phi: ArrayLike, size: int) -> Array:
    found = floats(phi)
    if found.ndim != 2 or found.shape[1] != size:
        raise ShapeError(
            f"features of shape {found.shape} for {size} parameters; (A, {size}) is needed, a row for each action."
        )
    if not found.size:
        raise EmptyError("no action in the features: a policy needs at least one.")
    return require_finite("the features of an observation", found)
