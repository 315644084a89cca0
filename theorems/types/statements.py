"""Typing rules of relations, asymptotics, optimality and connectives."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from theorems.evaluate import IllTypedError, UndefinedSymbolError
from theorems.term import Term
from theorems.types.algebra import require_square
from theorems.types.calculus import require_column
from theorems.types.kinds import (
    SCALAR,
    Type,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from theorems.types.checking import Checker

    Rule = Callable[[Checker, Term], Type]


def relation(what: str) -> Rule:
    """A relation between two things of one type."""

    def rule(check: Checker, term: Term) -> Type:
        check.same(check(term.args[0]), check(term.args[1]), what)
        return SCALAR

    return rule


def inequality(check: Checker, term: Term) -> Type:
    """Only scalars are ordered."""
    a, b = check(term.args[0]), check(term.args[1])
    if not (a.is_scalar and b.is_scalar):
        raise IllTypedError(f"an inequality between {a} and {b}.")
    return check.same(a, b, "an inequality")


def definite(check: Checker, term: Term) -> Type:
    """Definiteness is asked of a square matrix."""
    require_square(check, term, "definiteness")
    return SCALAR


def asymptotic(check: Checker, term: Term) -> Type:
    """O(h^k) of a scalar, or of every entry of a column, in a small scalar."""
    a = check.binding(term.name, SCALAR)(term.args[0])
    if a.dims[1] != "1":
        raise IllTypedError(f"O(·) of {a}; compare a norm or a column.")
    return SCALAR


def optimum(check: Checker, term: Term) -> Type:
    """A scalar objective in a variable of the candidate's type."""
    candidate, *bodies = term.args
    kind = check(candidate)
    require_column(kind, "an optimisation over a candidate")
    for body in bodies:
        found = check.binding(term.name, kind)(body)
        if not found.is_scalar:
            raise IllTypedError(f"the objective or constraint of an optimisation is {found}, not a scalar.")
    return SCALAR


def commensurable(check: Checker, term: Term) -> Type:
    """All quantities are of one type and unit."""
    found = [check(part) for part in term.args]
    for one, other in combinations(found, 2):  # each with each: a 0 or a determinant fits any unit
        check.same(one, other, "a comparison")
    return SCALAR


def nothing(check: Checker, term: Term) -> Type:
    """What asserts nothing has no type of a statement, alone or as a part of one."""
    raise IllTypedError(f"nothing is asserted that a check could bear on: {term.name}.")


def connective(check: Checker, term: Term) -> Type:
    """Each part is well typed, and a statement about values."""
    for part in term.args:
        if part.op == "commensurable":
            raise UndefinedSymbolError(
                "Commensurable is decided by types alone and cannot be joined to others."
            )
        check(part)
    return SCALAR


RULES = {
    "commensurable": commensurable,
    "eq": relation("an equation"),
    "ge": inequality,
    "gt": inequality,
    "pd": definite,
    "psd": definite,
    "bigo": asymptotic,
    "littleo": asymptotic,
    "argmin": optimum,
    "argmax": optimum,
    "argmin!": optimum,
    "implies": connective,
    "and": connective,
    "nothing": nothing,
}
