"""Generic points of a domain: rational, unequal, away from its ends, the same on every call.

The quadratures of `numeric` lose digits where a density is singular at an end of its support, so scales and
shapes are taken beyond 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sympy as sp
from sympy import Expr, Rational, Symbol

from derivations.family import Finite, Interval
from derivations.text import Declared
from derivations.text.declaring import Domain
from theorems.portraits.request import InputError

# Never 0, 1/2 or 1, with different prime denominators, so that no two of them combine to a whole.
FRACTIONS = (Rational(3, 11), Rational(8, 13), Rational(2, 7), Rational(7, 17), Rational(10, 19))
COUNT = 3
TRIES = 200  # points tried where conditions cut the box


def generic_points(
    declared: Sequence[Declared], where: Sequence[Any], *, count: int = COUNT
) -> list[dict[Symbol, Expr]]:
    """Points at which every declared symbol has a value inside its set and the conditions hold.

    Raises InputError where conditions leave too few.
    """
    found: list[dict[Symbol, Expr]] = []
    for start in range(TRIES):
        point = _point(declared, start)
        if point is not None and all(c.subs(point, simultaneous=True) == sp.true for c in where):
            found.append(point)
        if len(found) == count:
            return found
    conditions = ", ".join(map(str, where))
    raise InputError(
        f"{len(found)} of {TRIES} points of the domain satisfy {conditions or 'its own ends'}; "
        f"{count} are needed. Give the parameters tighter intervals, or correct the conditions."
    )


def _point(declared: Sequence[Declared], start: int) -> dict[Symbol, Expr] | None:
    values: dict[Symbol, Expr] = {}
    waiting = list(enumerate(declared))
    while waiting:
        symbols = {d.symbol for _, d in waiting}
        ready = [(i, d) for i, d in waiting if not _ends(d.domain).free_symbols & symbols]
        for i, one in ready:
            value = _inside(one.domain, values, start, i)
            if value is None:
                return None
            values[one.symbol] = value
        if not ready:
            return None
        waiting = [(i, d) for i, d in waiting if d.symbol not in values]
    return values


def _ends(domain: Domain) -> Any:
    if isinstance(domain, Finite):
        return sp.Tuple(*domain.values)
    return sp.Tuple(
        *((domain.lower, domain.upper) if isinstance(domain, Interval) else (domain.first, domain.last))
    )


def _inside(domain: Domain, values: Mapping[Symbol, Expr], start: int, i: int) -> Expr | None:
    """A point of a set; later starts come closer to the ends, for conditions that need it."""
    ends = [sp.sympify(e).subs(values, simultaneous=True) for e in _ends(domain)]
    if isinstance(domain, Finite):
        return ends[(start + i) % len(ends)]
    low, high = ends[0], ends[-1]
    fraction = FRACTIONS[(start + 2 * i) % len(FRACTIONS)] / (1 + start // len(FRACTIONS) % 4)
    if not isinstance(domain, Interval):
        first = low if low.is_finite else high - 9 if high.is_finite else sp.S.Zero
        return sp.Min(first + 3 + (start + 2 * i) % 5, high)
    if low.is_infinite and high.is_infinite:
        return (-1) ** (start + i) * fraction
    if high.is_infinite:
        return low + 1 + fraction + i * Rational(12, 23) + start // 20
    if low.is_infinite:
        return high - 1 - fraction
    return low + fraction * (high - low) if (high - low).is_positive else None
