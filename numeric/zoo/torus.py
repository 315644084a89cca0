"""Points on a product of circles, seen with unit noise: constant metric, and any pair (I, H).

Model      x_j ~ N((cos t_j, sin t_j), Id), j = 1 .. n, with angles t = A theta
Data       x_j ~ N(k_j (cos t*_j, sin t*_j), Id): means off the circles
Loss       sum_j k_j (1 - cos (t - t*)_j)
Pair       I = A^T A everywhere, H = A^T diag(k) A
Domain     all of R^n; the loss has period 2 pi in each angle.
Source     Kass and Vos, Geometrical Foundations of Asymptotic Inference (1997) (the circle model)
"""

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, require_vector
from numeric.supports import Space
from numeric.zoo.specimen import Specimen, diagonalised, require_pair, whole


def torus(metric: ArrayLike, hessian: ArrayLike, optimum: ArrayLike) -> Specimen:
    """A model with this constant Fisher metric, whose loss has this Hessian at this optimum.

    metric, hessian  I and H, (n, n), symmetric positive definite; quadrature reaches n = 2.
    optimum          (n,).
    Raises InfeasibleError, ShapeError.
    """
    I, H = require_pair(metric, hessian)
    best = require_vector("the optimum", optimum)
    A, k = diagonalised(I, H)
    n = best.size

    def means(theta: Array) -> Array:
        t = A @ theta
        return np.stack([np.cos(t), np.sin(t)], axis=-1).reshape(-1)

    data_mean = np.repeat(k, 2) * means(best)

    def log_normal(x: Array, mean: Array) -> Array:
        return np.asarray(-np.sum((x - mean) ** 2, axis=1) / 2 - n * np.log(2 * np.pi))

    def away(theta: Array) -> Array:
        return np.asarray((theta - best) @ A.T)

    return Specimen(
        name=f"torus of {n} circle{'s' * (n > 1)}",
        log_density=lambda x, theta: log_normal(x, means(theta)),
        log_data=lambda x: log_normal(x, data_mean),
        strata=whole(Space(np.zeros(2 * n))),
        draw=lambda rng, count, theta: means(theta) + rng.normal(size=(count, 2 * n)),
        draw_data=lambda rng, count: data_mean + rng.normal(size=(count, 2 * n)),
        loss=lambda theta: np.asarray(2 * np.sin(away(theta) / 2) ** 2 @ k),
        gradient=lambda theta: np.asarray((k * np.sin(away(theta))) @ A),
        fisher=lambda theta: np.broadcast_to(I, (*np.shape(theta), n)),
        optimum=best,
        hessian=H,
        points=best + np.array([0.3, -0.7, 0.11])[:, None] * (1 + 0.4 * np.arange(n)),
    )


EXAMPLES = (
    torus([[1.0]], [[0.6]], [0.9]),
    torus([[1.7, 0.4], [0.4, 0.3]], [[0.9, -0.5], [-0.5, 1.6]], [0.8, -1.3]),
)
