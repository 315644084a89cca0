"""The Fisher matrix of a family at a point, measured to many decimals from its log-density alone.

One dimension gives 30 digits, two and three give 8; the kernel is that of `numeric.decimals`, which sees a
callable and a domain.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import product
from typing import Any

import sympy as sp
from mpmath import mp
from sympy import Expr, Symbol

from derivations import family as kinds
from derivations.family import Family
from numeric.decimals.domains import (
    Box,
    Domain,
    Finite,
    Integers,
    Interval,
    PositiveDefinite,
    Simplex,
)
from numeric.decimals.information import Information, expected_score_products
from theorems.portraits.compiled import decimal_function
from theorems.portraits.measure import MOST_POINTS, NoMeasureError, kinks

Point = Mapping[Symbol, Expr]


def information(family: Family, point: Point, *, digits: int | None = None) -> Information:
    """E[s*s.T] at a point, with the digits to which two rules agree.

    digits  asked; by default 30 in one dimension and 8 in more.

    Raises NoMeasureError for a support without a rule, NumericError where the rules fail.
    """
    return expected_score_products(
        _log_density(family, point),
        [exact(point[p]) for p in family.parameters],
        domain(family, point),
        digits=digits,
    )


def exact(value: Any) -> Any:
    """A SymPy number as a fraction, or as a call that computes it at the precision in force."""
    value = sp.sympify(value)
    if value.is_Rational:
        return Fraction(int(value.p), int(value.q))
    if value in (sp.oo, -sp.oo):
        return mp.inf if value == sp.oo else -mp.inf
    return lambda: mp.mpf(sp.N(value, mp.dps + 5)._to_mpmath(mp.prec))


def domain(family: Family, point: Point) -> Domain:
    """The support at a point in the words of `numeric.decimals`; raises NoMeasureError for one without a rule."""

    def at(e: Any) -> Expr:
        return sp.sympify(e).subs(dict(point), simultaneous=True)

    match family.support:
        case kinds.Reals(1):
            return Interval(breakpoints=tuple(map(exact, kinks(family, point))))
        case kinds.Reals(dimension) if dimension <= 3:
            return Box((Interval(),) * dimension)
        case kinds.Interval(lower, upper):
            low, high = at(lower), at(upper)
            inside = (k for k in kinks(family, point) if low < k < high)
            return Interval(exact(low), exact(high), tuple(map(exact, inside)))
        case kinds.Finite(values) if all(at(v).is_Rational for v in values):
            return Finite(tuple((exact(at(v)),) for v in values))
        case kinds.Naturals():
            return Integers()
        case kinds.Integers(lower, upper):
            return Integers(int(at(lower)), None if at(upper) == sp.oo else int(at(upper)))
        case kinds.Counts(total, cells):
            return Finite(_counts(int(at(total)), cells))
        case kinds.Simplex(dimension) if dimension <= 3:
            return Simplex(dimension + 1)
        case kinds.PositiveDefinite(2):
            return PositiveDefinite()
        case kinds.Sphere(3):  # the height and the longitude: on the sphere, dz*df is the surface measure
            return Box((Interval(-1, 1), Interval(lambda: -mp.pi, lambda: +mp.pi)))
        case other:
            raise NoMeasureError(f"there is no quadrature here over {other}")


def _counts(total: int, cells: int) -> tuple[tuple[int, ...], ...]:
    if (total + 1) ** cells > MOST_POINTS:
        raise NoMeasureError(f"({total} + 1)**{cells} points are too many to sum one by one")
    return tuple(k for k in product(range(total + 1), repeat=cells) if sum(k) <= total)


def _log_density(family: Family, point: Point) -> Callable[..., Any]:
    """log p as the kernel calls it: coordinates of the domain, then the list of parameters."""
    function = decimal_function(family)
    fixed = _Fixed(tuple(exact(point[s]) for s in family.fixed))
    d = len(family.observations)
    if isinstance(family.support, kinds.Sphere):
        return lambda z, f, theta: function(*_on_sphere(z, f), *theta, *fixed.values())
    return lambda *given: function(*given[:d], *given[-1], *fixed.values())


def _on_sphere(z: Any, f: Any) -> tuple[Any, Any, Any]:
    radius = mp.sqrt((1 - z) * (1 + z))
    return radius * mp.cos(f), radius * mp.sin(f), z


class _Fixed:
    """Values of the fixed symbols, computed once for each precision."""

    def __init__(self, given: tuple[Any, ...]) -> None:
        self._given = given
        self._known: dict[int, tuple[Any, ...]] = {}

    def values(self) -> tuple[Any, ...]:
        if mp.prec not in self._known:
            self._known[mp.prec] = tuple(
                g() if callable(g) else mp.mpf(g.numerator) / g.denominator for g in self._given
            )
        return self._known[mp.prec]
