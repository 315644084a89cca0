"""What a policy is: for every state a law of actions, smooth in one vector of parameters.

    score(s, a)    = d log pi(a | s) / d theta                               (P,)
    fisher(s)      = sum_a pi(a | s) score(s, a) score(s, a)^T               (P, P)
    divergence(s)  = sum_a pi(a | s) log (pi(a | s) / pi'(a | s))            nats
                   = d^T fisher(s) d / 2 + O(|d|^3) for pi' at theta + d

Source  Kakade, A natural policy gradient, NeurIPS 14 (2001), sec. 2, eq. (1) and (2).
"""

from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, require_vector
from numeric.errors import ShapeError
from numeric.policies.decision_process import require_laws
from numeric.policies.errors import ProbabilityError


class Policy(Protocol):
    """A parametric family of stochastic policies."""

    @property
    def states(self) -> int:
        """S."""

    @property
    def actions(self) -> int:
        """A."""

    @property
    def size(self) -> int:
        """P, how many parameters there are."""

    def probabilities(self, theta: Array) -> Array:
        """Pi(a | s), (S, A), for theta of shape (P,), real or complex; analytic in theta."""

    def scores(self, theta: Array) -> Array:
        """The gradients of log pi(a | s), (S, A, P)."""


def state_fisher(policy: Policy, theta: ArrayLike) -> Array:
    """The Fisher matrix of the law of actions in each state, (S, P, P).

    theta  (P,).
    Raises ShapeError, EmptyError, NonFiniteError.
    """
    parameters = require_parameters(policy, theta)
    pi, scores = policy.probabilities(parameters), policy.scores(parameters)
    return np.asarray(np.einsum("sa,sai,saj->sij", pi, scores, scores))


def state_divergence(pi: ArrayLike, other: ArrayLike) -> Array:
    """KL(pi(. | s) || pi'(. | s)) in each state, (S,), in nats; 0 log 0 = 0.

    pi, other  (S, A), laws over the last axis; the other positive wherever pi is.
    Raises ProbabilityError where the divergence is infinite, ShapeError, NonFiniteError, MassError.
    """
    p, q = require_laws("the policy", np.asarray(pi)), require_laws("the other policy", np.asarray(other))
    if p.shape != q.shape or p.ndim != 2:
        raise ShapeError(f"policies of shapes {p.shape} and {q.shape}; both must be (S, A).")
    infinite = (p > 0) & (q == 0)
    if np.any(infinite):
        where = tuple(int(i) for i in np.argwhere(infinite)[0])
        raise ProbabilityError(
            f"state and action {where}: the policy has probability {p[where]:.3g} and the other none, so the "
            "divergence is infinite. Likely logits so far apart that a probability underflows; take a shorter step."
        )
    # A ratio may overflow where its logarithms do not.
    logs = np.log(np.where(p > 0, p, 1.0)) - np.log(np.where(p > 0, q, 1.0))
    return np.asarray(np.sum(p * logs, axis=-1))


def require_parameters(policy: Policy, theta: ArrayLike) -> Array:
    """Return finite parameters of the policy's shape, (P,).

    Raises ShapeError, EmptyError, NonFiniteError.
    """
    found = require_vector("the parameters", theta).astype(np.float64)
    if found.size != policy.size:
        raise ShapeError(
            f"{found.size} parameters for a policy that has {policy.size}: "
            f"S = {policy.states} states, A = {policy.actions} actions."
        )
    return found


def softmax(logits: Array) -> Array:
    """exp(z_a) / sum_b exp(z_b) over the last axis, moved so that nothing overflows; analytic in z."""
    weights = np.exp(logits - np.max(np.real(logits), axis=-1, keepdims=True))
    return np.asarray(weights / np.sum(weights, axis=-1, keepdims=True))
