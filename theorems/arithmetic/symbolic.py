"""Rational functions of named symbols, with transcendental values as further symbols.

A logarithm, exponential, root, sine or cosine becomes a new symbol (an *atom*);
roots and sines carry the relation g² = u, by which residuals are reduced.
An identity that holds with the atoms free holds for the functions, so a
vanishing residual is a proof. The polynomial engine is supplied by a subclass:
SymPy's in `sympy_fractions`, FLINT's in `flint_fractions`.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import isqrt
from typing import Any

from sympy import factorint

from theorems.arithmetic.base import OutsideArithmeticError, OutsideDomainError

LARGEST_PRIME = 1000  # searched for in a number under a logarithm; what is left is taken whole
ATOMS = 24  # symbols held in reserve for transcendental values; unused ones cost a little


class Symbolic:
    """Fractions of polynomials in `names`; `positive` names are known to be > 0."""

    name = "rational functions"

    def __init__(self, names: list[str], positive: frozenset[str], *, atoms: int = ATOMS) -> None:
        self.names = [*names, *(f"atom{i}" for i in range(atoms))]
        self.known_positive = set(positive)
        self.used_atoms: dict[tuple[str, str], int] = {}
        self.relations: list[tuple[int, Any]] = []  # atom index, u with atom² = u
        self.exponentials: list[tuple[Any, Any]] = []  # x, the atom e**x
        self.first_atom = len(names)

    # -- supplied by the polynomial engine ---------------------------------------------------
    def generator(self, index: int) -> Any:
        """The symbol of that index as a fraction."""
        raise NotImplementedError

    def number(self, value: Fraction | int) -> Any:
        """An exact rational as a fraction."""
        raise NotImplementedError

    def parts(self, x: Any) -> tuple[Any, Any]:
        """Numerator and denominator, as polynomials without common factor."""
        raise NotImplementedError

    def numerator(self, x: Any) -> Any:
        """A polynomial that vanishes if and only if x does."""
        return self.parts(x)[0]

    def terms(self, poly: Any) -> Iterable[tuple[tuple[int, ...], Fraction]]:
        """Exponents and coefficient of each monomial."""
        raise NotImplementedError

    def factors(self, poly: Any) -> tuple[Fraction, list[tuple[Any, int]]]:
        """Content and irreducible factors (as fractions) with multiplicity."""
        raise NotImplementedError

    # -- shared ------------------------------------------------------------------------------
    def symbol(self, name: str) -> Any:
        """The symbol of that name."""
        return self.generator(self.names.index(name))

    def pi(self) -> Any:
        """π as a positive atom: what holds for every number holds for it."""
        return self.atom("the number ", "pi", positive=True)

    def eulergamma(self) -> Any:
        """Euler's constant as a positive atom."""
        return self.atom("the number ", "eulergamma", positive=True)

    def loggamma(self, x: Any) -> Any:
        """log Γ as an atom; no functional equation is used.

        Raises OutsideDomainError at zero and below.
        """
        self.require_positive("log Γ", x)
        return self.atom("loggamma", x)

    def polygamma(self, order: int, x: Any) -> Any:
        """ψ^(m) as an atom.

        Raises OutsideDomainError at zero and below.
        """
        self.require_positive(f"ψ^({order})", x)
        return self.atom(f"polygamma {order} of ", x)

    def require_positive(self, what: str, x: Any) -> None:
        """Raise OutsideDomainError for an argument that is never positive."""
        if x == 0 or self.manifest_sign(x) == -1:
            raise OutsideDomainError(f"{what} of {x} is not taken: the argument is not positive.")

    def besseli(self, order: int, x: Any) -> Any:
        """I_m as an atom."""
        return self.atom(f"besseli {order} of ", x)

    def is_array(self, x: Any) -> bool:
        """One expression at a time."""
        return False

    def atom(self, function: str, x: Any, *, positive: bool = False, square: Any = None) -> Any:
        """The symbol standing for function(x), the same one each time."""
        key = (function, str(x))
        if key not in self.used_atoms:
            index = self.first_atom + len(self.used_atoms)
            if index >= len(self.names):
                held = len(self.names) - self.first_atom
                raise OutsideArithmeticError(f"more than {held} different transcendental values.")
            self.used_atoms[key] = index
            if positive:
                self.known_positive.add(self.names[index])
            if square is not None:
                self.relations.append((index, square))
        return self.generator(self.used_atoms[key])

    def meaning_of(self, index: int) -> str:
        """What an atom stands for, such as "sqrt(a + b)"."""
        return next(f"{function}({x})" for (function, x), i in self.used_atoms.items() if i == index)

    def exp(self, x: Any) -> Any:
        """e**x as a positive atom; exp(0) = 1."""
        if x == 0:
            return self.number(1)
        known = len(self.used_atoms)
        atom = self.atom("exp", x, positive=True)
        if len(self.used_atoms) > known:
            self.exponentials.append((x, atom))
        return atom

    def log(self, x: Any) -> Any:
        """log x, split over the factors that are manifestly positive.

        Raises OutsideDomainError at zero and below.
        """
        if x == 0 or self.manifest_sign(x) == -1:
            raise OutsideDomainError(f"the logarithm of {x} is not real.")
        if x == self.number(1):
            return self.number(0)
        numerator, denominator = self.parts(x)
        result, rest = self.number(0), self.number(1)
        for poly, direction in ((numerator, 1), (denominator, -1)):
            content, factors = self.factors(poly)
            if content < 0:
                rest, content = -rest, -content
            result = result + self.log_of_number(content) * direction
            for factor, multiplicity in factors:
                if self.manifest_sign(factor) == 1:
                    result = result + self.atom("log", factor) * (direction * multiplicity)
                else:
                    rest = rest * factor ** (direction * multiplicity)
        return result if rest == self.number(1) else result + self.atom("log", rest)

    def log_of_number(self, content: Fraction) -> Any:
        """log of a positive rational as a sum over its primes, so that log 4 is 2 log 2."""
        result = self.number(0)
        for whole, direction in ((content.numerator, 1), (content.denominator, -1)):
            # of large numbers SymPy gives the integers of its ground types, which are not Python's
            for prime, multiplicity in factorint(whole, limit=LARGEST_PRIME).items():
                result = result + self.atom("log", self.number(int(prime))) * (direction * int(multiplicity))
        return result

    def sqrt(self, x: Any) -> Any:
        """√x as a product of roots: √(a/b) = √a √b / b over manifestly positive factors, whose squares are drawn out.

        A root is an atom g with g² = u; factors of unknown sign stay under one root.
        """
        if x == 0:
            return x
        if self.manifest_sign(x) == -1:
            raise OutsideDomainError(f"the square root of {x} is not real: the radicand is negative.")
        numerator, denominator = self.parts(x)
        outside, rest, content = self.number(1), self.number(1), Fraction(1)
        for poly, direction in ((numerator, 1), (denominator, -1)):
            number, factors = self.factors(poly)
            content *= Fraction(number) ** direction
            for factor, multiplicity in factors:
                exponent = direction * multiplicity
                if self.manifest_sign(factor) == 1:
                    outside = outside * factor ** (exponent // 2)  # rounds down, for 1/b as well
                    outside = outside * self.root_of(factor) if exponent % 2 else outside
                else:
                    rest = rest * factor**exponent
        if content < 0:
            rest, content = -rest, -content
        outside = outside * self.root_of_number(content)
        return outside if rest == self.number(1) else outside * self.root_of(rest)

    def root_of_number(self, content: Fraction) -> Any:
        """√(p/q) = √(p q)/q, the squares of whole numbers drawn out."""
        whole = content.numerator * content.denominator
        root = isqrt(whole)
        top = self.number(root) if root * root == whole else self.root_of(self.number(whole))
        return top / self.number(content.denominator)

    def root_of(self, inside: Any) -> Any:
        """The atom of a root."""
        return self.atom("sqrt", inside, positive=self.manifest_sign(inside) == 1, square=inside)

    def cos(self, x: Any) -> Any:
        """The cosine as an atom; cos 0 = 1."""
        return self.number(1) if x == 0 else self.atom("cos", x)

    def sin(self, x: Any) -> Any:
        """The sine as an atom s with s² = 1 − cos²; sin 0 = 0."""
        if x == 0:
            return self.number(0)
        cosine = self.cos(x)
        return self.atom("sin", x, square=self.number(1) - cosine * cosine)

    def power(self, x: Any, exponent: Fraction) -> Any:
        """Half-integer powers through the root; other fractional powers as atoms."""
        if exponent.denominator == 2:
            return self.sqrt(x) ** exponent.numerator
        return self.atom(f"power {exponent} of ", x, positive=self.manifest_sign(x) == 1)

    def sign(self, x: Any) -> int:
        """The sign when it is manifest.

        Raises OutsideArithmeticError when monomials of both signs occur.
        """
        if x == 0:
            return 0
        known = self.manifest_sign(x)
        if known == 0:
            raise OutsideArithmeticError(f"the sign of {x} is not manifest.")
        return known

    def manifest_sign(self, x: Any) -> int:
        """1 or -1 when every monomial has that sign for the declared domain, else 0."""
        numerator, denominator = self.parts(x)
        return self.polynomial_sign(numerator) * self.polynomial_sign(denominator)

    def polynomial_sign(self, poly: Any) -> int:
        """The common sign of all monomials, at least one of them never zero; else 0."""
        signs, strict = set(), False
        for exponents, coefficient in self.terms(poly):
            odd = [i for i, e in enumerate(exponents) if e % 2 and self.names[i] not in self.known_positive]
            if odd:
                return 0
            signs.add(1 if coefficient > 0 else -1)
            strict |= all(self.names[i] in self.known_positive for i, e in enumerate(exponents) if e)
        return signs.pop() if len(signs) == 1 and strict else 0

    def vanishes(self, x: Any) -> bool:
        """Whether x is identically zero, the relations g² = u taken into account."""
        for index, square in reversed(self.relations):
            x = self.reduce(x, index, square)
        return bool(x == 0)

    def denominator_vanishes(self, x: Any) -> bool:
        """Whether the denominator is zero once the relations g² = u are used, so that x exists nowhere."""
        return bool(self.relations) and self.vanishes(self.denominator(x))

    def denominator(self, x: Any) -> Any:
        """The denominator as a fraction."""
        result = self.number(0)
        for exponents, coefficient in self.terms(self.parts(x)[1]):
            term = self.number(coefficient)
            for i, exponent in enumerate(exponents):
                if exponent:
                    term = term * self.generator(i) ** exponent
            result = result + term
        return result

    def reduce(self, x: Any, index: int, square: Any) -> Any:
        """Replace even powers of an atom by its square; an odd remainder keeps one factor.

        Only the numerator is needed for a test of zero: the denominator is not the zero function.
        """
        result = self.number(0)
        for exponents, coefficient in self.terms(self.numerator(x)):
            term = self.number(coefficient)
            for i, exponent in enumerate(exponents):
                if i == index:
                    term = term * square ** (exponent // 2) * self.generator(i) ** (exponent % 2)
                elif exponent:
                    term = term * self.generator(i) ** exponent
            result = result + term
        return result
