"""Sequential tests: a true target is accepted, a false one excluded, and what cannot be told is left open."""

import numpy as np
import pytest

from numeric.errors import EmptyError, NonFiniteError, ShapeError
from numeric.sequential import (
    BoundedMean,
    NormalCovariance,
    OutOfBoundsError,
    SequentialOutcome,
    decide,
    draws_needed,
    run_until_decided,
)

ROOT = np.array([[1.1, 0.0, 0.0], [-0.6, 0.8, 0.0], [0.5, 0.3, 0.4]])
COVARIANCE = ROOT @ ROOT.T
SCALES = np.sqrt(np.diag(COVARIANCE))
EFFECT = 0.1 * np.outer(SCALES, SCALES)


def normals(rng, count):
    return rng.normal(size=(count, 3)) @ ROOT.T


def judged(target, *, most_draws=200_000, effect=EFFECT, seed=3):
    return run_until_decided(
        normals,
        NormalCovariance(1e-7, SCALES),
        target,
        effect,
        rng=np.random.default_rng(seed),
        most_draws=most_draws,
    )


def test_the_true_covariance_is_within_the_effect_and_a_wrong_one_is_excluded():
    """A factor of two, a lost sign, a wrong entry and a forgotten correlation are all told from the truth."""
    one_entry = COVARIANCE.copy()
    one_entry[0, 1] += 0.3 * SCALES[0] * SCALES[1]

    assert judged(COVARIANCE).outcome is SequentialOutcome.WITHIN
    for wrong in (2 * COVARIANCE, COVARIANCE / 2, np.abs(COVARIANCE), np.diag(SCALES**2), one_entry):
        assert judged(wrong).outcome is SequentialOutcome.EXCLUDED


def test_a_transposed_cross_covariance_is_excluded():
    """E[x y^T] of two columns each is not its transpose, and the test sees it."""
    cross = COVARIANCE[:2, 1:]

    def pairs(rng, count):
        z = normals(rng, count)
        return z[:, :2], z[:, 1:]

    def outcome(target):
        return run_until_decided(
            pairs,
            NormalCovariance(1e-7, SCALES[:2], SCALES[1:]),
            target,
            0.1,
            rng=np.random.default_rng(4),
            most_draws=200_000,
        ).outcome

    assert np.max(np.abs(cross - cross.T)) > 0.2
    assert outcome(cross) is SequentialOutcome.WITHIN
    assert outcome(cross.T) is SequentialOutcome.EXCLUDED


def test_a_wrong_target_takes_fewer_draws_than_a_right_one():
    """Twice the covariance is excluded after the first looks; acceptance needs narrow intervals."""
    assert judged(2 * COVARIANCE).draws < judged(COVARIANCE).draws / 5


def test_too_few_draws_leave_a_true_and_a_nearly_true_target_undecided():
    """With 2000 draws neither the truth nor a target 1 % off is accepted or excluded."""
    for target in (COVARIANCE, 1.01 * COVARIANCE):
        found = judged(target, most_draws=2000)

        assert found.outcome is SequentialOutcome.UNDECIDED
        assert found.draws == 2000
        assert np.all((found.low <= target) & (target <= found.high))


def test_a_deviation_well_below_half_the_effect_is_within_it_and_one_well_above_is_excluded():
    """With an effect of 0.02, a mean of 0.5 is taken for 0.504, and not for 0.516, 0.53 or 0.47."""

    def outcome(target):
        return run_until_decided(
            lambda rng, count: rng.random(count),
            BoundedMean(0, 1, 1e-7),
            target,
            0.02,
            rng=np.random.default_rng(6),
            most_draws=10**6,
        ).outcome

    assert outcome(0.504) is SequentialOutcome.WITHIN
    assert outcome(0.516) is SequentialOutcome.EXCLUDED
    assert outcome(0.53) is SequentialOutcome.EXCLUDED
    assert outcome(0.47) is SequentialOutcome.EXCLUDED


def test_one_wide_interval_is_enough_to_leave_a_target_open_and_one_miss_to_exclude_it():
    """WITHIN needs all entries, EXCLUDED one."""
    sequence = BoundedMean(np.zeros(2), [1.0, 100.0], 0.01)
    sequence.add(np.random.default_rng(10).random((5000, 2)))
    low, high = sequence.interval

    assert high[0] - low[0] < 0.1 < high[1] - low[1]
    assert decide(sequence, [0.5, 0.5], 0.1).outcome is SequentialOutcome.UNDECIDED
    assert decide(sequence, [0.5, 0.5], [0.1, 100.0]).outcome is SequentialOutcome.WITHIN
    assert decide(sequence, [0.7, 0.5], 0.1).outcome is SequentialOutcome.EXCLUDED


def test_batches_grow_by_a_quarter_and_stop_at_the_most_draws():
    """100 at least, then a quarter of what there is, and what is left at the end."""
    asked = []

    def draw(rng, count):
        asked.append(count)
        return rng.random(count)

    run_until_decided(
        draw, BoundedMean(0, 1, 1e-7), 0.5, 1e-3, rng=np.random.default_rng(11), most_draws=1000, batch=100
    )

    assert asked == [100, 100, 100, 100, 100, 125, 156, 195, 24]


def test_the_draws_announced_are_enough_to_decide():
    """At n = draws_needed(effect) the truth is within the effect and a target an effect away is excluded."""
    needed = draws_needed(NormalCovariance(1e-7, SCALES), EFFECT)
    halves = [2 * NormalCovariance(1e-7, SCALES).half_width_at(n) <= EFFECT for n in (needed, needed - 1)]

    assert [bool(np.all(half)) for half in halves] == [True, False]
    for seed in range(5):
        assert judged(COVARIANCE, most_draws=needed, seed=seed).outcome is SequentialOutcome.WITHIN
        away = judged(COVARIANCE + EFFECT, most_draws=needed, seed=seed)
        assert away.outcome is SequentialOutcome.EXCLUDED
        assert away.draws <= needed


def test_the_same_seed_gives_the_same_decision_and_a_sequence_goes_on_where_it_stopped():
    """Decisions are reproducible, and a second run adds to the draws of the first."""
    first, again = judged(COVARIANCE), judged(COVARIANCE)
    sequence, rng = NormalCovariance(1e-7, SCALES), np.random.default_rng(7)
    early = run_until_decided(normals, sequence, COVARIANCE, EFFECT, rng=rng, most_draws=500)
    late = run_until_decided(normals, sequence, COVARIANCE, EFFECT, rng=rng, most_draws=900)

    assert np.array_equal(first.low, again.low)
    assert first.draws == again.draws
    assert [early.draws, late.draws] == [500, 900]
    assert np.all(late.low >= early.low)


def test_nothing_drawn_decides_nothing():
    """No draws, no batch and no draws allowed are errors."""
    rng = np.random.default_rng(8)
    with pytest.raises(EmptyError):
        decide(BoundedMean(0, 1, 0.1), 0.5, 0.1)
    with pytest.raises(EmptyError):
        judged(COVARIANCE, most_draws=0)
    with pytest.raises(EmptyError):
        run_until_decided(
            normals, NormalCovariance(0.1, SCALES), COVARIANCE, 1.0, rng=rng, most_draws=9, batch=0
        )


def test_bad_targets_effects_and_draws_are_errors():
    """Wrong shapes, NaN targets, effects of zero, and a sampler that returns another number."""
    sequence = BoundedMean(np.zeros(2), 1, 0.1)
    sequence.add(np.full((5, 2), 0.5))
    with pytest.raises(ShapeError, match="target"):
        decide(sequence, 0.5, 0.1)
    with pytest.raises(ShapeError, match="effect"):
        decide(sequence, [0.5, 0.5], np.ones((3, 2)))
    with pytest.raises(NonFiniteError):
        decide(sequence, [0.5, np.nan], 0.1)
    for effect in (0.0, -1.0, np.inf, np.nan):
        with pytest.raises(OutOfBoundsError, match="effect"):
            decide(sequence, [0.5, 0.5], effect)
    with pytest.raises(ShapeError, match="asked for"):
        run_until_decided(
            lambda rng, count: np.full((3, 2), 0.5),
            sequence,
            [0.5, 0.5],
            0.1,
            rng=np.random.default_rng(9),
            most_draws=100,
        )
    with pytest.raises(OutOfBoundsError, match="more than 64"):
        draws_needed(sequence, 1e-3, most=64)
