"""Generic points of a domain: rational, off every symmetry, the same on every call."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sympy as sp
from sympy import Expr, Rational, Symbol

from derivations.family import Interval
from derivations.geometry.errors import DomainError

# Unequal, never 0, 1/2 or 1, and with different prime denominators, so that no two of them combine to a whole.
FRACTIONS = (Rational(3, 11), Rational(5, 7), Rational(6, 13), Rational(13, 17), Rational(4, 19))
COUNT = 3
TRIES = 60  # points tried for conditions beyond the intervals


def generic_points(
    coordinates: Sequence[Symbol],
    domains: Sequence[Interval],
    *,
    fixed: Iterable[Symbol] = (),
    where: Sequence[Any] = (),
    count: int = COUNT,
) -> list[dict[Symbol, Expr]]:
    """Rational points of a domain, with values for the fixed symbols too.

    coordinates  n symbols.
    domains      n open intervals; the ends may depend on fixed symbols, and on other coordinates, not in a circle.
    fixed        other symbols of the formulas; integers where they are declared so.
    where        conditions that the points have to satisfy.
    count        how many points.

    Raises DomainError where the lists do not fit, or an interval holds no number.

    >>> a, b = sp.symbols("a b", positive=True)
    >>> generic_points((a, b), (Interval(sp.S.Zero, sp.S.One), Interval(sp.S.Zero, 1 - a)), count=1)
    [{a: 3/11, b: 40/77}]
    """
    if len(coordinates) != len(domains):
        raise DomainError(f"{len(coordinates)} coordinates and {len(domains)} domains. Give one each.")
    found = []
    for start in range(count + (TRIES if where else 0)):
        point = _point(coordinates, domains, fixed, start)
        if all(condition.subs(point, simultaneous=True) == sp.true for condition in where):
            found.append(point)
        if len(found) == count:
            return found
    raise DomainError(
        f"{len(found)} of {count + TRIES} points of the box satisfy {', '.join(map(str, where))}; {count} are needed. "
        "Give tighter intervals, with ends that depend on other coordinates."
    )


def _point(
    coordinates: Sequence[Symbol], domains: Sequence[Interval], fixed: Iterable[Symbol], start: int
) -> dict[Symbol, Expr]:
    values: dict[Symbol, Expr] = {s: _kept(s, start, i) for i, s in enumerate(sorted(fixed, key=str))}
    waiting = list(enumerate(zip(coordinates, domains, strict=True)))
    while waiting:
        ready = [entry for entry in waiting if not _ends(entry[1][1]) & set(coordinates) - set(values)]
        for i, (coordinate, domain) in ready or waiting:
            fraction = FRACTIONS[(start + i) % len(FRACTIONS)] / (
                1 + (start + i) // len(FRACTIONS) + (i * start) % 3 * (start >= COUNT)
            )
            values[coordinate] = _inside(domain, fraction, start + i, values, coordinate)
        waiting = [entry for entry in waiting if entry[1][0] not in values]
    return values


def _ends(domain: Interval) -> set[Symbol]:
    return sp.sympify(domain.lower).free_symbols | sp.sympify(domain.upper).free_symbols


def _kept(symbol: Symbol, start: int, i: int) -> Expr:
    """A value for a symbol that is not a coordinate: large enough for the moments it usually stands for."""
    if symbol.is_integer:
        return sp.Integer(3 + 2 * i + start)
    return 5 + FRACTIONS[(start + i + 2) % len(FRACTIONS)] + i


def _inside(domain: Interval, fraction: Expr, shift: int, values: dict[Symbol, Any], name: Symbol) -> Expr:
    lower, upper = (sp.sympify(e).subs(values, simultaneous=True) for e in (domain.lower, domain.upper))
    if not (lower.is_number and upper.is_number) or not lower < upper:
        raise DomainError(
            f"The domain of {name} is ({lower}, {upper}), which is no interval of numbers. "
            "Its ends may depend on fixed symbols and other coordinates, though not in a circle."
        )
    if lower.is_finite and upper.is_finite:
        return lower + (upper - lower) * fraction
    if lower.is_finite:
        return lower + fraction + Rational(shift, 2)
    if upper.is_finite:
        return upper - fraction - Rational(shift, 2)
    return fraction * (-1) ** shift + Rational(shift, 3)


def second_point(coordinates: Sequence[Symbol]) -> tuple[tuple[Symbol, ...], tuple[Symbol, ...]]:
    """Two copies of the coordinates, x_1 and x_2 for each x, with the same assumptions."""
    first, second = (tuple(Symbol(f"{c.name}_{k}", **c.assumptions0) for c in coordinates) for k in (1, 2))
    return first, second
