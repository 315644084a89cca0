"""Gamma laws on (0, oo): the tilted Mellin transform, and its derivatives for logarithms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import sympy as sp
from sympy import Expr, Symbol
from sympy.logic.boolalg import Boolean

from derivations.laws.monomials import Monomials
from derivations.laws.terms import diverges, normalised, positive
from derivations.laws.transform import Expansion, Key, Transform, log_derivative, written_out


@dataclass(frozen=True)
class Gamma(Transform):
    """Gamma(k, b) on (0, oo).  E[x^s*exp(c*x)] = b^k*Gamma(k + s)/(Gamma(k)*(b - c)^(k + s)).

    A monomial is x^s*log(x)^q*exp(c*x); the logarithms are q derivatives in s.
    """

    x: Symbol
    k: Expr
    b: Expr
    rule: str = "Mellin transform of the gamma law"

    @cached_property
    def _monomials(self) -> Monomials:
        return Monomials((self.x,), (self.x,), self.rule)

    def exists(self) -> Iterator[Boolean]:
        """Shape and rate are positive."""
        yield positive(self.k)
        yield positive(self.b)

    def read(self, expression: Expr) -> Expansion:
        """Sums of x^s*log(x)^q*exp(c*x)."""
        return self._monomials.read(expression)

    def moment(self, key: Key) -> Expr:
        """E[x^s*log(x)^q*exp(c*x)]."""
        s, q, c = key
        if sp.false in tuple(self.conditions(key)):
            raise diverges(self.rule, self.x**s * sp.log(self.x) ** q * sp.exp(c * self.x))
        # b^k/(b - c)^(k + s), which SymPy does not reduce for c = 0
        scale = self.b ** (-s) if c == 0 else self.b**self.k / (self.b - c) ** (self.k + s)
        a = sp.Dummy("a", positive=True)
        logs = sp.loggamma(a) - a * sp.log(self.b - c)
        return (
            scale * grown(self.k, s) * written_out(log_derivative(logs, ((a, int(q)),)).subs(a, self.k + s))
        )

    def conditions(self, key: Key) -> Iterator[Boolean]:
        """Finite at zero and at infinity."""
        s, _, c = key
        yield positive(self.k + s)
        yield positive(self.b - c)


def grown(k: Expr, s: Expr) -> Expr:
    """Gamma(k + s)/Gamma(k), a polynomial or a rational function for whole s."""
    if not s.is_Integer:
        return sp.gamma(k + s) / sp.gamma(k)
    factors = [k + j for j in range(int(s))] if s >= 0 else [1 / (k - j) for j in range(1, int(-s) + 1)]
    return sp.Mul(*factors)


def gamma(log_density: Expr, x: Symbol) -> Gamma | None:
    """Recognise the law from a log-density, or None; the normalising constant is proved, not assumed."""
    opened = sp.expand(log_density)
    collected = sp.collect(opened, [sp.log(x), x], evaluate=False)
    if set(collected) - {sp.log(x), x, sp.S.One} or any(v.has(x) for v in collected.values()):
        return None
    k, b = collected.get(sp.log(x), sp.S.Zero) + 1, -collected.get(x, sp.S.Zero)
    if b == 0 or not normalised(collected.get(sp.S.One, sp.S.Zero) - k * sp.log(b) + sp.log(sp.gamma(k))):
        return None
    return Gamma(x, sp.factor_terms(k), sp.factor_terms(b))
