"""Coordinates as functions of given functions of them, in closed form where the equations are rational.

Equations y = log(R) are first written exp(y) = R.  What SymPy solves is tried at points, which tells branches
apart, and then proved to undo the forms.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sympy as sp
from sympy import Expr, Symbol

from derivations.geometry.outcomes import Decision, Found, NotFound, decide_zero

UNKNOWNS = 3  # systems of more rational equations can take SymPy minutes


def invert(
    forms: Sequence[Expr],
    coordinates: Sequence[Symbol],
    onto: Sequence[Symbol],
    *,
    points: Sequence[Mapping[Symbol, Any]] = (),
) -> Found[tuple[Expr, ...]] | NotFound:
    """The coordinates as functions of y = forms(coordinates), or why there is no closed form here.

    forms        n expressions in n coordinates.
    onto         n symbols y.
    points       generic points of the domain; at least one, to tell branches apart.

    >>> p, y = Symbol("p", positive=True), Symbol("y", real=True)
    >>> invert([sp.log(p / (1 - p))], [p], [y], points=[{p: sp.Rational(2, 7)}]).value
    (exp(y)/(exp(y) + 1),)
    """
    if len(coordinates) > UNKNOWNS:
        return NotFound(f"{len(coordinates)} equations are more than the {UNKNOWNS} that are solved here")
    power = _power(forms, coordinates, onto)
    if power is not None:
        confirmed = _undoes(power, forms, coordinates, onto, points)
        return Found(power, "one power", confirmed) if confirmed else NotFound(confirmed.why)
    plain = [sp.Dummy(c.name) for c in coordinates]
    rename = dict(zip(coordinates, plain, strict=True))
    equations = []
    for form, y in zip(forms, onto, strict=True):
        equation = _rational_equation(form, y, coordinates)
        if equation is None:
            return NotFound(f"{y} = {form} is no rational equation in {', '.join(map(str, coordinates))}")
        equations.append(equation.xreplace(rename))
    for solution in sp.solve(equations, plain, dict=True):
        if set(solution) != set(plain):
            continue
        inverse = tuple(sp.factor(sp.together(solution[d])) for d in plain)
        confirmed = _undoes(inverse, forms, coordinates, onto, points)
        if confirmed:
            return Found(inverse, "rational equations", confirmed)
    return NotFound(
        f"no solution of {', '.join(map(str, forms))} = {', '.join(map(str, onto))} was confirmed"
    )


def _power(
    forms: Sequence[Expr], coordinates: Sequence[Symbol], onto: Sequence[Symbol]
) -> tuple[Expr, ...] | None:
    """x = (y/c)^(1/k) for the one equation y = c*x^k in a positive x with a fixed exponent k."""
    if len(forms) != 1 or not coordinates[0].is_positive:
        return None
    scale, moving = forms[0].as_independent(coordinates[0], as_Add=False)
    base, exponent = moving.as_base_exp()
    if base != coordinates[0] or exponent.has(*coordinates) or exponent == 0:
        return None
    return ((onto[0] / scale) ** (1 / exponent),)


def _rational_equation(form: Expr, y: Symbol, coordinates: Sequence[Symbol]) -> Expr | None:
    """Zero where y = form, without logarithms, or None."""
    if form.is_rational_function(*coordinates):
        return sp.fraction(sp.together(form - y))[0]
    joined = sp.logcombine(sp.expand_log(form, force=True), force=True)
    scale, inner = joined.as_independent(sp.log, as_Add=False)
    if not isinstance(inner, sp.log) or scale.has(*coordinates):
        return None
    ratio = inner.args[0]
    if not ratio.is_rational_function(*coordinates):
        return None
    return sp.fraction(sp.together(ratio - sp.exp(y / scale)))[0]


def _undoes(
    inverse: Sequence[Expr],
    forms: Sequence[Expr],
    coordinates: Sequence[Symbol],
    onto: Sequence[Symbol],
    points: Sequence[Mapping[Symbol, Any]],
) -> Decision:
    there = dict(zip(onto, forms, strict=True))
    gaps = [e.subs(there, simultaneous=True) - c for e, c in zip(inverse, coordinates, strict=True)]
    return decide_zero(gaps, points=points, of="inverse(forms) - coordinates")
