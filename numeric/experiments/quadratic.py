"""The quadratic on which everything is known: L = theta^T H theta / 2, with any H and any metric F.

    gradient descent    the best constant rate is 2 / (lambda_min + lambda_max) when both ends of the spectrum are met
    Newton              one step of rate 1, whatever H
    natural gradient    one step of rate 1 if and only if F = H along the start

Source  Polyak, Introduction to Optimization (1987), sec. 1.4.1 (the best rate).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from numeric.arrays import Array
from numeric.metrics import require_metric


@dataclass(frozen=True)
class Quadratic:
    """A quadratic with its minimum, zero, at the origin.

    hessian  H, (P, P), symmetric positive definite.
    metric   F, (P, P), likewise.
    start    (P,).
    target   above 0.
    Raises MetricError, ShapeError, NonFiniteError.
    """

    hessian: Array
    metric: Array
    start: Array
    target: float

    def __post_init__(self) -> None:
        require_metric("the Hessian of a quadratic", self.hessian)
        require_metric("the metric of a quadratic", self.metric)

    def loss(self, theta: Array) -> float:
        """theta^T H theta / 2."""
        return float(theta @ self.hessian @ theta) / 2

    def measure(self, names: Iterable[str], theta: Array, step: int) -> dict[str, Any]:
        """Gradient, metric and Hessian."""
        return {"gradient": self.hessian @ theta, "metric": self.metric, "hessian": self.hessian}


def random_quadratic(seed: int, *, size: int, condition: float, gap: float) -> Quadratic:
    """H with eigenvalues from 1 / condition to 1 in a random basis, F = H, a start with all of them in it.

    gap  the target in parts of the first loss.
    """
    rng = np.random.default_rng(seed)
    Q = np.linalg.qr(rng.normal(size=(size, size)))[0]
    H = (Q * np.geomspace(1 / condition, 1, size)) @ Q.T
    H = (H + H.T) / 2
    start = Q @ rng.choice([-1.0, 1.0], size=size)
    return Quadratic(H, H, start, gap * float(start @ H @ start) / 2)
