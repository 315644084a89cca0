"""Means over shards, put together to the mean over the batch.

    mean = sum_k (n_k / N) mean_k                           weights are shares of the examples
    equal weights = (1/K) sum_k mean_k
    their error   = sum_k (1/K - n_k / N) mean_k = -Cov_k(n_k, mean_k) / (N / K)

with Cov over shards, each counted once: equal weights are right when shards are equally large, and beyond that
only where sizes are uncorrelated with what is averaged.

The sum runs over shards in the order of their numbers, whoever finished first, and is compensated: each n_k mean_k
is split into two exact products, and what every addition rounds off is added up beside the sum.  The result is
within two units in the last place of the exact mean of the parts, up to 2 K^2 eps^2 sum_k (n_k / N) |mean_k|.

Source  Ogita, Rump and Oishi, Accurate sum and dot product, SIAM J. Sci. Comput. 26 (2005), algorithm 4.4 (Sum2).
"""

from collections.abc import Sequence

import numpy as np

from numeric.arrays import Array, require_finite, require_some
from numeric.distributed.errors import AggregationError
from numeric.distributed.shards import Part

UPPER = np.int64(-(2**27))  # keeps 26 of 53 bits: times a count below 2^26, either half has an exact product


def weighted_mean(parts: Sequence[Part]) -> tuple[Array, ...]:
    """sum_k (n_k / N) mean_k for each of the arrays.

    parts  one from every shard, in any order.
    Raises AggregationError for a shard that is missing or twice or whose arrays have other shapes, EmptyError,
    NonFiniteError, which names the shard.
    """
    ordered = require_complete(parts)
    counts = [part.count for part in ordered]
    return _combined(ordered, counts, sum(counts))


def equal_weights_error(parts: Sequence[Part]) -> tuple[Array, ...]:
    """(1/K) sum_k mean_k - sum_k (n_k / N) mean_k: what is wrong when the sizes of shards are forgotten.

    parts  one from every shard, in any order.
    Raises as `weighted_mean`.
    """
    ordered = require_complete(parts)
    K, N = len(ordered), sum(part.count for part in ordered)
    return _combined(ordered, [N - K * part.count for part in ordered], K * N)


def require_complete(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Pass one part of every shard, in the order of the shards, all of one kind and finite.

    Raises AggregationError, EmptyError, NonFiniteError.
    """
    require_some("parts", len(parts))
    ordered = tuple(sorted(parts, key=lambda part: part.index))
    found, wanted = [part.index for part in ordered], set(range(ordered[0].of))
    if len({part.of for part in ordered}) > 1:
        raise AggregationError(
            f"parts of batches of {sorted({part.of for part in ordered})} shards are mixed."
        )
    if len(set(found)) < len(found) or set(found) != wanted:
        raise AggregationError(
            f"parts of the shards {found}, of which {sorted(wanted - set(found))} are missing: exactly one of "
            f"each of the {len(wanted)} is needed, or the mean is that of other examples."
        )
    shapes = [tuple(np.shape(value) for value in part.values) for part in ordered]
    for part, shape in zip(ordered, shapes):
        if shape != shapes[0]:
            raise AggregationError(
                f"shard {part.index} has arrays of shapes {shape}, shard 0 {shapes[0]}: "
                "the same statistic of the same network is needed."
            )
        require_some(f"examples in shard {part.index}", part.count)
        for value in part.values:
            require_finite(f"what was measured on shard {part.index}", np.asarray(value))
    return ordered


def _combined(parts: Sequence[Part], weights: Sequence[int], divisor: int) -> tuple[Array, ...]:
    """sum_k weight_k value_k / divisor, compensated, array by array."""
    columns = zip(*(part.values for part in parts), strict=True)
    return tuple(_compensated(column, weights) / divisor for column in columns)


def _compensated(values: Sequence[Array], weights: Sequence[int]) -> Array:
    total, lost = np.zeros(np.shape(values[0])), np.zeros(np.shape(values[0]))
    for value, weight in zip(values, weights, strict=True):
        for half in _halves(value):
            total, rest = _exact_sum(total, weight * half)
            lost = lost + rest
    return np.asarray(total + lost)


def _halves(value: Array) -> tuple[Array, Array]:
    """Two arrays of 26 and 27 bits that add up to the value exactly."""
    whole = np.array(value, dtype=np.float64)
    upper = (whole.view(np.int64) & UPPER).view(np.float64)
    return upper, np.asarray(whole - upper)


def _exact_sum(a: Array, b: Array) -> tuple[Array, Array]:
    """Knuth's TwoSum: the rounded sum s, and a + b - s exactly."""
    s = a + b
    back = s - a
    return np.asarray(s), np.asarray((a - (s - back)) + (b - back))
