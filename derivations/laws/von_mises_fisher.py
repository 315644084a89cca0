"""Von Mises-Fisher laws on the sphere in three dimensions: moments by differentiating sinh(r)/r."""

from __future__ import annotations

from dataclasses import dataclass

import sympy as sp
from sympy import Expr, Symbol

from derivations.laws.terms import normalised, refuse
from derivations.laws.transform import Expansion, Key, Transform, collect
from derivations.tidy import tidy


@dataclass(frozen=True)
class VonMisesFisher(Transform):
    """Density exp(v.x)/Z with Z = 4*pi*sinh(k)/k and k = |v|, on the unit sphere of R^3.

    E[x_i] = u_i*L and E[x_i*x_j] = L/k*d_ij + (1 - 3*L/k)*u_i*u_j, u = v/k, L = coth(k) - 1/k: first and
    second derivatives of Z in v, over Z.  A monomial is x_1^a*x_2^b*x_3^c of degree at most two.
    """

    x: tuple[Symbol, ...]
    v: tuple[Expr, ...]
    k: Expr
    rule: str = "derivatives of the von Mises-Fisher total"

    def read(self, expression: Expr) -> Expansion:
        """Polynomials in the coordinates."""
        if not expression.is_polynomial(*self.x):
            raise refuse(self.rule, expression, "It is not a polynomial in the coordinates.")
        found = sp.Poly(sp.expand(expression), *self.x).terms()
        return collect((tuple(map(sp.Integer, powers)), c) for powers, c in found)

    def moment(self, key: Key) -> Expr:
        """E[x_1^a*x_2^b*x_3^c]."""
        which = [i for i, power in enumerate(key) for _ in range(int(power))]
        L = sp.cosh(self.k) / sp.sinh(self.k) - 1 / self.k
        u = [c / self.k for c in self.v]
        match which:
            case []:
                return sp.S.One
            case [i]:
                return u[i] * L
            case [i, j]:
                return L / self.k * int(i == j) + (1 - 3 * L / self.k) * u[i] * u[j]
        raise refuse(
            self.rule,
            sp.Mul(*(v**p for v, p in zip(self.x, key, strict=True))),
            "Only moments up to degree two are tabulated.",
        )


def von_mises_fisher(log_density: Expr, x: tuple[Symbol, ...]) -> VonMisesFisher | None:
    """Recognise the law from a log-density, or None; the normalising constant is proved, not assumed."""
    opened = sp.expand(log_density)
    v = tuple(sp.diff(opened, c) for c in x)
    if len(x) != 3 or sp.Tuple(*v).has(*x):
        return None
    k = sp.sqrt(tidy(sp.factor(tidy(sp.Add(*(c**2 for c in v))))))
    constant = opened.subs(dict.fromkeys(x, 0))
    if not (k.is_positive and normalised(sp.expand_log(constant + sp.log(4 * sp.pi * sp.sinh(k) / k)))):
        return None
    return VonMisesFisher(x, v, k)
