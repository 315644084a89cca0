"""Tensors and connections in another chart, and the check that deriving afresh gives the same.

With J = d(old)/d(new):

    metric          g_ab    = sum J_ia J_jb g_ij                              (charts.pull_back)
    Amari-Chentsov  T_abc   = sum J_ia J_jb J_kc T_ijk
    connection      G_ab^c  = sum (J^-1)_ck (d_a d_b x_k + G_ij^k J_ia J_jb)

A connection is no tensor: the second derivatives are what makes a chart affine or not.
Source: [AmariNagaoka2000, sec. 1.6 for the connection]; [doCarmo1992, ch. 2].
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import Any

import sympy as sp
from sympy import Expr, Symbol

from derivations.charts import Chart, ChartError, pull_back
from derivations.geometry.outcomes import Decision, decide_zero
from derivations.geometry.tensors import Tensor, as_tensor, component, entries, symmetric_tensor, tensor
from derivations.tidy import tidy

Points = Sequence[Mapping[Symbol, Any]]
Derive = Callable[[Expr, Sequence[Symbol]], Any]


def pull_back_tensor(covariant: Any, through: Chart, *, rank: int) -> Tensor:
    """A covariant tensor in the new coordinates: one factor J for each index.

    covariant  nested, n x n x ... to the rank, in the old coordinates; symmetric.
    rank       the number of indices; 3 for the Amari-Chentsov tensor.

    Raises TensorError for another shape.
    """
    n, J = len(through.old), through.jacobian
    old = as_tensor(covariant, n, rank, "The tensor")
    moved = tensor(n, rank, lambda *at: through.into_new(component(old, at)))

    def entry(*new: int) -> Expr:
        terms = (
            component(moved, at) * sp.prod(J[i, a] for i, a in zip(at, new, strict=True))
            for at in product(range(n), repeat=rank)
        )
        return tidy(sp.Add(*terms))

    return symmetric_tensor(len(through.new), rank, entry)


def connection_in_new(second: Any, through: Chart) -> Tensor:
    """Gamma_ab^c in the new coordinates, from Gamma_ij^k in the old ones, both n x n x n.

    Raises ChartError for a chart onto fewer coordinates, TensorError for another shape.
    """
    n, J = len(through.old), through.jacobian
    if J.rows != J.cols:
        raise ChartError(
            f"The Jacobian is {J.rows} x {J.cols}. A connection is induced on a submodel by the metric as well: "
            "pull back the metric and T, and derive it there."
        )
    old = as_tensor(second, n, 3, "The connection")
    back = J.inv()
    moved = tensor(n, 3, lambda i, j, k: through.into_new(old[i][j][k]))

    def bent(a: int, b: int, k: int) -> Expr:
        products = (moved[i][j][k] * J[i, a] * J[j, b] for i in range(n) for j in range(n))
        return sp.diff(through.forms[k], through.new[a], through.new[b]) + sp.Add(*products)

    return tensor(n, 3, lambda a, b, c: tidy(sp.Add(*(back[c, k] * bent(a, b, k) for k in range(n)))))


def metric_agrees(derive: Derive, log_density: Expr, through: Chart, *, points: Points = ()) -> Decision:
    """Decide whether pulling the metric back and deriving it afresh in the new chart give the same.

    derive       takes a log-density and its parameters to a metric, (n, n).
    log_density  in the old coordinates.
    points       generic points in the new coordinates.
    """
    pulled = pull_back(derive(log_density, through.old), through)
    afresh = derive(through.into_new(log_density), through.new)
    return decide_zero(pulled - afresh, points=points, of="the metric pulled back minus the metric afresh")


def tensor_agrees(
    derive: Derive, log_density: Expr, through: Chart, *, rank: int = 3, points: Points = ()
) -> Decision:
    """As metric_agrees, for a derivation that gives a nested symmetric tensor of a rank."""
    pulled = pull_back_tensor(derive(log_density, through.old), through, rank=rank)
    afresh = derive(through.into_new(log_density), through.new)
    gaps = [a - b for a, b in zip(entries(pulled), entries(afresh), strict=True)]
    return decide_zero(gaps, points=points, of="the tensor pulled back minus the tensor afresh")
