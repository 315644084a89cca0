"""Prove polynomial inequalities with Z3's nonlinear arithmetic, denominators stated nonzero.

Only `unsat` of the negation is used: it proves. A model is a lead; the exact
routes find counterexamples of their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import z3

from theorems.arithmetic.symbolic import Symbolic

WORK = 1_500_000  # Z3's own deterministic resource unit, about a second


def polynomial(arithmetic: Symbolic, poly: Any, symbols: list[Any]) -> Any:
    """A polynomial of an engine as a Z3 term."""
    terms = []
    for exponents, coefficient in arithmetic.terms(poly):
        factors = [z3.Q(coefficient.numerator, coefficient.denominator)]
        for symbol, exponent in zip(symbols, exponents, strict=True):
            factors.extend([symbol] * exponent)
        terms.append(z3.Product(factors))
    return z3.Sum(terms) if terms else z3.RealVal(0)


def same_sign(arithmetic: Symbolic, x: Any, symbols: list[Any]) -> Any:
    """A polynomial with the sign of a fraction: numerator times denominator."""
    numerator, denominator = arithmetic.parts(x)
    return polynomial(arithmetic, numerator, symbols) * polynomial(arithmetic, denominator, symbols)


def proves_sign(arithmetic: Symbolic, target: Any, *, strict: bool, positive: Iterable[Any] = ()) -> bool:
    """Whether target ≥ 0 (or > 0) follows from the declared signs and the positive expressions given.

    arithmetic  the engine the expressions live in; its roots bring g² = u along.
    target      a fraction whose sign is claimed.
    positive    fractions assumed > 0.
    """
    if any(arithmetic.denominator_vanishes(x) for x in (target, *positive)):
        return False  # the expression exists nowhere: anything would follow
    symbols = [z3.Real(name) for name in arithmetic.names]
    solver = z3.Solver()
    solver.set("rlimit", WORK)
    by_name = dict(zip(arithmetic.names, symbols, strict=True))
    for name in sorted(arithmetic.known_positive):
        solver.add(by_name[name] > 0)
    for index, square in arithmetic.relations:
        if arithmetic.meaning_of(index).startswith("sqrt"):
            solver.add(symbols[index] >= 0)
        numerator, denominator = arithmetic.parts(square)
        left = symbols[index] * symbols[index] * polynomial(arithmetic, denominator, symbols)
        solver.add(left == polynomial(arithmetic, numerator, symbols))
    for exponent, exponential in arithmetic.exponentials:  # the tangent at 0: e^x ≥ 1 + x
        above = exponential - exponent - arithmetic.number(1)
        solver.add(same_sign(arithmetic, above, symbols) >= 0)
    for expression in [*positive]:
        solver.add(same_sign(arithmetic, expression, symbols) > 0)
    _, denominator = arithmetic.parts(target)
    solver.add(polynomial(arithmetic, denominator, symbols) != 0)
    goal = same_sign(arithmetic, target, symbols)
    solver.add(goal <= 0 if strict else goal < 0)
    return bool(solver.check() == z3.unsat)
