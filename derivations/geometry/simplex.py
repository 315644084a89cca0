"""The Fisher metric on probabilities is that of a sphere.

With p_0 = 1 - p_1 - ... - p_n and n trials the metric is N*(delta_ij/p_i + 1/p_0).  The map p_i = x_i^2 takes the
simplex to the part of the unit sphere where all x_i are positive, which is convex, and the metric to 4*N times that
of the sphere; so

    d(p, q) = 2*sqrt(N)*arccos(sum_i sqrt(p_i*q_i)),  i from 0 to n,   of curvature 1/(4*N).

Source: [AmariNagaoka2000, sec. 2.5]; [Rao1945].
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sympy as sp
from sympy import Expr, Symbol

from derivations.family import Interval
from derivations.geometry.outcomes import NotFound, decide_zero
from derivations.geometry.points import second_point
from derivations.geometry.same_distance import ARCCOS, Distance, Part


def simplex_metric(probabilities: Sequence[Expr]) -> Any:
    """delta_ij/p_i + 1/p_0 with p_0 = 1 - sum p_i, (n, n), for the probabilities p_1, ..., p_n.

    >>> p = Symbol("p", positive=True)
    >>> simplex_metric((p,))
    Matrix([[1/(1 - p) + 1/p]])
    """
    n, rest = len(probabilities), 1 - sp.Add(*probabilities)
    return sp.Matrix(n, n, lambda i, j: (1 / probabilities[i] if i == j else sp.S.Zero) + 1 / rest)


def simplex_distance(
    metric: Any,
    coordinates: Sequence[Symbol],
    domains: Sequence[Interval],
    *,
    points: Sequence[Mapping[Symbol, Any]] = (),
) -> Distance | NotFound:
    """2*sqrt(N)*arccos(sum sqrt(p_i*q_i)) if the metric is N*(delta_ij/p_i + 1/p_0), or why it is not.

    metric       (n, n), n > 1, in n coordinates.
    domains      n open intervals: from 0 to what is left of 1, or to 1.
    points       generic points of the domain.
    """
    rest = 1 - sp.Add(*coordinates)
    N = sp.cancel(sp.together(metric[0, 1] * rest))
    if N == 0 or N.free_symbols & set(coordinates):
        return NotFound("the metric is not a multiple of delta_ij/p_i + 1/p_0")
    gap = decide_zero(metric - N * simplex_metric(coordinates), points=points, of="the metric minus N*(...)")
    if not gap:
        return NotFound(f"the metric is not N*(delta_ij/p_i + 1/p_0): {gap.why}")
    left = [sp.expand(1 - d.upper) for d in domains]
    if any(d.lower != 0 for d in domains) or not all(_is_sum(e, coordinates) for e in left):
        return NotFound("the domain is not the simplex: an end is neither 0, 1 nor what is left of 1")
    first, second = second_point(coordinates)
    pairs = [*zip(first, second, strict=True), (1 - sp.Add(*first), 1 - sp.Add(*second))]
    core = 1 - sp.Add(*(sp.sqrt(p) * sp.sqrt(q) for p, q in pairs))
    return Distance((Part(core, ARCCOS, 2 * sp.sqrt(N)),), first, second)


def _is_sum(expression: Expr, coordinates: Sequence[Symbol]) -> bool:
    """Whether it is 0 or a sum of different coordinates."""
    return expression == 0 or set(sp.Add.make_args(expression)) <= set(coordinates)
