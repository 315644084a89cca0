"""The expansion of KL along a line for any regular model, derived from its normalisation alone.

Write l(h) = log p(theta + h*u) and s, l2, l3, ... for its derivatives at h = 0; s is the score along u.
Differentiating Int p = 1 k times under the integral gives the Bartlett identities

    E[B_k(s, l2, ..., lk)] = 0,      B_k the complete Bell polynomial,      B_1 = s, B_2 = l2 + s^2, ...

and KL(p_theta | p_(theta + h*u)) = -sum_k h^k/k! * E[l_k].  The identities are solved for E[l_k]; so every
coefficient comes out in moments of products, which are free.  Nothing is typed in.

A moment is named by its text: E[s^2], E[s*l2], ...  Source: [Bartlett1953]; [McCullagh1987] sec. 7.2;
[Amari2016] sec. 1.6 for order three.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sympy as sp
from sympy import Expr, Symbol

from derivations.expectation import law_of
from derivations.family import Family
from derivations.tidy import tidy

MAX_ORDER = 6  # Bell polynomials stay small; beyond six nobody reads the result


@dataclass(frozen=True)
class RegularExpansion:
    """coefficients[k] is the coefficient of h^k, in moments named by `moment`."""

    coefficients: tuple[Expr, ...]

    def of(
        self, family: Family, *, direction: Sequence[Any], at: Sequence[Any] | None = None
    ) -> tuple[Expr, ...]:
        """The coefficients for a family, its moments computed by rule.

        direction  the components of u.
        at         the point theta; the parameters themselves if not given.

        Raises NotClosedError where a moment has no closed form.
        """
        values = moments(family, direction, order=len(self.coefficients) - 1, at=at)
        return tuple(tidy(c.subs(values, simultaneous=True)) for c in self.coefficients)


def derivative(k: int) -> Symbol:
    """The k-th derivative of log p along the line, as a random variable: s, l2, l3, ..."""
    return Symbol("s" if k == 1 else f"l{k}", real=True)


def moment(product: Expr) -> Expr:
    """The mean of a product of derivatives, as a symbol named by its text.

    >>> moment(derivative(1) * derivative(2))
    E[l2*s]
    """
    return sp.S.One if product == 1 else Symbol(f"E[{sp.sstr(product)}]", real=True)


def mean(polynomial: Expr, order: int) -> Expr:
    """The linear expectation of a polynomial in the derivatives, in named moments."""
    variables = [derivative(k) for k in range(1, order + 1)]
    poly = sp.Poly(polynomial, *variables)
    products = [(sp.prod(v**p for v, p in zip(variables, powers)), c) for powers, c in poly.terms()]
    return sp.Add(*(c * moment(product) for product, c in products))


@cache
def bell(k: int) -> Expr:
    """The complete Bell polynomial: p^(k)/p in terms of the derivatives of log p.

    B_(k+1) = s*B_k + dB_k/dh, where the derivative takes l_j to l_(j+1).
    """
    if k == 0:
        return sp.S.One
    before = bell(k - 1)
    moved = sp.Add(*(sp.diff(before, derivative(j)) * derivative(j + 1) for j in range(1, k)))
    return sp.expand(derivative(1) * before + moved)


def bartlett(k: int) -> Expr:
    """The k-th Bartlett identity: this combination of moments is zero for a regular model.

    >>> bartlett(2)
    E[l2] + E[s**2]
    """
    return mean(bell(k), k)


def mean_derivatives(order: int) -> dict[Expr, Expr]:
    """E[l_k] in moments of products, for k up to the order, by solving the Bartlett identities."""
    return {
        moment(derivative(k)): sp.expand(moment(derivative(k)) - bartlett(k)) for k in range(1, order + 1)
    }


def forward_expansion(order: int) -> RegularExpansion:
    """KL(p_theta | p_(theta + h*u)) for any regular model.

    Raises ValueError for an order above MAX_ORDER.

    >>> forward_expansion(3).coefficients
    (0, 0, E[s**2]/2, E[l2*s]/2 + E[s**3]/6)
    """
    _check(order)
    solved = mean_derivatives(order)
    terms = [-moment(derivative(k)) / sp.factorial(k) for k in range(1, order + 1)]
    return RegularExpansion((sp.S.Zero, *(sp.expand(t.subs(solved, simultaneous=True)) for t in terms)))


def reverse_expansion(order: int) -> RegularExpansion:
    """KL(p_(theta + h*u) | p_theta) = E[exp(d)*d] with d = sum_k h^k/k!*l_k, for any regular model.

    Raises ValueError for an order above MAX_ORDER.
    """
    _check(order)
    h = sp.Dummy("h")
    d = sp.Add(*(h**k / sp.factorial(k) * derivative(k) for k in range(1, order + 1)))
    ratio = sp.Add(*(h**k / sp.factorial(k) * bell(k) for k in range(order)))  # p_(theta + h*u)/p_theta
    solved = mean_derivatives(order)
    series = sp.Poly(sp.expand(ratio * d), h)
    found = [
        mean(series.coeff_monomial(h**k), order).subs(solved, simultaneous=True) for k in range(order + 1)
    ]
    return RegularExpansion(tuple(sp.expand(c) for c in found))


def metric_derivative() -> Expr:
    """d/dh of I(u, u) = E[s^2] along the line, in named moments: E[d/dh s^2] + E[s^2*s]."""
    return mean(2 * derivative(1) * derivative(2) + derivative(1) ** 3, 2)


def third_order_in_metric() -> Expr:
    """The forward coefficient of h^3 in the metric's derivative dI along the line and T = E[s^3].

    >>> third_order_in_metric()
    -E[s**3]/12 + dI/4
    """
    dI, mixed = Symbol("dI", real=True), moment(derivative(1) * derivative(2))
    (solution,) = sp.solve(metric_derivative() - dI, mixed)
    return sp.expand(forward_expansion(3).coefficients[3].subs(mixed, solution))


def moments(
    family: Family, direction: Sequence[Any], *, order: int, at: Sequence[Any] | None = None
) -> dict[Expr, Expr]:
    """Every named moment up to an order, for a family along a direction, at a point.

    Raises NotClosedError where one has no closed form.
    """
    law, h = law_of(family, at=at), sp.Dummy("h", real=True)
    point = family.parameters if at is None else at
    moved = [sp.sympify(p) + h * sp.sympify(c) for p, c in zip(point, direction, strict=True)]
    line = family.log_density_at(moved)
    values = {derivative(k): sp.diff(line, h, k).subs(h, 0) for k in range(1, order + 1)}
    products = [product for k in range(1, order + 1) for product in _products(k)]
    return {moment(p): tidy(law.mean(p.subs(values, simultaneous=True))) for p in products}


def _products(k: int) -> list[Expr]:
    """The monomials of the k-th Bell polynomial."""
    return [sp.prod(f for f in term.as_coeff_mul()[1]) for term in sp.Add.make_args(bell(k))]


def _check(order: int) -> None:
    if not 1 <= order <= MAX_ORDER:
        raise ValueError(f"The order must be from 1 to {MAX_ORDER}, not {order}.")
