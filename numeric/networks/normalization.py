"""Layer normalization, without weights of its own.

    y = (a - mean a) / sqrt(var a + floor),     mean and var = mean of squares over the d features, not d - 1

Gain and shift are left to the dense map that follows: W (gain y + shift; 1) is W' (y; 1) with another W'.

Source  Ba, Kiros and Hinton, Layer normalization, arXiv:1607.06450 (2016), eq. (3).
"""

from dataclasses import dataclass

import numpy as np

from numeric.arrays import Array
from numeric.networks.layer import Shape, Use, Weights, require_input, require_positive

FLOOR = 1e-5  # added to the variance so that constant features do not divide by zero; the usual size


@dataclass(frozen=True)
class LayerNorm:
    """Features of mean zero and variance var / (var + floor): (N, ..., d) to the same shape, d at least 2.

    floor  positive, in squared units of the features.
    Raises ScaleError.
    """

    floor: float = FLOOR

    def __post_init__(self) -> None:
        require_positive("the floor of the variance", self.floor)

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """Nothing."""
        return ()

    def forward(self, weights: Weights, a: Array) -> tuple[Array, tuple[Array, Array]]:
        """y, and the pair (y, 1 / sqrt(var + floor)).

        Raises ShapeError for fewer than two features, which would always give zero.
        """
        require_input(self, "(N, ..., d) with d > 1", a, fits=a.ndim >= 2 and a.shape[-1] > 1)
        centred = a - np.mean(a, axis=-1, keepdims=True)
        scale = 1 / np.sqrt(np.mean(centred * centred, axis=-1, keepdims=True) + self.floor)
        return centred * scale, (centred * scale, scale)

    def backward(
        self, weights: Weights, memory: tuple[Array, Array], g: Array
    ) -> tuple[Array, tuple[Use, ...]]:
        """The gradient; the Jacobian is symmetric, so this is `push`."""
        return _jacobian(memory, g), ()

    def push(self, weights: Weights, memory: tuple[Array, Array], move: tuple[Weights, Array]) -> Array:
        """The change of y."""
        return _jacobian(memory, move[1])


def _jacobian(memory: tuple[Array, Array], v: Array) -> Array:
    """scale (v - mean v - y mean(y v))."""
    y, scale = memory
    along = np.mean(y * v, axis=-1, keepdims=True)
    return np.asarray(scale * (v - np.mean(v, axis=-1, keepdims=True) - y * along))
