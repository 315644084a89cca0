"""Power laws: planted exponents are found, and costs without a logarithm are refused."""

import numpy as np
import pytest

from numeric.errors import EmptyError, NonFiniteError, ShapeError
from numeric.experiments.scaling import exponent, fitted, peak_bytes, seconds

SIZES = (3.0, 10.0, 40.0, 90.0)


@pytest.mark.parametrize("power", [-1.0, 0.0, 2.0, 2.5])
def test_a_planted_exponent_is_found(power):
    """The slope of logarithms of 7 n^p is p."""
    assert exponent(SIZES, [7 * n**power for n in SIZES]) == pytest.approx(power, abs=1e-12)


def test_noise_widens_the_interval_and_it_holds_the_exponent():
    """Ten noisy rows of n^1.5: the interval holds 1.5 and excludes 1 and 2."""
    rng = np.random.default_rng(4)
    rows = [[n**1.5 * np.exp(0.1 * rng.normal()) for n in SIZES] for _ in range(10)]

    found = fitted("cost", "method", ("n", SIZES), rows)

    assert found.exponent.holds(1.5)
    assert not found.exponent.holds(1.0)
    assert not found.exponent.holds(2.0)
    assert len(found.medians) == len(SIZES)


def test_the_peak_of_a_call_is_what_it_allocates_at_once():
    """Two arrays of 80 kB that live together count twice, one after the other once."""
    together = peak_bytes(lambda: (np.ones(10_000), np.ones(10_000)))
    apart = peak_bytes(lambda: [float(np.ones(10_000)[0]) for _ in range(2)])

    assert 160_000 <= together < 165_000
    assert 80_000 <= apart < 85_000


@pytest.mark.parametrize(
    ("sizes", "costs", "error"),
    [
        ((1.0, 1.0), (1.0, 2.0), EmptyError),
        ((1.0, 2.0), (1.0,), ShapeError),
        ((1.0, 2.0), (0.0, 1.0), NonFiniteError),
    ],
)
def test_what_has_no_slope_is_refused(sizes, costs, error):
    """One size, unequal lengths and a cost of zero are named errors."""
    with pytest.raises(error):
        exponent(sizes, costs)


def test_a_timing_needs_a_repetition():
    """None are refused."""
    with pytest.raises(EmptyError):
        seconds(lambda: None, repeats=0)
