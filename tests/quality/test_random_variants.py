"""Random wrong variants of true formulas are refuted, every one, and rewritings that stay true are not."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from theorems import (
    Covector,
    Equal,
    Metric,
    Model,
    Point,
    Scalar,
    Vector,
    expect,
    fisher,
    grad,
    half,
    law,
    log_density,
    rational,
    setting,
    symbol,
)
from theorems.examination import prove, refute

x, y, v, g, I, theta = map(symbol, ("x", "y", "v", "g", "I", "theta"))
POSITIVE = setting(x=Scalar(positive=True), y=Scalar(positive=True), sizes=(1,))
METRIC = setting(I=Metric(), g=Covector(), v=Vector(), sizes=(2,))
MODEL = setting(theta=Point(), p=Model(at="theta"), sizes=(1,))
numbers = st.fractions(min_value=-4, max_value=4, max_denominator=6)
FIXED = settings(max_examples=40, derandomize=True, database=None, deadline=None)


@FIXED
@given(numbers, numbers, numbers)
def test_every_other_coefficient_of_a_binomial_is_refuted(a, b, c):
    """(x + y)² = a x² + b xy + c y² for a = 1, b = 2, c = 1 only."""
    statement = Equal((x + y) ** 2, rational(1) * a * x**2 + b * x * y + c * y**2)

    assert ((a, b, c) == (1, 2, 1)) == (refute(statement, POSITIVE, "7") is None)


@FIXED
@given(st.integers(-3, 3), st.integers(-3, 3), numbers)
def test_every_other_power_is_refuted(m, n, factor):
    """x²/y = c xᵐyⁿ for c = 1, m = 2, n = −1 only."""
    statement = Equal(x**2 / y, rational(1) * factor * x**m * y**n)

    assert ((m, n, factor) == (2, -1, 1)) == (refute(statement, POSITIVE, "7") is None)


@FIXED
@given(numbers, numbers)
def test_every_other_completion_of_the_square_is_refuted(a, b):
    """½vᵀIv + gᵀv = a (v + I⁻¹g)ᵀI(v + I⁻¹g) + b gᵀI⁻¹g for a = ½, b = −½ only."""
    moved = v + I.inv @ g
    statement = Equal(half * (v.T @ I @ v) + g.T @ v, a * (moved.T @ I @ moved) + b * (g.T @ I.inv @ g))

    assert ((a, b) == (Fraction(1, 2), Fraction(-1, 2))) == (refute(statement, METRIC, "7") is None)


@settings(FIXED, max_examples=12)
@given(numbers)
def test_every_other_multiple_of_the_fisher_matrix_is_refuted(c):
    """E[s sᵀ] = c I_F for c = 1 only."""
    s = grad(log_density(law("p", theta)), theta)

    assert (c == 1) == (
        refute(Equal(expect(law("p", theta), s @ s.T), c * fisher(theta)), MODEL, "7") is None
    )


@FIXED
@given(st.integers(1, 4), st.integers(1, 4), numbers)
def test_a_rewriting_that_stays_true_is_proved(m, n, c):
    """(x + c y)ᵐ(x + c y)ⁿ = (x + c y)ᵐ⁺ⁿ, and adding one to the exponent makes it false."""
    assume(c > 0)
    base = x + c * y
    true = Equal(base**m * base**n, base ** (m + n))
    false = Equal(base**m * base**n, base ** (m + n + 1))

    assert prove(true, POSITIVE, 1).proved
    assert refute(true, POSITIVE, "7") is None
    assert refute(false, POSITIVE, "7") is not None
