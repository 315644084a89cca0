"""Changes of variable that make an integral over a piece of the line one over all t, dying doubly fast.

    from c to infinity   x = c + s e^phi(t)                          (exp-sinh)
    between a and b      x = a + (b - a) / (1 + e^(-2 phi(t)))       (tanh-sinh)

with phi(t) = (pi/2) sinh t in the first rule and phi(t) = 3t/2 + t^3/2 in the second.

Source  Takahasi and Mori, Double exponential formulas for numerical integration, Publ. RIMS 9 (1974).
"""

from dataclasses import dataclass
from functools import lru_cache
from math import ceil, gcd, log2

from mpmath import mp

from numeric.decimals.figures import Number, Real, number

DOUBLE, CUBIC = "double exponential", "cubic"


@dataclass(frozen=True)
class Node:
    """A place of a piece: x, dx/dt, and the digits that its distance to a sharp end takes away.

    lost  ceil(log10(unit / distance)) beside a sharp end, 0 elsewhere: extra digits for x, a smaller step
          for differences.
    """

    x: Real
    weight: Real
    lost: int


@dataclass(frozen=True)
class Piece:
    """A piece of the line, cut where the integrand is not smooth or has its mode.

    start, end    its ends; either may be infinite.
    sharp         whether each end is an end or kink of the law, not just a cut.
    unit          the scale beside the one finite end, or the width between two.
    exact         the two ends as they were given, to be computed again where digits are lost beside them.
    """

    start: Real
    end: Real
    sharp: tuple[bool, bool]
    unit: Real
    exact: tuple[Number, Number]

    def node(self, t: tuple[int, int], change: str, precision: int) -> Node:
        """The place at t = t[0] / t[1], x known to the precision (decimal digits) after the digits lost."""
        with mp.workdps(precision):
            e, slope = abscissa(change, *reduced(*t), mp.prec)
            if mp.isfinite(self.start) and mp.isfinite(self.end):
                return self._between(e, slope, precision)
            if mp.isfinite(self.start):
                return self._beside(self.start, 1, e, slope, precision)
            return self._beside(self.end, -1, e, slope, precision)

    def _beside(self, c: Real, direction: int, e: Real, slope: Real, precision: int) -> Node:
        # A piece from -infinity runs the other way, so that t = -infinity is always the finite end.
        distance = self.unit * e
        side = 0 if direction > 0 else 1
        lost = _lost(self.unit, distance) if self.sharp[side] else 0
        with mp.workdps(precision + lost):
            return Node(self._end(side, lost) + direction * distance, distance * slope, lost)

    def _end(self, side: int, lost: int) -> Real:
        return number(self.exact[side]) if lost else (self.start, self.end)[side]

    def _between(self, e: Real, slope: Real, precision: int) -> Node:
        width = self.end - self.start
        left = e < 1
        small = e * e if left else 1 / (e * e)
        distance = width * small / (1 + small)
        lost = _lost(width, distance) if self.sharp[0 if left else 1] else 0
        weight = 2 * slope * distance / (1 + small)
        with mp.workdps(precision + lost):
            end = self._end(0 if left else 1, lost)
            return Node(end + distance if left else end - distance, weight, lost)


@lru_cache(maxsize=2**16)
def abscissa(change: str, numerator: int, denominator: int, prec: int) -> tuple[Real, Real]:
    """e^phi(t) and phi'(t) at t = numerator / denominator, to prec bits."""
    with mp.workprec(prec):
        t = mp.mpf(numerator) / denominator
        if change == DOUBLE:
            e = mp.exp(t)
            return mp.exp(mp.pi / 4 * (e - 1 / e)), mp.pi / 4 * (e + 1 / e)
        return mp.exp(3 * t / 2 + t**3 / 2), mp.mpf(3) / 2 * (1 + t * t)


def reduced(k: int, m: int) -> tuple[int, int]:
    """k / m in lowest terms, so that rules of several steps share what they have computed."""
    common = gcd(k, m)
    return k // common, m // common


def _lost(unit: Real, distance: Real) -> int:
    # Powers of two are read off the numbers; 0.302 is log10(2), rounded up. Few different precisions
    # let a log-density keep what it has computed from its parameters.
    digits = 0.302 * (mp.mag(unit) - mp.mag(distance) + 1)
    return 0 if digits <= 0 else max(16, 2 ** ceil(log2(digits)))
