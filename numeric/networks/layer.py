"""What a layer is: a map of batches with its derivative in both directions.

    forward    (W, a) -> s and what the derivatives need of it, the layer's memory
    backward   dL/ds -> dL/da, and for every weight matrix its use
    push       (dW, da) -> ds, the directional derivative (Pearlmutter's R-operator)

Every weight matrix is (m, n + 1) and acts on homogeneous vectors, at T places of every example:

    s_nt = W (a_nt; 1),     dL_n/dW = sum_t g_nt (a_nt; 1)^T,     g_nt = dL_n/ds_nt

Its use is the pair (inputs, gradients) of which the last formula is made; Kronecker factors are made of the
same pair.  All operations are analytic in weights and inputs, so that complex steps pass through them.

Source  Pearlmutter, Fast exact multiplication by the Hessian, Neural Computation 6 (1994), for push;
        Eschenhagen, Immer, Turner, Schneider and Hennig, Kronecker-factored approximate curvature for modern
        neural network architectures, NeurIPS 36 (2023), arXiv:2311.00636, sec. 2, for weights shared over places.
"""

from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array
from numeric.errors import ShapeError
from numeric.networks.errors import ScaleError

Weights = tuple[Array, ...]
Shape = tuple[int, int]


@dataclass(frozen=True)
class Use:
    """How one weight matrix was used on a batch: s_nt = W a_nt with a_nt homogeneous.

    inputs     (N, T, n + 1), the last coordinate one.
    gradients  (N, T, m), of each example's scalar with respect to its pre-activations s_nt.
    """

    inputs: Array
    gradients: Array

    def per_example(self) -> Array:
        """Gradients with respect to the matrix, sum_t g_nt a_nt^T for each n: (N, m, n + 1)."""
        (N, _, k), m = self.inputs.shape, self.gradients.shape[2]
        found = np.empty((N, m, k), dtype=np.result_type(self.inputs, self.gradients))
        self.write_per_example(found)
        return found

    def write_per_example(self, out: Array) -> None:
        """Write `per_example` into an array, (N, m, n + 1).

        One place is an outer product, which costs its own size; a product of matrices costs several times that.
        """
        if self.inputs.shape[1] == 1:
            np.multiply(self.gradients[:, 0, :, None], self.inputs[:, 0, None, :], out=out)
        else:
            np.matmul(np.swapaxes(self.gradients, 1, 2), self.inputs, out=out)

    def total(self, out: Array | None = None) -> Array:
        """The sum of `per_example` over examples, (m, n + 1), without forming them: one product of matrices.

        out  (m, n + 1), where to write it.
        """
        m, k = self.gradients.shape[2], self.inputs.shape[2]
        return np.asarray(np.matmul(self.gradients.reshape(-1, m).T, self.inputs.reshape(-1, k), out=out))


class Layer(Protocol):
    """A differentiable map of batches; the first axis of every array counts examples."""

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """Shapes (m, n + 1) of its weight matrices, in the order in which they are given."""

    def forward(self, weights: Weights, a: Array) -> tuple[Array, Any]:
        """The output, and the memory that the derivatives need."""

    def backward(self, weights: Weights, memory: Any, g: Array) -> tuple[Array, tuple[Use, ...]]:
        """The gradient with respect to the input, and one use for each weight matrix."""

    def push(self, weights: Weights, memory: Any, move: tuple[Weights, Array]) -> Array:
        """The change of the output to first order.

        move  the changes of weights and input (dW, da), of their shapes.
        """


@runtime_checkable
class Weighted(Protocol):
    """A layer whose uses are had without the gradient with respect to its input, which nobody asks of the first."""

    def uses(self, memory: Any, g: Array) -> tuple[Use, ...]:
        """One use for each weight matrix, from the memory and dL/ds."""


def numbers(array: ArrayLike) -> Array:
    """The array in float64, or in complex128 if it is complex: a complex step must not be lost.

    An array that is so already is passed as it is; nothing here writes into it.
    """
    found = np.asarray(array)
    return found.astype(np.complex128 if np.iscomplexobj(found) else np.float64, copy=False)


def require_whole(what: str, number: int, *, least: int = 1) -> None:
    """Pass a whole number that is large enough.

    Raises ScaleError.
    """
    if isinstance(number, bool) or not isinstance(number, int | np.integer) or number < least:
        raise ScaleError(f"{what} is {number!r}: a whole number, at least {least}, is needed.")


def require_positive(what: str, number: float) -> None:
    """Pass a positive finite number.

    Raises ScaleError.
    """
    if not (np.ndim(number) == 0 and np.isfinite(number) and number > 0):
        raise ScaleError(f"{what} is {number}: it must be a positive finite number.")


def require_input(layer: Layer, shape: str, a: Array, *, fits: bool) -> None:
    """Pass an input that the layer takes.

    shape  in words, as (N, ..., n).
    Raises ShapeError, which names the layer.
    """
    if not fits:
        raise ShapeError(
            f"{layer} takes an input of shape {shape}, not {a.shape}. "
            "Check the layer before it and the first axis, which counts examples."
        )
