"""Intervals for a median: their ranks, their coverage, and what they make of draws that are only bounded."""

import numpy as np
import pytest

from numeric.errors import EmptyError, NonFiniteError, ShapeError
from numeric.experiments.errors import LevelError
from numeric.experiments.intervals import bounded_median_interval, median_interval, rank


def test_ten_draws_leave_out_one_on_each_side():
    """Between the second and the second largest of ten lies the median with probability 1 - 2 (1 + 10) / 1024."""
    found = median_interval([3, 1, 4, 15, 9, 2, 6, 5, 35, 8], level=0.95)

    assert (found.estimate, found.low, found.high) == (5.5, 2.0, 15.0)
    assert found.level == pytest.approx(1 - 22 / 1024, rel=1e-12)


def test_six_draws_are_the_fewest_at_95_per_cent():
    """Six reach 1 - 2 / 64; five are refused with the number that would do."""
    assert rank(6, level=0.95) == (1, 1 - 2 / 64)
    with pytest.raises(LevelError, match="at least 6"):
        rank(5, level=0.95)


@pytest.mark.parametrize("count", [6, 10, 13])
def test_the_interval_covers_the_median_as_often_as_it_says(count):
    """Of 4000 skewed samples the share whose interval holds the median is the level, to four deviations."""
    rng = np.random.default_rng(count)
    samples = np.exp(2 * rng.normal(size=(4000, count)))  # median 1, mean e^2

    intervals = [median_interval(sample, level=0.95) for sample in samples]

    level = intervals[0].level
    share = np.mean([interval.holds(1.0) for interval in intervals])
    assert abs(share - level) < 4 * np.sqrt(level * (1 - level) / 4000)


def test_a_run_that_did_not_arrive_is_more_than_every_number():
    """With six of ten infinite the median is infinite and the lower end is still a number."""
    found = median_interval([1, 2, 3, 4, *[np.inf] * 6], level=0.95)

    assert (np.inf, 2.0, np.inf) == (found.estimate, found.low, found.high)


def test_bounded_draws_widen_the_interval_and_never_narrow_it():
    """Every choice of draws within the bounds has its interval inside that of the bounds."""
    rng = np.random.default_rng(5)
    lows = rng.normal(size=10)
    highs = lows + rng.exponential(size=10)

    whole = bounded_median_interval(lows, highs, level=0.95)

    for _ in range(50):
        inner = median_interval(lows + rng.random(10) * (highs - lows), level=0.95)
        assert whole.low <= inner.low <= inner.high <= whole.high


@pytest.mark.parametrize(
    ("values", "error"),
    [([], EmptyError), ([[1.0]], ShapeError), ([1.0, np.nan], NonFiniteError)],
)
def test_draws_without_a_rank_are_refused(values, error):
    """No draws, a table, and NaN are named errors."""
    with pytest.raises(error):
        median_interval(values, level=0.5)


@pytest.mark.parametrize("level", [0.0, 1.0, -0.1])
def test_a_level_is_a_probability(level):
    """Zero and one are no levels."""
    with pytest.raises(LevelError):
        median_interval([1.0, 2.0], level=level)


def test_bounds_the_wrong_way_round_are_refused():
    """A lower bound above the upper is an error."""
    with pytest.raises(NonFiniteError):
        bounded_median_interval([2.0] * 6, [1.0] * 6, level=0.9)
