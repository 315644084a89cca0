"""Any method with its random numbers compiled: the same chains to the last bit, in less time.

Drawing the noise is most of a step.  Numba writes the same numbers from the same generator about three times
as fast as NumPy; nothing else needs compiling.  Optional: `pip install 'fisherproof[numba]'`.

Source  Marsaglia and Tsang, The ziggurat method for generating random variables, J. Stat. Softw. 5 (2000).
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from importlib import import_module
from typing import Any

import numpy as np

from numeric.arrays import Array
from numeric.langevin.errors import MethodError
from numeric.langevin.kernel import Kernel, Method

Filler = Callable[[np.random.Generator, Array], None]


def compiled(method: Method) -> Method:
    """The method with the draws of its kernels compiled, for `simulate`; orders, law and chains are the same.

    Raises MethodError when Numba is not installed.
    """
    fillers()
    return replace(method, kernel=lambda dynamics, h, theta: _Compiled(method.kernel(dynamics, h, theta)))


@cache
def fillers() -> tuple[Filler, Filler]:
    """Compiled `standard_normal` and `standard_exponential` that fill a flat array from a generator.

    Raises MethodError when Numba is not installed.
    """
    try:
        numba = import_module("numba")
    except ImportError as error:
        raise MethodError(
            "compiled random numbers need Numba, which is not installed: pip install 'fisherproof[numba]'. "
            "Without it every method runs as it is, with the same chains."
        ) from error

    compile_ = numba.njit(nogil=True)
    return compile_(_normal), compile_(_exponential)


def _normal(generator: np.random.Generator, out: Array) -> None:
    for i in range(out.size):
        out[i] = generator.standard_normal()


def _exponential(generator: np.random.Generator, out: Array) -> None:
    for i in range(out.size):
        out[i] = generator.standard_exponential()


class _Draws:
    """A generator whose standard normals and exponentials are compiled; all else is its own."""

    def __init__(self, generator: np.random.Generator) -> None:
        self._generator = generator
        self._normal, self._exponential = fillers()

    def standard_normal(self, *, out: Array) -> None:
        self._normal(self._generator, out.reshape(-1))

    def standard_exponential(self, *, out: Array) -> None:
        self._exponential(self._generator, out.reshape(-1))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._generator, name)


class _Compiled:
    """A kernel that draws through `_Draws`; what is not drawn is the kernel's own."""

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel

    def begin(self, generator: np.random.Generator) -> None:
        """Draw what is needed before the first step."""
        self._kernel.begin(_Draws(generator))  # type: ignore[arg-type]

    def draw(self, generator: np.random.Generator) -> None:
        """Draw the noise of one step."""
        self._kernel.draw(_Draws(generator))  # type: ignore[arg-type]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._kernel, name)
