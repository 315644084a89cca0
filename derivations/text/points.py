"""Points: values for parameters and fixed symbols, "k=1.3, l=0.7", exact and inside their sets."""

from __future__ import annotations

from collections.abc import Iterable

from sympy import Expr, Symbol

from derivations.text.declaring import NO_NAMES, Declared
from derivations.text.functions import nearest
from derivations.text.limits import guarded
from derivations.text.reading import expression_of
from derivations.text.tokens import Token, split, tokenize


def read_at(text: str, declared: Iterable[Declared]) -> dict[Symbol, Expr]:
    """Values by symbol, in the order written.

    text      as in "k=1.3, l=7/10"; decimals are exact rationals, pi and functions are allowed.
    declared  what may be given a value; not all of it has to be.

    Raises TextError, and nothing else, for an unknown or repeated name, or a value outside its set.

    >>> from derivations.text import read_parameter
    >>> read_at("k=1.3", [read_parameter("k in (0, oo)")])
    {k: 13/10}
    """
    known = {one.symbol.name: one for one in declared}
    values: dict[Symbol, Expr] = {}
    places: list[tuple[Token, Declared]] = []
    for part in split(tokenize(text), ","):
        name = part[0]
        if name.kind != "name" or part[1].text != "=":
            raise name.refused("a value is given as name=number, and several are separated by commas.")
        if name.text not in known:
            raise name.refused("unknown name" + nearest(name.text, known))
        one = known[name.text]
        if one.symbol in values:
            raise name.refused("this name is given a value twice.")
        values[one.symbol] = expression_of(text, part[2:], NO_NAMES)
        places.append((name, one))
    for name, one in places:
        with guarded(name.refused):
            outside = one.excludes(values[one.symbol], values)
        if outside:
            raise name.refused(f"{values[one.symbol]} is not in {one.domain}.")
    return values
