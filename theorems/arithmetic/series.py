"""Truncated power series c₀ + c₁h + … + c_N h^N over any scalars: exact asymptotics.

Functions use the first-order recurrences of [Knuth1997, 4.7]; a fractional
power of h is reached by writing h = t^r and expanding in t.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from theorems.arithmetic.base import OutsideArithmeticError
from theorems.arithmetic.dual import Dual


@dataclass(frozen=True)
class Series:
    """Coefficients c₀ … c_N of a power series known up to h^N; operations keep what is known of the result."""

    coefficients: tuple[Any, ...]

    __array_ufunc__ = None

    @property
    def order(self) -> int:
        """N, the last exponent kept."""
        return len(self.coefficients) - 1

    def constant(self, value: Any) -> Series:
        """A constant, truncated alike."""
        return Series((value,) + (value * 0,) * self.order)

    def lift(self, other: Any) -> Series:
        """The other operand as a series; a constant becomes c₀."""
        return other if isinstance(other, Series) else self.constant(other)

    def __add__(self, other: Any) -> Any:
        if isinstance(other, Dual):
            return NotImplemented
        pairs = zip(self.coefficients, self.lift(other).coefficients, strict=False)
        return Series(tuple(a + b for a, b in pairs))

    __radd__ = __add__

    def __neg__(self) -> Series:
        return Series(tuple(-c for c in self.coefficients))

    def __sub__(self, other: Any) -> Any:
        return self + (-other)

    def __rsub__(self, other: Any) -> Any:
        return (-self) + other

    def __mul__(self, other: Any) -> Any:
        if isinstance(other, Dual):
            return NotImplemented
        if not isinstance(other, Series):
            return Series(tuple(c * other for c in self.coefficients))
        length = min(len(self.coefficients), len(other.coefficients))
        a, b = self.coefficients[:length], other.coefficients[:length]
        return Series(tuple(total([a[i] * b[k - i] for i in range(k + 1)]) for k in range(len(a))))

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        if isinstance(other, Dual):
            return NotImplemented
        if not isinstance(other, Series):
            return Series(tuple(c / other for c in self.coefficients))
        shift = other.valuation()
        if shift > other.order:
            raise OutsideArithmeticError(
                "a power series is divided by one that vanishes as far as it is known."
            )
        length = min(len(self.coefficients), len(other.coefficients))
        a, b = self.coefficients[:length], other.coefficients[:length]
        if shift:
            if any(not is_zero(c) for c in a[:shift]):
                raise ZeroDivisionError("a power series is divided by one that vanishes faster at h = 0.")
            a, b = a[shift:], b[shift:]
        quotient: list[Any] = []
        for k in range(len(a)):
            known = total([quotient[i] * b[k - i] for i in range(k)]) if k else a[k] * 0
            quotient.append((a[k] - known) / b[0])
        return Series(tuple(quotient))

    def __rtruediv__(self, other: Any) -> Any:
        return self.constant(other) / self

    def valuation(self) -> int:
        """The number of leading coefficients that are exactly zero."""
        for k, coefficient in enumerate(self.coefficients):
            if not is_zero(coefficient):
                return k
        return len(self.coefficients)


def total(items: list[Any]) -> Any:
    """The sum of a non-empty list, without starting from a foreign zero."""
    result = items[0]
    for item in items[1:]:
        result = result + item
    return result


def is_zero(value: Any) -> bool:
    """Whether a scalar is exactly zero (a ball counts only if it is the point 0)."""
    return bool(value == 0)


def exponential(x: Series, first: Any) -> Series:
    """exp(x) given first = exp(c₀): k e_k = Σ j c_j e_{k-j}."""
    e = [first]
    for k in range(1, len(x.coefficients)):
        e.append(total([x.coefficients[j] * e[k - j] * j for j in range(1, k + 1)]) / k)
    return Series(tuple(e))


def logarithm(x: Series, first: Any) -> Series:
    """log(x) given first = log(c₀): k c₀ l_k = k c_k − Σ j l_j c_{k-j}."""
    c = x.coefficients
    logs = [first]
    for k in range(1, len(c)):
        term = c[k] * k
        for j in range(1, k):
            term = term - logs[j] * c[k - j] * j
        logs.append(term / (c[0] * k))
    return Series(tuple(logs))


def power(x: Series, exponent: Any, first: Any) -> Series:
    """x**r given first = c₀**r: k c₀ p_k = Σ (r j − k + j) c_j p_{k-j}."""
    c = x.coefficients
    p = [first]
    for k in range(1, len(c)):
        weighted = [c[j] * p[k - j] * (exponent * j - (k - j)) for j in range(1, k + 1)]
        p.append(total(weighted) / (c[0] * k))
    return Series(tuple(p))


def sine_cosine(x: Series, sine: Any, cosine: Any) -> tuple[Series, Series]:
    """(sin x, cos x) given their values at c₀: k s_k = Σ j c_j o_{k-j}, k o_k = −Σ j c_j s_{k-j}."""
    s, o = [sine], [cosine]
    for k in range(1, len(x.coefficients)):
        s_k = total([x.coefficients[j] * o[k - j] * j for j in range(1, k + 1)]) / k
        o_k = -total([x.coefficients[j] * s[k - j] * j for j in range(1, k + 1)]) / k
        s.append(s_k)
        o.append(o_k)
    return Series(tuple(s)), Series(tuple(o))
