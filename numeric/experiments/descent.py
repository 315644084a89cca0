"""One run: a method on a problem until the loss is at the target, the budget is spent or a step is refused.

A problem is an instance with its start; it measures at any point what the steps of optimizers ask for by name.
Times are those of measuring and stepping; the losses that watch over the run are not timed.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from time import perf_counter, process_time
from typing import Any, Protocol

import numpy as np

from numeric.arrays import Array
from numeric.errors import NumericError
from numeric.experiments.errors import BudgetError
from numeric.optimizers.contract import needs

FAR = 1e3  # times the first gap: a run that is so much worse than its start has diverged


class Problem(Protocol):
    """An instance to minimise, the same for every method."""

    @property
    def start(self) -> Array:
        """(P,), where every run begins."""

    @property
    def target(self) -> float:
        """The loss at which a run has arrived."""

    def loss(self, theta: Array) -> float:
        """The loss that is watched; NumericError or infinite outside the domain."""

    def measure(self, names: Iterable[str], theta: Array, step: int) -> dict[str, Any]:
        """What is asked for by name, at theta; the step number tells batches and draws apart."""


@dataclass(frozen=True)
class Method:
    """A way to descend, with one rate to be tuned.

    name      as shown.
    make      rate to optimizer, anything with `init` and `step` of the contract.
    centre    of the grid of rates.
    measured  what the optimizer calls by one name and this method takes under another: {"metric": "diagonal"}.
    """

    name: str
    make: Callable[[float], Any]
    centre: float
    measured: Mapping[str, str] = field(default_factory=dict)


class End(Enum):
    """How a run ended."""

    ARRIVED = "The loss is at the target."
    SPENT = "The budget of steps was used up."
    DIVERGED = "The loss is not finite, or a thousand times farther from the target than at the start."
    REFUSED = "A step could not be taken: a matrix was singular or indefinite, or a number not finite."


@dataclass(frozen=True)
class Run:
    """What one run did.

    losses      after 0, 1, ... steps.
    iterations  steps to the target, infinite if it did not arrive.
    crossing    the same with the last step counted in part, by linear interpolation of the loss.
    cpu, wall   seconds of all steps.
    end         how it ended.
    theta       (P,), where.
    """

    losses: tuple[float, ...]
    iterations: float
    crossing: float
    cpu: float
    wall: float
    end: End
    theta: Array


def descend(problem: Problem, method: Method, rate: float, *, budget: int) -> Run:
    """Run a method from the start of a problem.

    rate    of the method.
    budget  of steps, at least 1.
    Raises BudgetError, also for a start that is at the target already.
    """
    if budget < 1:
        raise BudgetError(f"a budget of {budget} steps: at least 1 is needed.")
    losses, cpu, wall = [problem.loss(problem.start)], 0.0, 0.0
    if not losses[0] > problem.target:
        raise BudgetError(
            f"the start has loss {losses[0]:.6g}, the target is {problem.target:.6g}: nothing is left to do. "
            "Take a lower target or a worse start."
        )
    optimizer = method.make(rate)
    state, end = optimizer.init(problem.start), End.SPENT
    asked = {name: method.measured.get(name, name) for name in needs(optimizer)}
    for step in range(budget):
        began = process_time(), perf_counter()
        try:
            with np.errstate(all="ignore"):  # what overflows is found by the checks of every step
                found = problem.measure(asked.values(), state.parameters, step)
                state, _ = optimizer.step(state, **{name: found[asked[name]] for name in asked})
            cpu, wall = cpu + process_time() - began[0], wall + perf_counter() - began[1]
            with np.errstate(all="ignore"):
                losses.append(problem.loss(state.parameters))
        except NumericError:
            end = End.REFUSED
            break
        if not losses[-1] - problem.target <= FAR * (losses[0] - problem.target):
            end = End.DIVERGED
            break
        if losses[-1] <= problem.target:
            end = End.ARRIVED
            break
    steps = float(len(losses) - 1) if end is End.ARRIVED else np.inf
    return Run(
        tuple(losses), steps, _crossing(losses, problem.target, steps), cpu, wall, end, state.parameters
    )


def _crossing(losses: list[float], target: float, steps: float) -> float:
    """When the straight line between the last two losses meets the target."""
    if not np.isfinite(steps):
        return np.inf
    before, after = losses[-2:]
    return steps - 1 + (before - target) / (before - after)
