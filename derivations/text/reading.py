"""Expressions, conditions and charts from text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sympy import Expr, Symbol

from derivations.text.building import Builder
from derivations.text.degree import check_degree
from derivations.text.syntax import Formula
from derivations.text.tokens import Token, split, tokenize


def read_expression(text: str, names: Mapping[str, Symbol]) -> Expr:
    """The expression that a text writes, in ordinary notation.

    text   as in "x*log(p) + (1-x)*log(1-p)"; ^ is **; nothing is implicit; decimals are exact rationals.
    names  what each name means; a name before a bracket is a function, even where a symbol bears it too.

    Raises TextError, and nothing else, where the text is not in the notation or too large.

    >>> read_expression("-x^2/0.5", {"x": Symbol("x")})
    -2*x**2
    """
    return expression_of(text, tokenize(text), names)


def read_condition(text: str, names: Mapping[str, Symbol]) -> Any:
    """The condition that a text writes: a SymPy relation, or several joined by And, kept as written.

    text   as in "x + y <= n and x > 0" or "0 < x < 1"; ==, Eq(a, b), <, <=, >, >=, `and`, &.
    names  what each name means.

    Raises TextError, and nothing else, where the text is not in the notation or can never be true.

    >>> read_condition("x <= 2", {"x": Symbol("x")})
    x <= 2
    """
    formula = Formula(text, tokenize(text))
    check_degree(formula)
    return Builder(formula, names).condition(formula.tree)


def read_chart(text: str, names: Mapping[str, Symbol]) -> tuple[Expr, ...]:
    """New coordinates in terms of the old ones, separated by commas.

    text   as in "mu, log(sigma)".
    names  what the old coordinates are called.

    Raises TextError, and nothing else, where a coordinate is not in the notation, or does not vary.

    >>> read_chart("m, log(s)", {"m": Symbol("m"), "s": Symbol("s")})
    (m, log(s))
    """
    found = []
    for part in split(tokenize(text), ","):
        form = expression_of(text, part, names)
        if not form.free_symbols:
            raise part[0].refused("this coordinate is constant.")
        found.append(form)
    return tuple(found)


def expression_of(text: str, tokens: Sequence[Token], names: Mapping[str, Symbol]) -> Expr:
    """The expression of some of the tokens of a text, the last of kind "end"; raises TextError."""
    formula = Formula(text, tokens)
    check_degree(formula)
    return Builder(formula, names).expression(formula.tree)
