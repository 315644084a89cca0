"""Typing rules of laws, densities and means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from theorems.evaluate import IllTypedError, UndefinedSymbolError
from theorems.term import Term
from theorems.types.kinds import (
    SCALAR,
    UP,
    VECTOR,
    Type,
)

if TYPE_CHECKING:
    from theorems.types.checking import Checker


def law(check: Checker, term: Term) -> Type:
    """A law is well formed when its parameter is."""
    for argument in term.args:
        if check(argument).is_scalar:
            raise IllTypedError(f"the law {term.name!r} has a scalar where its parameter column stands.")
    if term.name not in check.functions:
        raise UndefinedSymbolError(f"the law {term.name!r} is not part of the setting.")
    return SCALAR


def expectation(check: Checker, term: Term) -> Type:
    """The mean has the type of the body."""
    check(term.args[0])
    return check.binding("@outcome", SCALAR)(term.args[1])


def of_law(check: Checker, term: Term) -> Type:
    """A density is a scalar, and needs an outcome in force."""
    if "@outcome" not in check.types:
        raise IllTypedError("a density stands outside of any expectation: the outcome x is not defined.")
    check(term.args[0])
    return SCALAR


def normal_mean(check: Checker, term: Term) -> Type:
    """The mean has the type of the body; the covariance is a square matrix."""
    covariance = check(term.args[0])
    if covariance.dims != ("n", "n"):
        raise IllTypedError(f"a normal law with {covariance} as covariance.")
    pure = covariance.variance == (UP, UP) and not covariance.time and not covariance.length
    if check.units and not pure:
        raise IllTypedError("a normal law whose covariance has not the unit of two upper indices.")
    return check.binding(term.name, VECTOR)(term.args[1])


RULES = {
    "normalmean": normal_mean,
    "law": law,
    "expect": expectation,
    "density": of_law,
    "logdensity": of_law,
    "outcome": lambda check, term: SCALAR,
}
