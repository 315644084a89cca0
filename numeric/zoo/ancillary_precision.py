"""A location seen with a precision that is drawn first: exactly quadratic loss, and any pair (I, H).

Model      C is C_1 or C_2 with probabilities w and 1 - w;  y | C ~ N(theta, C^-1)
Data       the same y | C at theta*, but C_1 with probability v
Loss       (theta - theta*)^T H (theta - theta*) / 2, exactly
Pair       I = w C_1 + (1 - w) C_2 everywhere,  H = v C_1 + (1 - v) C_2
Domain     all of R^n; data (1 or 2, y).
Source     Cox, Some problems connected with statistical inference, Ann. Math. Statist. 29 (1958)
           (two instruments of different precision)
"""

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, require_vector
from numeric.supports import Space
from numeric.zoo.specimen import Specimen, Stratum, require_pair


def two_precisions(I: Array, H: Array) -> tuple[Array, Array, float]:
    """C_1, C_2 and e with I = (1 - e) C_1 + e C_2 and H = e C_1 + (1 - e) C_2, both positive definite.

    C_1 = I + e D and C_2 = H - e D with D = (I - H)/(1 - 2e): they tend to I and H as e falls from 1/4.
    """
    e = 0.25
    while True:
        D = (I - H) / (1 - 2 * e)
        found = I + e * D, H - e * D
        if all(np.linalg.eigvalsh(C)[0] > np.linalg.eigvalsh(M)[0] / 2 for C, M in zip(found, (I, H))):
            return (*found, e)
        e /= 2


def ancillary_precision(metric: ArrayLike, hessian: ArrayLike, optimum: ArrayLike) -> Specimen:
    """A model with this constant Fisher metric, whose loss is quadratic with this Hessian and optimum.

    metric, hessian  I and H, (n, n), symmetric positive definite; quadrature reaches n = 4.
    optimum          (n,).
    Raises InfeasibleError, ShapeError.
    """
    I, H = require_pair(metric, hessian)
    best = require_vector("the optimum", optimum)
    n = best.size
    first, second, e = two_precisions(I, H)
    precisions, chances, data_chances = np.stack([first, second]), np.array([1 - e, e]), np.array([e, 1 - e])
    roots = np.linalg.cholesky(np.linalg.inv(precisions))
    heights = np.linalg.slogdet(precisions)[1] / 2 - n / 2 * np.log(2 * np.pi)

    def log_joint(x: Array, theta: Array, weights: Array) -> Array:
        which, d = x[:, 0].astype(int) - 1, x[:, 1:] - theta
        squares = np.einsum("mi,mij,mj->m", d, precisions[which], d)
        return np.asarray(-squares / 2 + heights[which] + np.log(weights)[which])

    def draw(rng: np.random.Generator, count: int, theta: Array, weights: Array) -> Array:
        which = (rng.random(count) >= weights[0]).astype(int)
        y = theta + np.einsum("mij,mj->mi", roots[which], rng.normal(size=(count, n)))
        return np.column_stack([which + 1.0, y])

    def labelled(which: float) -> Stratum:
        i = int(which) - 1
        return Stratum(
            float(chances[i]),
            float(data_chances[i]),
            Space(np.zeros(n)),
            lambda y: np.column_stack([np.full(len(y), which), y]),
        )

    return Specimen(
        name=f"ancillary precision in {n} dimension{'s' * (n > 1)}",
        log_density=lambda x, theta: log_joint(x, theta, chances),
        log_data=lambda x: log_joint(x, best, data_chances),
        strata=(labelled(1.0), labelled(2.0)),
        draw=lambda rng, count, theta: draw(rng, count, theta, chances),
        draw_data=lambda rng, count: draw(rng, count, best, data_chances),
        loss=lambda theta: np.asarray(np.einsum("...i,ij,...j->...", theta - best, H, theta - best) / 2),
        gradient=lambda theta: np.asarray((theta - best) @ H),
        fisher=lambda theta: np.broadcast_to(I, (*np.shape(theta), n)),
        optimum=best,
        hessian=H,
        points=best + np.array([0.3, -0.7, 1.9])[:, None] * (1 - 0.4 * np.arange(n)),
    )


EXAMPLES = (
    ancillary_precision([[0.4]], [[1.9]], [0.9]),
    ancillary_precision([[1.7, 0.4], [0.4, 0.3]], [[0.9, -0.5], [-0.5, 1.6]], [0.8, -1.3]),
)
