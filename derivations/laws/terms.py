"""Taking an expression apart into terms that a moment rule knows."""

from __future__ import annotations

import sympy as sp
from sympy import Expr, Symbol

from derivations.ladder import prove_zero


class NotClosedError(ArithmeticError):
    """An expectation has no closed form that the moment rules know, or does not exist."""


def normalised(difference: Expr) -> bool:
    """Whether a log-density and the one of the law have the same constant: proved, or refused."""
    return prove_zero(difference).proved


def terms(expression: Expr) -> tuple[Expr, ...]:
    """Summands after multiplying out, exponents joined: c * x-part * exp(...)."""
    opened = sp.expand(expression, log=False, power_exp=True)
    return () if opened == 0 else sp.Add.make_args(opened)


def tilts(term: Expr, x: tuple[Symbol, ...]) -> tuple[Expr, Expr, Expr]:
    """Split a term into (free of x, polynomial-like part, exponent in x)."""
    free, held = term.as_independent(*x, as_Add=False)
    rest, exponent = sp.S.One, sp.S.Zero
    for factor in sp.Mul.make_args(held):
        base, power = factor.as_base_exp()
        if factor.is_Pow and not base.has(*x):
            exponent += power * sp.log(base)
        elif isinstance(factor, sp.exp):
            exponent += factor.args[0]
        else:
            rest *= factor
    return free, rest, exponent


def refuse(law: str, term: Expr, hint: str) -> NotClosedError:
    """The error for a term that no rule takes."""
    return NotClosedError(f"{law}: no closed moment of {term}. {hint}")


def power_and_logs(rest: Expr, x: Symbol, law: str) -> tuple[Expr, int]:
    """Read x^s*log(x)^q."""
    s, q = sp.S.Zero, 0
    for factor in sp.Mul.make_args(rest):
        base, power = factor.as_base_exp()
        if base == x and not power.has(x):
            s += power
        elif base == sp.log(x) and power.is_Integer and power > 0:
            q += int(power)
        elif factor != 1:
            raise refuse(law, factor, "It is not a product of a power, a logarithm and an exponential of x.")
    return s, q
