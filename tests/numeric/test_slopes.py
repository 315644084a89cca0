"""Measured orders: right ones are found, near ones are told apart, and rounding is noticed."""

import numpy as np
import pytest

from numeric.agreement import Outcome
from numeric.arrays import Estimate
from numeric.divergence import kl
from numeric.errors import EmptyError, NonFiniteError, ShapeError
from numeric.slopes import Seen, generic_slope, measure_slope
from numeric.supports import Interval


@pytest.mark.parametrize(
    ("f", "order"),
    [
        (np.sin, 1),
        (lambda h: 1 - np.cos(h), 2),
        (lambda h: np.sin(h) - h, 3),
        (lambda h: h**2.5 * (1 + np.sqrt(h)), 2.5),
        (lambda h: 0.3 + h, 0),
        (lambda h: np.array([h**2, 5 * h**3]), 2),
        (lambda h: 4 * h**2 - 30 * h**3 + 100 * h**4, 2),
    ],
)
def test_orders_are_measured_and_half_an_order_more_or_less_is_excluded(f, order):
    """The order is right, and orders half and one off on either side differ."""
    found = measure_slope(f)

    assert Outcome.AGREES is found.against(order)
    assert {Outcome.DIFFERS} == {found.against(order + step) for step in (-1, -0.5, 0.5, 1)}
    assert Outcome.AGREES is found.at_least(order - 0.5)
    assert Outcome.DIFFERS is found.at_least(order + 0.5)


def test_the_coefficient_is_the_limit():
    """(h - sin h)/h^3 tends to 1/6."""
    assert abs(measure_slope(lambda h: h - np.sin(h)).coefficient - 1 / 6) < 1e-6


def test_a_logarithm_is_not_taken_for_a_power():
    """h^2 log h is not O(h^2)."""
    assert Outcome.DIFFERS is measure_slope(lambda h: h**2 * np.log(h)).at_least(2)


@pytest.mark.parametrize(("order", "f"), [(5, lambda h: (1 + h**5) - 1), (8, lambda h: (1 + h**8) - 1)])
def test_the_floor_of_rounding_is_found_and_left_out(order, f):
    """(1 + h^k) - 1 is rounding for small h; the order comes from the h before that, on a refined ladder."""
    found = measure_slope(f)

    assert found.floored
    assert Outcome.AGREES is found.against(order)


def test_a_given_error_is_believed():
    """With an error of 1e-9 given, the values below 1e-7 are left out."""
    found = measure_slope(lambda h: Estimate(np.asarray(h**2 + 1e-9), np.asarray(1e-9)))

    assert np.min(found.steps) ** 2 > 1e-7
    assert Outcome.AGREES is found.against(2)


def test_what_vanishes_has_no_order_but_is_of_every_order():
    """Zero, or less than its own error, is reported as such: O(h^9), and of no measured order."""
    for f in (lambda _: 0.0, lambda h: Estimate(np.asarray(1e-17 * h), np.asarray(1e-16))):
        found = measure_slope(f)

        assert Seen.VANISHES is found.seen
        assert Outcome.AGREES is found.at_least(9)
        assert Outcome.CANNOT_TELL is found.against(2)


def test_a_change_of_order_on_the_ladder_and_noise_cannot_be_told():
    """h^2/1000 + h^3 has not settled at h = 1e-4, and noise never does."""
    rng = np.random.default_rng(31)

    assert Seen.CANNOT_TELL is measure_slope(lambda h: h**2 / 1000 + h**3).seen
    assert Seen.CANNOT_TELL is measure_slope(lambda _: rng.normal()).seen
    assert Outcome.CANNOT_TELL is measure_slope(lambda h: h**2 / 1000 + h**3).at_least(1)


def coin_remainder(p, h):
    divergence = p * np.log(p / (p + h)) + (1 - p) * np.log((1 - p) / (1 - p - h))
    return divergence - h**2 / (2 * p * (1 - p))


def test_a_symmetric_point_shows_a_wrong_order_and_generic_points_the_right_one():
    """The remainder of the Bernoulli divergence is cubic, but quartic at p = 1/2."""
    special = measure_slope(lambda h: coin_remainder(0.5, h))
    generic = generic_slope(coin_remainder, [0.5, 0.3, 0.17])

    assert Outcome.AGREES is special.against(4)
    assert Outcome.AGREES is generic.against(3)
    assert Outcome.DIFFERS is generic.against(2)
    assert Outcome.DIFFERS is generic.against(4)


def test_the_remainder_of_a_divergence_by_quadrature_is_cubic():
    """KL(theta, theta + h u) - h^2 u^T I u / 2 = O(h^3) for the normal law; with a wrong metric it is h^2."""

    def normal(x, t):
        return -(((x - t[0]) / t[1]) ** 2) / 2 - np.log(t[1]) - np.log(2 * np.pi) / 2

    theta, u = np.array([1.7, 0.6]), np.array([0.6, 0.8])

    def remainder(h, factor=1.0):
        found = kl(normal, theta, theta + h * u, Interval())
        quadratic = factor * h**2 / 2 * (u[0] ** 2 + 2 * u[1] ** 2) / theta[1] ** 2
        return Estimate(found.value - quadratic, found.error)

    assert Outcome.AGREES is measure_slope(remainder).against(3)
    assert Outcome.AGREES is measure_slope(lambda h: remainder(h, 1.01)).against(2)


def test_generic_slopes_need_points_that_can_be_measured():
    """Fewer than three points is an error, and one unmeasurable point leaves the order open."""
    with pytest.raises(EmptyError, match="generic"):
        generic_slope(coin_remainder, [0.3, 0.17])

    found = generic_slope(lambda p, h: p * h**2 + (p == 0) * np.sin(1 / h), [1.0, 0.7, 0.0])

    assert Seen.CANNOT_TELL is found.seen


def test_bad_ladders_and_values_are_errors():
    """Too few steps, a ladder that climbs, and NaN are refused."""
    with pytest.raises(EmptyError):
        measure_slope(np.sin, count=5)
    with pytest.raises(ShapeError, match="descend"):
        measure_slope(np.sin, ratio=1.0)
    with pytest.raises(NonFiniteError):
        measure_slope(lambda h: h * np.nan)
