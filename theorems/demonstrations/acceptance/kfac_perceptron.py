"""K-FAC of a multilayer perceptron, its factors against their definitions from outputs alone.

A tanh network with three classes at temperature 3/2.  A is the second moment of (activations; 1), computed by a
forward pass written here; G that of the gradients at the pre-activations with labels of the model, computed by
moving biases, whose gradient is that of the pre-activation, and summing over classes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from numeric.curvature import Kronecker, exact_signals, expand
from numeric.curvature.exact import fisher_blocks
from numeric.networks import TANH, Categorical, Dense, Network
from theorems.demonstrations.demonstration import Broken, Demonstration
from theorems.demonstrations.figures import Figure, at_least, equals

TEMPERATURE, STEP = 1.5, 1e-6
NETWORK = Network((Dense(2, 3), TANH, Dense(3, 3)), Categorical(3, temperature=TEMPERATURE))
W = np.array([[0.5, -1.0, 0.2], [0.3, 0.7, -0.4], [1.0, -0.6, 0.1]])
V = np.array([[0.4, 0.9, -0.2, 0.1], [-0.8, 0.5, 0.3, 0.0], [0.6, -0.3, 0.7, -0.5]])
THETA = np.concatenate([W.ravel(), V.ravel()])
X = np.array([[0.4, -1.2], [1.5, 0.3], [-0.7, 0.8], [0.2, 0.6], [-1.1, -0.4]])

Factors = Callable[[], Sequence[Kronecker]]


def log_probabilities(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """log p(c | x_n), (N, C), with amounts added to the pre-activations of the two layers."""
    h = np.tanh(X @ W[:, :2].T + W[:, 2] + first)
    z = (h @ V[:, :3].T + V[:, 3] + second) / TEMPERATURE
    z = z - z.max(axis=1, keepdims=True)
    return np.asarray(z - np.log(np.exp(z).sum(axis=1, keepdims=True)))


def gradient_moment(layer: int) -> np.ndarray:
    """(1/N) Σ_n Σ_c p g gᵀ at the pre-activations of a layer, by central differences."""
    zero, moves = np.zeros(3), STEP * np.eye(3)

    def moved(h: np.ndarray) -> np.ndarray:
        return log_probabilities(*((h, zero) if layer == 0 else (zero, h)))

    g = np.stack([(moved(h) - moved(-h)) / (2 * STEP) for h in moves], axis=-1)
    return np.asarray(np.einsum("nc,nci,ncj->ij", np.exp(moved(zero)) / len(X), g, g))


def accepts(factors: Factors) -> Sequence[Figure]:
    """All four factors, and that their product is not the block itself: K-FAC is an approximation here."""
    ones = np.column_stack([X, np.ones(len(X))])
    hidden = np.column_stack([np.tanh(ones @ W.T), np.ones(len(X))])
    found = factors()
    block = fisher_blocks(NETWORK, THETA, X)[0]
    return [
        equals("inputs of layer 1", found[0].A, ones.T @ ones / len(X), digits=13),
        equals("inputs of layer 2", found[1].A, hidden.T @ hidden / len(X), digits=13),
        equals("gradients of layer 1", found[0].G, gradient_moment(0), digits=8),
        equals("gradients of layer 2", found[1].G, gradient_moment(1), digits=8),
        at_least(
            "distance to the block",
            float(np.linalg.norm(found[0].rows() - block) / np.linalg.norm(block)),
            0.01,
        ),
    ]


def kernel() -> Sequence[Kronecker]:
    """The factors of the kernel."""
    return [expand(signals) for signals in exact_signals(NETWORK, THETA, X)]


def changed(change: Callable[[Kronecker], Kronecker]) -> Factors:
    """Every pair of factors changed."""
    return lambda: [change(pair) for pair in kernel()]


def at_activations() -> Sequence[Kronecker]:
    """Gradients at the activations, in the place of the pre-activations, of the first layer."""
    first, second = kernel()
    slope = 1 - np.tanh(np.column_stack([X, np.ones(len(X))]) @ W.T).mean(axis=0) ** 2
    return [Kronecker(first.A, first.G / np.outer(slope, slope)), second]


DEMONSTRATION = Demonstration(
    text="The factors of both layers of a tanh network with three classes, from their definitions.",
    implementation=kernel,
    accepts=accepts,
    broken=(
        Broken("gradients at the activations", at_activations),
        Broken("the temperature is forgotten", changed(lambda k: Kronecker(k.A, TEMPERATURE**2 * k.G))),
        Broken("gradients of a mean over examples", changed(lambda k: Kronecker(k.A, k.G / len(X) ** 2))),
        Broken("a mean over classes", changed(lambda k: Kronecker(k.A, k.G / 3))),
        Broken("the factors are exchanged", changed(lambda k: Kronecker(k.G, k.A))),
    ),
    code=("numeric/curvature/kfac.py", "numeric/curvature/signals.py", "numeric/networks/dense.py"),
)
