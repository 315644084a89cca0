"""Where a one-dimensional density is, found from its logarithm alone.

Modes by a scan over all orders of magnitude and by zooming in; the scale s beside an anchor c
as the point where the density of log|x - c| is largest:

    s = argmax_d  logp(c +- d) + log d.

A narrow normal far from zero is found because its *logarithm* is seen from everywhere.
"""

from math import isfinite

import numpy as np

from numeric.arrays import Array, Function, require_one_each
from numeric.errors import NonFiniteError
from numeric.supports import Interval

MAGNITUDES = np.logspace(-12, 15, 27 * 24)  # 24 a decade: 10 % apart, so that no two humps 20 % apart merge
SCALES = np.logspace(-40, 40, 80 * 8)
DEEP = 140.0  # exp(-140) = 1e-61 of the largest density carries no mass
GRID, ZOOMS = 64, 13  # (2/64)**13 = 1e-20: a bracket shrinks to one rounding
MOST_MODES = 8
NEAR = 1e-3  # a split closer than this to another, in units of the scale there, adds nothing


def heights(logp: Function, x: Array) -> Array:
    """The log-density at x with NaN and overflow read as -inf: for searching only, never for weights."""
    with np.errstate(all="ignore"):
        found = require_one_each(logp(x), x)
    return np.where(np.isnan(found) | (found == np.inf), -np.inf, found)


def splits(logp: Function, support: Interval) -> tuple[Array, Array]:
    """Breakpoints and modes that cut the interval, in order, and which of them are only modes.

    Returns points (k,) and smooth (k,) of booleans: True for a mode, False for a breakpoint.
    Raises NonFiniteError when the log-density is finite at no point of the scan.
    """
    kinks = np.unique(np.asarray(support.breakpoints, dtype=float))
    found = _modes(logp, support)
    kept: list[float] = []
    for mode in found:
        near = [*kinks, *kept]
        reach = NEAR * min(scale(logp, mode, 1.0), scale(logp, mode, -1.0))
        if all(abs(mode - other) > reach for other in near):
            kept.append(float(mode))
    points = np.concatenate([kinks, np.asarray(kept, dtype=float)])
    order = np.argsort(points)
    return points[order], (np.arange(points.size) >= kinks.size)[order]


def scale(logp: Function, anchor: float, direction: float) -> float:
    """The distance from the anchor at which the density of the logarithm of the distance is largest."""
    with np.errstate(over="ignore"):
        seen = heights(logp, anchor + direction * SCALES) + np.log(SCALES)
    best = int(np.argmax(seen))
    return float(SCALES[best]) if isfinite(seen[best]) else 1.0


def _scan(support: Interval) -> Array:
    lower, upper = support.lower, support.upper
    anchors = [a for a in (lower, upper, *support.breakpoints) if isfinite(a)]
    if not (isfinite(lower) or isfinite(upper)):
        anchors.append(0.0)
    pieces = [np.asarray(anchors)]
    pieces += [a + sign * MAGNITUDES for a in anchors for sign in (-1.0, 1.0)]
    if isfinite(lower) and isfinite(upper):
        pieces.append(lower + (upper - lower) * np.linspace(0, 1, 400))
    grid = np.unique(np.concatenate(pieces))
    return grid[(grid > lower) & (grid < upper)]


def _modes(logp: Function, support: Interval) -> Array:
    grid = _scan(support)
    seen = heights(logp, grid)
    _require_no_hole(logp, grid, seen, support)
    if not np.any(np.isfinite(seen)):
        raise NonFiniteError(
            f"the log-density is finite at none of {grid.size} points spread over "
            f"({support.lower}, {support.upper}). Likely it is the logarithm of an underflowed density: "
            "write the logarithm out, or give a breakpoint inside the hump."
        )
    inner = np.arange(1, grid.size - 1)
    peaks = inner[(seen[inner] > seen[inner - 1]) & (seen[inner] >= seen[inner + 1])]
    if peaks.size == 0:
        whole = not (isfinite(support.lower) or isfinite(support.upper))
        return grid[[int(np.argmax(seen))]] if whole and not support.breakpoints else grid[:0]
    peaks = peaks[np.argsort(-seen[peaks])][:MOST_MODES]
    return _zoomed(logp, grid[peaks - 1], grid[peaks + 1])


def _require_no_hole(logp: Function, grid: Array, seen: Array, support: Interval) -> None:
    """No NaN between two points that carry mass; at a breakpoint or out in a tail anything may be."""
    live = np.flatnonzero(seen > np.max(seen) - DEEP)
    if live.size == 0:
        return
    between = grid[live[0] : live[-1] + 1]
    with np.errstate(all="ignore"):
        hole = np.isnan(logp(between)) & ~np.isin(between, support.breakpoints)
    if np.any(hole):
        raise NonFiniteError(
            f"the log-density is NaN at x = {between[hole][0]!r}, between points where it is finite. "
            "Likely a formula outside its domain, or a support that is not the law's."
        )


def _zoomed(logp: Function, lower: Array, upper: Array) -> Array:
    """The highest point of each bracket (m,), on a grid that closes in on it."""
    rows = np.arange(lower.size)
    for _ in range(ZOOMS):
        grid = lower[:, None] + (upper - lower)[:, None] * np.linspace(0, 1, GRID + 1)
        best = np.argmax(heights(logp, grid.ravel()).reshape(grid.shape), axis=1)
        lower, upper = grid[rows, np.maximum(best - 1, 0)], grid[rows, np.minimum(best + 1, GRID)]
    return np.asarray((lower + upper) / 2)
