"""K-FAC of a deep linear network against exact fractions.

With a Gaussian likelihood of variance v and labels of the model, the gradients at the pre-activations of a
linear network do not depend on the input, so E[a aᵀ ⊗ g gᵀ] = E[a aᵀ] ⊗ E[g gᵀ].  For weights V after W and
inputs x_n:  A_W = (1/N) Σ x xᵀ,  G_W = Vᵀ V / v,  A_V = (1/N) Σ W x (W x)ᵀ,  G_V = Id / v  (biases zero).

Source  Martens and Grosse (2015), arXiv:1503.05671, sec. 3.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace

import numpy as np

from numeric.curvature import Kronecker, exact_signals, expand
from numeric.networks import IDENTITY, Dense, Network, flatten, isotropic
from theorems.demonstrations.demonstration import Broken, Demonstration
from theorems.demonstrations.figures import Figure, equals

VARIANCE = 0.5
W = np.array([[2.0, -1.0, 1.0], [0.0, 3.0, -2.0]])
V = np.array([[1.0, 2.0], [-1.0, 1.0], [3.0, 0.0], [1.0, 1.0]])
X = np.array([[1.0, 0.0, 2.0], [-1.0, 2.0, 1.0], [0.0, 1.0, -3.0], [2.0, 2.0, 0.0], [1.0, -1.0, 1.0]])
NETWORK = Network((Dense(3, 2), IDENTITY, Dense(2, 4)), isotropic(4, variance=VARIANCE))
THETA = flatten([np.column_stack([W, np.zeros(2)]), np.column_stack([V, np.zeros(4)])])


def accepts(implementation: SimpleNamespace) -> Sequence[Figure]:
    """Both factors of both layers, the block by rows, and the preconditioned gradient."""
    first, second = implementation.factors(NETWORK, THETA, X)
    ones = np.column_stack([X, np.ones(len(X))])
    hidden = np.column_stack([X @ W.T, np.ones(len(X))])
    moments = [ones.T @ ones / len(X), hidden.T @ hidden / len(X)]
    spreads = [V.T @ V / VARIANCE, np.eye(4) / VARIANCE]
    shape = np.arange(8.0).reshape(2, 4) - 3
    step = np.linalg.solve(spreads[0] + np.eye(2), shape) @ np.linalg.inv(moments[0] + np.eye(4))
    damped = Kronecker(first.A + np.eye(4), first.G + np.eye(2))
    return [
        *(
            equals(f"input factor of layer {i + 1}", found.A, known, digits=13)
            for i, (found, known) in enumerate(zip((first, second), moments, strict=True))
        ),
        *(
            equals(f"output factor of layer {i + 1}", found.G, known, digits=13)
            for i, (found, known) in enumerate(zip((first, second), spreads, strict=True))
        ),
        equals("preconditioned gradient", implementation.solve(damped, shape), step, digits=12),
    ]


def factors(network: Network, theta: np.ndarray, x: np.ndarray) -> list[Kronecker]:
    """The factors of every layer, with labels of the model."""
    return [expand(signals) for signals in exact_signals(network, theta, x)]


def scaled(inputs: float, outputs: float) -> SimpleNamespace:
    """Factors with wrong constants."""

    def wrong(network: Network, theta: np.ndarray, x: np.ndarray) -> list[Kronecker]:
        return [Kronecker(inputs * f.A, outputs * f.G) for f in factors(network, theta, x)]

    return SimpleNamespace(factors=wrong, solve=Kronecker.solve)


def centred(network: Network, theta: np.ndarray, x: np.ndarray) -> list[Kronecker]:
    """Covariances in the place of second moments."""
    found = []
    for signals in exact_signals(network, theta, x):
        a = signals.inputs[:, 0]
        found.append(Kronecker(np.cov(a.T, bias=True), expand(signals).G))
    return found


DEMONSTRATION = Demonstration(
    text=(
        "K-FAC of a network of two linear layers, Gaussian likelihood of variance 1/2, five inputs: its factors "
        "are the exact second moments, worked out from the weights alone."
    ),
    implementation=SimpleNamespace(factors=factors, solve=Kronecker.solve),
    accepts=accepts,
    broken=(
        Broken("the input factor is a sum over examples, not a mean", scaled(5.0, 1.0)),
        Broken("the output factor is divided by the number of examples once more", scaled(1.0, 1 / 5)),
        Broken("the variance is taken for its root", scaled(1.0, VARIANCE**0.5)),
        Broken("second moments are centred", SimpleNamespace(factors=centred, solve=Kronecker.solve)),
        Broken(
            "the factors are multiplied where they are to be inverted",
            SimpleNamespace(factors=factors, solve=Kronecker.times),
        ),
    ),
    code=("numeric/curvature/kfac.py", "numeric/curvature/kronecker.py", "numeric/curvature/signals.py"),
)
