"""Overdamped Langevin dynamics with a metric that depends on the position, as an Ito equation.

    d theta = [-eta G grad L + eta T v] dt + sqrt(2 eta T) S dW,     S S^T = G(theta) = I(theta)^-1

    PRINTED    v = 0                                              no general law; in one dimension I e^(-L/T) d theta
    FLAT       v_i = d_j G_ij                                     e^(-L/T) d theta
    VOLUME     v_i = det(I)^(-1/2) d_j (det(I)^(1/2) G_ij)        det(I)^(1/2) e^(-L/T) d theta

Source  Ma, Chen and Fox, A complete recipe for stochastic gradient MCMC, NIPS 2015, with Q = 0;
        Xifara et al., Langevin diffusions and the Metropolis-adjusted Langevin algorithm,
        Statist. Probab. Lett. 91 (2014), on the drift that is added.
"""

from dataclasses import dataclass
from enum import Enum
from math import inf

import numpy as np

from numeric.arrays import Array
from numeric.langevin.corrections import divergence, riemannian_divergence
from numeric.langevin.errors import MethodError
from numeric.langevin.fills import Fill, require_filled
from numeric.langevin.positive import require_heat
from numeric.langevin.reach import reach
from numeric.langevin.roots import Root


class Reading(Enum):
    """Which drift is added to -eta G grad L, and so which law is stationary."""

    PRINTED = "nothing is added: the Ito equation as printed, whose law is not known in general"
    FLAT = "eta T div G: stationary for e^(-L/T) d theta"
    VOLUME = "eta T times the Riemannian divergence of G: stationary for sqrt(det I) e^(-L/T) d theta"


@dataclass(frozen=True, eq=False)
class Riemannian:
    """d theta = [-eta G grad L + eta T v] dt + sqrt(2 eta T) S dW, in the sense of Ito.

    gradient    fills (n, m) with grad L at the columns of (n, m).
    root        the metric or a root of its inverse: `FromMetric`, `FromRoot`.
    eta         mobility per unit of I^-1, per unit time.
    T           temperature, in units of L.
    reading     what v is.
    loss        fills (m,) with L; only Metropolis methods need it. +inf means outside the domain.
    correction  fills (n, m) with v of the reading; found by complex step when not given, exact but slow.
    hottest     temperature from which the stationary density is not integrable.
    Raises TemperatureError, NoStationaryLawError, MethodError for a correction to the printed equation.
    """

    gradient: Fill
    root: Root
    eta: float
    T: float
    reading: Reading
    loss: Fill | None = None
    correction: Fill | None = None
    hottest: float = inf

    def __post_init__(self) -> None:
        require_heat(self.eta, self.T, self.hottest)
        if self.reading is Reading.PRINTED and self.correction is not None:
            raise MethodError(
                "the equation as printed has no correction; give reading=FLAT or VOLUME with it."
            )

    def require_sound(self, theta: Array) -> None:
        """Check every callable, and that the metric is positive, at the starts (n, m).

        Raises NonFiniteError, MetricError.
        """
        n, m = theta.shape
        self.root.require_definite(theta)
        require_filled("the gradient", self.gradient, theta, (n, m))
        if self.loss is not None:
            require_filled("the loss", self.loss, theta, (m,))
        if self.correction is not None:
            require_filled("the correction", self.correction, theta, (n, m))

    def added(self) -> Fill | None:
        """What fills v, or None when v = 0."""
        if self.reading is Reading.PRINTED or self.correction is not None:
            return self.correction
        return divergence(self.root) if self.reading is Reading.FLAT else riemannian_divergence(self.root)

    def reach(self, theta: Array, h: float) -> Array:
        """How far each chain may go before it is taken to have run away, (m,): see `numeric.langevin.reach`.

        theta  (n, m), the starts.
        h      time step.
        """
        G = self.root.mobility(theta)
        slope = require_filled("the gradient", self.gradient, theta, theta.shape)
        drift = h * self.eta * np.einsum("ijm,jm->im", G, slope)
        return reach(theta, drift, np.sqrt(2 * self.eta * self.T * h * np.einsum("iim->m", G)))
