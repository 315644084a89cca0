"""Coordinates y in R^d for boxes, simplices and positive definite matrices.

line         x = y                              half-line   x = a + e^y
interval     x = a + (b - a) / (1 + e^-y)
simplex      x_i = e^{y_i} / (1 + sum e^y),     dx = prod_{i<=n} x_i dy
cone         X = L L^T, l_11 = e^{y_1}, l_21 = y_2, l_22 = e^{y_3},     dX = 4 l_11^3 l_22^2 dy
"""

from collections.abc import Callable
from math import ceil

from mpmath import mp

from numeric.decimals.domains import Box, Interval, PositiveDefinite, Simplex
from numeric.decimals.figures import Real, number

Frame = Callable[[list[Real]], tuple[tuple[Real, ...], Real]]
"""y (d,) to the coordinates of x and log |dx/dy|, at the working precision in force."""


def frame(domain: Box | Simplex | PositiveDefinite) -> tuple[int, Frame]:
    """The dimension d and the map from R^d onto the domain."""
    if isinstance(domain, Box):
        sides = domain.sides
        return len(sides), lambda y: _box(sides, y)
    if isinstance(domain, Simplex):
        return domain.parts - 1, _simplex
    return 3, _cone


def lost(domain: Box | Simplex | PositiveDefinite, y: list[Real]) -> int:
    """Digits of x - b that x does not hold beside the end b of an interval: log10 of e^|y|."""
    if not isinstance(domain, Box):
        return 0
    held = [abs(t) for side, t in zip(domain.sides, y, strict=True) if _bounded(side)]
    return 16 * ceil(max(held, default=mp.mpf(0)) / (16 * mp.log(10)))


def _bounded(side: Interval) -> bool:
    return mp.isfinite(number(side.low)) or mp.isfinite(number(side.high))


def _box(sides: tuple[Interval, ...], y: list[Real]) -> tuple[tuple[Real, ...], Real]:
    x, slope = zip(*(_side(side, t) for side, t in zip(sides, y, strict=True)), strict=True)
    return tuple(x), mp.fsum(slope)


def _side(side: Interval, t: Real) -> tuple[Real, Real]:
    a, b = number(side.low), number(side.high)
    if mp.isinf(a) and mp.isinf(b):
        return t, mp.mpf(0)
    if mp.isinf(b):
        return a + mp.exp(t), t
    if mp.isinf(a):
        return b - mp.exp(t), t
    e = mp.exp(-abs(t))
    distance = (b - a) * e / (1 + e)
    return (a + distance if t < 0 else b - distance), mp.log(distance / (1 + e))


def _simplex(y: list[Real]) -> tuple[tuple[Real, ...], Real]:
    exps = [*(mp.exp(t) for t in y), mp.mpf(1)]
    whole = mp.fsum(exps)
    x = tuple(e / whole for e in exps)
    return x, mp.fsum(mp.log(part) for part in x)


def _cone(y: list[Real]) -> tuple[tuple[Real, ...], Real]:
    first, last = mp.exp(y[0]), mp.exp(y[2])
    x = (first * first, first * y[1], y[1] * y[1] + last * last)
    return x, mp.log(4) + 3 * y[0] + 2 * y[2]
