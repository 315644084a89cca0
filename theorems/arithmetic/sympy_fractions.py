"""Rational functions by SymPy's sparse polynomial fields."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from sympy import ZZ
from sympy.polys.fields import field

from theorems.arithmetic.symbolic import ATOMS, Symbolic


class SympyFractions(Symbolic):
    """Fractions over ℚ in SymPy's canonical form."""

    name = "SymPy rational functions"

    def __init__(self, names: list[str], positive: frozenset[str], *, atoms: int = ATOMS) -> None:
        super().__init__(names, positive, atoms=atoms)
        self.field, *self.generators = field(self.names, ZZ)

    def generator(self, index: int) -> Any:
        """The symbol of that index."""
        return self.generators[index]

    def number(self, value: Fraction | int) -> Any:
        """An exact rational."""
        value = Fraction(value)
        return self.field(ZZ(value.numerator)) / self.field(ZZ(value.denominator))

    def parts(self, x: Any) -> tuple[Any, Any]:
        """Numerator and denominator as SymPy polynomials."""
        return x.numer, x.denom

    def terms(self, poly: Any) -> Iterable[tuple[tuple[int, ...], Fraction]]:
        """Monomials with their coefficients."""
        for exponents, coefficient in poly.terms():
            yield exponents, Fraction(int(coefficient))

    def factors(self, poly: Any) -> tuple[Fraction, list[tuple[Any, int]]]:
        """Content and irreducible factors."""
        content, factors = poly.factor_list()
        return Fraction(int(content)), [
            (self.field(factor), multiplicity) for factor, multiplicity in factors
        ]
