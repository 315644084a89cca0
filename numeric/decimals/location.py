"""Where an integrand lives on the line, found from its logarithm: modes, and the scale beside a point.

    s(c) = argmax_d  log f(c +- d) + log d

The logarithm is scanned outward from the ends and breakpoints over all orders of magnitude, then each
peak is closed in on; a normal law N(1000, 0.01) is found because its logarithm is seen from everywhere.
"""

from collections.abc import Callable

from mpmath import mp

from numeric.decimals.figures import Real, number
from numeric.errors import EmptyError, NonFiniteError, ShapeError

Height = Callable[[Real], Real]

LOOKING = 30  # digits while searching: enough to tell points 1e-12 apart at 1e15
PER_DECADE, LEAST, MOST = 8, -12, 15
STRAIGHT = 32  # points across a bounded interval
HOPELESS = mp.mpf(10) ** 60  # below the best by this much, exp(log f) is zero and exp(exp()) explodes
MOST_MODES = 6
CLOSED_IN = mp.mpf("0.05")  # the top is located once the bracket falls by no more than this
GOLDEN = (mp.sqrt(5) - 1) / 2
OUTSIDE = (ZeroDivisionError, ValueError, OverflowError, TypeError)


def height(log_f: Callable[[Real], Real]) -> Height:
    """log f for searching: -inf where it is not a real number, or cannot be evaluated."""

    def seen(x: Real) -> Real:
        try:
            found = log_f(x)
        except OUTSIDE:
            return -mp.inf
        if not isinstance(found, mp.mpf) or mp.isnan(found) or found == mp.inf:
            return -mp.inf
        return found

    return seen


def ends(low: object, high: object, breakpoints: tuple[object, ...]) -> tuple[Real, Real, list[Real]]:
    """The ends and the sorted breakpoints at the precision in force.

    Raises ShapeError when they are out of order.
    """
    a, b = number(low), number(high)
    inside = sorted({number(c) for c in breakpoints})
    if not a < b:
        raise ShapeError(f"({mp.nstr(a, 8)}, {mp.nstr(b, 8)}) is not an interval: low < high is needed.")
    if any(not a < c < b for c in inside):
        raise ShapeError(
            f"breakpoints {[mp.nstr(c, 8) for c in inside]} are not inside ({mp.nstr(a, 8)}, {mp.nstr(b, 8)})."
        )
    return a, b, inside


def modes(seen: Height, a: Real, b: Real, inside: list[Real]) -> list[Real]:
    """The highest points of log f between and beside the breakpoints, not at an end, at most 6, in order.

    Raises EmptyError when log f is -inf wherever it is looked at.
    """
    with mp.workdps(LOOKING):
        grid = _scan(seen, a, b, inside)
        tops = [v for _, v in grid]
        if not grid or max(tops) == -mp.inf:
            raise EmptyError(
                f"the integrand is zero, or not real, at all {len(grid)} points looked at in "
                f"({mp.nstr(a, 8)}, {mp.nstr(b, 8)}). Likely the domain is not the integrand's, or the "
                "logarithm is that of an underflowed number; or give a breakpoint inside the hump."
            )
        inner = range(1, len(grid) - 1)
        peaks = [i for i in inner if tops[i] > tops[i - 1] and tops[i] >= tops[i + 1]]
        if not peaks and not inside and mp.isinf(a) and mp.isinf(b):
            peaks = [min(max(tops.index(max(tops)), 1), len(grid) - 2)]
        peaks = sorted(peaks, key=lambda i: -tops[i])[:MOST_MODES]
        found = [_closed_in(seen, grid[i - 1][0], grid[i + 1][0]) for i in peaks]
        kept: list[Real] = []
        for c in found:
            reach = min(scale(seen, c, 1, b - c), scale(seen, c, -1, c - a)) / 4
            if all(abs(c - other) > reach for other in [*inside, *kept]):
                kept.append(c)
        return sorted(kept)


def scale(seen: Height, c: Real, direction: int, room: Real) -> Real:
    """The distance d from c at which log f(c + direction d) + log d is largest; 1 when nothing is seen.

    room  how far the interval reaches; infinite is allowed.
    """
    with mp.workdps(LOOKING):

        def value(power: Real) -> Real:
            d = mp.mpf(10) ** power
            return seen(c + direction * d) + mp.log(d) if d < room else -mp.inf

        powers = [mp.mpf(k) for k in range(-24, 25)]
        values = _outward(value, powers, start=24)
        best = max(range(len(powers)), key=lambda i: values[i])
        if values[best] == -mp.inf:
            return min(mp.mpf(1), room / 2)
        low, high = powers[max(best - 1, 0)], powers[min(best + 1, len(powers) - 1)]
        for _ in range(8):
            left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
            low, high = (low, right) if value(left) >= value(right) else (left, high)
        return mp.mpf(10) ** ((low + high) / 2)


def _outward(value: Height, places: list[Real], *, start: int) -> list[Real]:
    """Values in both directions from a start, stopping where they have become hopeless."""
    values = [-mp.inf] * len(places)
    best = -mp.inf
    for path in (range(start, len(places)), range(start - 1, -1, -1)):
        for i in path:
            values[i] = value(places[i])
            best = max(best, values[i])
            if mp.isfinite(values[i]) and values[i] < best - HOPELESS:
                break
    return values


def _scan(seen: Height, a: Real, b: Real, inside: list[Real]) -> list[tuple[Real, Real]]:
    anchors = [c for c in (a, *inside, b) if mp.isfinite(c)]
    if mp.isinf(a) and mp.isinf(b):
        anchors.append(mp.mpf(0))
    steps = [mp.mpf(10) ** (mp.mpf(k) / PER_DECADE) for k in range(LEAST * PER_DECADE, MOST * PER_DECADE)]
    found: dict[Real, Real] = {}
    best = -mp.inf
    for c in anchors:
        if a < c < b:
            found[c] = seen(c)
        for direction in (1, -1):
            for d in steps:
                x = c + direction * d
                if not a < x < b:
                    break
                found[x] = seen(x)
                best = max(best, found[x])
                if mp.isfinite(found[x]) and found[x] < best - HOPELESS:
                    break
    if mp.isfinite(a) and mp.isfinite(b):
        for k in range(1, STRAIGHT):
            x = a + (b - a) * k / STRAIGHT
            found[x] = seen(x)
    return sorted(found.items())


def _closed_in(seen: Height, low: Real, high: Real) -> Real:
    """Golden section, until the bracket is as flat as a top is, or as narrow as can be told."""
    left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    at_left, at_right = seen(left), seen(right)
    while True:
        top = max(at_left, at_right)
        flat = min(seen(low), seen(high)) > top - CLOSED_IN
        if flat or high - low <= abs(low) * mp.mpf(10) ** (5 - LOOKING) + mp.mpf(10) ** (5 - LOOKING):
            return left if at_left >= at_right else right
        if at_left >= at_right:
            high, right, at_right = right, left, at_left
            left = high - GOLDEN * (high - low)
            at_left = seen(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + GOLDEN * (high - low)
            at_right = seen(right)


def require_real(value: object, x: Real) -> Real:
    """The value if it is a finite real.

    Raises NonFiniteError with the point.
    """
    if not isinstance(value, mp.mpf) or not mp.isfinite(value):
        shown = mp.nstr(value, 8) if isinstance(value, mp.mpf | mp.mpc) else repr(value)
        raise NonFiniteError(
            f"the integrand is {shown} at x = {mp.nstr(x, 15)}; a finite real is needed. "
            "Likely a formula outside its domain, or a domain that is not the law's."
        )
    return value
