"""Overdamped Langevin dynamics with a constant metric.

    d theta = -eta G grad L dt + sqrt(2 eta T) S dW,     S S^T = G = I^-1 constant

Its stationary density is proportional to e^(-L/T), where that is integrable.  That it is, a callable cannot show:
it is the caller's claim, and `hottest` says from which temperature on it fails.

Source  Pavliotis, Stochastic Processes and Applications (2014), ch. 4.
"""

from dataclasses import dataclass
from math import inf

import numpy as np

from numeric.arrays import Array
from numeric.langevin.fills import Fill
from numeric.langevin.positive import require_heat
from numeric.metrics import require_metric


@dataclass(frozen=True, eq=False)
class Overdamped:
    """d theta = -eta I^-1 grad L dt + sqrt(2 eta T) I^(-1/2) dW with a constant metric I.

    gradient  fills (n, m) with grad L at the columns of (n, m).
    metric    I, (n, n), symmetric positive definite.
    eta       mobility per unit of I^-1, per unit time.
    T         temperature, in units of L.
    loss      fills (m,) with L; only Metropolis methods need it. +inf means outside the domain.
    hottest   temperature from which e^(-L/T) is not integrable; infinite where L grows faster than a logarithm.
    Raises MetricError, TemperatureError, NoStationaryLawError, ShapeError, NonFiniteError.
    """

    gradient: Fill
    metric: Array
    eta: float
    T: float
    loss: Fill | None = None
    hottest: float = inf

    def __post_init__(self) -> None:
        require_heat(self.eta, self.T, self.hottest)
        object.__setattr__(self, "metric", require_metric("the metric", self.metric))

    @property
    def n(self) -> int:
        """The dimension."""
        return len(self.metric)

    def mobility(self) -> tuple[Array, Array]:
        """G = I^-1 and a root S with S S^T = G, both (n, n)."""
        L = np.linalg.cholesky(self.metric)
        S = np.linalg.solve(L, np.eye(self.n)).T
        return S @ S.T, S
