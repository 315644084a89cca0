"""What a worker measures on its shard: means over the shard's own examples.

    gradient      (1/n_k) sum g_n
    Fisher        (1/n_k) sum J_n^T F_n J_n, whole, in blocks, or times a vector
    empirical     (1/n_k) sum g_n g_n^T
    factors       A_k and G_k of every weight matrix
    moments       (1/n_k) sum (U_G^T D_n U_A)^2 in bases that all workers share

Each is linear in the law of the examples, so that weighted means of the parts are the same statistic of the batch.
Products A_k (x) G_k, inverses and natural gradients of shards are not, and are no statistics here.

Source  Osawa et al., Large-scale distributed second-order optimization using Kronecker-factored approximate
        curvature, CVPR (2019), arXiv:1811.12019 (factors are reduced, not their products or inverses).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from numeric import curvature
from numeric.arrays import Array, require_some
from numeric.curvature import Eigenbasis, Kronecker, Signals
from numeric.distributed.shards import Part, Shard
from numeric.networks import Network, fisher_product
from numeric.networks import gradient as network_gradient

Statistic = Callable[[Network, Array, Shard], tuple[Array, ...]]
Labelled = Callable[[Network, Array, Shard], tuple[Signals, ...]]
Factored = Callable[[Signals], Kronecker]


def measured(statistic: Statistic, network: Network, theta: Array, shard: Shard) -> Part:
    """The statistic of one shard, with what is needed to put it together with the others.

    Raises EmptyError when the statistic is no array at all, and what the statistic raises.
    """
    values = tuple(np.asarray(value) for value in statistic(network, theta, shard))
    require_some("arrays of a statistic", len(values))
    return Part(shard.index, shard.of, len(shard.x), values)


def gradient(network: Network, theta: Array, shard: Shard) -> tuple[Array, ...]:
    """The gradient of the loss, (P,); shards with labels."""
    return (network_gradient(network, theta, shard.x, shard.labels()),)


def fisher(network: Network, theta: Array, shard: Shard) -> tuple[Array, ...]:
    """The Fisher matrix, (P, P)."""
    return (curvature.fisher(network, theta, shard.x),)


def fisher_blocks(network: Network, theta: Array, shard: Shard) -> tuple[Array, ...]:
    """The blocks of the Fisher matrix, one (m k, m k) for each weight matrix."""
    return curvature.fisher_blocks(network, theta, shard.x)


def empirical_fisher(network: Network, theta: Array, shard: Shard) -> tuple[Array, ...]:
    """The empirical Fisher matrix, (P, P); shards with labels."""
    return (curvature.empirical_fisher(network, theta, (shard.x, shard.labels())),)


def fisher_times(v: Array) -> Statistic:
    """F v without F, (P,).

    v  (P,).
    """
    return partial(_fisher_times, v)


def factors(signals: Labelled, factored: Factored) -> Statistic:
    """A and G of every weight matrix: (A_1, G_1, ..., A_L, G_L).

    signals   `exact`, `empirical` or `Sampled`.
    factored  `expand`, `reduce` or `kfc` of `numeric.curvature`.
    """
    return partial(_factors, signals, factored)


def moments(signals: Labelled, bases: tuple[Eigenbasis, ...]) -> Statistic:
    """EKFAC's moments along the given bases, one (m, k) for each weight matrix.

    signals  `exact`, `empirical` or `Sampled`.
    bases    one for each weight matrix, the same on every worker.
    """
    return partial(_moments, signals, bases)


def together(*statistics: Statistic) -> Statistic:
    """The arrays of several statistics, one after the other, in one visit to the shard."""
    return partial(_together, statistics)


def exact(network: Network, theta: Array, shard: Shard) -> tuple[Signals, ...]:
    """Signals of the Fisher matrix in closed form."""
    return curvature.exact_signals(network, theta, shard.x)


def empirical(network: Network, theta: Array, shard: Shard) -> tuple[Signals, ...]:
    """Signals of the empirical Fisher matrix, with the labels of the shard."""
    return curvature.empirical_signals(network, theta, (shard.x, shard.labels()))


@dataclass(frozen=True)
class Sampled:
    """Signals with labels drawn from the model, by a generator of each shard's own.

    The labels depend on the seed and the shard's number alone: the same on whichever worker, and independent
    between shards.

    seed   whole, at least 0.
    draws  labels for each example.
    """

    seed: int
    draws: int = 1

    def __call__(self, network: Network, theta: Array, shard: Shard) -> tuple[Signals, ...]:
        """Raises EmptyError for no draw."""
        rng = np.random.default_rng(np.random.SeedSequence(self.seed, spawn_key=(shard.index,)))
        return curvature.sampled_signals(network, theta, shard.x, rng=rng, draws=self.draws)


def _fisher_times(v: Array, network: Network, theta: Array, shard: Shard) -> tuple[Array, ...]:
    return (fisher_product(network, theta, shard.x, v),)


def _factors(
    signals: Labelled, factored: Factored, network: Network, theta: Array, shard: Shard
) -> tuple[Array, ...]:
    pairs = [factored(found) for found in signals(network, theta, shard)]
    return tuple(factor for pair in pairs for factor in (pair.A, pair.G))


def _moments(
    signals: Labelled, bases: tuple[Eigenbasis, ...], network: Network, theta: Array, shard: Shard
) -> tuple[Array, ...]:
    found = signals(network, theta, shard)
    return tuple(
        curvature.corrected(basis, signal).moments for basis, signal in zip(bases, found, strict=True)
    )


def _together(
    statistics: tuple[Statistic, ...], network: Network, theta: Array, shard: Shard
) -> tuple[Array, ...]:
    return tuple(value for statistic in statistics for value in statistic(network, theta, shard))
