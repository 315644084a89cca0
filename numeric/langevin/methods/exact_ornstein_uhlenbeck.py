"""The exact transition of an Ornstein-Uhlenbeck process, for any time step.

    theta' = centre + e^(-A h) (theta - centre) + Q(h)^(1/2) xi

Source  as `numeric.langevin.ornstein_uhlenbeck`.
"""

from math import inf

import numpy as np

from numeric.arrays import Array
from numeric.langevin.affine import Affine
from numeric.langevin.errors import StepError
from numeric.langevin.kernel import Method
from numeric.langevin.ornstein_uhlenbeck import OrnsteinUhlenbeck


def _kernel(dynamics: OrnsteinUhlenbeck, h: float, theta: Array) -> Affine:
    E, Q = dynamics.transition(h)
    try:
        B = np.linalg.cholesky(Q)
    except np.linalg.LinAlgError as error:
        raise StepError(
            f"the noise over h = {h:g} has no root in this arithmetic: its variances run from {np.min(np.diag(Q)):.3g} "
            f"to {np.max(np.diag(Q)):.3g}. Likely the step is so short that they underflow, or so long that an "
            "unstable drift stretches one direction beyond all others; take another step."
        ) from error
    return Affine(E, B, dynamics.centre - E @ dynamics.centre, theta)


method = Method("exact_ornstein_uhlenbeck", inf, inf, (OrnsteinUhlenbeck,), _kernel)
