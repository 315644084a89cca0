"""The scalar curvature of a metric that can only be evaluated, by central differences of fourth order.

    R      = g^im g^jk R_ijkm,
    R_ijkm = (g_ik,jm + g_jm,ik - g_jk,im - g_im,jk)/2 + g^ab ([jm,a] [ik,b] - [jk,a] [im,b]),
    [jk,m] = (g_jm,k + g_km,j - g_jk,m)/2.

A sphere of radius r has R = 2/r^2.

Source  do Carmo, Riemannian Geometry (1992), ch. 4; Abramowitz and Stegun (1964), 25.3 for the differences.
"""

from collections.abc import Callable

import numpy as np

from numeric.arrays import Array, Estimate, require_finite
from numeric.errors import ShapeError

STEP = 2.0**-9  # in units of 1/sqrt(g_ii): its fourth power is 1e-11, the rounding eps/STEP**2 is 1e-10
ROUNDING = 4 * np.finfo(np.float64).eps  # of a metric near the point, in its own size
ORDER = 4
WEIGHTS = {-2: 1 / 12, -1: -2 / 3, 1: 2 / 3, 2: -1 / 12}  # of the first derivative
SECOND = {-2: -1 / 12, -1: 4 / 3, 0: -5 / 2, 1: 4 / 3, 2: -1 / 12}
Metric = Callable[[Array], Array]


def scalar_curvature(metric: Metric, point: Array, *, step: float = STEP) -> Estimate:
    """R at a point; the error is what two steps tell apart, and the rounding of the metric.

    metric  a point (k,) to the matrix (k, k); smooth within 4*step units of it, rounding included: evaluate every
            point by one rule.
    point   (k,), k >= 1.
    step    in units of 1/sqrt(g_ii), in which a metric is of size one.
    Raises ShapeError unless point is (k,) and the matrix (k, k), NonFiniteError for a metric that is not finite.
    """
    point = np.asarray(point, dtype=np.float64)
    if point.ndim != 1 or not point.size:
        raise ShapeError(f"the point has shape {point.shape}; (k,) with k >= 1 is needed.")
    if np.shape(metric(point)) != (point.size,) * 2:
        raise ShapeError(
            f"the metric at a point of {point.size} coordinates has shape {np.shape(metric(point))}; "
            f"({point.size}, {point.size}) is needed."
        )
    fine, coarse = (with_step(metric, point, step * size) for size in (1, 2))
    gap = (fine - coarse) / (2**ORDER - 1)  # what the leading error of the finer step would be
    return Estimate(np.asarray(fine + gap), np.asarray(abs(gap) + ROUNDING * point.size**2 / step**2))


def with_step(metric: Metric, point: Array, step: float) -> float:
    """R by differences of one step."""
    k = point.size
    h = step / np.sqrt(np.diag(np.asarray(metric(point))))
    axes = np.diag(h)

    def at(shift: Array) -> Array:
        return require_finite("the metric beside the point", np.asarray(metric(point + shift)))

    first = np.stack([sum(w * at(n * axes[a]) for n, w in WEIGHTS.items()) / h[a] for a in range(k)])
    second = np.empty((k, k, k, k))
    for a in range(k):
        second[a, a] = sum(w * at(n * axes[a]) for n, w in SECOND.items()) / h[a] ** 2
        for b in range(a):
            corners = (
                v * w * at(n * axes[a] + m * axes[b]) for n, v in WEIGHTS.items() for m, w in WEIGHTS.items()
            )
            second[a, b] = second[b, a] = sum(corners) / (h[a] * h[b])
    return traced(np.asarray(metric(point)), first, second)


def traced(g: Array, first: Array, second: Array) -> float:
    """R from a metric and its derivatives.

    g       (k, k).
    first   (k, k, k): first[a] is the derivative of g along axis a.
    second  (k, k, k, k): second[a, b] is that along a and b.
    """
    inverse = np.linalg.inv(g)
    # bracket[j, k, m] = [jk,m]
    bracket = (np.einsum("kjm->jkm", first) + np.einsum("jkm->jkm", first) - np.einsum("mjk->jkm", first)) / 2
    curved = (
        np.einsum("jmik->ijkm", second)
        + np.einsum("ikjm->ijkm", second)
        - np.einsum("imjk->ijkm", second)
        - np.einsum("jkim->ijkm", second)
    ) / 2
    curved += np.einsum("ab,jma,ikb->ijkm", inverse, bracket, bracket)
    curved -= np.einsum("ab,jka,imb->ijkm", inverse, bracket, bracket)
    return float(np.einsum("im,jk,ijkm->", inverse, inverse, curved))
