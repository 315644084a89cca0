"""Stochastic variational inference: unbiased, equal to coordinate ascent on all data at rate one, and convergent."""

from itertools import combinations

import numpy as np
import pytest

from numeric.variational import (
    Dirichlet,
    GaussianMixture,
    NormalWishart,
    Rates,
    Topics,
    minibatches,
    stochastic_ascent,
    stochastic_natural_gradient,
    stochastic_step,
    sweep,
    sweeps,
)

FAMILY = NormalWishart(2)
PRIOR = FAMILY.natural(([0.2, -0.4], 0.7, 3.3, [[1.2, 0.3], [0.3, 0.8]]))
MIXTURE = GaussianMixture(FAMILY, [0.6, 1.3, 2.1], PRIOR)
TOPICS = Topics([0.4, 0.9, 1.3], [0.5, 0.7, 0.3, 1.1])


def mixture_case(seed, n=7):
    """Seven examples and global parameters with components apart."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, 2)) + np.where(rng.random((n, 1)) < 0.5, [[2.0, -1.0]], [[-2.0, 1.0]])
    means = rng.normal(size=(3, 2)) * 2
    theta = FAMILY.natural((means, np.full(3, 1.1), np.full(3, 4.2), np.tile(np.eye(2), (3, 1, 1))))
    return MIXTURE, (Dirichlet(3).natural([2.0, 3.5, 1.5]), theta), x


def topics_case(seed, n=7):
    """Seven documents of four words and three topics."""
    rng = np.random.default_rng(seed)
    return TOPICS, (rng.gamma(4.0, 0.5, size=(3, 4)) - 0.5,), rng.integers(0, 5, size=(n, 4)).astype(float)


@pytest.fixture(params=[mixture_case, topics_case], ids=["mixture", "topics"])
def case(request):
    """Model, global parameters, data."""
    return request.param(130)


def test_all_data_at_rate_one_is_a_sweep_of_coordinate_ascent(case):
    """To the last bit but rounding."""
    model, parameters, x = case

    found = stochastic_step(model, parameters, x, total=7, rate=1.0)

    expected, _ = sweep(model, parameters, x)
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-13, atol=1e-13)
        assert np.max(np.abs(one - parameters[0][0])) > 0.1


def test_over_all_minibatches_the_natural_gradient_and_the_bound_have_the_values_of_all_data(case):
    """The 35 subsets of 3 of 7: local terms weigh 7/3, those of the globals 1."""
    model, parameters, x = case
    expected, bound = stochastic_natural_gradient(model, parameters, x, total=7)

    found = [
        stochastic_natural_gradient(model, parameters, x[list(rows)], total=7)
        for rows in combinations(range(7), 3)
    ]

    for block, want in enumerate(expected):
        mean = np.mean([change[block] for change, _ in found], axis=0)
        np.testing.assert_allclose(mean, want, rtol=1e-7, atol=1e-7)
        assert np.max(np.std([change[block] for change, _ in found], axis=0)) > 0.1
    assert bound == pytest.approx(np.mean([value for _, value in found]), rel=1e-9)


def test_a_step_is_the_old_parameter_and_the_intermediate_one_in_shares(case):
    """(1 - rho) lambda + rho (lambda_0 + (7/3) statistics of the minibatch) at rho = 0.3."""
    model, parameters, x = case
    added = model.statistics(model.local(parameters, x[:3]), x[:3])

    found = stochastic_step(model, parameters, x[:3], total=7, rate=0.3)

    for block, old in enumerate(parameters):
        expected = 0.7 * old + 0.3 * (model.prior[block] + 7 / 3 * added[block])
        np.testing.assert_allclose(found[block], expected, rtol=1e-12, atol=1e-12)


def test_data_seen_twice_weigh_as_a_total_of_twice_as_many(case):
    """A minibatch of all seven with N = 14 is the fourteen of the doubled data."""
    model, parameters, x = case

    one, bound = stochastic_natural_gradient(model, parameters, x, total=14)
    other, doubled = stochastic_natural_gradient(model, parameters, np.concatenate([x, x]), total=14)

    for a, b in zip(one, other, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-10, atol=1e-10)
    assert bound == pytest.approx(doubled, rel=1e-12)


def test_rates_fall_as_said():
    """(t + delay)^-forgetting: (3 + 2)^-0.7, and with no delay 1, 1/2, 1/3."""
    assert Rates(2, 0.7).at(3) == pytest.approx(5**-0.7)
    assert [Rates(0, 1.0).at(t) for t in (1, 2, 3)] == pytest.approx([1, 1 / 2, 1 / 3])


def test_minibatches_are_drawn_without_replacement_from_all_examples_each_time():
    """Distinct indices; over 400 seeded minibatches of 3 of 8 every example comes up 150 times, give or take 60.

    The count is binomial with n = 400, p = 3/8: deviation 9.7.
    """
    drawn = minibatches(8, 3, rng=np.random.default_rng(131))
    rows = np.array([next(drawn) for _ in range(400)])

    assert all(len(set(row)) == 3 for row in rows)
    counts = np.bincount(rows.ravel(), minlength=8)
    assert np.all(np.abs(counts - 150) < 60)


def clusters(seed, n):
    """Examples around three centres."""
    rng = np.random.default_rng(seed)
    centres = np.array([[-2.5, 0.5], [1.5, 2.0], [1.0, -2.5]])
    return centres[rng.choice(3, size=n, p=[0.5, 0.3, 0.2])] + 0.7 * rng.normal(size=(n, 2))


def test_stochastic_ascent_on_a_mixture_comes_within_half_a_percent_of_coordinate_ascent():
    """300 examples, minibatches of 20, 100 steps, from one start; the same seed gives the same end."""
    x = clusters(132, 300)
    _, start, _ = mixture_case(133)
    best = sweeps(MIXTURE, start, x)

    runs = [
        stochastic_ascent(
            MIXTURE, start, x, size=20, steps=100, rates=Rates(2, 0.7), rng=np.random.default_rng(134)
        )
        for _ in range(2)
    ]

    bound = MIXTURE.bound(runs[0].parameters, MIXTURE.local(runs[0].parameters, x), x)
    first = MIXTURE.bound(start, MIXTURE.local(start, x), x)
    assert best.bounds[-1] - 0.005 * abs(best.bounds[-1]) < bound <= best.bounds[-1] + 1e-6
    assert first < best.bounds[-1] - 0.2 * abs(best.bounds[-1])
    assert len(runs[0].bounds) == 100
    np.testing.assert_array_equal(runs[0].parameters[1], runs[1].parameters[1])
    assert abs(np.mean(runs[0].bounds[-40:]) - bound) < 0.03 * abs(bound)


def test_stochastic_ascent_learns_topics_from_a_corpus_that_it_sees_in_parts():
    """200 documents of 40 words, 20 words, 4 topics of 5 words each; minibatches of 16, two passes.

    Every true topic has a learned one of cosine above 0.95, and the bound is within 2 % of coordinate ascent's.
    """
    rng = np.random.default_rng(135)
    topics = np.kron(np.eye(4), np.ones(5)) * 0.19 + 0.05 / 20
    counts = np.stack([rng.multinomial(40, t @ topics) for t in rng.dirichlet(np.full(4, 0.3), size=200)])
    model = Topics(np.full(4, 0.3), np.full(20, 0.2), settled=1e-3, rounds=50)
    start = (rng.gamma(100.0, 0.01, size=(4, 20)) - 1,)

    found = stochastic_ascent(model, start, counts, size=16, steps=25, rates=Rates(1, 0.6), rng=rng)

    learned = found.parameters[0] + 1
    cosines = (topics / np.linalg.norm(topics, axis=1)[:, None]) @ (
        learned / np.linalg.norm(learned, axis=1)[:, None]
    ).T
    assert np.all(np.max(cosines, axis=1) > 0.95)
    bound = model.bound(found.parameters, model.local(found.parameters, counts), counts)
    best = sweeps(model, found.parameters, counts, tolerance=0.5).bounds[-1]
    assert best - 0.02 * abs(best) < bound <= best
