"""Metrics of constant negative curvature in the form that location and scale give them.

With one coordinate y, the scale, and others x_i,

    g = f(y)*sum_i (sqrt(h_i(x_i))*dx_i + beta_i(y)*dy)^2 + k(y)*dy^2,    4*k*f^2/f'^2 = kappa^2 a constant,

the map X_i = int sqrt(h_i) dx_i + int beta_i dy, Y = kappa/sqrt(f) is an isometry to the half-space with
kappa^2*(dX^2 + dY^2)/Y^2, of curvature -1/kappa^2, where

    d = kappa*arcosh(1 + (|X_1 - X_2|^2 + (Y_1 - Y_2)^2)/(2*Y_1*Y_2)).

The image has to be convex: all of X, or a box of it where no beta is there, and all Y above a bound; these are
intersections of half-spaces bounded by geodesic hyperplanes and of a horoball.

Source: [doCarmo1992, ch. 8, hyperbolic space]; [AtkinsonMitchell1981] for the normal family.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp
from sympy import Expr, Symbol

from derivations.family import Interval
from derivations.geometry.antiderivative import root_integral
from derivations.geometry.outcomes import NotFound, decide_zero
from derivations.geometry.points import second_point
from derivations.geometry.same_distance import ARCOSH, Distance, Part
from derivations.tidy import tidy

Points = Sequence[Mapping[Symbol, Any]]


@dataclass(frozen=True)
class HalfSpace:
    """An isometry to the half-space with kappa^2*(dX^2 + dY^2)/Y^2.

    X      n - 1 expressions in the coordinates.
    Y      the height, positive.
    kappa  the radius of curvature: the curvature is -1/kappa^2.
    """

    X: tuple[Expr, ...]
    Y: Expr
    kappa: Expr

    def distance(self, coordinates: Sequence[Symbol]) -> Distance:
        """kappa*arcosh(1 + (|X_1 - X_2|^2 + (Y_1 - Y_2)^2)/(2*Y_1*Y_2))."""
        first, second = second_point(coordinates)
        at = [dict(zip(coordinates, point, strict=True)) for point in (first, second)]
        steps = [
            e.subs(at[0], simultaneous=True) - e.subs(at[1], simultaneous=True) for e in (*self.X, self.Y)
        ]
        heights = 2 * self.Y.subs(at[0], simultaneous=True) * self.Y.subs(at[1], simultaneous=True)
        core = tidy(sp.Add(*(s**2 for s in steps)) / heights)
        return Distance((Part(core, ARCOSH, self.kappa),), first, second)


def half_space(
    metric: Any, coordinates: Sequence[Symbol], domains: Sequence[Interval], *, points: Points = ()
) -> HalfSpace | NotFound:
    """The isometry to a half-space, with one of the coordinates as the scale, or why there is none.

    metric       (n, n), n > 1, in n coordinates.
    domains      n open intervals.
    points       generic points of the domain.
    """
    if any(sp.sympify(e).free_symbols & set(coordinates) for d in domains for e in (d.lower, d.upper)):
        return NotFound("the domain is no box, so its image in a half-space is not known to be convex")
    reasons = []
    for y in reversed(range(len(coordinates))):
        found = _with_scale(metric, coordinates, domains, y, points)
        if isinstance(found, HalfSpace):
            return found
        reasons.append(f"{coordinates[y]} is no scale: {found.reason}")
    return NotFound("; ".join(reasons))


def _with_scale(
    g: Any, coordinates: Sequence[Symbol], domains: Sequence[Interval], index: int, points: Points
) -> HalfSpace | NotFound:
    y, others = coordinates[index], [i for i in range(len(coordinates)) if i != index]
    split = _split(g, coordinates, index, others)
    if isinstance(split, NotFound):
        return split
    f, h, beta, k = split
    slope = sp.diff(f, y)
    if slope == 0:
        return NotFound(f"the other entries do not change with {y}")
    square = 4 * k * f**2 / slope**2
    constant = decide_zero([sp.diff(square, y)], points=points, of="the slope of 4*k*f^2/f'^2")
    if not constant:
        return NotFound(f"{constant.why}, so the curvature is not shown to be constant")
    square = tidy(square)
    square = square.subs(y, points[0][y]) if square.has(y) and points else square
    Y = sp.sqrt(square) * sp.powdenest(1 / sp.sqrt(f))
    heights = _heights(f, y, domains[index])
    if isinstance(heights, NotFound):
        return heights
    X = [_horizontal(h[i], beta[i], coordinates[i], domains[i], y, points) for i in others]
    for found in X:
        if isinstance(found, NotFound):
            return found
    return HalfSpace(tuple(tidy(e) for e in X), tidy(Y), sp.sqrt(square))


def _split(g: Any, coordinates: Sequence[Symbol], index: int, others: Sequence[int]) -> Any:
    """f(y), {i: h_i(x_i)}, {i: beta_i(y)}, k(y), or why the metric is not of this form."""
    y = coordinates[index]
    f = sp.factor(g[others[0], others[0]]).as_independent(y, as_Add=False)[1]
    h: dict[int, Expr] = {}
    beta: dict[int, Expr] = {}
    for i in others:
        if any(g[i, j] != 0 for j in others if j != i):
            return NotFound("two of the other coordinates are not orthogonal")
        still, moving = sp.factor(g[i, i]).as_independent(y, as_Add=False)
        ratio = sp.cancel(sp.together(moving / f))
        if ratio.has(*coordinates) or still.free_symbols & set(coordinates) - {coordinates[i]}:
            return NotFound(f"{g[i, i]} is not a function of {coordinates[i]} times that of {y}")
        h[i] = still * ratio
        beta[i] = tidy(g[i, index] / (f * sp.sqrt(h[i])))
    if f.free_symbols & set(coordinates) - {y}:
        return NotFound(f"{f} does not depend on {y} only")
    k = tidy(g[index, index] - sp.Add(*(f * b**2 for b in beta.values())))
    if any((e.free_symbols & set(coordinates)) - {y} for e in (k, *beta.values())):
        return NotFound(f"what is left for {y}, {k}, depends on other coordinates")
    return f, h, beta, k


def _heights(f: Expr, y: Symbol, domain: Interval) -> NotFound | None:
    """Y = kappa/sqrt(f) has to be unbounded: f tends to 0 at an end.  It is monotone, since f' has no zero."""
    ends = [sp.limit(f, y, domain.lower, "+"), sp.limit(f, y, domain.upper, "-")]
    if any(e == 0 for e in ends):
        return None
    return NotFound(f"{f} does not tend to 0 at an end of {domain}, so the image is not shown to be convex")


def _horizontal(
    h: Expr, beta: Expr, x: Symbol, domain: Interval, y: Symbol, points: Points
) -> Expr | NotFound:
    along = root_integral(h, x, domain, points=points)
    if isinstance(along, NotFound):
        return along
    if beta == 0:
        return along.value
    ends = [sp.limit(along.value, x, domain.lower, "+"), sp.limit(along.value, x, domain.upper, "-")]
    if ends != [sp.S.NegativeInfinity, sp.S.Infinity]:
        return NotFound(f"{along.value} does not run over the line on {domain}, so the image is not convex")
    shift = _powers_integrated(sp.expand(beta), y)
    return NotFound(f"{beta} is not a sum of powers of {y}") if shift is None else along.value + shift


def _powers_integrated(beta: Expr, y: Symbol) -> Expr | None:
    """The integral of a sum of powers of y > 0."""
    total = sp.S.Zero
    for term in sp.Add.make_args(beta):
        scale, moving = term.as_independent(y, as_Add=False)
        base, power = moving.as_base_exp()
        if moving == 1:
            base, power = y, sp.S.Zero
        if base != y or power.has(y) or not (y.is_positive or power.is_nonnegative):
            return None
        total += scale * (sp.log(y) if power == -1 else y ** (power + 1) / (power + 1))
    return total
