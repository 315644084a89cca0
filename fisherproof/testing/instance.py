"""One instance of an invariance: a family, a chart, a point and a loss, given or drawn.

An argument of an assertion that is a value fixes it; a hypothesis strategy is drawn from; a function of the family,
such as `scalings`, gives the strategy; left out, everything is drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from fisherproof.testing.chart import Chart
from fisherproof.testing.drawing.coordinates import charts
from fisherproof.testing.drawing.parameters import families, points
from fisherproof.testing.errors import ContractError
from fisherproof.testing.models import load
from fisherproof.testing.noise import Shake, generic
from fisherproof.testing.notation import numbers, pasted
from fisherproof.testing.objective import Loss
from fisherproof.testing.parametric import Family
from fisherproof.testing.problem import Problem
from numeric.arrays import Array

STEEP = 2.0**-6  # least slope of a drawn loss over the room of the point: a gradient of zero shows nothing


@dataclass(frozen=True, eq=False)
class Instance:
    """Where a property is looked at.

    here, there  the problem in the family's own coordinates, and in those of the chart.
    eta          the point in the chart, (n,).
    shake        what both problems hand out their arrays through.
    """

    family: Family
    chart: Chart
    point: Array
    loss: Loss | None
    here: Problem
    there: Problem
    eta: Array
    shake: Shake

    @property
    def room(self) -> Array:
        """The scale of each coordinate at the point, (n,)."""
        return self.family.room(self.point)

    @property
    def along(self) -> Array:
        """A line through the point, (n,), on which rounding is measured."""
        return generic(self.room)

    def lines(self) -> tuple[tuple[str, str], ...]:
        """What is printed of it: the loss only where it was used."""
        names = self.family.coordinates
        found = [("family", f"{self.family.name}, {self.family.domain}")]
        if self.loss is not None and (self.here.asked or self.there.asked):
            found.append(("loss", self.loss.formula(self.family)))
        at = ", ".join(f"{name} = {numbers(x)}" for name, x in zip(names, self.point, strict=True))
        seen = ", ".join(f"t{k + 1} = {numbers(x)}" for k, x in enumerate(self.eta))
        return (*found, ("chart", self.chart.formula(names)), ("point", f"{at}; in the chart {seen}"))

    def arguments(self) -> tuple[tuple[str, str], ...]:
        """The keyword arguments that fix it, as Python."""
        found = [("family", repr(self.family)), ("chart", repr(self.chart)), ("point", pasted(self.point))]
        if self.loss is not None:
            found.append(("loss", repr(self.loss)))
        return tuple(found)


def instance(family: Family, chart: Chart, point: Any, loss: Loss | None) -> Instance:
    """The instance at these.

    Raises ContractError for a point outside the domain, or not an image of the chart.
    """
    at = family.point(point)
    eta = chart.inverse(at)
    if not np.all(np.isfinite(eta)):
        formula = chart.formula(family.coordinates)
        raise ContractError(f"the chart {formula} does not reach the point {at} of {family.name}.")
    shake = Shake()
    here, there = Problem(family, loss, shake=shake), Problem(family, loss, chart, shake)
    return Instance(family, chart, at, loss, here, there, eta, shake)


def instances(
    family: Any,
    *,
    chart: Any,
    point: Any,
    loss: Any,
    default_loss: Callable[[Family], SearchStrategy[Loss]] | None,
) -> Instance | SearchStrategy[Instance]:
    """One instance where all is given, else the strategy of them.

    default_loss  what a loss that is left out is drawn from; None where the property is not about a loss.
    """
    law = load(family) if isinstance(family, str) else family
    fixed = isinstance(law, Family) and isinstance(chart, Chart) and _given(point)
    if fixed and (_given(loss) or (loss is None and default_loss is None)):
        return instance(law, chart, point, loss)
    return _drawn(law, chart, point, loss, default_loss)


@st.composite
def _drawn(draw: DrawFn, family: Any, chart: Any, point: Any, loss: Any, default_loss: Any) -> Instance:
    law = draw(choice(family, None, families()))
    phi = draw(choice(chart, law, charts(law)))
    theta = law.point(draw(choice(point, law, points(law))))
    found = None
    if loss is not None or default_loss is not None:
        losses = choice(loss, law, default_loss(law) if default_loss else None)
        found = draw(losses.filter(lambda one: steep(law, one, theta)))
    return instance(law, phi, theta, found)


def choice(given: Any, family: Family | None, default: SearchStrategy[Any] | None) -> SearchStrategy[Any]:
    """What an argument stands for: the default for None, itself for a strategy, a strategy of the family, a value."""
    if given is None and default is not None:
        return default
    if isinstance(given, SearchStrategy):
        return given
    if callable(given):
        return choice(given(family), family, None)
    return st.just(given)


def steep(family: Family, loss: Loss, theta: Array) -> bool:
    """Whether the gradient is not nearly zero: where it is, directions vanish in every chart."""
    slope = loss.gradient(family, theta)
    return bool(np.max(np.abs(slope) * family.room(theta)) >= STEEP)


def _given(value: Any) -> bool:
    return value is not None and not isinstance(value, SearchStrategy) and not callable(value)
