"""Laws of the data as values: how to sum or integrate over outcomes in each arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from operator import mul
from typing import Any

import flint
import numpy as np

from theorems.arithmetic.balls import ComplexBalls
from theorems.arithmetic.base import OutsideArithmeticError, OutsideDomainError
from theorems.arithmetic.dual import Dual
from theorems.arithmetic.functions import sign
from theorems.arithmetic.matrix import Mat
from theorems.arithmetic.series import Series, total
from theorems.evaluate import Evaluator, as_scalar
from theorems.setting import FiniteModel, IntervalModel
from theorems.term import Term


def vanishes(x: Any) -> bool:
    """Whether a scalar is zero together with all its derivatives."""
    if isinstance(x, Dual):
        return vanishes(x.a) and vanishes(x.b)
    if isinstance(x, Series):
        return all(vanishes(c) for c in x.coefficients)
    return bool(np.ndim(x) == 0 and x == 0)


def moves(x: Any) -> bool:
    """Whether a scalar carries an infinitesimal that is not zero."""
    if isinstance(x, Dual):
        return not vanishes(x.b) or moves(x.a)
    return isinstance(x, Series) and not all(vanishes(c) for c in x.coefficients[1:])


class OverOutcomes:
    """A law on a finite sample space: the mean is a sum of `density` times the body."""

    size: int

    def density(self, ev: Evaluator, parameter: Any, outcome: int) -> Any:
        """The probability of an outcome."""
        raise NotImplementedError

    def mean(self, ev: Evaluator, parameter: Any, body: Term) -> Any:
        """Σ_k p_k · body; outcomes of probability zero do not count (0 · log 0 = 0)."""
        parts = []
        for outcome in range(self.size):
            weight = self.density(ev, parameter, outcome)
            if vanishes(weight):
                if isinstance(parameter, Mat) and any(moves(x) for x in parameter.entries):
                    raise OutsideArithmeticError(
                        "an outcome's probability vanishes as far as its series is known."
                    )
                continue
            value = ev.binding(**{"@outcome": outcome})(body)
            parts.append(each_entry(value, partial(mul, weight)))
        return total(parts)


@dataclass(frozen=True)
class Probabilities(OverOutcomes):
    """p_k(θ) for each outcome k, as functions of the parameter."""

    functions: Sequence[Any]

    @property
    def size(self) -> int:  # type: ignore[override]
        """The number of outcomes."""
        return len(self.functions)

    def density(self, ev: Evaluator, parameter: Any, outcome: int) -> Any:
        """p_outcome(θ)."""
        return self.functions[outcome](ev, parameter)


@dataclass(frozen=True)
class Fixed(OverOutcomes):
    """A law without parameter: one probability per outcome."""

    weights: Sequence[Any]

    @property
    def size(self) -> int:  # type: ignore[override]
        """The number of outcomes."""
        return len(self.weights)

    def density(self, ev: Evaluator, parameter: Any, outcome: int) -> Any:
        """q_outcome."""
        return self.weights[outcome]


def bind_parameter(ev: Evaluator, names: Sequence[Term], parameter: Mat) -> Evaluator:
    """The evaluator with the coordinates of the parameter under the model's own names."""
    values = dict(zip((name.name for name in names), parameter.entries, strict=True))
    return ev.binding(**values)


@dataclass(frozen=True)
class ExplicitFinite(OverOutcomes):
    """A particular model given by terms."""

    model: FiniteModel

    @property
    def size(self) -> int:  # type: ignore[override]
        """The number of outcomes."""
        return len(self.model.probabilities)

    def density(self, ev: Evaluator, parameter: Any, outcome: int) -> Any:
        """p_outcome(θ) from its term."""
        inner = bind_parameter(ev, self.model.parameter, parameter)
        return as_scalar(inner(self.model.probabilities[outcome]))


@dataclass(frozen=True)
class ExplicitInterval:
    """A particular model with a density on a bounded interval."""

    model: IntervalModel

    def density(self, ev: Evaluator, parameter: Any, outcome: Any) -> Any:
        """The density at an outcome of the law in force.

        Raises OutsideDomainError where that law's outcomes may lie outside of this density's own
        interval: the formula goes on there, but the density is zero.
        """
        inner = bind_parameter(ev, self.model.parameter, parameter).binding(**{"@outcome": outcome})
        if "@interval" in ev.environment:
            low, high = ev.environment["@interval"]
            real = Evaluator(ev.environment["@real"], inner.environment, ev.n)  # ends are never complex
            own = [as_scalar(real(end)) for end in self.model.ends]
            gaps = (low - own[0], own[1] - high)
            if any(np.any(sign(ev.environment["@real"], gap) < 0) for gap in gaps):
                raise OutsideDomainError(
                    "a density is asked for outside of its own interval, where it is zero."
                )
        return as_scalar(inner(self.model.density))

    def mean(self, ev: Evaluator, parameter: Mat, body: Term) -> Any:
        """∫ density · body over the interval, with ends that are plain numbers.

        Raises OutsideArithmeticError in an arithmetic that cannot integrate the body.
        """
        inner = bind_parameter(ev, self.model.parameter, parameter)
        low, high = (as_scalar(inner(end)) for end in self.model.ends)

        def integrand(within: Evaluator, x: Any) -> Any:
            inside = within.binding(**{"@outcome": x, "@interval": (low, high), "@real": ev.arithmetic})
            value = inside(body)
            weight = self.density(within, parameter, x)
            return each_entry(value, lambda v: weight * v)

        return integrate(ev, integrand, low, high)


NODES, WEIGHTS = np.polynomial.legendre.leggauss(40)
PROBE = Fraction(2, 5)  # where the shape of an integrand is read off; any interior point serves


def integrate(ev: Evaluator, integrand: Any, low: Any, high: Any) -> Any:
    """∫ integrand over [low, high]: Gauss–Legendre in floats, rigorous balls (acb.integral) in balls.

    Raises OutsideArithmeticError in the other arithmetics.
    """
    width = high - low
    if ev.arithmetic.name == "floats":
        parts = []
        for node, weight in zip(NODES, WEIGHTS, strict=True):
            value = integrand(ev, low + width * ((1 + node) / 2))
            parts.append(each_entry(value, lambda v, s=width * (weight / 2): v * s))
        return total(parts)
    if ev.arithmetic.name != "balls":
        raise OutsideArithmeticError(f"an integral over an interval has no name in {ev.arithmetic.name}.")
    sample = integrand(ev, low + width * ev.number(PROBE))
    counter = iter(range(10**6))

    def enclose(index: int) -> Any:
        def at(z: Any, analytic: bool) -> Any:
            complex_ev = Evaluator(ComplexBalls(analytic), ev.environment, ev.n)
            complex_ev.tags = ev.tags
            return leaves(integrand(complex_ev, z))[index]

        return flint.acb.integral(at, flint.acb(low), flint.acb(high)).real

    return each_entry(sample, lambda v: each_leaf(v, lambda _: enclose(next(counter))))


def each_entry(value: Any, change: Any) -> Any:
    """Apply to the entries of a matrix, or to a scalar itself."""
    return value.map(change) if isinstance(value, Mat) else change(value)


def each_leaf(x: Any, change: Any) -> Any:
    """Apply to every number inside a jet, in the order of `leaves`."""
    if isinstance(x, Dual):
        return Dual(each_leaf(x.a, change), each_leaf(x.b, change), x.tag)
    if isinstance(x, Series):
        return Series(tuple(each_leaf(c, change) for c in x.coefficients))
    return change(x)


def leaves(x: Any) -> list[Any]:
    """Every number inside a matrix of jets, from left to right."""
    if isinstance(x, Mat):
        return [leaf for entry in x.entries for leaf in leaves(entry)]
    if isinstance(x, Dual):
        return leaves(x.a) + leaves(x.b)
    if isinstance(x, Series):
        return [leaf for c in x.coefficients for leaf in leaves(c)]
    return [x]
