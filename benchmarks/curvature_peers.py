"""Curvature by curvlinops on PyTorch, in float64 on the CPU, of the networks of `benchmarks.curvature`."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from importlib.util import find_spec
from itertools import pairwise
from typing import Any

import numpy as np

from numeric.arrays import Array
from numeric.networks import unflatten

DAMPING = 1e-3
Runs = dict[str, Callable[[], object]]


def installed() -> bool:
    """Whether PyTorch and curvlinops are there."""
    return find_spec("torch") is not None and find_spec("curvlinops") is not None


def arguments(widths: tuple[int, ...], theta: Array, x: Array, y: Array | None = None) -> Any:
    """The package, then module, loss, parameters and data, as all its operators take them."""
    import torch

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import curvlinops

    shapes = [(m, k + 1) for k, m in pairwise(widths)]
    layers: list[Any] = []
    for W in unflatten(theta, shapes):
        linear = torch.nn.Linear(W.shape[1] - 1, W.shape[0], dtype=torch.float64)
        linear.weight.data, linear.bias.data = torch.tensor(W[:, :-1].copy()), torch.tensor(W[:, -1].copy())
        layers += [linear, torch.nn.Tanh()]
    module = torch.nn.Sequential(*layers[:-1])
    labels = torch.zeros(len(x), dtype=torch.int64) if y is None else torch.tensor(y)
    data = [(torch.tensor(x), labels)]
    return curvlinops, (module, torch.nn.CrossEntropyLoss(), dict(module.named_parameters()), data)


def peers_of_fisher(widths: tuple[int, ...], theta: Array, x: Array) -> Runs:
    """The dense Gauss-Newton matrix, which is the Fisher matrix of a softmax, by its products with unit vectors."""
    if not installed():
        return {}
    package, given = arguments(widths, theta, x)
    operator = package.GGNLinearOperator(*given, check_deterministic=False)
    return {"curvlinops, GGN times the identity": lambda: operator @ np.eye(theta.size)}


def peers_of_product(widths: tuple[int, ...], theta: Array, x: Array, v: Array) -> Runs:
    """One product of the Gauss-Newton matrix."""
    if not installed():
        return {}
    package, given = arguments(widths, theta, x)
    operator = package.GGNLinearOperator(*given, check_deterministic=False)
    return {"curvlinops, GGN times a vector": lambda: operator @ v}


def peers_of_kfac(widths: tuple[int, ...], theta: Array, data: tuple[Array, Array]) -> Runs:
    """Factors of one sampled label, their damped inverse, on the gradient of the loss."""
    if not installed():
        return {}
    import torch

    package, given = arguments(widths, theta, *data)
    module, loss, parameters, batches = given

    def run() -> object:
        factors = package.KFACLinearOperator(*given, check_deterministic=False, mc_samples=1)
        inverse = factors.inverse(damping=DAMPING, use_heuristic_damping=True)
        value = loss(module(batches[0][0]), batches[0][1])
        gradient = torch.autograd.grad(value, list(parameters.values()))
        return inverse @ torch.cat([part.flatten() for part in gradient])

    return {"curvlinops, K-FAC": run}
