"""One step on a network by each way to use curvature, from the data to (matrix + lambda I)^-1 g, for counting its cost.

    gradient            one backward pass
    true Fisher         C backward passes, a (P, P) matrix, its Cholesky factor
    empirical Fisher    one backward pass more than the gradient, a (P, P) matrix, its Cholesky factor
    Fisher products     conjugate gradients, ten products, no matrix
    K-FAC               C + 1 backward passes, two small matrices for each layer, their Cholesky factors
    diagonal            C backward passes, P numbers

Source  Martens and Grosse (2015), arXiv:1503.05671, sec. 8 (the costs by counting).
"""

from collections.abc import Callable
from dataclasses import dataclass

from numeric.arrays import Array
from numeric.curvature import empirical_fisher, exact_signals, expand, factored, fisher, fisher_diagonal
from numeric.networks import Network, fisher_product, flatten, gradient, unflatten
from numeric.solvers.conjugate_gradients import conjugate_gradients
from numeric.solvers.direct import cholesky_solve

DAMPING = 0.1
PRODUCTS = 10  # of conjugate gradients: what trust-region policy optimization and Hessian-free training take


@dataclass(frozen=True, eq=False)
class Instance:
    """Where costs are measured.

    theta  (P,).
    x, y   inputs and labels.
    """

    network: Network
    theta: Array
    x: Array
    y: Array


def numbers_kept(network: Network) -> dict[str, float]:
    """How many numbers each method keeps for its step beside the gradient: P^2, or what stands in its place."""
    P = float(network.size)
    factors = float(sum(m * m + k * k for m, k in network.shapes))
    return {
        "gradient": P,
        "true Fisher": P * P,
        "empirical Fisher": P * P,
        "Fisher products": 4 * P,  # x, r, p and A p of conjugate gradients
        "K-FAC": factors,
        "diagonal": P,
    }


def _gradient(at: Instance) -> Array:
    return gradient(at.network, at.theta, at.x, at.y)


def _true(at: Instance) -> Array:
    F = fisher(at.network, at.theta, at.x)
    return cholesky_solve(F, _gradient(at), damping=DAMPING).solution


def _empirical(at: Instance) -> Array:
    E = empirical_fisher(at.network, at.theta, (at.x, at.y))
    return cholesky_solve(E, _gradient(at), damping=DAMPING).solution


def _products(at: Instance) -> Array:
    def product(v: Array) -> Array:
        return fisher_product(at.network, at.theta, at.x, v) + DAMPING * v

    return conjugate_gradients(product, _gradient(at), limit=PRODUCTS).solution


def _kfac(at: Instance) -> Array:
    factors = map(expand, exact_signals(at.network, at.theta, at.x))
    matrices = unflatten(_gradient(at), at.network.shapes)
    return flatten([factored(f, damping=DAMPING).solve(V) for f, V in zip(factors, matrices, strict=True)])


def _diagonal(at: Instance) -> Array:
    return _gradient(at) / (fisher_diagonal(at.network, at.theta, at.x) + DAMPING)


STEPS: dict[str, Callable[[Instance], Array]] = {
    "gradient": _gradient,
    "true Fisher": _true,
    "empirical Fisher": _empirical,
    "Fisher products": _products,
    "K-FAC": _kfac,
    "diagonal": _diagonal,
}

MATRICES: dict[str, Callable[[Instance], Array]] = {
    "true Fisher": lambda at: fisher(at.network, at.theta, at.x),
    "empirical Fisher": lambda at: empirical_fisher(at.network, at.theta, (at.x, at.y)),
}
"""The two matrices alone, without what is done with them."""
