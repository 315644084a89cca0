"""Invariance under sufficiency: information passes, what depends on how data are written fails."""

from __future__ import annotations

import numpy as np
import pytest

from fisherproof import testing
from fisherproof.testing import assert_invariant_under_sufficiency
from fisherproof.testing.errors import ContractError, CounterexampleError, UndecidedError

RNG = np.random.default_rng(2)


def sampled(problem, theta):
    """Mean products of scores over thirty draws of a fixed seed."""
    s = problem.score(problem.sample(np.random.default_rng(3), 30, theta), theta)
    return s.T @ s / len(s)


def spread(problem, theta):
    """The variance of the data, as they are written."""
    x = problem.sample(np.random.default_rng(3), 30, theta)
    return np.eye(problem.dimension) * np.var(x)


def unseeded(problem, theta):
    """Mean products of scores over thirty draws of a generator that goes on."""
    s = problem.score(problem.sample(RNG, 30, theta), theta)
    return s.T @ s / len(s)


def test_information_is_kept_by_sufficient_statistics():
    """The given Fisher matrix, and one measured by scores of draws that are reduced with the data."""
    assert_invariant_under_sufficiency(lambda problem, theta: problem.fisher(theta), examples=15)
    assert_invariant_under_sufficiency(sampled, examples=20)


def test_what_depends_on_the_writing_of_the_data_fails():
    """The variance of (x, c) is not that of x; the statistic and the point are printed, and can be pasted."""
    with pytest.raises(CounterexampleError, match=r"statistic=\w+\(family\(") as caught:
        assert_invariant_under_sufficiency(spread)

    assert "spread is not invariant under sufficiency" in str(caught.value)


def test_a_statistic_can_be_given():
    """The sum of three counts keeps the information; a variance does not survive a change of units."""
    poisson = testing.family("poisson")

    assert_invariant_under_sufficiency(sampled, statistic=testing.summed(poisson, 3), point=(1.75,))
    assert_invariant_under_sufficiency(sampled, statistic=testing.summed(poisson, 3), examples=5)
    with pytest.raises(CounterexampleError):
        assert_invariant_under_sufficiency(
            spread, statistic=testing.relabelled(poisson, 2.0, 0.0), point=(1.75,)
        )


def test_a_random_metric_is_undecided():
    """Draws that are not of one seed have nothing to do with one another."""
    with pytest.raises(UndecidedError, match="random without a seed"):
        assert_invariant_under_sufficiency(unseeded, "normal", examples=8)


def test_a_point_outside_the_domain_is_refused():
    """As for every assertion."""
    with pytest.raises(ContractError, match="domain"):
        assert_invariant_under_sufficiency(
            sampled, statistic=testing.with_coin(testing.family("poisson"), 0.5), point=(-1.0,)
        )
