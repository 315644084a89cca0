"""Cross entropy, entropy, Kullback-Leibler divergence and its expansion to any order.

    cross entropy  -E_a[log p_b]
    entropy        -E_a[log p_a]
    KL(p_a | p_b)   E_a[log p_a - log p_b]

Natural logarithms throughout.  Source: [CoverThomas2006] sec. 8.5-8.6; [Kullback1959] sec. 2.6.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp
from sympy import Expr, Symbol

from derivations.expectation import NotClosedError, law_of
from derivations.family import Family, Interval
from derivations.laws import Powered
from derivations.tidy import tidy


@dataclass(frozen=True)
class Divergence:
    """KL(p_first | p_second) as an expression in both points.

    first, second  the points: symbols or values.
    value          the divergence.
    rule           the moment rule that gave it.
    """

    value: Expr
    first: tuple[Expr, ...]
    second: tuple[Expr, ...]
    rule: str


def kl(
    family: Family, *, first: Sequence[Any] | None = None, second: Sequence[Any] | None = None
) -> Divergence:
    """KL(p_a | p_b) = E_a[log p_a - log p_b].

    first, second  points a and b; the parameters, and fresh symbols of the same kind, if not given.

    Raises NotClosedError where no moment rule applies.

    >>> from derivations.families import load
    >>> kl(load("poisson"), first=(2,), second=(3,)).value
    -2*log(3) + 1 + 2*log(2)
    """
    a = tuple(family.parameters if first is None else map(sp.sympify, first))
    b = tuple(family.second_point() if second is None else map(sp.sympify, second))
    law = law_of(family, at=a)
    gap = family.log_density_at(a) - family.log_density_at(b)
    value = tidy(law.mean(gap))
    inside = _contained(family.support_at(a), family.support_at(b))
    if inside is not sp.true:
        value = sp.Piecewise((value, inside), (sp.oo, True))
    return Divergence(value, a, b, law.rule)


def _contained(inner: Any, outer: Any) -> Any:
    """The condition that one support lies in another: true for supports that do not move."""
    if not isinstance(inner, Interval):
        return sp.true
    return sp.And(outer.lower <= inner.lower, inner.upper <= outer.upper)


def cross_entropy(
    family: Family, *, first: Sequence[Any] | None = None, second: Sequence[Any] | None = None
) -> Expr:
    """-E_a[log p_b]; the points as in kl.

    Raises NotClosedError where no moment rule applies (for Poisson, E[log(x!)]).
    """
    a = tuple(family.parameters if first is None else first)
    b = tuple(family.second_point() if second is None else second)
    value = tidy(-law_of(family, at=a).mean(family.log_density_at(b)))
    inside = _contained(family.support_at(a), family.support_at(b))
    return value if inside is sp.true else sp.Piecewise((value, inside), (sp.oo, True))


def entropy(family: Family) -> Expr:
    """-E[log p], in the family's parameters.

    Raises NotClosedError where no moment rule applies.

    >>> from derivations.families import load
    >>> entropy(load("exponential"))
    1 - log(b)
    """
    return tidy(-law_of(family).mean(family.log_density))


def kl_along(family: Family, direction: Any, h: Symbol) -> Expr:
    """KL(p_theta | p_(theta + h*u)) as a function of h.

    direction  the components of u, one for each parameter; a number for a family of one parameter.
    """
    u = (direction,) if family.dimension == 1 and not isinstance(direction, Sequence) else tuple(direction)
    moved = tuple(p + h * sp.sympify(c) for p, c in zip(family.parameters, u, strict=True))
    try:
        return kl(family, second=moved).value
    except NotClosedError:  # a scale plus a step has no sign that is known: derive at a point, then move it
        found = kl(family)
        return found.value.subs(dict(zip(found.second, moved, strict=True)), simultaneous=True)


@dataclass(frozen=True)
class KLExpansion:
    """KL(p_theta | p_(theta + h*u)) = sum_k coefficients[k]*h^k + remainder*h^remainder_order + ...

    direction        the components of u.
    coefficients     from order 0 to the order asked for.
    remainder_order  the next order whose coefficient is not zero, within the search; None if all are.
    remainder        its coefficient, 0 if all vanish.
    exact            whether the sum is KL itself (all derivatives beyond vanish identically).
    """

    direction: tuple[Expr, ...]
    coefficients: tuple[Expr, ...]
    remainder_order: int | None
    remainder: Expr
    exact: bool

    def polynomial(self, h: Symbol) -> Expr:
        """The sum up to the order asked for."""
        return sp.Add(*(c * h**k for k, c in enumerate(self.coefficients)))


AHEAD = 4  # orders beyond the one asked for in which the remainder is looked for


def kl_expansion(family: Family, order: int, *, direction: Sequence[Any] | None = None) -> KLExpansion:
    """Expand KL(p_theta | p_(theta + h*u)) in h to an order, by derivatives of the exact divergence at h = 0.

    direction  the components of u; symbols u1, u2, ... (u for one parameter) if not given.

    Raises NotClosedError where KL has no closed form, or a kink at h = 0 (see `kink_expansion`).
    """
    u = tuple(map(sp.sympify, direction)) if direction is not None else _direction(family)
    h = sp.Dummy("h", real=True)
    value = kl_along(family, u, h)
    if value.has(sp.Abs, sp.Piecewise):
        raise NotClosedError(
            f"{family.name}: KL along a line is {value}, not smooth at h = 0. "
            "Expand each side by itself, or use kink_expansion."
        )
    found: list[Expr] = []
    exact = False
    for k in range(order + AHEAD + 1):
        found.append(tidy(value.subs(h, 0) / sp.factorial(k)))
        value = sp.diff(value, h)
        exact = exact or (k >= order and sp.expand(value) == 0 and not any(found[order + 1 :]))
        if exact or (k > order and found[-1] != 0):
            break
    ahead = [k for k in range(order + 1, len(found)) if found[k] != 0]
    coefficients = tuple(found[: order + 1])
    return KLExpansion(
        u, coefficients, ahead[0] if ahead else None, found[ahead[0]] if ahead else sp.S.Zero, exact
    )


def _direction(family: Family) -> tuple[Symbol, ...]:
    if family.dimension == 1:
        return (Symbol("u", real=True),)
    return tuple(Symbol(f"u{i + 1}", real=True) for i in range(family.dimension))


@dataclass(frozen=True)
class KinkExpansion:
    """KL(p_t | p_(t + h)) = quadratic*h^2 + coefficient*|h|^exponent + O(|h|^next_exponent)."""

    quadratic: Expr
    exponent: Expr
    coefficient: Expr
    next_exponent: Expr


def kink_expansion(family: Family) -> KinkExpansion:
    """The first two terms of KL for the location family of c*exp(-k*|x - t|^b), 1/2 < b < 3/2.

    With K(h) = k*c*Int exp(-k*|z|^b)*(|z - h|^b - |z|^b) dz, two integrations by parts give K''(0) = E[s^2].
    The first singular part of exp(-k*|z|^b) at its kink, -k*|z|^b, gives the term -k^2*c*B*|h|^(1 + 2*b),
    where B is the finite part of Int |z|^b*|z - 1|^b dz,

        B = Beta(b + 1, b + 1) + 2*Gamma(b + 1)*Gamma(-2*b - 1)/Gamma(-b),

    at b = 1 by its limit 1/3.  The second singular part gives |h|^(1 + 3*b).

    Raises NotClosedError for a family that is not of this kind.
    """
    law = law_of(family)
    if not isinstance(law, Powered) or not sp.Rational(1, 2) < law.b < sp.Rational(3, 2):
        raise NotClosedError(
            f"{family.name} is not a location family of exp(-k*|x - t|^b) with 1/2 < b < 3/2."
        )
    b, k = law.b, law.k
    c = b * k ** (1 / b) / (2 * sp.gamma(1 / b))
    s = sp.diff(family.log_density, family.parameters[0])
    part = sp.gamma(b + 1) ** 2 / sp.gamma(2 * b + 2)
    part += sp.Rational(1, 6) if b == 1 else 2 * sp.gamma(b + 1) * sp.gamma(-2 * b - 1) / sp.gamma(-b)
    following = min(1 + 3 * b, sp.S(4))
    return KinkExpansion(tidy(law.mean(s**2) / 2), 1 + 2 * b, sp.gammasimp(-(k**2) * c * part), following)
