"""What words of the free matrix algebra are made of: letters, and commuting scalar factors.

A *word* is a product of letters, written as a tuple from left to right.  A letter is an atom (perhaps
transposed, perhaps inverted), the inverse of a sum, or the mean of a random product.
A *scalar* is a product of powers of factors: scalar atoms, closed words such as u.T*A*v, traces,
determinants, means and sums.  Scalars commute with everything, so they are kept beside the word.

Everything here is frozen and hashable, and has a `key`: the text that orders it and shows it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

Dim = int | str


class Letter(Protocol):
    """One factor of a word: a matrix with a shape, which may be random."""

    @property
    def rows(self) -> Dim:
        """Number of rows: an integer or the name of a size."""

    @property
    def cols(self) -> Dim:
        """Number of columns."""

    @property
    def random(self) -> bool:
        """Whether an expectation acts on it."""

    @property
    def key(self) -> str:
        """The text that orders and shows it."""

    def transpose(self) -> Letter:
        """Return the transposed letter."""


class Factor(Protocol):
    """One commuting factor of a scalar."""

    @property
    def random(self) -> bool:
        """Whether an expectation acts on it."""

    @property
    def key(self) -> str:
        """The text that orders and shows it."""


Word = tuple[Letter, ...]
Scalars = tuple[tuple[Factor, Fraction], ...]
Monomial = tuple[Scalars, Word]
Terms = tuple[tuple[Monomial, Fraction], ...]


@dataclass(frozen=True)
class Atom:
    """A named matrix about which nothing is known but its shape and flags."""

    name: str
    rows: Dim
    cols: Dim
    symmetric: bool = False
    invertible: bool = False
    random: bool = False


@dataclass(frozen=True)
class AtomLetter:
    """An atom in a word; `transposed` is never set where the atom is symmetric."""

    atom: Atom
    transposed: bool = False
    inverted: bool = False

    @property
    def rows(self) -> Dim:
        """Number of rows after transposing."""
        return self.atom.cols if self.transposed else self.atom.rows

    @property
    def cols(self) -> Dim:
        """Number of columns after transposing."""
        return self.atom.rows if self.transposed else self.atom.cols

    @property
    def random(self) -> bool:
        """Whether the atom is random."""
        return self.atom.random

    @property
    def key(self) -> str:
        """The name, with its marks."""
        mark = {(False, False): "", (True, False): "'", (False, True): "^-1", (True, True): "^-T"}
        return self.atom.name + mark[self.transposed, self.inverted]

    def transpose(self) -> Letter:
        """Return the transposed letter; a symmetric atom is its own transpose."""
        flipped = not self.transposed and not self.atom.symmetric
        return AtomLetter(self.atom, flipped, self.inverted)


@dataclass(frozen=True)
class InverseLetter:
    """The inverse of a sum of words, (w0 + w1 + ...)^-1, with the leading word's coefficient made one.

    terms       the sum: of S and S.T, made monic, the one that comes first.
    transposed  whether the letter is (S.T)^-1; never set where S is symmetric.
    """

    terms: Terms
    size: Dim
    transposed: bool = False

    @property
    def rows(self) -> Dim:
        """Its size."""
        return self.size

    @property
    def cols(self) -> Dim:
        """Its size."""
        return self.size

    @property
    def random(self) -> bool:
        """Whether any term is random."""
        return any(is_random(monomial) for monomial, _ in self.terms)

    @property
    def key(self) -> str:
        """The sum in parentheses, inverted."""
        return f"({show(self.terms)})^-{'T' if self.transposed else '1'}"

    def transpose(self) -> Letter:
        """Transpose under the inverse."""
        symmetric = transpose_terms(self.terms) == self.terms
        return self if symmetric else InverseLetter(self.terms, self.size, not self.transposed)

    def base(self) -> Terms:
        """The sum that is inverted, leading term last."""
        if not self.transposed:
            return self.terms
        return tuple(((s, transpose_word(w)), c) for (s, w), c in self.terms)


@dataclass(frozen=True)
class MeanLetter:
    """E[scalars * word] under the law of that name; the word begins and ends with a random letter."""

    law: str
    scalars: Scalars
    word: Word

    @property
    def rows(self) -> Dim:
        """Rows of the word."""
        return self.word[0].rows

    @property
    def cols(self) -> Dim:
        """Columns of the word."""
        return self.word[-1].cols

    @property
    def random(self) -> bool:
        """A mean is not random."""
        return False

    @property
    def key(self) -> str:
        """E[...], with the law as an index."""
        return f"E{self.law}[{show_monomial((self.scalars, self.word))}]"

    def transpose(self) -> Letter:
        """The mean of the transpose."""
        return MeanLetter(self.law, self.scalars, transpose_word(self.word))


@dataclass(frozen=True)
class ScalarAtom:
    """A named commuting scalar."""

    name: str
    positive: bool = False
    random: bool = False

    @property
    def key(self) -> str:
        """The name."""
        return self.name


@dataclass(frozen=True)
class Closed:
    """A 1 x 1 word, such as u.T*A*v; a word and its transpose are the same scalar."""

    word: Word

    @property
    def random(self) -> bool:
        """Whether any letter is random."""
        return any(letter.random for letter in self.word)

    @property
    def key(self) -> str:
        """The word in angle brackets."""
        return f"<{show_word(self.word)}>"


@dataclass(frozen=True)
class Trace:
    """tr(word), the least of its rotations and of those of its transpose."""

    word: Word

    @property
    def random(self) -> bool:
        """Whether any letter is random."""
        return any(letter.random for letter in self.word)

    @property
    def key(self) -> str:
        """tr(...)."""
        return f"tr({show_word(self.word)})"


@dataclass(frozen=True)
class Determinant:
    """det of an expression that is not a product of square letters, or of one letter."""

    terms: Terms
    size: Dim

    @property
    def random(self) -> bool:
        """Whether any term is random."""
        return any(is_random(monomial) for monomial, _ in self.terms)

    @property
    def key(self) -> str:
        """det(...)."""
        return f"det({show(self.terms)})"


@dataclass(frozen=True)
class Mean:
    """E[scalar] under the law of that name."""

    law: str
    scalars: Scalars

    @property
    def random(self) -> bool:
        """A mean is not random."""
        return False

    @property
    def key(self) -> str:
        """E[...], with the law as an index."""
        return f"E{self.law}[{show_monomial((self.scalars, ()))}]"


@dataclass(frozen=True)
class Sum:
    """A scalar sum used as a base of a power that cannot be expanded, or a prime under a root."""

    terms: Terms

    @property
    def random(self) -> bool:
        """Whether any term is random."""
        return any(is_random(monomial) for monomial, _ in self.terms)

    @property
    def key(self) -> str:
        """The sum in parentheses."""
        return f"({show(self.terms)})"


def is_random(monomial: Monomial) -> bool:
    """Whether an expectation acts on any factor or letter of a monomial."""
    scalars, word = monomial
    return any(factor.random for factor, _ in scalars) or any(letter.random for letter in word)


def transpose_word(word: Word) -> Word:
    """(a*b*c).T = c.T*b.T*a.T."""
    return tuple(letter.transpose() for letter in reversed(word))


def transpose_terms(terms: Terms) -> Terms:
    """Transpose a sum, sorted again."""
    return freeze({(s, transpose_word(w)): c for (s, w), c in terms})


def word_key(word: Word) -> tuple[str, ...]:
    """The order of words of the same length."""
    return tuple(letter.key for letter in word)


def closed(word: Word) -> Closed:
    """Canonical scalar of a 1 x 1 word: the lesser of the word and its transpose."""
    return Closed(min(word, transpose_word(word), key=word_key))


def rotations(word: Word) -> list[Word]:
    """All cyclic rotations of a word."""
    return [word[i:] + word[:i] for i in range(len(word))]


def cyclic(word: Word) -> Trace:
    """Canonical trace of a square word: the least rotation of the word or of its transpose."""
    return Trace(min(rotations(word) + rotations(transpose_word(word)), key=word_key))


def merge(factors: Iterable[tuple[Factor, Fraction]]) -> Scalars:
    """Collect equal factors, drop zero powers, and sort."""
    powers: dict[Factor, Fraction] = {}
    for factor, power in factors:
        powers[factor] = powers.get(factor, Fraction(0)) + power
    return tuple(sorted(((f, p) for f, p in powers.items() if p), key=lambda item: item[0].key))


def monomial_key(
    monomial: Monomial,
) -> tuple[int, tuple[str, ...], Fraction, tuple[tuple[str, Fraction], ...]]:
    """Order monomials by length of word, word, degree, factors: the largest one leads."""
    scalars, word = monomial
    degree = sum((p for _, p in scalars), Fraction(0))
    return len(word), word_key(word), degree, tuple((f.key, p) for f, p in scalars)


def freeze(terms: dict[Monomial, Fraction]) -> Terms:
    """Sort terms, dropping zeros: two equal sums freeze to equal tuples."""
    return tuple(sorted(((m, c) for m, c in terms.items() if c), key=lambda item: monomial_key(item[0])))


def show_word(word: Word) -> str:
    """Write a word with its letters."""
    return "*".join(letter.key for letter in word)


def show_monomial(monomial: Monomial) -> str:
    """Write the scalars, then the word."""
    scalars, word = monomial
    parts = [
        f.key if p == 1 else f"{f.key}^{p}" if p.denominator == 1 else f"{f.key}^({p})" for f, p in scalars
    ]
    return "*".join(parts + [letter.key for letter in word]) or "1"


def show(terms: Terms) -> str:
    """Write a sum."""
    return " + ".join(f"{c}*{show_monomial(m)}" if c != 1 else show_monomial(m) for m, c in terms) or "0"
