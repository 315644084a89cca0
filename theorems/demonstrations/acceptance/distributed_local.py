"""Local Fisher matrices and gradients on unequal shards, put together, against the whole batch by hand.

A linear model with variance v: on any set of examples F = (1/n) Σ x xᵀ / v and ∇L = (1/n) Σ (θᵀx − y) x / v.
Shards of 1, 2 and 5 examples must be weighted by their sizes; a mean of means is another matrix.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from numeric.distributed import Part, Serial, measure, split, statistics, weighted_mean
from numeric.networks import Dense, Network, isotropic
from theorems.demonstrations.demonstration import Broken, Demonstration
from theorems.demonstrations.figures import Figure, at_least, equals

VARIANCE = 0.5
SIZES = (1, 2, 5)
X = np.array(
    [[3.0, 1.0], [0.0, 2.0], [1.0, -1.0], [2.0, 0.0], [-1.0, 1.0], [1.0, 2.0], [0.0, -1.0], [1.0, 0.0]]
)
Y = np.array([[1.0], [0.0], [2.0], [-1.0], [3.0], [0.0], [1.0], [2.0]])
THETA = np.array([0.5, -1.0, 0.25])  # two weights and the bias
NETWORK = Network((Dense(2, 1),), isotropic(1, variance=VARIANCE))

Gather = Callable[[Sequence[Part]], tuple[np.ndarray, ...]]


def by_hand(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Gradient and Fisher matrix of some examples."""
    ones = np.column_stack([x, np.ones(len(x))])
    residual = ones @ THETA - y[:, 0]
    return ones.T @ residual / len(x) / VARIANCE, ones.T @ ones / len(x) / VARIANCE


def accepts(gather: Gather) -> Sequence[Figure]:
    """What each worker finds, and what all find together."""
    shards = split(X, Y, sizes=SIZES)
    gradients = measure(statistics.gradient, NETWORK, THETA, shards, executor=Serial())
    matrices = measure(statistics.fisher, NETWORK, THETA, shards, executor=Serial())
    starts = np.cumsum((0, *SIZES))
    figures = []
    for k, (g, F) in enumerate(zip(gradients, matrices, strict=True)):
        known = by_hand(X[starts[k] : starts[k + 1]], Y[starts[k] : starts[k + 1]])
        figures += [
            equals(f"gradient of worker {k + 1}", g.values[0], known[0], digits=13),
            equals(f"Fisher matrix of worker {k + 1}", F.values[0], known[1], digits=13),
        ]
    gradient, matrix = by_hand(X, Y)
    unweighted = np.mean([part.values[0] for part in matrices], axis=0)
    return [
        *figures,
        equals("gradient of all", gather(gradients)[0], gradient, digits=13),
        equals("Fisher matrix of all", gather(matrices)[0], matrix, digits=13),
        at_least("distance of a mean of means", float(np.linalg.norm(unweighted - matrix)), 0.5),
    ]


def means(parts: Sequence[Part]) -> tuple[np.ndarray, ...]:
    """Sizes forgotten."""
    return (np.mean([part.values[0] for part in parts], axis=0),)


def sums(parts: Sequence[Part]) -> tuple[np.ndarray, ...]:
    """Added up and not divided."""
    return (np.sum([part.count * part.values[0] for part in parts], axis=0),)


def first(parts: Sequence[Part]) -> tuple[np.ndarray, ...]:
    """One worker for all."""
    return parts[0].values


DEMONSTRATION = Demonstration(
    text=(
        "Gradients and Fisher matrices of a linear model on shards of 1, 2 and 5 examples, each and together, "
        "against their formulas."
    ),
    implementation=weighted_mean,
    accepts=accepts,
    broken=(
        Broken("the sizes of shards are forgotten", means),
        Broken("sums are not divided", sums),
        Broken("one worker speaks for all", first),
    ),
    code=(
        "numeric/distributed/statistics.py",
        "numeric/distributed/aggregation.py",
        "numeric/distributed/batch.py",
    ),
)
