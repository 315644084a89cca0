"""Paths drawn from a policy, and the estimates they give of return, gradient and Fisher matrix.

    return     sum_{t < T} gamma^t r_t
    gradient   sum_{t < T} gamma^t score(s_t, a_t) sum_{u = t}^{T - 1} gamma^{u - t} r_u
    Fisher     (1 - gamma) sum_{t < T} gamma^t score(s_t, a_t) score(s_t, a_t)^T

One estimate for each path, to be averaged over paths.  Their means are the exact values at horizon T, which tend to
J, grad J and F as gamma^T to 0 (the first two at the rate T gamma^T).

Source  Williams, Simple statistical gradient-following algorithms for connectionist reinforcement learning, Machine
        Learning 8 (1992); Baxter and Bartlett, Infinite-horizon policy-gradient estimation, JAIR 15 (2001).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, floats, require_finite, require_some
from numeric.errors import ShapeError
from numeric.policies.decision_process import DecisionProcess, require_discount
from numeric.policies.evaluation import require_policy


@dataclass(frozen=True)
class Paths:
    """Independent paths of one length.

    states, actions  (N, T), whole numbers from zero.
    rewards          (N, T), r(s_t, a_t).
    """

    states: Array
    actions: Array
    rewards: Array


def sample_paths(
    process: DecisionProcess, pi: ArrayLike, *, count: int, horizon: int, rng: np.random.Generator
) -> Paths:
    """Draw N independent paths of T steps.

    pi       (S, A), a law over the last axis.
    count    N, at least 1.
    horizon  T, at least 1.
    Raises EmptyError, ShapeError, NonFiniteError, ProbabilityError, MassError.
    """
    policy = require_policy(process, pi)
    require_some("paths", count)
    require_some("time steps", horizon)
    states, actions = np.zeros((2, count, horizon), dtype=np.int64)
    now = draw(np.broadcast_to(process.start, (count, process.states)), rng)
    for t in range(horizon):
        states[:, t] = now
        actions[:, t] = draw(policy[now], rng)
        now = draw(process.transitions[now, actions[:, t]], rng)
    return Paths(states, actions, process.rewards[states, actions])


def draw(laws: Array, rng: np.random.Generator) -> Array:
    """One outcome from each law: where the running sum passes a uniform number.

    laws  (N, n).
    Returns (N,), whole numbers below n, none of probability zero.
    """
    passed = np.cumsum(laws, axis=1)
    level = rng.random((len(laws), 1)) * passed[:, -1:]
    return np.asarray(np.sum(passed <= level, axis=1))


def path_returns(rewards: ArrayLike, *, discount: float) -> Array:
    """sum_{t < T} gamma^t r_t of each path, (N,).

    rewards  (N, T).
    Raises DiscountError, ShapeError, EmptyError, NonFiniteError.
    """
    r = _require_rewards(rewards)
    return np.asarray(r @ require_discount(discount) ** np.arange(r.shape[1]))


def path_gradients(scores: ArrayLike, rewards: ArrayLike, *, discount: float) -> Array:
    """sum_t gamma^t score_t sum_{u >= t} gamma^{u - t} r_u of each path, (N, P).

    scores   (N, T, P).
    rewards  (N, T).
    Raises DiscountError, ShapeError, EmptyError, NonFiniteError.
    """
    r = _require_rewards(rewards)
    found = _require_scores(scores, r.shape)
    weighted = r * require_discount(discount) ** np.arange(r.shape[1])
    to_go = np.cumsum(weighted[:, ::-1], axis=1)[:, ::-1]  # gamma^t times the return from t on
    return np.asarray(np.einsum("ntp,nt->np", found, to_go))


def path_fisher(scores: ArrayLike, *, discount: float) -> Array:
    """(1 - gamma) sum_t gamma^t score_t score_t^T of each path, (N, P, P).

    scores  (N, T, P).
    Raises DiscountError, ShapeError, EmptyError, NonFiniteError.
    """
    found = _require_scores(scores, np.shape(scores)[:2])
    weights = (1 - require_discount(discount)) * discount ** np.arange(found.shape[1])
    return np.asarray(np.einsum("t,ntp,ntq->npq", weights, found, found))


def _require_rewards(rewards: ArrayLike) -> Array:
    r = floats(rewards)
    if r.ndim != 2:
        raise ShapeError(f"rewards have shape {r.shape}; (N, T) is needed: path, time.")
    require_some("rewards", r.size)
    return require_finite("a reward", r)


def _require_scores(scores: ArrayLike, shape: tuple[int, ...]) -> Array:
    found = floats(scores)
    if found.ndim != 3 or found.shape[:2] != shape:
        raise ShapeError(f"scores have shape {found.shape}; (N, T, P) with (N, T) = {shape} is needed.")
    require_some("scores", found.size)
    return require_finite("a score", found)
