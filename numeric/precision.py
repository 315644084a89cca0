"""Forward error seen by evaluating one formula at two precisions.

    error = |f in float64 - f in longdouble|

An entry can hit its exact value by luck, so no error is taken below eps |value| nor below a tenth of
what is usual in its array.

Source  Higham, Accuracy and Stability of Numerical Algorithms (2nd ed., 2002), ch. 1.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, Estimate, require_finite, require_some
from numeric.errors import PrecisionError, ShapeError

LUCK = 0.1  # an entry ten times more exact than the median of its array is taken to be lucky


def at_two_precisions(f: Callable[..., ArrayLike], *arguments: ArrayLike) -> Estimate:
    """Evaluate f(*arguments) in float64 and in longdouble; the second is the value, their distance the error.

    f          NumPy callable that keeps the precision of its arguments; it may not use numpy.linalg
               (see `numeric.linear`) nor scipy.special.
    arguments  float64 arrays, taken as exact.
    Returns value (longdouble) and error of the shape of f.
    Raises PrecisionError when longdouble is no wider than double here, or f falls back to double;
    NonFiniteError, EmptyError, ShapeError.
    """
    _require_second_precision()
    exact = [np.asarray(a, dtype=np.float64) for a in arguments]
    narrow = np.asarray(f(*exact))
    wide = np.asarray(f(*[a.astype(np.longdouble) for a in exact]))
    require_some("entries in the result", wide.size)
    if narrow.shape != wide.shape:
        raise ShapeError(f"shape {narrow.shape} in float64 and {wide.shape} in longdouble.")
    if wide.dtype != np.longdouble:
        raise PrecisionError(
            f"the callable answers in {wide.dtype} when asked in longdouble: there is no second precision. "
            "Likely it calls numpy.linalg, scipy.special or float(); use numeric.linear."
        )
    for name, found in (("float64", narrow), ("longdouble", wide)):
        require_finite(f"the value in {name}", found)
    return Estimate(wide, _floored(np.abs(wide - narrow), np.abs(wide)))


def _floored(error: Array, size: Array) -> Array:
    eps = np.finfo(np.float64).eps
    relative = error[size > 0] / size[size > 0]
    usual = float(np.median(relative)) if relative.size else 0.0
    return np.asarray(np.maximum(error, size * max(eps, LUCK * usual)))


def _require_second_precision() -> None:
    if not np.finfo(np.longdouble).eps < np.finfo(np.float64).eps:
        raise PrecisionError(
            "longdouble is no wider than double on this machine, so rounding cannot be seen at two of them."
        )
