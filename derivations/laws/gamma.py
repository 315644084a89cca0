"""Gamma laws on (0, oo): the tilted Mellin transform, and its derivatives for logarithms."""

from __future__ import annotations

from dataclasses import dataclass

import sympy as sp
from sympy import Expr, Symbol

from derivations.laws.terms import normalised, power_and_logs, refuse, terms, tilts


@dataclass(frozen=True)
class Gamma:
    """Gamma(k, b) on (0, oo).  E[x^s*exp(-c*x)] = b^k*Gamma(k + s)/(Gamma(k)*(b + c)^(k + s))."""

    x: Symbol
    k: Expr
    b: Expr
    rule: str = "Mellin transform of the gamma law"

    def mean(self, expression: Expr) -> Expr:
        """Sums of x^s*log(x)^q*exp(-c*x); logarithms by derivatives in s."""
        return sp.Add(*(self._term(term) for term in terms(expression)))

    def _term(self, term: Expr) -> Expr:
        free, rest, exponent = tilts(term, (self.x,))
        s, q = power_and_logs(rest, self.x, self.rule)
        slope = sp.diff(exponent, self.x)
        if slope.has(self.x):
            raise refuse(self.rule, term, "Only linear exponents have a rule here.")
        if (self.k + s).is_nonpositive or (self.b - slope).is_nonpositive:
            raise refuse(self.rule, term, "The integral diverges.")
        a = sp.Dummy("a", positive=True)
        mellin = self.b**self.k * sp.gamma(self.k + a) / (sp.gamma(self.k) * (self.b - slope) ** (self.k + a))
        value = sp.expand_func(sp.diff(mellin, a, q).subs(a, s)) if q else mellin.subs(a, s)
        return free * sp.exp(exponent.subs(self.x, 0)) * sp.gammasimp(sp.expand_func(value))


def gamma(log_density: Expr, x: Symbol) -> Gamma | None:
    """Recognise the law from a log-density, or None; the normalising constant is proved, not assumed."""
    opened = sp.expand(log_density)
    collected = sp.collect(opened, [sp.log(x), x], evaluate=False)
    if set(collected) - {sp.log(x), x, sp.S.One} or any(v.has(x) for v in collected.values()):
        return None
    k, b = collected.get(sp.log(x), sp.S.Zero) + 1, -collected.get(x, sp.S.Zero)
    if b == 0 or not normalised(collected.get(sp.S.One, sp.S.Zero) - k * sp.log(b) + sp.log(sp.gamma(k))):
        return None
    return Gamma(x, k, b)
