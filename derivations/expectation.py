"""Expectations under a family by moment rules; integration only where it is asked for by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sympy as sp
from sympy import Expr

from derivations.family import Family, Finite, Integers, Interval, Naturals, Reals
from derivations.laws import Law, NotClosedError, recognise

__all__ = ["Expectation", "NotClosedError", "expectation", "expectation_by_integration", "law_of"]


@dataclass(frozen=True)
class Expectation:
    """The value of an expectation, and the name of the rule that gave it."""

    value: Expr
    rule: str


def law_of(family: Family, *, at: Sequence[Any] | None = None) -> Law:
    """The law of the family at a point, with closed moments.

    at  values for the parameters, numbers or symbols; the parameters themselves if not given.

    Raises NotClosedError if no law fits.
    """
    return _law_at(family, tuple(family.parameters if at is None else map(sp.sympify, at)))


@cache
def _law_at(family: Family, point: tuple[Expr, ...]) -> Law:
    return recognise(family, family.log_density_at(point), family.support_at(point))


def expectation(expression: Any, family: Family, *, at: Sequence[Any] | None = None) -> Expectation:
    """E[expression] under the family, by the moment rule of its law.

    expression  an expression in the observations; other symbols are constants.
    at          the point at which the law is taken; the parameters themselves if not given.

    Raises NotClosedError where no rule applies or the integral diverges.

    >>> from derivations.families import load
    >>> exponential = load("exponential")
    >>> expectation(exponential.observations[0] ** 2, exponential)
    Expectation(value=2/b**2, rule='Mellin transform of the gamma law')
    """
    law = law_of(family, at=at)
    return Expectation(law.mean(sp.sympify(expression)), law.rule)


def expectation_by_integration(
    expression: Any, family: Family, *, at: Sequence[Any] | None = None
) -> Expectation:
    """E[expression] by sympy.integrate or sympy.summation: slow, sometimes wrong, a fallback to be confirmed.

    Raises NotClosedError if SymPy leaves an integral or a sum, or has no rule for the support.
    """
    point = family.parameters if at is None else at
    value = sp.sympify(expression) * sp.exp(family.log_density_at(point))
    support = family.support_at(point)
    x = family.observations
    match support:
        case Finite(values):
            return Expectation(sp.Add(*(value.subs(x[0], v) for v in values)), "finite sum")
        case Naturals():
            found, rule = sp.summation(value, (x[0], 0, sp.oo)), "sympy.summation"
        case Integers(lower, upper):
            found, rule = sp.summation(value, (x[0], lower, upper)), "sympy.summation"
        case Interval(lower, upper):
            found, rule = sp.integrate(value, (x[0], lower, upper)), "sympy.integrate"
        case Reals():
            found, rule = sp.integrate(value, *((v, -sp.oo, sp.oo) for v in x)), "sympy.integrate"
        case _:
            raise NotClosedError(
                f"{family.name}: SymPy has no integral or sum over {support}, only over intervals, the line, R^d, "
                "integers and finitely many values. Use expectation, which knows the moment rule of the law, or "
                "write the integral as iterated ones."
            )
    if found.has(sp.Integral, sp.Sum):
        raise NotClosedError(f"{family.name}: {rule} leaves {found}. Measure it, or add a moment rule.")
    return Expectation(found, rule)
