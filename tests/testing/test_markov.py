"""Markov maps: what they cannot increase passes, what merging or splitting points changes fails."""

from __future__ import annotations

import numpy as np
import pytest

from fisherproof.testing import (
    assert_invariant_under_embeddings,
    assert_metric_monotone_under_markov,
    assert_monotone_under_markov,
)
from fisherproof.testing.errors import ContractError, CounterexampleError, UndecidedError

P, Q, MERGE = (0.25, 0.25, 0.5), (0.5, 0.25, 0.25), ((1.0, 1.0, 0.0), (0.0, 0.0, 1.0))
EVEN, PAIRS = (0.25,) * 4, ((1.0, 1.0, 0.0, 0.0), (0.0, 0.0, 1.0, 1.0))
SPLIT = ((0.5, 0.0), (0.5, 0.0), (0.0, 1.0))
RNG = np.random.default_rng(6)


def kl(p, q):
    """The Kullback-Leibler divergence."""
    return np.sum(p * np.log(p / q))


def total_variation(p, q):
    """Half the sum of absolute differences: equality holds under many maps."""
    return np.sum(np.abs(p - q)) / 2


def square(p, q):
    """The squared Euclidean distance."""
    return np.sum((p - q) ** 2)


def largest(p, q):
    """The largest difference."""
    return np.max(np.abs(p - q))


def fisher(p, u):
    """The squared Fisher length."""
    return np.sum(u**2 / p)


def euclid(p, u):
    """The squared Euclidean length."""
    return np.sum(u**2)


def shaky(p, q):
    """The total variation, random by a thousandth."""
    return total_variation(p, q) * (1 + 1e-3 * RNG.normal())


def zero(p, q):
    """Tells nothing apart."""
    return 0.0


def test_divergences_that_markov_maps_do_not_increase_pass():
    """The Kullback-Leibler divergence, and total variation with its many equalities."""
    assert_monotone_under_markov(kl, examples=30)
    assert_monotone_under_markov(total_variation, examples=15)


def test_distances_of_vectors_grow_when_points_are_merged():
    """Euclidean and maximum distances are found out."""
    with pytest.raises(CounterexampleError, match="square grows under a Markov map"):
        assert_monotone_under_markov(square)
    with pytest.raises(CounterexampleError, match="largest grows under a Markov map"):
        assert_monotone_under_markov(largest, p=EVEN, q=(0.125, 0.125, 0.375, 0.375), W=PAIRS)


def test_the_sides_are_those_of_the_formula():
    """p = (1, 2, 5)/8 and q = (2, 3, 3)/8: before (1 + 1 + 4)/64 = 3/32, at the images (4 + 4)/64 = 1/8."""
    with pytest.raises(CounterexampleError) as caught:
        assert_monotone_under_markov(square, p=(0.125, 0.25, 0.625), q=(0.25, 0.375, 0.375), W=MERGE)

    text = str(caught.value)
    assert (
        "left       at the images = (1/8)\n   right      before = (3/32)\n   mismatch   in entry (1,), 0.0312"
        in text
    )


def test_a_decrease_and_an_equality_pass_where_they_are_given():
    """Strictly less under a merge, and equal where the ratio p/q is the same on what is merged."""
    assert_monotone_under_markov(kl, p=P, q=Q, W=MERGE)
    assert_monotone_under_markov(kl, p=(0.25, 0.25, 0.5), q=(0.125, 0.125, 0.75), W=MERGE)


def test_metrics_on_the_simplex():
    """The Fisher metric grows under no Markov map, the Euclidean one does."""
    assert_metric_monotone_under_markov(fisher, examples=15)
    with pytest.raises(CounterexampleError, match="u = "):
        assert_metric_monotone_under_markov(euclid, p=P, u=(1.0, 1.0, -2.0), W=MERGE)


def test_embeddings_keep_divergences_but_not_distances():
    """Splitting points is undone by merging them, so a monotone divergence cannot change."""
    assert_invariant_under_embeddings(kl, examples=15)
    with pytest.raises(CounterexampleError, match="changes under a congruent embedding"):
        assert_invariant_under_embeddings(square, p=(0.5, 0.5), q=(0.25, 0.75), W=SPLIT)


def test_an_increase_counts_as_a_change():
    """Embeddings may neither lower nor raise: a divergence that grows with the number of points fails."""

    def counted(p, q):
        return kl(p, q) * len(p)

    with pytest.raises(CounterexampleError):
        assert_invariant_under_embeddings(counted, p=(0.5, 0.5), q=(0.25, 0.75), W=SPLIT)


def test_a_rough_divergence_is_undecided():
    """Near an equality a thousandth of noise hides an increase."""
    with pytest.raises(UndecidedError, match="too few digits"):
        assert_monotone_under_markov(shaky, examples=20)
    with pytest.raises(UndecidedError, match="too few digits"):
        assert_invariant_under_embeddings(shaky, examples=5)


def test_what_tells_nothing_apart_is_no_test():
    """A divergence of zero, and a map that is the identity."""
    with pytest.raises(UndecidedError, match="hardly tested"):
        assert_monotone_under_markov(zero, examples=5)
    with pytest.raises(UndecidedError, match="hardly tested"):
        assert_monotone_under_markov(kl, p=P, q=Q, W=np.eye(3))


@pytest.mark.parametrize(
    ("p", "q", "W"),
    [
        (P, Q, None),
        (P, (0.5, 0.5), MERGE),
        ((0.25, 0.25, 0.25), Q, MERGE),
        ((0.5, 0.5, 0.0), Q, MERGE),
        (P, Q, ((1.0, 0.5, 0.0), (0.0, 0.0, 1.0))),
        (P, Q, ((1.0, 1.0, 1.0), (0.0, 0.0, 0.0))),
        (P, Q, ((2.0, 1.0, 0.0), (-1.0, 0.0, 1.0))),
    ],
)
def test_what_is_no_law_or_no_map_is_refused(p, q, W):
    """Missing parts, sizes that do not fit, sums that are not one, zeros and negative entries."""
    with pytest.raises(ContractError):
        assert_monotone_under_markov(kl, p=p, q=q, W=W)
