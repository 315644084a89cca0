"""The convolution layer: one dense map of every patch.

    s_nt = W (patch_nt; 1),     t over the H' W' places of the kernel

As everywhere in learning it is a correlation: the kernel is not turned round.

Source  Grosse and Martens (2016), arXiv:1602.01407, sec. 2.
"""

from dataclasses import dataclass

from numeric.arrays import Array
from numeric.networks.homogeneous import affine, affine_back, affine_push, homogeneous
from numeric.networks.layer import Shape, Use, Weights, require_input, require_whole
from numeric.networks.unfold import Window, fold, unfold

Memory = tuple[Array, tuple[int, ...]]


@dataclass(frozen=True)
class Convolution:
    """(N, C, H, W) to (N, m, H', W') by one matrix W (m, C kh kw + 1).

    channels  C.
    filters   m.
    window    kernel, stride and padding.
    Raises ScaleError.
    """

    channels: int
    filters: int
    window: Window

    def __post_init__(self) -> None:
        require_whole("the number of channels", self.channels)
        require_whole("the number of filters", self.filters)

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """((m, C kh kw + 1),)."""
        kh, kw = self.window.kernel
        return ((self.filters, self.channels * kh * kw + 1),)

    def forward(self, weights: Weights, a: Array) -> tuple[Array, Memory]:
        """The filtered images, and the homogeneous patches with the image's shape.

        a  (N, C, H, W).
        Raises ShapeError.
        """
        fits = a.ndim == 4 and a.shape[1] == self.channels
        require_input(self, f"(N, {self.channels}, H, W)", a, fits=fits)
        patches = homogeneous(unfold(self.window, a))
        return self._image(affine(weights[0], patches), a.shape), (patches, a.shape)

    def backward(self, weights: Weights, memory: Memory, g: Array) -> tuple[Array, tuple[Use, ...]]:
        """The patches' gradients folded together, and the use at H' W' places."""
        patches, shape = memory
        g = g.reshape(*g.shape[:2], -1).swapaxes(1, 2)
        return fold(self.window, affine_back(weights[0], g), shape), (Use(patches, g),)

    def push(self, weights: Weights, memory: Memory, move: tuple[Weights, Array]) -> Array:
        """dW (patch; 1) + W (dpatch; 0) at every place."""
        patches, shape = memory
        ds = affine_push(weights[0], patches, (move[0][0], unfold(self.window, move[1])))
        return self._image(ds, shape)

    def _image(self, s: Array, shape: tuple[int, ...]) -> Array:
        """(N, T, m) to (N, m, H', W')."""
        return s.swapaxes(1, 2).reshape(shape[0], self.filters, *self.window.places(*shape[2:]))
