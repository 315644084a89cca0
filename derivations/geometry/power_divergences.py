"""Divergences that one function gives, L(a) = log E_q[(p/q)^a] = log int p^a q^(1 - a).

    alpha       D^(alpha)(p | q) = 4/(1 - alpha^2)*(1 - exp(L((1 - alpha)/2)))
    Renyi       D_a(p | q)       = L(a)/(a - 1)
    Hellinger   H^2(p, q)        = 2*(1 - exp(L(1/2))) = int (sqrt(p) - sqrt(q))^2
    chi-squared chi^2(p | q)     = exp(L(2)) - 1
    KL          KL(p | q)        = L'(1),   the limit of alpha -> -1 and of a -> 1

For an exponential family with log-partition psi, L(a) = psi(a*e_1 + (1 - a)*e_2) - a*psi(e_1) - (1 - a)*psi(e_2),
for as long as a*e_1 + (1 - a)*e_2 is a natural parameter; for 0 <= a <= 1 it always is.

Source: [AmariNagaoka2000, sec. 3.2 for alpha]; [ErvenHarremoes2014, eq. 1 for Renyi].
"""

from __future__ import annotations

from typing import Any

import sympy as sp
from sympy import Expr, Symbol

from derivations.geometry.errors import GeometryError
from derivations.geometry.exponential_family import ExponentialFamily, Potential
from derivations.geometry.points import second_point
from derivations.tidy import tidy


def log_affinity(family: ExponentialFamily, potential: Potential, a: Any) -> Expr:
    """L(a) = psi(a*e_1 + (1 - a)*e_2) - a*psi(e_1) - (1 - a)*psi(e_2), in two points theta_1, theta_2.

    family     gives e_1 = eta(theta_1) and e_2 = eta(theta_2).
    potential  psi in the natural parameters, from in_natural.
    a          the order, a number or a symbol; see affinity_condition for which orders it holds.
    """
    e, psi = [], []
    for here in _two_points(family):
        e.append([eta.subs(here, simultaneous=True) for eta in family.natural])
        psi.append(family.log_partition.subs(here, simultaneous=True))
    a = sp.sympify(a)
    middle = [a * one + (1 - a) * other for one, other in zip(*e, strict=True)]
    between = potential.value.subs(dict(zip(potential.coordinates, middle, strict=True)), simultaneous=True)
    powers = between.replace(sp.exp, lambda e: sp.expand_power_exp(sp.exp(sp.expand(e))))
    return powers - a * psi[0] - (1 - a) * psi[1]


def affinity_condition(family: ExponentialFamily, potential: Potential, a: Any) -> Any:
    """What is known of where L(a) is finite: that the middle has the signs of natural parameters.

    The arguments are those of log_affinity; the result is a SymPy condition, necessary, true where nothing is known.
    """
    conditions = []
    one, other = _two_points(family)
    for coordinate, eta in zip(potential.coordinates, family.natural, strict=True):
        middle = sp.expand(
            a * eta.subs(one, simultaneous=True) + (1 - a) * eta.subs(other, simultaneous=True)
        )
        if coordinate.is_positive:
            conditions.append(middle > 0)
        elif coordinate.is_negative:
            conditions.append(middle < 0)
    return sp.And(*conditions)


def _two_points(family: ExponentialFamily) -> list[dict[Symbol, Symbol]]:
    return [dict(zip(family.parameters, point, strict=True)) for point in second_point(family.parameters)]


def alpha_divergence(L: Expr, a: Symbol, *, alpha: Any) -> Expr:
    """4/(1 - alpha^2)*(1 - exp(L((1 - alpha)/2))); at alpha = -1 KL(p | q), at alpha = 1 KL(q | p).

    L  the logarithm of the affinity as an expression in a.
    """
    alpha = sp.sympify(alpha)
    if alpha == -1:
        return kl(L, a)
    if alpha == 1:
        return tidy(-sp.diff(L, a).subs(a, 0))
    return 4 / (1 - alpha**2) * (1 - sp.exp(L.subs(a, (1 - alpha) / 2)))


def renyi_divergence(L: Expr, a: Symbol, *, order: Any) -> Expr:
    """L(order)/(order - 1); at order 1 KL(p | q).

    L  the logarithm of the affinity as an expression in a.

    Raises GeometryError for a number that is not a positive order.
    """
    order = sp.sympify(order)
    if order.is_nonpositive:
        raise GeometryError(
            f"Renyi's order has to be positive; it is {order}. "
            "Exchange the laws: (1 - a)*D_a(p | q) = a*D_(1-a)(q | p)."
        )
    return kl(L, a) if order == 1 else L.subs(a, order) / (order - 1)


def squared_hellinger(L: Expr, a: Symbol) -> Expr:
    """2*(1 - exp(L(1/2))) = int (sqrt(p) - sqrt(q))^2, between 0 and 2."""
    return 2 * (1 - sp.exp(L.subs(a, sp.Rational(1, 2))))


def chi_squared(L: Expr, a: Symbol) -> Expr:
    """exp(L(2)) - 1 = int (p - q)^2/q, where L(2) is finite."""
    return sp.exp(L.subs(a, 2)) - 1


def kl(L: Expr, a: Symbol) -> Expr:
    """KL(p | q) = L'(1), where L is finite beyond 1."""
    return tidy(sp.diff(L, a).subs(a, 1))
