"""Derivatives of KL(p_theta | p_tau) in tau on the diagonal, to order four, by three roads.

With l = log p and its derivatives l_i, l_ij, ...,

    second   D_ij   = -E[l_ij]   = g_ij
    third    D_ijk  = -E[l_ijk]  = (d_i g_jk + d_j g_ik + d_k g_ij - T_ijk)/2
    fourth   D_ijkl = -E[l_ijkl] = d_l D_ijk + E[l_ijk*s_l]

so that KL(p_theta | p_(theta + h)) = D_ij h_i h_j/2 + D_ijk h_i h_j h_k/6 + D_ijkl h_i h_j h_k h_l/24 + ...

The roads are the mean of derivatives, the metric with tensors of products of scores, and differentiation of a
closed form of KL.  The third order follows from the Bartlett identities; the fourth from differentiating the third
under the integral.  Source: [AmariNagaoka2000, sec. 3.2, for order three]; [Bartlett1953]; [McCullagh1987, sec. 7.2].
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import permutations
from typing import Any

import sympy as sp
from sympy import Expr, Symbol

from derivations.geometry.errors import TensorError
from derivations.geometry.outcomes import Decision, decide_zero
from derivations.geometry.score_tensors import Expect
from derivations.geometry.tensors import Tensor, as_tensor, check_metric, entries, symmetric_tensor, tensor
from derivations.tidy import tidy

ORDERS = (2, 3, 4)


def kl_derivatives(log_density: Expr, parameters: Sequence[Symbol], expect: Expect, *, order: int) -> Tensor:
    """-E[l_ij...], nested, n x n x ... to the order.

    log_density  log p, smooth in the parameters on a support that does not move.
    parameters   n symbols.
    expect       takes an expression in the observations to its mean.
    order        2, 3 or 4.

    Raises TensorError for another order.
    """
    if order not in ORDERS:
        raise TensorError(f"The order has to be one of {ORDERS}; it is {order}.")
    n = len(parameters)

    def entry(*at: int) -> Expr:
        return tidy(-expect(sp.expand(sp.diff(log_density, *(parameters[i] for i in at)))))

    return symmetric_tensor(n, order, entry)


def third_from_metric(metric: Any, coordinates: Sequence[Symbol], amari_chentsov: Any) -> Tensor:
    """(d_i g_jk + d_j g_ik + d_k g_ij - T_ijk)/2, n x n x n.

    metric          (n, n), in n coordinates.
    amari_chentsov  T_ijk, nested, n x n x n.

    Raises MetricError and TensorError for other shapes.
    """
    g, x = check_metric(metric, coordinates), list(coordinates)
    T = as_tensor(amari_chentsov, len(x), 3, "The Amari-Chentsov tensor")

    def entry(i: int, j: int, k: int) -> Expr:
        slopes = sp.diff(g[j, k], x[i]) + sp.diff(g[i, k], x[j]) + sp.diff(g[i, j], x[k])
        return tidy((slopes - T[i][j][k]) / 2)

    return symmetric_tensor(len(x), 3, entry)


def fourth_from_third(third: Any, coordinates: Sequence[Symbol], mixed: Any) -> Tensor:
    """d_l D_ijk + E[l_ijk*s_l], n x n x n x n.

    third  D_ijk, nested, n x n x n.
    mixed  E[l_ijk*s_l], nested, n x n x n x n, from third_times_score; for parameters in which all third
           derivatives of log p are free of the observations, such as natural ones, it is zero.

    Raises TensorError for other shapes.
    """
    n = len(coordinates)
    D = as_tensor(third, n, 3, "The third derivative")
    E = as_tensor(mixed, n, 4, "The mean of third derivatives times scores")
    return symmetric_tensor(
        n, 4, lambda i, j, k, m: tidy(sp.diff(D[i][j][k], coordinates[m]) + E[i][j][k][m])
    )


def third_times_score(log_density: Expr, parameters: Sequence[Symbol], expect: Expect) -> Tensor:
    """E[l_ijk*s_l], n x n x n x n, symmetric in the first three indices; arguments as in kl_derivatives."""
    n = len(parameters)
    s = [sp.diff(log_density, p) for p in parameters]
    known: dict[tuple[int, ...], Expr] = {}

    def entry(i: int, j: int, k: int, m: int) -> Expr:
        key = (*sorted((i, j, k)), m)
        if key not in known:
            third = sp.diff(log_density, *(parameters[a] for a in key[:3]))
            known[key] = tidy(expect(sp.expand(third * s[m])))
        return known[key]

    return tensor(n, 4, entry)


def derivatives_of_kl(kl: Expr, first: Sequence[Symbol], second: Sequence[Symbol], *, order: int) -> Tensor:
    """Derivatives of a closed form of KL(p_first | p_second) in the second point, at second = first.

    kl             the divergence, in first and second, n symbols each.
    order          how often it is differentiated; the result is nested, n x n x ... to the order, in first.
    """
    back = dict(zip(second, first, strict=True))

    def entry(*at: int) -> Expr:
        return tidy(sp.diff(kl, *(second[i] for i in at)).subs(back, simultaneous=True))

    return symmetric_tensor(len(first), order, entry)


def tensors_agree(one: Any, other: Any, *, points: Sequence[Mapping[Symbol, Any]] = ()) -> Decision:
    """Decide whether two nested tensors of one shape are equal.

    Raises TensorError where they do not have the same number of entries.
    """
    left, right = list(entries(one)), list(entries(other))
    if len(left) != len(right):
        raise TensorError(f"Tensors of {len(left)} and {len(right)} entries cannot be compared.")
    gaps = (a - b for a, b in zip(left, right, strict=True))
    return decide_zero(gaps, points=points, of="the difference of the tensors")


def polynomial(tensors: Mapping[int, Any], step: Sequence[Expr]) -> Expr:
    """sum over orders of D_ij... h_i h_j .../order!, for derivatives {order: nested tensor} and a step h."""
    total = sp.S.Zero
    for order, nested in tensors.items():
        terms = list(entries(nested))
        products = list(entries(tensor(len(step), order, lambda *at: sp.prod(step[i] for i in at))))
        total += sp.Add(*(a * b for a, b in zip(terms, products, strict=True))) / sp.factorial(order)
    return sp.expand(total)


def is_symmetric(nested: Any, n: int, rank: int) -> bool:
    """Whether a nested tensor does not change when its indices are permuted, as it is written."""
    found = as_tensor(nested, n, rank, "The tensor")
    for order in permutations(range(rank)):
        moved = tensor(n, rank, lambda *at, o=order: _at(found, [at[k] for k in o]))
        if moved != found:
            return False
    return True


def _at(nested: Tensor, indices: Sequence[int]) -> Any:
    for i in indices:
        nested = nested[i]
    return nested
