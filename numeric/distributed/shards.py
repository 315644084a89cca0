"""A batch cut into shards of consecutive examples, and what is measured on one of them.

    x = (x_0; ...; x_{K-1}),     shard k has n_k examples,     N = sum_k n_k

Shards are data: how a batch is cut does not depend on how many workers there are, nor on which of them computes
what, and so neither does any result.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, floats, require_some
from numeric.distributed.errors import SplitError


@dataclass(frozen=True, eq=False)
class Shard:
    """Some of the examples of a batch.

    index   which shard it is, from 0.
    of      K, how many shards the batch has.
    start   index in the batch of its first example.
    x       (n, ...), its inputs.
    y       its n labels, or None if the batch has none.
    """

    index: int
    of: int
    start: int
    x: Array
    y: Array | None = None

    @property
    def name(self) -> str:
        """Which shard and which examples."""
        return f"shard {self.index} of {self.of} (examples {self.start} to {self.start + len(self.x) - 1})"

    def labels(self) -> Array:
        """The labels.

        Raises SplitError if there are none.
        """
        if self.y is None:
            raise SplitError(f"{self.name} has no labels; give them when the batch is split.")
        return self.y


@dataclass(frozen=True, eq=False)
class Part:
    """What was measured on one shard: means over its own examples.

    index   which shard.
    of      K, how many there are.
    count   n_k, examples in it.
    values  one or more arrays, each the mean over the n_k examples.
    """

    index: int
    of: int
    count: int
    values: tuple[Array, ...]


def split(x: ArrayLike, y: ArrayLike | None = None, *, sizes: Sequence[int]) -> tuple[Shard, ...]:
    """Cut a batch into consecutive shards.

    x      (N, ...).
    y      N labels.
    sizes  n_k, at least 1 each, N together.
    Raises EmptyError for no shard, SplitError.
    """
    inputs, labels = floats(x), None if y is None else np.asarray(y)
    K = require_some("shards", len(sizes))
    if inputs.ndim < 1 or sum(sizes) != len(inputs) or min(sizes) < 1:
        raise SplitError(
            f"shards of {list(sizes)} examples of a batch of shape {inputs.shape}: "
            "each needs at least one, and together they must be all of them."
        )
    if labels is not None and labels.shape[:1] != inputs.shape[:1]:
        raise SplitError(
            f"labels of shape {labels.shape} for inputs of shape {inputs.shape}: one each needed."
        )
    ends = pairwise(accumulate(sizes, initial=0))
    return tuple(
        Shard(k, K, a, inputs[a:b], None if labels is None else labels[a:b]) for k, (a, b) in enumerate(ends)
    )


def evenly(examples: int, *, shards: int) -> tuple[int, ...]:
    """Sizes that differ by one at most, the larger ones first.

    examples  N.
    shards    K, from 1 to N.
    Raises EmptyError, SplitError for more shards than examples.
    """
    require_some("examples", examples)
    require_some("shards", shards)
    if shards > examples:
        raise SplitError(f"{shards} shards of {examples} examples: some would be empty; take fewer.")
    least, more = divmod(examples, shards)
    return tuple(least + (k < more) for k in range(shards))


def require_whole_batch(shards: Sequence[Shard]) -> tuple[Shard, ...]:
    """Pass the shards of one batch, each once, in their order.

    Raises EmptyError, SplitError for one that is missing or twice, or of other examples than its neighbours.
    """
    require_some("shards", len(shards))
    ordered = tuple(sorted(shards, key=lambda shard: shard.index))
    wanted = list(range(ordered[0].of))
    if [shard.index for shard in ordered] != wanted or len({shard.of for shard in ordered}) > 1:
        raise SplitError(
            f"shards {[f'{shard.index} of {shard.of}' for shard in ordered]}: one each of one batch is needed."
        )
    for left, right in pairwise(ordered):
        if right.start != left.start + len(left.x) or left.x.shape[1:] != right.x.shape[1:]:
            raise SplitError(f"{right.name}, {right.x.shape}, does not follow {left.name}, {left.x.shape}.")
    return ordered
