"""SymPy expressions become terms of the same value, or are refused by name."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
import sympy as sp

from theorems.arithmetic.balls import Balls, working_precision
from theorems.evaluate import Evaluator
from theorems.from_sympy import NoTermError, term_of
from theorems.term import Term

x, y = sp.symbols("x y", positive=True)
X, Y = Fraction(7, 5), Fraction(3, 11)
EXPRESSIONS = {
    "rational": sp.Rational(22, 7),
    "sum and product": x * y - 3 * x + y / 2 + 1,
    "powers": x**3 + 1 / x**2 + sp.sqrt(x) * x ** sp.Rational(-1, 3),
    "symbolic exponent": x**y + 2**x,
    "exponential and logarithm": sp.exp(-x) * sp.log(x + y) + sp.E,
    "circular": sp.sin(x) + sp.cos(y) ** 2,
    "absolute value": sp.Abs(y - x),
    "constants": sp.pi * x + sp.EulerGamma,
    "gamma": sp.gamma(x + y) / sp.gamma(x),
    "log of gamma": sp.log(sp.gamma(x)) + sp.loggamma(y),
    "polygamma": sp.polygamma(0, x) + sp.polygamma(1, y) + sp.polygamma(3, x),
    "digamma": sp.digamma(x + y),
    "Riemann zeta": sp.zeta(3) + sp.zeta(5) * x,
    "Bessel": sp.besseli(0, x) / sp.besseli(2, x),
    "hyperbolic": sp.cosh(x) + sp.tanh(y) + sp.coth(x),
}


@pytest.mark.parametrize("expression", EXPRESSIONS.values(), ids=EXPRESSIONS.keys())
def test_a_term_has_the_value_of_the_expression(expression):
    """To thirty digits, by balls against mpmath."""
    term = term_of(expression)
    with mpmath.workdps(40):
        point = {s: mpmath.mpf(v.numerator) / v.denominator for s, v in ((x, X), (y, Y))}
        expected = sp.lambdify((x, y), expression, "mpmath")(point[x], point[y])

        with working_precision(200):
            balls = Balls()
            found = Evaluator(balls, {"x": balls.number(X), "y": balls.number(Y)}, 1)(term)

            assert abs(mpmath.mpf(found.mid().str(40, radius=False)) - expected) < mpmath.mpf(10) ** -30


def test_a_power_with_an_exact_exponent_stays_one():
    """√x is a power, and no exponential of a logarithm."""
    assert Term("pow", (Term("var", name="x"),), value=Fraction(1, 2)) == term_of(sp.sqrt(x))


@pytest.mark.parametrize(
    "expression",
    [
        sp.erf(x),
        sp.besselk(0, x),
        sp.besseli(y, x),
        sp.zeta(x),
        sp.zeta(3, x),
        sp.polygamma(y, x),
        sp.Piecewise((x, x < 1), (y, True)),
        sp.Float("0.5"),
        sp.I,
        sp.oo,
        sp.Function("f")(x),
        sp.Symbol("x") > 1,
    ],
    ids=str,
)
def test_what_has_no_word_among_terms_is_refused(expression):
    """Nothing is guessed: an error that names the function."""
    with pytest.raises(NoTermError, match=type(expression).__name__.split("(")[0]):
        term_of(expression)
