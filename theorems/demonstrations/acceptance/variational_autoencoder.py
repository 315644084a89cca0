"""The encoder's Fisher matrix of an autoencoder with linear networks, in closed form.

The encoder is q(z|x) = N(m, e^{2l}) with (m, l) = W (x; 1).  Of the mean the Fisher matrix is e^{−2l}, of the
logarithm of the deviation 2, and the two do not mix:  F = (1/N) Σ diag(e^{−2l_n}, 2) ⊗ (x_n; 1)(x_n; 1)ᵀ by rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from numeric.networks import Dense, Network, isotropic
from numeric.variational import Autoencoder, LatentNormal, encoder_fisher
from theorems.demonstrations.demonstration import Broken, Demonstration
from theorems.demonstrations.figures import Figure, at_least, equals

VAE = Autoencoder(
    Network((Dense(2, 2),), LatentNormal(1)), Network((Dense(1, 2),), isotropic(2, variance=0.5))
)
PHI = np.array([1.0, -0.5, 0.2, 0.3, 0.4, -0.6])
X = np.array([[1.0, 0.0], [-1.0, 2.0], [0.5, 1.5]])

Fisher = Callable[[Autoencoder, np.ndarray, np.ndarray], np.ndarray]


def accepts(fisher: Fisher) -> Sequence[Figure]:
    """The whole matrix, and draws of the encoder's law, which tell it by their scores alone."""
    ones = np.column_stack([X, np.ones(3)])
    logs = ones @ PHI[3:]
    known = sum(
        np.kron(np.diag([np.exp(-2 * log), 2.0]), np.outer(x, x)) for log, x in zip(logs, ones, strict=True)
    )
    found = fisher(VAE, PHI, X)
    nodes, weights = np.polynomial.hermite_e.hermegauss(6)
    scores = [
        np.concatenate([u / np.exp(log) * x, (u * u - 1) * x])
        for log, x in zip(logs, ones, strict=True)
        for u in nodes
    ]
    summed = np.einsum("i,ij,ik->jk", np.tile(weights / weights.sum(), 3) / 3, scores, scores)
    return [
        equals("Fisher matrix of the encoder", found, np.asarray(known) / 3, digits=13),
        equals("its scores under its own law", summed, found, digits=12),
        at_least("spread of the deviations", float(np.ptp(np.exp(logs))), 0.3),
    ]


def of_variance(vae: Autoencoder, phi: np.ndarray, x: np.ndarray) -> np.ndarray:
    """1/2 in the place of 2: the logarithm of the variance taken for that of the deviation."""
    scale = np.repeat([1.0, 0.5], 3)
    return np.asarray(encoder_fisher(vae, phi, x) * np.outer(scale, scale))


def standard(vae: Autoencoder, phi: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Deviations of one."""
    ones = np.column_stack([x, np.ones(len(x))])
    return np.kron(np.diag([1.0, 2.0]), ones.T @ ones / len(x))


def summed(vae: Autoencoder, phi: np.ndarray, x: np.ndarray) -> np.ndarray:
    """A sum over examples."""
    return np.asarray(len(x) * encoder_fisher(vae, phi, x))


DEMONSTRATION = Demonstration(
    text="The Fisher matrix of a linear Gaussian encoder with one latent, in closed form and from its scores.",
    implementation=encoder_fisher,
    accepts=accepts,
    broken=(
        Broken("the logarithm of the variance is taken for that of the deviation", of_variance),
        Broken("the deviation is taken for one", standard),
        Broken("a sum over examples, not a mean", summed),
    ),
    code=("numeric/variational/autoencoder_curvature.py", "numeric/variational/latent.py"),
)
