"""The square-root (Cox-Ingersoll-Ross) process.

    dU = -eta (U - m) dt + sqrt(2 eta T U) dW,     U >= 0
    U(t + h) | U(t)  ~  c chi'^2(2 m / T, U(t) e^(-eta h) / c),     c = T (1 - e^(-eta h)) / 2

Its stationary law is Gamma with shape m/T and scale T.  Coordinates are independent.

Source  Cox, Ingersoll and Ross, A theory of the term structure of interest rates, Econometrica 53 (1985),
        with kappa = eta, theta = m, sigma^2 = 2 eta T.
"""

from dataclasses import dataclass

import numpy as np

from numeric.arrays import Array, require_vector
from numeric.langevin.errors import NoStationaryLawError, StepError
from numeric.langevin.positive import require_heat, require_positive


@dataclass(frozen=True, eq=False)
class SquareRoot:
    """dU = -eta (U - m) dt + sqrt(2 eta T U) dW, coordinate by coordinate.

    m    (n,), positive: the stationary mean.
    eta  per unit time.
    T    temperature, in units of U.
    Raises TemperatureError, NoStationaryLawError for m <= 0, ShapeError, EmptyError, NonFiniteError.
    """

    m: Array
    eta: float
    T: float

    def __post_init__(self) -> None:
        require_heat(self.eta, self.T)
        m = require_vector("the mean m", self.m)
        if np.min(m) <= 0:
            raise NoStationaryLawError(
                f"the mean m has the entry {np.min(m):.3g}: without a pull away from zero the process is "
                "absorbed there. Give a positive m."
            )
        object.__setattr__(self, "m", m)

    @property
    def n(self) -> int:
        """The dimension."""
        return int(self.m.size)

    def transition(self, h: float) -> tuple[float, Array, float]:
        """Scale c, degrees of freedom (n,) and decay e^(-eta h) of the transition.

        Raises StepError.
        """
        require_positive("the time step h", h, StepError)
        return -self.T * np.expm1(-self.eta * h) / 2, 2 * self.m / self.T, float(np.exp(-self.eta * h))
