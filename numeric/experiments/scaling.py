"""Cost against size: seconds, memory, and the exponent of the power law between them.

    log cost = constant + exponent log size        by least squares, once for each seed

The interval of the exponent is that of its median over seeds, each with timings of its own.  Seconds are the least of
several repetitions: what disturbs a run only adds to it.  Bytes are the peak that NumPy and Python allocate in a call.

Source  Chen and Revels, Robust benchmarking in noisy environments, arXiv:1608.04295 (2016) (the least time).
"""

import tracemalloc
from collections.abc import Callable, Sequence
from statistics import median
from time import process_time

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import require_some, require_vector
from numeric.errors import NonFiniteError, ShapeError
from numeric.experiments.intervals import median_interval
from numeric.experiments.record import LEVEL, Fit

LEAST = 0.002  # seconds of one repetition, at least: calls shorter than that are timed several at a time


def exponent(sizes: ArrayLike, costs: ArrayLike) -> float:
    """The least-squares slope of log cost over log size.

    sizes  (k,), positive, at least two of them different.
    costs  (k,), positive.
    Raises ShapeError, EmptyError, NonFiniteError for a size or cost that has no logarithm.
    """
    n, c = require_vector("the sizes", sizes), require_vector("the costs", costs)
    require_some("different sizes", len(set(n.tolist())), least=2)
    if n.shape != c.shape:
        raise ShapeError(f"{n.size} sizes and {c.size} costs: one of each is needed.")
    if np.any(n <= 0) or np.any(c <= 0):
        raise NonFiniteError(f"sizes {n.tolist()} and costs {c.tolist()}: all must be positive.")
    return float(np.polyfit(np.log(n), np.log(c), 1)[0])


def fitted(
    quantity: str,
    method: str,
    variable: tuple[str, Sequence[float]],
    costs: Sequence[Sequence[float]],
    *,
    level: float = LEVEL,
    timed: bool = False,
) -> Fit:
    """A power law with an interval for its exponent.

    variable  its name and its values, (k,).
    costs     for each seed, (k,).
    Raises as `exponent`, and LevelError.
    """
    name, sizes = variable
    slopes = [exponent(sizes, row) for row in costs]
    medians = tuple(float(median(column)) for column in zip(*costs, strict=True))
    at = tuple(float(size) for size in sizes)
    return Fit(quantity, method, name, at, medians, median_interval(slopes, level=level), timed)


def seconds(call: Callable[[], object], *, repeats: int) -> float:
    """Processor time of one call, the least of several repetitions after one that is not counted.

    repeats  at least 1.
    Raises EmptyError.
    """
    require_some("repetitions", repeats)
    began = process_time()
    call()
    times = max(1, int(LEAST / max(process_time() - began, 1e-6)))
    found = []
    for _ in range(repeats):
        began = process_time()
        for _ in range(times):
            call()
        found.append((process_time() - began) / times)
    return max(min(found), 1e-9)  # a clock that has not moved says less than a nanosecond


def peak_bytes(call: Callable[[], object]) -> int:
    """The most memory allocated at one time during a call, beyond what was there before."""
    running = tracemalloc.is_tracing()
    if not running:
        tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        call()
        return max(1, tracemalloc.get_traced_memory()[1] - before)
    finally:
        if not running:
            tracemalloc.stop()
