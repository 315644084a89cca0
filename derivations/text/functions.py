"""The closed list of functions and constants, and what to write instead of the names of others."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import sympy as sp

from derivations.text.limits import check_power, check_size


def _any(*_: Any) -> None:
    """No limit: SymPy keeps the function as it is, or computes little."""


def _exponential(z: Any) -> None:
    check_power(sp.E, z)


def _root(z: Any) -> None:
    check_power(z, sp.S.Half)


def _up_to(largest: int) -> Callable[..., None]:
    """Numbers among the arguments up to a limit: SymPy computes at numbers, gamma(10**17) for hours."""

    def check(*arguments: Any) -> None:
        for argument in arguments:
            if not argument.free_symbols:
                check_size(argument, largest, "a number as an argument here")

    return check


def _binomial(n: Any, k: Any) -> None:
    """SymPy multiplies out binomial(pi, k) for a number k, 40 seconds at k = 900."""
    _up_to(1000)(n, k)
    if not n.free_symbols and not n.is_Rational:
        _up_to(20)(k)


def _polygamma(order: Any, z: Any) -> None:
    """SymPy sums polygamma(order, 170) term by term, with numerators of 7*order digits and more."""
    _up_to(20)(order)
    _up_to(170)(z)


@dataclass(frozen=True)
class Function:
    """A function of the notation.

    build  the SymPy constructor.
    arity  how many arguments it takes.
    guard  given the arguments, raises TooLargeError where the constructor would compute too long.
    """

    build: Callable[..., Any]
    arity: int = 1
    guard: Callable[..., None] = _any


GAMMA = _up_to(170)  # gamma(171) is more than a double holds
ORDER = _up_to(50)  # at order 1000 SymPy takes seconds to compare a Bessel function with zero
FUNCTIONS = {
    "exp": Function(sp.exp, guard=_exponential),
    "log": Function(sp.log),
    "sqrt": Function(sp.sqrt, guard=_root),
    "sin": Function(sp.sin),
    "cos": Function(sp.cos),
    "tan": Function(sp.tan),
    "sinh": Function(sp.sinh, guard=_up_to(1000)),
    "cosh": Function(sp.cosh, guard=_up_to(1000)),
    "tanh": Function(sp.tanh, guard=_up_to(1000)),
    "asin": Function(sp.asin),
    "acos": Function(sp.acos),
    "atan": Function(sp.atan),
    "gamma": Function(sp.gamma, guard=GAMMA),
    "loggamma": Function(sp.loggamma, guard=GAMMA),
    "beta": Function(sp.beta, 2, GAMMA),
    "digamma": Function(sp.digamma, guard=GAMMA),
    "polygamma": Function(sp.polygamma, 2, _polygamma),
    "besseli": Function(sp.besseli, 2, ORDER),
    "besselk": Function(sp.besselk, 2, ORDER),
    "binomial": Function(sp.binomial, 2, _binomial),
    "factorial": Function(sp.factorial, guard=GAMMA),
    "Abs": Function(sp.Abs),
    "erf": Function(sp.erf, guard=_up_to(1000)),
}
SPECIAL = {"Rational", "Piecewise", "Eq"}  # their arguments are not expressions, or not only
CONSTANTS = {"pi": sp.pi, "E": sp.E, "EulerGamma": sp.EulerGamma}

# Names that mean something here or in the texts that come back, so that no symbol may bear them.
RESERVED = {*CONSTANTS, "oo", "I", "zoo", "nan", "in", "and", "True", "False"}

INSTEAD = {
    "ln": "log(x)",
    "lgamma": "loggamma(x)",
    "gammaln": "loggamma(x)",
    "Gamma": "gamma(x)",
    "Beta": "beta(a, b)",
    "psi": "digamma(x)",
    "trigamma": "polygamma(1, x)",
    "arcsin": "asin(x)",
    "arccos": "acos(x)",
    "arctan": "atan(x)",
    "abs": "Abs(x)",
    "max": "Piecewise((a, a > b), (b, True))",
    "min": "Piecewise((a, a < b), (b, True))",
    "choose": "binomial(n, k)",
    "comb": "binomial(n, k)",
    "pow": "x**y",
    "i0": "besseli(0, x)",
    "e": "exp(x), or E for the number",
    "inf": "oo, and only at the end of a set",
    "infinity": "oo, and only at the end of a set",
    "π": "pi",
    "true": "True",
}


def nearest(name: str, known: Iterable[str]) -> str:
    """How an error about an unknown name ends: what to write instead, or the nearest known name."""
    if name in INSTEAD:
        return f"; write {INSTEAD[name]}."
    close = difflib.get_close_matches(name, sorted(known), n=1)
    return f"; did you mean '{close[0]}'?" if close else "."
