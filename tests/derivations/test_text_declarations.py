"""A declaration gives a symbol what its set says of it, and a point gives it exact values."""

from __future__ import annotations

import pytest
import sympy as sp
from sympy import Integer, Rational

from derivations.family import Finite, Interval
from derivations.text import Integers, read_at, read_fixed, read_parameter, read_variable

n = sp.Symbol("n", integer=True, positive=True)
m, s = sp.Symbol("m", real=True), sp.Symbol("s", positive=True)
NAMES = {"n": n, "m": m, "s": s}


@pytest.mark.parametrize(
    ("text", "domain", "assumptions"),
    [
        ("a in (0, 1)", Interval(Integer(0), Integer(1)), {"positive": True}),
        ("a in (0,oo)", Interval(Integer(0), sp.oo), {"positive": True}),
        ("a in (-oo, oo)", Interval(-sp.oo, sp.oo), {"real": True}),
        ("a in (-oo, 0)", Interval(-sp.oo, Integer(0)), {"negative": True}),
        ("a in (0, 2*pi)", Interval(Integer(0), 2 * sp.pi), {"positive": True}),
        ("a in (-1, 1)", Interval(Integer(-1), Integer(1)), {"real": True}),
        ("a in (s, oo)", Interval(s, sp.oo), {"positive": True}),
        ("a in (m, oo)", Interval(m, sp.oo), {"real": True}),
        ("a in {0..n}", Integers(Integer(0), n), {"integer": True, "nonnegative": True}),
        ("a in {1..oo}", Integers(Integer(1), sp.oo), {"integer": True, "positive": True}),
        ("a in {-oo..oo}", Integers(-sp.oo, sp.oo), {"integer": True}),
        ("a in {-n..-1}", Integers(-n, Integer(-1)), {"integer": True, "negative": True}),
        ("a in {0, 1}", Finite((Integer(0), Integer(1))), {"integer": True, "nonnegative": True}),
        ("a in {-1, 1}", Finite((Integer(-1), Integer(1))), {"integer": True, "nonzero": True}),
        ("a in {0.5, 1}", Finite((Rational(1, 2), Integer(1))), {"real": True, "positive": True}),
        ("a in {m}", Finite((m,)), {"real": True}),
    ],
)
def test_a_symbol_knows_what_its_set_says(
    text: str, domain: Interval | Integers | Finite, assumptions: dict[str, bool]
) -> None:
    """Set and assumptions are those that the text declares, and no more."""
    found = read_variable(text, NAMES)

    assert domain == found.domain
    assert sp.Symbol("a", **assumptions) == found.symbol


def test_a_parameter_may_bear_the_name_of_a_function() -> None:
    """The scale of a Gumbel law is beta."""
    assert sp.Symbol("beta", positive=True) == read_parameter("beta in (0, oo)").symbol


def test_a_fixed_symbol_may_take_separate_values() -> None:
    """The size of a binomial law is a positive integer."""
    assert n == read_fixed("n in {1..oo}").symbol


@pytest.mark.parametrize("text", ["(0, 2*pi)", "(-oo, s)", "{0..n}", "{-1, 1}"])
def test_a_set_is_shown_as_it_is_written(text: str) -> None:
    """What messages print can be typed."""
    assert text == str(read_variable(f"a in {text}", NAMES).domain)


def test_values_are_exact_and_in_the_order_written() -> None:
    """Decimals are rationals; pi and functions may stand in values."""
    declared = [read_parameter("k in (0, oo)"), read_parameter("l in (0, oo)"), read_fixed("n in {1..oo}")]
    k, l, size = (one.symbol for one in declared)

    found = read_at("l=0.7, k = 1.3,n=4", declared)

    assert [(l, Rational(7, 10)), (k, Rational(13, 10)), (size, 4)] == list(found.items())
    assert {k: sp.sqrt(2) * sp.pi} == read_at("k=sqrt(2)*pi", declared)


def test_a_value_inside_a_set_that_depends_on_another_is_taken() -> None:
    """u in (0, n) holds at n = 3, u = 2, in either order."""
    u = read_variable("u in (0, n)", {"n": n})

    assert {u.symbol: 2, n: 3} == read_at("u=2, n=3", [read_fixed("n in {1..oo}"), u])
