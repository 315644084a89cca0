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

    name        of the function.
    value       f.
    derivative  f' from z and f(z), which is at hand where it is needed: of tanh it costs a product.
    """

    name: str
    value: Callable[[Array], Array]
    derivative: Callable[[Array, Array], Array]

    def slope(self, z: Array) -> Array:
        """f'(z)."""
        return self.derivative(z, self.value(z))

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """Nothing."""
        return ()

    def forward(self, weights: Weights, a: Array) -> tuple[Array, Array]:
        """f(a), and f'(a)."""
        value = self.value(a)
        return value, self.derivative(a, value)

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


def tanh_slope(_: Array, t: Array) -> Array:
    """1 - t^2 of t = tanh z."""
    squares = t * t
    return np.asarray(np.subtract(1, squares, out=squares))


IDENTITY = Activation("identity", lambda z: z, lambda z, _: np.ones_like(z))
TANH = Activation("tanh", np.tanh, tanh_slope)
RELU = Activation(
    "relu", lambda z: np.where(np.real(z) > 0, z, 0.0), lambda z, _: np.where(np.real(z) > 0, 1.0, 0.0)
)
SOFTPLUS = Activation("softplus", log_one_plus_exp, lambda z, _: logistic(z))
SQUARE = Activation("square", lambda z: z * z, lambda z, _: 2 * z)
