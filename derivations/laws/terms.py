"""Taking an expression apart into terms that a moment rule knows."""

from __future__ import annotations

from typing import Any

import sympy as sp
from sympy import Expr, Symbol
from sympy.logic.boolalg import Boolean
from sympy.polys.rings import sring

from derivations.ladder import prove_zero
from derivations.laws.plain import with_loggamma


class NotClosedError(ArithmeticError):
    """An expectation has no closed form that the moment rules know, or does not exist."""


class DivergentError(NotClosedError):
    """The integral of a term diverges for every value of the parameters."""


def normalised(difference: Expr) -> bool:
    """Whether a log-density and the one of the law have the same constant: proved, or refused."""
    same_arguments = with_loggamma(difference).replace(sp.loggamma, lambda a: sp.loggamma(sp.expand(a)))
    return logs_cancel(same_arguments) or prove_zero(same_arguments).proved or prove_zero(difference).proved


def logs_cancel(gap: Expr) -> bool:
    """Whether sum_k q_k*log(a_k) + r = 0 because r = 0 and prod_k a_k^q_k = 1, for rational q_k."""
    product, rest = sp.S.One, sp.S.Zero
    for term in sp.Add.make_args(sp.expand(gap, log=False)):
        q, log = term.as_coeff_Mul()
        if isinstance(log, sp.log) and (2 * q).is_Integer:
            product *= log.args[0] ** (2 * q)
        else:
            rest += term
    return bool(rest == 0 or sp.cancel(rest) == 0) and _is_one(product)


def _is_one(product: Expr) -> bool:
    if product.is_rational_function():
        return rational_zero(product - 1)
    return bool(sp.cancel(product) == 1)


def rational_zero(gap: Expr) -> bool:
    """Whether a rational function is zero: its numerator multiplied out, no common factor looked for.

    Numbers such as pi and sqrt(2) are taken for independent letters, so that only what is zero is found to be.
    """
    _, numerator = sring(gap.as_numer_denom()[0])
    return bool(numerator == 0)


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


def diverges(law: str, term: Expr, hint: str = "The integral diverges.") -> DivergentError:
    """The error for a term that is not integrable."""
    return DivergentError(f"{law}: no closed moment of {term}. {hint}")


def positive(quantity: Expr) -> Boolean:
    """The condition that a quantity is positive, solved for its symbol where it is linear in one.

    >>> b = Symbol("b", positive=True)
    >>> positive(2 - 1 / b), positive(b), positive(-b)
    (b > 1/2, True, False)
    """
    if quantity.is_positive:
        return sp.true
    if quantity.is_nonpositive:
        return sp.false
    numerator, denominator = sp.fraction(sp.together(quantity))
    if denominator.is_negative:
        numerator, denominator = -numerator, -denominator
    if not denominator.is_positive:
        return sp.Gt(quantity, 0)
    for s in sorted(numerator.free_symbols, key=str):
        slope = sp.diff(numerator, s)
        if slope.is_positive:
            return sp.Gt(s, sp.cancel(s - numerator / slope)) if not slope.has(s) else sp.Gt(numerator, 0)
        if slope.is_negative and not slope.has(s):
            return sp.Lt(s, sp.cancel(s - numerator / slope))
    return sp.Gt(numerator, 0)


def definite(*candidates: Any) -> tuple[Boolean, ...]:
    """The conditions that a symmetric matrix is positive definite: positive leading minors.

    candidates  the matrix and others that are definite with it, such as its inverse; the shortest is taken.
    """
    A = min(candidates, key=sp.count_ops)
    return tuple(positive(sp.factor(A[:k, :k].det())) for k in range(1, A.rows + 1))


def off_zero(quantity: Expr) -> Boolean:
    """The condition that a quantity is not zero, solved for its symbol where it is linear in one."""
    for s in sorted(quantity.free_symbols, key=str):
        slope = sp.diff(quantity, s)
        if slope.is_number and slope != 0:
            return sp.Ne(s, sp.expand(s - quantity / slope), evaluate=False)
    return sp.Ne(quantity, 0, evaluate=False)


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
