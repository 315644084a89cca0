"""The fully connected layer, shared over every axis between examples and features.

s_nt = W (a_nt; 1)
"""

from dataclasses import dataclass

from numeric.arrays import Array
from numeric.networks.homogeneous import affine, affine_back, affine_push, homogeneous, places
from numeric.networks.layer import Shape, Use, Weights, require_input, require_whole


@dataclass(frozen=True)
class Dense:
    """s = W (a; 1) at every place: (N, ..., n) to (N, ..., m), with one matrix W (m, n + 1).

    inputs   n.
    outputs  m.
    Raises ScaleError for a width that is not a positive whole number.
    """

    inputs: int
    outputs: int

    def __post_init__(self) -> None:
        require_whole("the width of a dense layer's input", self.inputs)
        require_whole("the width of a dense layer's output", self.outputs)

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """((m, n + 1),)."""
        return ((self.outputs, self.inputs + 1),)

    def forward(self, weights: Weights, a: Array) -> tuple[Array, Array]:
        """W (a; 1), and the homogeneous input.

        a  (N, ..., n).
        Raises ShapeError.
        """
        require_input(self, f"(N, ..., {self.inputs})", a, fits=a.ndim >= 2 and a.shape[-1] == self.inputs)
        a = homogeneous(a)
        return affine(weights[0], a), a

    def backward(self, weights: Weights, memory: Array, g: Array) -> tuple[Array, tuple[Use, ...]]:
        """W^T g without its last coordinate, and the use (a, g)."""
        return affine_back(weights[0], g), self.uses(memory, g)

    def uses(self, memory: Array, g: Array) -> tuple[Use, ...]:
        """The use (a, g)."""
        return (Use(places(memory), places(g)),)

    def push(self, weights: Weights, memory: Array, move: tuple[Weights, Array]) -> Array:
        """dW (a; 1) + W (da; 0)."""
        return affine_push(weights[0], memory, (move[0][0], move[1]))
