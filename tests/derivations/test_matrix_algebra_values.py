"""The normal form has the value of the expression it came from.

Random expressions are built twice, from the same random choices: once as expressions of the free
algebra, once as exact rational 2 x 2 matrices over a space of three equally likely
outcomes.  The normal form is then
evaluated by the few lines below, which know nothing of how it was reached.
"""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from derivations.matrix_algebra import (
    Expression,
    NotReducedError,
    expectation,
    inverse,
    matrix,
    trace,
    vector,
)
from derivations.matrix_algebra.letters import (
    AtomLetter,
    Closed,
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
)

Value = list[list[Fraction]]
OUTCOMES = range(3)
SIZE = 2

MATRICES = {
    "A": matrix("A", "n", "n", invertible=True),
    "B": matrix("B", "n", "n", invertible=True),
    "F": matrix("F", "n", "n", symmetric=True, invertible=True),
    "X": matrix("X", "n", "n", random=True),
}
VECTORS = {
    "u": vector("u", "n"),
    "v": vector("v", "n"),
    "s": vector("s", "n", random=True),
    "x": vector("x", "n", random=True),
}


def times(p: Value, q: Value) -> Value:
    """Matrix product."""
    return [[sum((a * b for a, b in zip(row, col)), Fraction(0)) for col in zip(*q)] for row in p]


def plus(p: Value, q: Value) -> Value:
    """Matrix sum."""
    return [[a + b for a, b in zip(r, t)] for r, t in zip(p, q)]


def scaled(c: Fraction, p: Value) -> Value:
    """Scalar multiple."""
    return [[c * a for a in row] for row in p]


def turned(p: Value) -> Value:
    """Transpose."""
    return [list(row) for row in zip(*p)]


def inverted(p: Value) -> Value:
    """Inverse of a 1 x 1 or 2 x 2 matrix."""
    if len(p) == 1:
        return [[1 / p[0][0]]]
    (a, b), (c, d) = p
    return scaled(1 / (a * d - b * c), [[d, -b], [-c, a]])


def unit(n: int) -> Value:
    """Identity."""
    return [[Fraction(i == j) for j in range(n)] for i in range(n)]


def mean(values: list[Value]) -> Value:
    """Mean over the outcomes."""
    total = values[0]
    for value in values[1:]:
        total = plus(total, value)
    return scaled(Fraction(1, len(values)), total)


class World:
    """Exact values of all atoms, one for each outcome where they are random."""

    def __init__(self, draw: random.Random) -> None:
        self.atoms: dict[str, list[Value]] = {}
        for name, e in {**MATRICES, **VECTORS}.items():
            cols = 1 if name in VECTORS else SIZE
            values = [
                [
                    [Fraction(draw.randint(-7, 7), draw.randint(1, 3)) for _ in range(cols)]
                    for _ in range(SIZE)
                ]
                for _ in OUTCOMES
            ]
            if name == "F":
                values = [plus(v, turned(v)) for v in values]
            constant = not any(letter.random for (_, w), _ in e.terms for letter in w)
            self.atoms[name] = [values[0]] * 3 if constant else values

    def terms(self, terms: Terms, shape: tuple[int, int], outcome: int) -> Value:
        """Value of a sum."""
        total = [[Fraction(0)] * shape[1] for _ in range(shape[0])]
        for (scalars, word), c in terms:
            value = self.word(word, outcome) if word else unit(shape[0])
            total = plus(total, scaled(c * self.scalars(scalars, outcome), value))
        return total

    def scalars(self, scalars: Scalars, outcome: int) -> Fraction:
        """Value of a product of powers."""
        value = Fraction(1)
        for factor, p in scalars:
            value *= self.factor(factor, outcome) ** int(p)
        return value

    def word(self, word: Word, outcome: int) -> Value:
        """Value of a word."""
        value = self.letter(word[0], outcome)
        for letter in word[1:]:
            value = times(value, self.letter(letter, outcome))
        return value

    def letter(self, letter: Letter, outcome: int) -> Value:
        """Value of a letter."""
        match letter:
            case AtomLetter():
                value = self.atoms[letter.atom.name][outcome]
                value = turned(value) if letter.transposed else value
                return inverted(value) if letter.inverted else value
            case InverseLetter():
                value = inverted(self.terms(letter.terms, (SIZE, SIZE), outcome))
                return turned(value) if letter.transposed else value
            case MeanLetter():
                return mean(
                    [scaled(self.scalars(letter.scalars, o), self.word(letter.word, o)) for o in OUTCOMES]
                )
        raise AssertionError(letter)

    def factor(self, factor: Factor, outcome: int) -> Fraction:
        """Value of a scalar factor."""
        match factor:
            case ScalarAtom():
                return Fraction(SIZE)  # the only scalar atom here is tr(Id)
            case Closed():
                return self.word(factor.word, outcome)[0][0]
            case Trace():
                value = self.word(factor.word, outcome)
                return sum((value[i][i] for i in range(SIZE)), Fraction(0))
            case Mean():
                return sum((self.scalars(factor.scalars, o) for o in OUTCOMES), Fraction(0)) / 3
            case Sum():
                return self.terms(factor.terms, (1, 1), outcome)[0][0]
        raise AssertionError(factor)


Pair = tuple[Expression, list[Value]]


def grow(draw: random.Random, world: World, shape: str, depth: int) -> Pair:
    """A random expression of shape nn, n1 or 11, with its value at each outcome."""
    if depth == 0:
        if shape == "11":
            e, value = grow(draw, world, "n1", 0)
            return e.T @ e, [times(turned(v), v) for v in value]
        name = draw.choice(sorted(MATRICES if shape == "nn" else VECTORS))
        return ({**MATRICES, **VECTORS}[name], world.atoms[name])
    return draw.choice(STEPS[shape])(draw, world, shape, depth - 1)


def add(draw: random.Random, world: World, shape: str, depth: int) -> Pair:
    """P + c*q."""
    (p, pv), (q, qv) = grow(draw, world, shape, depth), grow(draw, world, shape, depth)
    c = Fraction(draw.randint(-3, 3), 2)
    return p + c * q, [plus(a, scaled(c, b)) for a, b in zip(pv, qv)]


def multiply(draw: random.Random, world: World, shape: str, depth: int) -> Pair:
    """P @ q."""
    (p, pv), (q, qv) = grow(draw, world, "nn", depth), grow(draw, world, shape, depth)
    return p @ q, [times(a, b) for a, b in zip(pv, qv)]


def flip(draw: random.Random, world: World, shape: str, depth: int) -> Pair:
    """p.T."""
    p, pv = grow(draw, world, shape, depth)
    return p.T, [turned(a) for a in pv]


def invert(draw: random.Random, world: World, shape: str, depth: int) -> Pair:
    """p^-1."""
    p, pv = grow(draw, world, shape, depth)
    return inverse(p), [inverted(a) for a in pv]


def average(draw: random.Random, world: World, shape: str, depth: int) -> Pair:
    """E[p]."""
    p, pv = grow(draw, world, shape, depth)
    return expectation(p), [mean(pv)] * 3


def outer(draw: random.Random, world: World, shape: str, depth: int) -> Pair:
    """P @ q.T of columns."""
    (p, pv), (q, qv) = grow(draw, world, "n1", depth), grow(draw, world, "n1", depth)
    return p @ q.T, [times(a, turned(b)) for a, b in zip(pv, qv)]


def inner(draw: random.Random, world: World, shape: str, depth: int) -> Pair:
    """p.T @ q of columns."""
    (p, pv), (q, qv) = grow(draw, world, "n1", depth), grow(draw, world, "n1", depth)
    return p.T @ q, [times(turned(a), b) for a, b in zip(pv, qv)]


def times_scalar(draw: random.Random, world: World, shape: str, depth: int) -> Pair:
    """A scalar times p."""
    (p, pv), (q, qv) = grow(draw, world, "11", depth), grow(draw, world, shape, depth)
    return p * q, [scaled(a[0][0], b) for a, b in zip(pv, qv)]


def take_trace(draw: random.Random, world: World, shape: str, depth: int) -> Pair:
    """tr(p)."""
    p, pv = grow(draw, world, "nn", depth)
    return trace(p), [[[a[0][0] + a[1][1]]] for a in pv]


STEPS = {
    "nn": [add, multiply, multiply, flip, invert, average, outer, times_scalar],
    "n1": [add, multiply, multiply, average, times_scalar],
    "11": [add, inner, inner, take_trace, average, invert, times_scalar],
}


@pytest.mark.parametrize("seed", range(6))
def test_the_normal_form_keeps_the_value(seed: int) -> None:
    """Forty random expressions of each shape have the value of their normal form at every outcome."""
    draw = random.Random(seed)
    compared = 0
    for _ in range(40):
        for shape, size in (("nn", (2, 2)), ("n1", (2, 1)), ("11", (1, 1))):
            world = World(draw)
            try:
                e, values = grow(draw, world, shape, 4)
                found = [world.terms(e.terms, size, o) for o in OUTCOMES]
            except (ZeroDivisionError, NotReducedError):
                continue  # an inverse that does not exist at this point

            assert values == found, str(e)
            compared += 1
    assert compared > 60
