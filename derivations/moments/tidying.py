"""Writing moments the way books do: one fraction, polygammas of plain arguments, one condition for many."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import sympy as sp
from sympy import Expr, Symbol
from sympy.logic.boolalg import Boolean

from derivations.family import Family, Interval
from derivations.laws.terms import positive
from derivations.tidy import tidy

MANY = 4  # symbols beyond which a rational function is factored and nothing else is tried: forms cost seconds
LONG = 80  # operations beyond which a rational function is factored before other forms are tried


def closed_form(matrix: Any) -> Any:
    """Each entry of a symmetric matrix, or of a column, reduced; special functions are taken as atoms."""
    if matrix.cols == 1 and matrix.rows > 1:
        return matrix.applyfunc(_entry)
    upper = {(i, j): _entry(matrix[i, j]) for i in range(matrix.rows) for j in range(i, matrix.cols)}
    return sp.Matrix(matrix.rows, matrix.cols, lambda i, j: upper[min(i, j), max(i, j)])


def _entry(value: Expr) -> Expr:
    if value.has(sp.gamma):
        reduced = sp.gammasimp(value)
        # Where gammas remain, gammasimp may have moved an argument onto a pole: Gamma(2 - 1/b) at b = 1.
        value = value if reduced.has(sp.gamma) else reduced
    if not value.is_rational_function():
        return tidy(value)
    if len(value.free_symbols) > MANY:
        numerator, denominator = sp.fraction(sp.cancel(value) if value.is_Add else value)
        return sp.factor(numerator) / _factored(denominator)
    return tidy(sp.factor(value) if sp.count_ops(value) > LONG else value)


@lru_cache(maxsize=64)
def _factored(denominator: Expr) -> Expr:
    """A denominator factored; the entries of a matrix have few different ones."""
    return sp.factor(denominator)


def beyond_domain(conditions: Iterable[Boolean], family: Family) -> tuple[Boolean, ...]:
    """The conditions that neither the domain of the family nor a stronger one among them implies."""
    domain = dict(zip(family.parameters, family.domains, strict=True))
    known = set(map(_solved, family.where))
    left = {c for c in conditions if c not in known and not _implied(c, domain)}
    bounds = [c for c in left if isinstance(c, sp.StrictGreaterThan) and c.lhs.is_Symbol and c.rhs.is_number]
    weaker = {c for c in bounds for d in bounds if c.lhs == d.lhs and c.rhs < d.rhs}
    return tuple(sorted(left - weaker, key=str))


def _solved(condition: Boolean) -> Boolean:
    """An inequality in the form that the laws give theirs."""
    if isinstance(condition, sp.StrictGreaterThan | sp.StrictLessThan):
        return positive(condition.gts - condition.lts)
    return condition


def _implied(condition: Boolean, domain: dict[Symbol, Interval]) -> bool:
    if condition == sp.true or condition.lhs not in domain or not condition.rhs.is_number:
        return condition == sp.true
    lower, upper = domain[condition.lhs].lower, domain[condition.lhs].upper
    if isinstance(condition, sp.StrictGreaterThan):
        return bool(lower >= condition.rhs)
    if isinstance(condition, sp.StrictLessThan):
        return bool(upper <= condition.rhs)
    if isinstance(condition, sp.Ne):
        return bool(condition.rhs <= lower) or bool(condition.rhs >= upper)
    return False
