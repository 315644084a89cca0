"""The largest step at which an explicit scheme with the mean map Id - h A has a stationary law."""

import numpy as np

from numeric.arrays import Array
from numeric.langevin.errors import StabilityError
from numeric.langevin.ornstein_uhlenbeck import OrnsteinUhlenbeck


def largest_step(dynamics: OrnsteinUhlenbeck) -> float:
    """The h at which an eigenvalue of Id - h A reaches the unit circle: min 2 Re(a) / |a|^2; 0 if none is stable.

    |1 - h a|^2 < 1 when h |a|^2 < 2 Re(a), for each eigenvalue a of A.
    """
    a = np.linalg.eigvals(dynamics.A)
    return max(0.0, float(np.min(2 * a.real / np.maximum(np.abs(a) ** 2, np.finfo(float).tiny))))


def require_stable(dynamics: OrnsteinUhlenbeck, h: float) -> Array:
    """Return Id - h A if its powers tend to zero.

    Raises StabilityError, which names the largest step.
    """
    most = largest_step(dynamics)
    if h >= most:
        if most == 0:
            raise StabilityError(
                "an eigenvalue of A has no positive real part: the drift pushes away, and no step is stable. "
                "Check the sign of the Hessian; exact_ornstein_uhlenbeck runs it for a finite time."
            )
        raise StabilityError(
            f"at the step h = {h:g} the scheme has no stationary law: Id - h A is stable only below "
            f"h = {most:.6g}. Shorten the step, or use exact_ornstein_uhlenbeck, which takes any."
        )
    return np.asarray(np.eye(dynamics.n) - h * dynamics.A)
