"""Von Mises laws on the circle: trigonometric moments, ratios of Bessel functions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import sympy as sp
from sympy import Expr, Symbol
from sympy.logic.boolalg import Boolean

from derivations.laws.terms import normalised, positive, refuse
from derivations.laws.transform import Expansion, Key, Transform, collect
from derivations.tidy import tidy


@dataclass(frozen=True)
class VonMises(Transform):
    """Density exp(k*cos(x - m))/(2*pi*I_0(k)).  E[cos(n*(x - m))] = I_n(k)/I_0(k), E[sin(n*(x - m))] = 0.

    A monomial is cos(x - m)^a*sin(x - m)^b; the I_n are written with I_0 and I_1 by their recurrence.
    """

    x: Symbol
    m: Expr
    k: Expr
    rule: str = "trigonometric moments of the von Mises law"

    def exists(self) -> Iterator[Boolean]:
        """The concentration is positive."""
        yield positive(self.k)

    def read(self, expression: Expr) -> Expansion:
        """Polynomials in the cosine and sine of x - m."""
        y = sp.Dummy("y", real=True)
        c, s = sp.symbols("c s", cls=sp.Dummy, real=True)
        centred = sp.expand_trig(_expanded_angles(expression.xreplace({self.x: y + self.m})))
        plain = sp.expand(centred.xreplace({sp.cos(y): c, sp.sin(y): s}))
        if plain.has(y) or not plain.is_polynomial(c, s):
            raise refuse(self.rule, expression, "It is not a polynomial in cos(x - m) and sin(x - m).")
        found = sp.Poly(plain, c, s).terms()
        return collect((tuple(map(sp.Integer, powers)), value) for powers, value in found)

    def moment(self, key: Key) -> Expr:
        """E[cos(x - m)^a*sin(x - m)^b], by the multiple angles of e^(i*x)."""
        a, b = map(int, key)
        if b % 2:
            return sp.S.Zero
        q = sp.Dummy("q")
        fourier = sp.Poly(sp.expand((q**2 + 1) ** a * (-1) ** (b // 2) * (q**2 - 1) ** b), q)
        weights = ((n - a - b, w) for (n,), w in fourier.terms())
        return sp.Add(*(w * self._cosine(abs(n)) for n, w in weights)) / 2 ** (a + b)

    def _cosine(self, n: int) -> Expr:
        """I_n(k)/I_0(k) with I_(n+1) = I_(n-1) - 2*n*I_n/k."""
        below, here = sp.besseli(0, self.k), sp.besseli(1, self.k)
        if n == 0:
            return sp.S.One
        for j in range(1, n):
            below, here = here, sp.expand(below - 2 * j * here / self.k)
        return sp.expand(here / sp.besseli(0, self.k))


def _expanded_angles(expression: Expr) -> Expr:
    return expression.replace(
        lambda e: isinstance(e, sp.sin | sp.cos), lambda e: e.func(sp.expand(e.args[0]))
    )


def von_mises(log_density: Expr, x: Symbol, lower: Expr, upper: Expr) -> VonMises | None:
    """Recognise the law from a log-density on a full turn, or None; the constant is proved, not assumed."""
    if sp.expand(upper - lower - 2 * sp.pi) != 0:
        return None
    opened = sp.expand(sp.expand_trig(log_density), log=False)
    a, b = opened.coeff(sp.cos(x), 1), opened.coeff(sp.sin(x), 1)
    constant = sp.expand(opened - a * sp.cos(x) - b * sp.sin(x))
    if sp.Tuple(a, b, constant).has(x):
        return None
    law = _one_wave(log_density, x) or VonMises(x, sp.atan2(b, a), sp.sqrt(tidy(a**2 + b**2)))
    return law if normalised(sp.expand_log(constant + sp.log(2 * sp.pi * sp.besseli(0, law.k)))) else None


def _one_wave(log_density: Expr, x: Symbol) -> VonMises | None:
    """The law for a single wave k*cos(x - m) with k > 0, without an arc tangent."""
    waves = [a for a in log_density.atoms(sp.cos) if a.has(x)]
    if len(waves) != 1 or sp.diff(waves[0].args[0], x) ** 2 != 1:
        return None
    k = sp.expand(log_density, log=False, trig=False).coeff(waves[0], 1)
    m = sp.expand(x - waves[0].args[0] * sp.diff(waves[0].args[0], x))
    return VonMises(x, m, k) if k.is_positive else None
