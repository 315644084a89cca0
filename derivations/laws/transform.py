"""Laws whose expectations are read from a table of one transform and its parameter derivatives.

An expression in the observations becomes an expansion: a sum of c*m over monomials m of the law (powers of x
and 1 + x, logarithms of both, cosines, ...), kept as {exponents of m: c}.  The exponents of a product of
monomials add, so a product of expansions needs no algebra in the observations.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import sympy as sp
from sympy import Expr
from sympy.logic.boolalg import Boolean

Key = tuple[Expr, ...]
Expansion = dict[Key, Expr]


class Transform(ABC):
    """A law with a transform: what a monomial is, its expectation, and where that is finite."""

    rule: str

    @abstractmethod
    def read(self, expression: Expr) -> Expansion:
        """An expression as an expansion; raises NotClosedError for what is no sum of monomials."""

    @abstractmethod
    def moment(self, key: Key) -> Expr:
        """The expectation of a monomial; raises DivergentError where it is infinite for all parameters."""

    def conditions(self, key: Key) -> Iterable[Boolean]:
        """When the expectation of a monomial is finite: conditions on the parameters."""
        del key
        return ()

    def exists(self) -> Iterable[Boolean]:
        """When the law is a probability law: conditions on the parameters."""
        return ()

    def mean(self, expression: Expr) -> Expr:
        """The expectation of an expression in the observations."""
        return self.total(self.read(expression))

    def total(self, expansion: Mapping[Key, Expr]) -> Expr:
        """The sum of the coefficients times the expectations of their monomials."""
        return sp.Add(*(c * known_moment(self, key) for key, c in expansion.items()))


@lru_cache(maxsize=4096)  # score and Hessian form ask for the same few monomials
def known_moment(law: Transform, key: Key) -> Expr:
    """The expectation of a monomial, computed once."""
    return law.moment(key)


def collect(terms: Iterable[tuple[Key, Expr]]) -> Expansion:
    """The expansion of a sum of monomials, equal ones together and vanishing ones dropped."""
    found: Expansion = {}
    for key, c in terms:
        found[key] = found.get(key, sp.S.Zero) + c
    return {key: c for key, c in found.items() if c != 0 and sp.expand(c) != 0}


def product(left: Mapping[Key, Expr], right: Mapping[Key, Expr]) -> Expansion:
    """The product of two expansions: coefficients multiply, exponents add."""
    return collect(
        (tuple(sp.expand(a + b) for a, b in zip(k, m, strict=True)), c * d)
        for k, c in left.items()
        for m, d in right.items()
    )


def log_derivative(logs: Expr, orders: Iterable[tuple[Any, int]]) -> Expr:
    """A mixed derivative of exp(logs), over exp(logs): f -> f' + f*logs'.

    orders  pairs of a variable and how often to differentiate in it.
    """
    value = sp.S.One
    for variable, order in orders:
        for _ in range(order):
            value = sp.diff(value, variable) + value * sp.diff(logs, variable)
    return sp.expand(value)


def written_out(expression: Expr) -> Expr:
    """Polygammas by those of arguments whose rational part is in [0, 1), numbers in (0, 1]; others expanded.

    psi_n(z + 1) = psi_n(z) + (-1)^n*n!/z^(n + 1).

    >>> nu = sp.Symbol("nu", positive=True)
    >>> written_out(sp.polygamma(1, nu / 2 + sp.Rational(3, 2)))
    polygamma(1, nu/2 + 1/2) - 1/(nu/2 + 1/2)**2
    """
    return sp.expand_func(expression).replace(sp.polygamma, _shifted)


def _shifted(n: Expr, z: Expr) -> Expr:
    whole = sp.ceiling(z) - 1 if z.is_Rational else sp.floor(z.as_coeff_Add()[0]) if z.is_Add else 0
    if whole <= 0:
        return sp.polygamma(n, z)
    steps = [(-1) ** n * sp.factorial(n) / (z - j) ** (n + 1) for j in range(1, int(whole) + 1)]
    return sp.expand_func(sp.polygamma(n, z - whole)) + sp.Add(*steps)
