"""What is measured of a family at a point, from its log-density alone: mass, Fisher matrix, divergence.

The kernels are those of `numeric`; they see a callable and a support, and nothing that was derived.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product
from typing import Any

import numpy as np
import sympy as sp
from sympy import Expr, Symbol

from derivations import family as kinds
from derivations.family import Family
from numeric import divergence, nodes
from numeric.arrays import Array, Estimate
from numeric.differentiate import central_differences, complex_step
from numeric.errors import AnalyticityError, MassError
from numeric.expectation import rule, rules
from numeric.fisher import fisher_by_score, scores
from numeric.supports import Integers, Interval, Points, Space, Support
from theorems.portraits.compiled import log_density

MOST_POINTS = 200_000  # of a finite support that are summed one by one
MASS_LEVEL = 8  # of the rule that measures a mass: fine enough for nine digits, where one settles
MASS_DIGITS = 1e-6
SEVERAL = (kinds.Simplex, kinds.PositiveDefinite, kinds.Sphere)
STEPS = (1 / 7, 1 / 9)  # of the coarse and the fine rule over a simplex
CONE_STEPS = (1 / 16, 1 / 24)  # over positive definite matrices, whose tails are exponential
ORDERS = (40, 50)
EDGE = 1e-12  # of a coordinate of a simplex: nodes this close to an edge are like what lies beyond the last
BEYOND = 10  # how much larger than the mean over those nodes log(x)**2 may be beyond the edge that loses most
LEAST = 1e-40  # of the largest weight: what is smaller changes no digit
Point = Mapping[Symbol, Expr]


class NoMeasureError(ValueError):
    """There is no quadrature here for this support."""


def information(family: Family, point: Point) -> Estimate:
    """E[s*s.T] at a point, (k, k), with the error the quadrature shows.

    Raises NoMeasureError for a support without a rule, and NumericError where the quadrature fails.
    """
    if isinstance(family.support, SEVERAL):
        return _by_nodes(family, point)
    theta, logp, where = _prepared(family, point)
    try:
        return fisher_by_score(logp, theta, where, differentiate=complex_step, digits=5)
    except (AnalyticityError, TypeError):  # a function of the parameters that is not analytic as compiled
        return fisher_by_score(logp, theta, where, differentiate=central_differences, digits=5)


def _by_nodes(family: Family, point: Point) -> Estimate:
    """E[s*s.T] by two product rules; the error is what they differ by, and what both miss at the edge of a simplex.

    Raises MassError where E[1] is not 1.
    """
    logp = log_density(family, tuple(_floats(point, family.fixed)))
    theta = _floats(point, family.parameters)
    found = []
    for fine in (False, True):
        x, weights = _nodes(family, fine=fine)
        height = np.real(logp(x, theta))
        w = np.where(np.isfinite(height), np.exp(np.where(np.isfinite(height), height, 0)), 0) * weights
        used = w > LEAST * np.max(w)
        x, w = x[used], w[used]
        s = scores(logp, theta, x).value
        found.append(np.einsum("m,mi,mj->ij", w, s, s))
        lost = abs(np.sum(w) - 1)
        if fine and lost > MASS_DIGITS:
            raise MassError(f"its mass is {np.sum(w):.9g}, not 1")
    error = np.abs(found[1] - found[0])
    if isinstance(family.support, kinds.Simplex):
        error = error + lost * _at_the_edge(x, w, s)
    return Estimate(found[1], error)


def _at_the_edge(x: Array, weights: Array, s: Array) -> Array:
    """BEYOND times the root mean squares of the scores near the edges of a simplex, multiplied, (k, k).

    Two rules miss the same corners, where scores are logarithms; times the mass that is missing this is what is lost.
    """
    near = np.minimum(np.min(x, axis=1), 1 - np.sum(x, axis=1)) < EDGE
    w, s = (weights[near], s[near]) if np.any(near) else (weights, s)
    size = np.sqrt(np.einsum("m,mi,mi->i", w, s, s) / np.sum(w))
    return np.asarray(BEYOND * np.outer(size, size))


def _nodes(family: Family, *, fine: bool) -> tuple[Array, Array]:
    match family.support:
        case kinds.Simplex(dimension) if dimension <= 3:
            return nodes.simplex(dimension, STEPS[fine])
        case kinds.PositiveDefinite(2):
            return nodes.positive_definite(CONE_STEPS[fine])
        case kinds.Sphere(3):
            return nodes.sphere(ORDERS[fine])
        case other:
            raise NoMeasureError(f"there is no quadrature here over {other}")


def kl(family: Family, first: Point, second: Point) -> Estimate:
    """KL(p_first | p_second) by quadrature, a scalar; the fixed symbols keep their values of the first point.

    Raises as information.
    """
    theta, logp, where = _prepared(family, first)
    other = _floats(second, family.parameters)
    extra = [float(k) for k in kinks(family, second)]
    if isinstance(where, Interval):
        inside = {*where.breakpoints, *(v for v in extra if where.lower < v < where.upper)}
        where = Interval(where.lower, where.upper, tuple(sorted(inside)))
    return divergence.kl(logp, theta, other, where)


def metric_about(family: Family, point: Point) -> Callable[[Array], Array]:
    """E[s*s.T] as a function of the parameters, (k,) to (k, k), by the rule of quadrature made at a point.

    The nodes stay and the density reweights them, so rounding is smooth in the parameters, as differences need.
    Raises NoMeasureError for a support without such a rule, NumericError where it does not settle.
    """
    theta, logp, where = _prepared(family, point)
    found = rule(lambda x: np.real(logp(x, theta)), where)
    there = np.real(logp(found.nodes, theta))

    def metric(beside: Array) -> Array:
        s = scores(logp, beside, found.nodes).value
        weights = found.weights * np.exp(np.real(logp(found.nodes, beside)) - there)
        return np.asarray(np.einsum("m,mi,mj->ij", weights, s, s))

    return metric


def require_mass(family: Family, point: Point) -> None:
    """Check that the density integrates, or sums, to one.

    Raises MassError with the mass found, NoMeasureError, and NumericError where the quadrature fails.
    """
    if isinstance(family.support, SEVERAL):
        _by_nodes(family, point)
        return
    theta, logp, where = _prepared(family, point)
    mass = rules(lambda x: np.real(logp(x, theta)), where)(MASS_LEVEL).mass
    if not abs(float(mass.value) - 1) <= max(MASS_DIGITS, min(1e-3, float(mass.error))):
        raise MassError(f"its mass is {float(mass.value):.9g}, not 1")


def _prepared(family: Family, point: Point) -> tuple[Array, Any, Support]:
    fixed = tuple(_floats(point, family.fixed))
    return _floats(point, family.parameters), log_density(family, fixed), support(family, point)


def _floats(point: Point, symbols: tuple[Symbol, ...]) -> Array:
    return np.array([float(point[s]) for s in symbols], dtype=np.float64)


def support(family: Family, point: Point) -> Support:
    """The support at a point in the words of `numeric`, with its kinks.

    Raises NoMeasureError for one that has no rule.
    """
    match family.support:
        case kinds.Reals(1):
            return Interval(breakpoints=tuple(map(float, kinks(family, point))))
        case kinds.Reals(dimension) if dimension <= 4:
            return Space(np.zeros(dimension))
        case kinds.Interval(lower, upper):
            low, high = (float(_at(e, point)) for e in (lower, upper))
            return Interval(low, high, tuple(float(k) for k in kinks(family, point) if low < k < high))
        case kinds.Finite(values):
            return Points(np.array([float(_at(v, point)) for v in values]))
        case kinds.Naturals():
            return Integers()
        case kinds.Integers(lower, upper):
            first, last = _at(lower, point), _at(upper, point)
            return Integers(int(first)) if last == sp.oo else Points(np.arange(int(first), int(last) + 1.0))
        case kinds.Counts(total, cells):
            return Points(_counts(int(_at(total, point)), cells))
        case other:
            raise NoMeasureError(f"there is no quadrature here over {other}")


def _at(expression: Any, point: Point) -> Expr:
    return sp.sympify(expression).subs(dict(point), simultaneous=True)


def _counts(total: int, cells: int) -> Array:
    if (total + 1) ** cells > MOST_POINTS:
        raise NoMeasureError(f"({total} + 1)**{cells} points are too many to sum one by one")
    found = [k for k in product(range(total + 1), repeat=cells) if sum(k) <= total]
    return np.array(found, dtype=np.float64)


def kinks(family: Family, point: Point) -> list[Expr]:
    """Where arguments of absolute values vanish and cases change: real zeros of what is polynomial in the observation.

    Absolute values inside a place are opened with both signs; a zero of the wrong one is one more node, no error.
    """
    x = family.observations[0]
    places = {a.args[0] for a in family.log_density.atoms(sp.Abs)}
    places |= {c.lhs - c.rhs for c in family.log_density.atoms(sp.Rel)}
    found: set[Expr] = set()
    for place in places:
        for sign in (1, -1):
            form = _at(place.replace(sp.Abs, lambda a, sign=sign: sign * a), point)
            if not form.has(x) or not form.is_polynomial(x):
                continue
            slope = sp.diff(form, x)
            linear = not slope.has(x)
            found |= {-form.subs(x, 0) / slope} if linear else set(sp.real_roots(sp.Poly(form, x)))
    return sorted(found)
