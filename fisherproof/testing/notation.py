"""How numbers and formulas are written: dyadic numbers as fractions, terms with the parentheses they need."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from numeric.arrays import Array

MOST = 1000  # denominators beyond this are not short
DIGITS = 10


def number(x: float) -> str:
    """A number as a short fraction or a power of two where it is one, else in ten digits.

    >>> number(0.75), number(-2.0), number(0.1), number(2.0**-14)
    ('3/4', '-2', '0.1', '2^-14')
    """
    mantissa, exponent = np.frexp(x)
    if mantissa == 0.5 and exponent < -9:
        return f"2^{exponent - 1}"
    if np.isfinite(x) and (exact := Fraction(float(x))).denominator <= MOST and abs(exact) < MOST:
        return str(exact)
    return f"{x:.{DIGITS}g}"


def numbers(values: Array) -> str:
    """Numbers, vectors and matrices, in parentheses.

    >>> numbers(np.array([[1.0, 0.5], [0.5, 2.0]]))
    '((1, 1/2), (1/2, 2))'
    """
    if np.ndim(values) == 0:
        return number(float(values))
    return "(" + ", ".join(numbers(entry) for entry in values) + ")"


def pasted(values: Array) -> str:
    """Numbers as Python: exact, in nested tuples.

    >>> pasted(np.array([0.5]))
    '(0.5,)'
    """
    if np.ndim(values) == 0:
        return repr(float(values))
    entries = [pasted(entry) for entry in values]
    return f"({entries[0]},)" if len(entries) == 1 else f"({', '.join(entries)})"


@dataclass(frozen=True)
class Term:
    """A number times a formula, as text.

    core  the formula.
    sum   whether it is a sum, which needs parentheses in a product.
    c     the number.
    """

    core: str
    sum: bool = False
    c: float = 1.0

    @property
    def text(self) -> str:
        """The term as it is written by itself."""
        if self.c == 1:
            return self.core
        return f"-{self._inner}" if self.c == -1 else f"{number(self.c)}*{self._inner}"

    @property
    def base(self) -> str:
        """The text as the base of a power, or below a fraction."""
        return self.text if self.text.isalnum() else f"({self.text})"

    @property
    def _inner(self) -> str:
        return f"({self.core})" if self.sum else self.core

    def times(self, c: float) -> Term:
        """The term times c."""
        return Term(self.core, self.sum, self.c * c)

    def over(self, c: float) -> Term:
        """The term over c > 0."""
        if c == 1:
            return self
        return Term(f"{f'({self.text})' if self.sum and self.c == 1 else self.text}/{number(c)}")

    def plus(self, other: Term) -> Term:
        """The sum of two terms."""
        if other.text.startswith("-"):
            return Term(f"{self.text} - {other.text[1:]}", sum=True)
        return Term(f"{self.text} + {other.text}", sum=True)

    def under(self, function: str) -> Term:
        """A function of the term."""
        return Term(f"{function}({self.text})")
