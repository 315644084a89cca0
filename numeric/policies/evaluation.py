"""A policy in a decision process, evaluated exactly by linear solves.

    P_pi(s, t) = sum_a pi(a | s) P(s, a, t),     r_pi(s) = sum_a pi(a | s) r(s, a)

    V = (I - gamma P_pi)^-1 r_pi                 values
    Q = r + gamma P V                            action values
    A = Q - V                                    advantages: sum_a pi(a | s) A(s, a) = 0
    d = (1 - gamma) (I - gamma P_pi^T)^-1 start  discounted state distribution, sum d = 1
      = (1 - gamma) sum_t gamma^t Pr(s_t = s)
    J = start . V = sum d r_pi / (1 - gamma)     return

d is normalised and J is not: this is why 1 / (1 - gamma) stands in every formula that joins them.

Source  Puterman, Markov Decision Processes (1994), Theorem 6.1.1; Agarwal, Kakade, Lee and Mahajan, On the theory
        of policy gradient methods, JMLR 22 (2021), sec. 2 (d with the factor 1 - gamma).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, require_some
from numeric.errors import ShapeError
from numeric.policies.decision_process import DecisionProcess, require_laws


@dataclass(frozen=True)
class Evaluation:
    """What a policy is worth.

    values           V, (S,), in units of reward.
    action_values    Q, (S, A).
    advantages       A, (S, A).
    occupancy        d, (S,), of sum one.
    expected_return  J, not multiplied by 1 - gamma.
    """

    values: Array
    action_values: Array
    advantages: Array
    occupancy: Array
    expected_return: float


def evaluate(process: DecisionProcess, pi: ArrayLike) -> Evaluation:
    """Values, advantages, discounted state distribution and return of a policy.

    pi  (S, A), a law over the last axis.
    Raises ShapeError, NonFiniteError, ProbabilityError, MassError.
    """
    policy = require_policy(process, pi)
    V = _values(process, policy)
    Q = process.rewards + process.discount * process.transitions @ V
    kernel = np.eye(process.states) - process.discount * state_transitions(process, policy)
    d = (1 - process.discount) * np.linalg.solve(kernel.T, process.start)
    d = np.maximum(d, 0.0)  # on states never visited rounding may leave a negative zero's worth
    return Evaluation(V, Q, Q - V[:, None], d, float(process.start @ V))


def expected_return(process: DecisionProcess, pi: ArrayLike) -> Array:
    """J = start . V, a number; analytic in pi, which may be complex for a complex step.

    pi  (S, A), whose real part is a law over the last axis.
    Raises as `evaluate`.
    """
    return np.asarray(process.start @ _values(process, require_policy(process, pi)))


def truncated_return(process: DecisionProcess, pi: ArrayLike, *, horizon: int) -> Array:
    """E sum_{t < T} gamma^t r(s_t, a_t), a number; analytic in pi.

    It misses J by gamma^T max|r| / (1 - gamma) at most.

    pi       (S, A), whose real part is a law over the last axis.
    horizon  T, at least 1.
    Raises EmptyError, and as `evaluate`.
    """
    policy = require_policy(process, pi)
    weights = _discounted_visits(process, policy, horizon)
    return np.asarray(np.sum(weights[:, None] * policy * process.rewards))


def truncated_occupancy(process: DecisionProcess, pi: ArrayLike, *, horizon: int) -> Array:
    """(1 - gamma) sum_{t < T} gamma^t Pr(s_t = s), (S,), of sum 1 - gamma^T.

    pi       (S, A), a law over the last axis.
    horizon  T, at least 1.
    Raises EmptyError, and as `evaluate`.
    """
    return (1 - process.discount) * _discounted_visits(process, require_policy(process, pi), horizon)


def state_transitions(process: DecisionProcess, policy: Array) -> Array:
    """P_pi, (S, S): from a state to the next, for a policy (S, A)."""
    return np.asarray(np.einsum("sa,sat->st", policy, process.transitions))


def require_policy(process: DecisionProcess, pi: ArrayLike) -> Array:
    """Return a policy (S, A) of the process, real or complex.

    Raises ShapeError, NonFiniteError, ProbabilityError, MassError.
    """
    policy = np.asarray(pi)
    if policy.shape != process.rewards.shape:
        raise ShapeError(
            f"a policy of shape {policy.shape} in a process of S = {process.states} states and "
            f"A = {process.actions} actions; (S, A) is needed."
        )
    return require_laws("the policy", policy)


def _values(process: DecisionProcess, policy: Array) -> Array:
    kernel = np.eye(process.states) - process.discount * state_transitions(process, policy)
    return np.asarray(np.linalg.solve(kernel, np.sum(policy * process.rewards, axis=1)))


def _discounted_visits(process: DecisionProcess, policy: Array, horizon: int) -> Array:
    require_some("time steps", horizon)
    kernel, law = state_transitions(process, policy), process.start
    total = np.zeros_like(law, dtype=policy.dtype)
    for t in range(horizon):
        total = total + process.discount**t * law
        law = law @ kernel
    return total
