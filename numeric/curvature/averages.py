"""Running averages whose weights add up to one from the first observation on.

    total_k = decay total_{k-1} + (1 - decay) x_k,     weight_k = decay weight_{k-1} + (1 - decay)
    value_k = total_k / weight_k

With a constant decay, weight_k = 1 - decay^k: the correction of Adam.  With decay_k = min(1 - 1/k, limit), the
schedule of K-FAC, weight_k = 1 always, and the value is the plain mean until k reaches 1 / (1 - limit).

Source  Kingma and Ba, Adam: a method for stochastic optimization, ICLR (2015), arXiv:1412.6980, sec. 3;
        Martens and Grosse (2015), arXiv:1503.05671, sec. 5.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, floats, require_finite, require_some
from numeric.curvature.errors import DecayError, StateError
from numeric.errors import ShapeError


@dataclass(frozen=True, eq=False)
class Average:
    """A running average, as it is kept.

    total   the decayed sum, of the shape of an observation.
    weight  the sum of the weights in it, from 0 before the first observation to 1.
    """

    total: Array
    weight: float = 0.0

    @property
    def value(self) -> Array:
        """The average, total / weight.

        Raises StateError before the first observation.
        """
        if self.weight == 0:
            raise StateError("an average of nothing: observe at least once before asking for its value.")
        return self.total / self.weight

    def observed(self, x: ArrayLike, *, decay: float) -> "Average":
        """The average with one more observation.

        x      of the shape of the total.
        decay  in [0, 1): what remains of the past; 0 forgets it.
        Raises ShapeError, NonFiniteError, DecayError.
        """
        found = require_finite("the observation", floats(x))
        if found.shape != self.total.shape:
            raise ShapeError(f"an observation of shape {found.shape} for an average of {self.total.shape}.")
        if not 0 <= decay < 1:
            raise DecayError(f"decay {decay}: it must be at least 0 and below 1; 0.95 keeps twenty steps.")
        return Average(
            decay * self.total + (1 - decay) * found,
            decay * self.weight + (1 - decay),
        )


def nothing(shape: tuple[int, ...]) -> Average:
    """The average before the first observation."""
    return Average(np.zeros(shape))


def early_decay(step: int, *, limit: float) -> float:
    """min(1 - 1/step, limit): a plain mean of the first steps, then an exponential one.

    step   counted from one.
    limit  in [0, 1).
    Raises EmptyError for step 0, DecayError.
    """
    require_some("steps", step)
    if not 0 <= limit < 1:
        raise DecayError(f"limit {limit} of the decay: it must be at least 0 and below 1.")
    return min(1 - 1 / step, limit)
