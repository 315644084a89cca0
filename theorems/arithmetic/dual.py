"""Dual numbers a + b·ε with ε² = 0: exact first derivatives in any arithmetic.

Each differentiation takes a fresh tag, so nested derivatives do not mix
(perturbation confusion, [SiskindPearlmutter2005]).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Dual:
    """a + b·ε_tag over any scalars; a larger tag is an inner differentiation."""

    a: Any
    b: Any
    tag: int

    __array_ufunc__ = None  # a NumPy array on the left must hand the operation over to us

    def split(self, other: Any) -> tuple[Any, Any, Any, Any, int]:
        """The parts of both operands with respect to the larger tag of the two."""
        tag = max(self.tag, other.tag) if isinstance(other, Dual) else self.tag
        a, b = (self.a, self.b) if self.tag == tag else (self, 0)
        if isinstance(other, Dual) and other.tag == tag:
            return a, b, other.a, other.b, tag
        return a, b, other, 0, tag

    def __add__(self, other: Any) -> Dual:
        a, b, c, d, tag = self.split(other)
        return Dual(a + c, b + d, tag)

    __radd__ = __add__

    def __neg__(self) -> Dual:
        return Dual(-self.a, -self.b, self.tag)

    def __sub__(self, other: Any) -> Dual:
        return self + (-other)

    def __rsub__(self, other: Any) -> Dual:
        return (-self) + other

    def __mul__(self, other: Any) -> Dual:
        a, b, c, d, tag = self.split(other)
        return Dual(a * c, a * d + b * c, tag)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Dual:
        a, b, c, d, tag = self.split(other)
        quotient = a / c
        return Dual(quotient, (b - quotient * d) / c, tag)

    def __rtruediv__(self, other: Any) -> Dual:
        quotient = other / self.a
        return Dual(quotient, -(quotient * self.b) / self.a, self.tag)
