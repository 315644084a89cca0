"""Generalised inverse Gaussian laws of half-integer index: moments are elementary Bessel ratios."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import sympy as sp
from sympy import Expr, Symbol

from derivations.laws.monomials import Monomials
from derivations.laws.terms import normalised, refuse
from derivations.laws.transform import Expansion, Key, Transform


@dataclass(frozen=True)
class InverseGaussian(Transform):
    """Density proportional to x^(p - 1)*exp(-a*x - b/x) on (0, oo), p half an odd number.

    E[x^s] = (b/a)^(s/2)*K_(p + s)(2*sqrt(a*b))/K_p(2*sqrt(a*b)) for every s; a monomial is x^s, s whole.
    """

    x: Symbol
    p: Expr
    a: Expr
    b: Expr
    rule: str = "Bessel moments of the inverse Gaussian law"

    @cached_property
    def _monomials(self) -> Monomials:
        return Monomials((self.x,), (self.x,), self.rule)

    def read(self, expression: Expr) -> Expansion:
        """Sums of whole powers of x."""
        found = self._monomials.read(expression)
        for s, q, c in found:
            if q or c or not s.is_Integer:
                raise refuse(self.rule, self.x**s * sp.log(self.x) ** q, "Only whole powers have a rule.")
        return found

    def moment(self, key: Key) -> Expr:
        """E[x^s]."""
        s, z = key[0], 2 * root(self.a * self.b)
        return root(self.b / self.a) ** s * besselk_half(self.p + s, z) / besselk_half(self.p, z)


def root(square: Expr) -> Expr:
    """The positive root of a positive product, opened."""
    return sp.powdenest(sp.expand_power_base(sp.sqrt(sp.factor(square))))


def besselk_half(order: Expr, z: Expr) -> Expr:
    """K_(n + 1/2)(z)*sqrt(2*z/pi)*exp(z) = sum_k (n + k)!/(k!*(n - k)!*(2*z)^k), with K_(-v) = K_v.

    Source: [DLMF] 10.39.2 and 10.49.12
    """
    n = int(abs(order) - sp.Rational(1, 2))
    return sp.Add(
        *(sp.factorial(n + k) / (sp.factorial(k) * sp.factorial(n - k) * (2 * z) ** k) for k in range(n + 1))
    )


def inverse_gaussian(log_density: Expr, x: Symbol) -> InverseGaussian | None:
    """Recognise the law from a log-density, or None; the normalising constant is proved, not assumed."""
    opened = sp.expand(log_density)
    p, a, b = opened.coeff(sp.log(x), 1) + 1, -opened.coeff(x, 1), -opened.coeff(x, -1)
    constant = sp.expand(opened - (p - 1) * sp.log(x) + a * x + b / x)
    if constant.has(x):
        return None
    if not (a.is_positive and b.is_positive and (2 * p).is_Integer and not p.is_Integer):
        return None
    z = 2 * root(a * b)
    # 2*(b/a)^(p/2)*K_p(z), with K_p(z) = sqrt(pi/(2*z))*exp(-z)*besselk_half
    total = sp.log(2) + p * sp.log(root(b / a)) + sp.log(sp.pi / (2 * z)) / 2 - z
    total += sp.log(besselk_half(p, z))
    return InverseGaussian(x, p, a, b) if normalised(sp.expand_log(constant + total)) else None
