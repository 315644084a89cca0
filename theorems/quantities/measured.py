"""Quantities as measured: quadratures and sums of `numeric` over a family's log-density, as balls of seen radius.

    fisher     E[s sᵀ] by two rules; in doubles, and on the line in decimals where doubles do not settle.
    kl         ∫ p (log p − log q).
    curvature  R from differences of the measured metric, of fourth order, with two steps.

The radius is what the kernel saw, not a bound; so these balls may agree or differ, and never refute.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

import flint
import numpy as np
import sympy as sp

from numeric.errors import ConvergenceError, NumericError
from numeric.riemann import scalar_curvature
from theorems.arithmetic.balls import Balls
from theorems.arithmetic.base import OutsideArithmeticError
from theorems.arithmetic.matrix import Mat
from theorems.arithmetic.rationals import Rationals
from theorems.evaluate import Evaluator, UndefinedSymbolError, as_scalar
from theorems.instances import Instance
from theorems.quantities.domain import conditions_of, require_inside
from theorems.quantities.naming import bound, family_of, kind_of, require_size, split
from theorems.term import Term

FLOAT_DIGITS = 9  # that doubles must show of a Fisher matrix; else, on the line, it is measured in decimals
LINE_DIGITS = 12  # asked of it then
ROUNDING = 1e-10  # of the size: a sum over log Γ of large counts was off by 2e-11 and showed 1e-13
SAFETY = 10  # how far beyond the error a kernel shows its value may be off


class MeasuredBalls(Balls):
    """Balls in which a quantity of a family is what is measured of it.

    instance  the point, whose symbols are exact: a kernel is given rational parameters.
    """

    name = "measured balls"

    def __init__(self, instance: Instance) -> None:
        self.exact: Evaluator = instance.evaluator(Rationals())

    def quantity(self, ev: Evaluator, term: Term) -> Any:
        """The measured value.

        ev  binds the symbols in force, in balls.

        Raises OutsideDomainError outside of the family's domain, OutsideArithmeticError where an argument is not
        rational, or no kernel measures it.
        """
        from theorems.portraits.measure import NoMeasureError

        family, kind = family_of(term), kind_of(term)
        require_size(term, family, ev.n)
        values = [self.rational(ev, argument) for argument in term.args]
        balls = split(term, [self.number(Fraction(str(value))) for value in values], family)
        inside = Evaluator(self, bound(family, *balls), ev.n)
        require_inside(inside, conditions_of(family.name, len(balls[0])), family.name)
        points, fixed = split(term, values, family)
        try:
            return MEASURES[kind](family.name, tuple(map(tuple, points)), tuple(fixed))
        except (NumericError, NoMeasureError) as error:
            raise OutsideArithmeticError(f"the {kind} of {family.name} is not measured: {error}") from error

    def rational(self, ev: Evaluator, argument: Term) -> Any:
        """An argument exactly.

        Raises OutsideArithmeticError for a jet, since a measured value has no derivative, and for a symbol that
        `let` or a binder gives another value than the instance does.
        """
        there = as_scalar(ev(argument))
        try:
            value = sp.Rational(str(as_scalar(self.exact(argument))))
        except UndefinedSymbolError as error:
            raise OutsideArithmeticError(
                f"a quantity is measured at symbols of the setting: {error}"
            ) from error
        if not isinstance(there, flint.arb) or not (there - self.number(Fraction(str(value)))).contains(0):
            raise OutsideArithmeticError("a quantity inside of a derivative or a `let` is not measured.")
        return value


def ball(value: Any, error: Any) -> Any:
    """A ball about a measured number.

    value  a double, or a decimal text.
    error  what the kernel saw, a double.
    """
    middle = flint.arb(value if isinstance(value, str) else float(value))
    return middle + flint.arb(0, SAFETY * float(error))


@cache
def fisher(name: str, points: tuple[tuple[Any, ...], ...], fixed: tuple[Any, ...]) -> Mat:
    """E[s sᵀ] from the log-density."""
    from derivations import families
    from theorems.portraits import measure

    family = families.load(name)
    at = _at(family, points[0], fixed)
    try:
        found = measure.information(family, at)
        size = np.sqrt(np.outer(np.diag(found.value), np.diag(found.value)))
        if np.all(found.error <= size * 10.0**-FLOAT_DIGITS):
            k = range(len(family.parameters))
            error = np.maximum(found.error, ROUNDING * size)
            rows = tuple(tuple(ball(found.value[i, j], error[i, j]) for j in k) for i in k)
            return Mat(rows, ("n", "n"))
        why: Exception = ConvergenceError(
            f"the quadrature shows errors up to {np.max(found.error / size):.2g}"
        )
    except (NumericError, measure.NoMeasureError) as error:
        why = error
    if len(family.observations) > 1:
        raise why
    return in_decimals(name, points, fixed, LINE_DIGITS)


@cache
def in_decimals(name: str, points: tuple[tuple[Any, ...], ...], fixed: tuple[Any, ...], digits: int) -> Mat:
    """E[s sᵀ] from the log-density, to more digits than doubles hold."""
    from mpmath import mp

    from derivations import families
    from theorems.portraits import decimals

    family = families.load(name)
    found = decimals.information(family, _at(family, points[0], fixed), digits=digits)

    def entry(figure: Any) -> Any:
        with mp.workdps(2 * digits):
            return ball(mp.nstr(figure.value, 2 * digits), figure.spread)

    return Mat(tuple(tuple(entry(figure) for figure in row) for row in found.fisher), ("n", "n"))


@cache
def kl(name: str, points: tuple[tuple[Any, ...], ...], fixed: tuple[Any, ...]) -> Any:
    """KL(p_first ‖ p_second) from the log-density."""
    from derivations import families
    from theorems.portraits import measure

    family = families.load(name)
    first, second = (_at(family, point, fixed) for point in points)
    found = measure.kl(family, first, second)
    return ball(found.value, max(float(found.error), ROUNDING * abs(float(found.value))))


@cache
def curvature(name: str, points: tuple[tuple[Any, ...], ...], fixed: tuple[Any, ...]) -> Any:
    """R of the metric E[s sᵀ], which one rule of quadrature evaluates beside the point too."""
    from derivations import families
    from theorems.portraits import measure

    family = families.load(name)
    theta = np.array([float(x) for x in points[0]])
    found = scalar_curvature(measure.metric_about(family, _at(family, points[0], fixed)), theta)
    return ball(found.value, max(float(found.error), ROUNDING * abs(float(found.value))))


MEASURES = {"fisher": fisher, "kl": kl, "curvature": curvature}


def _at(family: Any, point: tuple[Any, ...], fixed: tuple[Any, ...]) -> dict[Any, Any]:
    return {
        **dict(zip(family.parameters, point, strict=True)),
        **dict(zip(family.fixed, fixed, strict=True)),
    }
