"""The Fisher metric of a normal family with known mean, on covariance matrices.

    metric    g_ij = tr(S^-1 d_i S S^-1 d_j S)/2
    distance  d(A, B)^2 = sum_i log(lambda_i)^2/2,   lambda_i the eigenvalues of A^-1 B

For two by two matrices, with delta = det B/det A and t = tr(A^-1 B),

    d^2 = (log(delta)/2)^2 + arcosh(t/(2*sqrt(delta)))^2,

a line times a hyperbolic plane of curvature -1.  All of the cone is meant: there any two points are joined by one
geodesic.  Source: [Skovgaard1984]; [AtkinsonMitchell1981].
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sympy as sp
from sympy import Expr, Symbol

from derivations.geometry.errors import MetricError
from derivations.geometry.outcomes import NotFound, decide_zero
from derivations.geometry.points import second_point
from derivations.geometry.same_distance import ARCOSH, LINE, Distance, Part


def covariance_metric(covariance: Any, coordinates: Sequence[Symbol]) -> Any:
    """tr(S^-1 d_i S S^-1 d_j S)/2, (m, m).

    covariance   S, (n, n), in m coordinates.
    coordinates  m symbols.

    >>> v = Symbol("v", positive=True)
    >>> covariance_metric(sp.Matrix([[v]]), (v,))
    Matrix([[1/(2*v**2)]])
    """
    S = sp.Matrix(covariance)
    raised = S.adjugate() / S.det()
    moved = [raised * S.diff(c) for c in coordinates]
    n = len(coordinates)
    return sp.Matrix(n, n, lambda i, j: sp.factor(sp.together((moved[i] * moved[j]).trace() / 2)))


def covariance_distance(
    metric: Any, coordinates: Sequence[Symbol], *, points: Sequence[Mapping[Symbol, Any]] = ()
) -> Distance | NotFound:
    """The distance if the metric is N times that of S = [[a, b], [b, c]] in coordinates (a, b, c), or why not.

    N is a number of observations, or of degrees of freedom for Wishart's law.

    metric       (3, 3), in three coordinates.
    points       generic points of the domain.
    """
    if len(coordinates) != 3:
        return NotFound("a covariance matrix of two variables has three coordinates")
    single = covariance_metric(_two_by_two(coordinates), coordinates)
    N = sp.cancel(sp.together(metric[0, 0] / single[0, 0]))
    if N.free_symbols & set(coordinates):
        return NotFound("the metric is no multiple of that of [[a, b], [b, c]] with known mean")
    gap = decide_zero(
        metric - N * single,
        points=points,
        of="the metric minus N*tr(...)/2",
    )
    if not gap:
        return NotFound(f"the metric is not that of [[a, b], [b, c]] with known mean: {gap.why}")
    first, second = second_point(coordinates)
    A, B = _two_by_two(first), _two_by_two(second)
    line = Part((sp.log(B.det()) - sp.log(A.det())) / 2, LINE, sp.sqrt(N))
    plane = Part(
        (A.adjugate() * B).trace() / (2 * sp.sqrt(A.det()) * sp.sqrt(B.det())) - 1, ARCOSH, sp.sqrt(N)
    )
    return Distance((line, plane), first, second)


def _two_by_two(entries: Sequence[Symbol]) -> Any:
    a, b, c = entries
    return sp.Matrix([[a, b], [b, c]])


def affine_invariant_distance(first: Any, second: Any) -> Expr:
    """sqrt(sum_i log(lambda_i)^2/2), lambda_i the eigenvalues of first^-1 * second.

    first, second  symmetric positive definite matrices of rational numbers, (n, n).

    Raises MetricError unless both are.

    >>> affine_invariant_distance(sp.eye(2), sp.diag(4, 9))
    sqrt(log(4)**2/2 + log(9)**2/2)
    """
    A, B = sp.Matrix(first), sp.Matrix(second)
    for M in (A, B):
        if not all(e.is_Rational for e in M) or M != M.T or not M.is_positive_definite:
            raise MetricError(
                f"{M.tolist()} is not a symmetric positive definite matrix of rational numbers."
            )
    x = sp.Dummy("x")
    characteristic = sp.Poly((B - x * A).det(), x)
    return sp.sqrt(sp.Add(*(sp.log(root) ** 2 / 2 for root in sp.real_roots(characteristic))))
