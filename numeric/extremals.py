"""Minima on an ellipsoid, sphere, hyperplane or everywhere, found without a formula for them.

    min f(x)  subject to  x = origin + basis z,  |z| = 1 or z free

Random feasible points in a batch, then SLSQP from the best of them (|z| = 1) or BFGS (z free).
On an unbounded set the minimum over |z| = R is followed as R grows: when it keeps falling the objective
looks unbounded below, which is a lead and not a proof.

Source  Nocedal and Wright, Numerical Optimization (2nd ed., 2006), sec. 18.4 (SQP) and 6.1 (BFGS).
"""

from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize

from numeric.arrays import Array, Function, require_finite, require_some, require_square, require_vector
from numeric.constraints import Constraint
from numeric.errors import ConvergenceError, ShapeError

search: Any = minimize  # its stubs, where installed, know fewer forms of the call than it does

STARTS = 6  # refinements; a quadratic on a sphere has at most one local minimum that is not global
RADII = 10.0 ** np.arange(0, 7, 1.5)
ROUNDING = 1e-9  # a fall by less than this part of the terms is rounding and incomplete refinement
SAME = 1e-7  # starts that end this close, in units of the spread of values, ended at the same minimum


@dataclass(frozen=True)
class Objective:
    """A smooth function to be minimised.

    value     (..., n) to (...).
    gradient  (n,) to (n,).
    """

    value: Function
    gradient: Function


class Attained(Enum):
    """What became of a search for a minimum."""

    ATTAINED = "The best of several searches; none of the random feasible points is lower."
    UNBOUNDED_LEAD = "The minimum over spheres keeps falling as they grow: unbounded below, it seems."


@dataclass(frozen=True)
class Extremum:
    """The lowest value found and where.

    attained  whether there seems to be a minimum.
    value     the lowest value found.
    point     (n,), feasible to rounding.
    sampled   the lowest of the random feasible points alone: what the refinement must not exceed.
    starts    how many refinements were made, and
    agreeing  how many of them ended at this value.
    """

    attained: Attained
    value: float
    point: Array
    sampled: float
    starts: int
    agreeing: int


def linear_objective(coefficients: ArrayLike) -> Objective:
    """f(x) = c^T x.

    coefficients  c, (n,).
    """
    c = require_vector("the coefficients", coefficients)
    return Objective(lambda x: np.asarray(x @ c), lambda _: c)


def quadratic_objective(matrix: ArrayLike, coefficients: ArrayLike) -> Objective:
    """f(x) = x^T Q x / 2 + c^T x; only the symmetric part of Q matters.

    matrix        Q, (n, n).
    coefficients  c, (n,).
    Raises ShapeError when they do not fit.
    """
    q, c = (
        require_square("the matrix of a quadratic", matrix),
        require_vector("the coefficients", coefficients),
    )
    if q.shape != (c.size, c.size):
        raise ShapeError(f"matrix {q.shape} and coefficients {c.shape} do not fit.")
    s = (q + q.T) / 2
    return Objective(lambda x: np.einsum("...i,ij,...j->...", x, s, x) / 2 + x @ c, lambda x: s @ x + c)


def minimise(
    objective: Objective, constraint: Constraint, *, rng: np.random.Generator, samples: int = 4096
) -> Extremum:
    """The lowest value of the objective on the set, by sampling and refinement.

    samples  random feasible points, at least 8.
    Raises EmptyError for fewer samples, NonFiniteError when the objective is not finite,
    ConvergenceError when refinement ends above the best random point.
    """
    require_some("random feasible points", samples, least=2 + STARTS)
    if constraint.bounded:
        return _on_sphere(objective, constraint, rng, samples)
    return _on_flat(objective, constraint, rng, samples)


def maximise(
    objective: Objective, constraint: Constraint, *, rng: np.random.Generator, samples: int = 4096
) -> Extremum:
    """The highest value, as minus the minimum of minus the objective; `sampled` is the highest sampled.

    Arguments and errors as `minimise`.
    """
    turned = Objective(lambda x: -objective.value(x), lambda x: -objective.gradient(x))
    found = minimise(turned, constraint, rng=rng, samples=samples)
    return Extremum(found.attained, -found.value, found.point, -found.sampled, found.starts, found.agreeing)


def _on_sphere(
    objective: Objective, constraint: Constraint, rng: np.random.Generator, samples: int
) -> Extremum:
    m = constraint.basis.shape[1]
    z = rng.normal(size=(samples, m))
    z /= np.linalg.norm(z, axis=1, keepdims=True)
    value = require_finite(
        "the objective at a feasible point", np.asarray(objective.value(constraint.points(z)))
    )
    scale = _scale(objective, constraint.points(z[0]), value)
    starts = z[_spread_out(value)]

    def height(y: Array) -> float:
        return float(objective.value(constraint.origin + constraint.basis @ y)) / scale

    def slope(y: Array) -> Array:
        return constraint.basis.T @ objective.gradient(constraint.origin + constraint.basis @ y) / scale

    held = {"type": "eq", "fun": lambda y: (y @ y - 1) / 2, "jac": lambda y: y}
    ends = []
    for start in starts:
        found = search(
            height,
            start,
            jac=slope,
            method="SLSQP",
            constraints=[held],
            options={"ftol": 1e-16, "maxiter": 400},
        )
        ends.append(constraint.points(found.x))
    return _best(objective, np.asarray(ends), value, scale)


def _on_flat(
    objective: Objective, constraint: Constraint, rng: np.random.Generator, samples: int
) -> Extremum:
    m = constraint.basis.shape[1]
    least = []
    for radius in RADII:
        shell = Constraint(constraint.origin, radius * constraint.basis, bounded=True)
        least.append(_on_sphere(objective, shell, rng, max(samples // RADII.size, 2 + STARTS)))
    if _keeps_falling(objective, least, constraint, rng):
        last = least[-1]
        return Extremum(
            Attained.UNBOUNDED_LEAD, last.value, last.point, last.sampled, last.starts, last.agreeing
        )
    z = rng.normal(size=(samples, m)) * 10.0 ** rng.uniform(-2, 2, size=(samples, 1))
    value = require_finite(
        "the objective at a feasible point", np.asarray(objective.value(constraint.points(z)))
    )
    ends = [_descend(objective, constraint, start) for start in z[_spread_out(value)]]
    scale = float(np.median(np.abs(value - np.min(value)))) or 1.0
    return _best(objective, np.asarray(ends), value, scale)


def _keeps_falling(
    objective: Objective, least: list[Extremum], constraint: Constraint, rng: np.random.Generator
) -> bool:
    """Whether the minimum falls from each sphere to the next by more than rounding of the terms there."""
    directions = rng.normal(size=(64, constraint.basis.shape[1]))
    for radius, inner, outer in zip(RADII[1:], least[:-1], least[1:], strict=True):
        shell = Constraint(constraint.origin, radius * constraint.basis, bounded=True)
        spread = float(np.ptp(objective.value(shell.points(directions))))
        terms = float(np.linalg.norm(objective.gradient(outer.point)) * np.linalg.norm(outer.point))
        if not inner.value - outer.value > ROUNDING * max(spread, terms):
            return False
    return True


def _descend(objective: Objective, constraint: Constraint, start: Array) -> Array:
    found = search(
        lambda y: float(objective.value(constraint.points(y))),
        start,
        jac=lambda y: constraint.basis.T @ objective.gradient(constraint.points(y)),
        method="BFGS",
        options={"gtol": 1e-12, "maxiter": 400},
    )
    return constraint.points(found.x)


def _scale(objective: Objective, point: Array, value: Array) -> float:
    """How much the objective varies, and at least the rounding of the terms it is made of."""
    terms = float(np.linalg.norm(objective.gradient(point)) * np.linalg.norm(point))
    return max(float(np.ptp(value)), ROUNDING * max(terms, float(np.max(np.abs(value))))) or 1.0


def _spread_out(value: Array) -> Array:
    """Half of the starts are the best sampled points, half are any: a second basin gets its chance."""
    order = np.argsort(value)
    return np.concatenate([order[: STARTS // 2], order[len(order) // 2 :][: STARTS - STARTS // 2]])


def _best(objective: Objective, ends: Array, sampled: Array, scale: float) -> Extremum:
    values = np.asarray(objective.value(ends))
    values = np.where(np.isfinite(values), values, np.inf)
    best = int(np.argmin(values))
    lowest = float(np.min(sampled))
    if not values[best] <= lowest + SAME * scale:
        raise ConvergenceError(
            f"refinement ended at {values[best]:.9g}, above the best random point at {lowest:.9g}. "
            "Likely the gradient given is not the objective's."
        )
    agreeing = int(np.sum(values <= values[best] + SAME * scale))
    return Extremum(Attained.ATTAINED, float(values[best]), ends[best], lowest, len(ends), agreeing)
