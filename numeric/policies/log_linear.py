"""Log-linear policies: features of state and action, and weights shared by all states.

    pi(a | s) = exp(theta . phi(s, a)) / sum_b exp(theta . phi(s, b))
    score     = phi(s, a) - sum_b pi(b | s) phi(s, b)

Source  Kakade, A natural policy gradient, NeurIPS 14 (2001), sec. 3.2.
"""

from dataclasses import dataclass

import numpy as np

from numeric.arrays import Array, floats, require_finite, require_some
from numeric.errors import ShapeError
from numeric.policies.policy import softmax


@dataclass(frozen=True)
class LogLinear:
    """A softmax of linear functions of features.

    features  phi, (S, A, P); kept as a read-only copy.
    Raises ShapeError, EmptyError, NonFiniteError.
    """

    features: Array

    def __post_init__(self) -> None:
        phi = np.array(floats(self.features), dtype=np.float64)
        if phi.ndim != 3:
            raise ShapeError(f"features have shape {phi.shape}; (S, A, P) is needed: state, action, feature.")
        require_some("features of states and actions", phi.size)
        require_finite("the features", phi)
        phi.flags.writeable = False
        object.__setattr__(self, "features", phi)

    @property
    def states(self) -> int:
        """S."""
        return int(self.features.shape[0])

    @property
    def actions(self) -> int:
        """A."""
        return int(self.features.shape[1])

    @property
    def size(self) -> int:
        """P, one weight for each feature."""
        return int(self.features.shape[2])

    def probabilities(self, theta: Array) -> Array:
        """Pi(a | s), (S, A), for theta of shape (P,)."""
        return softmax(self.features @ theta)

    def scores(self, theta: Array) -> Array:
        """phi(s, a) - E[phi(s, .)], (S, A, P)."""
        return self.features - np.einsum("sa,sap->sp", self.probabilities(theta), self.features)[:, None, :]
