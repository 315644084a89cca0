"""Fractions of SymPy's sparse polynomials with denominators kept in factors.

A fraction is P / (m f₁^e₁ ⋯ f_k^e_k).  Sums go over the least common multiple of these factors, and a
factor is cancelled where it divides the numerator exactly, so no greatest common divisor is taken on the way:
a fraction is zero if and only if P = 0.  Lowest terms are found only where they are asked for.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from math import gcd
from typing import Any

from sympy import ZZ
from sympy.polys.fields import field
from sympy.polys.polyerrors import ExactQuotientFailed
from sympy.polys.rings import PolyRing

PROBE_BITS = 40  # of the integers at which a factor must divide before a division is tried


class Ring:
    """The polynomials of an arithmetic, the factors seen in denominators, and a point to tell them apart.

    names  of the generators.
    """

    def __init__(self, names: list[str]) -> None:
        self.field, *_ = field(names, ZZ)
        self.ring = self.field.ring
        self.one = self.ring.one
        chosen = random.Random(len(names))
        self.point = [chosen.getrandbits(PROBE_BITS) | 1 for _ in names]
        self.seen: dict[Any, int] = dict(zip(self.ring.gens, self.point, strict=True))

    def value(self, poly: Any) -> int:
        """The polynomial at the point: what does not divide there does not divide."""
        result = 0
        for exponents, coefficient in poly.terms():
            term = int(coefficient)
            for exponent, at in zip(exponents, self.point, strict=True):
                if exponent:
                    term *= at**exponent
            result += term
        return result

    def divided(self, poly: Any, value: int, factor: Any) -> Any:
        """poly / factor, or None where that is not a polynomial.

        value  of poly at the point.
        """
        at = self.seen[factor]
        if at and value % at:
            return None
        try:
            return poly.exquo(factor)
        except ExactQuotientFailed:
            return None

    def split(self, poly: Any) -> tuple[int, dict[Any, int]]:
        """A nonzero polynomial as a number times powers of factors: those seen before, then what is left."""
        number = int(poly.content())
        number = -number if poly.LC < 0 else number
        rest = poly.quo_ground(ZZ(number))
        powers: dict[Any, int] = {}
        for factor in list(self.seen):
            while not rest.is_ground and (left := self.divided(rest, self.value(rest), factor)) is not None:
                powers[factor] = powers.get(factor, 0) + 1
                rest = left
        if not rest.is_ground:
            self.seen[rest] = self.value(rest)
            powers[rest] = 1
            return number, powers
        return number * int(rest.LC), powers


def among_their_own(polys: Sequence[Any]) -> tuple[list[Any], Callable[[Any], Any]]:
    """Polynomials in those generators alone that occur in them, and the way back to their ring.

    SymPy's factors and divisors go through every generator of a ring, held in reserve or not.
    """
    ring = polys[0].ring
    used = sorted({i for poly in polys for exponents in poly for i, e in enumerate(exponents) if e})
    if not used:
        return list(polys), lambda poly: poly
    small = PolyRing([ring.symbols[i] for i in used], ring.domain, ring.order)

    def back(poly: Any) -> Any:
        wide = {}
        for exponents, coefficient in poly.items():
            full = [0] * ring.ngens
            for i, exponent in zip(used, exponents, strict=True):
                full[i] = exponent
            wide[tuple(full)] = coefficient
        return ring.from_dict(wide)

    narrow = [small.from_dict({tuple(e[i] for i in used): c for e, c in poly.items()}) for poly in polys]
    return narrow, back


class FactoredFraction:
    """numerator / (number · Π factor^exponent), the factors dividing the numerator as rarely as is cheap to see."""

    __slots__ = ("_lowest", "number", "numerator", "powers", "ring")

    def __init__(
        self, ring: Ring, numerator: Any, number: int = 1, powers: dict[Any, int] | None = None
    ) -> None:
        self.ring = ring
        self.numerator = numerator
        self.number = number
        self.powers = powers or {}
        self._lowest: Any = None

    def lift(self, other: Any) -> FactoredFraction | None:
        """The other operand as a fraction; None for foreign types."""
        if isinstance(other, FactoredFraction):
            return other
        if isinstance(other, int):
            return FactoredFraction(self.ring, self.ring.ring(other))
        return None

    def cancelled(self, numerator: Any, number: int, powers: dict[Any, int]) -> FactoredFraction:
        """The fraction of these parts, rid of every factor that divides the numerator."""
        if not numerator:
            return FactoredFraction(self.ring, numerator)
        kept = dict(powers)
        value = self.ring.value(numerator) if kept else 0
        for factor in powers:
            while kept.get(factor) and (left := self.ring.divided(numerator, value, factor)) is not None:
                numerator, value = left, self.ring.value(left)
                kept[factor] -= 1
        if number != 1 and (common := gcd(number, int(numerator.content()))) != 1:
            numerator, number = numerator.quo_ground(ZZ(common)), number // common
        return FactoredFraction(self.ring, numerator, number, {f: e for f, e in kept.items() if e})

    def expanded(self, powers: dict[Any, int]) -> Any:
        """The product of powers of factors as one polynomial."""
        result = self.ring.one
        for factor, exponent in powers.items():
            result = result * factor**exponent
        return result

    def __add__(self, other: Any) -> Any:
        o = self.lift(other)
        if o is None:
            return NotImplemented
        if not o.numerator or not self.numerator:
            return o if not self.numerator else self
        if self.powers == o.powers and self.number == o.number:
            return self.cancelled(self.numerator + o.numerator, self.number, self.powers)
        common = gcd(self.number, o.number)
        most = {f: max(self.powers.get(f, 0), o.powers.get(f, 0)) for f in self.powers | o.powers}
        parts = []
        for one, scale in ((self, o.number // common), (o, self.number // common)):
            missing = {f: e - one.powers.get(f, 0) for f, e in most.items() if e > one.powers.get(f, 0)}
            parts.append(one.numerator * self.expanded(missing) * scale)
        return self.cancelled(parts[0] + parts[1], self.number // common * o.number, most)

    __radd__ = __add__

    def __neg__(self) -> FactoredFraction:
        return FactoredFraction(self.ring, -self.numerator, self.number, self.powers)

    def __sub__(self, other: Any) -> Any:
        o = self.lift(other)
        return NotImplemented if o is None else self + (-o)

    def __rsub__(self, other: Any) -> Any:
        return (-self) + other

    def __mul__(self, other: Any) -> Any:
        o = self.lift(other)
        if o is None:
            return NotImplemented
        mine = self.cancelled(self.numerator, o.number, o.powers)
        theirs = self.cancelled(o.numerator, self.number, self.powers)
        powers = {f: mine.powers.get(f, 0) + theirs.powers.get(f, 0) for f in mine.powers | theirs.powers}
        return FactoredFraction(
            self.ring, mine.numerator * theirs.numerator, mine.number * theirs.number, powers
        )

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        o = self.lift(other)
        return NotImplemented if o is None else self * o.inverse()

    def __rtruediv__(self, other: Any) -> Any:
        o = self.lift(other)
        return NotImplemented if o is None else o * self.inverse()

    def inverse(self) -> FactoredFraction:
        """1 over the fraction.

        Raises ZeroDivisionError for zero.
        """
        if not self.numerator:
            raise ZeroDivisionError("the denominator of a rational function is the zero polynomial.")
        number, powers = self.ring.split(self.numerator)
        sign = -1 if number < 0 else 1
        return self.cancelled(self.expanded(self.powers) * (sign * self.number), abs(number), powers)

    def __pow__(self, exponent: int) -> FactoredFraction:
        if exponent < 0:
            return self.inverse() ** (-exponent)
        powers = {f: e * exponent for f, e in self.powers.items() if exponent}
        return FactoredFraction(self.ring, self.numerator**exponent, self.number**exponent, powers)

    def __eq__(self, other: object) -> bool:
        o = self.lift(other)
        return o is not None and not (self - o).numerator

    __hash__ = None  # type: ignore[assignment]

    @property
    def lowest(self) -> Any:
        """The fraction in lowest terms, as an element of SymPy's field."""
        if self._lowest is None:
            (top, bottom), back = among_their_own((self.numerator, self.expanded(self.powers) * self.number))
            self._lowest = self.ring.field.raw_new(*map(back, top.cancel(bottom)))
        return self._lowest

    def __str__(self) -> str:
        return str(self.lowest)
