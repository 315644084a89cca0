"""Jumps of a density at places that move with a parameter, where its information is infinite.

A density with a jump of height h at b(theta) has a squared Hellinger distance of order |d theta| and not
|d theta|^2, so that no matrix measures it, although E[s*s.T] off the jump may be finite, or even zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy as sp
from mpmath import mp
from sympy import Expr, Symbol

from derivations.family import Interval, Reals
from theorems.portraits.compiled import decimal_function
from theorems.portraits.subject import Subject

PLACES = 60  # decimals of arithmetic
BESIDE = sp.Rational(1, 10**25)  # from the place: kinks as |x|^(1/4) are below LEAST there, jumps are not
LEAST = mp.mpf("1e-5")  # of the larger side, that a jump is at least


def moving_jump(subject: Subject) -> str:
    """A sentence on the first moving place at which the density jumps; empty where none is found.

    Looked at are zeros of arguments of absolute values and signs, of the two sides of each case, and of
    denominators, where they are polynomials in the one observation.
    """
    family = subject.written
    if len(family.observations) != 1 or not isinstance(family.support, Interval | Reals):
        return ""
    (x,) = family.observations
    for place in _places(family.log_density):
        moves = [p for p in family.parameters if sp.diff(place, p) != 0]
        if not (moves and place.has(x)):
            continue
        for point in subject.points:
            for b in _inside(place, x, family.support, point):
                left, right = (_density(subject, point, b + side * BESIDE) for side in (-1, 1))
                if abs(left - right) > LEAST * max(left, right) and _is_moved(place, x, b, moves, point):
                    where = ", ".join(f"{s} = {v}" for s, v in point.items())
                    return (
                        f"At {where} the density jumps from {mp.nstr(left, 6)} to {mp.nstr(right, 6)} at "
                        f"{x} = {b}, a place that moves with {', '.join(map(str, moves))}: "
                        "the information is infinite."
                    )
    return ""


def _places(log_density: Expr) -> Iterator[Expr]:
    """Expressions at whose zeros a density can jump."""
    yield from (c.lhs - c.rhs for c in log_density.atoms(sp.Rel))
    yield from (a.args[0] for a in log_density.atoms(sp.Abs, sp.sign))
    yield from (p.base for p in log_density.atoms(sp.Pow) if p.exp.could_extract_minus_sign())


def _inside(place: Expr, x: Symbol, support: Any, point: Mapping[Symbol, Expr]) -> list[Expr]:
    """The real zeros in the support; none where the place is no polynomial, also of those in absolute values."""
    opened = place.replace(sp.Abs, lambda a: a)
    found: list[Expr] = []
    for form in {opened, place.replace(sp.Abs, lambda a: -a)}:
        moved = form.subs(dict(point), simultaneous=True)
        if moved.is_polynomial(x) and moved.has(x):
            found += sp.real_roots(sp.Poly(moved, x))
    if not isinstance(support, Interval):
        return found
    low, high = (sp.sympify(e).subs(dict(point)) for e in (support.lower, support.upper))
    return [b for b in found if (low < b) == sp.true and (b < high) == sp.true]


def _is_moved(
    place: Expr, x: Symbol, b: Expr, parameters: list[Symbol], point: Mapping[Symbol, Expr]
) -> bool:
    """Whether a zero moves with a parameter, by the slope of the place in it."""
    slopes = (sp.diff(place, p).subs(dict(point)).subs(x, b + BESIDE) for p in parameters)
    return any(abs(sp.N(s, PLACES)) > sp.Float("1e-15") for s in slopes)


def _density(subject: Subject, point: Mapping[Symbol, Expr], at: Expr) -> Any:
    """The density beside a place, zero where its logarithm is not finite."""
    family = subject.written
    with mp.workdps(PLACES):
        given = (at, *(point[s] for s in (*family.parameters, *family.fixed)))
        try:
            found = decimal_function(family)(*(mp.mpf(sp.N(v, PLACES)._to_mpmath(mp.prec)) for v in given))
        except (ZeroDivisionError, ValueError):
            return mp.mpf(0)
        return mp.exp(mp.re(found))
