"""What the two evolution strategies share: draws, losses, and their means.

The losses may be replaced by utilities of their ranks, or have a baseline subtracted, by the caller: the strategies
take means of losses times functions of the draws, and do nothing else with them.
"""

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, floats, require_finite, require_some
from numeric.errors import ShapeError
from numeric.optimizers.contract import require_like


def require_draws(n: int, draws: ArrayLike, losses: ArrayLike) -> tuple[Array, Array]:
    """Return standard draws s of shape (N, n) and losses of shape (N,), N at least 1.

    Raises ShapeError, EmptyError, NonFiniteError.
    """
    s = floats(draws).astype(np.float64)
    if s.ndim != 2 or s.shape[1] != n:
        raise ShapeError(f"the draws have shape {s.shape}; (N, {n}) goes with this search law.")
    require_some("draws", len(s))
    return require_finite("the draws", s), require_like("the losses", losses, (len(s),))
