"""Generic points, and to how many digits two values agree there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy as sp
from sympy import Expr, Symbol
from table_entry import Entry

from derivations import families
from derivations.family import Family
from derivations.geometry.points import generic_points

WORKING = 60  # digits of arithmetic: thirty are compared, the rest is for cancellation


def our_points(family: Family) -> list[dict[Symbol, Expr]]:
    """Three rational points of the domain, off every symmetry, parameters first, then fixed symbols."""
    found = generic_points(family.parameters, family.domains, fixed=family.fixed, where=family.where)
    return [{s: point[s] for s in (*family.parameters, *family.fixed)} for point in found]


def at_points(ours: Any, entry: Entry) -> Iterator[tuple[list[Expr], list[Expr]]]:
    """Our expression or matrix and that of a table, in decimals, at each generic point."""
    family = families.load(entry.family)
    for point in our_points(family):
        theirs = dict(zip((*entry.letters, *entry.fixed), point.values(), strict=True))
        yield values(ours, point), values(entry.formula, theirs)


def at_pairs(ours: Any, ends: tuple[Any, Any], entry: Entry) -> Iterator[tuple[list[Expr], list[Expr]]]:
    """The same for what depends on two points; `ends` are our symbols for the first and for the second."""
    family = families.load(entry.family)
    found = our_points(family)
    n = family.dimension
    for one, other in zip(found, (*found[1:], found[0]), strict=True):
        first, second, fixed = list(one.values())[:n], list(other.values())[:n], list(one.values())[n:]
        numbers = (*first, *second, *fixed)
        yield (
            values(ours, dict(zip((*ends[0], *ends[1], *family.fixed), numbers, strict=True))),
            values(
                entry.formula, dict(zip((*entry.letters, *entry.others, *entry.fixed), numbers, strict=True))
            ),
        )


def values(formula: Any, point: Mapping[Symbol, Expr]) -> list[Expr]:
    """The entries in decimals."""
    entries = formula if isinstance(formula, sp.MatrixBase) else [formula]
    return [sp.N(sp.sympify(e).subs(dict(point), simultaneous=True), WORKING) for e in entries]


def digits(ours: list[Expr], theirs: list[Expr]) -> float:
    """-log10 of the largest difference over the largest value; raises AssertionError for what is no real number."""
    assert len(ours) == len(theirs)
    assert all(e.is_real for e in (*ours, *theirs)), f"no real numbers: {ours}, {theirs}"
    apart = max(abs(o - e) for o, e in zip(ours, theirs, strict=True))
    size = max(abs(e) for e in theirs)
    return float("inf") if apart == 0 else float(-sp.log(apart / size, 10))


def agree(ours: list[Expr], theirs: list[Expr], wanted: int) -> bool:
    """Whether they agree to the digits wanted."""
    return digits(ours, theirs) >= wanted
