"""Callables that write their values at many chains into an array they are given.

    fill(theta, out)      theta (n, m), one column a chain;  out (n, m) gradient, (m,) loss, (n, n, m) metric

Writing in place is what makes a step cost little more than its random numbers.
"""

from collections.abc import Callable

import numpy as np

from numeric.arrays import Array
from numeric.errors import NonFiniteError

Fill = Callable[[Array, Array], object]


def columns(function: Callable[[Array], Array]) -> Fill:
    """Turn a callable on rows, (m, n) to (m, ...), into one that fills columns, (n, m) to (..., m).

    Convenient, not fast: it allocates at every call.
    """

    def fill(theta: Array, out: Array) -> None:
        out[...] = np.moveaxis(np.asarray(function(theta.T)), 0, -1)

    return fill


def require_filled(what: str, fill: Fill, theta: Array, shape: tuple[int, ...]) -> Array:
    """Call once at the start, and return what was written, of the shape given.

    Raises NonFiniteError naming the first chain where it is not finite: a callable that returns its
    values instead of writing them would otherwise leave there what was in memory.
    """
    out = np.full(shape, np.nan)
    with np.errstate(all="ignore"):
        fill(theta, out)
    good = np.isfinite(out).reshape(-1, theta.shape[1]).all(axis=0)
    if not np.all(good):
        chain = int(np.argmin(good))
        raise NonFiniteError(
            f"{what} is {out[..., chain]} at the start of chain {chain}, theta = {theta[:, chain]}. "
            "Likely the callable returns its values and does not write them into its second argument "
            "(`columns` turns one into the other), or the chain starts outside the domain."
        )
    return out
