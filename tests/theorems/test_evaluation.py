"""Terms evaluated at an instance: values where they exist, shape errors where nothing fits."""

from __future__ import annotations

from fractions import Fraction

import pytest

from theorems import (
    Id,
    absolute,
    derivative,
    det,
    diag,
    exp,
    grad,
    half,
    jacobian,
    let,
    norm,
    norm2,
    ones,
    rational,
    sqrt,
    symbol,
    tr,
)
from theorems.arithmetic.base import OutsideArithmeticError, OutsideDomainError
from theorems.arithmetic.matrix import Mat, column
from theorems.arithmetic.rationals import Rationals
from theorems.evaluate import Evaluator, IllTypedError
from theorems.term import Term

x, v, A, w = symbol("x"), symbol("v"), symbol("A"), symbol("w")
Q = Rationals()


@pytest.fixture
def ev():
    """x = 3, v = (3, 4), A = [[1, 2], [5, 7]] in exact rationals."""
    entries = [[Q.number(1), Q.number(2)], [Q.number(5), Q.number(7)]]
    values = {
        "x": Q.number(3),
        "v": column([Q.number(3), Q.number(4)]),
        "A": Mat(tuple(map(tuple, entries)), ("n", "n")),
    }
    return Evaluator(Q, values, 2)


@pytest.mark.parametrize(
    ("term", "value"),
    [
        (x * x - x / 2, Fraction(15, 2)),
        (v.T @ A @ v, 3 * (3 + 8) + 4 * (15 + 28)),
        (tr(A), 8),
        (det(A), -3),
        (det(A.inv), Fraction(-1, 3)),
        (norm2(v), 25),
        (norm(v), 5),
        (ones.T @ v, 7),
        (tr(diag(v)), 7),
        (tr(A @ A.inv), 2),
        (tr(Id), 2),
        (x**-2, Fraction(1, 9)),
        (absolute(-x) ** 3, 27),
        (derivative(x**3, x), 27),
        (derivative(derivative(x**4, x), x), 108),
        (let(symbol("y"), x + 1, symbol("y") * x), 12),
        (let(x, x + 1, x), 4),
        (ones.T @ grad(half * (v.T @ A @ v), v), Fraction(7, 2) * 4 + Fraction(7, 2) * 3 + 3 + 28),
        (tr(jacobian(A @ v, v)), 8),
    ],
)
def test_a_term_has_the_value_a_hand_computes(ev, term, value):
    """Each operator gives the number that the definition gives by hand."""
    assert Q.number(Fraction(value)) == ev(term)


def test_the_jacobian_has_a_row_for_each_component(ev):
    """∂(Av)/∂v is A and not its transpose."""
    assert ev(A) == ev(jacobian(A @ v, v))


@pytest.mark.parametrize(
    ("wrong", "twin"),
    [
        (x + v, v + v),
        (v * v, x * v),
        (v @ v, v.T @ v),
        (A @ v.T, v.T @ A),
        (tr(v), tr(v @ v.T)),
        (v.inv, A.inv),
        (det(v), det(A)),
        (v.T + v, v.T + v.T),
        (exp(v), exp(x - x)),
        (sqrt(A), sqrt(x * x)),
        (x / v, v / x),
        (tr(x), tr(A)),
        (x.T, v.T),
    ],
)
def test_what_does_not_fit_is_refused_and_what_fits_is_not(ev, wrong, twin):
    """An operation on shapes that do not fit raises; its well-formed twin has a value."""
    with pytest.raises(IllTypedError):
        ev(wrong)

    assert ev(twin) is not None


def test_a_symbol_without_value_is_named(ev):
    """An undefined symbol is refused by its name."""
    with pytest.raises(IllTypedError, match="'w' is not defined"):
        ev(w)


def test_a_relation_is_not_a_value(ev):
    """Evaluating an equation, or an unknown operator, is refused."""
    for op in ("eq", "nonsense"):
        with pytest.raises(IllTypedError, match="not a value"):
            ev(Term(op, (x, x)))


def test_a_division_by_zero_does_not_exist(ev):
    """1/(x − 3) at x = 3 and the inverse of a singular matrix are outside the domain."""
    for term in (1 / (x - 3), (v @ v.T).inv):
        with pytest.raises(OutsideDomainError, match="zero"):
            ev(term)


def test_an_irrational_value_sends_the_caller_to_another_arithmetic(ev):
    """√(x) at x = 3 is not rational and says so."""
    with pytest.raises(OutsideArithmeticError):
        ev(sqrt(x))


def test_what_occurs_twice_is_evaluated_once_under_each_binding(ev):
    """v² + v² asks for v once; bound to another value inside, v is asked for again."""
    asked = []

    def spied(inner):
        asked.append(inner)
        return inner.variable("x") ** 2

    ev.environment["f"] = spied
    body = Term("call", (), "f")

    assert Q.number(18) == ev(body + body)
    assert len(asked) == 1
    assert Q.number(Fraction(19, 2)) == ev(body + let(x, rational(1, 2), body + body))
    assert len(asked) == 2


def test_binding_a_symbol_leaves_the_outer_evaluator_alone(ev):
    """Inside a binding x is new; outside it is what it was."""
    inner = ev.binding(x=Q.number(11))

    assert (Q.number(11), Q.number(3)) == (inner(x), ev(x))


def test_numbers_are_exact(ev):
    """One tenth three times is three tenths."""
    tenth = rational(1, 10)

    assert Q.number(Fraction(3, 10)) == ev(tenth + tenth + tenth)
