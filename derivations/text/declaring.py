"""Declarations: a name and the set it ranges over, "x in (0, oo)", and the symbol that follows from them."""

from __future__ import annotations

import keyword
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import sympy as sp
from sympy import Expr, Symbol

from derivations.family import Finite, Interval
from derivations.text.errors import TextError
from derivations.text.functions import RESERVED
from derivations.text.limits import guarded
from derivations.text.reading import expression_of
from derivations.text.tokens import OPEN, Token, split, tokenize

NO_NAMES: Mapping[str, Symbol] = {}


@dataclass(frozen=True)
class Integers:
    """The integers from first to last, both included; the ends are expressions, or infinite."""

    first: Expr
    last: Expr

    def __str__(self) -> str:
        return f"{{{self.first}..{self.last}}}"


Domain = Interval | Integers | Finite


@dataclass(frozen=True)
class Declared:
    """A symbol and the set it ranges over.

    symbol  real, and integer, positive, nonnegative or nonzero as far as the set says so.
    domain  an open Interval, Integers, or Finite.
    """

    symbol: Symbol
    domain: Domain

    def excludes(self, value: Expr, at: Mapping[Symbol, Expr]) -> bool:
        """Whether a value is certainly outside the set, once the symbols in its ends have their values."""
        inside = [_at(end, at) for end in _ends(self.domain)]
        if isinstance(self.domain, Finite):
            return all((value - one).is_zero is False for one in inside)
        low, high = (value - inside[0]), (inside[1] - value)
        if isinstance(self.domain, Interval):
            return low.is_extended_positive is False or high.is_extended_positive is False
        return (
            value.is_integer is False
            or low.is_extended_nonnegative is False
            or high.is_extended_nonnegative is False
        )


def read_variable(text: str, names: Mapping[str, Symbol] = NO_NAMES) -> Declared:
    """A variable of a density from "x in (0, oo)", "x in {0..n}" or "x in {0, 1}".

    names  the fixed symbols and parameters that may stand in the ends of the set.

    Raises TextError, and nothing else, for a name that is taken, a set that is empty, or other text.
    """
    tokens = tokenize(text)
    name = _name(tokens, names)
    if len(tokens) < 2 or tokens[1].text != "in":
        raise tokens[1].refused(
            f"write a set after the name, as in '{name} in (0, oo)' or '{name} in {{0..n}}'."
        )
    with guarded(tokens[2].refused):
        domain = _domain(text, tokens[2:], names)
        return Declared(Symbol(name, **_assumptions(domain)), domain)


def read_parameter(text: str, names: Mapping[str, Symbol] = NO_NAMES) -> Declared:
    """A parameter of a family from "p in (0, 1)".

    names  the fixed symbols and parameters that may stand in the ends of the interval.

    Raises TextError, and nothing else, as read_variable does, and for a set that is not an interval.
    """
    found = read_variable(text, names)
    if not isinstance(found.domain, Interval):
        at = text.index("{")
        raise TextError(
            "a parameter ranges over an open interval (a, b); declare what takes separate values as fixed.",
            at + 1,
            text[at:].strip(),
        )
    return found


def read_fixed(text: str, names: Mapping[str, Symbol] = NO_NAMES) -> Declared:
    """A symbol that is known but not a number, from "n in {1..oo}"; arguments and errors as read_variable."""
    return read_variable(text, names)


def _name(tokens: Sequence[Token], names: Mapping[str, Symbol]) -> str:
    token = tokens[0]
    if token.kind != "name" or token.text == "in":
        raise token.refused("a declaration begins with a name, as in 'x in (0, oo)'.")
    if token.text in RESERVED:
        raise token.refused("this name has a meaning of its own; choose another.")
    if keyword.iskeyword(token.text):
        raise token.refused(
            "this is a word of Python, so SymPy cannot read the results back; choose another."
        )
    if token.text in names:
        raise token.refused("this name is already declared.")
    return token.text


def _at(end: Expr, values: Mapping[Symbol, Expr]) -> Expr:
    """An end with values put in, unless that could make SymPy compute a huge number, as in 2**n."""
    harmless = end.is_infinite or end.is_rational_function(*end.free_symbols)
    return end.subs(values, simultaneous=True) if harmless else end


# -- sets --------------------------------------------------------------------------------------


def _domain(text: str, tokens: Sequence[Token], names: Mapping[str, Symbol]) -> Domain:
    opening, inside = tokens[0], _inside(tokens)
    if opening.text == "(":
        return _interval(text, opening, inside, names)
    if len(split(inside, "..")) > 1:
        return _integers(text, opening, inside, names)
    values = tuple(expression_of(text, part, names) for part in split(inside, ","))
    if len(set(values)) < len(values):
        raise opening.refused("a value is in this set twice.")
    return Finite(values)


def _inside(tokens: Sequence[Token]) -> list[Token]:
    """What stands between the one bracket that a set is."""
    depths = accumulate((t.text in OPEN) - (t.text in OPEN.values()) for t in tokens)
    closing = next(index for index, depth in enumerate(depths) if depth == 0)  # brackets are paired
    if tokens[0].text not in OPEN or closing != len(tokens) - 2:
        raise tokens[0].refused("a set is one bracket: (a, b), {a..b} or {a, b, c}.")
    return [*tokens[1:closing], Token("end", tokens[closing].text, tokens[closing].start)]


def _interval(text: str, opening: Token, inside: list[Token], names: Mapping[str, Symbol]) -> Interval:
    parts = split(inside, ",")
    if len(parts) != 2:
        raise opening.refused("an interval has two ends, as in (0, oo).")
    lower, upper = (_end(text, part, names) for part in parts)
    if (upper - lower).is_extended_positive is False:
        raise opening.refused("this interval is empty; the smaller end comes first.")
    return Interval(lower, upper)


def _integers(text: str, opening: Token, inside: list[Token], names: Mapping[str, Symbol]) -> Integers:
    parts = split(inside, "..")
    if len(parts) != 2:
        raise opening.refused("integers from a to b are written {a..b}.")
    ends = first, last = [_end(text, part, names) for part in parts]
    for end, part in zip(ends, parts, strict=True):
        if end.is_finite and end.is_integer is not True:
            raise part[0].refused("the end of a range of integers is an integer.")
    if (last - first).is_extended_nonnegative is False:
        raise opening.refused("this range is empty; the smaller end comes first.")
    return Integers(first, last)


def _end(text: str, tokens: Sequence[Token], names: Mapping[str, Symbol]) -> Any:
    match [token.text for token in tokens[:-1]]:
        case ["oo"] | ["+", "oo"]:
            return sp.oo
        case ["-", "oo"]:
            return -sp.oo
    return expression_of(text, tokens, names)


# -- assumptions -------------------------------------------------------------------------------


def _ends(domain: Domain) -> tuple[Any, ...]:
    if isinstance(domain, Interval):
        return domain.lower, domain.upper
    return domain.values if isinstance(domain, Finite) else (domain.first, domain.last)


def _assumptions(domain: Domain) -> dict[str, bool]:
    """What SymPy is told of a symbol: only what the ends show, never what holds by their difference."""
    ends = _ends(domain)
    if isinstance(domain, Interval):
        if ends[0].is_extended_nonnegative:
            return {"positive": True}
        return {"negative": True} if ends[1].is_extended_nonpositive else {"real": True}
    kind = {"integer": True} if all(e.is_integer or e.is_infinite for e in ends) else {"real": True}
    first = ends if isinstance(domain, Finite) else ends[:1]
    last = ends if isinstance(domain, Finite) else ends[1:]
    if all(e.is_extended_positive for e in first):
        return {**kind, "positive": True}
    if all(e.is_extended_nonnegative for e in first):
        return {**kind, "nonnegative": True}
    if all(e.is_extended_negative for e in last):
        return {**kind, "negative": True}
    if isinstance(domain, Finite) and all(e.is_zero is False for e in ends):
        return {**kind, "nonzero": True}
    return kind
