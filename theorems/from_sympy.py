"""SymPy expressions as terms: the one place where a SymPy expression becomes one that other arithmetics read."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from theorems.term import Term, as_term

PLAIN = {
    "exp": "exp",
    "log": "log",
    "sin": "sin",
    "cos": "cos",
    "Abs": "abs",
    "loggamma": "loggamma",
}


class NoTermError(ValueError):
    """An expression uses a function that terms have no operator for."""


def term_of(expression: Any) -> Term:
    """A SymPy expression as a term.

    A power with a symbol in its exponent is written as an exponential, and Γ as the exponential of log Γ.

    Raises NoTermError for a function outside of the closed list.
    """
    import sympy

    if expression.is_Rational:
        return Term("num", value=Fraction(int(expression.p), int(expression.q)))
    if expression.is_Symbol:
        return Term("var", name=str(expression.name))
    constant = {sympy.pi: "pi", sympy.EulerGamma: "eulergamma"}.get(expression)
    if constant is not None:
        return Term(constant)
    if expression is sympy.E:
        return Term("exp", (as_term(1),))
    if expression.is_Add or expression.is_Mul:
        op = "add" if expression.is_Add else "mul"
        first, *rest = (term_of(argument) for argument in expression.args)
        for argument in rest:
            first = Term(op, (first, argument))
        return first
    if expression.is_Pow:
        return power(expression)
    return special(expression)


def power(expression: Any) -> Term:
    """base**exponent, as a power with an exact exponent or as exp(exponent*log(base))."""
    base, exponent = term_of(expression.base), expression.exp
    if exponent.is_Rational:
        return Term("pow", (base,), value=Fraction(int(exponent.p), int(exponent.q)))
    return Term("exp", (Term("mul", (term_of(exponent), Term("log", (base,)))),))


def special(expression: Any) -> Term:
    """A function of the closed list.

    Raises NoTermError for any other.
    """
    import sympy
    from sympy.functions.elementary.hyperbolic import HyperbolicFunction

    arguments = expression.args
    match expression:
        case sympy.log() if isinstance(arguments[0], sympy.gamma):
            return Term("loggamma", (term_of(arguments[0].args[0]),))
        case sympy.gamma():
            return Term("exp", (Term("loggamma", (term_of(arguments[0]),)),))
        case sympy.polygamma() if arguments[0].is_Integer and arguments[0] >= 0:
            return Term("polygamma", (term_of(arguments[1]),), value=Fraction(int(arguments[0])))
        case sympy.digamma():
            return Term("polygamma", (term_of(arguments[0]),), value=Fraction(0))
        case sympy.zeta() if len(arguments) == 1 and arguments[0].is_Integer and arguments[0] > 1:
            # psi^(m)(1) = (-1)**(m + 1) * m! * zeta(m + 1)
            m = int(arguments[0]) - 1
            factor = Fraction((-1) ** (m + 1), int(sympy.factorial(m)))
            return as_term(factor) * Term("polygamma", (as_term(1),), value=Fraction(m))
        case sympy.besseli() if arguments[0].is_Integer:
            return Term("besseli", (term_of(arguments[1]),), value=Fraction(int(arguments[0])))
    found = PLAIN.get(type(expression).__name__)
    if isinstance(expression, HyperbolicFunction):
        return term_of(expression.rewrite(sympy.exp))
    if found is None:
        raise NoTermError(f"{type(expression).__name__} in {expression} has no operator among terms.")
    return Term(found, (term_of(arguments[0]),))
