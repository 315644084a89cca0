"""How the line is cut for an integrand: at its ends, kinks and modes; for the second rule, beside the modes."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from mpmath import mp

from numeric.decimals.changes import Piece
from numeric.decimals.domains import Interval
from numeric.decimals.figures import Number, Real, number
from numeric.decimals.location import Height, ends, modes, scale

BESIDE = mp.mpf("0.4")  # of the scale at a mode: the cuts of the second rule are where the first has none


@dataclass(frozen=True)
class Located:
    """An integrand's place on the line.

    first, second  the pieces for the two rules.
    places         points in the bulk, at and beside the modes: where scores have their usual size.
    digits         to be added to the precision, so that x - c has its digits: log10(|c| / scale), largest.
    """

    first: tuple[Piece, ...]
    second: tuple[Piece, ...]
    places: tuple[Real, ...]
    digits: int


def located(seen: Height, interval: Interval, precision: int) -> Located:
    """Find the modes of an integrand and cut its interval for both rules.

    seen       log of the integrand's size, for searching.
    precision  decimal digits of the ends and breakpoints.
    Raises EmptyError when the integrand is zero wherever it is looked at, ShapeError for ends out of order.
    """
    with mp.workdps(precision):
        a, b, inside = ends(interval.low, interval.high, interval.breakpoints)
        tops = modes(seen, a, b, inside)
        sharp = [c for c in (a, *inside, b) if mp.isfinite(c)]
        scales = {c: _scale(seen, c, a, b) for c in [*sharp, *tops]}
        shifted = _shifted(tops, scales, [*inside, b])
        digits = max(0, *(int(mp.log10(abs(c) / s)) + 1 if c else 0 for c, s in scales.items()))
        places = [c + k * scales[c] for c in tops or sharp for k in (0, -1, 1)]
    with mp.workdps(precision + digits):
        # Exact ends are computed again, now to all the digits that the narrowest hump asks for.
        return Located(
            tuple(_pieces(seen, interval, tops)),
            tuple(_pieces(seen, interval, shifted)),
            tuple(x for x in places if a < x < b and x not in sharp),
            digits,
        )


def _scale(seen: Height, c: Real, a: Real, b: Real) -> Real:
    sides = [scale(seen, c, k, room) for k, room in ((1, b - c), (-1, c - a)) if room > 0]
    return min(sides)


def _shifted(tops: list[Real], scales: dict[Real, Real], stops: list[Real]) -> list[Real]:
    found = []
    for c in tops:
        room = min(d for d in (*[s for s in stops if s > c], *[t for t in tops if t > c], mp.inf)) - c
        found.append(c + min(BESIDE * scales[c], room / 3))
    return found


def _pieces(seen: Height, interval: Interval, tops: list[Real]) -> Iterator[Piece]:
    a, b, _ = ends(interval.low, interval.high, ())
    kinks = {number(c): c for c in interval.breakpoints}
    exact: dict[Real, Number] = {c: c for c in tops} | kinks | {a: interval.low, b: interval.high}
    points = sorted(exact)
    for low, high in pairwise(points):
        sharp = (low not in tops, high not in tops)
        if mp.isfinite(low) and mp.isfinite(high):
            unit = high - low
        elif mp.isfinite(low):
            unit = scale(seen, low, 1, mp.inf)
        else:
            unit = scale(seen, high, -1, mp.inf)
        yield Piece(low, high, sharp, unit, (exact[low], exact[high]))
