"""Product Gauss-Hermite rule for a law on R^d with one hump and Gaussian-like tails, d <= 4.

With m the mode, H the Hessian of logp there and -H = L^-T L^-1,

    x = m + sqrt(2) L z,     w = (product of Gauss-Hermite weights) exp(|z|^2 + logp(x)) 2^{d/2} |det L|.

For a Gaussian density and polynomials of degree below 2 n in each coordinate this is exact.

Source  Davis and Rabinowitz, Methods of Numerical Integration (2nd ed., 1984), ch. 3 and 5;
        Liu and Pierce, A note on Gauss-Hermite quadrature, Biometrika 81 (1994), for centring and scaling.
"""

from collections.abc import Callable

import numpy as np

from numeric.arrays import Array, Function, Precision, require_finite, require_one_each
from numeric.differentiate import central_differences, hessian
from numeric.errors import ConvergenceError
from numeric.rules import Rule
from numeric.supports import Space

ORDERS = {4: 6, 5: 9, 6: 13, 7: 18, 8: 26, 9: 37, 10: 52}  # nodes a dimension at each level, by sqrt(2)
MOST_NODES = 4_000_000
NEWTON_STEPS, HALVINGS = 40, 30
NEAR = 1e-6  # in standard deviations: the nodes need the hump's place, not its last digit
FLATTEST = 1e-12  # a curvature below this part of the largest is taken as this


def product_rules(logp: Function, support: Space, *, dtype: Precision = np.float64) -> Callable[[int], Rule]:
    """Locate the hump once and return its rules by level, each beside the one before as coarse companion.

    logp   (m, d) points to (m,) log-densities.
    Levels are 5 to 10: 9 to 52 nodes in each dimension.
    Raises ConvergenceError when no hump is found or the nodes would be more than four million.
    """
    mode, spread = locate(logp, support)

    def at_level(level: int) -> Rule:
        count = ORDERS[level] ** mode.size
        if count > MOST_NODES:
            raise ConvergenceError(
                f"{count} nodes would be needed in {mode.size} dimensions; the law is not Gaussian-like "
                "enough for a product rule. Change the data coordinates, or sample."
            )
        fine, coarse = (_nodes(logp, mode, spread, ORDERS[depth], dtype) for depth in (level, level - 1))
        weights = np.concatenate([fine[1], np.zeros_like(coarse[1])])
        return Rule(
            np.concatenate([fine[0], coarse[0]]),
            weights,
            np.concatenate([np.zeros_like(fine[1]), coarse[1]]),
            np.zeros_like(weights),
            np.concatenate([fine[2], coarse[2]]),
        )

    return at_level


def locate(logp: Function, support: Space) -> tuple[Array, Array]:
    """Mode m, shape (d,), and spread L, shape (d, d), with L L^T = (-Hessian of logp)^-1.

    Damped Newton ascent, exact in one step for a Gaussian.
    Raises ConvergenceError when the Hessian at the end is not negative definite or the ascent does not end.
    """
    point, unit = support.start.astype(np.float64), np.eye(support.start.size)
    for _ in range(NEWTON_STEPS):
        # In u with x = point + unit u, where one is a standard deviation as far as is known.
        def height(u: Array, point: Array = point, unit: Array = unit) -> Array:
            x = (point + unit @ u)[None, :]
            return require_one_each(logp(x), x)[0]

        here = np.zeros(point.size)
        slope = central_differences(height, here).value
        bend = hessian(height, here, differentiate=central_differences).value
        values, vectors = np.linalg.eigh(-bend)
        curvature = np.maximum(np.abs(values), FLATTEST * np.max(np.abs(values)))
        step = vectors @ ((vectors.T @ slope) / curvature)
        arrived = bool(np.all(values > 0) and np.sqrt(np.sum((vectors.T @ step) ** 2 * curvature)) < NEAR)
        if arrived:
            return point, unit @ vectors / np.sqrt(values)
        point, unit = point + unit @ _climb(height, step), unit @ vectors / np.sqrt(curvature)
    raise ConvergenceError(
        f"no hump of the log-density found from {support.start} in {NEWTON_STEPS} steps, which ended at "
        f"{point}; minus its Hessian has eigenvalues {values} there. Start nearer, or use another rule."
    )


def _climb(height: Function, step: Array) -> Array:
    """The step, halved until the log-density rises; the last halving when it never does."""
    before = require_finite("the log-density", height(np.zeros_like(step)))
    for _ in range(HALVINGS):
        with np.errstate(all="ignore"):
            reached = height(step)
        if reached >= before:
            break
        step = step / 2
    return step


def _nodes(
    logp: Function, mode: Array, spread: Array, order: int, dtype: Precision
) -> tuple[Array, Array, Array]:
    z, weight = np.polynomial.hermite.hermgauss(order)
    grids = np.meshgrid(*[z] * mode.size, indexing="ij")
    points = np.stack([g.ravel() for g in grids], axis=-1)
    logs = np.meshgrid(*[np.log(weight)] * mode.size, indexing="ij")
    log_weight = sum(g.ravel() for g in logs) + np.sum(points**2, axis=-1)
    log_weight = log_weight + np.linalg.slogdet(spread)[1] + mode.size / 2 * np.log(2)
    nodes = (mode + np.sqrt(2) * points @ spread.T).astype(dtype)
    density = require_finite("the log-density at a node", require_one_each(logp(nodes), nodes))
    rounding = np.finfo(density.dtype).eps * (1 + np.abs(density))
    return nodes, np.exp(density + log_weight), rounding
