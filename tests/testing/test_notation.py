"""Numbers and formulas as they are printed: short fractions, and parentheses where they are needed."""

from __future__ import annotations

import numpy as np
import pytest

from fisherproof.testing.notation import Term, number, numbers, pasted

T1 = Term("t1")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.75, "3/4"),
        (-2.0, "-2"),
        (0.0, "0"),
        (0.1, "0.1"),
        (2.0**-14, "2^-14"),
        (1 / 512, "1/512"),
        (123456.0, "123456"),
        (np.pi, "3.141592654"),
        (np.inf, "inf"),
    ],
)
def test_numbers(value, expected):
    """Fractions where they are short, powers of two where they are small, ten digits else."""
    assert expected == number(value)


def test_arrays_are_printed_and_pasted_in_nested_parentheses():
    """Pasted ones are Python and exact."""
    matrix = np.array([[0.1, 0.5]])

    assert numbers(matrix) == "((0.1, 1/2))"
    assert pasted(matrix) == "((0.1, 0.5),)"
    np.testing.assert_array_equal(matrix, eval(pasted(matrix)))


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (T1.times(2), "2*t1"),
        (T1.times(-1), "-t1"),
        (T1.times(2).times(0.5), "t1"),
        (T1.plus(Term("3")).times(2), "2*(t1 + 3)"),
        (T1.plus(Term("t2").times(-0.5)), "t1 - 1/2*t2"),
        (T1.plus(Term("t2")).over(2), "(t1 + t2)/2"),
        (T1.over(1), "t1"),
        (T1.times(3).over(4), "3*t1/4"),
        (T1.times(2).under("exp"), "exp(2*t1)"),
    ],
)
def test_terms(term, expected):
    """Factors are gathered, sums are in parentheses below a factor, signs are not doubled."""
    assert expected == term.text


def test_bases_of_powers():
    """A name stands alone, all else in parentheses."""
    assert (T1.base, T1.times(-1).base, T1.times(2).base) == ("t1", "(-t1)", "(2*t1)")
