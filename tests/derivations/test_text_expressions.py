"""Expressions and conditions are read as ordinary notation means them."""

from __future__ import annotations

import re

import pytest
import sympy as sp
from sympy import Rational

from derivations.text import read_chart, read_condition, read_expression

x, y, k, n, beta = sp.symbols("x y k n beta", real=True)
NAMES = {"x": x, "y": y, "k": k, "n": n, "beta": beta}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("x^2+1", x**2 + 1),
        ("-x^2", -(x**2)),
        ("2^3^2", sp.Integer(512)),
        ("2**3**2", sp.Integer(512)),
        ("x^-2", 1 / x**2),
        ("x^-k*y", x ** (-k) * y),
        ("x-y-k", x - (y + k)),
        ("x/y/k", x / (y * k)),
        ("x/y*k", x * k / y),
        ("x-(y-k)", x - y + k),
        ("-x*-y", x * y),
        ("--x", x),
        ("+x", x),
        ("1/2", Rational(1, 2)),
        ("0.7", Rational(7, 10)),
        (".5", Rational(1, 2)),
        ("1.5e-3", Rational(3, 2000)),
        ("2E2", sp.Integer(200)),
        ("0.1 + 0.2 - 0.3", sp.S.Zero),
        ("Rational(-1, 3)", -Rational(1, 3)),
        (" x\n + y ", x + y),
        ("(x+y)^2", (x + y) ** 2),
        ("sin(x)^2", sp.sin(x) ** 2),
        ("beta*beta(x, y)", beta * sp.beta(x, y)),
        ("pi*E*EulerGamma", sp.pi * sp.E * sp.EulerGamma),
        ("polygamma(1, x)", sp.polygamma(1, x)),
        ("digamma(x)", sp.polygamma(0, x)),
        ("exp(-x^2/2)", sp.exp(-(x**2) / 2)),
        ("sqrt(x^2)", sp.Abs(x)),
    ],
)
def test_the_notation_means_what_is_ordinary(text: str, meant: sp.Expr) -> None:
    """Precedence, associativity, exact decimals, and a name before a bracket is a function."""
    assert meant == read_expression(text, NAMES)


ONE_ARGUMENT = (
    "exp log sqrt sin cos tan sinh cosh tanh asin acos atan gamma loggamma digamma factorial Abs erf"
)
TWO_ARGUMENTS = "beta polygamma besseli besselk binomial"


@pytest.mark.parametrize("name", re.split(" ", ONE_ARGUMENT))
def test_a_function_of_one_argument_is_sympys_own(name: str) -> None:
    """The closed list holds SymPy's functions under SymPy's names."""
    assert getattr(sp, name)(x) == read_expression(f"{name}(x)", NAMES)


@pytest.mark.parametrize("name", re.split(" ", TWO_ARGUMENTS))
def test_a_function_of_two_arguments_keeps_their_order(name: str) -> None:
    """The first argument in the text is SymPy's first."""
    assert getattr(sp, name)(x, k) == read_expression(f"{name}(x, k)", NAMES)


def test_greek_letters_are_names() -> None:
    """μ and σ may be written as such."""
    mu, sigma = sp.Symbol("μ", real=True), sp.Symbol("σ", positive=True)

    assert (x - mu) / sigma == read_expression("(x - μ)/σ", {"x": x, "μ": mu, "σ": sigma})


def test_pieces_are_kept_with_their_conditions() -> None:
    """Piecewise holds the pieces in order, and the last is for all other points."""
    meant = sp.Piecewise((-x, x < y), (k, sp.And(x > y, sp.Eq(k, 1))), (0, True), evaluate=False)

    assert meant == read_expression("Piecewise((-x, x < y), (k, x > y and k == 1), (0, True))", NAMES)


def test_pieces_take_their_values() -> None:
    """At points on both sides, the piece that holds is taken."""
    found = read_expression("Piecewise((x^2, x < 1), (5*x, True))", NAMES)

    assert (Rational(1, 4), 15) == (found.subs(x, Rational(1, 2)), found.subs(x, 3))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("x + y <= n", x + y <= n),
        ("x < 1", x < 1),
        ("1 < x", sp.Lt(1, x)),
        ("x >= y", x >= y),
        ("x == 1", sp.Eq(x, 1)),
        ("Eq(x, 1)", sp.Eq(x, 1)),
        ("0 < x < 1", sp.And(sp.Lt(0, x), x < 1)),
        ("1 >= x > y", sp.And(sp.Ge(1, x), x > y)),
        ("x > 0 & y > 0", sp.And(x > 0, y > 0)),
        ("x > 0 and y > 0 and k^2 < 3", sp.And(x > 0, y > 0, k**2 < 3)),
        ("(x > 0) & (y > 0)", sp.And(x > 0, y > 0)),
        ("pi < 4", sp.true),
    ],
)
def test_a_condition_means_what_it_says(text: str, meant: sp.Basic) -> None:
    """Relations keep their sides, and & binds more weakly than a comparison."""
    assert meant == read_condition(text, NAMES)


def test_a_condition_that_the_assumptions_settle_is_kept() -> None:
    """For p > 0, "p > 0" stays a relation: what a set implies is for its owner to use."""
    p = sp.Symbol("p", positive=True)

    assert sp.Gt(p, 0, evaluate=False) == read_condition("p > 0", {"p": p})


def test_a_chart_is_a_list_of_expressions() -> None:
    """Commas inside functions do not separate coordinates."""
    assert (x, sp.beta(k, n), x * y) == read_chart("x, beta(k, n), x*y", NAMES)


def test_a_long_sum_and_a_long_product_are_read() -> None:
    """The number of terms is limited by length only, not by nesting."""
    assert 400 * x == read_expression("+".join(["x"] * 400), NAMES)
    assert x**400 == read_expression("*".join(["x"] * 400), NAMES)
