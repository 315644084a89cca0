"""Statistics of a whole batch from its shards: measured where the shards are, put together here.

    statistic(batch) = sum_k (n_k / N) statistic(shard k)

The result is the single machine's to rounding, and depends on the shards alone: on any number of workers, and in
whatever order they finish, it is the same to the last bit, provided linear algebra uses the same number of threads.

Source  Osawa et al., CVPR (2019), arXiv:1811.12019 (stages: local factors, reduction, inverses, broadcast).
"""

from collections.abc import Sequence
from functools import partial

from numpy.typing import ArrayLike

from numeric.arrays import Array, require_vector
from numeric.curvature import Eigenbasis, Kronecker, expand
from numeric.distributed import statistics
from numeric.distributed.aggregation import weighted_mean
from numeric.distributed.executors import Executor, require_executor
from numeric.distributed.layers import eigenbases
from numeric.distributed.shards import Part, Shard, require_whole_batch
from numeric.distributed.statistics import Factored, Labelled, Statistic
from numeric.networks import Network


def measure(
    statistic: Statistic, network: Network, theta: ArrayLike, shards: Sequence[Shard], *, executor: Executor
) -> tuple[Part, ...]:
    """The statistic of every shard, in the order of the shards; nothing is put together.

    theta   (P,), sent to everyone.
    shards  all of one batch, in any order.
    Raises WorkError, which names the shard, WorkerDiedError, SplitError, ExecutorError, EmptyError.
    """
    ordered = require_whole_batch(shards)
    work = partial(statistics.measured, statistic, network, require_vector("the parameter", theta))
    return require_executor(executor).run(work, {shard.name: shard for shard in ordered})


def mean(
    statistic: Statistic, network: Network, theta: ArrayLike, shards: Sequence[Shard], *, executor: Executor
) -> tuple[Array, ...]:
    """The statistic of the batch: the weighted mean of its parts.

    Arguments and errors as for `measure`, and NonFiniteError.
    """
    return weighted_mean(measure(statistic, network, theta, shards, executor=executor))


def gradient(network: Network, theta: ArrayLike, shards: Sequence[Shard], *, executor: Executor) -> Array:
    """The gradient of the loss over the batch, (P,).

    Arguments and errors as for `mean`.
    """
    return mean(statistics.gradient, network, theta, shards, executor=executor)[0]


def fisher(network: Network, theta: ArrayLike, shards: Sequence[Shard], *, executor: Executor) -> Array:
    """The Fisher matrix of the batch, (P, P).

    Arguments and errors as for `mean`.
    """
    return mean(statistics.fisher, network, theta, shards, executor=executor)[0]


def factors(
    network: Network,
    theta: ArrayLike,
    shards: Sequence[Shard],
    *,
    executor: Executor,
    signals: Labelled = statistics.exact,
    factored: Factored = expand,
) -> tuple[Kronecker, ...]:
    """The Kronecker factors of the batch, one pair for each weight matrix.

    A and G are averaged each by itself; the average of the products A_k (x) G_k would be another matrix.

    signals   `statistics.exact`, `statistics.empirical` or `statistics.Sampled`.
    factored  `expand`, `reduce` or `kfc` of `numeric.curvature`.
    Other arguments and errors as for `mean`.
    """
    statistic = statistics.factors(signals, factored)
    return paired(mean(statistic, network, theta, shards, executor=executor))


def ekfac(
    network: Network,
    theta: ArrayLike,
    shards: Sequence[Shard],
    *,
    executor: Executor,
    signals: Labelled = statistics.exact,
    factored: Factored = expand,
) -> tuple[Eigenbasis, ...]:
    """EKFAC of the batch in three rounds: factors of shards, eigenvectors of layers, moments of shards.

    Arguments and errors as for `factors`.
    """
    pairs = factors(network, theta, shards, executor=executor, signals=signals, factored=factored)
    bases = eigenbases(pairs, executor=executor)
    found = mean(statistics.moments(signals, bases), network, theta, shards, executor=executor)
    return tuple(
        Eigenbasis(basis.U_A, basis.U_G, moments) for basis, moments in zip(bases, found, strict=True)
    )


def paired(values: Sequence[Array]) -> tuple[Kronecker, ...]:
    """(A_1, G_1, ..., A_L, G_L) as pairs."""
    return tuple(Kronecker(A, G) for A, G in zip(values[::2], values[1::2], strict=True))
