"""Long sums of logarithms and fractions in a shorter form, kept only where it is shorter."""

from __future__ import annotations

import sympy as sp
from sympy import Expr
from sympy.logic.boolalg import Boolean

MOST_SYMBOLS = 7  # beyond which a common denominator takes longer to find than it saves


def shortened(expression: Expr) -> Expr:
    """An expression with one fraction for what holds no function, and each function once.

    >>> a, b = sp.symbols("a b", positive=True)
    >>> shortened(a**2/(a + b) - b**2/(a + b) + 2*sp.log(a) - sp.log(a))
    a - b + log(a)
    """
    expression = expression.replace(sp.exp, power)
    candidates = [expression]
    if len(expression.free_symbols) <= MOST_SYMBOLS:
        candidates.append(_by_function(expression.replace(sp.log, _fraction)))
    candidates += [_joined(c) for c in candidates]
    return min(candidates, key=lambda e: int(sp.count_ops(e)))


def positive(quantity: Expr) -> Boolean:
    """The condition that a quantity is positive, without a denominator or factor that is known to be."""
    number, rest = sp.factor(quantity).as_coeff_Mul()
    open_ = [f for f in sp.Mul.make_args(rest) if not f.is_positive]
    gap = sp.sign(number) * sp.Mul(*open_)
    return sp.Gt(sp.expand(gap) if len(open_) == 1 else gap, 0)


def power(argument: Expr) -> Expr:
    """exp(c*log(g) + d) as g^c*exp(d)."""
    value = sp.S.One
    for term in sp.Add.make_args(sp.expand(argument, log=False)):
        logs = [f for f in sp.Mul.make_args(term) if isinstance(f, sp.log)]
        value *= logs[0].args[0] ** (term / logs[0]) if len(logs) == 1 else sp.exp(term)
    return value


def _fraction(argument: Expr) -> Expr:
    """log of one fraction, its factors that are known to be positive in logarithms of their own."""
    return sp.expand_log(sp.log(sp.factor(argument) if argument.is_rational_function() else argument))


def _by_function(expression: Expr) -> Expr:
    terms = sp.Add.make_args(expression)
    plain = sp.Add(*(t for t in terms if not t.has(sp.Function)))
    opened = sp.expand(sp.Add(*(t for t in terms if t.has(sp.Function))), log=False)
    total = sp.S.Zero
    for function in sorted(opened.atoms(sp.Function), key=sp.default_sort_key):
        coefficient = opened.coeff(function, 1)
        if not coefficient.has(sp.Function):
            total += sp.factor(coefficient) * function
            opened -= sp.expand(coefficient * function, log=False)
    left = sp.Add.make_args(sp.expand(opened, log=False))
    plain += sp.Add(*(t for t in left if not t.has(sp.Function)))
    return total + sp.Add(*(t for t in left if t.has(sp.Function))) + sp.factor(plain)


def _joined(expression: Expr) -> Expr:
    """c*log(s) + c*(other logarithms) as c*log of one sum, where s is a sum of powers."""
    sums = [
        log
        for log in expression.atoms(sp.log)
        if log.args[0].is_Add and any(p.exp.free_symbols for p in log.args[0].atoms(sp.Pow))
    ]
    if len(sums) != 1:
        return expression
    mark = sp.Dummy()
    scale, rest = (expression.xreplace({sums[0]: mark}).expand(log=False).coeff(mark, k) for k in (1, 0))
    if scale == 0 or scale.has(sp.Function) or rest.has(mark):
        return expression
    factor = power(sp.expand(rest / scale, log=False))
    return scale * sp.log(sp.Add(*(sp.powsimp(factor * term) for term in sums[0].args[0].args)))
