"""Where the laws of a family exist: intervals of the parameters, conditions beyond them, kinds of fixed symbols.

    p > 0, 1 - p > 0, 1 - (p1 + p2) > 0, n a whole number

At a particular instance both roads refuse a point outside. A generic instance is refused where it lies outside for
all values; else a proof is of all values of the symbols at which the laws exist, as a formula with a quotient is
meant where its denominator is not zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import flint

from theorems.arithmetic.base import OutsideArithmeticError, OutsideDomainError
from theorems.arithmetic.functions import standard_part
from theorems.arithmetic.symbolic import Symbolic
from theorems.evaluate import Evaluator, as_scalar
from theorems.from_sympy import term_of
from theorems.quantities.naming import renamed
from theorems.term import Term


@dataclass(frozen=True)
class Condition:
    """A term that must be > 0, ≥ 0, other than 0, or whole.

    text   as a person would write it.
    term   in the symbols that `naming.bound` binds.
    asks   "positive", "at least 0", "not 0" or "whole".
    """

    text: str
    term: Term
    asks: str = "positive"


def require_inside(ev: Evaluator, conditions: Iterable[Condition], name: str) -> None:
    """Check that a point lies in the domain of a family.

    ev          binds the values of the parameters and of the fixed symbols.
    conditions  of `conditions_of`, and others.
    name        of the family, for the message.

    Raises OutsideDomainError for a point outside, OutsideArithmeticError where a ball cannot tell.
    """
    for condition in conditions:
        met = meets(ev.arithmetic, standard_part(as_scalar(ev(condition.term))), condition.asks)
        if met is None:
            raise OutsideArithmeticError(f"this arithmetic cannot tell whether {condition.text} in {name}.")
        if not met:
            raise OutsideDomainError(
                f"{name} asks for {condition.text}; write the setting so that it holds, such as p = a/(1 + a)."
            )


def meets(arithmetic: Any, x: Any, asks: str) -> bool | None:
    """Whether a number is as asked; None where it cannot be told, and of a generic one True unless it never is."""
    if isinstance(arithmetic, Symbolic):
        sign = 0 if asks == "whole" else arithmetic.manifest_sign(x)
        never = {"positive": x == 0 or sign == -1, "at least 0": sign == -1, "not 0": x == 0, "whole": False}
        return not never[asks]
    if arithmetic.is_array(x):
        raise OutsideArithmeticError("a quantity of a family is taken at one point at a time.")
    if asks == "whole":
        return whole(x)
    yes = {"positive": x > 0, "at least 0": x >= 0, "not 0": x != 0}[asks]
    no = {"positive": x <= 0, "at least 0": x < 0, "not 0": x == 0}[asks]
    return True if yes else False if no else None


def whole(x: Any) -> bool | None:
    """Whether a number is whole; None for a ball that holds one and is wider than it."""
    if isinstance(x, flint.arb):
        return True if x.is_integer() else None if x.contains_integer() else False
    return bool(x.denominator == 1)


@cache
def conditions_of(name: str, points: int) -> tuple[Condition, ...]:
    """The conditions that the family states of each of its points and of its fixed symbols.

    points  how many points of the family a quantity is taken at.
    """
    import sympy as sp

    from derivations import families

    family = families.load(name)
    found: list[Condition] = []
    for symbol in family.fixed:
        name_of = renamed(family, 0)[symbol]
        if symbol.is_positive:
            found.append(Condition(f"{symbol} > 0", term_of(name_of)))
        if symbol.is_integer:
            found.append(Condition(f"{symbol} a whole number", term_of(name_of), "whole"))
    for point in range(points):
        names = renamed(family, point)
        for symbol, domain in zip(family.parameters, family.domains, strict=True):
            for end, sign, mark in ((domain.lower, 1, ">"), (domain.upper, -1, "<")):
                if end not in (sp.oo, -sp.oo):
                    gap = (sign * (symbol - end)).subs(names, simultaneous=True)
                    found.append(Condition(f"{symbol} {mark} {end}", term_of(gap)))
        for relation in family.where:
            found.extend(as_conditions(relation, names))
    return tuple(found)


def as_conditions(relation: Any, names: dict[Any, Any]) -> Iterator[Condition]:
    """A relation of SymPy, or a conjunction of them, under the names that are bound.

    Raises OutsideArithmeticError for any other condition.
    """
    import sympy as sp

    for part in sp.And.make_args(relation):
        match part:
            case sp.StrictGreaterThan() | sp.StrictLessThan():
                gap, asks = part.gts - part.lts, "positive"
            case sp.GreaterThan() | sp.LessThan():
                gap, asks = part.gts - part.lts, "at least 0"
            case sp.Ne():
                gap, asks = part.lhs - part.rhs, "not 0"
            case _:
                raise OutsideArithmeticError(f"the condition {part} is not one that can be looked at.")
        yield Condition(str(part), term_of(gap.subs(names, simultaneous=True)), asks)
