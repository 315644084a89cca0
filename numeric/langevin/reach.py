"""How far a chain of an explicit scheme may go before it is taken to have run away.

    limit = 1e8 (|theta_0| + |first drift| + root of the trace of the first noise)      largest entries

A step beyond stability moves chains away by a factor each time: long before they overflow they mean nothing.
A chain that diffuses gets so far only after some 1e16 steps.
"""

import numpy as np

from numeric.arrays import Array
from numeric.iterations import FAR


def reach(theta: Array, drift: Array, spread: Array | float) -> Array:
    """The largest |theta| that each chain may come to, (m,).

    theta   (n, m), the starts.
    drift   (n, m), the first move without noise.
    spread  (m,) or a number: the root of the trace of the covariance of the first move.
    """
    size = np.max(np.abs(theta), axis=0) + np.max(np.abs(drift), axis=0) + spread
    return np.asarray(np.minimum(FAR * size, np.finfo(float).max))  # infinity is always beyond


def run_away(theta: Array, limit: Array) -> Array:
    """Which chains, (m,), are beyond their limit or not finite.

    theta  (n, m).
    limit  (m,).
    """
    return np.asarray(~(np.max(np.abs(theta), axis=0) <= limit))  # NaN compares false
