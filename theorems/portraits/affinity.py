"""The affinity of two laws of a family, int p^a*q^(1 - a), measured from the log-density alone.

It is the mass of a*log p + (1 - a)*log q: one quadrature, or sum, over the support that both laws share.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from derivations import family as kinds
from derivations.family import Family
from numeric import nodes
from numeric.arrays import Array, Estimate
from numeric.errors import MassError
from numeric.expectation import rules
from numeric.supports import Interval
from theorems.portraits import measure
from theorems.portraits.compiled import log_density
from theorems.portraits.measure import NoMeasureError, Point

LARGEST_ERROR = 1e-5  # relative, beyond which a measurement says nothing


def affinity(family: Family, first: Point, second: Point, *, order: float) -> Estimate:
    """int p_first^a*p_second^(1 - a) with a = order, a scalar; fixed symbols keep their values of the first point.

    order  in (0, 1), where it is finite for every two laws.

    Raises NoMeasureError for a support without a rule, and NumericError where the quadrature fails.
    """
    logp = log_density(family, tuple(_floats(first, family.fixed)))
    one, other = _floats(first, family.parameters), _floats(second, family.parameters)

    def between(x: Any) -> Array:
        return np.asarray(np.real(order * logp(x, one) + (1 - order) * logp(x, other)))

    found = (
        _by_nodes(family, between)
        if isinstance(family.support, measure.SEVERAL)
        else rules(between, _support(family, first, second))(measure.MASS_LEVEL).mass
    )
    if not float(found.error) <= LARGEST_ERROR * float(found.value):
        raise MassError(f"its quadrature gives {float(found.value):.9g} with an error of {found.error:.1g}")
    return found


def _floats(point: Point, symbols: tuple[Any, ...]) -> Array:
    return np.array([float(point[s]) for s in symbols], dtype=np.float64)


def _support(family: Family, first: Point, second: Point) -> Any:
    """The support at the first point, with the kinks of both laws."""
    where = measure.support(family, first)
    if not isinstance(where, Interval):
        return where
    extra = (float(k) for k in measure.kinks(family, second))
    inside = {*where.breakpoints, *(k for k in extra if where.lower < k < where.upper)}
    return Interval(where.lower, where.upper, tuple(sorted(inside)))


def _by_nodes(family: Family, logarithm: Callable[[Array], Array]) -> Estimate:
    """The mass by two product rules; the error is what they differ by."""
    coarse, fine = (_total(*_nodes(family, fine=fine), logarithm) for fine in (False, True))
    return Estimate(np.asarray(fine), np.asarray(abs(fine - coarse)))


def _total(x: Array, weights: Array, logarithm: Callable[[Array], Array]) -> float:
    height = logarithm(x)
    seen = np.isfinite(height)  # -inf where doubles put a node on the boundary
    return float(np.sum(np.exp(height[seen]) * weights[seen]))


def _nodes(family: Family, *, fine: bool) -> tuple[Array, Array]:
    match family.support:
        case kinds.Simplex(dimension) if dimension <= 3:
            return nodes.simplex(dimension, measure.STEPS[fine])
        case kinds.PositiveDefinite(2):
            return nodes.positive_definite(measure.CONE_STEPS[fine])
        case kinds.Sphere(3):
            return nodes.sphere(measure.ORDERS[fine])
        case other:
            raise NoMeasureError(f"there is no quadrature here over {other}")
