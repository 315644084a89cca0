"""Whether a prior is equivariant: its density changes with the chart as a density does, up to one factor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from fisherproof.testing.answers import Subject
from fisherproof.testing.drawing.parameters import points
from fisherproof.testing.instance import Instance, choice, instance, instances
from fisherproof.testing.judgement import Judgement, Shown, judged
from fisherproof.testing.noise import generic, measured
from fisherproof.testing.notation import numbers, pasted
from fisherproof.testing.problem import Problem
from fisherproof.testing.search import Property, accuracy_option, check
from numeric.arrays import Array


@dataclass(frozen=True, eq=False)
class Two:
    """An instance and a second point, at which the factor cancels.

    at     the instance.
    other  the second point, (n,).
    """

    at: Instance
    other: Array

    def lines(self) -> tuple[tuple[str, str], ...]:
        """Those of the instance, and the second point."""
        return (*self.at.lines(), ("other", f"the second point is {numbers(self.other)}"))

    def arguments(self) -> tuple[tuple[str, str], ...]:
        """Those of the instance, and the second point."""
        return (*self.at.arguments(), ("other", pasted(self.other)))


def assert_equivariant_prior(
    log_prior: Callable[[Problem, Array], Any],
    family: Any = None,
    *,
    chart: Any = None,
    point: Any = None,
    other: Any = None,
    accuracy: float = 0.0,
    examples: int = 60,
    seed: int = 0,
) -> None:
    """Assert that a rule for priors gives one measure in every chart: pi_eta(eta) = c pi_theta(theta) |det J|.

    The factor c may depend on the chart, so that improper priors are covered: it cancels between two points.

    log_prior  (problem, point) to the logarithm of the density in the coordinates of the problem, a number.
    other      the second point, likewise a value, a strategy or a function of the family.
    Other arguments and errors as `assert_covariant_metric`.
    Source Jeffreys, An invariant form for the prior probability in estimation problems, Proc. R. Soc. A 186 (1946).
    """
    __tracebackhide__ = True
    subject = Subject(log_prior)
    asked = Property(
        subject,
        "is not an equivariant prior",
        "log pi_eta - log pi_theta - log |det J| is the same at both points,  J = d theta/d eta",
        "assert_equivariant_prior",
        accuracy_option(accuracy),
    )
    places = _places(family, chart, point, other)
    check(asked, places, lambda two: _judge(subject, two, accuracy), examples=examples, seed=seed)


def _places(family: Any, chart: Any, point: Any, other: Any) -> Two | SearchStrategy[Two]:
    found = instances(family, chart=chart, point=point, loss=None, default_loss=None)
    given = other is not None and not callable(other) and not isinstance(other, SearchStrategy)
    if isinstance(found, Instance) and given:
        return _two(found, other)
    return _drawn(st.just(found) if isinstance(found, Instance) else found, other)


@st.composite
def _drawn(draw: DrawFn, at: SearchStrategy[Instance], other: Any) -> Two:
    first = draw(at)
    second = choice(other, first.family, points(first.family))
    return _two(first, draw(second.filter(lambda theta: not np.array_equal(theta, first.point))))


def _two(at: Instance, other: Any) -> Two:
    return Two(at, instance(at.family, at.chart, other, None).point)


def _judge(subject: Subject, two: Two, accuracy: float) -> Judgement:
    at, n = two.at, two.at.family.dimension
    if not at.chart.layers or np.array_equal(at.point, two.other):
        return Judgement(Shown.NOTHING)

    def there(theta: Array) -> Array:
        return subject((), at.there, at.chart.inverse(theta))

    def carried(theta: Array) -> Array:
        volume = np.linalg.slogdet(at.chart.jacobian(at.chart.inverse(theta), at.shake))[1]
        return np.asarray(subject((), at.here, theta) + volume)

    def between(log_density: Callable[[Array], Array]) -> Callable[[Array], Array]:
        return lambda both: np.atleast_1d(log_density(both[:n]) - log_density(both[n:]))

    both, along = np.append(at.point, two.other), generic(np.append(at.room, at.family.room(two.other)))
    left, right = (measured(between(side), both, along, at.shake) for side in (there, carried))
    names = ("log pi_eta(eta) - log pi_eta(other)", "the same of pi_theta |det J|")
    return judged(left, right, names, accuracy=accuracy, rough=subject.rough, least=1.0)
