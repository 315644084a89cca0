"""How much of a computed value is rounding, seen from outside: differences of high order along a short line.

On eight points spaced by 2^-20 of the way along a line, a smooth function has k-th differences of order 2^(-20 k);
what they show beyond is noise.  For independent noise of deviation s,

    s_k^2 = (k!)^2/(2 k)! * mean of (k-th differences)^2,   E[s_k^2] = s^2

so float64, float32, an iterative solver stopped early, and a generator without a seed are all seen at their size.
What is the same on the whole line has the same rounding there: so everything that is handed to the function on the
way is shaken by an ulp, and comes out as large as its conditioning makes it.

An error that is the same at neighbouring points for all that, a constant given to eight digits, cannot be seen: say it
by `accuracy`.

Source  Moré and Wild, Estimating computational noise, SIAM J. Sci. Comput. 33 (2011), sec. 2 and 4.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import factorial

import numpy as np

from numeric.arrays import Array, Estimate, require_finite

POINTS = 8
SPACING = 2.0**-20  # its cube is below the rounding of float64, its first power above that of float32
ORDERS = (3, 4, 5)  # with 5, 4 and 3 differences each; the smooth part of order 3 is 1e-18
SAFETY = 8.0  # of 40000 noisy values 3 in 1000 were off by more, none by 3 times; a comparison allows 16
ULPS = 4.0  # a function that is exact on the line is taken to round at its end all the same


class Shake:
    """Multiplies arrays by 1 + u ulp, u uniform in (-1, 1) for each entry, while it is on; else leaves them."""

    def __init__(self) -> None:
        self._rng: np.random.Generator | None = None

    def __call__(self, array: Array) -> Array:
        """The array, shaken if on."""
        if self._rng is None:
            return array
        return np.asarray(array * (1 + np.finfo(np.float64).eps * self._rng.uniform(-1, 1, np.shape(array))))

    @contextmanager
    def on(self, seed: int) -> Iterator[None]:
        """Shake within; another seed, other numbers."""
        self._rng = np.random.default_rng(seed)
        try:
            yield
        finally:
            self._rng = None


def generic(room: Array) -> Array:
    """A line along which every coordinate moves, each within its room, (n,)."""
    return np.where(np.arange(len(room)) % 2, -0.75, 1.0) * room


def measured(f: Callable[[Array], Array], point: Array, along: Array, shake: Shake) -> Estimate:
    """Evaluate f at a point, with an error that its own noise shows.

    f      (n,) to float64 of any shape.
    point  (n,).
    along  (n,), from the point to where f, if smooth, has changed much; f is evaluated up to 1e-5 of the way.
    shake  what f gets its arrays through; on beside the point.
    Returns value and error of the shape of f.
    Raises NonFiniteError when f is not finite.
    """
    value = require_finite("the value", np.asarray(f(point)))
    values = [value]
    for k in range(1, POINTS):
        with shake.on(k):
            values.append(require_finite("the value", np.asarray(f(point + k * SPACING * along))))
    table, noise = np.stack(values), np.zeros(value.shape)
    for k in range(1, max(ORDERS) + 1):
        table = np.diff(table, axis=0)
        if k in ORDERS:
            gamma = factorial(k) ** 2 / factorial(2 * k)
            noise = np.maximum(noise, np.sqrt(gamma * np.mean(table**2, axis=0)))
    return Estimate(value, SAFETY * noise + ULPS * np.finfo(np.float64).eps * np.abs(value))
