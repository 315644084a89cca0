"""The Fisher matrix of a network on a batch: inputs from the batch, labels from the model.

    F = (1/N) sum_n E_y[grad log p(y | z_n) grad log p(y | z_n)^T]
      = (1/N) sum_n J_n^T F_n J_n                            closed form, F_n the Fisher matrix in the outputs
      = (1/N) sum_n sum_y p(y | z_n) g_n(y) g_n(y)^T         sum over outcomes, where they are finitely many

Rows and columns are in the order of theta, so that weight matrices are by rows.

Source  Martens, New insights and perspectives on the natural gradient method, JMLR 21 (2020), sec. 9.
"""

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array
from numeric.networks.gradients import jacobians
from numeric.networks.network import Network, evaluate, pull, pulled_gradients
from numeric.networks.vectors import slices


def fisher(network: Network, theta: ArrayLike, x: ArrayLike) -> Array:
    """(1/N) sum_n J_n^T F_n J_n, (P, P), with the closed form of F_n.

    theta  (P,).
    x      (N, ...).
    Raises ShapeError, EmptyError, NonFiniteError.
    """
    z = evaluate(network, theta, x).outputs
    J, F = jacobians(network, theta, x), network.likelihood.fisher(z)
    return summed(J, F @ J) / len(z)


def fisher_over_outcomes(network: Network, theta: ArrayLike, x: ArrayLike) -> Array:
    """(1/N) sum_n sum_y p(y | z_n) g_n(y) g_n(y)^T, (P, P).

    theta  (P,).
    x      (N, ...).
    Raises OutcomesError for a likelihood whose outcomes cannot be listed, and as `fisher`.
    """
    trace = evaluate(network, theta, x)
    z, law = trace.outputs, network.likelihood
    total = np.zeros((network.size, network.size))
    for outcome in law.outcomes():
        y = np.broadcast_to(outcome, (len(z), *np.shape(outcome)))
        g = pulled_gradients(pull(network, trace, law.score(z, y)))
        total += g.T @ (np.exp(law.log_density(z, y))[:, None] * g)
    return total / len(z)


def fisher_blocks(network: Network, theta: ArrayLike, x: ArrayLike) -> tuple[Array, ...]:
    """The blocks of the Fisher matrix that belong to single weight matrices, without the rest.

    theta  (P,).
    x      (N, ...).
    Returns a (m k, m k) array for each matrix (m, k), by rows.
    Raises as `fisher`.
    """
    F, J = network.likelihood.fisher(evaluate(network, theta, x).outputs), jacobians(network, theta, x)
    parts = [J[:, :, part] for part in slices(network.shapes)]
    return tuple(summed(part, F @ part) / len(J) for part in parts)


def fisher_diagonal(network: Network, theta: ArrayLike, x: ArrayLike) -> Array:
    """The diagonal of the Fisher matrix, (P,), without the rest.

    theta  (P,).
    x      (N, ...).
    Raises as `fisher`.
    """
    F, J = network.likelihood.fisher(evaluate(network, theta, x).outputs), jacobians(network, theta, x)
    return np.asarray(np.einsum("ncp,ncp->p", J, F @ J) / len(J))


def summed(left: Array, right: Array) -> Array:
    """sum_n sum_c left_ncp right_ncq: two (N, C, P) to (P, P)."""
    return np.asarray(np.tensordot(left, right, axes=([0, 1], [0, 1])))
