"""A synchronized K-FAC step over shards, against the formula on the whole batch.

A linear model with variance v and two outputs: A = (1/N) Σ x xᵀ with x homogeneous, G = Id / v, and the step is
−η (G + √λ/π Id)⁻¹ ∇L (A + π√λ Id)⁻¹ with π² = (tr A / 3) / (tr G / 2).  All workers leave with one θ.

Source  Martens and Grosse (2015), sec. 6.3.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from numeric.distributed import Schedule, Serial, split, start, step
from numeric.networks import Dense, Network, isotropic
from theorems.demonstrations.demonstration import Broken, Demonstration
from theorems.demonstrations.figures import Figure, equals

VARIANCE, RATE, DAMPING = 0.5, 0.3, 0.2
X = np.array([[3.0, 1.0], [0.0, 2.0], [1.0, -1.0], [2.0, 0.0], [-1.0, 1.0], [1.0, 2.0], [0.0, -1.0]])
Y = np.array([[1.0, 0.0], [0.0, 1.0], [2.0, 1.0], [-1.0, 0.0], [3.0, 2.0], [0.0, 0.0], [1.0, -2.0]])
THETA = np.array([0.5, -1.0, 0.25, 1.0, 0.75, -0.5])
NETWORK = Network((Dense(2, 2),), isotropic(2, variance=VARIANCE))
SCHEDULE = Schedule(rate=RATE, damping=DAMPING)

Stepped = Callable[[Sequence[int]], np.ndarray]


def by_hand() -> np.ndarray:
    """θ after one step on the whole batch."""
    ones = np.column_stack([X, np.ones(len(X))])
    W = THETA.reshape(2, 3)
    gradient = (ones @ W.T - Y).T @ ones / len(X) / VARIANCE
    A, G = ones.T @ ones / len(X), np.eye(2) / VARIANCE
    pi = np.sqrt((np.trace(A) / 3) / (np.trace(G) / 2))
    left = G + np.sqrt(DAMPING) / pi * np.eye(2)
    right = A + np.sqrt(DAMPING) * pi * np.eye(3)
    return np.asarray((W - RATE * np.linalg.solve(left, gradient) @ np.linalg.inv(right)).ravel())


def accepts(stepped: Stepped) -> Sequence[Figure]:
    """One, two and three workers' shards give the step of the whole batch."""
    known = by_hand()
    return [
        equals(f"θ after a step over {len(sizes)} shards", stepped(sizes), known, digits=12)
        for sizes in ((7,), (2, 5), (1, 4, 2))
    ]


def with_schedule(schedule: Schedule, count: float = 1.0) -> Stepped:
    """A step under a schedule, perhaps on labels that were scaled."""

    def stepped(sizes: Sequence[int]) -> np.ndarray:
        shards = split(X, count * Y, sizes=sizes)
        return step(NETWORK, start(NETWORK, THETA), shards, schedule=schedule, executor=Serial()).theta

    return stepped


def apart(sizes: Sequence[int]) -> np.ndarray:
    """Every worker steps by itself, and the parameters are averaged."""
    parts = [split(X[a:b], Y[a:b], sizes=(b - a,)) for a, b in pairwise(np.cumsum((0, *sizes)))]
    own = [step(NETWORK, start(NETWORK, THETA), part, schedule=SCHEDULE, executor=Serial()) for part in parts]
    return np.mean([training.theta for training in own], axis=0)


DEMONSTRATION = Demonstration(
    text=(
        "One K-FAC step of a linear model over one, two and three shards: the step of the whole batch "
        "by its formula."
    ),
    implementation=with_schedule(SCHEDULE),
    accepts=accepts,
    broken=(
        Broken("workers step apart and average their parameters", apart),
        Broken("the damping is taken twice", with_schedule(replace(SCHEDULE, damping=2 * DAMPING))),
        Broken("the rate is taken twice", with_schedule(replace(SCHEDULE, rate=2 * RATE))),
        Broken("labels of another scale", with_schedule(SCHEDULE, 1.01)),
    ),
    code=("numeric/distributed/synchronization.py", "numeric/distributed/layers.py"),
)
