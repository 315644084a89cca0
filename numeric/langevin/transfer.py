"""What one step of a method does to expectations in one dimension, by quadrature of the code that runs.

    (P f)(x) = E[f(theta_1) | theta_0 = x] = sum_k w_k f(step(x, xi_k))

xi_k and w_k are nodes and weights of the normal law, fed to the kernel in place of noise; f is interpolated
at Chebyshev points.  A Metropolis kernel is made to accept, and its ratio weighs staying against moving.
A scheme that begins with a draw remembers it: f is then a function of position and last noise,
and the last noise of the next step is a node, so that nothing is interpolated there.

Source  Trefethen, Approximation Theory and Approximation Practice (2013), ch. 5 (barycentric formula).
"""

from dataclasses import dataclass

import numpy as np

from numeric.arrays import Array, Function, require_finite, require_some
from numeric.errors import ShapeError
from numeric.langevin.kernel import Kernel, Method
from numeric.langevin.metropolis import Metropolis
from numeric.supports import Interval

POINTS = 64
SMOOTH = 20  # Gauss-Hermite nodes where the step is smooth in the noise
REMEMBERED = 12  # the same where the last noise is remembered: the matrix has their square
KINKED = 1201  # equidistant nodes where it is not: min(1, r) has a corner
REACH = 8.0  # standard deviations that the equidistant nodes cover
ROWS = 16  # starting points interpolated at once


@dataclass(frozen=True, eq=False)
class Transfer:
    """The matrix of one step on functions given at points.

    points  (N,), positions.
    matrix  (N K, N K): f at (point, last noise) to its expectation one step later; K = 1 without memory.
    last    (K,) weights of the last noise.
    """

    points: Array
    matrix: Array
    last: Array

    def values(self, f: Function) -> Array:
        """F at the grid, (N K,).

        f  (N,) positions to (N,).
        """
        return np.repeat(np.asarray(f(self.points)), self.last.size)

    def after(self, f: Function, steps: int) -> Array:
        """E[f(theta) | theta_0 = x] after so many steps, at the points: (N,).

        f  (N,) positions to (N,).
        Raises EmptyError for no steps.
        """
        require_some("steps", steps)
        values = self.values(f)
        if steps > len(values):  # then squaring is cheaper
            values = np.linalg.matrix_power(self.matrix, steps) @ values
        else:
            for _ in range(steps):
                values = self.matrix @ values
        return np.asarray(values.reshape(-1, self.last.size) @ self.last)

    def stationary(self, f: Function) -> float:
        """The expectation of f in the stationary law of the scheme.

        f  (N,) positions to (N,).
        """
        size = len(self.matrix)
        # pi (P - 1) = 0 and sum pi = 1 in one regular system.
        system = self.matrix.T - np.eye(size) + 1.0 / size
        return float(np.linalg.solve(system, np.full(size, 1.0 / size)) @ self.values(f))


def transfer(method: Method, dynamics: object, h: float, support: Interval) -> Transfer:
    """The transfer operator of a method on a dynamics in one dimension.

    h        time step.
    support  bounded; what leaves it is put back at its end, so it must hold all but 1e-14 of the law.
    Raises ShapeError for an unbounded support, NonFiniteError where a step is not finite, and as the method.
    """
    if not np.isfinite(support.upper - support.lower):
        raise ShapeError("the support of a transfer operator must be bounded; cut it where no mass is left.")
    points, bary = _chebyshev(support)
    probe = method.start(dynamics, h, points[None, :])
    memory = _remembers(probe)
    noise, weights = _kinked() if isinstance(probe, Metropolis) else _smooth(REMEMBERED if memory else SMOOTH)
    last, last_weights = (noise, weights) if memory else (np.zeros(1), np.ones(1))
    K = last.size
    matrix = np.zeros((points.size, K, points.size, K))
    for first in range(0, points.size, ROWS):
        at = slice(first, first + ROWS)
        rows = np.arange(points.size)[at]
        x, before, xi = (a.ravel() for a in np.meshgrid(points[at], last, noise, indexing="ij"))
        moved, stays = _step(method.start(dynamics, h, x[None, :]), before, xi)
        moved = np.clip(require_finite("a step", moved), support.lower, support.upper)
        basis = _interpolation(points, bary, moved).reshape(len(rows), K, noise.size, points.size)
        stay = stays.reshape(len(rows), K, noise.size)
        if K > 1:
            matrix[at] = np.einsum("k,xlkp->xlpk", weights, basis)
        else:
            matrix[at, 0, :, 0] = np.einsum("k,xk,xkp->xp", weights, 1 - stay[:, 0], basis[:, 0])
            matrix[rows, 0, rows, 0] += stay[:, 0] @ weights
    return Transfer(points, matrix.reshape(points.size * K, -1), last_weights)


class _Nodes:
    """Stands in for a generator: hands out nodes, and thresholds at which every finite ratio is accepted."""

    def __init__(self, nodes: Array) -> None:
        self._nodes, self.asked = nodes, 0

    def standard_normal(self, *, out: Array) -> None:
        self.asked += 1
        out[0] = self._nodes

    def standard_exponential(self, *, out: Array) -> None:
        out[...] = np.inf


def _remembers(kernel: Kernel) -> bool:
    nodes = _Nodes(np.zeros(kernel.theta.shape[1]))
    kernel.begin(nodes)  # type: ignore[arg-type]
    return nodes.asked > 0


def _step(kernel: Kernel, last: Array, xi: Array) -> tuple[Array, Array]:
    """Where each column goes, and the probability that it stays instead."""
    with np.errstate(all="ignore"):
        kernel.begin(_Nodes(last))  # type: ignore[arg-type]
        kernel.draw(_Nodes(xi))  # type: ignore[arg-type]
        kernel.advance()
        stays = np.zeros(xi.size)
        if isinstance(kernel, Metropolis):
            stays = -np.expm1(np.minimum(kernel.log_ratio, 0))
    return kernel.theta[0].copy(), stays


def _chebyshev(support: Interval) -> tuple[Array, Array]:
    k = np.arange(require_some("points of a transfer operator", POINTS, least=2))
    points = (support.lower + support.upper) / 2 - (support.upper - support.lower) / 2 * np.cos(
        np.pi * k / (POINTS - 1)
    )
    weights = (-1.0) ** k
    weights[[0, -1]] /= 2
    return points, weights


def _interpolation(points: Array, bary: Array, x: Array) -> Array:
    """(m, N): rows of the barycentric formula at x."""
    away = x[:, None] - points
    exact = away == 0
    away[exact] = 1.0
    rows = bary / away
    hit = exact.any(axis=1)
    rows[hit] = exact[hit]
    return np.asarray(rows / rows.sum(axis=1, keepdims=True))


def _smooth(count: int) -> tuple[Array, Array]:
    nodes, weights = np.polynomial.hermite_e.hermegauss(count)
    return nodes, weights / weights.sum()


def _kinked() -> tuple[Array, Array]:
    nodes = np.linspace(-REACH, REACH, KINKED)
    weights = np.exp(-(nodes**2) / 2)
    return nodes, weights / weights.sum()
