"""Whether a metric of a model is the same for full data and for a sufficient statistic of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from fisherproof.testing.answers import Subject
from fisherproof.testing.drawing.parameters import families, points, sufficient_statistics
from fisherproof.testing.instance import choice
from fisherproof.testing.judgement import Judgement, judged
from fisherproof.testing.models import load
from fisherproof.testing.noise import Shake, generic, measured
from fisherproof.testing.notation import numbers, pasted
from fisherproof.testing.problem import Problem
from fisherproof.testing.search import Property, accuracy_option, check
from fisherproof.testing.statistic import Statistic
from numeric.arrays import Array


@dataclass(frozen=True, eq=False)
class Reduced:
    """A sufficient statistic and a point.

    statistic  full and reduced model.
    point      (n,).
    """

    statistic: Statistic
    point: Array

    def lines(self) -> tuple[tuple[str, str], ...]:
        """The two models, the map between them, and the point."""
        names = self.statistic.full.coordinates
        at = ", ".join(f"{name} = {numbers(x)}" for name, x in zip(names, self.point, strict=True))
        return (
            ("family", f"{self.statistic.full.name}, {self.statistic.full.domain}"),
            ("statistic", f"{self.statistic.formula}: {self.statistic.reduced.name}"),
            ("point", at),
        )

    def arguments(self) -> tuple[tuple[str, str], ...]:
        """The keyword arguments that fix it."""
        return (("statistic", repr(self.statistic)), ("point", pasted(self.point)))


def assert_invariant_under_sufficiency(
    metric: Callable[[Problem, Array], Any],
    family: Any = None,
    *,
    statistic: Any = None,
    point: Any = None,
    accuracy: float = 0.0,
    examples: int = 60,
    seed: int = 0,
) -> None:
    """Assert that a metric made from a model is the same when data are reduced to a sufficient statistic.

    metric     (problem, point) to (n, n), from log-density, scores or draws of the problem; draws of one seed are T of
               those of the full data, so that a metric by sampling with a fixed seed can be tested to rounding.
    statistic  a Statistic, a strategy, or a function of the family to a strategy; `sufficient_statistics` by default.
    Other arguments and errors as `assert_covariant_metric`.
    Source [AmariNagaoka2000] sec. 2.2, theorem 2.1; [Cencov1982].
    """
    __tracebackhide__ = True
    subject = Subject(metric)
    asked = Property(
        subject,
        "is not invariant under sufficiency",
        "G of the model of x = G of the model of T(x),  T sufficient",
        "assert_invariant_under_sufficiency",
        accuracy_option(accuracy),
    )
    law = load(family) if isinstance(family, str) else family
    fixed = isinstance(statistic, Statistic) and point is not None
    fixed = fixed and not callable(point) and not isinstance(point, SearchStrategy)
    places = Reduced(statistic, statistic.full.point(point)) if fixed else _drawn(law, statistic, point)
    check(asked, places, lambda at: _judge(subject, at, accuracy), examples=examples, seed=seed)


@st.composite
def _drawn(draw: DrawFn, family: Any, statistic: Any, point: Any) -> Reduced:
    if isinstance(statistic, Statistic):
        found = statistic
    else:
        law = draw(choice(family, None, families()))
        found = draw(choice(statistic, law, sufficient_statistics(law)))
    return Reduced(found, found.full.point(draw(choice(point, found.full, points(found.full)))))


def _judge(subject: Subject, at: Reduced, accuracy: float) -> Judgement:
    n, along = len(at.point), generic(at.statistic.full.room(at.point))
    shake = Shake()
    full, reduced = (Problem(law, shake=shake) for law in (at.statistic.full, at.statistic.reduced))
    left, right = (
        measured(lambda theta, seen=problem: subject((n, n), seen, theta), at.point, along, shake)  # type: ignore[misc]
        for problem in (full, reduced)
    )
    return judged(left, right, ("G of x", "G of T(x)"), accuracy=accuracy, rough=subject.rough)
