"""Typing rules of symbols, functions and derivatives."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from theorems.evaluate import IllTypedError, UndefinedSymbolError
from theorems.term import Term
from theorems.types.algebra import require_square
from theorems.types.kinds import (
    EUCLIDEAN,
    FLAT,
    FLIP,
    VECTOR,
    Exponent,
    Type,
    indices,
    power_of_length,
    power_of_time,
)

if TYPE_CHECKING:
    from theorems.types.checking import Checker


def variable(check: Checker, term: Term) -> Type:
    """A symbol has the type it was declared with."""
    if term.name not in check.types:
        raise UndefinedSymbolError(f"the symbol {term.name!r} is not defined.")
    return check.types[term.name]


def let(check: Checker, term: Term) -> Type:
    """The body with a symbol of the value's type."""
    return check.binding(term.name, check(term.args[0]))(term.args[1])


def call(check: Checker, term: Term) -> Type:
    """A named function applied to something of its argument's type."""
    if term.name not in check.functions:
        raise UndefinedSymbolError(f"{term.name!r} is not a function of the setting.")
    wanted = check.arguments.get(term.name, VECTOR)
    found = [check(argument) for argument in term.args]
    if len(found) != 1 or found[0].dims != wanted.dims:
        shown = " and ".join(str(one) for one in found) or "nothing"
        raise IllTypedError(f"the function {term.name!r} takes {wanted} and is given {shown}.")
    return check.functions[term.name]


def require_column(found: Type, what: str) -> None:
    """Raise unless a symbol is a column of coordinates."""
    if found.is_scalar or found.dims[1] != "1":
        raise IllTypedError(f"{what}, which is {found} and not a column; use derivative for a scalar.")


def gradient(check: Checker, term: Term) -> Type:
    """The gradient of a scalar in a column is a column of covector components; in a matrix, a matrix."""
    body = check(term.args[0])
    if not body.is_scalar:
        raise IllTypedError(f"the gradient of {body}.")
    by = variable(check, Term("var", name=term.name))
    if by.is_scalar:
        require_column(by, f"a gradient in {term.name}")
    first, second = by.variance
    return Type(by.dims, (FLIP[first], FLIP[second]), *per(check, body, by))


def per(check: Checker, body: Type, by: Type) -> tuple[Exponent, Exponent]:
    """The exponents of t and [θ] of a derivative, besides those of its indices."""
    return power_of_time(body, by, -1), power_of_length(body, by, -1)


def jacobian(check: Checker, term: Term) -> Type:
    """The Jacobian of a column."""
    body = check(term.args[0])
    if body.is_scalar or body.dims[1] != "1":
        raise IllTypedError(f"the Jacobian of {body}.")
    by = variable(check, Term("var", name=term.name))
    require_column(by, f"a Jacobian in {term.name}")
    return Type((body.dims[0], by.dims[0]), (body.variance[0], FLIP[by.variance[0]]), *per(check, body, by))


def divergence(check: Checker, term: Term) -> Type:
    """The divergence of a column is a scalar, of a matrix a column; in one chart only."""
    body = check(term.args[0])
    by = variable(check, Term("var", name=term.name))
    require_column(by, f"a divergence in {term.name}")
    if body.is_scalar or body.dims[0] != "n":
        raise IllTypedError(f"the divergence of {body}.")
    check.notes.append("a divergence without the volume element depends on the chart")
    time, length = per(check, body, by)
    index = body.variance[0 if body.dims[1] == "1" else 1]
    if length is not None and index == FLIP[by.variance[0]]:
        length += EUCLIDEAN.get(index, 0)
    if body.dims[1] == "1":
        return Type(time=time, length=length)
    return Type(("n", "1"), (body.variance[0], FLAT), time, length)


def matrix_exponential(check: Checker, term: Term) -> Type:
    """The exponential of a square matrix that maps vectors to vectors, a pure number."""
    a = require_square(check, term, "exponential")
    if a.variance[0] == a.variance[1]:
        check.notes.append("powers of a tensor with two indices of the same kind use the Euclidean metric")
    if check.units and a.time:
        raise IllTypedError(f"the exponential of a matrix of unit t^{a.time}.")
    if check.units and (a.variance[0] == a.variance[1] or a.length):
        raise IllTypedError(f"the exponential of a tensor of type {indices(a)}, whose powers differ in unit.")
    return replace(a, time=0, length=0)


def derivative(check: Checker, term: Term) -> Type:
    """The derivative of anything in a scalar symbol."""
    body, by = check(term.args[0]), variable(check, Term("var", name=term.name))
    if not by.is_scalar:
        raise IllTypedError(f"d/d{term.name} with {term.name} {by}.")
    return replace(body, time=power_of_time(body, by, -1), length=power_of_length(body, by, -1))


RULES = {
    "var": variable,
    "let": let,
    "call": call,
    "grad": gradient,
    "jacobian": jacobian,
    "divergence": divergence,
    "derivative": derivative,
    "expm": matrix_exponential,
    "named": lambda check, term: check(term.args[0]),
}
