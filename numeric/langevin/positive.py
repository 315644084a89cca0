"""What must be positive before a Langevin dynamics is run: metrics, temperatures, rates, steps."""

from math import inf, isfinite

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, require_square
from numeric.errors import ShapeError
from numeric.langevin.errors import LangevinError, MetricError, NoStationaryLawError, TemperatureError

ASYMMETRY = 1e-12  # of the largest entry: products of matrices are symmetric to rounding, not to the bit


def require_metric(what: str, matrix: ArrayLike) -> Array:
    """Return the matrix, made exactly symmetric, if it is symmetric positive definite.

    matrix  (n, n).
    Raises MetricError, ShapeError, EmptyError, NonFiniteError.
    """
    found = require_square(what, matrix).astype(np.float64)
    if found.ndim != 2:
        raise ShapeError(f"{what} must have shape (n, n), not {found.shape}.")
    away = float(np.max(np.abs(found - found.T)))
    if away > ASYMMETRY * float(np.max(np.abs(found))):
        raise MetricError(
            f"{what} is not symmetric: entries differ by {away:.3g} from their mirror images. "
            "Likely a product such as I^-1 H was given where a metric is needed."
        )
    found = (found + found.T) / 2
    eigenvalues = np.linalg.eigvalsh(found)
    if not eigenvalues[0] > len(found) * np.finfo(float).eps * abs(eigenvalues[-1]):
        raise MetricError(
            f"{what} is not positive definite: its eigenvalues run from {eigenvalues[0]:.3g} "
            f"to {eigenvalues[-1]:.3g}. A Fisher metric is singular where the model is not identifiable."
        )
    return found


def require_heat(eta: float, T: float, hottest: float = inf) -> None:
    """Check that 0 < eta, 0 < T < hottest.

    hottest  the temperature from which e^(-L/T) is no longer integrable.
    Raises TemperatureError, NoStationaryLawError.
    """
    require_positive("the temperature T", T, TemperatureError)
    require_positive("the rate eta", eta, TemperatureError)
    if hottest <= T:
        raise NoStationaryLawError(
            f"at T = {T:g} no stationary law exists: e^(-L/T) is integrable only below T = {hottest:g}. "
            "The loss grows too slowly for that much noise; lower T."
        )


def require_positive(what: str, value: float, error: type[LangevinError]) -> float:
    """Return the number if it is finite and above zero, or raise the error."""
    if not (isfinite(value) and value > 0):
        raise error(f"{what} is {value}; it must be a positive number.")
    return float(value)
