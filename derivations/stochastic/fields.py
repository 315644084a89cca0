"""Divergences of vector and matrix fields in the coordinates, without a metric."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy as sp
from sympy import Expr, Symbol


def divergence(field: Any, coordinates: Sequence[Symbol]) -> Expr:
    """div v = sum_i d v_i / d x_i, of a column (n, 1)."""
    return sp.Add(*[sp.diff(v, x) for v, x in zip(field, coordinates, strict=True)])


def row_divergence(field: Any, coordinates: Sequence[Symbol]) -> Any:
    """(div M)_i = sum_j d M_ij / d x_j, of a matrix (m, n); the result is (m, 1)."""
    return sp.Matrix([divergence(field.row(i), coordinates) for i in range(field.rows)])
