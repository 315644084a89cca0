"""The categorical likelihood: one of C classes, whose logits at temperature 1 are the outputs.

    P(y = c | z) = p_c = e^{z_c / T} / sum_k e^{z_k / T}
    score        = (e_y - p) / T,     fisher = (diag p - p p^T) / T^2
    root         = (diag sqrt p - p sqrt(p)^T) / T, since sqrt(p)^T sqrt(p) = 1

The outputs are the natural parameters with one too many: all may be moved by the same amount, so the Fisher
matrix in the outputs has the null vector (1, ..., 1).

Source  Martens, New insights and perspectives on the natural gradient method, JMLR 21 (2020), sec. 9.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, floats
from numeric.networks.errors import LabelError
from numeric.networks.layer import require_positive, require_whole
from numeric.networks.likelihood import require_label_shape


@dataclass(frozen=True)
class Categorical:
    """One of several classes.

    outputs      C, at least two.
    temperature  T, divides the outputs.
    Raises ScaleError.
    """

    outputs: int
    temperature: float = 1.0

    def __post_init__(self) -> None:
        require_whole("the number of classes", self.outputs, least=2)
        require_positive("the temperature", self.temperature)

    def require_labels(self, y: ArrayLike, count: int) -> Array:
        """Labels (N,), whole numbers from 0 to C - 1.

        Raises ShapeError, NonFiniteError, LabelError.
        """
        labels = require_label_shape(floats(y), (count,))
        wrong = (labels < 0) | (labels >= self.outputs) | (labels != np.floor(labels))
        if np.any(wrong):
            where = int(np.argmax(wrong))
            raise LabelError(
                f"label {labels[where]:g} of example {where}: a class is a whole number "
                f"from 0 to {self.outputs - 1}. Classes are counted from zero."
            )
        return labels.astype(np.int64)

    def log_density(self, z: Array, y: Array) -> Array:
        """z_y / T - log sum_k e^{z_k / T}."""
        logits = _shifted(z / self.temperature)
        chosen = np.take_along_axis(logits, y[:, None], axis=-1)[:, 0]
        return np.asarray(chosen - np.log(np.sum(np.exp(logits), axis=-1)))

    def score(self, z: Array, y: Array) -> Array:
        """(e_y - p) / T."""
        return np.asarray((np.eye(self.outputs)[y] - self.probabilities(z)) / self.temperature)

    def fisher(self, z: Array) -> Array:
        """(diag p - p p^T) / T^2."""
        p = self.probabilities(z)
        spread = p[:, :, None] * np.eye(self.outputs) - p[:, :, None] * p[:, None, :]
        return np.asarray(spread / self.temperature**2)

    def root(self, z: Array) -> Array:
        """(diag sqrt p - p sqrt(p)^T) / T."""
        p = self.probabilities(z)
        half = np.sqrt(p)
        return np.asarray(
            (half[:, :, None] * np.eye(self.outputs) - p[:, :, None] * half[:, None, :]) / self.temperature
        )

    def sample(self, z: Array, rng: np.random.Generator) -> Array:
        """The class at which the running sum of probabilities passes a uniform number."""
        passed = np.cumsum(self.probabilities(z), axis=-1) < rng.random((len(z), 1))
        return np.minimum(np.sum(passed, axis=-1), self.outputs - 1)

    def outcomes(self) -> Array:
        """0, ..., C - 1."""
        return np.arange(self.outputs)

    def probabilities(self, z: Array) -> Array:
        """p, (N, C)."""
        weights = np.exp(_shifted(z / self.temperature))
        return np.asarray(weights / np.sum(weights, axis=-1, keepdims=True))


def _shifted(logits: Array) -> Array:
    """Logits moved so that the largest real part is zero: nothing overflows, and nothing else changes."""
    return np.asarray(logits - np.max(np.real(logits), axis=-1, keepdims=True))
