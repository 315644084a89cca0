"""A curved exponential family: points on a parabola, seen with unit noise.

Model      x ~ N((t, t^2/2), Id)
Data       x ~ N((t*, t*^2/2) + c (-t*, 1)/sqrt(1 + t*^2), Id): the mean is off the parabola by c
Loss       |x_data - (t, t^2/2)|^2 / 2 - c^2 / 2
Pair       I = 1 + t^2,  H = 1 + t*^2 - c/sqrt(1 + t*^2)
Domain     all of R.
Source     Efron, Defining the curvature of a statistical problem, Ann. Statist. 3 (1975), sec. 1
"""

import numpy as np

from numeric.arrays import Array
from numeric.errors import InfeasibleError
from numeric.supports import Space
from numeric.zoo.specimen import Specimen, whole


def parabola(optimum: float, offset: float) -> Specimen:
    """The parabola with this optimum and data mean off it by c.

    offset  c, positive on the inner side.
    Raises InfeasibleError when the loss is not convex: t*^2/2 + c/sqrt(1 + t*^2) < 1 is needed.
    """
    normal = np.array([-optimum, 1.0]) / np.sqrt(1 + optimum**2)
    data_mean = np.array([optimum, optimum**2 / 2]) + offset * normal
    if not data_mean[1] < 1:
        raise InfeasibleError(
            f"with t* = {optimum} and c = {offset} the data mean is at height {data_mean[1]:.3g}; from 1 on "
            "the loss is not convex and may have a second optimum. Take a smaller t* or c."
        )

    def mean(t: Array) -> Array:
        return np.concatenate([t, t**2 / 2], axis=-1)

    def log_normal(x: Array, at: Array) -> Array:
        return np.asarray(-np.sum((x - at) ** 2, axis=1) / 2 - np.log(2 * np.pi))

    return Specimen(
        name="parabola",
        log_density=lambda x, t: log_normal(x, mean(t)),
        log_data=lambda x: log_normal(x, data_mean),
        strata=whole(Space(np.zeros(2))),
        draw=lambda rng, count, t: mean(t) + rng.normal(size=(count, 2)),
        draw_data=lambda rng, count: data_mean + rng.normal(size=(count, 2)),
        loss=lambda t: np.asarray(np.sum((data_mean - mean(t)) ** 2, axis=-1) / 2 - offset**2 / 2),
        gradient=lambda t: np.asarray((t - data_mean[0]) + (t**2 / 2 - data_mean[1]) * t),
        fisher=lambda t: np.asarray((1 + t**2)[..., None]),
        optimum=np.array([optimum]),
        hessian=np.array([[1 + optimum**2 - offset / np.sqrt(1 + optimum**2)]]),
        points=np.array([[optimum + 0.4], [optimum - 1.1], [0.2]]),
    )


EXAMPLES = (parabola(0.8, -0.7),)
