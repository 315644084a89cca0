"""Uniform laws on an interval: primitives of powers, and of logarithms from zero."""

from __future__ import annotations

from dataclasses import dataclass

import sympy as sp
from sympy import Expr, Symbol

from derivations.laws.terms import diverges, normalised, power_and_logs, refuse, terms


@dataclass(frozen=True)
class Uniform:
    """Uniform on (lower, upper).  E[x^n] from the primitive; on (0, t), E[x^s*log(x)^q] = d^q/ds^q E[x^s]."""

    x: Symbol
    lower: Expr
    upper: Expr
    rule: str = "primitive of a power"

    def mean(self, expression: Expr) -> Expr:
        """Powers and, from zero, logarithms."""
        return sp.Add(*(self._term(term) for term in terms(expression)))

    def _term(self, term: Expr) -> Expr:
        free, rest = term.as_independent(self.x, as_Add=False)
        s, q = power_and_logs(rest, self.x, self.rule)
        if self.lower != 0 and (q or not (s.is_Integer and s >= 0)):
            raise refuse(self.rule, term, "Off zero, only whole powers have a rule.")
        if (s + 1).is_nonpositive:
            raise diverges(self.rule, term)
        a = sp.Dummy("a", positive=True)
        primitive = (self.upper ** (a + 1) - self.lower ** (a + 1)) / ((a + 1) * (self.upper - self.lower))
        if self.lower == 0:
            primitive = self.upper**a / (a + 1)
        return free * sp.expand(sp.diff(primitive, a, q).subs(a, s) if q else primitive.subs(a, s))


def uniform(log_density: Expr, x: Symbol, lower: Expr, upper: Expr) -> Uniform | None:
    """Recognise the law from a log-density, or None; the normalising constant is proved, not assumed."""
    finite = not sp.Tuple(lower, upper).has(sp.oo, -sp.oo)
    if not finite or log_density.has(x) or not normalised(log_density + sp.log(upper - lower)):
        return None
    return Uniform(x, lower, upper)
