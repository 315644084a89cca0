"""Run many chains of a dynamics by a method, and say which chain broke where it does.

Blocks of chains run one after the other, each through all its steps, so that a block stays in cache.
Every CHECK steps the block is looked at; if a chain is broken the block goes back to the last look
and steps again, looking after each step: what is reported is the first bad step, at no cost to good runs.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, require_finite, require_some
from numeric.errors import ShapeError
from numeric.langevin.blocks import blocks, stream
from numeric.langevin.diagnosis import chain_error
from numeric.langevin.kernel import Kernel, Method
from numeric.langevin.positive import require_whole

CHECK = 32  # steps between two looks: a look costs about what a step does


@dataclass(frozen=True, eq=False)
class Chains:
    """Positions of chains at given times.

    times     (r,), multiples of the step; the first is 0.
    points    (r, n, m); the first is the start.
    which     indices of these m chains among all.
    accepted  (m,) share of proposals accepted; None for a method that rejects nothing.
    """

    times: Array
    points: Array
    which: range
    accepted: Array | None

    @property
    def end(self) -> Array:
        """The last positions, (n, m)."""
        return np.asarray(self.points[-1])


def simulate(
    method: Method,
    dynamics: object,
    start: ArrayLike,
    *,
    step: float,
    steps: int,
    seed: int,
    every: int | None = None,
    workers: int = 1,
    only: range | None = None,
) -> Chains:
    """Run chains from their starts.

    start    (n, m), one column for each of all the chains.
    step     time step h.
    steps    how many.
    seed     a whole number, zero or more; with the block of the chain it fixes every random number.
    every    record after each so many steps, which must divide `steps`; the start and the end when None.
    workers  threads that share the blocks; the result does not depend on it. Callables must keep no scratch
             of their own between calls when there are several.
    only     run these blocks alone (see `blocks.share`), as one of several processes would.
    Raises EmptyError for no chain, step, worker or block, ShapeError, NonFiniteError, CountError for counts and
    seeds that are not whole numbers, ChainError for a chain that runs away or is not finite, MetricError for one
    that leaves the domain of its metric, and as the method and the dynamics do.
    """
    at = require_finite("the start of the chains", np.asarray(start, dtype=np.float64))
    if at.ndim != 2:
        raise ShapeError(f"the start must have shape (n, m), a column for each chain, not {at.shape}.")
    dimension = getattr(dynamics, "n", len(at))  # a position-dependent metric fits any dimension until called
    if len(at) != dimension:
        raise ShapeError(f"the start has {len(at)} rows, and the dynamics has dimension {dimension}.")
    require_some("steps", require_whole("the number of steps", steps))
    require_some("workers", require_whole("the number of workers", workers))
    require_whole("the seed", seed)
    pause = steps if every is None else require_whole("every", every)
    require_some("steps between records", pause)
    if steps % pause:
        raise ShapeError(f"{steps} steps cannot be recorded every {pause}; let one divide the other.")
    shares = blocks(*at.shape)
    chosen = range(len(shares)) if only is None else only
    require_some("blocks", len(chosen))
    if chosen[-1] >= len(shares) or chosen[0] < 0 or chosen.step != 1:
        raise ShapeError(f"{chosen} are not blocks in a row among the {len(shares)} of {at.shape[1]} chains.")
    which = range(shares[chosen[0]].start, shares[chosen[-1]].stop)
    points = np.empty((steps // pause + 1, len(at), len(which)))
    points[0] = at[:, which.start : which.stop]
    rates: Array | None = None

    def run(block: int) -> Array | None:
        chains = shares[block]
        out = points[:, :, chains.start - which.start : chains.stop - which.start]
        kernel = method.start(dynamics, step, out[0])
        _run_block(kernel, stream(seed, block), out, pause, _Place(dynamics, chains.start))
        return kernel.accepted

    with ThreadPoolExecutor(workers) as pool:
        counts = list(pool.map(run, chosen))
    if counts[0] is not None:
        rates = np.concatenate([c for c in counts if c is not None]) / steps
    return Chains(step * pause * np.arange(len(points)), points, which, rates)


@dataclass(frozen=True, eq=False)
class _Place:
    """Whose block it is, for messages."""

    dynamics: object
    first: int


def _run_block(kernel: Kernel, generator: np.random.Generator, out: Array, pause: int, place: _Place) -> None:
    with np.errstate(all="ignore"):  # every overflow is looked for below, and named
        kernel.begin(generator)
        done = 0
        for record in out[1:]:
            until = done + pause
            while done < until:
                count = min(CHECK, until - done)
                kept, state = [part.copy() for part in kernel.memory], generator.bit_generator.state
                for _ in range(count):
                    kernel.draw(generator)
                    kernel.advance()
                if np.any(kernel.broken()):
                    _restore(kernel, generator, kept, state)
                    _find(kernel, generator, done, count, place)
                done += count
            record[...] = kernel.theta


def _restore(kernel: Kernel, generator: np.random.Generator, kept: list[Array], state: Any) -> None:
    for part, value in zip(kernel.memory, kept, strict=True):
        part[...] = value
    generator.bit_generator.state = state


def _find(kernel: Kernel, generator: np.random.Generator, done: int, count: int, place: _Place) -> None:
    """Step again, one at a time, and raise for the first chain that breaks."""
    for step in range(done + 1, done + count + 1):
        before = kernel.theta.copy()
        kernel.draw(generator)
        kernel.advance()
        if np.any(broken := kernel.broken()):
            column = int(np.argmax(broken))
            raise chain_error(
                kernel, place.dynamics, before[:, column], column, chain=place.first + column, step=step
            )
    raise AssertionError("a block that broke did not break again from the same numbers")
