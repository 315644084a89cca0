"""Batches of thirteen examples in shards of 3, 1, 7 and 2, and an executor of several workers without processes."""

from dataclasses import dataclass

import numpy as np
import pytest

from numeric.distributed import Serial, split
from numeric.networks import (
    TANH,
    Attention,
    Categorical,
    Convolution,
    Dense,
    Flatten,
    Gaussian,
    Mean,
    Network,
    Window,
    evaluate,
    transformer_block,
)

N, C, SIZES = 13, 3, (3, 1, 7, 2)
COVARIANCE = np.array([[0.7, 0.2, -0.1], [0.2, 1.3, 0.3], [-0.1, 0.3, 0.5]])
NETWORKS = {
    "gaussian": (Network((Dense(4, 5), TANH, Dense(5, C)), Gaussian(COVARIANCE)), (4,)),
    "images": (
        Network((Convolution(2, 2, Window((2, 3))), TANH, Flatten(), Dense(12, C)), Categorical(C, 1.7)),
        (2, 3, 5),
    ),
    "sequences": (
        Network(
            (*transformer_block(Attention(4, 3, 2), 5, TANH), Mean((1,)), Dense(4, C)), Categorical(C, 1.7)
        ),
        (6, 4),
    ),
}


@dataclass(frozen=True)
class Pretended:
    """Says that it has several workers, and computes everything here."""

    workers: int

    def run(self, work, tasks):
        """work(task) for each task, one after the other."""
        return Serial().run(work, tasks)


@dataclass(frozen=True)
class Problem:
    """A network at a parameter, a batch, and the same batch in shards."""

    network: Network
    theta: np.ndarray
    x: np.ndarray
    y: np.ndarray

    @property
    def shards(self):
        """Of 3, 1, 7 and 2 examples."""
        return split(self.x, self.y, sizes=SIZES)


@pytest.fixture
def pretended():
    return Pretended


@pytest.fixture
def problem():
    """Makes the problem of a name and a seed; later examples are larger, so that shards differ."""

    def made(name, seed=11):
        network, shape = NETWORKS[name]
        rng = np.random.default_rng(seed)
        theta, x = 0.6 * rng.normal(size=network.size), rng.normal(size=(N, *shape))
        x = x * np.linspace(0.3, 1.5, N).reshape(N, *[1] * len(shape))
        y = network.likelihood.sample(evaluate(network, theta, x).outputs, rng)
        return Problem(network, theta, x, y)

    return made
