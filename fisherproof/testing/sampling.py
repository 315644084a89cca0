"""Sequential tests that means of bounded functions vanish: what the assertions about samplers share.

Draws are taken until every mean is within the effect of zero, or one interval excludes zero.  The intervals hold the
truth at all times together with probability 1 - level, so a kernel that is right fails with probability `level`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from fisherproof.testing.answers import named
from fisherproof.testing.errors import Block, ContractError, CounterexampleError, UndecidedError
from fisherproof.testing.notation import number
from numeric.arrays import Array

PILOT = 2000  # draws that fix centre and scale: right to a few hundredths of the scale
STREAMS = 3  # of pilot, of states, of the kernel: none sees the numbers of another

Draw = Callable[[np.random.Generator, int], Any]
Kernel = Callable[[np.random.Generator, Array], Any]


@dataclass(frozen=True)
class Budget:
    """What a test may cost and how wrong it may be.

    effect  the deviation of a mean declared not to matter, in (0, 1).
    level   bound on the probability of a false alarm.
    most    draws in all; None for as many as always decide.
    seed    of everything drawn.
    """

    effect: float
    level: float
    most: int | None
    seed: int

    def __post_init__(self) -> None:
        if not 0 < self.effect < 1 or not 0 < self.level < 1:
            raise ContractError(
                f"effect {self.effect} and level {self.level}: both lie strictly between 0 and 1."
            )
        if self.most is not None and self.most < 1:
            raise ContractError(f"most_draws {self.most}: at least one draw is needed.")

    def generators(self) -> list[np.random.Generator]:
        """One generator for each stream."""
        return [np.random.default_rng(s) for s in np.random.SeedSequence(self.seed).spawn(STREAMS)]

    def arguments(self) -> str:
        """As keyword arguments."""
        found = f"effect={self.effect}, level={self.level}, seed={self.seed}"
        return found if self.most is None else f"{found}, most_draws={self.most}"


def drawn(draw: Draw, rng: np.random.Generator, count: int) -> Array:
    """So many states, (count,) or (count, d).

    Raises ContractError for another shape, or states that are not finite.
    """
    found = np.asarray(draw(rng, count))
    if found.ndim not in {1, 2} or len(found) != count or found.size == 0:
        raise ContractError(
            f"{named(draw)} returned shape {found.shape} for {count} states: (count,) or (count, d) needed."
        )
    return _finite(draw, found)


def moved(kernel: Kernel, rng: np.random.Generator, states: Array, steps: int) -> Array:
    """The states after so many steps of the kernel.

    Raises ContractError when it changes their shape, or returns one that is not finite.
    """
    at = states
    for _ in range(steps):
        found = np.asarray(kernel(rng, at.copy()))
        if found.shape != states.shape:
            raise ContractError(
                f"{named(kernel)} returned shape {found.shape} for states of shape {states.shape}."
            )
        at = _finite(kernel, found)
    return at


def require_zero_means(
    sample: Callable[[int], Array],
    texts: list[str],
    bound: float,
    budget: Budget,
    block: Callable[[str, str], Block],
) -> None:
    """Draw until all means are within the effect of zero.

    sample  number of draws m to independent values (m, number of means), in [-bound, bound].
    texts   what each mean is.
    block   (headline, finding) to a block of the report.
    Raises CounterexampleError when one mean is not zero, UndecidedError when the draws allowed do not tell.
    """
    __tracebackhide__ = True
    from numeric.sequential import (
        AssumptionError,
        BoundedMean,
        SequentialOutcome,
        draws_needed,
        run_until_decided,
    )

    size = len(texts)
    means = BoundedMean(np.full(size, -bound), np.full(size, bound), budget.level)
    most = budget.most or draws_needed(means, budget.effect)
    try:
        found = run_until_decided(
            lambda _, count: sample(count),
            means,
            np.zeros(size),
            budget.effect,
            rng=np.random.default_rng(budget.seed),
            most_draws=most,
        )
    except AssumptionError as error:
        raise UndecidedError(
            str(block("undecided: the draws are not independent of one law", str(error)))
        ) from None
    if found.outcome is SequentialOutcome.WITHIN:
        return
    off = np.flatnonzero((found.low > 0) | (found.high < 0))
    if off.size:
        k = int(off[0])
        text = f"{texts[k]} lies in [{found.low[k]:.4g}, {found.high[k]:.4g}]"
        text += f" after {found.draws} draws, at level {budget.level:g}; it should be 0"
        raise CounterexampleError(block("", text)) from None
    k = int(np.argmax(np.maximum(-found.low, found.high)))
    text = f"{texts[k]} lies in [{found.low[k]:.4g}, {found.high[k]:.4g}] after {found.draws} draws"
    advice = (
        f"undecided: an effect of {number(budget.effect)} needs more draws; raise most_draws, or the effect."
    )
    raise UndecidedError(str(block(advice, text))) from None


def _finite(function: Callable[..., Any], found: Array) -> Array:
    if not np.all(np.isfinite(found)):
        raise ContractError(f"{named(function)} returned a state that is not finite.")
    return found
