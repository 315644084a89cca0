"""Integrals to many decimals: exact values, what is told apart, and what must be refused."""

from fractions import Fraction

import pytest
from mpmath import mp, mpf

from numeric.decimals.errors import DivergentError, UnsettledError
from numeric.decimals.integrals import integrate
from numeric.errors import EmptyError, NonFiniteError, ShapeError


def normal(mean, deviation):
    return lambda x: mp.exp(-(((x - mean) / deviation) ** 2) / 2) / (deviation * mp.sqrt(2 * mp.pi))


@pytest.mark.parametrize(
    ("f", "low", "high", "breakpoints", "exact"),
    [
        # The fourth central moment over the square of the variance is 3: a hump 1e-4 of its distance wide.
        (lambda x: normal(1000, mpf(1) / 10)(x) * (x - 1000) ** 4 * 10**4, -mp.inf, mp.inf, (), lambda: 3),
        (lambda x: 2 * normal(10**9, 1 / mpf(10**9))(x), -mp.inf, mp.inf, (), lambda: 2),
        (lambda x: 2 * normal(1000, mpf(1) / 10)(x), 0, mp.inf, (), lambda: 2),
        # Two humps, dead between them.
        (lambda x: normal(-3, mpf(1) / 2)(x) + normal(4, mpf(1) / 5)(x), -mp.inf, mp.inf, (), lambda: 2),
        # int_0^oo x^(k-1) e^-x dx = Gamma(k), singular at 0 for k = 3/10.
        (lambda x: x ** (mpf(3) / 10 - 1) * mp.exp(-x), 0, mp.inf, (), lambda: mp.gamma(mpf(3) / 10)),
        # Both ends singular, and one of them not at 0.
        (
            lambda x: x ** (-mpf(6) / 10) * (1 - x) ** (-mpf(3) / 10),
            0,
            1,
            (),
            lambda: mp.beta(mpf(4) / 10, mpf(7) / 10),
        ),
        # The mean of the Gumbel law is Euler's constant; e^-x explodes on the left.
        (lambda x: x * mp.exp(-x - mp.exp(-x)), -mp.inf, mp.inf, (), lambda: +mp.euler),
        # |x - 1/3|^(-9/10) about an interior singular point that no binary number is.
        (
            lambda x: abs(x - mpf(1) / 3) ** (-mpf(9) / 10),
            0,
            1,
            (Fraction(1, 3),),
            lambda: 10 * ((mpf(1) / 3) ** (mpf(1) / 10) + (mpf(2) / 3) ** (mpf(1) / 10)),
        ),
        # An integral representation of the Bessel function, over a whole period.
        (
            lambda x: mp.exp(3 * mp.cos(x - 1)),
            lambda: -mp.pi,
            lambda: +mp.pi,
            (),
            lambda: 2 * mp.pi * mp.besseli(0, 3),
        ),
    ],
)
def test_an_integral_has_its_exact_value_to_all_digits_asked(f, low, high, breakpoints, exact):
    """Narrow, far, singular and periodic integrands agree with their closed forms to 20 digits."""
    found = integrate(f, low, high, breakpoints=breakpoints, digits=20)

    with mp.workdps(50):
        assert found.digits == 20
        assert found.shared_with(exact) == 20


def test_a_value_that_vanishes_has_the_digits_of_what_cancels():
    """int x exp(-x^2) dx = 0, to 20 digits of int |x| exp(-x^2) dx = 1."""
    found = integrate(lambda x: x * mp.exp(-x * x), digits=20)

    assert 20 == found.digits == found.shared_with(0)
    assert abs(found.size - 1) < 1e-2


def test_a_closed_form_that_is_off_by_a_part_in_a_million_million_is_told_apart():
    """Gamma(27/10) (1 + 1e-12) shares 12 digits with the integral, not 20."""
    found = integrate(lambda x: x ** (mpf(17) / 10) * mp.exp(-x), 0, mp.inf, digits=20)

    with mp.workdps(40):
        assert found.shared_with(mp.gamma(mpf(27) / 10)) == 20
        assert found.shared_with(mp.gamma(mpf(27) / 10) * (1 + mpf(10) ** -12)) == 12


def test_a_kink_that_is_not_declared_costs_the_digits_claimed():
    """exp(-|x - 1/3|) without its breakpoint: few digits are claimed, and those are right."""
    f = lambda x: mp.exp(-abs(x - mpf(1) / 3))  # noqa: E731

    blind = integrate(f, digits=15)
    told = integrate(f, breakpoints=(Fraction(1, 3),))

    assert 3 <= blind.digits <= 8
    assert blind.digits == blind.shared_with(2)
    assert told.shared_with(2) == 30


@pytest.mark.parametrize(
    ("f", "low", "high", "breakpoints"),
    [
        (lambda x: 1 / x, 1, mp.inf, ()),
        (lambda x: 1 / mp.sqrt(x), 1, mp.inf, ()),
        (lambda x: 1 / x, 0, 1, ()),
        (lambda x: 1 / abs(x - mpf(1) / 3), 0, 1, (Fraction(1, 3),)),
        # E[x^2] of the Pareto law of shape 3/2.
        (lambda x: mpf(3) / 2 * x ** (2 - mpf(5) / 2), 1, mp.inf, ()),
    ],
)
def test_an_infinite_integral_is_refused(f, low, high, breakpoints):
    """What grows with its truncation is an error with a name, never a number."""
    with pytest.raises(DivergentError, match="infinite"):
        integrate(f, low, high, breakpoints=breakpoints)


def test_an_integral_whose_tail_no_rule_reaches_is_refused():
    """int_2^oo dx / (x log(x)^2) = 1 / log 2 converges too slowly, sin(x)/x by oscillation alone."""
    with pytest.raises(UnsettledError):
        integrate(lambda x: 1 / (x * mp.log(x) ** 2), 2, mp.inf)
    with pytest.raises(UnsettledError):
        integrate(lambda x: mp.sin(x) / x, 0, mp.inf)


def test_an_integrand_without_values_is_refused():
    """Zero everywhere, complex on a part, and ends out of order have errors of their own."""
    with pytest.raises(EmptyError, match="zero"):
        integrate(lambda x: 0 * x, 0, 1)
    with pytest.raises(NonFiniteError, match="finite real"):
        integrate(lambda x: mp.sqrt(x - mpf(1) / 2), 0, 1)
    with pytest.raises(ShapeError, match="low < high"):
        integrate(lambda x: x, 1, 0)
