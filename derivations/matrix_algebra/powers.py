"""Inverses, determinants and traces of matrices; rational powers of scalars.

(A*B)^-1 = B^-1*A^-1 for square A, B        det(A*B) = det(A)*det(B)        tr(A*B) = tr(B*A)
(c*x)^q = c^q*x^q for c > 0                  (x^(1/2))^2 = x; never (x^2)^(1/2) = x
"""

from __future__ import annotations

from fractions import Fraction

from derivations.matrix_algebra.expression import (
    Expression,
    NotReducedError,
    ShapeError,
    _reduce_word,
    collect,
    identity,
    number,
    zero,
)
from derivations.matrix_algebra.letters import (
    AtomLetter,
    Determinant,
    Dim,
    Factor,
    InverseLetter,
    Letter,
    ScalarAtom,
    Scalars,
    Sum,
    Terms,
    Word,
    closed,
    cyclic,
    freeze,
    merge,
    rotations,
    show,
)

ONE = Fraction(1)


def _square(expression: Expression, what: str) -> Dim:
    if expression.rows != expression.cols:
        raise ShapeError(
            f"{what} of ({expression}): its shape is {expression.rows} x {expression.cols}, "
            "and only a square matrix has one. Was an outer product or an inner product meant?"
        )
    return expression.rows


def inverse(expression: Expression) -> Expression:
    """The inverse of a square expression, taken to exist.

    A product of square invertible letters is inverted letter by letter; a sum becomes one letter.
    Raises ShapeError if it is not square, NotReducedError for zero.
    """
    size = _square(expression, "The inverse")
    if not expression.terms:
        raise NotReducedError("The inverse of zero was asked for.")
    if size == 1:
        return scalar_power(expression, -ONE)
    if len(expression.terms) > 1:
        return _inverse_of_sum(expression)
    ((scalars, word), c) = expression.terms[0]
    if not all(_invertible(letter) for letter in word):
        return _inverse_of_sum(expression)
    result = identity(size)
    for letter in reversed(word):
        result = result @ _inverse_letter(letter)
    return scalar_power(_scalar(scalars, c), -ONE) * result


def _invertible(letter: Letter) -> bool:
    return isinstance(letter, InverseLetter) or (
        letter.rows == letter.cols and (not isinstance(letter, AtomLetter) or letter.atom.invertible)
    )


def _inverse_letter(letter: Letter) -> Expression:
    if isinstance(letter, InverseLetter):
        return Expression(letter.size, letter.size, freeze(dict(letter.base())))
    if isinstance(letter, AtomLetter):
        return _word((AtomLetter(letter.atom, letter.transposed, not letter.inverted),))
    return _inverse_of_sum(_word((letter,)))


def _inverse_of_sum(expression: Expression) -> Expression:
    """One letter for S, its multiples and its transpose: the monic sum that comes first stands for all."""
    straight, turned = _monic(expression), _monic(expression.T)
    first = show(straight[1].terms) <= show(turned[1].terms)
    factor, base = straight if first else turned
    letter = InverseLetter(base.terms, expression.rows, transposed=not first)
    return scalar_power(factor, -ONE) * _word((letter,))


def _monic(expression: Expression) -> tuple[Expression, Expression]:
    """The coefficient of the longest word, and the expression divided by it."""
    (_, lead), _ = expression.terms[-1]
    factor = Expression(1, 1, freeze({(s, ()): c for (s, w), c in expression.terms if w == lead}))
    return factor, expression * scalar_power(factor, -ONE)


def _word(word: Word) -> Expression:
    return Expression(word[0].rows, word[-1].cols, (((((), word)), ONE),))


def _scalar(scalars: Scalars, c: Fraction) -> Expression:
    return Expression(1, 1, (((scalars, ()), c),))


def trace(expression: Expression) -> Expression:
    """The trace of a square expression; tr(Id_n) is the positive scalar `n`.

    Raises ShapeError if it is not square: a column has no trace.
    """
    size = _square(expression, "The trace")
    if size == 1:
        return expression
    total = zero(1, 1)
    for (scalars, word), c in expression.terms:
        total = total + _scalar(scalars, c) * _trace_word(word, size)
    return total


def _trace_word(word: Word, size: Dim) -> Expression:
    if not word:
        return (
            number(size) if isinstance(size, int) else _scalar(((ScalarAtom(size, positive=True), ONE),), ONE)
        )
    for turned in rotations(word):
        if turned[0].rows == 1:
            return _scalar(((closed(turned), ONE),), ONE)
        if _reduce_word(turned) is not None:
            return trace(collect(turned[0].rows, turned[0].rows, [((), turned, ONE)]))
    return _scalar(((cyclic(word), ONE),), ONE)


def determinant(expression: Expression) -> Expression:
    """The determinant of a square expression: multiplicative on products of square letters.

    Raises ShapeError if it is not square.
    """
    size = _square(expression, "The determinant")
    if size == 1:
        return expression
    if len(expression.terms) == 1:
        ((scalars, word), c) = expression.terms[0]
        if not scalars and c == 1 and all(letter.rows == letter.cols for letter in word):
            return _scalar(merge(_letter_determinant(letter) for letter in word), ONE)
    return _scalar(((Determinant(expression.terms, size), ONE),), ONE)


def _letter_determinant(letter: Letter) -> tuple[Factor, Fraction]:
    if isinstance(letter, InverseLetter):
        return Determinant(letter.terms, letter.size), -ONE
    if isinstance(letter, AtomLetter):
        base = AtomLetter(letter.atom)
        return Determinant(_word((base,)).terms, letter.rows), -ONE if letter.inverted else ONE
    return Determinant(_word((letter,)).terms, letter.rows), ONE


def scalar_power(base: Expression, q: Fraction) -> Expression:
    """A rational power of a scalar.

    Raises NotReducedError for a negative power of zero.
    """
    if not base.terms:
        if q > 0:
            return base
        raise NotReducedError(f"Zero to the power {q} was asked for: a denominator has normal form zero.")
    if q.denominator == 1 and (q >= 0 or len(base.terms) == 1):
        return _whole_power(base, int(q))
    if len(base.terms) == 1:
        ((scalars, _), c) = base.terms[0]
        return _monomial_power(scalars, c, q)
    return _sum_power(base, q)


def _whole_power(base: Expression, q: int) -> Expression:
    if q >= 0:
        result = number(1)
        for _ in range(q):
            result = result * base
        return result
    ((scalars, _), c) = base.terms[0]
    return collect(1, 1, [(merge((f, p * q) for f, p in scalars), (), c**q)])


def _monomial_power(scalars: Scalars, c: Fraction, q: Fraction) -> Expression:
    """Take positive factors out of a root; what is left stays together under it."""
    outer = [(f, p * q) for f, p in scalars if _nonnegative(f, p)]
    inner = tuple((f, p) for f, p in scalars if not _nonnegative(f, p))
    roots = _number_power(abs(c), q)
    if inner:
        alone = len(inner) == 1 and abs(inner[0][1]) == 1 and c > 0
        under = inner[0] if alone else (Sum((((inner, ()), Fraction(1 if c > 0 else -1)),)), ONE)
        outer.append((under[0], under[1] * q))
    elif c < 0:
        raise NotReducedError(f"A root of the negative number {c} was asked for.")
    return collect(1, 1, [(merge([*outer, *roots]), (), ONE)])


def _nonnegative(factor: Factor, p: Fraction) -> bool:
    """Known to be nonnegative: declared positive, or already under an even root."""
    return (isinstance(factor, ScalarAtom) and factor.positive) or p.denominator % 2 == 0


def _number_power(c: Fraction, q: Fraction) -> list[tuple[Factor, Fraction]]:
    """c**q as powers of primes, each prime a base of its own."""
    found: list[tuple[Factor, Fraction]] = []
    for value, sign in ((c.numerator, 1), (c.denominator, -1)):
        found += [(Sum(number(p).terms), q * k * sign) for p, k in _primes(value).items()]
    return found


def _primes(n: int) -> dict[int, int]:
    powers: dict[int, int] = {}
    p = 2
    while p * p <= n:
        while n % p == 0:
            powers[p] = powers.get(p, 0) + 1
            n //= p
        p += 1
    if n > 1:
        powers[n] = powers.get(n, 0) + 1
    return powers


def _sum_power(base: Expression, q: Fraction) -> Expression:
    """A power of a sum, with its rational content (and for whole powers its common factors) taken out."""
    content = abs(base.terms[-1][1])
    common = _common(base.terms) if q.denominator == 1 else ()
    if q.denominator == 1:
        content = base.terms[-1][1]
    reduced = collect(
        1, 1, [(merge(s + tuple((f, -p) for f, p in common)), (), c / content) for (s, _), c in base.terms]
    )
    outside = [*_number_power(abs(content), q), *((f, p * q) for f, p in common)]
    sign = -ONE if content < 0 and q % 2 else ONE
    return collect(1, 1, [(merge([*outside, (Sum(freeze(dict(reduced.terms))), q)]), (), sign)])


def _common(terms: Terms) -> Scalars:
    """The monomial that divides every term and leaves no negative power."""
    powers = [dict(s) for (s, _), _ in terms]
    factors = {f for p in powers for f in p}
    return merge((f, min(p.get(f, Fraction(0)) for p in powers)) for f in factors)
