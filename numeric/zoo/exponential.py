"""The exponential law in its rate: a metric that changes, for finite steps and curved flows.

Model      x ~ Exp(r), density r exp(-r x)
Data       x ~ Gamma of shape 3 and mean m: not of the model
Loss       m r - log(m r) - 1
Pair       I = 1/r^2,  H = m^2 = I at r* = 1/m: an exponential family does not tell them apart
Domain     r > 0.
Source     Amari and Nagaoka, Methods of Information Geometry (2000), sec. 3.5
"""

import numpy as np
from scipy.special import gammaln

from numeric.arrays import Array
from numeric.errors import InfeasibleError
from numeric.supports import Interval
from numeric.zoo.specimen import Specimen, whole

SHAPE = 3.0  # of the data: coefficient of variation 0.58 where the model has 1


def exponential(mean: float) -> Specimen:
    """The exponential law in its rate, with data of this mean.

    mean  m > 0.
    Raises InfeasibleError unless the mean is positive and finite.
    """
    if not (mean > 0 and np.isfinite(mean)):
        raise InfeasibleError(f"mean {mean}: the mean of positive data is positive and finite.")

    def log_data(x: Array) -> Array:
        rate = SHAPE / mean
        return np.asarray(SHAPE * np.log(rate) + (SHAPE - 1) * np.log(x) - rate * x - gammaln(SHAPE))

    return Specimen(
        name="exponential law in its rate",
        log_density=lambda x, r: np.log(r[0]) - r[0] * x,
        log_data=log_data,
        strata=whole(Interval(0.0, np.inf)),
        draw=lambda rng, count, r: rng.exponential(1 / r[0], size=count),
        draw_data=lambda rng, count: rng.gamma(SHAPE, mean / SHAPE, size=count),
        loss=lambda r: np.asarray((mean * r - np.log(mean * r) - 1)[..., 0]),
        gradient=lambda r: np.asarray(mean - 1 / r),
        fisher=lambda r: np.asarray((1 / r**2)[..., None]),
        optimum=np.array([1 / mean]),
        hessian=np.array([[mean**2]]),
        points=np.array([[0.7], [1.9], [5.3]]) / mean,
    )


EXAMPLES = (exponential(1.7),)
