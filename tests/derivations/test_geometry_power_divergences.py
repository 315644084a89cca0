"""Divergences from one affinity, against their definitions and printed forms."""

from __future__ import annotations

import pytest
import sympy as sp
from sympy import Rational, Symbol, log, pi, symbols

from derivations.family import LINE, POSITIVE, UNIT
from derivations.geometry.errors import GeometryError
from derivations.geometry.exponential_family import exponential_family, in_natural
from derivations.geometry.points import generic_points
from derivations.geometry.power_divergences import (
    affinity_condition,
    alpha_divergence,
    chi_squared,
    kl,
    log_affinity,
    renyi_divergence,
    squared_hellinger,
)

mu, x, a = symbols("mu x a", real=True)
v, b, p, z = symbols("v b p z", positive=True)
i = Symbol("i", integer=True, nonnegative=True)

NORMAL = -((x - mu) ** 2) / (2 * v) - log(2 * pi * v) / 2
BERNOULLI = i * log(p) + (1 - i) * log(1 - p)


def two(name: str, symbol: Symbol) -> tuple[Symbol, Symbol]:
    """The symbols of both points."""
    first, second = (Symbol(f"{name}_{e}", **symbol.assumptions0) for e in (1, 2))
    return first, second


def test_renyi_of_normal_laws_is_the_one_in_print() -> None:
    """For equal variances a*(mu1 - mu2)^2/(2*v) [ErvenHarremoes2014, eq. 10]."""
    family = exponential_family(NORMAL, (mu, v), (x,)).value
    L = log_affinity(family, in_natural(family, points=generic_points((mu, v), (LINE, POSITIVE))).value, a)
    (m1, m2), (v1, v2) = two("mu", mu), two("v", v)
    at = {m1: Rational(3, 7), m2: Rational(-2, 5), v1: Rational(5, 3), v2: Rational(5, 3)}

    for order in (Rational(1, 3), Rational(5, 2)):
        found = renyi_divergence(L, a, order=order).subs(at)
        assert abs(sp.N(found - order * Rational(29, 35) ** 2 / (2 * Rational(5, 3)), 30, maxn=40)) < 1e-25


def test_every_divergence_of_two_bernoulli_laws_is_its_sum() -> None:
    """alpha, Renyi, Hellinger, chi-squared and KL against their definitions, to 25 digits."""
    family = exponential_family(BERNOULLI, (p,), (i,)).value
    L = log_affinity(family, in_natural(family, points=generic_points((p,), (UNIT,))).value, a)
    P, Q = (Rational(2, 7), Rational(5, 7)), (Rational(3, 5), Rational(2, 5))
    at = dict(zip(two("p", p), (P[0], Q[0]), strict=True))

    def same(found: sp.Expr, summed: sp.Expr) -> bool:
        return bool(abs(sp.N(found.subs(at), 40) - sp.N(summed, 40)) < sp.Float("1e-25"))

    def affinity(order: sp.Expr) -> sp.Expr:
        return sp.Add(*(e**order * f ** (1 - order) for e, f in zip(P, Q, strict=True)))

    third, half = Rational(1, 3), Rational(1, 2)
    divergence = sp.Add(*(e * log(e / f) for e, f in zip(P, Q, strict=True)))
    backward = sp.Add(*(f * log(f / e) for e, f in zip(P, Q, strict=True)))
    assert same(alpha_divergence(L, a, alpha=third), 4 / (1 - third**2) * (1 - affinity(third)))
    assert same(alpha_divergence(L, a, alpha=-1), divergence)
    assert same(alpha_divergence(L, a, alpha=1), backward)
    assert same(renyi_divergence(L, a, order=third), log(affinity(third)) / (third - 1))
    assert same(renyi_divergence(L, a, order=1), divergence)
    assert same(squared_hellinger(L, a), 2 - 2 * affinity(half))
    assert same(chi_squared(L, a), sp.Add(*((e - f) ** 2 / f for e, f in zip(P, Q, strict=True))))
    assert same(kl(L, a), divergence)
    assert not same(kl(L, a), backward)


def test_the_affinity_says_where_it_is_finite() -> None:
    """For exponential laws a*b_1 + (1 - a)*b_2 > 0."""
    family = exponential_family(log(b) - b * z, (b,), (z,)).value
    natural = in_natural(family, points=generic_points((b,), (POSITIVE,))).value
    b1, b2 = two("b", b)

    condition = affinity_condition(family, natural, a)

    assert condition.subs({a: 2, b1: 1, b2: 3}) == sp.false
    assert condition.subs({a: 2, b1: 2, b2: 3}) == sp.true


def test_renyi_has_no_negative_order() -> None:
    """The message says how the other half is reached."""
    with pytest.raises(GeometryError, match="Exchange the laws"):
        renyi_divergence(a**2, a, order=-1)
