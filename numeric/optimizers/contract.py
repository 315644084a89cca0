"""The state and the report that all optimizers share, and how they are made.

length = |theta' - theta|            Euclidean, over all arrays of the parameters
slope  = g^T (theta' - theta)        the first-order change of the loss
"""

from collections.abc import Mapping
from dataclasses import dataclass
from inspect import Parameter, signature
from types import MappingProxyType
from typing import Any, Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, floats, require_finite, require_some
from numeric.errors import ShapeError
from numeric.optimizers.errors import HyperparameterError

P = TypeVar("P")
Blocks = tuple[Array, ...]


@dataclass(frozen=True)
class State(Generic[P]):
    """Where an optimizer is.

    parameters  one array, or a tuple of arrays; read-only.
    count       of steps taken.
    memory      what the method keeps, by name; read-only.
    """

    parameters: P
    count: int
    memory: Mapping[str, Array]


@dataclass(frozen=True)
class Report:
    """What a step did.

    length  |theta' - theta|.
    slope   g^T (theta' - theta); None for a method that sees no gradient.
    notes   numbers of the method's own, by name.
    """

    length: float
    slope: float | None
    notes: Mapping[str, float]


class Optimizer(Protocol):
    """What every method is: a frozen dataclass with `init(parameters)` and `step(state, *, ...)`."""

    def init(self, parameters: Any) -> State[Any]:
        """The state before the first step."""

    @property
    def step(self) -> Any:
        """(state, *, measured quantities) to (State, Report)."""


def needs(optimizer: Optimizer) -> tuple[str, ...]:
    """The names of what `step` needs measured, in its order."""
    kinds = signature(optimizer.step).parameters.values()
    return tuple(p.name for p in kinds if p.kind is Parameter.KEYWORD_ONLY)


def begin(parameters: ArrayLike, *zeros: str, **memory: Array) -> State[Array]:
    """The state before the first step, for parameters that are one array.

    zeros   names of memory that has the shape of the parameters and starts at zero.
    memory  other memory, by name.
    Raises ShapeError, NonFiniteError, EmptyError.
    """
    found = require_parameters("the parameters", parameters)
    return State(found, 0, _kept({**{name: np.zeros_like(found) for name in zeros}, **memory}))


def begin_vector(parameters: ArrayLike, *zeros: str, **memory: Array) -> State[Array]:
    """The state before the first step, for parameters that are one vector; arguments as in `begin`.

    Raises ShapeError, NonFiniteError, EmptyError.
    """
    state = begin(parameters, *zeros, **memory)
    if state.parameters.ndim != 1:
        raise ShapeError(
            f"the parameters have shape {state.parameters.shape}; this method needs (n,). Stack them into one vector, "
            "in the order in which its matrices are written."
        )
    return state


def begin_blocks(names: tuple[str, ...], parameters: tuple[ArrayLike, ...]) -> State[Blocks]:
    """The state before the first step, for parameters of several kinds.

    names  what they are, for messages.
    Raises ShapeError when there are more or fewer than names, NonFiniteError, EmptyError.
    """
    if len(parameters) != len(names):
        raise ShapeError(f"{len(parameters)} arrays of parameters; {len(names)} needed: {', '.join(names)}.")
    blocks = tuple(require_parameters(f"the {name}", block) for name, block in zip(names, parameters))
    return State(blocks, 0, _kept({}))


def advance(
    state: State[Array],
    parameters: Array,
    *,
    gradient: Array | None = None,
    notes: Mapping[str, float] | None = None,
    **memory: Array,
) -> tuple[State[Array], Report]:
    """The next state, and the report of the step that led there.

    parameters  the new ones, of the shape of the old.
    gradient    at the old ones, for the slope.
    Raises NonFiniteError when the step ends at NaN or infinity.
    """
    after = frozen(require_finite("the end of a step", parameters))
    change = after - state.parameters
    slope = None if gradient is None else float(np.sum(gradient * change))
    report = Report(float(np.linalg.norm(change)), slope, MappingProxyType(dict(notes or {})))
    return State(after, state.count + 1, _kept(memory)), report


def advance_blocks(
    state: State[Blocks], parameters: Blocks, *, notes: Mapping[str, float] | None = None, **memory: Array
) -> tuple[State[Blocks], Report]:
    """The next state and report, for parameters of several kinds.

    Raises NonFiniteError when the step ends at NaN or infinity.
    """
    after = tuple(frozen(require_finite("the end of a step", block)) for block in parameters)
    pairs = zip(after, state.parameters, strict=True)
    length = float(np.sqrt(sum(float(np.sum((new - old) ** 2)) for new, old in pairs)))
    return State(after, state.count + 1, _kept(memory)), Report(
        length, None, MappingProxyType(dict(notes or {}))
    )


def frozen(array: ArrayLike) -> Array:
    """A read-only copy in float64."""
    found = np.array(array, dtype=np.float64)
    found.setflags(write=False)
    return found


def require_parameters(what: str, array: ArrayLike) -> Array:
    """A read-only finite copy of shape (...), not empty.

    Raises ShapeError for arrays of several shapes where one is needed, NonFiniteError, EmptyError.
    """
    try:
        found = frozen(array)
    except ValueError as error:
        raise ShapeError(f"{what} cannot be read as one array of numbers: {error}") from None
    require_some(f"entries in {what}", found.size)
    return require_finite(what, found)


def require_like(what: str, array: ArrayLike, shape: tuple[int, ...]) -> Array:
    """Return a finite float64 array of that shape.

    Raises ShapeError, NonFiniteError.
    """
    found = floats(array).astype(np.float64)
    if found.shape != shape:
        raise ShapeError(f"{what} has shape {found.shape}; the parameters ask for {shape}.")
    return require_finite(what, found)


def require_positive(**values: float) -> None:
    """Check that hyperparameters are finite and above zero.

    Raises HyperparameterError.
    """
    for name, value in values.items():
        if not (np.isfinite(value) and value > 0):
            raise HyperparameterError(f"{name} = {value}: it must be finite and above zero.")


def require_not_negative(**values: float) -> None:
    """Check that hyperparameters are finite and not below zero.

    Raises HyperparameterError.
    """
    for name, value in values.items():
        if not (np.isfinite(value) and value >= 0):
            raise HyperparameterError(f"{name} = {value}: it must be finite and at least zero.")


def require_decay(**values: float) -> None:
    """Check that decays of running averages lie in [0, 1).

    Raises HyperparameterError.
    """
    for name, value in values.items():
        if not 0 <= value < 1:
            raise HyperparameterError(
                f"{name} = {value}: it must be at least zero and below one, the share of the past that is kept."
            )


def require_period(period: int) -> None:
    """Check a number of steps.

    Raises HyperparameterError.
    """
    if period != int(period) or period < 1:
        raise HyperparameterError(f"period = {period}: it must be a whole number of steps, at least one.")


def _kept(memory: Mapping[str, Array]) -> Mapping[str, Array]:
    return MappingProxyType({name: frozen(array) for name, array in memory.items()})
