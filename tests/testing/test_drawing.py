"""Strategies: what they draw is in its domain and exact, and the simplest of it is short."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from fisherproof import testing
from fisherproof.testing import models
from fisherproof.testing.errors import ContractError
from fisherproof.testing.instance import STEEP, instances, steep

QUICK = settings(max_examples=25, deadline=None, database=None, derandomize=True)
FIND = settings(QUICK, phases=(Phase.generate, Phase.shrink))


def short(values, *, denominator=128):
    """Whether every number is a fraction with a small power of two below."""
    return all(Fraction(float(x)).denominator <= denominator for x in np.ravel(values))


@QUICK
@given(st.data())
def test_points_lie_inside_and_are_short_fractions(data):
    """Of every family; so do tangent vectors, which are not zero."""
    family = data.draw(testing.families())
    point, vector = data.draw(testing.points(family)), data.draw(testing.tangent_vectors(family))

    np.testing.assert_array_equal(point, family.point(point))
    assert short(point)
    assert short(vector)
    assert vector.shape == (family.dimension,)
    assert np.any(vector)


@QUICK
@given(st.data())
def test_gradients_of_losses_are_those_of_their_values(data):
    """By complex step, for polynomials and fits."""
    family = data.draw(testing.families())
    loss, theta = data.draw(testing.losses(family)), data.draw(testing.points(family))

    by_step = [np.imag(loss.value(family, theta + 1e-30j * e)) / 1e-30 for e in np.eye(family.dimension)]

    np.testing.assert_allclose(loss.gradient(family, theta), by_step, rtol=1e-10, atol=1e-11)
    assert eval(repr(loss), {"Fit": testing.Fit, "Polynomial": testing.Polynomial}) == loss


@QUICK
@given(st.data())
def test_statistics_are_sufficient(data):
    """Likelihood ratios, scores and Fisher matrices are those of the reduced data; draws are reduced draws."""
    family = data.draw(testing.families())
    statistic = data.draw(testing.sufficient_statistics(family))
    theta, other = data.draw(testing.points(family)), data.draw(testing.points(family))
    full, reduced = statistic.full, statistic.reduced

    x = full.sample(np.random.default_rng(1), 5, theta)
    y = statistic.apply(x)
    ratio = full.log_density(x, theta) - full.log_density(x, other)
    ratio_reduced = reduced.log_density(y, theta) - reduced.log_density(y, other)

    np.testing.assert_allclose(ratio, ratio_reduced, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(full.score(x, theta), reduced.score(y, theta), rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(full.fisher(theta), reduced.fisher(theta), rtol=1e-12)
    np.testing.assert_array_equal(y, reduced.sample(np.random.default_rng(1), 5, theta))


def test_fisher_matrices_of_repeated_observations_add():
    """Three observations know three times as much, and their scores add."""
    family = testing.family("poisson")
    theta = np.array([1.75])

    found = testing.summed(family, 3)

    np.testing.assert_allclose(3 * family.fisher(theta), found.full.fisher(theta))
    x = np.array([[1.0, 4.0, 0.0]])
    expected = family.score(x[0], theta).sum(axis=0)
    np.testing.assert_allclose([expected], found.full.score(x, theta))


@pytest.mark.parametrize("name", ["bernoulli", "exponential", "poisson"])
def test_the_law_of_a_sum_is_that_of_its_draws(name):
    """Its log-density integrates, or sums, the product of those of the parts: compared as a law over the sums."""
    statistic = testing.summed(testing.family(name), 2)
    family, theta = testing.family(name), np.array([0.375])
    total = 1.0

    if (
        name == "exponential"
    ):  # the density at 1 is int_0^1 p(x) p(1 - x) dx, by the midpoint rule; p p is constant
        x = (np.arange(64) + 0.5) / 64
        expected = np.mean(np.exp(family.log_density(x, theta) + family.log_density(total - x, theta)))
    else:  # the probability of 1 is 2 p(0) p(1)
        expected = 2 * np.exp(np.sum(family.log_density(np.array([0.0, 1.0]), theta)))

    found = np.exp(statistic.reduced.log_density(np.array([total]), theta))[0]
    np.testing.assert_allclose(expected, found, rtol=1e-12)


@QUICK
@given(st.integers(1, 5), st.sampled_from([1.0, 2.0, 16.0, 1000.0]), st.data())
def test_spd_matrices_have_the_condition_asked_for(n, condition, data):
    """Symmetric to the bit, positive, and max/min of the eigenvalues as asked for; 1 for n = 1."""
    found = data.draw(testing.spd_matrices(n, condition=condition))
    eigenvalues = np.linalg.eigvalsh(found)

    np.testing.assert_array_equal(found, found.T)
    np.testing.assert_allclose(condition if n > 1 else 1.0, eigenvalues[-1] / eigenvalues[0], rtol=1e-9)


@QUICK
@given(st.integers(1, 5), st.integers(1, 5), st.data())
def test_markov_maps_are_column_stochastic(n, m, data):
    """Nonnegative dyadic entries whose columns sum to exactly one; every point is reached."""
    W = data.draw(testing.markov_maps(n, m)) if m <= n else data.draw(testing.congruent_embeddings(n, m))

    assert (m, n) == W.shape
    np.testing.assert_array_equal(1, W.sum(axis=0))
    assert np.all(W >= 0)
    assert np.all(W.any(axis=1))
    assert short(W)


@QUICK
@given(st.integers(1, 4), st.integers(0, 4), st.data())
def test_congruent_embeddings_can_be_undone(n, more, data):
    """Each row has one positive entry, so summing the parts of each point gives the law back."""
    Q = data.draw(testing.congruent_embeddings(n, n + more))
    p = data.draw(testing.positive_laws(n))

    np.testing.assert_array_equal(1, np.sum(Q > 0, axis=1))
    np.testing.assert_array_equal(p, (Q > 0).T @ (Q @ p))


@QUICK
@given(st.integers(1, 10), st.data())
def test_laws_are_positive_and_sum_to_exactly_one(n, data):
    """Also on more points than are listed; tangent vectors sum to exactly zero."""
    p = data.draw(testing.positive_laws(n))

    assert (n,) == p.shape
    assert np.all(p > 0)
    assert sum(map(Fraction, p)) == 1
    if n > 1:
        u = data.draw(testing.zero_sum_vectors(n))
        assert np.any(u)
        assert sum(map(Fraction, u)) == 0


@pytest.mark.parametrize(
    ("strategy", "condition", "expected"),
    [
        (testing.charts(models.load("normal")), lambda c: True, ()),
        (testing.charts(models.load("exponential")), lambda c: not c.affine, (testing.Exp(0),)),
        (testing.scalings(models.load("normal")), lambda c: bool(c.layers), (testing.Scale(0, -1.0),)),
        (
            testing.rotations(models.load("normal")),
            lambda c: bool(c.layers),
            (testing.Rotation(1, 0, (4, 3, 5)),),
        ),
    ],
    ids=["identity", "bent", "scaling", "rotation"],
)
def test_charts_shrink_to_few_simple_layers(strategy, condition, expected):
    """To the identity where that will do, else to one layer with the simplest number."""
    found = find(strategy, condition, settings=FIND)

    assert len(expected) == len(found.layers)
    assert {type(layer) for layer in expected} == {type(layer) for layer in found.layers}


@pytest.mark.parametrize(
    ("strategy", "expected"),
    [
        (testing.points(models.load("normal")), [0, 1]),
        (testing.points(models.load("categorical")), [0.25, 0.25]),
        (testing.positive_laws(2), [0.5, 0.5]),
        (testing.families().map(lambda f: f.dimension), 1),
        (testing.spd_matrices(2, condition=4.0), [[1, 0], [0, 4]]),
    ],
)
def test_the_simplest_is_what_a_person_would_choose(strategy, expected):
    """Standard parameters, uniform laws, one coordinate, a diagonal matrix."""
    np.testing.assert_array_equal(expected, find(strategy, lambda _: True, settings=FIND))


def flat_or_not(family):
    """Losses, half of them zero."""
    return st.just(testing.Polynomial(())) | testing.losses(family)


AFFINE = {testing.Scale, testing.Shift, testing.Slant, testing.Rotation}
ONTO = {testing.Exp, testing.Square, testing.Reciprocal}  # the positive range of sigma


@pytest.mark.parametrize(
    ("group", "kinds"),
    [
        (testing.scalings, {testing.Scale}),
        (testing.rotations, {testing.Rotation}),
        (testing.affine_charts, AFFINE),
        (testing.monotone_charts, {testing.Scale, testing.Sinh, *ONTO}),
        (testing.triangular_charts, {testing.Sinh, testing.Slant, testing.Ripple, *ONTO}),
        (testing.charts, {*AFFINE, testing.Sinh, testing.Ripple, *ONTO}),
    ],
)
def test_a_group_of_charts_has_the_layers_of_its_name(group, kinds):
    """All of them, and no others; in triangular charts a coordinate is moved by those before it alone."""
    seen = set()

    @settings(max_examples=120, deadline=None, database=None, derandomize=True)
    @given(group(models.load("normal")))
    def gather(chart):
        seen.update(chart.layers)

    gather()

    assert {type(layer) for layer in seen} == kinds
    moved = [layer for layer in seen if isinstance(layer, testing.Slant | testing.Ripple)]
    if group is testing.triangular_charts:
        assert all(layer.j < layer.i for layer in moved)
    if group is testing.charts:
        assert any(layer.j > layer.i for layer in moved)


@QUICK
@given(instances(None, chart=None, point=None, loss=None, default_loss=flat_or_not))
def test_losses_that_are_drawn_are_steep_where_they_are_used(drawn):
    """A direction of zero would show nothing; the two problems are those of the point in both coordinates."""
    assert steep(drawn.family, drawn.loss, drawn.point)
    np.testing.assert_allclose(
        drawn.here.loss(drawn.point), drawn.there.loss(drawn.eta), rtol=1e-9, atol=1e-9
    )


def test_a_flat_loss_is_not_steep():
    """A gradient that vanishes, or nearly, on the scale of the room shows nothing about directions."""
    family, loss = testing.family("normal"), testing.Polynomial(((0.5, (2, 0)),))

    assert not steep(family, loss, np.array([0.0, 1.0]))
    assert not steep(family, loss, np.array([STEEP / 2, 1.0]))
    assert steep(family, loss, np.array([1.0, 1.0]))


@pytest.mark.parametrize(
    "make",
    [
        lambda: testing.spd_matrices(0),
        lambda: testing.spd_matrices(2, condition=0.5),
        lambda: testing.congruent_embeddings(3, 2),
        lambda: testing.zero_sum_vectors(1),
        lambda: testing.positive_laws(0),
        lambda: testing.relabelled(testing.family("normal"), 0.0, 1.0),
        lambda: testing.with_coin(testing.family("normal"), 1.0),
        lambda: testing.sorted_pair(testing.family("parabola")),
        lambda: testing.summed(testing.family("cauchy"), 2),
        lambda: testing.summed(testing.family("poisson"), 1),
    ],
)
def test_what_cannot_be_drawn_is_refused(make):
    """Sizes and numbers for which there is nothing are errors, not empty strategies."""
    with pytest.raises(ContractError):
        make()
