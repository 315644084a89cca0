"""Minibatches of examples, and rates that fall as the theory of stochastic approximation asks.

    B a subset of {0, ..., N - 1},     E_B[(N / |B|) sum_{n in B} s_n] = sum_n s_n
    rho_t = (t + delay)^-forgetting,   t = 1, 2, ...,     sum rho_t = oo,   sum rho_t^2 < oo

Source  Robbins and Monro, A stochastic approximation method, Ann. Math. Statist. 22 (1951);
        Hoffman, Blei, Wang and Paisley, Stochastic variational inference, JMLR 14 (2013), sec. 2.4.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from numeric.arrays import Array, require_some
from numeric.variational.errors import BatchError, RateError


@dataclass(frozen=True)
class Rates:
    """rho_t = (t + delay)^-forgetting.

    delay       at least 0: how far early steps are held down.
    forgetting  in (1/2, 1]: above a half the squares can be summed, up to one the rates cannot.
    Raises RateError.
    """

    delay: float
    forgetting: float

    def __post_init__(self) -> None:
        if not 0 <= self.delay < np.inf:
            raise RateError(f"delay {self.delay}: at least 0 and finite, or the first rates are above one.")
        if not 0.5 < self.forgetting <= 1:
            raise RateError(
                f"forgetting {self.forgetting}: in (1/2, 1]. At 1/2 and below the noise never dies out "
                "(sum rho^2 = oo); above 1 the steps stop short (sum rho < oo)."
            )

    def at(self, step: int) -> float:
        """rho_t for step t, counted from 1.

        Raises EmptyError for t < 1.
        """
        return float((require_some("steps", step) + self.delay) ** -self.forgetting)


def minibatches(total: int, size: int, *, rng: np.random.Generator) -> Iterator[Array]:
    """Minibatches without end, each drawn from all examples without replacement: (size,) indices.

    total  N, at least 1.
    size   |B|, from 1 to N.
    Raises EmptyError, BatchError, at the first one asked for.
    """
    require_some("examples", total)
    require_some("examples in a minibatch", size)
    if size > total:
        raise BatchError(f"a minibatch of {size} examples from {total}: there are not that many.")
    while True:
        yield rng.choice(total, size=size, replace=False)


def require_batch(rows: Sequence[int] | Array, total: int) -> Array:
    """Return distinct indices of examples, (|B|,), at least one.

    total  N.
    Raises BatchError, EmptyError.
    """
    found = np.asarray(rows)
    require_some("examples in a minibatch", found.size)
    if found.ndim != 1 or not np.issubdtype(found.dtype, np.integer):
        raise BatchError(f"a minibatch is a list of whole numbers, not {found.dtype} of shape {found.shape}.")
    if np.min(found) < 0 or np.max(found) >= total:
        raise BatchError(
            f"a minibatch names examples {np.min(found)} to {np.max(found)} of 0 to {total - 1}."
        )
    if len(np.unique(found)) < len(found):
        raise BatchError("a minibatch names an example twice: it is a subset, drawn without replacement.")
    return found
