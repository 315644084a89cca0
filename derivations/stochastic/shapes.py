"""Columns and matrices of the size that the coordinates ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy as sp
from sympy import Symbol

from derivations.ladder import prove_zero
from derivations.stochastic.errors import ShapeError, StochasticError, SymmetryError


def coordinates(symbols: Sequence[Symbol]) -> tuple[Symbol, ...]:
    """The coordinates as a tuple; raises StochasticError if there are none, one twice, or one is no symbol."""
    found = tuple(symbols)
    if not found or len(set(found)) != len(found) or not all(isinstance(s, Symbol) for s in found):
        raise StochasticError(
            f"{list(map(str, found))} are no coordinates: give distinct symbols, one or more."
        )
    return found


def matrix(name: str, value: Any, rows: int, cols: int | None = None) -> Any:
    """An immutable matrix of that shape; cols None leaves the number of columns open.

    Raises ShapeError for any other shape, StochasticError for an entry that is not finite.
    """
    found = sp.ImmutableMatrix(value)
    if found.rows != rows or found.cols != (found.cols if cols is None else cols) or not found.cols:
        wanted = f"{rows} x {'m' if cols is None else cols}"
        raise ShapeError(
            f"{name} is {found.rows} x {found.cols}, and has to be {wanted} for {rows} coordinates. "
            "A row given for a column, or a coordinate left out, is the usual cause."
        )
    if found.has(sp.nan, sp.zoo, sp.oo, -sp.oo):
        raise StochasticError(f"{name} has an entry that is not finite: {found}.")
    return found


def column(name: str, value: Any, rows: int) -> Any:
    """A column of that many rows; raises as matrix does."""
    return matrix(name, value, rows, 1)


def symmetric(name: str, value: Any, rows: int) -> Any:
    """A symmetric matrix; raises as matrix does, and SymmetryError where value = value.T was not shown."""
    return _with_transpose(name, value, rows, +1)


def antisymmetric(name: str, value: Any, rows: int) -> Any:
    """An antisymmetric matrix; raises as matrix does, and SymmetryError where value = -value.T was not shown."""
    return _with_transpose(name, value, rows, -1)


def _with_transpose(name: str, value: Any, rows: int, sign: int) -> Any:
    found = matrix(name, value, rows, rows)
    if found != sign * found.T:
        left = prove_zero(found - sign * found.T)
        if not left:
            word = "symmetric" if sign > 0 else "antisymmetric"
            raise SymmetryError(
                f"{name} was not shown to be {word}: two opposite entries leave {left.residual}."
            )
    return found
