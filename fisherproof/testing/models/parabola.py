"""Points on a parabola, seen with unit noise: a curved exponential family.

Domain     t in R; data x in R^2.
Density    N((t, t**2/2), Id)
Metric     [[1 + t**2]]
Source     Efron, Defining the curvature of a statistical problem, Ann. Statist. 3 (1975), sec. 1
"""

from __future__ import annotations

import numpy as np

from fisherproof.testing.parametric import Family
from fisherproof.testing.ranges import Range
from numeric.arrays import Array


def _gap(x: Array, theta: Array) -> tuple[Array, Array]:
    (t,) = theta
    return x[:, 0] - t, x[:, 1] - t**2 / 2


def _log_density(x: Array, theta: Array) -> Array:
    along, above = _gap(x, theta)
    return np.asarray(-(along**2 + above**2) / 2 - np.log(2 * np.pi))


def _scores(x: Array, theta: Array) -> Array:
    along, above = _gap(x, theta)
    return np.asarray(along + theta[0] * above)[:, None]


def _draw(rng: np.random.Generator, count: int, theta: Array) -> Array:
    (t,) = theta
    return np.array([t, t**2 / 2]) + rng.normal(size=(count, 2))


family = Family(
    name="parabola",
    ranges={"t": Range.LINE},
    log_density=_log_density,
    scores=_scores,
    information=lambda theta: np.array([[1 + theta[0] ** 2]]),
    draw=_draw,
    data=((0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 2.0)),
)
