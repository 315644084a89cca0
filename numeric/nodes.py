"""Product rules in doubles for the simplex, positive definite matrices and the sphere.

    simplex            x_1 = u_1, x_2 = (1 - u_1)*u_2, ...      tanh-sinh in each u
    positive definite  x_21 = r*sqrt(x_11*x_22)                 exp-sinh in x_11, x_22, tanh-sinh in (1 + r)/2
    sphere             height z and longitude f                 Gauss-Legendre in z, trapezoids in f

Source  Takahasi and Mori, Double exponential formulas for numerical integration, Publ. RIMS 9 (1974).
"""

from __future__ import annotations

from functools import reduce

import numpy as np

from numeric.arrays import Array

REACH = 3.4  # beyond it the weights of both rules are below 1e-20 of the largest
CLOSE = 1e-14  # 1 - r^2 below which doubles cannot tell a determinant from zero


def unit_interval(step: float) -> tuple[Array, Array]:
    """Nodes and weights on (0, 1), (m,) each, by u = 1/(1 + exp(-pi*sinh(t)))."""
    t = np.arange(-REACH, REACH + step, step)
    u = 1 / (1 + np.exp(-np.pi * np.sinh(t)))
    slope = np.pi * np.cosh(t) / (1 + np.exp(np.pi * np.sinh(t)))
    return u, step * u * slope


def half_line(step: float) -> tuple[Array, Array]:
    """Nodes and weights on (0, oo), (m,) each, by y = exp(pi/2*sinh(t))."""
    t = np.arange(-REACH, REACH + step, step)
    y = np.exp(np.pi / 2 * np.sinh(t))
    return y, step * np.pi / 2 * np.cosh(t) * y


def simplex(dimension: int, step: float) -> tuple[Array, Array]:
    """Nodes (m, d) and weights (m,) for x_i > 0, x_1 + ... + x_d < 1."""
    u, w = _product([unit_interval(step)] * dimension)
    rest = np.ones(len(u))
    columns = []
    for i in range(dimension):
        columns.append(rest * u[:, i])
        w = w * rest  # dx_i = (1 - x_1 - ... - x_(i-1))*du_i
        rest = rest * (1 - u[:, i])
    return np.stack(columns, axis=-1), w


def positive_definite(step: float) -> tuple[Array, Array]:
    """Nodes (m, 3), x_11, x_21, x_22, and weights (m,) for positive definite 2 x 2 matrices."""
    nodes, w = _product([half_line(step), half_line(step), unit_interval(step)])
    r, width = 2 * nodes[:, 2] - 1, np.sqrt(nodes[:, 0] * nodes[:, 1])
    inside = 1 - r**2 > CLOSE
    x = np.stack([nodes[:, 0], r * width, nodes[:, 1]], axis=-1)
    return x[inside], (2 * w * width)[inside]


def sphere(count: int) -> tuple[Array, Array]:
    """Nodes (m, 3) and weights (m,) for the surface of the unit sphere, of count x 2*count nodes."""
    z, weight = np.polynomial.legendre.leggauss(count)
    f = np.pi * (np.arange(2 * count) + 0.5) / count
    nodes, w = _product([(z, weight), (f, np.full(2 * count, np.pi / count))])
    radius = np.sqrt((1 - nodes[:, 0]) * (1 + nodes[:, 0]))
    return np.stack([radius * np.cos(nodes[:, 1]), radius * np.sin(nodes[:, 1]), nodes[:, 0]], axis=-1), w


def _product(rules: list[tuple[Array, Array]]) -> tuple[Array, Array]:
    grids = np.meshgrid(*[nodes for nodes, _ in rules], indexing="ij")
    weights = reduce(np.multiply.outer, [w for _, w in rules])
    return np.stack([g.ravel() for g in grids], axis=-1), weights.ravel()
