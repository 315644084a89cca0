"""Rational functions by FLINT's multivariate polynomials: the second implementation."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import flint

from theorems.arithmetic.symbolic import ATOMS, Symbolic


class Quotient:
    """A fraction of two FLINT polynomials in lowest terms, denominator with leading coefficient 1."""

    __slots__ = ("denominator", "numerator")

    def __init__(self, numerator: Any, denominator: Any) -> None:
        if denominator == 0:
            raise ZeroDivisionError("the denominator of a rational function is the zero polynomial.")
        common = numerator.gcd(denominator)
        if common != 1:
            numerator, denominator = numerator / common, denominator / common
        lead = denominator.leading_coefficient()
        self.numerator = numerator / lead
        self.denominator = denominator / lead

    def lift(self, other: Any) -> Quotient | None:
        """The other operand as a quotient; None for foreign types."""
        if isinstance(other, Quotient):
            return other
        if isinstance(other, int):
            one = self.denominator * 0 + 1
            return Quotient(one * other, one)
        return None

    def __add__(self, other: Any) -> Any:
        o = self.lift(other)
        if o is None:
            return NotImplemented
        numerator = self.numerator * o.denominator + o.numerator * self.denominator
        return Quotient(numerator, self.denominator * o.denominator)

    __radd__ = __add__

    def __neg__(self) -> Quotient:
        return Quotient(-self.numerator, self.denominator)

    def __sub__(self, other: Any) -> Any:
        o = self.lift(other)
        return NotImplemented if o is None else self + (-o)

    def __rsub__(self, other: Any) -> Any:
        return (-self) + other

    def __mul__(self, other: Any) -> Any:
        o = self.lift(other)
        if o is None:
            return NotImplemented
        return Quotient(self.numerator * o.numerator, self.denominator * o.denominator)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        o = self.lift(other)
        if o is None:
            return NotImplemented
        return Quotient(self.numerator * o.denominator, self.denominator * o.numerator)

    def __rtruediv__(self, other: Any) -> Any:
        o = self.lift(other)
        return NotImplemented if o is None else o / self

    def __pow__(self, exponent: int) -> Quotient:
        if exponent < 0:
            return Quotient(self.denominator ** (-exponent), self.numerator ** (-exponent))
        return Quotient(self.numerator**exponent, self.denominator**exponent)

    def __eq__(self, other: object) -> bool:
        o = self.lift(other)
        return o is not None and self.numerator == o.numerator and self.denominator == o.denominator

    __hash__ = None  # type: ignore[assignment]

    def __str__(self) -> str:
        return f"({self.numerator})/({self.denominator})"


class FlintFractions(Symbolic):
    """Fractions over ℚ of FLINT's sparse polynomials."""

    name = "FLINT rational functions"

    def __init__(self, names: list[str], positive: frozenset[str], *, atoms: int = ATOMS) -> None:
        super().__init__(names, positive, atoms=atoms)
        self.context = flint.fmpq_mpoly_ctx.get([f"s{i}" for i in range(len(self.names))], "lex")
        self.one = self.context.constant(1)

    def generator(self, index: int) -> Any:
        """The symbol of that index."""
        return Quotient(self.context.gen(index), self.one)

    def number(self, value: Fraction | int) -> Any:
        """An exact rational."""
        value = Fraction(value)
        return Quotient(self.context.constant(flint.fmpq(value.numerator, value.denominator)), self.one)

    def parts(self, x: Any) -> tuple[Any, Any]:
        """Numerator and denominator as FLINT polynomials."""
        return x.numerator, x.denominator

    def terms(self, poly: Any) -> Iterable[tuple[tuple[int, ...], Fraction]]:
        """Monomials with their coefficients."""
        for exponents, coefficient in poly.to_dict().items():
            yield exponents, Fraction(int(coefficient.p), int(coefficient.q))

    def factors(self, poly: Any) -> tuple[Fraction, list[tuple[Any, int]]]:
        """Content and irreducible factors."""
        content, factors = poly.factor()
        number = Fraction(int(content.p), int(content.q))
        return number, [(Quotient(factor, self.one), multiplicity) for factor, multiplicity in factors]
