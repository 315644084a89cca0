"""Curvature of a connection.

    Riemann   R_ijk^l = d_i Gamma_jk^l - d_j Gamma_ik^l + Gamma_im^l Gamma_jk^m - Gamma_jm^l Gamma_ik^m
    lowered   R_ijkl  = <R(d_i, d_j)d_k, d_l>
    Ricci     Ric_jk  = sum_i R_ijk^i
    scalar    R       = sum_jk g^jk Ric_jk
    Gaussian  K       = R/2, for a surface with Levi-Civita's connection

The unit sphere has K = 1.  Source: [AmariNagaoka2000, sec. 1.7]; [doCarmo1992, ch. 4], with his sign of R
turned round, his curvatures being the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy as sp
from sympy import Expr, Symbol

from derivations.geometry.connections import Connection, alpha_connection, levi_civita
from derivations.geometry.errors import MetricError
from derivations.geometry.tensors import Tensor, tensor
from derivations.tidy import tidy


def riemann_lowered(connection: Connection) -> Tensor:
    """R_ijkl = <R(d_i, d_j)d_k, d_l> as found[i][j][k][l], n x n x n x n; antisymmetric in i and j.

    Written with the dual connection, so that no inverse is differentiated:
    R_ijkl = d_i Gamma_jk,l - d_j Gamma_ik,l - g^ab (Gamma_jk,a Gamma*_il,b - Gamma_ik,a Gamma*_jl,b).
    """
    known: dict[tuple[int, ...], Expr] = {
        indices: _lowered(connection, *indices) for indices in _independent(connection)
    }
    return tensor(len(connection.coordinates), 4, lambda *indices: _looked_up(known, indices))


def _lowered(connection: Connection, i: int, j: int, k: int, m: int) -> Expr:
    x, first, dual = connection.coordinates, connection.first, connection.dual_first
    n, raised = len(x), connection.inverse_metric
    products = (
        raised[a, b] * (first[j][k][a] * dual[i][m][b] - first[i][k][a] * dual[j][m][b])
        for a in range(n)
        for b in range(n)
    )
    return one_fraction(sp.diff(first[j][k][m], x[i]) - sp.diff(first[i][k][m], x[j]) - sp.Add(*products))


def _independent(connection: Connection) -> list[tuple[int, int, int, int]]:
    """Components from which the others follow: i < j always; k < m and pairs in order if self-dual."""
    n = len(connection.coordinates)
    pairs = [(i, j) for i in range(n) for j in range(i + 1, n)]
    if connection.first == connection.dual_first:
        return [(*one, *other) for one in pairs for other in pairs if one <= other]
    return [(*pair, k, m) for pair in pairs for k in range(n) for m in range(n)]


def _looked_up(known: dict[tuple[int, ...], Expr], indices: tuple[int, ...]) -> Expr:
    i, j, k, m = indices
    if i == j:
        return sp.S.Zero
    if i > j:
        return -_looked_up(known, (j, i, k, m))
    if indices in known:
        return known[indices]
    if k == m:  # only a self-dual connection leaves components out, and there they are antisymmetric
        return sp.S.Zero
    if k > m:
        return -_looked_up(known, (i, j, m, k))
    return known[k, m, i, j]


def riemann(connection: Connection) -> Tensor:
    """R_ijk^l = sum_m g^lm R_ijkm as found[i][j][k][l], n x n x n x n."""
    R, raised = riemann_lowered(connection), connection.inverse_metric
    n = raised.rows
    return tensor(n, 4, lambda i, j, k, m: tidy(sp.Add(*(raised[m, a] * R[i][j][k][a] for a in range(n)))))


def ricci(connection: Connection) -> Any:
    """Ric_jk = sum_i R_ijk^i, (n, n)."""
    R, raised = riemann_lowered(connection), connection.inverse_metric
    n = raised.rows
    return sp.Matrix(
        n,
        n,
        lambda j, k: one_fraction(
            sp.Add(*(raised[i, m] * R[i][j][k][m] for i in range(n) for m in range(n)))
        ),
    )


def scalar_curvature(connection: Connection) -> Expr:
    """R = sum_jk g^jk Ric_jk; zero in one dimension.

    >>> t, p = sp.symbols("t p", positive=True)
    >>> scalar_curvature(levi_civita(sp.diag(1, sp.sin(t)**2), (t, p)))
    2
    """
    if len(connection.coordinates) == 1:
        return sp.S.Zero
    return scalar_of(riemann_lowered(connection), connection.inverse_metric)


def scalar_of(lowered: Tensor, inverse_metric: Any) -> Expr:
    """sum g^il g^jk R_ijkl.

    lowered         R_ijkl, nested, n x n x n x n.
    inverse_metric  g^ij, (n, n).
    """
    n = inverse_metric.rows
    traced = (
        inverse_metric[i, m] * inverse_metric[j, k] * lowered[i][j][k][m]
        for i in range(n)
        for j in range(n)
        for k in range(n)
        for m in range(n)
    )
    return tidy(one_fraction(sp.Add(*traced)))


def one_fraction(expression: Expr) -> Expr:
    """The factored fraction of an expression, with 1 - cos(a)^2 for sin(a)^2 above and below."""
    found = sp.factor(sp.together(expression))
    if not found.has(sp.sin):
        return found
    top, bottom = (
        sp.expand(part, log=False).replace(_even_sine, _squared_out) for part in sp.fraction(found)
    )
    return sp.factor(sp.cancel(top / bottom))


def _even_sine(e: Expr) -> bool:
    return bool(e.is_Pow and isinstance(e.base, sp.sin) and e.exp.is_Integer and e.exp % 2 == 0)


def _squared_out(power: Expr) -> Expr:
    return (1 - sp.cos(power.base.args[0]) ** 2) ** (power.exp / 2)


def gaussian_curvature(metric: Any, coordinates: Sequence[Symbol]) -> Expr:
    """K = R/2 of a surface.

    metric       (2, 2).
    coordinates  two symbols.

    Raises MetricError in another dimension: there sectional curvature depends on the plane.
    """
    if len(coordinates) != 2:
        raise MetricError(
            f"A Gaussian curvature belongs to a surface; there are {len(coordinates)} coordinates. "
            "Ask for sectional_curvature, or scalar_curvature."
        )
    return tidy(scalar_curvature(levi_civita(metric, coordinates)) / 2)


def alpha_curvature(metric: Any, coordinates: Sequence[Symbol], amari_chentsov: Any, *, alpha: Any) -> Expr:
    """The scalar curvature of the alpha-connection, sum_jk g^jk Ric_jk.

    For an exponential or a mixture family it is (1 - alpha^2) times that of Levi-Civita's connection.
    The arguments, and what is raised, are those of alpha_connection.
    """
    return scalar_curvature(alpha_connection(metric, coordinates, amari_chentsov, alpha=alpha))


def sectional_curvature(connection: Connection, u: Sequence[Any], v: Sequence[Any]) -> Expr:
    """<R(u, v)v, u>/(<u, u><v, v> - <u, v>^2).

    u, v  the components of two vectors that span a plane.

    Raises MetricError where they do not.
    """
    R, g = riemann_lowered(connection), connection.metric
    a, b = sp.Matrix(list(u)), sp.Matrix(list(v))
    area = sp.cancel(sp.together((a.T * g * a)[0] * (b.T * g * b)[0] - (a.T * g * b)[0] ** 2))
    if area == 0:
        raise MetricError(f"The vectors {list(u)} and {list(v)} span no plane. Give two that do.")
    n = g.rows
    top = sp.Add(
        *(
            R[i][j][k][m] * a[i] * b[j] * b[k] * a[m]
            for i in range(n)
            for j in range(n)
            for k in range(n)
            for m in range(n)
        )
    )
    return tidy(top / area)
