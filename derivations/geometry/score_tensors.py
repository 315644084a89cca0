"""Metric, Amari-Chentsov tensor and exponential connection as expectations of products of scores.

With l = log p, s_i = d_i l and l_ij = d_i d_j l:

    metric             g_ij       = E[s_i*s_j]
    Amari-Chentsov     T_ijk      = E[s_i*s_j*s_k]
    e-connection       Gamma_ij,k = E[l_ij*s_k]

Each takes the expectation as a callable, so that any engine of moments will do.
Source: [AmariNagaoka2000, sec. 2.2, 2.3].
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import sympy as sp
from sympy import Expr, Symbol

from derivations.geometry.tensors import Tensor, symmetric_tensor, tensor
from derivations.tidy import tidy

Expect = Callable[[Expr], Expr]


def metric(log_density: Expr, parameters: Sequence[Symbol], expect: Expect) -> Any:
    """g_ij = E[s_i*s_j], (n, n).

    log_density  log p, in the observations and the parameters.
    parameters   n symbols.
    expect       takes an expression in the observations to its mean.
    """
    s = [sp.diff(log_density, p) for p in parameters]
    found = symmetric_tensor(len(s), 2, lambda i, j: tidy(expect(sp.expand(s[i] * s[j]))))
    return sp.Matrix(found)


def amari_chentsov(log_density: Expr, parameters: Sequence[Symbol], expect: Expect) -> Tensor:
    """T_ijk = E[s_i*s_j*s_k], n x n x n; the arguments are those of metric."""
    s = [sp.diff(log_density, p) for p in parameters]
    return symmetric_tensor(len(s), 3, lambda i, j, k: tidy(expect(sp.expand(s[i] * s[j] * s[k]))))


def exponential_connection(log_density: Expr, parameters: Sequence[Symbol], expect: Expect) -> Tensor:
    """Gamma_ij,k = E[l_ij*s_k], n x n x n: alpha = 1; the arguments are those of metric."""
    s = [sp.diff(log_density, p) for p in parameters]
    return tensor(len(s), 3, lambda i, j, k: tidy(expect(sp.expand(sp.diff(s[i], parameters[j]) * s[k]))))
