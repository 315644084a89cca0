"""The ladder proves true identities by the step named, never a false one, and never refutes."""

from __future__ import annotations

import pytest
import sympy as sp
from sympy import (
    Abs,
    Rational,
    asinh,
    atan,
    cos,
    exp,
    gamma,
    log,
    loggamma,
    pi,
    polygamma,
    sign,
    sin,
    sinh,
    sqrt,
    symbols,
    tan,
)

from derivations.ladder import prove_equal, prove_zero

x, y = symbols("x y", positive=True)
t, u = symbols("t u", real=True)
a, b, c, d = symbols("a b c d")
half = Rational(1, 2)

TRUE = {
    "expand": (x + y) ** 3 - x**3 - 3 * x**2 * y - 3 * x * y**2 - y**3,
    "cancel": 1 / (a / (b + c) + d) - (b + c) / (a + d * (b + c)),
    "trig": sin(t + u) - sin(t) * cos(u) - cos(t) * sin(u),
    "hyperbolic": sinh(2 * t) - 2 * sinh(t) * (exp(t) + exp(-t)) / 2,
    "logarithms": log(x**2 + x) - log(x) - log(x + 1),
    "functions": gamma(x + 2) - x * (x + 1) * gamma(x),
    "gamma": gamma(x) * gamma(x + half) - 2 ** (1 - 2 * x) * sqrt(pi) * gamma(2 * x),
    "radicals": sqrt(x**2 + 2 * x + 1) - x - 1,
    "anchor in x": loggamma(2 * x) - (2 * x - 1) * log(2) + log(pi) / 2 - loggamma(x) - loggamma(x + half),
}
ALSO_TRUE = [
    sin(t) ** 4 - (1 - cos(t) ** 2) ** 2,
    cos(3 * t) - 4 * cos(t) ** 3 + 3 * cos(t),
    tan(t) - sin(t) / cos(t),
    loggamma(x + 2) - log(x) - log(x + 1) - loggamma(x),
    polygamma(1, x + 1) - polygamma(1, x) + 1 / x**2,
    atan(x) + atan(1 / x) - pi / 2,
    (sqrt(5) + 1) ** 2 - 6 - 2 * sqrt(5),
    asinh(t) - log(t + sqrt(t**2 + 1)),
    log(1 - x / (1 + x)) + log(1 + x),
    exp(x * y + log(2)) - 2 * exp(x * y),
]
FALSE = [
    (x + y) ** 2 - x**2 - y**2,
    sin(t + u) - sin(t) * cos(u) + cos(t) * sin(u),
    log(x + y) - log(x) - log(y),
    gamma(x + 1) - (x + 1) * gamma(x),
    sqrt(t**2) - t,
    sqrt(t**2 + 2 * t + 1) - t - 1,
    sqrt(x + y) - sqrt(x) - sqrt(y),
    x - 1,
    x - x * (1 + Rational(1, 10**40)),
    # constant on each side of a gap, with zero derivative: the anchor must not be fooled
    atan(t) + atan(1 / t) - pi / 2,
    atan(x - 1) + atan(1 / (x - 1)) - pi / 2,
    sign(x - 1) - sign(1 - x) + 2,
    Abs(t) - t,
    log(a * b) - log(a) - log(b),
    1 / (x * (x + 1) - x**2 - x),
]
UNDECIDED = [
    sqrt(3 + 2 * sqrt(2)) - 1 - sqrt(2),  # true, and beyond the ladder
    sp.Integral(exp(-(x**2) * y**2), (y, 0, sp.oo)) - sqrt(pi) / (2 * x),
]


@pytest.mark.parametrize("step", TRUE)
def test_a_true_identity_is_proved_by_the_step_named(step: str) -> None:
    """The ladder proves it, and records the step that did."""
    outcome = prove_zero(TRUE[step])

    assert outcome.proved
    assert step == outcome.step


@pytest.mark.parametrize("expression", ALSO_TRUE, ids=str)
def test_a_true_identity_is_proved(expression: sp.Expr) -> None:
    """The ladder proves it by some step."""
    assert prove_zero(expression)


@pytest.mark.parametrize("expression", FALSE, ids=str)
def test_a_false_identity_is_never_proved(expression: sp.Expr) -> None:
    """The outcome is not decided."""
    assert not prove_zero(expression).proved


@pytest.mark.parametrize("expression", UNDECIDED, ids=str)
def test_what_is_beyond_the_ladder_is_not_decided(expression: sp.Expr) -> None:
    """A true identity that no step reaches is left open, with a residual and no step."""
    outcome = prove_zero(expression)

    assert not outcome.proved
    assert outcome.step is None
    assert outcome.residual != 0


def test_a_matrix_is_proved_entry_by_entry() -> None:
    """All entries must be zero; the steps are listed."""
    good = sp.Matrix([[TRUE["trig"], TRUE["expand"]], [0, TRUE["trig"]]])

    assert prove_zero(good).step == "trig, expand, structural"
    assert not prove_zero(good + sp.Matrix([[0, 0], [0, x]]))


def test_nothing_is_proved_over_a_vanishing_denominator() -> None:
    """An expression that is defined nowhere is not zero."""
    nowhere = ((x + 1) * (x - 1) - x**2 + 1) / ((x + 1) ** 2 - x**2 - 2 * x - 1)

    assert not prove_zero(nowhere)
    assert not prove_zero(sp.zoo)
    assert not prove_zero(sp.nan)


def test_equality_is_the_difference() -> None:
    """prove_equal proves left - right."""
    assert prove_equal(exp(x + y), exp(x) * exp(y))
    assert not prove_equal(exp(x * y), exp(x) * exp(y))
