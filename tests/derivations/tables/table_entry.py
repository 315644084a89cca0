"""An entry of a table: a formula as its source prints it, in letters of its own, and the family it is of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sympy import Symbol, symbols

LOOKED_UP = "looked up"  # the formula was read where the source says
RECALLED = "recalled"  # the place was written down from memory; what counts is the formula


@dataclass(frozen=True, eq=False)  # an entry is itself, so that what is known of it can be kept by it
class Entry:
    """A published formula.

    family    a name of `derivations.families`.
    letters   the letters of the source for our parameters, in our order.
    formula   an expression in them, or a matrix with rows and columns in our order.
    source    paper or book, and the place in it.
    seen      LOOKED_UP or RECALLED.
    fixed     the letters for the fixed symbols of the family, in its order.
    others    for what depends on two points: the letters of the second one.
    units     for a matrix in another chart of each parameter by itself: d(ours)/d(theirs), in the letters.
    proper    for a prior: whether the source calls it proper.
    """

    family: str
    letters: tuple[Symbol, ...]
    formula: Any
    source: str
    seen: str = RECALLED
    fixed: tuple[Symbol, ...] = ()
    others: tuple[Symbol, ...] = ()
    units: tuple[Any, ...] = ()
    proper: bool | None = None


def letters(names: str) -> tuple[Symbol, ...]:
    """Real letters without further assumptions, so that nothing is simplified by them."""
    return tuple(symbols(names, real=True, seq=True))
