"""The Fisher metric does not grow under Markov maps.

For a column-stochastic W, (m, n), a law p > 0 and a tangent vector u, the loss is a sum of squares:

    sum_i u_i^2/p_i - sum_k (W u)_k^2/(W p)_k
        = sum_k 1/(W p)_k * sum_(i<j) W_ki*W_kj*(p_j*u_i - p_i*u_j)^2/(p_i*p_j) >= 0

(Lagrange's identity in each row k).  So the Fisher metric is monotone, with equality if and only if no two points
that a row joins have different u_i/p_i, which is sufficiency.  Source: [AmariNagaoka2000, sec. 2.2, theorem 2.1].
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy as sp
from sympy import Expr

from derivations.geometry.errors import MarkovMapError
from derivations.geometry.outcomes import Decision
from derivations.ladder import prove_zero


def information_loss(W: Any, p: Sequence[Expr], u: Sequence[Expr]) -> Expr:
    """sum_i u_i^2/p_i - sum_k (W u)_k^2/(W p)_k.

    W     (m, n), columns of sum 1.
    p, u  a law and a tangent vector, n components each.
    """
    law, vector = sp.Matrix(list(p)), sp.Matrix(list(u))
    return _length(law, vector) - _length(W * law, W * vector)


def _length(law: Any, vector: Any) -> Expr:
    return sp.Add(*(v**2 / p for p, v in zip(law, vector, strict=True) if p != 0))


def sum_of_squares(W: Any, p: Sequence[Expr], u: Sequence[Expr]) -> Expr:
    """sum_k 1/(W p)_k * sum_(i<j) W_ki*W_kj*(p_j*u_i - p_i*u_j)^2/(p_i*p_j); arguments as in information_loss.

    Each term is nonnegative for W >= 0 and p > 0.
    """
    n, images = len(p), sp.Matrix(W) * sp.Matrix(list(p))
    return sp.Add(
        *(
            W[k, i] * W[k, j] * (p[j] * u[i] - p[i] * u[j]) ** 2 / (p[i] * p[j] * images[k])
            for k in range(sp.Matrix(W).rows)
            for i in range(n)
            for j in range(i + 1, n)
        )
    )


def prove_monotone(n: int, m: int) -> Decision:
    """Prove for all laws, tangent vectors and Markov maps from n points to m that no information is gained.

    The entries of W are symbols, the last row 1 minus the others; the loss is shown to be the sum of squares, whose
    terms are nonnegative.

    Raises MarkovMapError for sizes below 2.
    """
    if n < 2 or m < 2:
        raise MarkovMapError(f"Maps from {n} to {m} points: there have to be at least two on each side.")
    p, u = sp.symbols(f"p1:{n + 1}", positive=True), sp.symbols(f"u1:{n + 1}", real=True)
    rows = [list(sp.symbols(f"w{k}_1:{n + 1}", nonnegative=True)) for k in range(1, m)]
    rows.append([1 - sp.Add(*(row[i] for row in rows)) for i in range(n)])
    W = sp.Matrix(rows)
    outcome = prove_zero(information_loss(W, p, u) - sum_of_squares(W, p, u))
    if not outcome.proved:
        return Decision(None, f"the loss minus the sum of squares: {outcome}")
    return Decision(True, f"the loss is a sum of squares with nonnegative weights: {outcome}")


def is_contracted(form: Any, image_form: Any, W: Any) -> Decision:
    """Decide at a rational point whether g_(W p)(W u, W u) <= g_p(u, u) for all tangent vectors u, by exact minors.

    form        any symmetric form at p on all vectors, (n, n), rational; diag(1/p) for the Fisher metric.
    image_form  the same at W p, (m, m).
    W           (m, n), rational, with nonnegative entries and columns of sum 1.

    Raises MarkovMapError where W is no Markov map.
    """
    map_ = sp.Matrix(W)
    if any(sp.Add(*map_[:, i]) != 1 for i in range(map_.cols)) or any(e.is_negative for e in map_):
        raise MarkovMapError(
            f"{map_.tolist()} is no Markov map: its entries are nonnegative, its columns sum to 1."
        )
    n = map_.cols
    tangent = sp.Matrix(n, n - 1, lambda i, j: sp.Integer(i == j) - sp.Integer(i == n - 1))
    gap = tangent.T * (sp.Matrix(form) - map_.T * sp.Matrix(image_form) * map_) * tangent
    if gap.is_positive_semidefinite:
        return Decision(True, "the difference of the forms is positive semidefinite")
    return Decision(False, f"the difference of the forms, {gap.tolist()}, has a negative direction")
