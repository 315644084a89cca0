"""The families: scores and Fisher matrices are those of the log-density, samplers draw from it."""

from __future__ import annotations

import numpy as np
import pytest

from fisherproof import testing
from fisherproof.testing import models
from fisherproof.testing.errors import ContractError
from fisherproof.testing.ranges import Range
from numeric.agreement import Outcome, compare, exactly
from numeric.arrays import Estimate
from numeric.differentiate import complex_step
from numeric.expectation import expectation
from numeric.fisher import fisher_by_score
from numeric.sequential import BoundedMean, SequentialOutcome, run_until_decided
from numeric.supports import Integers, Interval, Points, Space

POSITIVE, LINE = Interval(0.0, np.inf), Interval()
CASES = {  # family: a generic point, the support of the data
    "bernoulli": ((0.3,), Points(np.array([0.0, 1.0]))),
    "categorical": ((0.25, 0.4), Points(np.arange(3.0))),
    "categorical4": ((0.2, 0.15, 0.35), Points(np.arange(4.0))),
    "cauchy": ((0.7, 1.6), LINE),
    "exponential": ((2.3,), POSITIVE),
    "gamma": ((2.7, 1.3), POSITIVE),
    "location": ((0.4, -1.2), Space(np.zeros(2))),
    "normal": ((-0.6, 1.7), LINE),
    "parabola": ((0.8,), Space(np.zeros(2))),
    "poisson": ((3.4,), Integers(0)),
    "weibull": ((1.7, 2.4), POSITIVE),
}
LEVEL, EFFECT = 1e-7, 0.03


def at(name):
    """The family, its point and the support of its data."""
    point, support = CASES[name]
    return models.load(name), np.array(point), support


def test_every_family_has_a_case():
    """No family has been added without one."""
    assert set(models.names()) == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_scores_are_derivatives_of_the_log_density(name):
    """Closed forms against the complex step, at every data point that losses use."""
    family, theta, _ = at(name)
    x = np.array(family.data)

    by_step = complex_step(lambda point: family.log_density(x, point), theta)
    found = compare(exactly(family.score(x, theta)), Estimate(by_step.value, by_step.error + 1e-13))

    assert Outcome.AGREES is found.outcome
    assert family.score(x, theta).shape == (len(x), family.dimension)


@pytest.mark.parametrize("name", CASES)
def test_fisher_matrices_are_those_of_the_log_density(name):
    """Closed forms against E[s s^T] by quadrature or summation of the log-density alone, which sums to one."""
    family, theta, support = at(name)

    found = compare(exactly(family.fisher(theta)), fisher_by_score(family.log_density, theta, support))

    assert Outcome.AGREES is found.outcome


@pytest.mark.parametrize("name", CASES)
def test_samplers_draw_from_the_density(name):
    """E[sin x] and E[cos x], of every component, are those of the density."""
    family, theta, support = at(name)

    def waves(x):
        both = np.reshape(x, (len(x), -1))
        return np.concatenate([np.sin(both), np.cos(both)], axis=1)

    expected = expectation(waves, lambda x: family.log_density(x, theta), support, digits=3).value
    found = run_until_decided(
        lambda rng, count: waves(family.sample(rng, count, theta)),
        BoundedMean(np.full(expected.shape, -1.0), np.full(expected.shape, 1.0), LEVEL),
        expected,
        EFFECT,
        rng=np.random.default_rng(5),
        most_draws=400_000,
    )

    assert SequentialOutcome.WITHIN is found.outcome


def test_a_family_made_from_a_log_density_alone_has_scores():
    """Without closed scores they come by complex step: of the normal law in its mean, x - mu."""
    own = testing.Family("own", {"mu": Range.LINE}, lambda x, theta: -((x - theta[0]) ** 2) / 2)

    found = own.score(np.array([1.0, -2.0]), np.array([0.5]))

    np.testing.assert_allclose([[0.5], [-2.5]], found, rtol=1e-14)


def test_what_a_family_was_not_given_is_named():
    """A Fisher matrix or a sampler that is missing is an error that says which."""
    own = testing.Family("own", {"mu": Range.LINE}, lambda x, theta: -((x - theta[0]) ** 2) / 2)

    with pytest.raises(ContractError, match="`information`"):
        own.fisher(np.array([0.5]))
    with pytest.raises(ContractError, match="`draw`"):
        own.sample(np.random.default_rng(0), 3, np.array([0.5]))


@pytest.mark.parametrize(
    ("name", "point"),
    [
        ("normal", (0.0, 0.0)),
        ("bernoulli", (1.0,)),
        ("categorical", (0.5, 0.5)),
        ("normal", (np.nan, 1.0)),
        ("normal", (0.0,)),
    ],
)
def test_points_outside_the_domain_are_refused(name, point):
    """Ends of ranges, shares that sum to one, NaN and wrong lengths are no points."""
    with pytest.raises(ContractError, match=name):
        models.load(name).point(point)


def test_room_is_the_distance_to_the_end_of_the_range():
    """One on the line, the coordinate itself if positive, the nearer end of the unit interval, what shares leave."""
    np.testing.assert_array_equal([1, 0.25], models.load("normal").room(np.array([7.0, 0.25])))
    np.testing.assert_array_equal([0.25], models.load("bernoulli").room(np.array([0.75])))
    np.testing.assert_array_equal([0.125, 0.25], models.load("categorical").room(np.array([0.125, 0.625])))


def test_a_family_that_is_not_there_is_named_with_the_nearest():
    """A misspelt name is answered with the right one."""
    with pytest.raises(ContractError, match="Near it: normal"):
        testing.family("norml")
