"""Geodesics in closed form, each of which `is_geodesic` shows to solve the geodesic equation.

    half-plane   X = c + r*tanh(s/kappa), Y = r/cosh(s/kappa), and X = c, Y = r*exp(s/kappa); s is arc length
    simplex      p_i = (sin((1 - t)*phi)*sqrt(a_i) + sin(t*phi)*sqrt(b_i))^2/sin(phi)^2, cos(phi) = sum sqrt(a_i*b_i)
    affine       straight lines, in the natural parameters for alpha = 1, in the mean parameters for alpha = -1

Source: [doCarmo1992, ch. 3]; [AmariNagaoka2000, sec. 1.6, 3.3].
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sympy as sp
from sympy import Expr, Symbol

from derivations.geometry.connections import Connection, geodesic_equations
from derivations.geometry.errors import DomainError
from derivations.geometry.outcomes import Decision, decide_zero


def semicircle(centre: Any, radius: Any, kappa: Any, s: Symbol) -> tuple[Expr, Expr]:
    """(c + r*tanh(s/kappa), r/cosh(s/kappa)): a geodesic of kappa^2*(dX^2 + dY^2)/Y^2 by arc length.

    centre  c, a number; radius, kappa  positive numbers; s  the arc length.
    """
    u = s / sp.sympify(kappa)
    return centre + radius * sp.tanh(u), radius / sp.cosh(u)


def vertical(X: Any, Y: Any, kappa: Any, s: Symbol) -> tuple[Expr, Expr]:
    """(X, Y*exp(s/kappa)): a geodesic of kappa^2*(dX^2 + dY^2)/Y^2 by arc length.

    X  a number; Y, kappa  positive numbers; s  the arc length.
    """
    return sp.sympify(X), Y * sp.exp(s / sp.sympify(kappa))


def great_circle(first: Sequence[Any], second: Sequence[Any], t: Symbol) -> tuple[Expr, ...]:
    """The geodesic of the simplex from one law (t = 0) to another (t = 1), all n + 1 probabilities.

    first, second  a and b, n + 1 positive probabilities each, different.

    Raises DomainError where they are no two laws.
    """
    a, b = list(map(sp.sympify, first)), list(map(sp.sympify, second))
    if len(a) != len(b) or a == b or any(sp.expand(sp.Add(*p)) != 1 for p in (a, b)):
        raise DomainError(
            f"{first} and {second} are not two different laws on one set: each has to sum to 1."
        )
    phi = sp.acos(sp.Add(*(sp.sqrt(p * q) for p, q in zip(a, b, strict=True))))
    return tuple(
        ((sp.sin((1 - t) * phi) * sp.sqrt(p) + sp.sin(t * phi) * sp.sqrt(q)) / sp.sin(phi)) ** 2
        for p, q in zip(a, b, strict=True)
    )


def straight(first: Sequence[Any], second: Sequence[Any], t: Symbol) -> tuple[Expr, ...]:
    """(1 - t)*a + t*b, component by component: a geodesic in affine coordinates.

    first, second  a and b, n components each.
    """
    return tuple((1 - t) * sp.sympify(p) + t * sp.sympify(q) for p, q in zip(first, second, strict=True))


def is_geodesic(
    connection: Connection, curve: Sequence[Expr], t: Symbol, *, points: Sequence[Mapping[Symbol, Any]] = ()
) -> Decision:
    """Decide whether a curve solves the geodesic equation with t as an affine parameter.

    curve   n expressions in t.
    points  values of t and of other symbols, where a defect is looked for first.

    Raises TensorError where the curve does not have n components.
    """
    return decide_zero(geodesic_equations(connection, curve, t), points=points, of="the geodesic equation")
