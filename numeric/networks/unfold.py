"""Patches of images as vectors, and the adjoint of taking them.

    unfold   x (N, C, H, W) to patches (N, T, C kh kw), T = H' W', a patch in the order (channel, row, column)
    fold     its adjoint: <unfold(x), p> = <x, fold(p)>, so that patches are added where they overlap

    H' = floor((H + 2 padding - kh) / stride) + 1, likewise W'; what is padded is zero.

Source  Grosse and Martens, A Kronecker-factored approximate Fisher matrix for convolution layers,
        ICML (2016), arXiv:1602.01407, sec. 2 and 3 (expansion of activations into patches).
"""

from dataclasses import dataclass

import numpy as np

from numeric.arrays import Array
from numeric.errors import ShapeError
from numeric.networks.layer import require_whole


@dataclass(frozen=True)
class Window:
    """Where patches are taken.

    kernel   (kh, kw), in pixels.
    stride   from one patch to the next, the same in both directions.
    padding  rows and columns of zeros on every side.
    Raises ScaleError.
    """

    kernel: tuple[int, int]
    stride: int = 1
    padding: int = 0

    def __post_init__(self) -> None:
        for size in self.kernel:
            require_whole("a side of the kernel", size)
        require_whole("the stride", self.stride)
        require_whole("the padding", self.padding, least=0)

    def places(self, height: int, width: int) -> tuple[int, int]:
        """(H', W').

        Raises ShapeError when the kernel is larger than the padded image.
        """
        free = [size + 2 * self.padding - k for size, k in zip((height, width), self.kernel)]
        if min(free) < 0:
            raise ShapeError(
                f"a kernel {self.kernel} does not fit into an image of {height} x {width} pixels "
                f"padded by {self.padding}. Use a smaller kernel or more padding."
            )
        return free[0] // self.stride + 1, free[1] // self.stride + 1


def unfold(window: Window, x: Array) -> Array:
    """The patches.

    x  (N, C, H, W).
    Returns (N, H' W', C kh kw).
    Raises ShapeError.
    """
    rows, columns = window.places(*x.shape[2:])
    p, step = window.padding, window.stride
    padded = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
    seen = np.lib.stride_tricks.sliding_window_view(padded, window.kernel, axis=(2, 3))
    seen = seen[:, :, ::step, ::step].transpose(0, 2, 3, 1, 4, 5)
    return seen.reshape(x.shape[0], rows * columns, -1)


def fold(window: Window, patches: Array, shape: tuple[int, ...]) -> Array:
    """The adjoint of `unfold`.

    patches  (N, H' W', C kh kw).
    shape    of the image, (N, C, H, W).
    """
    n, channels, height, width = shape
    rows, columns = window.places(height, width)
    kh, kw = window.kernel
    p, step = window.padding, window.stride
    parts = patches.reshape(n, rows, columns, channels, kh, kw).transpose(0, 3, 4, 5, 1, 2)
    padded = np.zeros((n, channels, height + 2 * p, width + 2 * p), dtype=patches.dtype)
    for i in range(kh):
        for j in range(kw):
            padded[:, :, i : i + step * rows : step, j : j + step * columns : step] += parts[:, :, i, j]
    return padded[:, :, p : p + height, p : p + width]
