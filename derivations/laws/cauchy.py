"""The Cauchy law: what its pivot gives, and the logarithm of a quadratic by a harmonic function.

For w = u + i*v with v > 0, log|z - conj(w)| is harmonic in the upper half plane and equals log|x - w| on the real
line.  The density of the law is the kernel of Poisson's integral at z = m + i*s, so that

    E[log((x - u)^2 + v^2)] = log((m - u)^2 + (s + v)^2).

It gives KL(p_1 | p_2) = log(((s_1 + s_2)^2 + (m_1 - m_2)^2)/(4*s_1*s_2)).
Source: F. Chyzak, F. Nielsen, arXiv:1905.10965, for that divergence; Poisson's integral in W. Rudin,
Real and Complex Analysis (3rd ed., 1987), ch. 11, for the rule.
"""

from __future__ import annotations

from dataclasses import dataclass

import sympy as sp
from sympy import Expr, Symbol

from derivations.laws.pivoted import Pivoted
from derivations.laws.terms import normalised


@dataclass(frozen=True)
class Cauchy(Pivoted):
    """Density s/(pi*((x - m)^2 + s^2)) on the line; its other moments are those of the pivot."""

    m: Expr
    s: Expr

    def mean(self, expression: Expr) -> Expr:
        """Logarithms of quadratics without real roots by Poisson's integral, all else by the pivot."""
        rest, total = sp.expand(expression, log=False), sp.S.Zero
        for log in sorted(rest.atoms(sp.log), key=sp.default_sort_key):
            root = _complex_root(log.args[0], self.x)
            factor = rest.coeff(log, 1)
            if root is not None and factor != 0 and not factor.has(self.x):
                scale, u, v = root
                size = (self.m - u) ** 2 + (self.s + v) ** 2
                total += factor * sp.Add(*(sp.expand_log(sp.log(part)) for part in (scale, size)))
                rest = sp.expand(rest - factor * log, log=False)
        return total if rest == 0 else total + super().mean(rest)


def cauchy(log_density: Expr, x: Symbol, pivoted: Pivoted) -> Cauchy | None:
    """The Cauchy law of a log-density, or None; its constant is proved, not assumed.

    pivoted  the same law as a change of variable gives it.
    """
    for log in log_density.atoms(sp.log):
        root = _complex_root(log.args[0], x)
        if root is not None:
            _, m, s = root
            gap = log_density + sp.log(sp.expand((x - m) ** 2 + s**2))
            if sp.cancel(sp.diff(gap, x)) == 0 and normalised(gap - sp.log(s / sp.pi)):
                return Cauchy(x, pivoted.pivot, pivoted.base, m, s)
    return None


def _complex_root(argument: Expr, x: Symbol) -> tuple[Expr, Expr, Expr] | None:
    """(c, u, v) where the argument is c*((x - u)^2 + v^2) with c and v seen to be positive, or None."""
    numerator, denominator = sp.fraction(sp.together(argument))
    if denominator.has(x) or not numerator.is_polynomial(x) or sp.degree(numerator, x) != 2:
        return None
    leading, slope, constant = (sp.expand(c) for c in sp.Poly(numerator, x).all_coeffs())
    u = sp.cancel(-slope / (2 * leading))
    v = sp.sqrt(sp.factor(sp.cancel(constant / leading - u**2)))
    scale = sp.cancel(leading / denominator)
    return (scale, u, v) if scale.is_positive and v.is_positive else None
