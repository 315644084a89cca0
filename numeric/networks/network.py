"""A network: layers and a likelihood, without its parameters, which are an argument of everything.

    z_n = f(x_n, theta),     y_n ~ p(. | z_n)

Evaluating it leaves a trace, from which derivatives are taken in either direction:

    pull   v -> the uses of all weight matrices by the scalars v_n . z_n      (backpropagation)
    push   dtheta -> dz = J dtheta                                            (R-operator)

Source  Griewank and Walther, Evaluating derivatives (2nd ed., 2008), ch. 3 (both modes);
        Pearlmutter, Fast exact multiplication by the Hessian, Neural Computation 6 (1994).
"""

from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, require_finite, require_some
from numeric.errors import ShapeError
from numeric.networks.chain import Chain
from numeric.networks.layer import Layer, Shape, Use, Weights, numbers
from numeric.networks.likelihood import Likelihood
from numeric.networks.vectors import slices, unflatten


@dataclass(frozen=True)
class Network:
    """A chain of layers whose outputs are the parameter of a likelihood.

    layers      at least one, from the input to the outputs, which must be (N, C).
    likelihood  of C outputs.
    Raises EmptyError.
    """

    layers: tuple[Layer, ...]
    likelihood: Likelihood

    def __post_init__(self) -> None:
        require_some("layers of a network", len(self.layers))
        require_some("weight matrices of a network", len(self.shapes))

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """Shapes (m, n + 1) of all weight matrices, in the order of theta."""
        return Chain(self.layers).shapes

    @property
    def size(self) -> int:
        """P, how many parameters there are."""
        return sum(prod(shape) for shape in self.shapes)


@dataclass(frozen=True)
class Trace:
    """A network evaluated on a batch.

    batch    x, (N, ...).
    outputs  z, (N, C).
    weights  the matrices it was evaluated with.
    memory   what the layers keep for their derivatives.
    """

    batch: Array
    outputs: Array
    weights: Weights
    memory: tuple[Any, ...]


def evaluate(network: Network, theta: ArrayLike, x: ArrayLike) -> Trace:
    """The outputs on a batch, with what their derivatives need.

    theta  (P,), all weight matrices by rows.
    x      (N, ...), N at least 1, as the first layer takes it.
    Raises ShapeError, EmptyError for no example, NonFiniteError for NaN in theta, x or the outputs.
    """
    weights = unflatten(require_finite("the parameter", numbers(theta)), network.shapes)
    batch = numbers(x)
    if batch.ndim < 2:
        raise ShapeError(f"the batch has shape {batch.shape}; the first axis counts examples, (N, ...).")
    require_some("examples in the batch", len(batch))
    require_finite("the batch", batch)
    with np.errstate(over="ignore", invalid="ignore"):
        outputs, memory = Chain(network.layers).forward(weights, batch)
    if outputs.shape != (len(batch), network.likelihood.outputs):
        raise ShapeError(
            f"the last layer gives shape {outputs.shape}; {network.likelihood} takes "
            f"({len(batch)}, {network.likelihood.outputs}). Flatten or average what is left of places."
        )
    return Trace(batch, require_finite("an output of the network", outputs), weights, memory)


def pull(network: Network, trace: Trace, v: Array) -> tuple[Use, ...]:
    """Backpropagate the scalars v_n . z_n: one use for each weight matrix.

    v  (N, C).
    Raises ShapeError.
    """
    _require_like_outputs(v, trace)
    return Chain(network.layers).uses(trace.weights, trace.memory, v)


def pulled_gradients(uses: tuple[Use, ...]) -> Array:
    """The gradients of which the uses are made, example by example, by rows: (N, P)."""
    N = len(uses[0].inputs)
    found, parts = _empty(uses, N)
    for use, part, shape in parts:
        use.write_per_example(found[:, part].reshape(N, *shape))
    return found


def summed_gradients(uses: tuple[Use, ...]) -> Array:
    """The same summed over examples, (P,), without those of single examples."""
    found, parts = _empty(uses, 1)
    for use, part, shape in parts:
        use.total(out=found[0, part].reshape(shape))
    return np.asarray(found[0])


def _empty(uses: tuple[Use, ...], rows: int) -> tuple[Array, list[tuple[Use, slice, Shape]]]:
    """Room for gradients, (rows, P), and where in it those of each weight matrix go."""
    shapes = [(use.gradients.shape[2], use.inputs.shape[2]) for use in uses]
    parts = slices(shapes)
    kind = np.result_type(*(array for use in uses for array in (use.inputs, use.gradients)))
    return np.empty((rows, parts[-1].stop), dtype=kind), list(zip(uses, parts, shapes, strict=True))


def push(network: Network, trace: Trace, move: ArrayLike) -> Array:
    """J dtheta for every example, (N, C), forwards.

    move  dtheta, (P,).
    Raises ShapeError, NonFiniteError.
    """
    moves = unflatten(require_finite("the direction", numbers(move)), network.shapes)
    return Chain(network.layers).push(trace.weights, trace.memory, (moves, np.zeros_like(trace.batch)))


def _require_like_outputs(v: Array, trace: Trace) -> None:
    if v.shape != trace.outputs.shape:
        raise ShapeError(f"a vector of shape {v.shape} for outputs of shape {trace.outputs.shape}.")
