"""Confidence sequences hold the truth at all times together, and are about as narrow as they can be."""

from itertools import product

import numpy as np
import pytest
from scipy import stats
from scipy.integrate import quad

from numeric.confidence import BETS, AssumptionError, BoundedMean, NormalCovariance, OutOfBoundsError
from numeric.errors import EmptyError, NonFiniteError, ShapeError

RUNS, LEVEL = 2000, 0.05
MOST_ALARMS = stats.binom.isf(1e-7, RUNS, LEVEL)  # 156: a level of 0.1 would give 200
LOOKS = [2] * 4 + [20] * 2 + [150] * 2


def ever_missed(sequence, draw, truth, rng):
    """Whether some interval, looked at after every batch, misses the truth."""
    for count in LOOKS:
        try:
            sequence.add(*draw(rng, count))
        except AssumptionError:
            return True
        low, high = sequence.interval
        if np.any((truth < low) | (truth > high)):
            return True
    return False


def test_intervals_of_a_covariance_miss_the_truth_at_some_time_no_more_often_than_the_level():
    """2000 runs looked at 8 times each, with scales that are off by up to four."""
    root = np.array([[1.3, 0.0, 0.0], [0.9, 0.7, 0.0], [-0.4, 0.5, 0.6]])
    truth = root @ root.T

    def draw(rng, count):
        z = rng.normal(size=(count, 3)) @ root.T
        return z[:, :1], z[:, 1:]

    missed = sum(
        ever_missed(NormalCovariance(LEVEL, [1.0], [0.3, 2.0]), draw, truth[:1, 1:], np.random.default_rng(k))
        for k in range(RUNS)
    )

    assert missed <= MOST_ALARMS


@pytest.mark.parametrize("p", [0.5, 0.02])
def test_intervals_of_a_bounded_mean_miss_the_truth_at_some_time_no_more_often_than_the_level(p):
    """2000 runs of fair and of skewed coins, where a normal approximation misses most."""

    def draw(rng, count):
        return (np.where(rng.random(count) < p, 5.0, -2.0),)

    missed = sum(
        ever_missed(BoundedMean(-2, 5, LEVEL), draw, 7 * p - 2, np.random.default_rng(k)) for k in range(RUNS)
    )

    assert missed <= MOST_ALARMS


def test_looking_often_with_a_fixed_interval_misses_far_more_often():
    """The instance has teeth: two standard errors at every look miss in more than a quarter of the runs."""
    missed = 0
    for k in range(RUNS):
        x = np.random.default_rng(k).normal(size=sum(LOOKS))
        at = np.cumsum(LOOKS)
        second = np.cumsum(x**2)[at - 1] / at
        missed += bool(np.any(np.abs(second - 1) > 1.96 * np.sqrt(2 / at) * second))

    assert missed > 0.25 * RUNS


def test_ends_for_a_variance_are_where_the_mixture_reaches_one_over_the_level():
    """The mixture of likelihood ratios over precisions, integrated numerically, is 1/level at either end."""
    x = np.random.default_rng(5).normal(scale=1.7, size=(9, 1))
    sequence, level = NormalCovariance(1e-4, [1.0]), 1e-4
    sequence.add(x)

    def mixture(v):
        def at(precision):
            ratio = stats.norm.logpdf(x, scale=precision**-0.5) - stats.norm.logpdf(x, scale=v**0.5)
            return np.exp(
                np.sum(ratio) - precision
            )  # the Gamma(1, 1) law of the precision is exp(-precision)

        return quad(at, 0, 30, epsabs=0, epsrel=1e-10, points=[0.1, 0.5, 2])[0]

    assert pytest.approx([level * mixture(float(end[0, 0])) for end in sequence.interval], rel=1e-6) == [
        1.0,
        1.0,
    ]


def wealth(x, mean):
    """M_n of the bounded mean as printed, for each row of draws on [0, 1]: (runs, n) to (runs,)."""
    before = np.cumsum(x, axis=1) - x
    predicted = (before + 0.5) / (np.arange(x.shape[1]) + 1)
    s, v = np.sum(x - mean, axis=1), np.sum((x - predicted) ** 2, axis=1)
    bets = BETS[:, None]
    return np.mean(np.exp(bets * s - (-np.log1p(-bets) - bets) * v), axis=0)


@pytest.mark.parametrize("p", [0.1, 0.3, 0.5, 0.9])
def test_the_wealth_against_a_true_mean_never_grows_on_average(p):
    """E[M_n(p)] <= 1 over all 2^n paths of a coin, and E[M_n] > 1 against a mean that is too low."""
    paths = np.array(list(product([0.0, 1.0], repeat=9)))
    chances = np.prod(np.where(paths == 1, p, 1 - p), axis=1)
    means = [float(chances @ wealth(paths[:, : n + 1], p)) for n in range(9)]

    assert np.all(np.diff([1.0, *means]) <= 1e-12)
    assert chances @ wealth(paths, 0.2 * p) > 1


def test_ends_for_a_bounded_mean_are_where_the_wealth_reaches_two_over_the_level():
    """The printed mixture is 2/level at the lower end, and its mirror image at the upper."""
    x, level = np.random.default_rng(31).beta(2, 5, size=400), 1e-4
    sequence = BoundedMean(-1, 3, level)
    sequence.add(4 * x - 1)
    low, high = ((end + 1) / 4 for end in sequence.interval)

    assert 2 / level == pytest.approx(float(wealth(x[None], low)[0]), rel=1e-5)
    assert 2 / level == pytest.approx(float(wealth(1 - x[None], 1 - high)[0]), rel=1e-5)


def test_a_covariance_is_half_the_difference_of_two_variances_at_half_the_level():
    """Ends of E[x y] from those of E[(x + y)^2]/2 and E[(x - y)^2]/2, each at half the level."""
    x, y = np.random.default_rng(41).normal(size=(2, 150, 1))
    whole, plus, minus = (
        NormalCovariance(0.1, [1.0], [1.0]),
        *(NormalCovariance(0.05, [1.0]) for _ in range(2)),
    )
    whole.add(x, y)
    plus.add((x + y) / np.sqrt(2))
    minus.add((x - y) / np.sqrt(2))
    (a, b), (c, d) = plus.interval, minus.interval

    assert np.allclose(whole.interval, ((a - d) / 2, (b - c) / 2), rtol=1e-8)


@pytest.mark.parametrize(("size", "kept_end", "moved_end"), [(1.15, 1, 0), (0.85, 0, 1)])
def test_intervals_are_intersected_over_time(size, kept_end, moved_end):
    """When the draws grow (shrink) a little, the upper (lower) end stays inside that of all draws alone."""
    early, late = np.ones((1000, 1)), np.full((300, 1), size)
    kept, fresh = NormalCovariance(0.1, [1.0]), NormalCovariance(0.1, [1.0])
    kept.add(early)
    before = kept.interval
    kept.add(late)
    fresh.add(np.concatenate([early, late]))

    assert kept.interval[kept_end] == before[kept_end] != fresh.interval[kept_end]
    assert kept.interval[moved_end] == fresh.interval[moved_end] != before[moved_end]


def test_entries_share_the_level():
    """An entry of six, two-sided, has the interval that it would have alone at a share of the level."""
    z = np.random.default_rng(37).normal(size=(200, 5))
    pairs, pair = NormalCovariance(0.1, np.ones(2), np.ones(3)), NormalCovariance(0.1 / 6, [1.0], [1.0])
    square, variance = NormalCovariance(0.1, np.ones(5)), NormalCovariance(0.1 / 25, [1.0])
    means, mean = BoundedMean(np.full(5, -9), 9, 0.1), BoundedMean(-9, 9, 0.1 / 5)
    pairs.add(z[:, :2], z[:, 2:])
    pair.add(z[:, 1:2], z[:, 4:])
    square.add(z)
    variance.add(z[:, 3:4])
    means.add(z)
    mean.add(z[:, 3])

    assert [e[1, 2] for e in pairs.interval] == pytest.approx([e[0, 0] for e in pair.interval], rel=1e-9)
    assert [e[3, 3] for e in square.interval] == pytest.approx([e[0, 0] for e in variance.interval], rel=1e-9)
    assert [e[3] for e in means.interval] == pytest.approx([float(e) for e in mean.interval], rel=1e-9)


def test_ends_are_sound_at_a_tiny_level_after_a_million_draws():
    """Level 1e-7, 1e6 draws: ordered, around the truth, and within 1.5 of what a fixed-n interval would be."""
    rng = np.random.default_rng(11)
    x = rng.normal(scale=[2.0, 0.01], size=(10**6, 2))
    normal, bounded = NormalCovariance(1e-7, [2.0, 0.01]), BoundedMean(0, 1, 1e-7)
    for part in np.array_split(x, 7):
        normal.add(part)
    for part in np.array_split(rng.random(10**6), 7):
        bounded.add(part)

    (low, high), fixed = normal.interval, stats.norm.isf(1e-7 / 8) * np.sqrt(2 / 10**6)
    width = (high - low) / 2 / np.outer([2.0, 0.01], [2.0, 0.01])
    least, most = bounded.interval

    assert np.all((low <= np.diag([4.0, 1e-4])) & (np.diag([4.0, 1e-4]) <= high))
    assert np.array_equal(low, low.T)
    assert np.all((fixed < width) & (width < 1.5 * fixed))
    assert least < 0.5 < most
    assert 1 < (most - least) / 2 / (stats.norm.isf(1e-7 / 2) * np.sqrt(1 / 12 / 10**6)) < 1.5


@pytest.mark.parametrize("rho", [0.0, 0.9, 1.0])
def test_the_width_announced_beforehand_is_not_exceeded(rho):
    """With true deviations as scales the width after n draws is at most 5 % above the announced."""
    rng = np.random.default_rng(13)
    x = rng.normal(size=(20_000, 1))
    y = rho * x + np.sqrt(1 - rho**2) * rng.normal(size=x.shape)
    sequence = NormalCovariance(1e-7, [3.0], [0.5])
    sequence.add(3 * x, 0.5 * y)
    low, high = sequence.interval

    assert low[0, 0] <= 1.5 * rho <= high[0, 0]
    assert (high - low)[0, 0] / 2 < 1.05 * sequence.half_width_at(20_000)[0, 0]
    assert (high - low)[0, 0] / 2 > 0.8 * sequence.half_width_at(20_000)[0, 0]


def test_the_width_of_a_bounded_mean_adapts_to_a_small_deviation():
    """Draws of deviation 0.01 on [0, 1] give an interval ten times narrower than the worst case."""
    draws = np.random.default_rng(17).uniform(0.3 - 0.01 * 3**0.5, 0.3 + 0.01 * 3**0.5, size=(100_000, 2))
    sequence = BoundedMean(np.zeros(2), np.ones(2), 1e-7)
    sequence.add(draws)
    half = (sequence.interval[1] - sequence.interval[0]) / 2

    assert np.all(half < 0.1 * sequence.half_width_at(100_000))
    assert np.all(half < 1.05 * sequence.half_width_at(100_000, deviation=0.01) + 1e-6)


def test_more_draws_never_widen_and_the_order_of_batches_of_squares_does_not_matter():
    """Intervals shrink; a covariance sequence gives the same last interval in one batch as in three."""
    x = np.random.default_rng(19).normal(size=(300, 2))
    parts, whole = NormalCovariance(0.01, [1.0, 1.0]), NormalCovariance(0.01, [1.0, 1.0])
    widths = []
    for part in np.array_split(x, 3):
        parts.add(part)
        widths.append(parts.interval[1] - parts.interval[0])
    whole.add(x)

    assert np.all(widths[0] >= widths[1])
    assert np.all(widths[1] >= widths[2])
    assert np.all(parts.interval[0] >= whole.interval[0] - 1e-12)
    assert np.all(parts.interval[1] <= whole.interval[1] + 1e-12)


def test_columns_that_cancel_exactly_are_no_harm():
    """x = -y: one of the two variances is zero, and the interval holds the covariance."""
    x = np.random.default_rng(23).normal(size=(500, 1))
    sequence = NormalCovariance(1e-7, [1.0], [1.0])
    sequence.add(x, -x)
    low, high = sequence.interval

    assert low[0, 0] < -1 < high[0, 0] < 0


def test_draws_that_break_the_assumptions_are_named():
    """A variance that jumps by a hundred leaves no value that all intervals share."""
    rng = np.random.default_rng(29)
    sequence = NormalCovariance(1e-7, [1.0])
    sequence.add(rng.normal(size=(1000, 1)))

    with pytest.raises(AssumptionError, match="no point in common"):
        sequence.add(10 * rng.normal(size=(1000, 1)))


@pytest.mark.parametrize(
    ("batch", "error"),
    [
        (np.zeros((0, 2)), EmptyError),
        (np.array([[0.5, np.nan]]), NonFiniteError),
        (np.array([[0.5, np.inf]]), NonFiniteError),
        (np.array([0.5, 0.5]), ShapeError),
        (np.zeros((3, 1)), ShapeError),
    ],
)
def test_bad_draws_are_errors_of_their_own_and_leave_the_sequence_alone(batch, error):
    """Empty, NaN, infinite and misshapen batches are refused by both sequences, and not counted."""
    for sequence in (BoundedMean(np.zeros(2), 1, 0.1), NormalCovariance(0.1, [1.0, 1.0])):
        with pytest.raises(error):
            sequence.add(batch)

        assert sequence.draws == 0


def test_draws_outside_their_bounds_and_overflowing_squares_are_refused():
    """1.5 is not in [0, 1], and the square of 1e200 is not a number."""
    with pytest.raises(OutOfBoundsError, match="outside its bounds"):
        BoundedMean(0, 1, 0.1).add(np.array([0.2, 1.5]))
    with pytest.raises(NonFiniteError, match="sum of squares"):
        NormalCovariance(0.1, [1.0]).add(np.array([[1e200]]))


def test_meaningless_levels_bounds_scales_and_pairs_are_refused():
    """A level of 0 or 1, bounds out of order, scales of zero, and unpaired draws."""
    for level in (0.0, 1.0, np.nan):
        with pytest.raises(OutOfBoundsError, match="level"):
            BoundedMean(0, 1, level)
        with pytest.raises(OutOfBoundsError, match="level"):
            NormalCovariance(level, [1.0])
    with pytest.raises(OutOfBoundsError, match="below its upper"):
        BoundedMean(1, 1, 0.1)
    with pytest.raises(NonFiniteError):
        BoundedMean(0, np.inf, 0.1)
    with pytest.raises(OutOfBoundsError, match="right scales"):
        NormalCovariance(0.1, [1.0], [0.0])
    with pytest.raises(ShapeError):
        NormalCovariance(0.1, 1.0)
    with pytest.raises(ShapeError, match="takes 2"):
        NormalCovariance(0.1, [1.0], [1.0]).add(np.ones((3, 1)))
    with pytest.raises(ShapeError, match="each x needs its y"):
        NormalCovariance(0.1, [1.0], [1.0]).add(np.ones((3, 1)), np.ones((2, 1)))
    with pytest.raises(EmptyError):
        NormalCovariance(0.1, [1.0]).half_width_at(0)
