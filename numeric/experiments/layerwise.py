"""A method for one weight matrix, on every matrix of a network at once.

theta, (P,), is cut into its matrices; each has a state of its own, and what is measured by layers is handed to each.

Source  Martens and Grosse (2015), arXiv:1503.05671, sec. 4.2 (layers as independent blocks).
"""

from dataclasses import dataclass
from inspect import Parameter
from inspect import signature as signature_of
from typing import Any

import numpy as np

from numeric.arrays import Array
from numeric.networks.layer import Shape
from numeric.networks.vectors import flatten, unflatten
from numeric.optimizers.contract import Report, needs


@dataclass(frozen=True)
class Layers:
    """The states of all matrices.

    parameters  theta, (P,).
    states      one for each matrix.
    """

    parameters: Array
    states: tuple[Any, ...]


class Layerwise:
    """An optimizer of one matrix made one of theta.

    optimizer  with the contract of `numeric.optimizers`, for parameters (m, n + 1).
    shapes     of the matrices, in the order of theta.
    `step` takes the gradient as a vector, (P,), and everything else as a sequence with one entry for each matrix.
    """

    def __init__(self, optimizer: Any, shapes: tuple[Shape, ...]) -> None:
        self.optimizer, self.shapes = optimizer, shapes
        self.step = _Step(optimizer, shapes)

    def init(self, parameters: Array) -> Layers:
        """The state at theta.

        Raises ShapeError, EmptyError, NonFiniteError.
        """
        pieces = unflatten(parameters, self.shapes)
        return Layers(np.array(parameters), tuple(self.optimizer.init(piece) for piece in pieces))


class _Step:
    """The step of all layers, which needs measured what that of one layer needs."""

    def __init__(self, optimizer: Any, shapes: tuple[Shape, ...]) -> None:
        self.optimizer, self.shapes = optimizer, shapes
        self.names = needs(optimizer)
        kinds = [Parameter("state", Parameter.POSITIONAL_OR_KEYWORD)]
        kinds += [Parameter(name, Parameter.KEYWORD_ONLY) for name in self.names]
        self.__signature__ = signature_of(optimizer.step).replace(parameters=kinds)

    def __call__(self, state: Layers, *, gradient: Array, **layers: Any) -> tuple[Layers, Report]:
        gradients = unflatten(gradient, self.shapes)
        states = []
        for i, (own, g) in enumerate(zip(state.states, gradients, strict=True)):
            given = {name: layers[name][i] for name in self.names if name != "gradient"}
            states.append(self.optimizer.step(own, gradient=g, **given)[0])
        theta = flatten([own.parameters for own in states])
        change = theta - state.parameters
        return Layers(theta, tuple(states)), Report(
            float(np.linalg.norm(change)), float(gradient @ change), {}
        )
