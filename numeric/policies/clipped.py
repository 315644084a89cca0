"""The clipped surrogate of proximal policy optimization, with the expectation taken exactly.

    rho(s, a) = pi'(a | s) / pi(a | s)
    L_clip    = E_{d, pi}[min(rho A, clip(rho, 1 - epsilon, 1 + epsilon) A)]
    gradient  = E_{d, pi}[rho A score'], over the pairs that are not clipped

A pair is clipped where A > 0 and rho > 1 + epsilon, or A < 0 and rho < 1 - epsilon: there its gradient is zero.
Where a ratio has left the interval to its own disadvantage the min undoes the clipping and the pair pulls back.

d, A and the E are those of the old policy, d of sum one: at pi' = pi the gradient is (1 - gamma) grad J.
Clipping bounds no divergence: a clipped pair can be carried on by the others through shared parameters.

Source  Schulman, Wolski, Dhariwal, Radford and Klimov, Proximal policy optimization algorithms, arXiv:1707.06347
        (2017), eq. (7).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array
from numeric.policies.decision_process import DecisionProcess
from numeric.policies.errors import BoundError, ProbabilityError
from numeric.policies.gradient import weighted
from numeric.policies.policy import Policy, require_parameters


@dataclass(frozen=True)
class Clipped:
    """The clipped surrogate and what it is made of.

    value     L_clip, a mean over d and pi, in units of reward.
    gradient  (P,), in the new parameters; at a kink, that of the side that is not clipped.
    ratios    rho, (S, A).
    clipped   (S, A), which pairs have no gradient.
    """

    value: float
    gradient: Array
    ratios: Array
    clipped: Array


def clipped_surrogate(
    process: DecisionProcess, policy: Policy, old: ArrayLike, new: ArrayLike, *, epsilon: float
) -> Clipped:
    """L_clip and its gradient in the new parameters.

    old      (P,), where d, A and the expectation are taken.
    new      (P,).
    epsilon  the half-width of the interval of ratios, strictly between 0 and 1.
    Raises BoundError, ProbabilityError for an old probability of zero, ShapeError, EmptyError, NonFiniteError.
    """
    if not 0 < epsilon < 1:
        raise BoundError(
            f"epsilon = {epsilon}: ratios are clipped to [1 - epsilon, 1 + epsilon], so 0 < epsilon < 1."
        )
    before, after = require_parameters(policy, old), require_parameters(policy, new)
    weights, _, found = weighted(process, policy, before)
    ratios = policy.probabilities(after) / _require_support(policy.probabilities(before))
    A = found.advantages
    kept = np.minimum(ratios * A, np.clip(ratios, 1 - epsilon, 1 + epsilon) * A)
    clipped = ((A > 0) & (ratios > 1 + epsilon)) | ((A < 0) & (ratios < 1 - epsilon))
    pull = np.where(clipped, 0.0, weights * ratios * A)
    gradient = np.einsum("sa,sap->p", pull, policy.scores(after))
    return Clipped(float(np.sum(weights * kept)), gradient, ratios, clipped)


def _require_support(pi: Array) -> Array:
    if np.any(pi == 0):
        where = tuple(int(i) for i in np.argwhere(pi == 0)[0])
        raise ProbabilityError(
            f"the old policy never takes the action at {where} (state, action), so it has no ratio. "
            "A softmax underflows where logits differ by more than 745; start from smaller parameters."
        )
    return pi
