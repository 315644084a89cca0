"""Levi-Civita and alpha-connections of a metric with an Amari-Chentsov tensor.

    first kind    Gamma_ij,k = (d_i g_jk + d_j g_ik - d_k g_ij)/2 - alpha/2*T_ijk
    second kind   Gamma_ij^k = sum_l g^kl Gamma_ij,l
    duality       d_k g_ij   = Gamma_ki,j + Gamma*_kj,i,  alpha* = -alpha
    geodesics     x_k'' + sum_ij Gamma_ij^k x_i' x_j' = 0

alpha = 1 is the exponential connection, alpha = -1 the mixture connection, alpha = 0 Levi-Civita's.
Source: [AmariNagaoka2000, sec. 2.3 for the alpha-connections, 3.1 for duality]; [doCarmo1992, ch. 2, 3].
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sympy as sp
from sympy import Expr, Symbol

from derivations.geometry.errors import TensorError
from derivations.geometry.outcomes import Decision, decide_zero
from derivations.geometry.tensors import Tensor, as_tensor, check_metric, entries, inverse_metric, tensor
from derivations.tidy import tidy


@dataclass(frozen=True)
class Connection:
    """A connection without torsion on a Riemannian manifold.

    metric       (n, n).
    coordinates  n symbols.
    first        Gamma_ij,k as first[i][j][k], n x n x n.
    """

    metric: Any
    coordinates: tuple[Symbol, ...]
    first: Tensor

    @cached_property
    def inverse_metric(self) -> Any:
        """g^ij, (n, n)."""
        return inverse_metric(self.metric)

    @cached_property
    def second(self) -> Tensor:
        """Gamma_ij^k as second[i][j][k], n x n x n."""
        n, raised = len(self.coordinates), self.inverse_metric
        known = {
            (i, j, k): tidy(sum(raised[k, m] * self.first[i][j][m] for m in range(n)))
            for i in range(n)
            for j in range(i, n)
            for k in range(n)
        }
        return tensor(n, 3, lambda i, j, k: known[min(i, j), max(i, j), k])

    @cached_property
    def dual_first(self) -> Tensor:
        """Gamma*_ij,k = d_i g_jk - Gamma_ik,j as dual_first[i][j][k], n x n x n."""
        x, g = self.coordinates, self.metric
        return tensor(len(x), 3, lambda i, j, k: tidy(sp.diff(g[j, k], x[i]) - self.first[i][k][j]))


def levi_civita(metric: Any, coordinates: Sequence[Symbol]) -> Connection:
    """The connection that keeps the metric: Gamma_ij,k = (d_i g_jk + d_j g_ik - d_k g_ij)/2.

    metric       (n, n), symmetric.
    coordinates  n symbols.

    Raises MetricError for a metric of another size, or not symmetric.

    >>> r, t = sp.symbols("r t", positive=True)
    >>> levi_civita(sp.diag(1, r**2), (r, t)).second[1][1][0]
    -r
    """
    g, x = check_metric(metric, coordinates), tuple(coordinates)
    d = tensor(len(x), 3, lambda k, i, j: sp.diff(g[i, j], x[k]))
    first = tensor(len(x), 3, lambda i, j, k: tidy((d[i][j][k] + d[j][i][k] - d[k][i][j]) / 2))
    return Connection(g, x, first)


def alpha_connection(
    metric: Any, coordinates: Sequence[Symbol], amari_chentsov: Any, *, alpha: Any
) -> Connection:
    """Levi-Civita's connection of the first kind minus alpha/2*T.

    metric          (n, n), symmetric.
    coordinates     n symbols.
    amari_chentsov  T_ijk, nested, n x n x n, symmetric.
    alpha           a number or a symbol.

    Raises MetricError, and TensorError for a tensor of another shape or not symmetric.
    """
    plain = levi_civita(metric, coordinates)
    T = as_tensor(amari_chentsov, len(plain.coordinates), 3, "The Amari-Chentsov tensor")
    _check_symmetric(T, len(plain.coordinates))
    half = sp.sympify(alpha) / 2
    first = tensor(len(plain.coordinates), 3, lambda i, j, k: tidy(plain.first[i][j][k] - half * T[i][j][k]))
    return Connection(plain.metric, plain.coordinates, first)


def _check_symmetric(T: Tensor, n: int) -> None:
    for i in range(n):
        for j in range(n):
            for k in range(n):
                a, b, c = sorted((i, j, k))
                if T[i][j][k] != T[a][b][c] and sp.cancel(sp.together(T[i][j][k] - T[a][b][c])) != 0:
                    raise TensorError(
                        f"The Amari-Chentsov tensor is not symmetric: T[{i}][{j}][{k}] is {T[i][j][k]}, "
                        f"T[{a}][{b}][{c}] is {T[a][b][c]}. An index may be swapped."
                    )


def are_dual(one: Connection, other: Connection, *, points: Sequence[dict[Symbol, Any]] = ()) -> Decision:
    """Whether d_k g_ij = Gamma_ki,j + Gamma*_kj,i for two connections of one metric.

    points  where a difference is looked for first.

    Raises TensorError where the connections have other coordinates.
    """
    if one.coordinates != other.coordinates:
        raise TensorError(f"Connections in {one.coordinates} and in {other.coordinates} cannot be compared.")
    x, g = one.coordinates, one.metric
    gap = tensor(
        len(x),
        3,
        lambda k, i, j: sp.diff(g[i, j], x[k]) - one.first[k][i][j] - other.first[k][j][i],
    )
    return decide_zero(entries(gap), points=points, of="d_k g_ij - Gamma_ki,j - Gamma*_kj,i")


def geodesic_equations(connection: Connection, curve: Sequence[Expr], t: Symbol) -> tuple[Expr, ...]:
    """x_k'' + sum_ij Gamma_ij^k(x) x_i' x_j' along a curve: all zero for a geodesic run at constant speed.

    connection  in n coordinates.
    curve       n expressions in t, such as sp.Function("x")(t).
    t           the affine parameter.

    Raises TensorError where the curve does not have n components.
    """
    x = connection.coordinates
    if len(curve) != len(x):
        raise TensorError(f"The curve has {len(curve)} components; {len(x)} coordinates ask for {len(x)}.")
    n, on_curve = len(x), dict(zip(x, curve, strict=True))
    speed = [sp.diff(c, t) for c in curve]
    return tuple(
        sp.diff(curve[k], t, 2)
        + sp.Add(
            *(
                connection.second[i][j][k].subs(on_curve, simultaneous=True) * speed[i] * speed[j]
                for i in range(n)
                for j in range(n)
            )
        )
        for k in range(n)
    )
