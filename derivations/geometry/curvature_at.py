"""Scalar curvature at a point, as a number: the derivatives of the metric are evaluated before they are combined.

    R_ijkl = d_i Gamma_jk,l - d_j Gamma_ik,l - g^ab (Gamma_jk,a Gamma_il,b - Gamma_ik,a Gamma_jl,b)
    R      = g^il g^jk R_ijkl

Where the formula of the curvature would fill a page this still takes milliseconds, so it is what tells first that a
curvature is not constant.  Source: [doCarmo1992, ch. 4].
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import sympy as sp
from sympy import Expr, Symbol

from derivations.geometry.tensors import check_metric, tensor

DIGITS = 50  # 20 to compare, the rest lost to cancellation in the products


def scalar_curvature_at(metric: Any, coordinates: Sequence[Symbol], point: Mapping[Symbol, Any]) -> Expr:
    """R of Levi-Civita's connection at a point: exact if the metric is rational there, else to 50 digits.

    metric       (n, n), symmetric, in n coordinates.
    point        values for the coordinates and every other symbol.

    Raises MetricError for a metric of another size, or not symmetric.

    >>> t, p = sp.symbols("t p", positive=True)
    >>> scalar_curvature_at(sp.diag(1 / t**2, 2 / t**2), (p, t), {p: 3, t: sp.Rational(2, 7)})
    -1
    """
    g, x = check_metric(metric, coordinates), list(coordinates)
    n = len(x)

    def value(e: Expr) -> Expr:
        found = sp.sympify(e).subs(dict(point), simultaneous=True)
        return found if found.is_Rational else sp.N(found, DIGITS)

    raised = sp.Matrix(n, n, lambda i, j: value(g[i, j])).inv()
    d = tensor(n, 3, lambda k, i, j: value(sp.diff(g[i, j], x[k])))
    dd = tensor(n, 4, lambda m, k, i, j: value(sp.diff(g[i, j], x[m], x[k])))
    first = tensor(n, 3, lambda i, j, k: (d[i][j][k] + d[j][i][k] - d[k][i][j]) / 2)

    def lowered(i: int, j: int, k: int, m: int) -> Expr:
        bent = (dd[i][k][j][m] - dd[i][m][j][k] - dd[j][k][i][m] + dd[j][m][i][k]) / 2
        products = (
            raised[a, b] * (first[j][k][a] * first[i][m][b] - first[i][k][a] * first[j][m][b])
            for a, b in product(range(n), repeat=2)
        )
        return bent - sp.Add(*products)

    return sp.Add(
        *(raised[i, m] * raised[j, k] * lowered(i, j, k, m) for i, j, k, m in product(range(n), repeat=4))
    )
