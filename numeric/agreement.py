"""Whether two measured arrays are the same, in digits, judged by their own forward errors.

    LogRelErr = -log10(|left - right| / size),     size = largest entry of the instance

There is no absolute threshold: a difference counts when it is beyond what rounding and
quadrature can explain, and an agreement counts when the errors leave room for enough digits.

Source  McCullough, Assessing the reliability of statistical software: part I,
        Amer. Statist. 52 (1998) (LRE).
"""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, Estimate, floats, require_finite, require_some
from numeric.errors import ShapeError

BEYOND = 16.0  # a difference of 16 times the errors is not explained by them; error estimates are good to ~4
ENOUGH = 6.0  # digits; three generic points at this many leave no wrong formula known to us standing
FULL = float(-np.log10(np.finfo(np.float64).eps))  # 15.65


class Outcome(Enum):
    """What a comparison of two measurements says."""

    AGREES = "The two differ by no more than their forward errors, which leave enough digits to tell."
    DIFFERS = "The two differ by more than their forward errors explain."
    CANNOT_TELL = "The forward errors are too large for the two to be told apart."


@dataclass(frozen=True)
class Agreement:
    """The outcome of a comparison.

    outcome   AGREES, DIFFERS or CANNOT_TELL.
    digits    digits to which all entries are known to agree (LogRelErr of the worst, errors included).
    worst     index of the entry that differs most in units of its error, or agrees least.
    distance  the largest |left - right| in units of the forward error.
    compared  how many entries.
    """

    outcome: Outcome
    digits: float
    worst: tuple[int, ...]
    distance: float
    compared: int


def compare(
    left: Estimate,
    right: Estimate,
    *,
    trailing: int | None = None,
    size: ArrayLike | None = None,
    digits: float = ENOUGH,
) -> Agreement:
    """Compare two measurements of one quantity, entry by entry.

    left, right  values and errors of one shape; an exact array comes as `exactly(array)`.
    trailing     how many trailing axes form one instance, whose largest entry is the size; all by default.
                 For a batch of matrices (m, n, n) it is 2.
    size         instead, the sizes themselves, broadcastable: say the size of terms that cancel.
    digits       how many must be seen for AGREES.
    Raises ShapeError, EmptyError, NonFiniteError.
    """
    if left.value.shape != right.value.shape:
        raise ShapeError(f"shapes {left.value.shape} and {right.value.shape} cannot be the same quantity.")
    require_some("entries to compare", left.value.size)
    for side, found in (("left", left), ("right", right)):
        require_finite(f"the {side} value", found.value)
        require_finite(f"the {side} error", found.error)
    distance = np.abs(left.value - right.value)
    error = left.error + right.error
    units = _ratio(distance, error)
    sizes = (
        _sizes(left.value, right.value, trailing)
        if size is None
        else np.broadcast_to(require_finite("a size", floats(size)), distance.shape)
    )
    known = np.minimum(-np.log10(np.maximum(_ratio(np.maximum(distance, error), sizes), 10.0**-FULL)), FULL)
    return _judged(units, known, digits)


def exactly(array: ArrayLike) -> Estimate:
    """An array taken as right to the last bit but one: its error is eps |value|.

    Raises NonFiniteError.
    """
    value = require_finite("the array", floats(array))
    return Estimate(value, np.finfo(np.float64).eps * np.abs(value))


def digits_agreed(left: ArrayLike, right: ArrayLike) -> float:
    """LogRelErr of the worst entry against the largest entry, no error known: a number, not a verdict.

    Raises ShapeError, EmptyError, NonFiniteError.
    """
    return compare(exactly(left), exactly(right)).digits


def _sizes(left: Array, right: Array, trailing: int | None) -> Array:
    larger = np.maximum(np.abs(left), np.abs(right))
    count = larger.ndim if trailing is None else trailing
    if count > larger.ndim:
        raise ShapeError(f"{count} trailing axes of an array of shape {larger.shape}.")
    axes = tuple(range(larger.ndim - count, larger.ndim))
    return np.broadcast_to(np.max(larger, axis=axes, keepdims=True), larger.shape)


def _ratio(part: Array, whole: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(part == 0, 0.0, part / whole)


def _judged(units: Array, known: Array, digits: float) -> Agreement:
    differs, blind = units > BEYOND, known < digits
    outcome = Outcome.CANNOT_TELL if np.any(blind) else Outcome.AGREES
    if np.any(differs):
        outcome = Outcome.DIFFERS
    place = np.argmax(units) if np.any(differs) else np.argmin(known)
    worst = tuple(int(i) for i in np.unravel_index(int(place), units.shape))
    return Agreement(outcome, float(np.min(known)), worst, float(np.max(units)), units.size)
