"""Blocks of a Fisher matrix, each inverted by itself, against the definition of every block.

Two weight matrices of a network with one hidden tanh layer.  A block is E[s sᵀ] over that layer's scores alone;
here it is summed over all outcomes of three classes by finite differences of the log-density, entry by entry.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from numeric.curvature import block_diagonal
from numeric.curvature.exact import fisher_blocks
from numeric.networks import TANH, Categorical, Dense, Network, evaluate
from theorems.demonstrations.demonstration import Broken, Demonstration
from theorems.demonstrations.figures import Figure, at_least, equals

NETWORK = Network((Dense(2, 2), TANH, Dense(2, 3)), Categorical(3, temperature=1.5))
THETA = np.array([0.5, -1.0, 0.2, 0.3, 0.7, -0.4, 1.0, -0.6, 0.1, 0.4, 0.9, -0.2, -0.8, 0.5, 0.3])
X = np.array([[0.4, -1.2], [1.5, 0.3], [-0.7, 0.8], [0.2, 0.6]])
PARTS = (slice(0, 6), slice(6, 15))
STEP = 1e-6
DAMPING = 0.1

Blocks = Callable[[Network, np.ndarray, np.ndarray], Sequence[np.ndarray]]


def log_probabilities(theta: np.ndarray) -> np.ndarray:
    """log p(c | x_n), (N, C), from the outputs alone."""
    z = evaluate(NETWORK, theta, X).outputs / 1.5
    z = z - z.max(axis=1, keepdims=True)
    return np.asarray(z - np.log(np.exp(z).sum(axis=1, keepdims=True)))


def by_definition() -> np.ndarray:
    """(1/N) Σ_n Σ_c p s sᵀ with scores by central differences, (P, P)."""
    moves = STEP * np.eye(len(THETA))
    scores = np.stack(
        [(log_probabilities(THETA + h) - log_probabilities(THETA - h)) / (2 * STEP) for h in moves], axis=-1
    )
    weights = np.exp(log_probabilities(THETA)) / len(X)
    return np.asarray(np.einsum("nc,ncp,ncq->pq", weights, scores, scores))


def accepts(blocks: Blocks) -> Sequence[Figure]:
    """Both blocks, the inverse of the damped block-diagonal matrix, and that what is ignored was there."""
    whole, found = by_definition(), blocks(NETWORK, THETA, X)
    damped = [part + DAMPING * np.eye(len(part)) for part in found]
    inverse = block_diagonal([np.linalg.inv(part) for part in damped])
    known = np.zeros_like(whole)
    for part in PARTS:
        known[part, part] = whole[part, part]
    return [
        *(
            equals(f"block {i + 1}", b, whole[p, p], digits=8)
            for i, (b, p) in enumerate(zip(found, PARTS, strict=True))
        ),
        equals("inverse of all blocks", inverse @ (known + DAMPING * np.eye(15)), np.eye(15), digits=6),
        at_least("share of the matrix outside the blocks", 1 - np.sum(known**2) / np.sum(whole**2), 0.05),
    ]


def scaled(factor: float) -> Blocks:
    """Blocks times a constant."""
    return lambda network, theta, x: [factor * b for b in fisher_blocks(network, theta, x)]


def shifted(network: Network, theta: np.ndarray, x: np.ndarray) -> Sequence[np.ndarray]:
    """Blocks at another point."""
    return fisher_blocks(network, theta + 0.01, x)


def swapped(network: Network, theta: np.ndarray, x: np.ndarray) -> Sequence[np.ndarray]:
    """The first block by columns."""
    first, second = fisher_blocks(network, theta, x)
    order = np.arange(6).reshape(2, 3).T.ravel()
    return first[np.ix_(order, order)], second


DEMONSTRATION = Demonstration(
    text=(
        "The blocks of two layers of a tanh network with three classes at temperature 3/2, against their "
        "definition by sums over classes and differences of log-probabilities."
    ),
    implementation=fisher_blocks,
    accepts=accepts,
    broken=(
        Broken("sums over examples, not means", scaled(4.0)),
        Broken("the temperature is forgotten", scaled(1.5**2)),
        Broken("a block by columns among blocks by rows", swapped),
        Broken("blocks of a point nearby", shifted),
    ),
    code=("numeric/curvature/exact.py", "numeric/curvature/blocks.py"),
)
