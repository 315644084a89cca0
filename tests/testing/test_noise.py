"""The error that a function shows: rounding, single precision and randomness at their size, curvature at none."""

from __future__ import annotations

import numpy as np
import pytest

from fisherproof.testing.noise import Shake, generic, measured
from numeric.errors import NonFiniteError

POINT = np.array([0.7, 1.9])
ALONG = generic(np.array([1.0, 1.9]))


def smooth(x):
    """Values of size about one, strongly curved."""
    return np.array([np.sin(5 * x[0]) * np.exp(x[1] / 2), x[1] ** 3])


def error_of(f):
    """The largest error that is shown, relative to the largest value."""
    found = measured(f, POINT, ALONG, Shake())
    return float(np.max(found.error) / np.max(np.abs(found.value)))


def test_a_smooth_function_has_the_error_of_rounding():
    """A few units in the last place, though it changes along the line by a million of them."""
    assert 1e-16 < error_of(smooth) < 1e-14


def test_single_precision_is_seen_whatever_type_it_comes_in():
    """A cast to float32 that is undone afterwards, of the answer or of the argument."""
    answer = error_of(lambda x: smooth(x).astype(np.float32).astype(np.float64))
    argument = error_of(lambda x: smooth(x.astype(np.float32).astype(np.float64)))

    assert 1e-8 < answer < 1e-5
    assert 1e-8 < argument < 1e-5


@pytest.mark.parametrize("deviation", [1e-9, 1e-5, 1e-2])
def test_noise_is_seen_at_its_size(deviation):
    """Eight deviations, within a factor of four."""
    rng = np.random.default_rng(3)

    found = measured(lambda x: smooth(x) + deviation * rng.normal(size=2), POINT, ALONG, Shake())

    assert 2 * deviation < np.max(found.error) < 32 * deviation


def test_the_error_covers_the_truth():
    """Of 600 noisy values none is off by four times its error, of the sixteen that a comparison allows."""
    rng = np.random.default_rng(8)
    exact = smooth(POINT)

    found = [
        measured(lambda x: smooth(x) + 1e-6 * rng.normal(size=2), POINT, ALONG, Shake()) for _ in range(300)
    ]

    assert all(np.all(np.abs(one.value - exact) <= 4 * one.error) for one in found)


def test_what_is_the_same_on_the_line_is_shaken():
    """A constant solve of condition 1e8 has no differences, and an error of 1e-8 all the same; its value is exact."""
    shake, matrix = Shake(), np.array([[1.0, 1.0], [1.0, 1.0 + 1e-8]])

    def solved(x):
        return np.linalg.solve(shake(matrix), np.array([1.0, 0.3]))

    found = measured(solved, POINT, ALONG, shake)

    np.testing.assert_array_equal(solved(POINT), found.value)
    assert 1e-9 < np.max(found.error / np.abs(found.value)) < 1e-5


def test_shaking_is_by_an_ulp_and_only_while_it_is_on():
    """Every entry moves by less than an ulp, another seed moves it otherwise, and afterwards nothing moves."""
    shake, ones = Shake(), np.ones((3, 2))

    with shake.on(1):
        first = shake(ones)
    with shake.on(2):
        second = shake(ones)

    assert np.all(np.abs(first - 1) <= np.finfo(float).eps)
    assert np.any(first != 1)
    assert np.any(first != second)
    np.testing.assert_array_equal(ones, shake(ones))


def test_a_jump_on_the_line_is_seen():
    """A kink of size one between the points is an error of about one."""
    assert error_of(lambda x: np.sign(x - POINT - 3.5 * 2**-20 * ALONG)) > 0.5


def test_the_value_is_that_at_the_point():
    """The line only tells the error."""
    np.testing.assert_array_equal(smooth(POINT), measured(smooth, POINT, ALONG, Shake()).value)


def test_what_is_not_finite_is_refused():
    """NaN at a neighbour is an error that names it."""
    with pytest.raises(NonFiniteError):
        measured(lambda x: np.where(x == POINT, 1.0, np.nan), POINT, ALONG, Shake())


def test_the_generic_line_moves_every_coordinate():
    """Within its room, and not all alike."""
    found = generic(np.array([2.0, 4.0, 1.0]))

    np.testing.assert_array_equal([2, -3, 1], found)
