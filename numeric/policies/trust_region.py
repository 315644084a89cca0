"""One step of trust region policy optimization, with everything exact but the solver.

    max g^T x   subject to   x^T F x / 2 <= delta,     x = sqrt(2 delta / g^T F^-1 g) F^-1 g

g = grad J = grad L and F the policy Fisher matrix under d, used through products alone.  The step is shrunk until the
surrogate L rises and the exact mean divergence is at most delta.  Neither makes the return rise: see `surrogate`.

Source  Schulman, Levine, Moritz, Jordan and Abbeel, Trust region policy optimization, ICML (2015), sec. 6 and app. C.
"""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, require_some
from numeric.policies.decision_process import DecisionProcess
from numeric.policies.errors import BoundError, ProbabilityError
from numeric.policies.gradient import policy_gradient, weighted
from numeric.policies.policy import Policy, require_parameters
from numeric.policies.surrogate import mean_divergence, surrogate_return
from numeric.solvers.conjugate_gradients import conjugate_gradients
from numeric.solvers.solution import Operator, Solution

STILL = 1e-14  # of the largest product of score and advantage: a gradient this small is rounding


class Search(Enum):
    """How the line search ended; the value is the sentence to show."""

    ACCEPTED = "The surrogate rises and the mean divergence is within the radius; the return need not rise."
    EXHAUSTED = (
        "No fraction tried raised the surrogate within the radius; the parameters stay. Allow more trials."
    )
    STATIONARY = "The gradient is zero to rounding: there is no direction, and the parameters stay."


@dataclass(frozen=True)
class Trial:
    """One fraction of the full step.

    fraction    of the full step.
    gain        L(pi') - J(pi), in units of the return.
    divergence  exact mean KL in nats; infinite where a probability underflows.
    """

    fraction: float
    gain: float
    divergence: float


@dataclass(frozen=True)
class TrustRegionStep:
    """The step taken, and what was tried.

    parameters  (P,), the new ones; the old ones unless accepted.
    outcome     how the search ended.
    full        (P,), the whole step, before any shrinking.
    trials      in order; the last is the one accepted, if any.
    solution    F^-1 g as conjugate gradients left it, with residual and iterations.
    """

    parameters: Array
    outcome: Search
    full: Array
    trials: tuple[Trial, ...]
    solution: Solution


def trust_region_step(
    process: DecisionProcess,
    policy: Policy,
    theta: ArrayLike,
    *,
    radius: float,
    shrink: float = 0.5,
    most: int = 20,
    damping: float = 0.0,
    tolerance: float = 1e-10,
) -> TrustRegionStep:
    """The step of length sqrt(2 delta) along F^-1 grad J, shrunk by line search.

    theta      (P,).
    radius     delta, above 0: the mean divergence allowed, in nats.
    shrink     of the fraction from trial to trial, in (0, 1).
    most       trials, at least 1.
    damping    lambda, at least 0, added to F; the length is then measured in F + lambda I.
    tolerance  of the relative residual of conjugate gradients.
    Raises BoundError, EmptyError, ShapeError, NonFiniteError, DampingError for the tolerance,
    IndefiniteError where rounding makes F indefinite along a direction met (add damping).
    """
    _require_bounds(radius, shrink, damping)
    require_some("trials of the line search", most)
    start = require_parameters(policy, theta)
    g = policy_gradient(process, policy, start)
    if np.linalg.norm(g) <= _still(process, policy, start):
        nothing = conjugate_gradients(np.eye(g.size), np.zeros_like(g))
        return TrustRegionStep(start, Search.STATIONARY, np.zeros_like(g), (), nothing)
    product = fisher_product(process, policy, start, damping=damping)
    solution = conjugate_gradients(product, g, tolerance=tolerance)
    full = np.sqrt(2 * radius / (g @ solution.solution)) * solution.solution
    trials: list[Trial] = []
    for k in range(most):
        trials.append(_tried(process, policy, (start, full), shrink**k))
        if trials[-1].gain > 0 and trials[-1].divergence <= radius:
            moved = start + trials[-1].fraction * full
            return TrustRegionStep(moved, Search.ACCEPTED, full, tuple(trials), solution)
    return TrustRegionStep(start, Search.EXHAUSTED, full, tuple(trials), solution)


def fisher_product(
    process: DecisionProcess, policy: Policy, theta: ArrayLike, *, damping: float = 0.0
) -> Operator:
    """V to E_{d, pi}[score (score . v)] + lambda v, (P,) to (P,), without forming F.

    theta    (P,).
    damping  lambda, at least 0.
    Raises BoundError, ShapeError, EmptyError, NonFiniteError.
    """
    _require_bounds(1.0, 0.5, damping)
    weights, scores, _ = weighted(process, policy, theta)
    return lambda v: np.einsum("sa,sap,sa->p", weights, scores, scores @ v) + damping * v


def _still(process: DecisionProcess, policy: Policy, theta: Array) -> float:
    _, scores, found = weighted(process, policy, theta)
    size = float(np.max(np.abs(scores)) * max(np.max(np.abs(found.action_values)), np.finfo(float).tiny))
    return STILL * size / (1 - process.discount)


def _tried(process: DecisionProcess, policy: Policy, step: tuple[Array, Array], fraction: float) -> Trial:
    start, full = step
    old, new = policy.probabilities(start), policy.probabilities(start + fraction * full)
    gain = float(surrogate_return(process, old, new) - surrogate_return(process, old, old))
    try:
        divergence = mean_divergence(process, old, new)
    except ProbabilityError:  # the new policy has lost an action: farther than any radius
        divergence = np.inf
    return Trial(fraction, gain, divergence)


def _require_bounds(radius: float, shrink: float, damping: float) -> None:
    for name, value, good, needs in (
        ("radius", radius, 0 < radius < np.inf, "above 0 and finite, in nats"),
        ("shrink", shrink, 0 < shrink < 1, "strictly between 0 and 1, or the search never shortens the step"),
        ("damping", damping, 0 <= damping < np.inf, "at least 0 and finite, in the units of F"),
    ):
        if not good:
            raise BoundError(f"{name} = {value}: it must be {needs}.")
