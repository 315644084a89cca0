"""The Fisher matrix of a network on a batch: inputs from the batch, labels from the model.

    F = (1/N) sum_n E_y[grad log p(y | z_n) grad log p(y | z_n)^T]
      = (1/N) sum_n J_n^T F_n J_n                            closed form, F_n the Fisher matrix in the outputs
      = (1/N) sum_n sum_s (J_n^T r_ns) (J_n^T r_ns)^T        F_n = R_n R_n^T, r_ns the columns of the root R_n
      = (1/N) sum_n sum_y p(y | z_n) g_n(y) g_n(y)^T         sum over outcomes, where they are finitely many

The third form is computed: one backpropagation for each column of the root, and one Gram matrix of all of them.

Rows and columns are in the order of theta, so that weight matrices are by rows.

Source  Martens, New insights and perspectives on the natural gradient method, JMLR 21 (2020), sec. 9.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array
from numeric.gram import summed_gram
from numeric.networks.network import Network, Trace, evaluate, pull, pulled_gradients
from numeric.networks.vectors import slices


def fisher(network: Network, theta: ArrayLike, x: ArrayLike) -> Array:
    """(1/N) sum_n J_n^T F_n J_n, (P, P), with the closed form of F_n.

    theta  (P,).
    x      (N, ...).
    Raises ShapeError, EmptyError, NonFiniteError.
    """
    trace = evaluate(network, theta, x)
    return summed_gram(_pulled_roots(network, trace)) / len(trace.outputs)


def fisher_over_outcomes(network: Network, theta: ArrayLike, x: ArrayLike) -> Array:
    """(1/N) sum_n sum_y p(y | z_n) g_n(y) g_n(y)^T, (P, P).

    theta  (P,).
    x      (N, ...).
    Raises OutcomesError for a likelihood whose outcomes cannot be listed, and as `fisher`.
    """
    trace = evaluate(network, theta, x)
    z, law = trace.outputs, network.likelihood
    labels = (np.broadcast_to(y, (len(z), *np.shape(y))) for y in law.outcomes())
    weighted = (np.exp(law.log_density(z, y) / 2)[:, None] * law.score(z, y) for y in labels)
    return summed_gram(pulled_gradients(pull(network, trace, v)) for v in weighted) / len(z)


def fisher_blocks(network: Network, theta: ArrayLike, x: ArrayLike) -> tuple[Array, ...]:
    """The blocks of the Fisher matrix that belong to single weight matrices, without the rest.

    theta  (P,).
    x      (N, ...).
    Returns a (m k, m k) array for each matrix (m, k), by rows.
    Raises as `fisher`.
    """
    trace = evaluate(network, theta, x)
    columns = list(_pulled_roots(network, trace))
    return tuple(
        summed_gram(g[:, part] for g in columns) / len(trace.outputs) for part in slices(network.shapes)
    )


def fisher_diagonal(network: Network, theta: ArrayLike, x: ArrayLike) -> Array:
    """The diagonal of the Fisher matrix, (P,), without the rest.

    theta  (P,).
    x      (N, ...).
    Raises as `fisher`.
    """
    trace = evaluate(network, theta, x)
    squares = (np.einsum("np,np->p", g, g) for g in _pulled_roots(network, trace))
    return np.asarray(sum(squares) / len(trace.outputs))


def _pulled_roots(network: Network, trace: Trace) -> Iterator[Array]:
    """J_n^T r_ns for every example, (N, P), one column s of the root after the other."""
    root = network.likelihood.root(trace.outputs)
    for s in range(root.shape[2]):
        yield pulled_gradients(pull(network, trace, root[:, :, s]))


def summed(left: Array, right: Array) -> Array:
    """sum_n sum_c left_ncp right_ncq: two (N, C, P) to (P, P)."""
    return np.asarray(np.tensordot(left, right, axes=([0, 1], [0, 1])))
