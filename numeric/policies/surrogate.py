"""The linear surrogate of the return, and the bound that makes it a guarantee.

    L(pi') = J(pi) + sum_s d_pi(s) sum_a pi'(a | s) A_pi(s, a) / (1 - gamma)
    J(pi') = J(pi) + sum_s d_pi'(s) sum_a pi'(a | s) A_pi(s, a) / (1 - gamma)       performance difference
    J(pi') >= L(pi') - C max_s KL(pi(. | s) || pi'(. | s)),   C = 4 epsilon gamma / (1 - gamma)^2,
              epsilon = max_{s, a} |A_pi(s, a)|

J and L are sums of discounted rewards, not multiplied by 1 - gamma.  L and J agree to first order at pi' = pi.
The guarantee needs the *largest* divergence and this C; with the mean over d, or a radius chosen by hand, there is
none.

Source  Kakade and Langford, Approximately optimal approximate reinforcement learning, ICML (2002), Lemma 6.1;
        Schulman, Levine, Moritz, Jordan and Abbeel, Trust region policy optimization, ICML (2015), Theorem 1.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array
from numeric.policies.decision_process import DecisionProcess
from numeric.policies.evaluation import evaluate, require_policy
from numeric.policies.policy import state_divergence


@dataclass(frozen=True)
class Improvement:
    """What is known of a new policy from the old one alone.

    surrogate   L(pi'), in units of the return.
    divergence  max_s KL(pi || pi'), in nats.
    penalty     C, in units of the return per nat.
    bound       L - C max KL: the return of the new policy is at least this.
    """

    surrogate: float
    divergence: float
    penalty: float
    bound: float


def surrogate_return(process: DecisionProcess, pi: ArrayLike, new: ArrayLike) -> Array:
    """L(pi'), a number; analytic in the new policy, which may be complex for a complex step.

    pi   (S, A), where d and A are taken.
    new  (S, A), whose real part is a law over the last axis.
    Raises ShapeError, NonFiniteError, ProbabilityError, MassError.
    """
    found, other = evaluate(process, pi), require_policy(process, new)
    gain = np.einsum("s,sa,sa->", found.occupancy, other, found.advantages) / (1 - process.discount)
    return np.asarray(found.expected_return + gain)


def mean_divergence(process: DecisionProcess, pi: ArrayLike, new: ArrayLike) -> float:
    """sum_s d_pi(s) KL(pi(. | s) || pi'(. | s)), in nats: what a trust region bounds.

    pi, new  (S, A).
    Raises ProbabilityError where it is infinite, ShapeError, NonFiniteError, MassError.
    """
    occupancy = evaluate(process, pi).occupancy
    return float(occupancy @ state_divergence(pi, require_policy(process, new)))


def max_divergence(process: DecisionProcess, pi: ArrayLike, new: ArrayLike) -> float:
    """max_s KL(pi(. | s) || pi'(. | s)) over all states, visited or not, in nats.

    pi, new  (S, A).
    Raises as `mean_divergence`.
    """
    return float(np.max(state_divergence(require_policy(process, pi), require_policy(process, new))))


def improvement_bound(process: DecisionProcess, pi: ArrayLike, new: ArrayLike) -> Improvement:
    """L - C max KL with its parts: a lower bound of the return of the new policy.

    pi, new  (S, A).
    Raises as `mean_divergence`.
    """
    gamma = process.discount
    largest = float(np.max(np.abs(evaluate(process, pi).advantages)))
    penalty = 4 * largest * gamma / (1 - gamma) ** 2
    surrogate = float(surrogate_return(process, pi, new))
    divergence = max_divergence(process, pi, new)
    return Improvement(surrogate, divergence, penalty, surrogate - penalty * divergence)
