"""Normal location in the plane with known precision P: a constant metric that is neither diagonal nor isotropic.

Domain     (a, b) in R^2; data x in R^2.
Density    exp(-(x - theta).T*P*(x - theta)/2) * sqrt(det P)/(2*pi),  P = [[2, 1/2], [1/2, 1/4]]
Metric     P
Source     [LehmannCasella1998] table 2.5.1
"""

from __future__ import annotations

import numpy as np

from fisherproof.testing.parametric import Family
from fisherproof.testing.ranges import Range
from numeric.arrays import Array

P = np.array([[2.0, 0.5], [0.5, 0.25]])
ROOT = np.linalg.inv(np.linalg.cholesky(P))  # ROOT.T @ ROOT is the covariance


def _log_density(x: Array, theta: Array) -> Array:
    gap = x - theta
    square = np.einsum("mi,ij,mj->m", gap, P, gap)
    return np.asarray(-square / 2 + np.log(np.linalg.det(P)) / 2 - np.log(2 * np.pi))


family = Family(
    name="location",
    ranges={"a": Range.LINE, "b": Range.LINE},
    log_density=_log_density,
    scores=lambda x, theta: (x - theta) @ P,
    information=lambda theta: P.copy(),
    draw=lambda rng, count, theta: theta + rng.normal(size=(count, 2)) @ ROOT,
    data=((0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 2.0)),
)
