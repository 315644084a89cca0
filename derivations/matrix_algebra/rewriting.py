"""Replace what is given: atoms by expressions everywhere, words by expressions wherever they occur.

`substitute` puts expressions for atoms (v -> J*w), inside inverses, means and traces too.
`rewrite` uses equations whose left side is one word (g*w -> u, E[s*s.T] -> F, Q.T*Q -> Id) or one scalar
factor (u.T*v -> 0), again and again until none applies.  An equation is also used transposed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from derivations.matrix_algebra.expression import (
    Expression,
    NotReducedError,
    Number,
    ShapeError,
    as_expression,
    collect,
    identity,
    number,
    zero,
)
from derivations.matrix_algebra.letters import (
    AtomLetter,
    Closed,
    Determinant,
    Factor,
    InverseLetter,
    Letter,
    Mean,
    MeanLetter,
    ScalarAtom,
    Scalars,
    Sum,
    Terms,
    Trace,
    Word,
    merge,
    rotations,
    transpose_word,
)
from derivations.matrix_algebra.means import expectation
from derivations.matrix_algebra.powers import ONE, determinant, inverse, scalar_power, trace

PASSES = 200  # rounds of rewriting; an equation that feeds itself is stopped here


@dataclass(frozen=True)
class _Map:
    """What becomes of the smallest parts; everything built from them is built again."""

    letter: Callable[[AtomLetter], Expression]
    scalar: Callable[[ScalarAtom], Expression]


def substitute(expression: Expression, values: Mapping[Expression, Expression | Number]) -> Expression:
    """Put expressions in place of atoms, everywhere.

    values  atoms made by matrix, vector or scalar, each with an expression of its shape.

    Raises ShapeError where the shapes differ or a key is not an atom.
    """
    letters: dict[object, Expression] = {}
    for key, value in values.items():
        new = as_expression(value)
        if key.shape != new.shape:
            raise ShapeError(f"{key} is {key.rows} x {key.cols}; ({new}) is {new.rows} x {new.cols}.")
        letters[_atom_of(key)] = new

    def put_letter(letter: AtomLetter) -> Expression:
        if letter.atom not in letters:
            return _letter(letter)
        new = letters[letter.atom]
        if letter.atom.symmetric and new != new.T:
            raise ShapeError(f"{letter.atom.name} is declared symmetric and ({new}) is not seen to be.")
        turned = new.T if letter.transposed else new
        return inverse(turned) if letter.inverted else turned

    def put_scalar(atom: ScalarAtom) -> Expression:
        return letters.get(atom, Expression(1, 1, ((((((atom, ONE),), ())), ONE),)))

    return _rebuild(expression, _Map(put_letter, put_scalar))


def _atom_of(key: Expression) -> object:
    if len(key.terms) == 1 and key.terms[0][1] == 1:
        scalars, word = key.terms[0][0]
        if not scalars and len(word) == 1 and isinstance(word[0], AtomLetter):
            letter = word[0]
            if not letter.transposed and not letter.inverted:
                return letter.atom
        if not word and len(scalars) == 1 and scalars[0][1] == 1:
            factor = scalars[0][0]
            if isinstance(factor, ScalarAtom):
                return factor
    raise ShapeError(f"({key}) is not an atom. Use rewrite() to replace a product.")


def _letter(letter: Letter) -> Expression:
    return Expression(letter.rows, letter.cols, (((((), (letter,))), ONE),))


def _rebuild(expression: Expression, parts: _Map) -> Expression:
    total = zero(expression.rows, expression.cols)
    for (scalars, word), c in expression.terms:
        value = number(c) * _rebuild_scalars(scalars, parts)
        if word:
            value = value * _rebuild_word(word, parts)
        elif not expression.is_scalar:
            value = value * identity(expression.rows)
        total = total + value
    return total


def _rebuild_terms(terms: Terms, size: int | str, parts: _Map) -> Expression:
    return _rebuild(Expression(size, size, terms), parts)


def _rebuild_scalars(scalars: Scalars, parts: _Map) -> Expression:
    value = number(1)
    for factor, p in scalars:
        value = value * scalar_power(_rebuild_factor(factor, parts), p)
    return value


def _rebuild_word(word: Word, parts: _Map) -> Expression:
    value = _rebuild_letter(word[0], parts)
    for letter in word[1:]:
        value = value @ _rebuild_letter(letter, parts)
    return value


def _rebuild_letter(letter: Letter, parts: _Map) -> Expression:
    match letter:
        case AtomLetter():
            return parts.letter(letter)
        case InverseLetter():
            new = inverse(_rebuild_terms(letter.terms, letter.size, parts))
            return new.T if letter.transposed else new
        case MeanLetter():
            inside = _rebuild_scalars(letter.scalars, parts) * _rebuild_word(letter.word, parts)
            return expectation(inside, law=letter.law)
    raise TypeError(f"Unknown letter {letter!r}.")


def _rebuild_factor(factor: Factor, parts: _Map) -> Expression:
    match factor:
        case ScalarAtom():
            return parts.scalar(factor)
        case Closed():
            return _rebuild_word(factor.word, parts)
        case Trace():
            return trace(_rebuild_word(factor.word, parts))
        case Determinant():
            return determinant(_rebuild_terms(factor.terms, factor.size, parts))
        case Mean():
            return expectation(_rebuild_scalars(factor.scalars, parts), law=factor.law)
        case Sum():
            return _rebuild_terms(factor.terms, 1, parts)
    raise TypeError(f"Unknown factor {factor!r}.")


def rewrite(
    expression: Expression, equations: Sequence[tuple[Expression, Expression | Number]]
) -> Expression:
    """Use equations from left to right until none applies.

    equations  pairs (left, right) of equal shape; each left side is one word, or one scalar factor.

    Raises ShapeError for a left side of another form, NotReducedError if the rewriting does not end.
    """
    rules = [rule for left, right in equations for rule in _rules(left, as_expression(right))]
    for _ in range(PASSES):
        new = _pass(expression, rules)
        if new is None:
            return expression
        expression = new
    raise NotReducedError(
        f"The equations were still changing the expression after {PASSES} rounds: do they feed themselves?"
    )


@dataclass(frozen=True)
class _Rule:
    word: Word
    factor: Factor | None
    right: Expression


def _rules(left: Expression, right: Expression) -> list[_Rule]:
    if left.shape != right.shape:
        raise ShapeError(f"({left}) is {left.rows} x {left.cols}; ({right}) is {right.rows} x {right.cols}.")
    if len(left.terms) == 1 and left.terms[0][1] == 1:
        scalars, word = left.terms[0][0]
        if word and not scalars:
            straight = _Rule(word, None, right)
            turned = _Rule(transpose_word(word), None, right.T)
            return [straight] if turned.word == word else [straight, turned]
        if not word and len(scalars) == 1 and scalars[0][1] == 1:
            return [_Rule((), scalars[0][0], right)]
    raise ShapeError(f"The left side ({left}) must be one word or one scalar factor, with coefficient one.")


def _pass(expression: Expression, rules: Sequence[_Rule]) -> Expression | None:
    """One replacement in each term where a rule applies; None if there is none."""
    total = zero(expression.rows, expression.cols)
    changed = False
    for (scalars, word), c in expression.terms:
        new = _step(scalars, word, expression, rules)
        changed |= new is not None
        kept = (
            new
            if new is not None
            else Expression(expression.rows, expression.cols, ((((scalars, word)), ONE),))
        )
        total = total + number(c) * kept
    return total if changed else None


def _step(scalars: Scalars, word: Word, whole: Expression, rules: Sequence[_Rule]) -> Expression | None:
    found = _in_word(word, rules)
    if found is not None:
        return collect(1, 1, [(scalars, (), ONE)]) * found
    for i, (factor, p) in enumerate(scalars):
        new = _in_factor(factor, rules)
        if new is not None:
            rest = collect(whole.rows, whole.cols, [(merge(scalars[:i] + scalars[i + 1 :]), word, ONE)])
            return scalar_power(new, Fraction(p)) * rest
    return None


def _in_word(word: Word, rules: Sequence[_Rule]) -> Expression | None:
    for rule in rules:
        n = len(rule.word)
        for i in range(len(word) - n + 1) if n else ():
            if word[i : i + n] == rule.word:
                return _product(word[:i], rule.right, word[i + n :])
    for i, letter in enumerate(word):
        new = _in_letter(letter, rules)
        if new is not None:
            return _product(word[:i], new, word[i + 1 :])
    return None


def _product(before: Word, middle: Expression, after: Word) -> Expression:
    value = middle
    for letter in reversed(before):
        value = _letter(letter) @ value
    for letter in after:
        value = value @ _letter(letter)
    return value


def _in_letter(letter: Letter, rules: Sequence[_Rule]) -> Expression | None:
    if isinstance(letter, InverseLetter):
        new = _pass(Expression(letter.size, letter.size, letter.terms), rules)
        if new is None:
            return None
        return inverse(new.T if letter.transposed else new)
    if isinstance(letter, MeanLetter):
        inside = Expression(letter.rows, letter.cols, ((((letter.scalars, letter.word)), ONE),))
        new = _pass(inside, rules)
        return None if new is None else expectation(new, law=letter.law)
    return None


def _in_factor(factor: Factor, rules: Sequence[_Rule]) -> Expression | None:
    for rule in rules:
        if rule.factor == factor:
            return rule.right
    match factor:
        case Closed():
            return _in_word(factor.word, rules)
        case Trace():
            for turned in rotations(factor.word):
                new = _in_word(turned, rules)
                if new is not None:
                    return trace(new)
        case Determinant():
            new = _pass(Expression(factor.size, factor.size, factor.terms), rules)
            return None if new is None else determinant(new)
        case Mean():
            new = _pass(Expression(1, 1, ((((factor.scalars, ())), ONE),)), rules)
            return None if new is None else expectation(new, law=factor.law)
        case Sum():
            return _pass(Expression(1, 1, factor.terms), rules)
    return None
