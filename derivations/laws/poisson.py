"""Poisson laws: Touchard polynomials, tilted."""

from __future__ import annotations

from dataclasses import dataclass

import sympy as sp
from sympy import Expr, Symbol

from derivations.laws.terms import normalised, refuse, terms, tilts


@dataclass(frozen=True)
class Poisson:
    """Poisson(r) on the naturals.  E[x^n*exp(c*x)] = exp(r*(e^c - 1))*sum_j S(n, j)*(r*e^c)^j (Touchard)."""

    x: Symbol
    r: Expr
    rule: str = "factorial moments of the Poisson law"

    def mean(self, expression: Expr) -> Expr:
        """Polynomials times exponentials of x."""
        return sp.Add(*(self._term(term) for term in terms(expression)))

    def _term(self, term: Expr) -> Expr:
        free, rest, exponent = tilts(term, (self.x,))
        c = sp.diff(exponent, self.x)
        if not rest.is_polynomial(self.x) or c.has(self.x):
            raise refuse(
                self.rule, term, "It is not a polynomial times an exponential; E[log(x!)] has no closed form."
            )
        tilted = self.r * sp.exp(c)
        value = sum(
            (k * self._touchard(n, tilted) for (n,), k in sp.Poly(rest, self.x).terms()), start=sp.S.Zero
        )
        return free * sp.exp(exponent.subs(self.x, 0) + tilted - self.r) * value

    @staticmethod
    def _touchard(n: int, r: Expr) -> Expr:
        from sympy.functions.combinatorial.numbers import stirling

        return sp.Add(*(stirling(n, j) * r**j for j in range(n + 1)))


def poisson(log_density: Expr, x: Symbol) -> Poisson | None:
    """Recognise the law from a log-density, or None; the normalising constant is proved, not assumed."""
    plain = log_density.rewrite(sp.loggamma).replace(sp.factorial, lambda a: sp.gamma(a + 1))
    plain = plain.replace(sp.log, lambda a: sp.loggamma(a.args[0]) if isinstance(a, sp.gamma) else sp.log(a))
    rest = sp.expand(plain + sp.loggamma(x + 1))
    if not rest.is_polynomial(x) or sp.degree(rest, x) > 1:
        return None
    rate = sp.exp(rest.coeff(x, 1))
    return Poisson(x, rate) if normalised(rest.coeff(x, 0) + rate) else None
