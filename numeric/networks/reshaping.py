"""Layers that move and average entries: linear, without weights.

flatten   (N, ...) to (N, d)
mean      over places, which is how a sequence or an image becomes one vector
"""

from dataclasses import dataclass
from math import prod

import numpy as np

from numeric.arrays import Array
from numeric.networks.errors import ScaleError
from numeric.networks.layer import Shape, Use, Weights, require_input


@dataclass(frozen=True)
class Flatten:
    """(N, ...) to (N, d), the last index fastest."""

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """Nothing."""
        return ()

    def forward(self, weights: Weights, a: Array) -> tuple[Array, tuple[int, ...]]:
        """The entries of every example in a row, and the shape they had."""
        return a.reshape(a.shape[0], -1), a.shape

    def backward(self, weights: Weights, memory: tuple[int, ...], g: Array) -> tuple[Array, tuple[Use, ...]]:
        """The gradient in the old shape."""
        return g.reshape(memory), ()

    def push(self, weights: Weights, memory: tuple[int, ...], move: tuple[Weights, Array]) -> Array:
        """The changes in a row."""
        return move[1].reshape(memory[0], -1)


@dataclass(frozen=True)
class Mean:
    """The mean over some axes: (1,) makes (N, T, d) to (N, d), (2, 3) makes (N, C, H, W) to (N, C).

    axes  at least one, counted from the axis of examples, which is 0 and may not be among them.
    Raises ScaleError.
    """

    axes: tuple[int, ...]

    def __post_init__(self) -> None:
        if not self.axes or min(self.axes) < 1 or len(set(self.axes)) < len(self.axes):
            raise ScaleError(
                f"a mean over the axes {self.axes}: distinct axes from 1 on are needed; 0 counts examples."
            )

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """Nothing."""
        return ()

    def forward(self, weights: Weights, a: Array) -> tuple[Array, tuple[int, ...]]:
        """The means, and the shape of the input.

        Raises ShapeError.
        """
        require_input(self, f"with more than {max(self.axes)} axes", a, fits=a.ndim > max(self.axes))
        return np.asarray(np.mean(a, axis=self.axes)), a.shape

    def backward(self, weights: Weights, memory: tuple[int, ...], g: Array) -> tuple[Array, tuple[Use, ...]]:
        """The gradient divided equally."""
        count = prod(memory[axis] for axis in self.axes)
        return np.broadcast_to(np.expand_dims(g, self.axes), memory) / count, ()

    def push(self, weights: Weights, memory: tuple[int, ...], move: tuple[Weights, Array]) -> Array:
        """The mean of the changes."""
        return np.asarray(np.mean(move[1], axis=self.axes))
