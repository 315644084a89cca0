"""A decimal figure: a value found twice, and how many digits the two findings share.

    digits = floor(-log10(spread / size)),    spread = |first - second|

The size is what was summed without signs, int |f|: a value that vanishes by cancellation has digits too.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from mpmath import mp

from numeric.errors import NonFiniteError, ShapeError

Real: TypeAlias = Any  # an mpf; mpmath ships no types
Number: TypeAlias = (
    int | float | str | Fraction | Callable[[], Real] | Any
)  # or an mpf, or a constant of mpmath


@dataclass(frozen=True)
class Figure:
    """A value and the digits seen in it.

    value   mpf, at the working precision of the finding.
    spread  the distance of the two findings, never below size * 10**-asked.
    size    int |f| or sum |f|, against which the digits count.
    """

    value: Real
    spread: Real
    size: Real

    @property
    def digits(self) -> int:
        """How many digits of the size the two findings share: what was seen, at most what was asked."""
        return agreed(self.spread, self.size)

    def shared_with(self, closed: Number) -> int:
        """To how many digits of the size a closed form agrees, at most the digits of the figure.

        Fewer than `digits` means that the closed form is told apart from what was measured.
        closed  the other value, exact or computed at the working precision by a callable.
        """
        with mp.workdps(self.digits + 20):
            apart = abs(self.value - number(closed))
            # One digit is the rounding of the last one; the spread is known to a factor, not exactly.
            return (
                self.digits if apart <= 10 * self.spread else min(agreed(apart, self.size), self.digits - 1)
            )


def figure(first: Real, second: Real, size: Real, *, asked: int) -> Figure:
    """The figure that two findings of one quantity make; no digit beyond those asked is claimed."""
    return Figure(first, max(abs(first - second), size * mp.mpf(10) ** -asked), size)


def agreed(apart: Real, size: Real) -> int:
    """floor(-log10(apart / size)), 0 at least; two values that are both zero agree to the last digit asked."""
    if apart == 0:
        return mp.dps
    if size == 0 or apart >= size:
        return 0
    # A spread put at exactly 10**-n must count as n digits whatever its rounding.
    return int(mp.floor(-mp.log10(apart / size) + mp.mpf("1e-6")))


def number(given: Number) -> Real:
    """What is given as a real at the working precision in force: an exact number, or a call that computes it.

    Raises NonFiniteError for NaN, ShapeError for a value that is not real.
    """
    found = given() if callable(given) and not isinstance(given, mp.constant) else given
    value = +mp.mpmathify(found)  # rounds, and turns a constant such as pi into a number
    if not isinstance(value, mp.mpf):
        raise ShapeError(f"{given!r} is {value!r}, not a real number.")
    if mp.isnan(value):
        raise NonFiniteError(f"{given!r} is not a number.")
    return value
