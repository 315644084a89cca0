"""Expressions of the free matrix algebra, held in normal form by every operation.

An expression of shape (rows, cols) is a sum of rational multiples of monomials (scalars, word).
The normal form applies, until none applies:

    A*A^-1 = Id                       neighbouring inverse letters cancel
    w0*(w0 + r)^-1 = Id - r*(w0 + r)^-1, and on the other side; likewise for scalar sums
    u.T*A*v is a scalar, equal to its transpose; it moves out of the word
    tr is cyclic and does not see a transpose

Two expressions with the same normal form are equal for all sizes and all values of their atoms for
which they are defined.  The converse is not claimed: different normal forms decide nothing.

Scope  Powers with broken exponents mean the nonnegative root of a nonnegative scalar.
       Everything that is inverted is taken to be invertible (a standing assumption).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from derivations.matrix_algebra.letters import (
    AtomLetter,
    Dim,
    InverseLetter,
    Monomial,
    Scalars,
    Sum,
    Terms,
    Word,
    closed,
    freeze,
    merge,
    show,
    transpose_word,
)

Number = int | Fraction
STEPS = 20_000  # reductions of one product; a true identity of a page needs fewer than a hundred


class ShapeError(ValueError):
    """Shapes do not fit: the operation has no meaning, for any size."""


class NotReducedError(ArithmeticError):
    """A normal form was not reached within the step limit, or does not exist (division by zero)."""


@dataclass(frozen=True)
class Expression:
    """A matrix expression in normal form.

    rows, cols  its shape: integers or names of sizes.
    terms       sorted pairs (monomial, coefficient).
    """

    rows: Dim
    cols: Dim
    terms: Terms

    @property
    def shape(self) -> tuple[Dim, Dim]:
        """Rows and columns."""
        return self.rows, self.cols

    @property
    def is_scalar(self) -> bool:
        """Whether the shape is 1 x 1."""
        return self.shape == (1, 1)

    @property
    def T(self) -> Expression:
        """The transpose."""
        flipped = [(s, transpose_word(w), c) for (s, w), c in self.terms]
        return collect(self.cols, self.rows, flipped)

    def __add__(self, other: Expression | Number) -> Expression:
        right = as_expression(other)
        if self.shape != right.shape:
            raise ShapeError(
                f"{self} has shape {_shape(self)} and {right} has {_shape(right)}: "
                "they cannot be added. For a multiple of the identity, write it: c*identity(n)."
            )
        total = dict(self.terms)
        for monomial, c in right.terms:
            total[monomial] = total.get(monomial, Fraction(0)) + c
        return Expression(self.rows, self.cols, freeze(total))

    def __radd__(self, other: Number) -> Expression:
        return as_expression(other) + self

    def __neg__(self) -> Expression:
        return Expression(self.rows, self.cols, tuple((m, -c) for m, c in self.terms))

    def __sub__(self, other: Expression | Number) -> Expression:
        return self + (-as_expression(other))

    def __rsub__(self, other: Number) -> Expression:
        return as_expression(other) - self

    def __mul__(self, other: Expression | Number) -> Expression:
        right = as_expression(other)
        if not (self.is_scalar or right.is_scalar):
            raise ShapeError(
                f"* needs a scalar on one side; write ({self}) @ ({right}) for a matrix product."
            )
        rows, cols = right.shape if self.is_scalar else self.shape
        return product(self, right, rows, cols)

    def __rmul__(self, other: Number) -> Expression:
        return as_expression(other) * self

    def __matmul__(self, other: Expression) -> Expression:
        if self.cols != other.rows:
            raise ShapeError(
                f"({self}) has shape {_shape(self)} and ({other}) has shape {_shape(other)}: "
                f"{self.cols} columns do not meet {other.rows} rows. Is a transpose missing?"
            )
        return product(self, other, self.rows, other.cols)

    def __truediv__(self, other: Expression | Number) -> Expression:
        return self * power(as_expression(other), -1)

    def __rtruediv__(self, other: Number) -> Expression:
        return as_expression(other) * power(self, -1)

    def __pow__(self, exponent: Number) -> Expression:
        return power(self, exponent)

    def __str__(self) -> str:
        return show(self.terms)


def _shape(expression: Expression) -> str:
    return f"{expression.rows} x {expression.cols}"


def number(value: Number) -> Expression:
    """A rational number as a 1 x 1 expression."""
    return Expression(1, 1, freeze({((), ()): Fraction(value)}))


def as_expression(value: Expression | Number) -> Expression:
    """Take a number as a scalar expression; leave an expression alone."""
    return value if isinstance(value, Expression) else number(value)


def identity(size: Dim) -> Expression:
    """The identity matrix of a size."""
    return Expression(size, size, freeze({((), ()): Fraction(1)}))


def zero(rows: Dim, cols: Dim) -> Expression:
    """The zero matrix of a shape."""
    return Expression(rows, cols, ())


def product(left: Expression, right: Expression, rows: Dim, cols: Dim) -> Expression:
    """Multiply term by term and reduce; the caller has checked the shapes."""
    return collect(
        rows,
        cols,
        ((merge(s + t), v + w, c * d) for (s, v), c in left.terms for (t, w), d in right.terms),
    )


def collect(rows: Dim, cols: Dim, raw: Iterable[tuple[Scalars, Word, Fraction]]) -> Expression:
    """Reduce raw terms to normal form and add them up.

    Raises NotReducedError when the step limit is reached.
    """
    total: dict[Monomial, Fraction] = {}
    todo = list(raw)
    for _ in range(STEPS):
        if not todo:
            return Expression(rows, cols, freeze(total))
        scalars, word, c = todo.pop()
        reduced = _reduce_word(word)
        if reduced is None:
            reduced = _reduce_scalars(scalars)
            if reduced is None:
                out, word = _split(word)
                monomial = merge(scalars + out), word
                if out and _reduce_scalars(monomial[0]) is not None:
                    todo.append((*monomial, c))
                else:
                    total[monomial] = total.get(monomial, Fraction(0)) + c
            else:
                todo.extend((merge(s), word, c * d) for s, _, d in reduced)
        else:
            todo.extend((merge(scalars + s), w, c * d) for s, w, d in reduced)
    raise NotReducedError(
        f"No normal form within {STEPS} steps. Is a very high power of a sum being expanded?"
    )


def _reduce_word(word: Word) -> list[tuple[Scalars, Word, Fraction]] | None:
    """One step on a word, as a list of terms; None where no rule applies."""
    for i, letter in enumerate(word):
        if isinstance(letter, InverseLetter):
            step = _reduce_at_inverse(word, i, letter)
            if step is not None:
                return step
        elif i and _cancel(word[i - 1], letter):
            return [((), word[: i - 1] + word[i + 1 :], Fraction(1))]
    return None


def _cancel(a: object, b: object) -> bool:
    return (
        isinstance(a, AtomLetter)
        and isinstance(b, AtomLetter)
        and a.atom == b.atom
        and a.transposed == b.transposed
        and a.inverted != b.inverted
    )


def _reduce_at_inverse(
    word: Word, i: int, letter: InverseLetter
) -> list[tuple[Scalars, Word, Fraction]] | None:
    """w0*S^-1 = Id - r*S^-1 where S = w0 + r, on either side of the inverse."""
    *rest, ((_, lead), _) = letter.base()
    before, after, n = word[:i], word[i + 1 :], len(lead)
    if n and before[-n:] == lead:
        head = before[:-n]
        tail = [(s, head + w + (letter,) + after, -c) for (s, w), c in rest]
        return [((), head + after, Fraction(1)), *tail]
    if n and after[:n] == lead:
        end = after[n:]
        tail = [(s, (*before, letter, *w, *end), -c) for (s, w), c in rest]
        return [((), before + end, Fraction(1)), *tail]
    return None


def _reduce_scalars(scalars: Scalars) -> list[tuple[Scalars, Word, Fraction]] | None:
    """Expand whole powers of sums; divide where the leading term of a sum meets its negative power."""
    for i, (factor, p) in enumerate(scalars):
        if not isinstance(factor, Sum):
            continue
        others = scalars[:i] + scalars[i + 1 :]
        if p >= 1:
            return [(others + s + ((factor, p - 1),), (), c) for (s, _), c in factor.terms]
        if p < 0:
            (lead, _), c0 = factor.terms[-1]
            quotient = None if len(factor.terms) > 1 and not lead else _divide(others, lead)
            if quotient is not None:
                rest = [(quotient + s + ((factor, p),), (), -c / c0) for (s, _), c in factor.terms[:-1]]
                return [((*quotient, (factor, p + 1)), (), 1 / c0), *rest]
    return None


def _divide(scalars: Scalars, by: Scalars) -> Scalars | None:
    """Quotient of monomials, or None unless every power needed is there."""
    powers = dict(scalars)
    if any(p < 0 or powers.get(f, Fraction(0)) < p for f, p in by):
        return None
    return merge(scalars + tuple((f, -p) for f, p in by))


def _split(word: Word) -> tuple[Scalars, Word]:
    """Take the closed 1 x 1 pieces out of a word."""
    cuts = [i for i in range(len(word) + 1) if _width(word, i) == 1]
    if len(cuts) < 2:
        return (), word
    pieces = [word[a:b] for a, b in itertools.pairwise(cuts)]
    return merge((closed(piece), Fraction(1)) for piece in pieces), word[: cuts[0]] + word[cuts[-1] :]


def _width(word: Word, i: int) -> Dim:
    """Size of the bond left of letter i (right of the last)."""
    if not word:
        return 0
    return word[i].rows if i < len(word) else word[-1].cols


def power(base: Expression, exponent: Number) -> Expression:
    """base**exponent: whole powers of square matrices, rational powers of scalars.

    Raises ShapeError for a broken power of a matrix, NotReducedError for a negative power of zero.
    """
    from derivations.matrix_algebra.powers import inverse, scalar_power

    q = Fraction(exponent)
    if base.is_scalar:
        return scalar_power(base, q)
    if q.denominator != 1 or base.rows != base.cols:
        raise ShapeError(
            f"({base}) of shape {_shape(base)} has no power {q}: only whole powers of square matrices."
        )
    root = inverse(base) if q < 0 else base
    result = identity(base.rows)
    for _ in range(abs(int(q))):
        result = result @ root
    return result
