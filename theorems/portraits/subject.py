"""The family of a request, with the sets of its symbols and the point at which numbers are wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import sympy as sp
from sympy import Expr, Symbol

from derivations import families
from derivations.family import Family, FamilyError, Interval
from derivations.laws.plain import plain
from derivations.text import Declared, Integers, TextError, read_at
from theorems.portraits import points
from theorems.portraits.chart import Charted, charted
from theorems.portraits.given import family_of_text
from theorems.portraits.request import InputError, Request


@dataclass(frozen=True)
class Subject:
    """What a portrait is of.

    family    its log-density in plain form; in the chart that was asked for.
    written   the same with the log-density as it was given: what is compiled and measured.
    declared  every parameter and fixed symbol with its set, in that order.
    at        a value for each of them, or None.
    charted   the chart and the family before it, or None.
    inferred  conditions without which the log-density is not real.
    """

    family: Family
    written: Family
    declared: tuple[Declared, ...]
    at: Mapping[Symbol, Expr] | None
    charted: Charted | None
    inferred: tuple[sp.Basic, ...] = ()

    @cached_property
    def points(self) -> list[dict[Symbol, Expr]]:
        """Three generic points of the domain."""
        return self.points_where(())

    def points_where(self, conditions: Sequence[sp.Basic]) -> list[dict[Symbol, Expr]]:
        """Three generic points that satisfy further conditions."""
        return points.generic_points(self.declared, (*self.family.where, *conditions))


def subject_of(request: Request) -> Subject:
    """Read a request.  Raises InputError with one line that says what is wrong."""
    inferred: tuple[sp.Basic, ...] = ()
    if request.density:
        written, declared, inferred = family_of_text(request)
    else:
        written = _named(request)
        declared = _declared(written)
    at = _at(request.at, written, declared) if request.at else None
    moved = charted(written, declared, request.chart) if request.chart else None
    if moved is not None:
        written, declared = moved.family, moved.declared
        at = None if at is None else moved.carried(at)
    return Subject(plain(written), written, declared, at, moved, inferred)


def _named(request: Request) -> Family:
    """The family of that name, or that variant of it whose parameters the chart is written in."""
    try:
        found = families.load(request.name)
    except FamilyError as error:
        raise InputError(str(error)) from None
    if request.chart and "." not in request.name:
        for name in (n for n in families.every() if n.startswith(f"{request.name}.")):
            other = families.load(name)
            if _knows(other, request.chart) and not _knows(found, request.chart):
                return other
    return found


def _knows(family: Family, chart: str) -> bool:
    from derivations.text import read_chart

    try:
        read_chart(chart, _by_name(family))
    except TextError:
        return False
    return True


def _by_name(family: Family) -> dict[str, Symbol]:
    return {s.name: s for s in (*family.parameters, *family.fixed)}


def _declared(family: Family) -> tuple[Declared, ...]:
    parameters = [Declared(p, d) for p, d in zip(family.parameters, family.domains, strict=True)]
    return (*parameters, *(_fixed(s, family) for s in family.fixed))


def _fixed(symbol: Symbol, family: Family) -> Declared:
    """A fixed symbol ranges over what its assumptions and the conditions on it alone say."""
    if symbol.is_integer:
        return Declared(symbol, Integers(sp.S.One if symbol.is_positive else sp.S.Zero, sp.oo))
    lower = sp.S.Zero if symbol.is_nonnegative else -sp.oo
    for condition in family.where:
        if (
            isinstance(condition, sp.StrictGreaterThan)
            and condition.lhs == symbol
            and condition.rhs.is_number
        ):
            lower = condition.rhs
    return Declared(symbol, Interval(lower, sp.oo))


def _at(text: str, family: Family, declared: Sequence[Declared]) -> dict[Symbol, Expr]:
    try:
        values = read_at(text, declared)
    except TextError as error:
        known = ", ".join(d.symbol.name for d in declared)
        said = f" Those of the family: {known}." if str(error).endswith("unknown name.") else ""
        raise InputError(f"in --at: {error}{said}") from None
    missing = [d.symbol.name for d in declared if d.symbol not in values]
    if missing:
        raise InputError(f"--at gives no value to {', '.join(missing)}; numbers need one for each.")
    for condition in family.where:
        if condition.subs(values, simultaneous=True) == sp.false:
            raise InputError(f"--at lies outside the domain: {condition} does not hold there.")
    return values
