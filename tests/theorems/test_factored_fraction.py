"""Fractions with factored denominators against SymPy's own field of fractions."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import ZZ
from sympy.polys.fields import field

from theorems.arithmetic.factored_fraction import Ring
from theorems.arithmetic.sympy_fractions import SympyFractions

NAMES = ["x", "y", "z"]
OURS = SympyFractions(NAMES, frozenset(), atoms=0)
THEIRS, *GENERATORS = field(NAMES, ZZ)
OPERATIONS = [
    lambda a, b: a + b,
    lambda a, b: a - b,
    lambda a, b: a * b,
    lambda a, b: a / b if b != 0 else a,
    lambda a, b: 1 / a + b if a != 0 else b,
    lambda a, b: a**2 - 3 * b,
]
LEAVES = [(OURS.symbol(name), generator) for name, generator in zip(NAMES, GENERATORS, strict=True)]
LEAVES += [(OURS.number(n), THEIRS(n)) for n in (2, -3)]
pairs = st.recursive(
    st.sampled_from(LEAVES),
    lambda deeper: st.tuples(st.sampled_from(OPERATIONS), deeper, deeper).map(
        lambda drawn: tuple(drawn[0](a, b) for a, b in zip(drawn[1], drawn[2], strict=True))
    ),
    max_leaves=7,
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(pairs)
def test_lowest_terms_are_those_of_the_field_of_fractions(pair):
    """Whatever the way there, numerator and denominator are SymPy's, and so is the text."""
    ours, theirs = pair

    assert theirs == ours.lowest
    assert str(theirs) == str(ours)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(pairs, pairs)
def test_a_fraction_is_zero_if_and_only_if_its_numerator_is(one, other):
    """a − b has the numerator 0 where the field says a = b, and nowhere else."""
    (a, expected_a), (b, expected_b) = one, other

    assert (expected_a == expected_b) == (a - b == 0) == (a == b)
    assert not (a - a).numerator


def test_a_factor_of_a_denominator_is_cancelled_from_sums():
    """1/(x (x + y)) + 1/(y (x + y)) = 1/(x y): x + y goes without a greatest common divisor."""
    x, y = OURS.symbol("x"), OURS.symbol("y")

    found = 1 / (x * (x + y)) + 1 / (y * (x + y))

    assert OURS.ring.one == found.numerator
    assert {(x.numerator, 1), (y.numerator, 1)} == set(found.powers.items())


def test_a_product_of_known_factors_is_split_into_them():
    """After x − y and x + y were divided by, x² − y² counts as their product, its sign and number apart."""
    ring = Ring(NAMES)
    x, y, _ = ring.ring.gens
    for factor in (x - y, x + y):
        ring.split(factor)

    assert (-6, {x - y: 1, x + y: 1}) == ring.split(6 * (y**2 - x**2))


def test_a_quotient_by_zero_does_not_exist():
    """1/(x − x) is refused, whatever its denominator looked like."""
    x = OURS.symbol("x")

    with pytest.raises(ZeroDivisionError, match="zero polynomial"):
        1 / (x / (x + 1) - x * (1 / (1 + x)))


def test_numbers_are_fractions_without_any_symbol():
    """2/(−6) is −1/3 in a ring without generators, too."""
    bare = SympyFractions([], frozenset(), atoms=0)

    assert str(bare.number(2) / bare.number(-6)) == "-1/3"
    assert bare.manifest_sign(bare.number(-2)) == -1
