"""Functions applied to every entry, with their derivatives.

    identity   z                    1
    tanh       tanh z               1 - tanh(z)^2
    relu       max(z, 0)            1 for z > 0, 0 for z <= 0
    softplus   log(1 + e^z)         1 / (1 + e^-z)
    square     z^2                  2 z

The kink of relu: at z = 0 it has no derivative; 0, one of its subgradients, is used, and Hessians are those of
the piece that z lies on, without the kink's own mass.

Each is analytic in z beside the kink, and is evaluated so: a complex step through `value` gives `slope`, and
through `slope` the second derivative, which is why none is stored.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from numeric.arrays import Array
from numeric.networks.layer import Shape, Use, Weights


@dataclass(frozen=True)
class Activation:
    """s = f(a), entry by entry, on arrays of any shape; it has no weights.

    name   of the function.
    value  f.
    slope  f'.
    """

    name: str
    value: Callable[[Array], Array]
    slope: Callable[[Array], Array]

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """Nothing."""
        return ()

    def forward(self, weights: Weights, a: Array) -> tuple[Array, Array]:
        """f(a), and f'(a)."""
        return self.value(a), self.slope(a)

    def backward(self, weights: Weights, memory: Array, g: Array) -> tuple[Array, tuple[Use, ...]]:
        """f'(a) g."""
        return memory * g, ()

    def push(self, weights: Weights, memory: Array, move: tuple[Weights, Array]) -> Array:
        """f'(a) da."""
        return memory * move[1]


def logistic(z: Array) -> Array:
    """1 / (1 + e^-z) without overflow, for real and complex z."""
    right = np.real(z) > 0
    small = np.exp(np.where(right, -z, z))
    return np.asarray(np.where(right, 1.0, small) / (1 + small))


def log_one_plus_exp(z: Array) -> Array:
    """Log(1 + e^z) without overflow, for real and complex z."""
    right = np.real(z) > 0
    return np.asarray(np.where(right, z, 0.0) + np.log1p(np.exp(np.where(right, -z, z))))


IDENTITY = Activation("identity", lambda z: z, np.ones_like)
TANH = Activation("tanh", np.tanh, lambda z: 1 - np.tanh(z) ** 2)
RELU = Activation(
    "relu", lambda z: np.where(np.real(z) > 0, z, 0.0), lambda z: np.where(np.real(z) > 0, 1.0, 0.0)
)
SOFTPLUS = Activation("softplus", log_one_plus_exp, logistic)
SQUARE = Activation("square", lambda z: z * z, lambda z: 2 * z)
