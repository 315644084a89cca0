"""The exact transition of an Ornstein-Uhlenbeck process, for any time step.

    theta' = centre + e^(-A h) (theta - centre) + Q(h)^(1/2) xi

Source  as `numeric.langevin.ornstein_uhlenbeck`.
"""

from math import inf

import numpy as np

from numeric.arrays import Array
from numeric.langevin.affine import Affine
from numeric.langevin.kernel import Method
from numeric.langevin.ornstein_uhlenbeck import OrnsteinUhlenbeck


def _kernel(dynamics: OrnsteinUhlenbeck, h: float, theta: Array) -> Affine:
    E, Q = dynamics.transition(h)
    return Affine(E, np.linalg.cholesky(Q), dynamics.centre - E @ dynamics.centre, theta)


method = Method("exact_ornstein_uhlenbeck", inf, inf, (OrnsteinUhlenbeck,), _kernel)
