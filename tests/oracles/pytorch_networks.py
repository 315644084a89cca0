"""Networks of ours as modules of PyTorch, and matrices of curvlinops in our order of parameters.

curvlinops 3.0 and what it builds on compile some functions by `torch.jit`, which PyTorch has begun to warn about.

A matrix (m, k + 1) of ours is a weight (m, k) and a bias (m) there, the one after the other.
"""

from __future__ import annotations

import warnings
from functools import cache
from types import ModuleType
from typing import Any

import numpy as np

from numeric.networks import (
    RELU,
    SQUARE,
    TANH,
    Convolution,
    Dense,
    Flatten,
    Mean,
    Network,
    unflatten,
)


@cache
def curvlinops() -> ModuleType:
    """The package, imported without the warnings of its own imports."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import curvlinops as package
    return package


def tensor(array: Any) -> Any:
    """A tensor of its own in float64, or in int64 for whole numbers."""
    import torch

    found = np.asarray(array)
    return torch.tensor(found.copy(), dtype=torch.int64 if found.dtype.kind in "iu" else torch.float64)


def module(network: Network, theta: np.ndarray, *, temperature: float, positions: bool = False) -> Any:
    """The network up to its logits, which are divided by the temperature.

    positions  whether outputs are (N, T, C) before they are flattened: then they become (N, C, T), as
               PyTorch's cross-entropy takes them.
    """
    import torch

    class Applied(torch.nn.Module):
        """A function without parameters."""

        def __init__(self, function: Any) -> None:
            super().__init__()
            self.function = function

        def forward(self, x: Any) -> Any:
            """Of the input."""
            return self.function(x)

    def made(layer: Any) -> Any:
        match layer:
            case Dense():
                return torch.nn.Linear(layer.inputs, layer.outputs, dtype=torch.float64)
            case Convolution():
                window = layer.window
                sizes = {"stride": window.stride, "padding": window.padding, "dtype": torch.float64}
                return torch.nn.Conv2d(layer.channels, layer.filters, window.kernel, **sizes)
            case Flatten():
                return Applied(lambda x: x.transpose(1, 2) if positions else x.flatten(1))
            case Mean():
                return Applied(lambda x: x.mean(layer.axes))
        return Applied({TANH: torch.tanh, RELU: torch.relu, SQUARE: torch.square}[layer])

    built = torch.nn.Sequential(*map(made, network.layers), Applied(lambda z: z / temperature))
    with torch.no_grad():
        matrices = iter(unflatten(theta, network.shapes))
        for part in built:
            if isinstance(part, torch.nn.Linear | torch.nn.Conv2d):
                W = next(matrices)
                part.weight.copy_(tensor(W[:, :-1].reshape(part.weight.shape)))
                part.bias.copy_(tensor(W[:, -1]))
    return built


def order(network: Network) -> np.ndarray:
    """The permutation with ours[permutation] = theirs, (P,)."""
    index = unflatten(np.arange(network.size), network.shapes)
    return np.concatenate([part.real.astype(int).ravel() for W in index for part in (W[:, :-1], W[:, -1])])


def ours(network: Network, operator: Any) -> np.ndarray:
    """The dense matrix of an operator of theirs, in our order, (P, P)."""
    import torch

    back = np.argsort(order(network))
    matrix = (operator @ torch.eye(network.size, dtype=torch.float64)).detach().numpy()
    return matrix[np.ix_(back, back)]
