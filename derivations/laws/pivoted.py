"""A law reached by a change of variable: its expectations are those of the law of the new variable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import sympy as sp
from sympy import Expr, Symbol
from sympy.logic.boolalg import Boolean

from derivations.laws.gaussian import Gaussian
from derivations.laws.pivots import Pivot, rewritten
from derivations.laws.transform import Expansion, Transform, product


class Law(Protocol):
    """A law with closed moments."""

    @property
    def rule(self) -> str:
        """The name of the rule, for the record."""

    def mean(self, expression: Expr) -> Expr:
        """The expectation of an expression in the observations; raises NotClosedError."""


@dataclass(frozen=True)
class Pivoted:
    """The law of x, where u, a function of |x - m| or of x, has a law with closed moments."""

    x: Symbol
    pivot: Pivot
    base: Law

    @property
    def rule(self) -> str:
        """The pivots in order, then the rule of the base law."""
        return f"pivot {self.pivot.said}; {self.base.rule}"

    def mean(self, expression: Expr) -> Expr:
        """The mean over the branches of the expectation in u."""
        branches = self.carried(expression)
        return sp.Add(*(self.base.mean(b) for b in branches)) / len(branches)

    def carried(self, expression: Expr) -> tuple[Expr, ...]:
        """The expression in terms of u, on each branch."""
        return tuple(rewritten(expression, {self.x: b}) for b in self.pivot.branches)


@dataclass(frozen=True)
class Product:
    """E[f_i*f_j] for all pairs, with the conditions under which they are finite.

    matrix      (n, n).
    conditions  on the parameters.
    """

    matrix: Any
    conditions: tuple[Boolean, ...]


def products(law: Law, functions: Sequence[Expr]) -> Product:
    """The matrix E[f_i*f_j].

    Raises NotClosedError where a moment has no closed form, DivergentError where it is infinite.
    """
    n = len(functions)
    branches, base = carried(law, [functions])
    if isinstance(base, Gaussian) and len(branches) == 1:
        found = base.quadratic_products(branches[0])
        if found is not None:
            return Product(found, ())
    if not isinstance(base, Transform):
        upper = {(i, j): law.mean(functions[i] * functions[j]) for i in range(n) for j in range(i, n)}
        return Product(sp.Matrix(n, n, lambda i, j: upper[min(i, j), max(i, j)]), ())
    read = [[base.read(f) for f in group] for group in branches]
    sums = {
        (i, j): _average([product(group[i], group[j]) for group in read])
        for i in range(n)
        for j in range(i, n)
    }
    return _totals(base, sums, n)


def means(law: Law, functions: Sequence[Expr]) -> Product:
    """E[f_i] as a column, (n, 1).

    Raises NotClosedError where a moment has no closed form, DivergentError where it is infinite.
    """
    branches, base = carried(law, [functions])
    if not isinstance(base, Transform):
        return Product(sp.Matrix([law.mean(f) for f in functions]), ())
    read = [[base.read(f) for f in group] for group in branches]
    sums = {i: _average([group[i] for group in read]) for i in range(len(functions))}
    column = [base.total(sums[i]) for i in range(len(functions))]
    return Product(sp.Matrix(column), _conditions(base, list(sums.values())))


def carried(law: Law, groups: list[Sequence[Expr]]) -> tuple[list[Sequence[Expr]], Law]:
    """Groups of functions through all pivots, one group a branch, and the law at the end."""
    while isinstance(law, Pivoted):
        moved: list[Sequence[Expr]] = []
        for group in groups:
            each = [law.carried(f) for f in group]
            moved += [list(branch) for branch in zip(*each, strict=True)]
        groups, law = moved, law.base
    return groups, law


def exists(law: Law) -> tuple[Boolean, ...]:
    """The conditions on the parameters under which a recognised law is a probability law."""
    _, base = carried(law, [])
    if not isinstance(base, Transform | Gaussian):
        return ()
    return tuple(c for c in base.exists() if c != sp.true)


def _average(expansions: list[Expansion]) -> Expansion:
    from derivations.laws.transform import collect

    weight = sp.Rational(1, len(expansions))
    return collect((key, weight * c) for e in expansions for key, c in e.items())


def _totals(base: Transform, sums: dict[tuple[int, int], Expansion], n: int) -> Product:
    matrix = sp.Matrix(n, n, lambda i, j: base.total(sums[min(i, j), max(i, j)]))
    return Product(matrix, _conditions(base, list(sums.values())))


def _conditions(base: Transform, sums: list[Expansion]) -> tuple[Boolean, ...]:
    needed = {c for expansion in sums for key in expansion for c in base.conditions(key)} - {sp.true}
    return tuple(sorted(needed, key=sp.default_sort_key))
