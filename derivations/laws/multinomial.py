"""Multinomial laws: joint factorial moments."""

from __future__ import annotations

from dataclasses import dataclass

import sympy as sp
from sympy import Expr, Symbol
from sympy.functions.combinatorial.numbers import stirling

from derivations.laws.plain import with_loggamma
from derivations.laws.terms import normalised, refuse
from derivations.laws.transform import Expansion, Key, Transform, collect


@dataclass(frozen=True)
class Multinomial(Transform):
    """Multinomial(n; p_1, ..., p_d, rest).  E[prod_i (x_i)_(j_i)] = (n)_(j_1 + ... + j_d)*prod_i p_i^j_i.

    A monomial is prod_i x_i^k_i; (x)_j is the falling factorial.
    """

    x: tuple[Symbol, ...]
    n: Expr
    p: tuple[Expr, ...]
    rule: str = "joint factorial moments of the multinomial law"

    def read(self, expression: Expr) -> Expansion:
        """Polynomials in the counts."""
        if not expression.is_polynomial(*self.x):
            raise refuse(self.rule, expression, "It is not a polynomial in the counts.")
        found = sp.Poly(sp.expand(expression), *self.x).terms()
        return collect((tuple(map(sp.Integer, powers)), c) for powers, c in found)

    def moment(self, key: Key) -> Expr:
        """E[prod_i x_i^k_i]."""
        return self._sum(tuple(map(int, key)), ())

    def _sum(self, left: tuple[int, ...], chosen: tuple[int, ...]) -> Expr:
        if not left:
            powers = sp.Mul(*(p**j for p, j in zip(self.p, chosen, strict=True)))
            return sp.Mul(*(self.n - i for i in range(sum(chosen)))) * powers
        return sp.Add(*(stirling(left[0], j) * self._sum(left[1:], (*chosen, j)) for j in range(left[0] + 1)))


def multinomial(log_density: Expr, x: tuple[Symbol, ...], n: Expr) -> Multinomial | None:
    """Recognise the law from a log-density, or None; the normalising constant is proved, not assumed."""
    rest_cell = n - sp.Add(*x)
    coefficient = sp.loggamma(n + 1) - sp.Add(*(sp.loggamma(c + 1) for c in (*x, rest_cell)))
    rest = sp.expand(with_loggamma(log_density) - coefficient)
    if n.is_number:
        rest = sp.expand(with_loggamma(log_density) - (0 if n == 1 else coefficient))  # all 0! and 1!
    slopes = [sp.diff(rest, v) for v in x]
    if any(slope.has(*x) for slope in slopes):
        return None
    odds = [sp.exp(slope) for slope in slopes]
    left_over = sp.cancel(1 / (1 + sp.Add(*odds)))
    if not normalised(rest.subs(dict.fromkeys(x, 0)) - n * sp.log(left_over)):
        return None
    return Multinomial(x, n, tuple(sp.cancel(w * left_over) for w in odds))
