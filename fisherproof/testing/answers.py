"""Calling a function that is not ours: on copies, silently, and with its answer checked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from hypothesis.errors import HypothesisException

from fisherproof.testing.errors import ContractError
from numeric.arrays import Array

ULPS = 4.0  # of a type narrower than double: rounding of the answer, and of what led to it


class Subject:
    """A function under test.

    function  as it was given.
    name      its own, or a placeholder to paste where it has none.
    rough     relative rounding of the narrowest type that it has answered in, if narrower than double; else 0.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function, self.name, self.rough = function, named(function), 0.0

    def __call__(self, shape: tuple[int, ...], *arguments: Any) -> Array:
        """Call it; arrays among the arguments are copied, floating-point warnings are off.

        shape  what its answer must have.
        Returns the answer as float64.
        Raises ContractError when it raises, or answers anything else, or NaN or infinity.
        """
        own = [np.array(a) if isinstance(a, np.ndarray) else a for a in arguments]
        try:
            with np.errstate(all="ignore"):
                found = np.asarray(self.function(*own))
        except (HypothesisException, ContractError):
            raise
        except Exception as error:
            raise ContractError(f"{self.name} raised {type(error).__name__}: {error}") from error
        if found.shape != shape:
            raise ContractError(f"{self.name} returned shape {found.shape} where {shape} is needed.")
        if found.dtype.kind not in "fiu":
            raise ContractError(f"{self.name} returned {found.dtype} where real numbers are needed.")
        if not np.all(np.isfinite(found)):
            raise ContractError(f"{self.name} returned {found.tolist()}, which is not finite.")
        if found.dtype.kind == "f" and found.dtype.itemsize < np.dtype(np.float64).itemsize:
            self.rough = max(self.rough, ULPS * float(np.finfo(found.dtype).eps))
        return found.astype(np.float64)


def named(function: Callable[..., Any]) -> str:
    """A name to print and paste: the function's own, or a placeholder for one without."""
    own = getattr(function, "__name__", "")
    return own if own.isidentifier() else "your_function"
