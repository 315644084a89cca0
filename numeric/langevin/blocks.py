"""Chains shared out in blocks, each with a stream of random numbers of its own.

How many blocks there are depends on the dimension and the number of chains alone, so that every chain is
the same to the last bit however the blocks are shared out over workers.

Source  NumPy reference guide, Parallel random number generation (SeedSequence, spawn keys).
"""

import numpy as np

from numeric.arrays import require_some
from numeric.langevin.errors import CountError
from numeric.langevin.positive import require_whole

NUMBERS = 16384  # per array of a block: a few arrays of 128 KiB stay in the second-level cache


def blocks(n: int, chains: int) -> list[range]:
    """The chains of each block, of nearly equal sizes.

    n       dimension.
    chains  how many in all.
    Raises EmptyError for none.
    """
    require_some("coordinates of a chain", n)
    require_some("chains", chains)
    count = -(-chains * n // NUMBERS)
    count = min(count, chains)
    return [range(i * chains // count, (i + 1) * chains // count) for i in range(count)]


def share(count: int, worker: int, workers: int) -> range:
    """The blocks of one of several workers, out of `count`; none when there are more workers than blocks.

    Raises CountError unless 0 <= worker < workers.
    """
    if not 0 <= worker < workers:
        raise CountError(f"worker {worker} of {workers}: workers are counted from zero.")
    return range(worker * count // workers, (worker + 1) * count // workers)


def stream(seed: int, block: int) -> np.random.Generator:
    """The random numbers of one block: SFC64, the fastest that NumPy has, keyed by seed and block.

    Raises CountError for a seed that is not a whole number, zero or more.
    """
    require_whole("the seed", seed)
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence(seed, spawn_key=(block,))))
