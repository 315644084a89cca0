"""Polygamma and Bessel functions, Euler's constant, and roots written as products of roots."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import numpy as np
import pytest

from theorems.arithmetic import functions
from theorems.arithmetic.balls import Balls, working_precision
from theorems.arithmetic.base import OutsideArithmeticError, OutsideDomainError
from theorems.arithmetic.dual import Dual
from theorems.arithmetic.flint_fractions import FlintFractions
from theorems.arithmetic.floats import Floats
from theorems.arithmetic.rationals import Rationals
from theorems.arithmetic.series import Series
from theorems.arithmetic.sympy_fractions import SympyFractions

BALLS, FLOATS = Balls(), Floats()
POINTS = [Fraction(1, 7), Fraction(1), Fraction(13, 4), Fraction(40)]
FUNCTIONS = {
    "polygamma": ("polygamma", mpmath.polygamma),
    "besseli": ("besseli", mpmath.besseli),
}


@pytest.fixture(params=[SympyFractions, FlintFractions], ids=["sympy", "flint"])
def field(request):
    """Rational functions of x, y of unknown sign and p, r > 0."""
    return request.param(["x", "y", "p", "r"], frozenset({"p", "r"}))


def digits(ball):
    """The middle of a ball to 45 digits, for mpmath."""
    return mpmath.mpf(ball.mid().str(45, radius=False))


@pytest.mark.parametrize(("name", "oracle"), FUNCTIONS.values(), ids=FUNCTIONS.keys())
@pytest.mark.parametrize("order", [0, 1, 2, 5])
@pytest.mark.parametrize("x", POINTS, ids=str)
def test_balls_hold_the_value_of_another_implementation(name, oracle, order, x):
    """To forty digits of mpmath, and a double to twelve."""
    with working_precision(200), mpmath.workdps(45):
        expected = oracle(order, mpmath.mpf(x.numerator) / x.denominator)

        found = getattr(BALLS, name)(order, BALLS.number(x))
        double = getattr(FLOATS, name)(order, float(x))

        assert abs(expected - digits(found)) <= abs(expected) * mpmath.mpf(10) ** -40
        assert float(found.rad()) < 1e-45 * abs(float(expected))
        assert float(expected) == pytest.approx(float(double), rel=1e-12)


def test_euler_is_minus_digamma_of_one():
    """γ = −ψ(1), in balls and in doubles."""
    with working_precision(200):
        assert (BALLS.eulergamma() + BALLS.polygamma(0, BALLS.number(1))).contains(0)
    assert float(FLOATS.eulergamma()) == pytest.approx(-float(FLOATS.polygamma(0, 1.0)), rel=1e-15)


@pytest.mark.parametrize("order", [0, 1, 3])
def test_the_derivative_of_a_polygamma_function_is_the_next(order):
    """At x + ε the coefficient of ε is ψ^(m+1)(x), times an inner derivative."""
    with working_precision(200):
        x, slope = BALLS.number(Fraction(5, 3)), BALLS.number(7)

        moved = functions.polygamma(BALLS, order, Dual(x, slope, 1))

        assert (moved.b - BALLS.polygamma(order + 1, x) * 7).contains(0)
        assert not (moved.b - BALLS.polygamma(order, x) * 7).contains(0)


def test_jets_that_are_not_available_are_refused():
    """No power series of ψ, no derivative of I: said, and not guessed."""
    one = BALLS.number(1)

    with pytest.raises(OutsideArithmeticError):
        functions.polygamma(BALLS, 1, Series((one, one)))
    for jet in (Series((one, one)), Dual(one, one, 1)):
        with pytest.raises(OutsideArithmeticError):
            functions.besseli(BALLS, 0, jet)


@pytest.mark.parametrize("x", [Fraction(0), Fraction(-1, 2), Fraction(-3)])
@pytest.mark.parametrize("numbers", [BALLS, FLOATS], ids=["balls", "floats"])
def test_polygamma_and_log_gamma_are_taken_of_positive_numbers(numbers, x):
    """At and below zero both are refused, between the poles as well."""
    for order in (0, 1, 2):
        with pytest.raises(OutsideDomainError):
            numbers.polygamma(order, numbers.number(x))
    with pytest.raises(OutsideDomainError):
        numbers.loggamma(numbers.number(x))


def test_one_negative_number_of_a_batch_is_enough():
    """A batch is refused whole."""
    with pytest.raises(OutsideDomainError):
        FLOATS.polygamma(1, np.array([1.0, -0.5]))


def test_polygamma_of_what_is_never_positive_is_refused(field):
    """ψ′(−p) and ψ′(0) have no atom; ψ′(x) may have a value."""
    p, x = field.symbol("p"), field.symbol("x")

    for never in (-p, p - p, -p - field.number(1)):
        with pytest.raises(OutsideDomainError):
            field.polygamma(1, never)
        with pytest.raises(OutsideDomainError):
            field.loggamma(never)
    assert field.vanishes(field.polygamma(1, x) - field.polygamma(1, x))


def test_orders_and_functions_are_told_apart(field):
    """ψ, ψ′, I_1, log Γ of one argument are four atoms, and one of each."""
    p = field.symbol("p")
    found = [field.polygamma(0, p), field.polygamma(1, p), field.besseli(1, p), field.loggamma(p)]

    for i, one in enumerate(found):
        assert all(field.vanishes(one - other) == (i == j) for j, other in enumerate(found))


def test_the_rationals_name_none_of_them():
    """Exact rationals leave them to balls."""
    Q = Rationals()

    for call in (Q.eulergamma, lambda: Q.polygamma(1, Q.number(1)), lambda: Q.besseli(0, Q.number(1))):
        with pytest.raises(OutsideArithmeticError):
            call()


# -- roots -----------------------------------------------------------------------------------------


def radicands(field):
    """Quotients and products of positive factors, of factors of unknown sign, and of both."""
    x, y, p, r = map(field.symbol, "xypr")
    return {
        "quotient": p / r,
        "odd powers": p**3 * r / (p + r) ** 5,
        "numbers": field.number(Fraction(8, 27)) * p,
        "unknown": x / y,
        "unknown squared": x * x,
        "mixed": field.number(12) * p * x / (r**3 * y),
        "negative content": -(field.number(2) * x) / p,
        "difference": p - r,
        "square of a difference": (p - r) * (p - r),
    }


@pytest.mark.parametrize("name", list(radicands(FlintFractions(["x", "y", "p", "r"], frozenset({"p", "r"})))))
def test_the_square_of_a_root_is_its_radicand(field, name):
    """Whatever is drawn out and whatever stays inside: (√u)² = u, and √u is neither u nor −√u."""
    u = radicands(field)[name]
    root = field.sqrt(u)

    assert field.vanishes(root * root - u)
    assert not field.vanishes(root - u)
    assert not field.vanishes(root + root)


def test_roots_of_positive_factors_multiply(field):
    """√(p/r) = √p/√r = √(p r)/r, √(4 p³) = 2 p √p, √(1/2) = √2/2."""
    p, r, two = field.symbol("p"), field.symbol("r"), field.number(2)

    assert field.vanishes(field.sqrt(p / r) - field.sqrt(p) / field.sqrt(r))
    assert field.vanishes(field.sqrt(p / r) - field.sqrt(p * r) / r)
    assert field.vanishes(field.sqrt(field.number(4) * p**3) - two * p * field.sqrt(p))
    assert field.vanishes(field.sqrt(field.number(1) / two) - field.sqrt(two) / two)
    assert not field.vanishes(field.sqrt(p / r) - field.sqrt(r) / field.sqrt(p))


def test_roots_of_factors_of_unknown_sign_do_not_multiply(field):
    """√(x y) exists for x, y < 0, where √x √y does not; √(x²) is x or −x, √((p − r)²) is |p − r|."""
    x, y, p, r = map(field.symbol, "xypr")

    assert not field.vanishes(field.sqrt(x * y) - field.sqrt(x) * field.sqrt(y))
    assert not field.vanishes(field.sqrt(x * x) - x)
    assert not field.vanishes(field.sqrt(x * x) + x)
    assert not field.vanishes(field.sqrt((p - r) * (p - r)) - p + r)
    assert not field.vanishes(field.sqrt(x / y) - field.sqrt(x * y) / y)


def test_a_positive_factor_leaves_the_root_of_an_unknown_one(field):
    """√(p x) = √p √x holds where either side does, for p > 0."""
    p, x = field.symbol("p"), field.symbol("x")

    assert field.vanishes(field.sqrt(p * x) - field.sqrt(p) * field.sqrt(x))


def test_pi_and_euler_are_symbols_of_their_own(field):
    """√(π²) = π > 0, and π is neither γ nor a rational of few digits."""
    pi, gamma = field.pi(), field.eulergamma()

    assert field.vanishes(field.sqrt(pi * pi) - pi)
    assert not field.vanishes(pi - gamma)
    assert not field.vanishes(pi - field.number(Fraction(22, 7)))
