"""A family and a loss as they look in one chart: what a function under test is given, and all it is given.

In the chart theta = phi(eta) with J = d theta / d eta,

    loss          L(phi(eta))
    gradient      J^T grad_theta L
    fisher        J^T I(phi(eta)) J
    score         s_theta(x) J              rows are data
    log_density   log p(x; phi(eta))
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from fisherproof.testing.chart import Chart
from fisherproof.testing.errors import ContractError
from fisherproof.testing.noise import Shake
from fisherproof.testing.objective import Loss
from fisherproof.testing.parametric import Family
from numeric.arrays import Array


class Problem:
    """A family and a loss in coordinates; a function under test cannot tell in which.

    Points are (n,), in the coordinates of the chart.

    dimension  n.
    asked      whether the loss has been used: by its value or its gradient.
    """

    def __init__(
        self, family: Family, loss: Loss | None = None, chart: Chart | None = None, shake: Shake | None = None
    ) -> None:
        self._family, self._given, self._chart = family, loss, chart or Chart()
        self._shake = shake or Shake()
        self.dimension = family.dimension
        self.asked = False

    def loss(self, point: ArrayLike) -> Any:
        """The loss at a point, also a complex one."""
        return self._shake(self._loss.value(self._family, self._chart.forward(np.asarray(point))))[()]

    def gradient(self, point: ArrayLike) -> Array:
        """The gradient of the loss in these coordinates, (n,)."""
        at = np.asarray(point)
        slope = self._loss.gradient(self._family, self._chart.forward(at))
        return self._shake(self._chart.jacobian(at, self._shake).T @ slope)

    def fisher(self, point: ArrayLike) -> Array:
        """The Fisher matrix in these coordinates, (n, n).

        Raises ContractError for a family made without one.
        """
        at = np.asarray(point)
        J = self._chart.jacobian(at, self._shake)
        found = self._shake(J.T @ self._family.fisher(self._chart.forward(at)) @ J)
        return np.asarray((found + found.T) / 2)

    def log_density(self, x: Array, point: ArrayLike) -> Array:
        """The log-density of data (m,) or (m, d), (m,); also at a complex point."""
        return self._shake(np.asarray(self._family.log_density(x, self._chart.forward(np.asarray(point)))))

    def score(self, x: Array, point: ArrayLike) -> Array:
        """The gradient of the log-density in these coordinates, (m, n)."""
        at = np.asarray(point)
        s = self._family.score(x, self._chart.forward(at))
        return self._shake(s @ self._chart.jacobian(at, self._shake))

    def sample(self, rng: np.random.Generator, count: int, point: ArrayLike) -> Array:
        """So many data drawn from the law at the point; the same generator gives the same data in every chart.

        Raises ContractError for a family made without a sampler.
        """
        return self._family.sample(rng, count, self._chart.forward(np.asarray(point)))

    @property
    def _loss(self) -> Loss:
        self.asked = True
        if self._given is None:
            raise ContractError("this problem has no loss: the property under test is not about one.")
        return self._given
