"""Typing rules of quantities of families, of matrices by entries, and of special functions."""

from __future__ import annotations

from math import isqrt
from typing import TYPE_CHECKING

from theorems.evaluate import IllTypedError, UndefinedSymbolError
from theorems.quantities.naming import MATRICES, family_of, kind_of, require_size
from theorems.term import Term
from theorems.types.kinds import DOWN, SCALAR, Type

if TYPE_CHECKING:
    from theorems.types.checking import Checker

TENSOR = Type(("n", "n"), (DOWN, DOWN), time=None, length=None)  # no unit: each coordinate has its own


def scalars(check: Checker, term: Term, what: str) -> None:
    """Raise unless every argument is a number."""
    for argument in term.args:
        found = check(argument)
        if not found.is_scalar:
            raise IllTypedError(f"{what} of {found}.")


def quantity(check: Checker, term: Term) -> Type:
    """A quantity takes numbers, as many as its family has parameters and fixed symbols."""
    scalars(check, term, f"a quantity ({term.name})")
    family = family_of(term)
    for n in check.sizes:
        require_size(term, family, n)
    return TENSOR if kind_of(term) in MATRICES else SCALAR


def entries(check: Checker, term: Term) -> Type:
    """A matrix by its entries, of a covariant tensor, as large as the setting says.

    Raises UndefinedSymbolError for another number of them.
    """
    scalars(check, term, "a matrix with an entry")
    for n in check.sizes:
        if len(term.args) != n**2:
            k = isqrt(len(term.args))
            raise UndefinedSymbolError(
                f"{len(term.args)} entries do not make a {n}×{n} matrix; say sizes=({k},) in the setting."
            )
    return TENSOR


def special(check: Checker, term: Term) -> Type:
    """A special function of a number."""
    scalars(check, term, term.op)
    return SCALAR


RULES = {
    "quantity": quantity,
    "entries": entries,
    "polygamma": special,
    "besseli": special,
    "eulergamma": special,
}
