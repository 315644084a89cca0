"""The empirical and the true Fisher matrix of a coin, which differ by a known amount.

With success probability 1/4 and k of n successes seen, at log-odds θ:  F = p (1 − p) = 3/16 whatever was seen, and
the empirical one is (k (1 − p)² + (n − k) p²) / n = (9 k + (n − k)) / (16 n): equal on average, not for one set.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace

import numpy as np

from numeric.curvature import empirical_fisher, fisher, sampled_fisher
from numeric.networks import Bernoulli, Dense, Network
from theorems.demonstrations.demonstration import Broken, Demonstration
from theorems.demonstrations.figures import Figure, at_least, at_most, equals

NETWORK = Network((Dense(1, 1),), Bernoulli(1))
THETA = np.array([0.0, -np.log(3.0)])  # the input's weight is zero, the bias is the log-odds of 1/4
LABELS = ([1, 0, 0, 0], [1, 1, 0, 0, 0], [0, 0, 0])
DRAWS = 4000


def accepts(kernel: SimpleNamespace) -> Sequence[Figure]:
    """Both on three sets of labels, and the sampled one within five deviations of the true."""
    figures = []
    for labels in LABELS:
        x, y = np.zeros((len(labels), 1)), np.array(labels, dtype=float)[:, None]
        n, k = len(labels), sum(labels)
        seen = f"{k} of {n} successes"
        figures += [
            equals(f"true, {seen}", kernel.fisher(NETWORK, THETA, x)[1, 1], 3 / 16, digits=13),
            equals(
                f"empirical, {seen}",
                kernel.empirical(NETWORK, THETA, (x, y))[1, 1],
                (9 * k + (n - k)) / (16 * n),
                digits=13,
            ),
        ]
    alike = np.zeros((DRAWS, 1))
    sampled = kernel.sampled(NETWORK, THETA, alike, rng=np.random.default_rng(5))[1, 1]
    deviation = np.sqrt(3 / 16) / 2 / np.sqrt(DRAWS)  # (1 − p)² or p²: half apart, times √(p (1 − p))
    return [
        *figures,
        at_most("sampled less true, in deviations", abs(sampled - 3 / 16) / deviation, 5.0),
        at_least("digits by which it is not exact", abs(sampled - 3 / 16), 1e-12),
    ]


def kernels(**changed: object) -> SimpleNamespace:
    """The kernels, some replaced."""
    return SimpleNamespace(
        **{"fisher": fisher, "empirical": empirical_fisher, "sampled": sampled_fisher, **changed}
    )


DEMONSTRATION = Demonstration(
    text="True, empirical and sampled Fisher information of a coin of probability 1/4 on three sets of labels.",
    implementation=kernels(),
    accepts=accepts,
    broken=(
        Broken(
            "labels of the data for the true one",
            kernels(fisher=lambda net, theta, x: empirical_fisher(net, theta, (x, np.ones((len(x), 1))))),
        ),
        Broken(
            "labels of the model for the empirical one",
            kernels(empirical=lambda net, theta, data: fisher(net, theta, data[0])),
        ),
        Broken(
            "the second moment is centred",
            kernels(empirical=lambda net, theta, data: empirical_fisher(net, theta, data) - 1e-2),
        ),
        Broken(
            "draws of a fair coin",
            kernels(sampled=lambda net, theta, x, *, rng: sampled_fisher(net, 0 * theta, x, rng=rng)),
        ),
    ),
    code=("numeric/curvature/empirical.py", "numeric/curvature/exact.py", "numeric/curvature/sampled.py"),
)
