"""Double-exponential quadrature for an expectation over a law on an interval of the line.

The interval is cut at its breakpoints and at the modes of the density (`location`).  Each piece is mapped:

    between c and d        x = c + (d - c) / (1 + exp(-pi sinh t))       (tanh-sinh)
    from c to infinity     x = c + s exp((pi/2) sinh t)                  (exp-sinh), s the scale beside c

and the trapezoidal rule in t, of step h = 2**-level, is used; the even nodes are the rule of step 2 h.

Source  Takahasi and Mori, Double exponential formulas for numerical integration, Publ. RIMS 9 (1974);
        Mori and Sugihara, The double-exponential transformation in numerical analysis,
        J. Comput. Appl. Math. 127 (2001).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import isfinite

import numpy as np

from numeric.arrays import Array, Function, Precision
from numeric.errors import NonFiniteError
from numeric.location import DEEP, heights, scale, splits
from numeric.rules import Rule
from numeric.supports import Interval

REACH = 6.75  # (pi/2) sinh(6.75) = 670: distances from 1e-291 to 1e291 times the scale
TAIL = 4.0  # an integrand like d**(a - 1) holds 1/a of d times its value below d; a = 1/4 is provided for
SCOUT = 2.0**-4  # step of the scan that finds which t matter


@dataclass(frozen=True)
class Piece:
    """One piece of the line: from an anchor to a finite end, or to infinity in a direction.

    start, end    the two ends in order; one of them may be infinite.
    scale         unit of length beside the finite end; unused between two finite ends.
    keep          whether the nodes that round to (start, end) stay: True beside a smooth cut.
    """

    start: float
    end: float
    scale: float
    keep: tuple[bool, bool]

    def map(self, t: Array) -> tuple[Array, Array, Array]:
        """Nodes x, log|dx/dt| and the distance to the nearer finite end (or to the anchor), each (m,)."""
        if isfinite(self.start) and isfinite(self.end):
            return self._between(t)
        log_distance = np.pi / 2 * np.sinh(t) + np.log(t.dtype.type(self.scale))
        distance = np.exp(log_distance)
        slope = log_distance + np.log(np.pi / 2 * np.cosh(t))
        if isfinite(self.start):
            return self.start + distance, slope, distance
        return self.end - distance, slope, distance

    def _between(self, t: Array) -> tuple[Array, Array, Array]:
        width = t.dtype.type(self.end) - t.dtype.type(self.start)
        u = np.pi * np.sinh(t)
        small = np.exp(-np.abs(u))
        distance = width * small / (1 + small)
        x = np.where(t < 0, self.start + distance, self.end - distance)
        slope = np.log(width * np.pi * np.cosh(t)) - np.abs(u) - 2 * np.log1p(small)
        return x, slope, distance

    def inside(self, x: Array) -> Array:
        """Which nodes are still told apart from the ends, (m,) booleans."""
        left = (x >= self.start) if self.keep[0] else (x > self.start)
        right = (x <= self.end) if self.keep[1] else (x < self.end)
        return np.asarray(left & right & np.isfinite(x))


def interval_rules(
    logp: Function, support: Interval, *, dtype: Precision = np.float64
) -> Callable[[int], Rule]:
    """Locate the law once and return its rules by level: rules(level) has step 2**-level.

    E[f] = int f(x) exp(logp(x)) dx = sum_i w_i f(x_i).

    logp   (m,) points to (m,) log-densities.
    dtype  numpy.float64 or numpy.longdouble, the precision of nodes and weights.
    Levels from 4 to 10 make sense; each doubles the nodes.
    Raises NonFiniteError when the log-density is NaN or +inf where the mass is.
    """
    found = list(_pieces(logp, support))
    spans = [_scout(logp, piece, dtype) for piece in found]
    top = max(span[2] for span in spans)

    def at_level(level: int) -> Rule:
        parts = [_part(logp, piece, span, (level, top)) for piece, span in zip(found, spans, strict=True)]
        columns = zip(*[part for part in parts if part is not None], strict=True)
        return Rule(*[np.concatenate(column) for column in columns])

    return at_level


def _pieces(logp: Function, support: Interval) -> Iterator[Piece]:
    points, smooth = splits(logp, support)
    ends = [support.lower, *[float(p) for p in points], support.upper]
    keep = [False, *[bool(s) for s in smooth], False]
    for start, end, *kept in zip(ends[:-1], ends[1:], keep[:-1], keep[1:], strict=True):
        unit = 1.0
        if not isfinite(end):
            unit = scale(logp, start, 1.0)
        elif not isfinite(start):
            unit = scale(logp, end, -1.0)
        yield Piece(start, end, unit, (kept[0], kept[1]))


def _log_weights(logp: Function, piece: Piece, t: Array) -> tuple[Array, Array, Array, Array]:
    with np.errstate(over="ignore", under="ignore"):
        x, slope, distance = piece.map(t)
    inside = piece.inside(x)
    density = np.full(x.shape, -np.inf, dtype=x.dtype)
    density[inside] = heights(logp, x[inside]) if np.any(inside) else density[inside]
    return x, density, density + slope, distance


def _scout(logp: Function, piece: Piece, dtype: Precision) -> tuple[Array, Array, float]:
    t = np.arange(-REACH, REACH + SCOUT, SCOUT, dtype=dtype)
    weight = _log_weights(logp, piece, t)[2]
    return t, weight, float(np.max(weight))


def _part(
    logp: Function, piece: Piece, span: tuple[Array, Array, float], depth: tuple[int, float]
) -> tuple[Array, Array, Array, Array, Array] | None:
    scouted, weight, _ = span
    level, top = depth
    live = np.flatnonzero(weight > top - DEEP)
    if live.size == 0:
        return None
    step = 2.0**-level
    first = np.floor(float(scouted[max(live[0] - 1, 0)]) / step)
    last = np.ceil(float(scouted[min(live[-1] + 1, weight.size - 1)]) / step)
    index = np.arange(first, last + 1)
    t = (index * step).astype(scouted.dtype)
    x, density, log_weight, distance = _log_weights(logp, piece, t)
    used = np.flatnonzero(log_weight > top - DEEP)
    _require_numbers(logp, piece, x[used[0] : used[-1] + 1])
    x, density, log_weight, distance = (column[used] for column in (x, density, log_weight, distance))
    weights = step * np.exp(log_weight)
    coarse = np.where(index[used] % 2 == 0, 2 * weights, 0.0)
    ends = np.zeros_like(weights)
    for side in (0, -1):
        ends[side] += TAIL * np.exp(density[side]) * distance[side]
    return x, weights, coarse, ends, _rounding(x, density)


def _require_numbers(logp: Function, piece: Piece, x: Array) -> None:
    with np.errstate(all="ignore"):
        density = np.asarray(logp(x[piece.inside(x)]))
    bad = np.isnan(density) | (density == np.inf)
    if np.any(bad):
        where = x[piece.inside(x)][bad][0]
        raise NonFiniteError(
            f"the log-density is {density[bad][0]} at x = {where!r}, between points where it is finite. "
            "Likely a formula outside its domain, or a support that is not the law's."
        )


def _rounding(x: Array, density: Array) -> Array:
    """Relative rounding of the weights: eps (1 + |logp| + |x d logp/dx|), slopes from neighbours, (m,)."""
    steep = np.zeros_like(x)
    if x.size > 1:
        run = np.diff(x)
        apart = run != 0
        slope = np.zeros_like(run)
        with np.errstate(over="ignore"):
            slope[apart] = np.abs(np.diff(density)[apart] / run[apart])
        steep[:-1] = slope
        steep[1:] = np.maximum(steep[1:], slope)
    with np.errstate(over="ignore"):
        rounding = np.finfo(x.dtype).eps * (1 + np.abs(density) + np.abs(x) * steep)
    return np.asarray(np.minimum(rounding, 1))
