"""Rational functions over SymPy's sparse polynomials."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from theorems.arithmetic.factored_fraction import FactoredFraction, Ring, among_their_own
from theorems.arithmetic.symbolic import ATOMS, Symbolic


class SympyFractions(Symbolic):
    """Fractions over ℚ of SymPy's sparse polynomials."""

    name = "SymPy rational functions"

    def __init__(self, names: list[str], positive: frozenset[str], *, atoms: int = ATOMS) -> None:
        super().__init__(names, positive, atoms=atoms)
        self.ring = Ring(self.names)

    def generator(self, index: int) -> Any:
        """The symbol of that index."""
        return FactoredFraction(self.ring, self.ring.ring.gens[index])

    def number(self, value: Fraction | int) -> Any:
        """An exact rational."""
        value = Fraction(value)
        return FactoredFraction(self.ring, self.ring.ring(value.numerator), value.denominator)

    def parts(self, x: Any) -> tuple[Any, Any]:
        """Numerator and denominator as SymPy polynomials in lowest terms."""
        return x.lowest.numer, x.lowest.denom

    def numerator(self, x: Any) -> Any:
        """A polynomial that is zero where x is: the numerator, lowest terms or not."""
        return x.numerator

    def terms(self, poly: Any) -> Iterable[tuple[tuple[int, ...], Fraction]]:
        """Monomials with their coefficients."""
        for exponents, coefficient in poly.terms():
            yield exponents, Fraction(int(coefficient))

    def factors(self, poly: Any) -> tuple[Fraction, list[tuple[Any, int]]]:
        """Content and irreducible factors."""
        (narrow,), back = among_their_own((poly,))
        content, factors = narrow.factor_list()
        return Fraction(int(content)), [
            (FactoredFraction(self.ring, back(factor)), multiplicity) for factor, multiplicity in factors
        ]
