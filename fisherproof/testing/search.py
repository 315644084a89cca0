"""The search for a counterexample: drawn instances judged one by one, the first that fails made as simple as can be.

Deterministic: the same function and seed give the same instances.  A pass asks that every instance was decided.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import NoReturn, Protocol, TypeVar

from hypothesis import HealthCheck, Phase, Verbosity, currently_in_test_context, find, settings
from hypothesis.errors import Flaky, NoSuchExample, Unsatisfiable
from hypothesis.strategies import SearchStrategy

from fisherproof import testing
from fisherproof.testing.answers import Subject
from fisherproof.testing.errors import Block, ContractError, CounterexampleError, UndecidedError
from fisherproof.testing.judgement import Judgement, Shown

LEAST = 3  # instances drawn at which the property holds and could have failed; fewer show nothing
WIDE = 100  # columns of a line of Python before it is broken


def accuracy_option(accuracy: float) -> tuple[tuple[str, str], ...]:
    """The keyword that says an accuracy, where it is not rounding alone."""
    return (("accuracy", repr(accuracy)),) if accuracy else ()


class Place(Protocol):
    """What is judged: it can be printed, and pasted as arguments."""

    def lines(self) -> tuple[tuple[str, str], ...]:
        """(label, text), in the order of printing."""

    def arguments(self) -> tuple[tuple[str, str], ...]:
        """(keyword, Python)."""


P = TypeVar("P", bound=Place)


@dataclass(frozen=True)
class Property:
    """What is asserted, for its report.

    subject    the function under test.
    fails      the headline of a counterexample, after the function's name.
    statement  the formula.
    assertion  the name of the assertion.
    options    (keyword, Python) beyond those of the instance.
    """

    subject: Subject
    fails: str
    statement: str
    assertion: str
    options: tuple[tuple[str, str], ...] = ()

    def block(self, headline: str, place: Place, found: Judgement) -> Block:
        """The finding at one place."""
        lines = (("statement", self.statement), *place.lines(), *found.lines)
        return Block(headline, lines, self.pasted((*place.arguments(), *self.options)))

    def pasted(self, arguments: tuple[tuple[str, str], ...]) -> str:
        """Python that asserts it there again."""
        words = [self.subject.name, *(f"{key}={text}" for key, text in arguments)]
        call = f"{self.assertion}({', '.join(words)})"
        if len(call) > WIDE:
            call = f"{self.assertion}(\n" + "".join(f"    {word},\n" for word in words) + ")"
        ours = sorted(set(re.findall(r"\b[A-Za-z_]\w*\b(?=\()", call)) & set(testing.__all__))
        return f"from fisherproof.testing import {', '.join(ours)}\n{call}"


@dataclass
class Tally:
    """What the instances showed so far, and the first of those that could not tell."""

    counts: dict[Shown, int] = field(default_factory=lambda: dict.fromkeys(Shown, 0))
    unclear: tuple[Place, Judgement] | None = None

    def add(self, place: Place, found: Judgement) -> bool:
        """Count one; whether it failed."""
        self.counts[found.shown] += 1
        if found.shown is Shown.CANNOT_TELL and self.unclear is None:
            self.unclear = place, found
        return found.shown is Shown.FAILS


def check(
    asked: Property,
    places: P | SearchStrategy[P],
    judge: Callable[[P], Judgement],
    *,
    examples: int,
    seed: int,
) -> None:
    """Judge so many places; return if the property holds at all of them.

    places    one, or a strategy to draw them from.
    examples  how many are drawn, at least 1.
    seed      of the drawing.
    Raises CounterexampleError with the simplest place at which it fails; UndecidedError when some could not tell, or
    none could have failed; ContractError as the function under test or the arguments make it.
    """
    __tracebackhide__ = True
    tally = Tally()

    def looked(place: P) -> Judgement:
        try:
            return judge(place)
        except ContractError as error:
            where = "\n".join(f"   {label:<11}{text}" for label, text in place.lines())
            raise ContractError(f"{error}\n{where}") from error.__cause__

    def fails(place: P) -> bool:
        return tally.add(place, looked(place))

    if isinstance(places, SearchStrategy):
        worst = _simplest(places, fails, examples, seed)
    else:
        worst = places if fails(places) else None
    if worst is not None:
        found = looked(worst)
        raise CounterexampleError(asked.block(f"{asked.subject.name} {asked.fails}", worst, found)) from None
    _require_decided(asked, tally, min(LEAST, examples) if isinstance(places, SearchStrategy) else 1)


def _simplest(places: SearchStrategy[P], fails: Callable[[P], bool], examples: int, seed: int) -> P | None:
    if currently_in_test_context():
        raise ContractError(
            "inside a test with @given, draw everything by @given and pass it on: family, chart, point and, for "
            "directions, flows and updates, loss. Without @given, what is left out is drawn here."
        )
    try:
        return find(places, fails, settings=_settings(examples), random=Random(seed))
    except (Flaky, NoSuchExample, Unsatisfiable):  # the tally knows which
        return None


def _settings(examples: int) -> settings:
    return settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        verbosity=Verbosity.quiet,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
    )


def _require_decided(asked: Property, tally: Tally, least: int) -> None:
    __tracebackhide__ = True
    name = asked.subject.name
    if tally.counts[Shown.FAILS]:
        _undecided(asked, f"{name} failed once and not again: its answers change from call to call; seed it.")
    if tally.unclear is not None:
        many = f"{tally.counts[Shown.CANNOT_TELL]} of {sum(tally.counts.values())} instances"
        headline = (
            f"undecided: at {many}, the first of them below, the errors of {name} leave too few digits. Likely it is "
            "random without a seed, computes in single precision, stops an iteration early, or has a kink there; "
            "say how accurate it is (accuracy=1e-4), or compute in double."
        )
        raise UndecidedError(str(asked.block(headline, *tally.unclear))) from None
    if tally.counts[Shown.HOLDS] < least:
        reason = (
            f"{name} was hardly tested: {tally.counts[Shown.HOLDS]} of {sum(tally.counts.values())} instances could "
            "have failed. In the others the chart was the identity, or nothing moved, or no instance fits what was "
            "asked of the arguments; give others."
        )
        _undecided(asked, reason)


def _undecided(asked: Property, reason: str) -> NoReturn:
    __tracebackhide__ = True
    raise UndecidedError(f"undecided: {reason}\n   statement  {asked.statement}") from None
