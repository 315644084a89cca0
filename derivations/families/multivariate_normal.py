"""Multivariate normal families, in two dimensions by mean and covariance.

Domain     m1, m2 real, S = [[s11, s21], [s21, s22]] positive definite; support the plane.
Density    exp(-(x - m).T*S**-1*(x - m)/2) / (2*pi*sqrt(det(S)))
Metric     S**-1 on the mean; tr(S**-1*E_i*S**-1*E_j)/2 on the entries s_i of S, E_i its derivative; no mixed terms.
Chart      mean, then the lower triangle of S row by row.
Variants   precision: S**-1 = [[p11, p21], [p21, p22]]; cholesky: S = L*L.T with L = [[l11, 0], [l21, l22]];
           three, three_precision, three_cholesky: the same in three dimensions.
Source     [Kay1993] eq. 3.31; [LehmannCasella1998] thm. 2.5.20 (change of chart)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy as sp
from sympy import Expr, Symbol, log, pi

from derivations.family import LINE, POSITIVE, Family, Reals


def places(d: int) -> list[tuple[int, int]]:
    """The lower triangle of a (d, d) matrix, row by row."""
    return [(i, j) for i in range(d) for j in range(i + 1)]


def triangle(letter: str, d: int) -> tuple[Symbol, ...]:
    """Symbols for a lower triangle, positive on the diagonal."""
    return tuple(
        Symbol(f"{letter}{i + 1}{j + 1}", **({"positive": True} if i == j else {"real": True}))
        for i, j in places(d)
    )


def symmetric(entries: Sequence[Any], d: int) -> Any:
    """The symmetric matrix with these entries in its lower triangle."""
    at = dict(zip(places(d), entries, strict=True))
    return sp.Matrix(d, d, lambda i, j: at[max(i, j), min(i, j)])


def make(name: str, entries: Sequence[Symbol], precision: Any, log_det: Expr, *, title: str) -> Family:
    """The family N(m, P^-1) in d dimensions.

    entries    the parameters of P, a lower triangle with a positive diagonal.
    precision  P, (d, d), in terms of them.
    log_det    log det P.
    """
    d = precision.rows
    m = sp.symbols(f"m1:{d + 1}", real=True)
    x = sp.symbols(f"x1:{d + 1}", real=True)
    y = sp.Matrix(x) - sp.Matrix(m)
    domains = tuple(POSITIVE if i == j else LINE for i, j in places(d))
    return Family(
        name=name,
        title=title,
        parameters=(*m, *entries),
        domains=(LINE,) * d + domains,
        observations=x,
        support=Reals(d),
        log_density=-(y.T * precision * y)[0] / 2 + log_det / 2 - sp.Rational(d, 2) * log(2 * pi),
        where=definite(entries, d) if entries[0].name[0] != "l" else (),
    )


def definite(entries: Sequence[Symbol], d: int) -> tuple[Any, ...]:
    """The leading minors from the second on are positive."""
    matrix = symmetric(entries, d)
    return tuple(sp.Gt(sp.expand(matrix[:k, :k].det()), 0) for k in range(2, d + 1))


def by_covariance(name: str, d: int) -> Family:
    """Chart (m, S)."""
    s = triangle("s", d)
    S = symmetric(s, d)
    det = sp.expand(S.det())
    return make(name, s, S.adjugate() / det, -log(det), title=f"N(m, S) in {d} dimensions")


def by_precision(name: str, d: int) -> Family:
    """Chart (m, P) with P = S^-1."""
    p = triangle("p", d)
    P = symmetric(p, d)
    return make(name, p, P, log(sp.expand(P.det())), title=f"N(m, P^-1) in {d} dimensions")


def by_cholesky(name: str, d: int) -> Family:
    """Chart (m, L) with S = L*L.T."""
    entries = triangle("l", d)
    at = dict(zip(places(d), entries, strict=True))
    L = sp.Matrix(d, d, lambda i, j: at.get((i, j), 0))
    inverse = L.inv()
    P = (inverse.T * inverse).applyfunc(sp.cancel)
    log_det = -2 * sp.Add(*(log(L[i, i]) for i in range(d)))
    return make(name, entries, P, log_det, title=f"N(m, L*L.T) in {d} dimensions")


family = by_covariance("multivariate_normal", 2)

variants = {
    "precision": by_precision("multivariate_normal.precision", 2),
    "cholesky": by_cholesky("multivariate_normal.cholesky", 2),
    "three": by_covariance("multivariate_normal.three", 3),
    "three_precision": by_precision("multivariate_normal.three_precision", 3),
    "three_cholesky": by_cholesky("multivariate_normal.three_cholesky", 3),
}
