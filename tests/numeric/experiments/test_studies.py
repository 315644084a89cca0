"""The experiments, in their smallest form: they run, repeat, and find what is known."""

import json
from functools import cache

import pytest

from numeric.experiments import Outcome, Size, StudyError, load, names, plain, without_times
from numeric.experiments.errors import LevelError, SeedError

SEEDS = tuple(range(6))


@cache
def tiny(name):
    """The record of an experiment in its smallest form."""
    return load(name)(seeds=SEEDS, size=Size.TINY)


@pytest.mark.parametrize("name", names())
def test_every_experiment_leaves_a_record_of_plain_data(name):
    """It names itself and its seeds, and passes through JSON without a number that JSON lacks."""
    record = tiny(name)

    found = json.loads(json.dumps(plain(record), allow_nan=False))

    assert (name, list(SEEDS), "tiny") == (found["study"], found["seeds"], found["size"])
    assert found["comparisons"]
    for arm in record.arms:
        assert len(arm.iterations) == len(arm.cpu) == len(arm.wall) == len(arm.ends) == len(SEEDS)
        assert arm.tuning.chosen in arm.tuning.grid
        assert not set(arm.tuning.seeds) & set(SEEDS)


@pytest.mark.parametrize("name", ["deep_networks", "policy_updates"])
def test_the_same_seeds_give_the_same_record_but_for_times(name):
    """A second run differs in nothing that the seeds determine."""
    again = load(name)(seeds=SEEDS, size=Size.TINY)

    assert without_times(again) == without_times(tiny(name))


def test_other_seeds_give_another_record():
    """The comparison above could fail."""
    other = load("policy_updates")(seeds=[seed + 50 for seed in SEEDS], size=Size.TINY)

    assert without_times(other).measures != without_times(tiny("policy_updates")).measures


def test_with_a_canonical_link_natural_gradient_and_newton_are_one():
    """Logistic regression: as many steps on every seed, and F = H to rounding; not so for softplus."""
    record = tiny("fisher_and_hessian")

    found = record.compared("logistic", "iterations", "natural gradient", "Newton")

    assert (found.ratio.low, found.ratio.high) == (1.0, 1.0)
    assert Outcome.SAME is found.outcome
    assert record.measured("|H - F| / |F|, logistic").middle.high < 1e-13
    assert record.measured("|H - F| / |F|, softplus").middle.low > 1e-3


def test_the_natural_gradient_is_invariant_and_gradient_descent_is_not():
    """To rounding under affine maps; to first order in the step under others, where gradient descent is not at all."""
    record = tiny("invariance")

    affine = "deviation under an affine map, "
    assert record.measured(affine + "natural gradient").middle.high < 1e-10
    assert record.measured(affine + "gradient descent").middle.low > 1e-3
    distance = "distance of end points"
    assert record.fitted(distance, "natural gradient").exponent.low > 0.9
    assert record.fitted(distance, "gradient descent").exponent.high < 0.2


def test_a_quadratic_is_left_in_one_natural_step():
    """F = H and rate one; gradient descent needs more."""
    record = tiny("convergence")

    arm = record.arm("quadratic", "natural gradient")
    assert {1.0} == set(arm.iterations)
    assert (arm.tuning.chosen, arm.tuning.interior) == (1.0, True)
    found = record.compared("quadratic", "iterations", "natural gradient", "gradient descent")
    assert Outcome.LESS is found.outcome


def test_whole_matrices_are_kept_by_the_square_of_the_parameters():
    """P^2 numbers for the Fisher matrix, P for a diagonal, about P for K-FAC."""
    record = tiny("efficiency")

    kept = {fit.method: fit.exponent.estimate for fit in record.fits if fit.quantity == "numbers kept"}
    assert kept["true Fisher"] == pytest.approx(2.0, abs=1e-12)
    assert kept["diagonal"] == pytest.approx(1.0, abs=1e-12)
    assert kept["K-FAC"] < 1.3
    # Two matrices of P^2 numbers of 8 bytes, the second for the Cholesky factor, are the peak.
    peak = record.fitted("peak bytes of a step", "true Fisher")
    assert peak.medians[-1] > 8 * peak.at[-1] ** 2


def test_the_exact_matrix_is_at_no_distance_from_itself():
    """Where approximations are ranked, the matrix itself is nearest."""
    record = tiny("approximation_and_convergence")

    assert record.measured("distance, exact").middle.high == 0.0
    assert record.measured("distance, diagonal").middle.low > 0.1


def test_an_experiment_that_is_not_there_is_refused():
    """The message lists those that are."""
    with pytest.raises(StudyError, match="convergence"):
        load("alchemy")


@pytest.mark.parametrize("name", names())
def test_bad_seeds_are_refused_before_anything_runs(name):
    """Too few for an interval, and repeated ones."""
    with pytest.raises(LevelError):
        load(name)(seeds=range(5), size=Size.FULL)
    with pytest.raises(SeedError):
        load(name)(seeds=[1, 1, 2, 3, 4, 5, 6], size=Size.FULL)
