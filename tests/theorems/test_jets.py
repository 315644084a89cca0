"""Dual numbers and power series: exact derivatives and expansions over any scalars."""

from __future__ import annotations

from fractions import Fraction

import flint
import pytest

from theorems.arithmetic import functions as fn
from theorems.arithmetic.balls import Balls, working_precision
from theorems.arithmetic.base import OutsideDomainError
from theorems.arithmetic.dual import Dual
from theorems.arithmetic.rationals import Rationals
from theorems.arithmetic.series import Series

Q = Rationals()


def q(value):
    """An exact rational."""
    return Q.number(Fraction(value))


def series(*coefficients):
    """A power series with exact coefficients."""
    return Series(tuple(q(c) for c in coefficients))


def test_a_dual_number_carries_the_derivative_of_a_quotient():
    """At x = 3, x²/(x − 1) = 9/2 with derivative (x² − 2x)/(x − 1)² = 3/4."""
    x = Dual(q(3), q(1), 1)

    found = (x * x) / (x - 1)

    assert (Fraction(9, 2), Fraction(3, 4)) == (Fraction(str(found.a)), Fraction(str(found.b)))


def test_numbers_on_the_left_are_lifted():
    """At x = 2: 5 − x, 3 + x, 7 x and 1/x have derivatives −1, 1, 7 and −1/4."""
    x = Dual(q(2), q(1), 1)

    slopes = [(5 - x).b, (3 + x).b, (7 * x).b, (1 / x).b]

    assert [q(-1), q(1), q(7), q(Fraction(-1, 4))] == slopes


def test_nested_derivatives_do_not_mix():
    """d/dx [x · d/dy (x + y)] is 1, not 2: the perturbations of x and y stay apart."""
    x = Dual(q(3), q(1), 1)
    y = Dual(q(5), q(1), 2)

    inner = (x + y).b  # tag 2, the inner one
    outer = x * inner

    assert q(1) == outer.b
    assert outer.tag == 1


def test_second_derivatives_come_from_two_tags():
    """The second derivative of x⁴ at 2 is 48."""
    x = Dual(Dual(q(2), q(1), 1), q(1), 2)

    fourth = fn.power(Q, x, Fraction(4))

    assert q(48) == fourth.b.b


def test_a_dual_of_a_series_multiplies_as_both():
    """The derivative in ε of (1 + h + ε)² is 2 + 2h, a series."""
    found = Dual(series(1, 1, 0), series(1, 0, 0), 1) * Dual(series(1, 1, 0), series(1, 0, 0), 1)

    assert series(2, 2, 0) == found.b
    assert series(1, 2, 1) == found.a


def test_a_series_on_the_left_of_a_dual_gives_way():
    """h · (x + ε) is a dual number over series, whichever stands first."""
    h, x = series(0, 1), Dual(series(3, 0), series(1, 0), 1)

    assert h * x == x * h
    assert isinstance(h * x, Dual)


def test_the_exponential_series():
    """exp(h) = 1 + h + h²/2 + h³/6, exactly."""
    assert series(1, 1, Fraction(1, 2), Fraction(1, 6)) == fn.exp(Q, series(0, 1, 0, 0))


def test_the_logarithmic_series():
    """log(1 + h) = h − h²/2 + h³/3, exactly, and exp undoes it."""
    log = fn.log(Q, series(1, 1, 0, 0))

    assert series(0, 1, Fraction(-1, 2), Fraction(1, 3)) == log
    assert series(1, 1, 0, 0) == fn.exp(Q, log)


def test_the_binomial_series_for_a_fractional_exponent():
    """(1 + h)^(1/2) = 1 + h/2 − h²/8 + h³/16, and its square is 1 + h."""
    root = fn.power(Q, series(1, 1, 0, 0), Fraction(1, 2))

    assert series(1, Fraction(1, 2), Fraction(-1, 8), Fraction(1, 16)) == root
    assert series(1, 1, 0, 0) == root * root


def test_a_root_draws_the_leading_power_out():
    """√(4h² + 4h³) = 2h + h² + …; in t = h the third order is not known any more."""
    root = fn.power(Q, series(0, 0, 4, 4), Fraction(1, 2))

    assert (q(0), q(2), q(1)) == root.coefficients[:3]


def test_a_root_of_an_odd_power_is_refused():
    """√h is no power series in h; the caller expands in a root of h."""
    with pytest.raises(ArithmeticError, match="not a whole power"):
        fn.power(Q, series(0, 1, 1), Fraction(1, 2))


def test_sine_and_cosine_series_satisfy_pythagoras():
    """sin² + cos² of h + h² is 1 to every order kept."""
    x = series(0, 1, 1, 0, 0)

    s, c = fn.sin(Q, x), fn.cos(Q, x)

    assert series(1, 0, 0, 0, 0) == s * s + c * c
    assert q(Fraction(-1, 6)) == fn.sin(Q, series(0, 1, 0, 0)).coefficients[3]


def test_a_quotient_of_series_that_vanish_alike():
    """(h + h²)/h begins with 1 + h."""
    quotient = series(0, 1, 1, 0) / series(0, 1, 0, 0)

    assert (q(1), q(1)) == quotient.coefficients[:2]


def test_a_quotient_by_a_faster_vanishing_series_is_refused():
    """1/h has no power series."""
    with pytest.raises(ZeroDivisionError, match="vanishes faster"):
        series(1, 0) / series(0, 1)


def test_the_absolute_value_of_a_series_takes_the_sign_for_small_positive_h():
    """|−h + h²| = h − h² for small h > 0."""
    assert series(0, 1, -1) == fn.absolute(Q, series(0, -1, 1))


def test_the_absolute_value_has_no_derivative_at_its_kink():
    """The derivative of |x| at 0 is refused, that of |x|^(3/2) is 0."""
    x = Dual(q(0), q(1), 1)

    with pytest.raises(OutsideDomainError, match="no derivative"):
        fn.absolute(Q, x)

    assert q(0) == fn.absolute_power(Q, x, Fraction(3, 2)).b


def test_elementary_functions_differentiate_in_balls():
    """At x = 2 the derivatives of exp, log, sin, cos and √ are e², 1/2, cos 2, −sin 2, 1/(2√2)."""
    field = Balls()
    with working_precision(128):
        two = field.number(2)
        x = Dual(two, field.number(1), 1)
        slopes = [f(field, x).b for f in (fn.exp, fn.log, fn.sin, fn.cos)]
        slopes.append(fn.power(field, x, Fraction(1, 2)).b)
        expected = [two.exp(), 1 / two, two.cos(), -two.sin(), 1 / (2 * two.sqrt())]

        assert all(a.overlaps(b) for a, b in zip(expected, slopes, strict=True))
        assert all(a.rad() < flint.arb("1e-30") for a in slopes)
