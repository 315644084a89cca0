"""Anytime-valid tests of a target: look as often as you like, the level stays what it is.

A confidence sequence is drawn on until every interval lies within the effect of its target, or one excludes it.
Intervals narrow about the truth, so a target that is off by less than half the effect ends within it, one that
is off by more than half is excluded, and by half may go either way.

Source  Howard, Ramdas, McAuliffe and Sekhon, Time-uniform, nonparametric, nonasymptotic confidence sequences,
        Ann. Statist. 49 (2021), sec. 1; Robbins, Statistical methods related to the law of the iterated
        logarithm, Ann. Math. Statist. 41 (1970).
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, floats, require_finite, require_some
from numeric.confidence import AssumptionError, BoundedMean, NormalCovariance, OutOfBoundsError
from numeric.errors import ShapeError

__all__ = [
    "AssumptionError",
    "BoundedMean",
    "ConfidenceSequence",
    "Decision",
    "NormalCovariance",
    "OutOfBoundsError",
    "SequentialOutcome",
    "decide",
    "draws_needed",
    "run_until_decided",
]


class SequentialOutcome(Enum):
    """What an anytime-valid test says."""

    WITHIN = "Every entry lies within the effect of its target, at the level stated."
    EXCLUDED = "Some entry of the target lies outside its interval, at the level stated."
    UNDECIDED = "The intervals hold the target, but they are still wider than the effect."


@dataclass(frozen=True)
class Decision:
    """The outcome of a sequential test, with all that is needed to read it.

    outcome    WITHIN, EXCLUDED or UNDECIDED; where an interval is both within the effect and off the
               target, WITHIN: the effect is what was declared not to matter.
    draws      how many were used.
    effect     same shape as the target, or a number.
    level      bound on the probability that any interval misses the truth, ever.
    low, high  ends of the intervals, of the target's shape.
    target     what was tested.
    """

    outcome: SequentialOutcome
    draws: int
    effect: Array
    level: float
    low: Array
    high: Array
    target: Array


class ConfidenceSequence(Protocol):
    """Intervals that hold the truth at all times together, with probability 1 - level."""

    level: float
    draws: int

    @property
    def interval(self) -> tuple[Array, Array]:
        """Lower and upper ends."""

    def add(self, *batches: Array) -> None:
        """Take in more draws."""

    def half_width_at(self, draws: int) -> Array:
        """Half the width to expect after so many draws."""


def decide(sequence: ConfidenceSequence, target: ArrayLike, effect: ArrayLike) -> Decision:
    """What the intervals say about a target.

    target  of the shape of the intervals.
    effect  positive, broadcastable to it: the deviation declared not to matter.
    Raises EmptyError before the first draw, ShapeError, NonFiniteError, OutOfBoundsError for an effect <= 0.
    """
    require_some("draws", sequence.draws)
    low, high = sequence.interval
    wanted, margin = require_finite("the target", floats(target)), floats(effect)
    if wanted.shape != low.shape:
        raise ShapeError(f"a target of shape {wanted.shape} for intervals of shape {low.shape}.")
    if np.broadcast_shapes(margin.shape, wanted.shape) != wanted.shape:
        raise ShapeError(f"an effect of shape {margin.shape} for a target of shape {wanted.shape}.")
    if not np.all((margin > 0) & np.isfinite(margin)):
        raise OutOfBoundsError(
            f"effect {margin}: it must be positive and finite, or nothing is ever decided."
        )
    outcome = SequentialOutcome.UNDECIDED
    if np.all((wanted - margin <= low) & (high <= wanted + margin)):
        outcome = SequentialOutcome.WITHIN
    elif np.any((wanted < low) | (wanted > high)):
        outcome = SequentialOutcome.EXCLUDED
    return Decision(outcome, sequence.draws, margin, sequence.level, low, high, wanted)


def run_until_decided(
    draw: Callable[[np.random.Generator, int], Array | tuple[Array, ...]],
    sequence: ConfidenceSequence,
    target: ArrayLike,
    effect: ArrayLike,
    *,
    rng: np.random.Generator,
    most_draws: int,
    batch: int = 1000,
) -> Decision:
    """Draw until the target is within the effect or excluded, or most_draws are spent.

    draw        (generator, count) to that many independent draws: what `sequence.add` takes, a tuple if two.
    most_draws  in all; a sequence that has draws already goes on from there.
    batch       first number of draws; later ones are a quarter of what there is, if that is more.
    Raises EmptyError for no draws or no batch, ShapeError when `draw` returns another number, and as `decide`.
    """
    require_some("draws allowed", most_draws)
    require_some("draws in a batch", batch)
    while sequence.draws < most_draws:
        count = min(max(batch, sequence.draws // 4), most_draws - sequence.draws)
        drawn = draw(rng, count)
        batches = drawn if isinstance(drawn, tuple) else (drawn,)
        for part in batches:
            if np.shape(part)[:1] != (count,):
                raise ShapeError(f"draw returned shape {np.shape(part)} where {count} draws were asked for.")
        sequence.add(*batches)
        found = decide(sequence, target, effect)
        if found.outcome is not SequentialOutcome.UNDECIDED:
            return found
    return decide(sequence, target, effect)


def draws_needed(sequence: ConfidenceSequence, effect: ArrayLike, *, most: int = 2**40) -> int:
    """The least n at which 2 half_width_at(n) <= effect: then a deviation of the effect is excluded, and an
    exact target is within it, each with probability 1 - level.

    effect  positive, broadcastable to the intervals.
    Raises OutOfBoundsError when more than `most` draws would be needed.
    """
    enough = 1
    while not _narrow(sequence, enough, effect):
        enough *= 2
        if enough > most:
            raise OutOfBoundsError(
                f"an effect of {floats(effect)} needs more than {most} draws; ask for a larger one."
            )
    short = enough // 2
    while enough - short > 1:
        middle = (short + enough) // 2
        short, enough = (short, middle) if _narrow(sequence, middle, effect) else (middle, enough)
    return enough


def _narrow(sequence: ConfidenceSequence, draws: int, effect: ArrayLike) -> bool:
    return bool(np.all(2 * sequence.half_width_at(draws) <= floats(effect)))
