"""The policy gradient, its Fisher matrix and the natural policy gradient, exactly.

    grad J = E_{d, pi}[score A] / (1 - gamma)
    F      = E_{d, pi}[score score^T],                 the E over s ~ d, a ~ pi(. | s), d of sum one
    w      = argmin E_{d, pi}[(score . w - A)^2],      F w = (1 - gamma) grad J

so that the natural gradient is w / (1 - gamma): the compatible weights are the natural gradient up to that factor.
Where F is singular all three take the solution of least norm.  For tabular softmax that is, wherever d(s) > 0,

    (F^+ grad J)_sa = (A(s, a) - mean_b A(s, b)) / (1 - gamma)

because score . w = A is solved by w = A + c(s), whatever the constants.

Source  Sutton, McAllester, Singh and Mansour, Policy gradient methods for reinforcement learning with function
        approximation, NeurIPS 12 (1999), Theorem 1; Kakade, A natural policy gradient, NeurIPS 14 (2001),
        eq. (1) and Theorem 1; Agarwal, Kakade, Lee and Mahajan, On the theory of policy gradient methods,
        JMLR 22 (2021), sec. 5.3 (softmax).
"""

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array
from numeric.errors import ShapeError
from numeric.policies.decision_process import DecisionProcess
from numeric.policies.evaluation import Evaluation, evaluate
from numeric.policies.policy import Policy, require_parameters
from numeric.policies.tabular import Tabular
from numeric.solvers.clipping import truncated_solve
from numeric.solvers.solution import Solution, direct_solution

UNVISITED = 1e-14  # a linear solve leaves this much of d on states that are never visited
CUTOFF = 1e-10  # of the largest eigenvalue: F is a sum of squares, so rounding leaves 1e-15 on its null space


def policy_gradient(process: DecisionProcess, policy: Policy, theta: ArrayLike) -> Array:
    """Grad J = E_{d, pi}[score A] / (1 - gamma), (P,).

    theta  (P,).
    Raises ShapeError, EmptyError, NonFiniteError.
    """
    weights, scores, found = weighted(process, policy, theta)
    return np.einsum("sa,sap,sa->p", weights, scores, found.advantages) / (1 - process.discount)


def policy_fisher(process: DecisionProcess, policy: Policy, theta: ArrayLike) -> Array:
    """F = sum_s d(s) fisher(s), (P, P), d of sum one: at most max_s |fisher(s)|, whatever gamma.

    theta  (P,).
    Raises ShapeError, EmptyError, NonFiniteError.
    """
    weights, scores, _ = weighted(process, policy, theta)
    return np.asarray(np.einsum("sa,sai,saj->ij", weights, scores, scores))


def natural_policy_gradient(
    process: DecisionProcess, policy: Policy, theta: ArrayLike, *, cutoff: float = CUTOFF
) -> Solution:
    """F^+ grad J, (P,), as the solution of F x = grad J of least norm; the residual is measured.

    theta   (P,).
    cutoff  eigenvalues below this part of the largest are taken for zero, above 0.
    Returns outcome CHANGED, with their number, where there are such.
    Raises DampingError for the cutoff, SingularFactorError for F = 0, ShapeError, EmptyError, NonFiniteError.
    """
    F, g = policy_fisher(process, policy, theta), policy_gradient(process, policy, theta)
    size = float(np.linalg.norm(F, 2))
    return truncated_solve(F, g, cutoff=cutoff * size if size else cutoff)


def compatible_weights(process: DecisionProcess, policy: Policy, theta: ArrayLike) -> Array:
    """W of least norm minimising E_{d, pi}[(score . w - A)^2], (P,), by least squares without forming F.

    theta  (P,).
    Raises ShapeError, EmptyError, NonFiniteError.
    """
    weights, scores, found = weighted(process, policy, theta)
    root = np.sqrt(weights).reshape(-1)
    rows = scores.reshape(root.size, -1) * root[:, None]
    return np.asarray(np.linalg.lstsq(rows, root * found.advantages.reshape(-1), rcond=CUTOFF**0.5)[0])


def tabular_natural_gradient(process: DecisionProcess, policy: Tabular, theta: ArrayLike) -> Solution:
    """(A(s, a) - mean_b A(s, b)) / (1 - gamma) where d(s) > 0, and zero elsewhere, (S A,); no system is solved.

    theta  (S A,).
    Returns the residual of F x = grad J with it.
    Raises ShapeError, EmptyError, NonFiniteError.
    """
    weights, scores, found = weighted(process, policy, theta)
    A = found.advantages - np.mean(found.advantages, axis=1, keepdims=True)
    x = (np.where(found.occupancy[:, None] > UNVISITED, A, 0.0) / (1 - process.discount)).reshape(-1)
    g = np.einsum("sa,sap,sa->p", weights, scores, found.advantages) / (1 - process.discount)
    missing = float(np.linalg.norm(np.einsum("sa,sap,sa->p", weights, scores, scores @ x) - g))
    return direct_solution(x, missing / float(np.linalg.norm(g)) if np.any(g) else missing)


def weighted(process: DecisionProcess, policy: Policy, theta: ArrayLike) -> tuple[Array, Array, Evaluation]:
    """The weights d(s) pi(a | s) of E_{d, pi}, (S, A), the scores, (S, A, P), and the evaluation.

    theta  (P,).
    Raises ShapeError when policy and process differ in S or A, EmptyError, NonFiniteError.
    """
    parameters = require_parameters(policy, theta)
    if (policy.states, policy.actions) != (process.states, process.actions):
        raise ShapeError(
            f"a policy of {policy.states} states and {policy.actions} actions for a process of "
            f"{process.states} and {process.actions}."
        )
    pi = policy.probabilities(parameters)
    found = evaluate(process, pi)
    return found.occupancy[:, None] * pi, policy.scores(parameters), found
