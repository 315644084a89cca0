"""Gauss-Hermite rules for standard normal draws, and expectations from values alone.

    E[h(e)] = sum_i w_i h(e_i)       exact for polynomials of degree below 2 count in each coordinate

    E[f] = sum w f,     E[grad f] = L^-T sum w f e,     E[hess f] = L^-T (sum w f (e e^T - I)) L^-1     (Stein)

with f at m + L e.  No derivative of f is needed.

Source  Abramowitz and Stegun (1964), 25.4.46; Stein, Estimation of the mean of a multivariate normal distribution,
        Ann. Statist. 9 (1981), sec. 2 (twice for the Hessian).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import solve_triangular

from numeric.arrays import Array, floats, require_finite, require_one_each, require_some
from numeric.errors import MassError, ShapeError
from numeric.variational.diagonal import DiagonalNormal
from numeric.variational.errors import RuleError
from numeric.variational.law import Expected
from numeric.variational.normal import Normal, frozen

MOST = 2**20  # nodes: a million evaluations are seconds, more is a mistake in the dimension
MASS = 1e-9  # weights typed by hand sum to one to nine digits


@dataclass(frozen=True, eq=False)
class Nodes:
    """Weighted standard normal draws; arrays are read-only copies.

    draws    e, (M, d).
    weights  (M,), of sum one, not negative.
    Raises ShapeError, EmptyError, NonFiniteError, RuleError, MassError.
    """

    draws: Array
    weights: Array

    def __post_init__(self) -> None:
        draws, weights = floats(self.draws), floats(self.weights)
        if draws.ndim != 2 or weights.shape != draws.shape[:1]:
            raise ShapeError(f"draws of shape {draws.shape} and weights of {weights.shape}; (M, d) and (M,).")
        require_some("entries in the draws", draws.size)
        require_finite("a draw", draws)
        if not np.all(require_finite("a weight", weights) >= 0):
            raise RuleError(f"a weight is {np.min(weights):.3g}: weights of a mean are not negative.")
        if abs(float(np.sum(weights)) - 1) > MASS:
            raise MassError(f"the weights sum to {np.sum(weights):.12g}, not 1; divide by their sum.")
        object.__setattr__(self, "draws", frozen(draws))
        object.__setattr__(self, "weights", frozen(weights))


def hermite_nodes(dimension: int, count: int) -> Nodes:
    """The product rule of count nodes in each of so many coordinates.

    dimension  d, at least 1.
    count      at least 1; count^d at most a million.
    Raises EmptyError, RuleError.
    """
    require_some("dimensions", dimension)
    require_some("nodes in each coordinate", count)
    if count**dimension > MOST:
        raise RuleError(
            f"{count}^{dimension} nodes are more than {MOST}. Take fewer, or draw them at random."
        )
    x, w = np.polynomial.hermite_e.hermegauss(count)
    grids = np.meshgrid(*[x] * dimension, indexing="ij")
    weights = reduce(np.multiply.outer, [w / np.sum(w)] * dimension)
    return Nodes(np.stack([grid.ravel() for grid in grids], axis=1), weights.ravel())


def sampled_nodes(draws: ArrayLike) -> Nodes:
    """Draws of equal weight, 1 / M: the Monte Carlo rule.

    draws  standard normal, (M, d).
    Raises ShapeError, EmptyError, NonFiniteError.
    """
    found = floats(draws)
    require_some("draws", len(found))
    return Nodes(found, np.full(len(found), 1 / len(found)))


def expected_from_values(f: Callable[[Array], Array], law: Normal | DiagonalNormal, nodes: Nodes) -> Expected:
    """E[f], E[grad f] and E[hess f] over the law, from values of f alone.

    f      points (M, d) to (M,).
    nodes  of the dimension of the law.
    Raises ShapeError, NonFiniteError.
    """
    whole = law.full if isinstance(law, DiagonalNormal) else law
    z = whole.points(nodes.draws)
    values = require_finite("the function", require_one_each(f(z), z))
    centre = float(nodes.weights @ values)
    weighted, e = (
        nodes.weights * (values - centre),
        nodes.draws,
    )  # of sum zero, so that e e^T does for e e^T - I
    bend = np.einsum("m,mi,mj->ij", weighted, e, e)
    half = solve_triangular(whole.root, bend, lower=True, trans="T")
    hessian = solve_triangular(whole.root, half.T, lower=True, trans="T")
    gradient = solve_triangular(whole.root, weighted @ e, lower=True, trans="T")
    return Expected(centre, gradient, (hessian + hessian.T) / 2)
