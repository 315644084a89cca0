"""What an array must be before a kernel works on it, and what a kernel hands back.

An `Estimate` is a measured value with the error that the kernel itself observed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from numeric.errors import EmptyError, NonFiniteError, ShapeError

Array = NDArray[Any]
Function = Callable[[Array], Array]
Precision = type[np.floating[Any]]
LogDensity = Callable[[Array, Array], Array]


@dataclass(frozen=True)
class Estimate:
    """A value and the error seen while measuring it: |value - truth| <= error is expected, not proved.

    value  any shape.
    error  the same shape, nonnegative.
    """

    value: Array
    error: Array

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", np.asarray(self.value))
        object.__setattr__(self, "error", np.asarray(self.error))
        if np.shape(self.value) != np.shape(self.error):
            raise ShapeError(
                f"value has shape {np.shape(self.value)} and error {np.shape(self.error)}; not equal."
            )


def floats(array: ArrayLike) -> Array:
    """Return the array as floating point: longdouble stays longdouble, all else becomes float64."""
    found = np.asarray(array)
    return found if found.dtype == np.longdouble else found.astype(np.float64)


def require_finite(what: str, array: Array) -> Array:
    """Return the array if every entry is finite.

    Raises NonFiniteError, which names the quantity and the first bad entry.
    """
    good = np.isfinite(array)
    if not np.all(good):
        where = tuple(int(i) for i in np.argwhere(~np.atleast_1d(good))[0])
        value = np.atleast_1d(array)[where]
        raise NonFiniteError(
            f"{what} is {value} at index {where} ({int(np.sum(~good))} of {good.size} are not finite). "
            "Likely a logarithm, root or division outside its domain, or an overflow; "
            "check the point lies inside the model's domain."
        )
    return array


def require_some(what: str, count: int, *, least: int = 1) -> int:
    """Return the count if there are at least `least`; nothing is ever measured on nothing.

    Raises EmptyError.
    """
    if count < least:
        raise EmptyError(f"{count} {what}: at least {least} needed. An empty measurement proves nothing.")
    return count


def require_one_each(values: ArrayLike, x: Array) -> Array:
    """Return the log-densities if there is one for each data point.

    values  what the callable returned, which must have shape (m,) for x of shape (m,) or (m, d).
    Raises ShapeError.
    """
    found = np.asarray(values)
    if found.shape != x.shape[:1]:
        raise ShapeError(
            f"the log-density has shape {found.shape} for data of shape {x.shape}; it must be ({len(x)},). "
            "If it does not depend on x, add 0 * x."
        )
    return found


def require_vector(what: str, array: ArrayLike) -> Array:
    """Return a finite, nonempty vector of shape (n,).

    Raises ShapeError for another shape, EmptyError for n = 0, NonFiniteError for NaN or infinity.
    """
    vector = floats(array)
    if vector.ndim != 1:
        raise ShapeError(f"{what} must have shape (n,), not {vector.shape}.")
    require_some(f"entries in {what}", vector.size)
    return require_finite(what, vector)


def require_square(what: str, array: ArrayLike) -> Array:
    """Return finite square matrices of shape (..., n, n).

    Raises ShapeError for another shape, EmptyError when there is none, NonFiniteError for NaN or infinity.
    """
    matrix = floats(array)
    if matrix.ndim < 2 or matrix.shape[-1] != matrix.shape[-2]:
        raise ShapeError(f"{what} must have shape (..., n, n), not {matrix.shape}.")
    require_some(f"entries in {what}", matrix.size)
    return require_finite(what, matrix)
