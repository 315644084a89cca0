"""The Bernoulli likelihood: C independent coins, whose logits at temperature 1 are the outputs.

    P(y_c = 1 | z) = p_c = 1 / (1 + e^{-z_c / T})
    score          = (y - p) / T,     fisher = diag(p (1 - p)) / T^2

Source  Martens, New insights and perspectives on the natural gradient method, JMLR 21 (2020), sec. 9.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, floats
from numeric.networks.activations import log_one_plus_exp, logistic
from numeric.networks.errors import LabelError, OutcomesError
from numeric.networks.layer import require_positive, require_whole
from numeric.networks.likelihood import require_label_shape

MOST_COINS = 12  # 4096 outcomes


@dataclass(frozen=True)
class Bernoulli:
    """Independent coins.

    outputs      C.
    temperature  T, divides the outputs.
    Raises ScaleError.
    """

    outputs: int
    temperature: float = 1.0

    def __post_init__(self) -> None:
        require_whole("the number of coins", self.outputs)
        require_positive("the temperature", self.temperature)

    def require_labels(self, y: ArrayLike, count: int) -> Array:
        """Labels (N, C), each 0 or 1.

        Raises ShapeError, NonFiniteError, LabelError.
        """
        labels = require_label_shape(floats(y), (count, self.outputs))
        wrong = (labels != 0) & (labels != 1)
        if np.any(wrong):
            where = tuple(int(i) for i in np.argwhere(wrong)[0])
            raise LabelError(f"label {labels[where]} at index {where}: a coin shows 0 or 1.")
        return labels

    def log_density(self, z: Array, y: Array) -> Array:
        """sum_c y_c z_c / T - log(1 + e^{z_c / T})."""
        logits = z / self.temperature
        return np.asarray(np.sum(y * logits - log_one_plus_exp(logits), axis=-1))

    def score(self, z: Array, y: Array) -> Array:
        """(y - p) / T."""
        return np.asarray((y - logistic(z / self.temperature)) / self.temperature)

    def fisher(self, z: Array) -> Array:
        """diag(p (1 - p)) / T^2."""
        root = self.root(z)
        return root * root

    def root(self, z: Array) -> Array:
        """diag(sqrt(p (1 - p))) / T."""
        logits = z / self.temperature
        spread = np.sqrt(logistic(logits) * logistic(-logits)) / self.temperature
        return np.asarray(spread[:, :, None] * np.eye(self.outputs))

    def sample(self, z: Array, rng: np.random.Generator) -> Array:
        """1 with probability p."""
        return (rng.random(z.shape) < logistic(z / self.temperature)).astype(np.float64)

    def outcomes(self) -> Array:
        """All 2^C of them, (2^C, C).

        Raises OutcomesError for more than twelve coins.
        """
        if self.outputs > MOST_COINS:
            raise OutcomesError(
                f"{self.outputs} coins have 2^{self.outputs} outcomes, too many to sum over. "
                "Use the closed form, or sample labels."
            )
        return np.array(list(product([0.0, 1.0], repeat=self.outputs)))
