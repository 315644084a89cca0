"""Fisher-Rao distance in closed form, by the route that applies, or the reason why none does.

    line          one coordinate: the integral of sqrt(g)
    simplex       probabilities: a sphere
    constant      constant coefficients on a convex domain: straight lines
    half-space    location and scale: constant negative curvature
    covariances   two by two covariance matrices with known mean
    product       blocks of coordinates that do not see each other: the root of the sum of squares
    chart         any of these after a change of chart that is given

What a route gives is a distance only after `is_distance_of` has proved it.  Source: [AtkinsonMitchell1981];
[doCarmo1992, ch. 3].
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sympy as sp
from sympy import Symbol

from derivations.charts import Chart, pull_back
from derivations.family import Interval
from derivations.geometry.antiderivative import root_integral
from derivations.geometry.covariances import covariance_distance
from derivations.geometry.errors import DomainError, MetricError
from derivations.geometry.exact import determinant
from derivations.geometry.flatness import constant_curvature
from derivations.geometry.half_space import half_space
from derivations.geometry.outcomes import Decision, Found, NotFound
from derivations.geometry.points import generic_points, second_point
from derivations.geometry.same_distance import LINE, ROOT, Distance, Part, is_distance_of, joined
from derivations.geometry.simplex import simplex_distance
from derivations.geometry.tensors import SINGULAR, check_metric

Points = Sequence[Mapping[Symbol, Any]]
WHOLE = ("simplex", "covariances")  # routes whose domain is cut by the conditions that define it
Candidate = tuple[Distance, str] | NotFound


def distance(
    metric: Any,
    coordinates: Sequence[Symbol],
    domains: Sequence[Interval],
    *,
    where: Sequence[Any] = (),
    charts: Sequence[tuple[Chart, Sequence[Interval]]] = (),
) -> Found[Distance] | NotFound:
    """The distance between two points, proved to be one, or why no closed form is known here.

    metric       (n, n), symmetric, in n coordinates and fixed symbols.
    coordinates  n symbols; those of the points are named x_1 and x_2 for each x.
    domains      n open intervals.
    where        conditions that cut the box of the domains.
    charts       charts to try, each with the domains of its new coordinates; they need an inverse.

    Raises MetricError and DomainError where these do not fit together.

    >>> mu, s = Symbol("mu", real=True), Symbol("s", positive=True)
    >>> distance(sp.diag(1 / s**2, 2 / s**2), (mu, s), (Interval(), Interval(sp.S.Zero, sp.oo))).value.value
    sqrt(2)*acosh(1 + ((mu_1 - mu_2)**2 + 2*(s_1 - s_2)**2)/(4*s_1*s_2))
    """
    g = check_metric(metric, coordinates)
    if len(domains) != len(coordinates):
        raise DomainError(f"{len(coordinates)} coordinates and {len(domains)} domains. Give one each.")
    fixed = (g.free_symbols | _mentioned(where)) - set(coordinates)
    points = generic_points(coordinates, domains, fixed=fixed, where=where)
    if determinant(g) == 0:
        raise MetricError(SINGULAR)
    candidate = _uncut(_candidate(g, tuple(coordinates), domains, points), tuple(coordinates), where)
    reasons = [candidate.reason] if isinstance(candidate, NotFound) else []
    for chart, new_domains in charts:
        if not isinstance(candidate, NotFound):
            break
        candidate = _through(g, chart, new_domains)
        if isinstance(candidate, NotFound):
            reasons.append(f"in {chart.new}: {candidate.reason}")
    if isinstance(candidate, NotFound):
        return NotFound(
            f"{'; '.join(r.rstrip('.') for r in reasons)}. {_curvature_says(g, coordinates, points)}"
        )
    found, route = candidate
    confirmed = is_distance_of(found, g, coordinates, points=points)
    if not confirmed:
        return NotFound(f"The route {route} gave {found.value}, which is not confirmed: {confirmed.why}.")
    return Found(found, route, confirmed)


def _mentioned(where: Sequence[Any]) -> set[Symbol]:
    return {s for condition in where for s in condition.free_symbols}


def _uncut(candidate: Candidate, x: tuple[Symbol, ...], where: Sequence[Any]) -> Candidate:
    """Routes do not apply to a domain that conditions cut, but for the one cut that makes their own domain."""
    cuts = [c for c in where if c.free_symbols & set(x)]
    if isinstance(candidate, NotFound) or not cuts:
        return candidate
    gaps = {sp.expand(c.gts - c.lts) if isinstance(c, sp.Rel) else c for c in cuts}
    own = candidate[1] == "covariances" or gaps == {1 - sp.Add(*x)}
    if candidate[1] in WHOLE and len(gaps) == 1 and own:
        return candidate
    return NotFound(f"The domain is cut by {', '.join(map(str, cuts))}, so it is not known to be convex")


def _candidate(g: Any, x: tuple[Symbol, ...], domains: Sequence[Interval], points: Points) -> Candidate:
    """What the first route that applies says."""
    if len(x) == 1:
        return _line(g[0, 0], x[0], domains[0], points)
    if not g.free_symbols & set(x):
        return _straight(g, x, domains)
    sphere = simplex_distance(g, x, domains, points=points)
    if isinstance(sphere, Distance):
        return sphere, "simplex"
    blocks = _blocks(g, x, domains)
    if len(blocks) > 1:
        return _product(g, x, domains, blocks, points)
    plane = half_space(g, x, domains, points=points)
    if not isinstance(plane, NotFound):
        return plane.distance(x), "half-space"
    cone = covariance_distance(g, x, points=points)
    return (cone, "covariances") if isinstance(cone, Distance) else NotFound(plane.reason)


def _line(f: Any, x: Symbol, domain: Interval, points: Points) -> Candidate:
    along = root_integral(f, x, domain, points=points)
    if isinstance(along, NotFound):
        return along
    (a,), (b,) = second_point((x,))
    return Distance((Part(along.value.subs(x, a) - along.value.subs(x, b), LINE),), (a,), (b,)), "line"


def _straight(g: Any, x: tuple[Symbol, ...], domains: Sequence[Interval]) -> Candidate:
    if any(_ends(d) & set(x) for d in domains):
        return NotFound("The metric is constant, but the domain is no box, so it is not known to be convex")
    first, second = second_point(x)
    step = sp.Matrix(second) - sp.Matrix(first)
    return Distance((Part(sp.expand((step.T * g * step)[0]), ROOT),), first, second), "constant"


def _product(
    g: Any,
    x: tuple[Symbol, ...],
    domains: Sequence[Interval],
    blocks: Sequence[Sequence[int]],
    points: Points,
) -> Candidate:
    found, routes = [], []
    for block in blocks:
        part = _candidate(
            g.extract(list(block), list(block)),
            tuple(x[i] for i in block),
            [domains[i] for i in block],
            points,
        )
        if isinstance(part, NotFound):
            return NotFound(f"In the factor of {', '.join(x[i].name for i in block)}: {part.reason}")
        found.append(part[0])
        routes.append(part[1])
    return joined(found, *second_point(x)), f"product of {', '.join(routes)}"


def _blocks(g: Any, x: tuple[Symbol, ...], domains: Sequence[Interval]) -> list[list[int]]:
    """The finest partition of the coordinates into factors of a product."""
    n = len(x)
    seen = [set(range(n)) & {i, *(j for j in range(n) if _sees(g, x, domains, i, j))} for i in range(n)]
    blocks: list[set[int]] = []
    for linked in seen:
        touching = [b for b in blocks if b & linked]
        blocks = [b for b in blocks if not b & linked] + [linked.union(*touching)]
    return sorted(sorted(b) for b in blocks)


def _sees(g: Any, x: tuple[Symbol, ...], domains: Sequence[Interval], i: int, j: int) -> bool:
    return g[i, j] != 0 or x[j] in g[i, i].free_symbols or x[j] in _ends(domains[i])


def _ends(domain: Interval) -> set[Symbol]:
    return sp.sympify(domain.lower).free_symbols | sp.sympify(domain.upper).free_symbols


def _through(g: Any, chart: Chart, domains: Sequence[Interval]) -> Candidate:
    """The distance in another chart, written in the old coordinates."""
    moved = pull_back(g, chart)
    points = generic_points(chart.new, domains, fixed=moved.free_symbols - set(chart.new))
    candidate = _candidate(moved, chart.new, domains, points)
    if isinstance(candidate, NotFound):
        return candidate
    there, route = candidate
    first, second = second_point(chart.old)
    back: dict[Symbol, Any] = {}
    for ends, old in ((there.first, first), (there.second, second)):
        at = dict(zip(chart.old, old, strict=True))
        back |= {
            e: chart.into_old(c).subs(at, simultaneous=True) for e, c in zip(ends, chart.new, strict=True)
        }
    parts = tuple(Part(p.core.subs(back, simultaneous=True), p.profile, p.scale) for p in there.parts)
    return Distance(parts, first, second), f"{route}, in the chart {', '.join(c.name for c in chart.new)}"


def _curvature_says(g: Any, coordinates: Sequence[Symbol], points: Points) -> str:
    """What the curvature of a surface says about closed forms."""
    if len(coordinates) != 2:
        return "Integrate geodesics numerically, or give a chart in which a route applies."
    constant = constant_curvature(g, coordinates, points=points)
    if isinstance(constant, NotFound):
        return f"{constant.reason} So it is no part of a plane, a sphere or a hyperbolic plane: integrate geodesics."
    return f"The curvature is constant, K = {constant.value}: give a chart of location and scale in charts=[...]."


def check_distance(
    claimed: Distance, metric: Any, coordinates: Sequence[Symbol], domains: Sequence[Interval]
) -> Decision:
    """Decide whether a formula from elsewhere is the distance of a metric; see is_distance_of.

    The arguments are those of distance, and what is raised as well.
    """
    g = check_metric(metric, coordinates)
    points = generic_points(coordinates, domains, fixed=g.free_symbols - set(coordinates))
    return is_distance_of(claimed, g, coordinates, points=points)
