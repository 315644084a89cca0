"""Layers one after the other, and a chain beside the identity.

    chain      a -> f_L(... f_1(a))
    residual   a -> a + f_L(... f_1(a))

Source  He, Zhang, Ren and Sun, Deep residual learning for image recognition, CVPR (2016), eq. (1).
"""

from dataclasses import dataclass
from typing import Any

from numeric.arrays import Array
from numeric.errors import ShapeError
from numeric.networks.layer import Layer, Shape, Use, Weighted, Weights

Memory = tuple[Any, ...]


@dataclass(frozen=True)
class Chain:
    """Layers one after the other; it is a layer itself.

    layers  at least one.
    Weights are those of the first layer, then those of the second, and so on.
    """

    layers: tuple[Layer, ...]

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """Of all weight matrices, in the order of the layers."""
        return tuple(shape for layer in self.layers for shape in layer.shapes)

    def forward(self, weights: Weights, a: Array) -> tuple[Array, Memory]:
        """The last layer's output, and every layer's memory."""
        memories = []
        for layer, own in zip(self.layers, self._shares(weights)):
            a, memory = layer.forward(own, a)
            memories.append(memory)
        return a, tuple(memories)

    def backward(self, weights: Weights, memory: Memory, g: Array) -> tuple[Array, tuple[Use, ...]]:
        """Backpropagation."""
        uses: tuple[Use, ...] = ()
        for layer, own, kept in reversed(list(zip(self.layers, self._shares(weights), memory))):
            g, found = layer.backward(own, kept, g)
            uses = found + uses
        return g, uses

    def uses(self, weights: Weights, memory: Memory, g: Array) -> tuple[Use, ...]:
        """Backpropagation as far as it is needed for the weights."""
        first, *later = self.layers
        if not (later and isinstance(first, Weighted)):
            return self.backward(weights, memory, g)[1]
        own = len(first.shapes)
        g, uses = Chain(tuple(later)).backward(weights[own:], memory[1:], g)
        return first.uses(memory[0], g) + uses

    def push(self, weights: Weights, memory: Memory, move: tuple[Weights, Array]) -> Array:
        """The chain rule, forwards."""
        moves, da = move
        parts = zip(self.layers, self._shares(weights), memory, self._shares(moves))
        for layer, own, kept, moved in parts:
            da = layer.push(own, kept, (moved, da))
        return da

    def _shares(self, weights: Weights) -> list[Weights]:
        """The weights of each layer."""
        shares, start = [], 0
        for layer in self.layers:
            end = start + len(layer.shapes)
            shares.append(weights[start:end])
            start = end
        return shares


@dataclass(frozen=True)
class Residual:
    """a + f(a), for a chain f that keeps the shape.

    layers  of f, at least one.
    """

    layers: tuple[Layer, ...]

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """Those of the chain."""
        return Chain(self.layers).shapes

    def forward(self, weights: Weights, a: Array) -> tuple[Array, Memory]:
        """a + f(a).

        Raises ShapeError when f changes the shape.
        """
        found, memory = Chain(self.layers).forward(weights, a)
        if found.shape != a.shape:
            raise ShapeError(
                f"a residual chain turns shape {a.shape} into {found.shape}: the two cannot be added. "
                "Give its last layer the width of its input."
            )
        return a + found, memory

    def backward(self, weights: Weights, memory: Memory, g: Array) -> tuple[Array, tuple[Use, ...]]:
        """g + f'(a)^T g."""
        back, uses = Chain(self.layers).backward(weights, memory, g)
        return g + back, uses

    def push(self, weights: Weights, memory: Memory, move: tuple[Weights, Array]) -> Array:
        """da + f'(a) da + df."""
        return move[1] + Chain(self.layers).push(weights, memory, move)
