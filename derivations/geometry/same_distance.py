"""What a distance is made of, and the proof that it is the distance of a metric.

A distance is the root of the sum of the squares of parts; a part is scale*profile(core), where the core u is
smooth and zero on the diagonal:

    profile   value          square near u = 0   steepness
    line      |u|            u^2                 1
    root      sqrt(u)        u                   4*u
    arcosh    acosh(1 + u)   2*u                 u^2 + 2*u
    arccos    acos(1 - u)    2*u                 2*u - u^2

Two conditions, both identities without roots or inverse functions:

    near the diagonal   half the Hessian of the square in the second point is the metric
    away from it        |grad part| = 1 (scale^2*|grad u|^2 = steepness), and the gradients of two parts are
                        orthogonal; then |grad d| = 1

A function that satisfies both is the length of the geodesic that its gradient follows back to the first point
[doCarmo1992, ch. 3, Gauss's lemma].  That this geodesic stays in the domain is for the route to say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import combinations
from typing import Any

import sympy as sp
from sympy import Expr, Symbol

from derivations.geometry.outcomes import Decision, decide_zero
from derivations.geometry.tensors import check_metric, inverse_metric


@dataclass(frozen=True)
class Profile:
    """How a part depends on its core u; see the table above."""

    name: str
    value: Callable[[Expr], Expr]
    square: Callable[[Expr], Expr]
    steepness: Callable[[Expr], Expr]


LINE = Profile("line", sp.Abs, lambda u: u**2, lambda u: sp.S.One)
ROOT = Profile("root", sp.sqrt, lambda u: u, lambda u: 4 * u)
ARCOSH = Profile("arcosh", lambda u: sp.acosh(1 + u), lambda u: 2 * u, lambda u: u**2 + 2 * u)
ARCCOS = Profile("arccos", lambda u: sp.acos(1 - u), lambda u: 2 * u, lambda u: 2 * u - u**2)


@dataclass(frozen=True)
class Part:
    """scale*profile(core)."""

    core: Expr
    profile: Profile
    scale: Expr = sp.S.One

    @property
    def value(self) -> Expr:
        """The part as an expression in both points."""
        return self.scale * self.profile.value(self.core)


@dataclass(frozen=True)
class Distance:
    """A distance between two points.

    parts          what the root of the sum of squares is taken of; one part is taken as it is.
    first, second  the coordinates of the points, n symbols each.
    """

    parts: tuple[Part, ...]
    first: tuple[Symbol, ...]
    second: tuple[Symbol, ...]

    @property
    def value(self) -> Expr:
        """The distance as an expression in both points."""
        if len(self.parts) == 1:
            return self.parts[0].value
        return sp.sqrt(sp.Add(*(p.value**2 for p in self.parts)))

    def between(self, first: Sequence[Any], second: Sequence[Any]) -> Expr:
        """The distance between two given points."""
        both = zip((*self.first, *self.second), (*first, *second), strict=True)
        return self.value.subs(dict(both), simultaneous=True)


def is_distance_of(
    distance: Distance,
    metric: Any,
    coordinates: Sequence[Symbol],
    *,
    points: Sequence[Mapping[Symbol, Any]] = (),
) -> Decision:
    """Decide whether the distance has the metric near the diagonal and a gradient of length 1 away from it.

    metric       (n, n), in n coordinates.
    points       generic points of the domain; pairs of them are tried before anything is proved.

    Raises MetricError for a metric of another size, or not symmetric.
    """
    g = check_metric(metric, coordinates)
    near = _near(distance, g, coordinates, points)
    if not near:
        return near
    away = _away(distance, g, coordinates, points)
    return Decision(away.holds, f"{near.why}; {away.why}")


def _near(
    distance: Distance, g: Any, coordinates: Sequence[Symbol], points: Sequence[Mapping[Symbol, Any]]
) -> Decision:
    b = distance.second
    back = dict(zip((*distance.first, *b), (*coordinates, *coordinates), strict=True))
    square = sp.Add(*(p.scale**2 * p.profile.square(p.core) for p in distance.parts))
    cores = [p.core for p in distance.parts]
    gaps = [*cores, *(sp.diff(square, y) for y in b)]
    gaps += [
        sp.diff(square, b[i], b[j]) / 2 - _onto(g[i, j], coordinates, b)
        for i in range(len(b))
        for j in range(i, len(b))
    ]
    on_diagonal = [sp.sympify(e).subs(back, simultaneous=True) for e in gaps]
    return decide_zero(on_diagonal, points=points, of="half the Hessian of the square minus the metric")


def _away(
    distance: Distance, g: Any, coordinates: Sequence[Symbol], points: Sequence[Mapping[Symbol, Any]]
) -> Decision:
    raised = _onto(inverse_metric(g), coordinates, distance.second)
    gradients = [sp.Matrix([sp.diff(p.core, y) for y in distance.second]) for p in distance.parts]
    gaps = [
        p.scale**2 * (d.T * raised * d)[0] - p.profile.steepness(p.core)
        for p, d in zip(distance.parts, gradients, strict=True)
    ]
    gaps += [(one.T * raised * other)[0] for one, other in combinations(gradients, 2)]
    return decide_zero(gaps, points=_pairs(distance, coordinates, points), of="|grad d|^2 - 1")


def _onto(expression: Any, old: Sequence[Symbol], new: Sequence[Symbol]) -> Any:
    return expression.subs(dict(zip(old, new, strict=True)), simultaneous=True)


def _pairs(
    distance: Distance, coordinates: Sequence[Symbol], points: Sequence[Mapping[Symbol, Any]]
) -> list[dict[Symbol, Any]]:
    """Each point with the next as the second point; what is fixed is kept."""
    found = []
    for one, other in zip(points, (*points[1:], *points[:1]), strict=True):
        pair = {s: v for s, v in one.items() if s not in coordinates}
        pair |= {a: one[c] for a, c in zip(distance.first, coordinates, strict=True)}
        found.append(pair | {b: other[c] for b, c in zip(distance.second, coordinates, strict=True)})
    return found


def joined(distances: Sequence[Distance], first: tuple[Symbol, ...], second: tuple[Symbol, ...]) -> Distance:
    """The distance of a product: the parts of all its factors."""
    parts: tuple[Part, ...] = reduce(lambda found, d: (*found, *d.parts), distances, ())
    return Distance(parts, first, second)
