"""Every specimen of the zoo is what it declares, measured from its densities; wrong declarations are seen."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import norm

from numeric.agreement import Outcome, compare
from numeric.arrays import Estimate
from numeric.differentiate import complex_step, hessian
from numeric.errors import InfeasibleError, ShapeError
from numeric.fisher import empirical_fisher, scores
from numeric.spectra import random_spd
from numeric.zoo import specimens
from numeric.zoo.ancillary_precision import ancillary_precision, two_precisions
from numeric.zoo.exponential import exponential
from numeric.zoo.parabola import parabola
from numeric.zoo.poisson import poisson_log_rate, poisson_mean
from numeric.zoo.torus import torus

ZOO = pytest.mark.parametrize("specimen", specimens(), ids=lambda specimen: specimen.name)
Z = norm.isf(1e-7 / 2 / 12)  # up to twelve entries, two sides
SEPARATING = {
    "torus of 1 circle",
    "torus of 2 circles",
    "parabola",
    "ancillary precision in 1 dimension",
    "ancillary precision in 2 dimensions",
}


def rounded(value):
    """A declared array, computed by a formula of a few terms: right to 16 units of rounding of its largest."""
    return Estimate(value, np.full(np.shape(value), 16 * np.finfo(float).eps * np.max(np.abs(value))))


def outer_scores(specimen, theta):
    def at(x):
        s = scores(specimen.log_density, theta, x)
        half = np.abs(s.value)[:, :, None] * s.error[:, None, :]
        return Estimate(s.value[:, :, None] * s.value[:, None, :], half + np.swapaxes(half, 1, 2))

    return at


def metric(specimen):
    """Whether I is E_model[score score^T] at the optimum and elsewhere."""
    return [
        compare(
            specimen.under_model(outer_scores(specimen, theta), theta),
            rounded(specimen.fisher(theta)),
        ).outcome
        for theta in [specimen.optimum, specimen.points[0]]
    ]


def losses(specimen):
    """Whether L is E_data[log p(x; theta*) - log p(x; theta)] at two points."""

    def excess(theta):
        def at(x):
            best, here = (specimen.log_density(x, point) for point in (specimen.optimum, theta))
            return Estimate(best - here, 8 * np.finfo(float).eps * (np.abs(best) + np.abs(here)))

        return specimen.under_data(at)

    return [
        compare(excess(theta), rounded(specimen.loss(theta)), size=1.0).outcome
        for theta in specimen.points[:2]
    ]


def gradients(specimen):
    """Whether grad L is the derivative of L at every point."""
    return [
        compare(complex_step(specimen.loss, theta), rounded(specimen.gradient(theta))).outcome
        for theta in specimen.points
    ]


def curvature(specimen):
    """Whether H is the second derivative of L at the optimum."""
    return [compare(hessian(specimen.loss, specimen.optimum), rounded(specimen.hessian)).outcome]


CONTRACT = (metric, losses, gradients, curvature)


@ZOO
@pytest.mark.parametrize("promise", CONTRACT, ids=lambda promise: promise.__name__)
def test_what_is_declared_is_what_is_measured(specimen, promise):
    """Metric, loss, gradient and Hessian agree with quadrature and differentiation to six digits."""
    assert {Outcome.AGREES} == set(promise(specimen))


@ZOO
def test_the_optimum_is_one(specimen):
    """Loss and gradient vanish there, and the loss is positive elsewhere."""
    rounding = (
        16 * np.finfo(float).eps * np.max(np.abs(specimen.hessian)) * (1 + np.max(np.abs(specimen.optimum)))
    )

    assert np.max(np.abs(specimen.gradient(specimen.optimum))) <= rounding
    assert abs(float(specimen.loss(specimen.optimum))) <= 1e-15
    assert np.all(specimen.loss(specimen.points) > 1e-3)
    assert len(specimen.points) >= 3


@ZOO
def test_wrong_declarations_are_seen(specimen):
    """One per cent more metric, loss, gradient or Hessian is told from the truth."""
    wrong = replace(
        specimen,
        fisher=lambda theta: 1.01 * specimen.fisher(theta),
        gradient=lambda theta: 1.01 * specimen.gradient(theta),
        hessian=1.01 * specimen.hessian,
    )
    steep = replace(specimen, loss=lambda theta: 1.01 * specimen.loss(theta))

    for promise in (metric, gradients, curvature):
        assert {Outcome.DIFFERS} == set(promise(wrong))
    assert {Outcome.DIFFERS} == set(losses(steep))


@ZOO
def test_draws_follow_the_laws_they_are_declared_to(specimen):
    """Over 20 000 draws the mean of score score^T is I, and under the data the mean score is -grad L."""
    rng, theta = np.random.default_rng(1), specimen.points[0]
    drawn = specimen.draw(rng, 20_000, theta)
    found = empirical_fisher(specimen.log_density, theta, drawn)
    data = specimen.draw_data(rng, 20_000)
    s = scores(specimen.log_density, theta, data).value
    error = np.std(s, axis=0, ddof=1) / np.sqrt(len(s))

    assert np.all(np.abs(found.value - specimen.fisher(theta)) < Z * found.standard_error)
    assert np.all(np.abs(np.mean(s, axis=0) + specimen.gradient(theta)) < Z * error)
    assert np.any(np.abs(np.mean(scores(specimen.log_density, theta, drawn).value, axis=0)) < Z * error)
    assert np.any(np.abs(np.mean(s, axis=0)) > 2 * Z * error)


@ZOO
def test_batches_of_points_give_what_single_points_give(specimen):
    """Loss, gradient and metric take (k, n) as they take (n,)."""
    points = specimen.points
    for f in (specimen.loss, specimen.gradient, specimen.fisher):
        assert np.allclose(f(points), np.stack([f(point) for point in points]), rtol=1e-14)
    assert specimen.landscape.natural(points).shape == points.shape


def test_the_zoo_tells_the_metric_from_the_hessian_where_it_is_not_an_exponential_family():
    """Torus, parabola and ancillary precision separate; exponential and Poisson laws have H = I to rounding."""
    zoo = specimens()
    assert {specimen.name for specimen in zoo if specimen.separates} == SEPARATING
    for specimen in zoo:
        if specimen.name not in SEPARATING:
            assert np.allclose(specimen.fisher(specimen.optimum), specimen.hessian, rtol=1e-14)


def test_a_specimen_separates_from_a_tenth_on():
    """H = 1.05 I is too near to I to tell one from the other, H = 1.2 I is not."""
    assert [torus([[2.0]], [[2.0 * k]], [0.3]).separates for k in (1.05, 1.2)] == [False, True]


def test_some_specimen_hides_no_transpose():
    """K = I^-1 H of the two-dimensional specimens is not symmetric."""
    plane = [specimen for specimen in specimens() if specimen.optimum.size == 2]
    assert len(plane) == 2
    for specimen in plane:
        K = np.linalg.solve(specimen.fisher(specimen.optimum), specimen.hessian)
        assert np.linalg.norm(K - K.T) > 0.1 * np.linalg.norm(K)


@pytest.mark.parametrize("family", [torus, ancillary_precision])
def test_any_pair_of_metric_and_hessian_is_realised(family):
    """Random pairs of condition 30 have a model, whose measured metric and Hessian they are."""
    rng = np.random.default_rng(2)
    for _ in range(3):
        I, H = (random_spd(rng, 2, condition=30.0) for _ in range(2))
        specimen = family(I, H, rng.normal(size=2))
        found = specimen.under_model(outer_scores(specimen, specimen.optimum), specimen.optimum)

        assert compare(found, rounded(I)).outcome is Outcome.AGREES
        assert curvature(specimen) == [Outcome.AGREES]
        assert specimen.separates


def test_two_precisions_mix_to_both_matrices_and_are_positive_definite():
    """Also for pairs as far apart as condition 1e6 makes them, and for equal ones."""
    rng = np.random.default_rng(3)
    for condition in (1.0, 10.0, 1e6):
        I, H = (random_spd(rng, 3, condition=condition) for _ in range(2))
        first, second, e = two_precisions(I, H)

        assert np.allclose((1 - e) * first + e * second, I, rtol=1e-12, atol=1e-12 * np.max(I))
        assert np.allclose(e * first + (1 - e) * second, H, rtol=1e-12, atol=1e-12 * np.max(H))
        assert min(np.linalg.eigvalsh(first)[0], np.linalg.eigvalsh(second)[0]) > 0


def test_what_no_model_has_is_refused_by_name():
    """Indefinite or unsymmetric pairs, a parabola with a second optimum, means that are not positive."""
    for family in (torus, ancillary_precision):
        with pytest.raises(InfeasibleError, match="metric"):
            family([[1.0, 2.0], [2.0, 1.0]], np.eye(2), [0.0, 0.0])
        with pytest.raises(InfeasibleError, match="Hessian"):
            family(np.eye(2), [[1.0, 0.3], [0.0, 1.0]], [0.0, 0.0])
        with pytest.raises(ShapeError):
            family(np.eye(2), np.eye(3), [0.0, 0.0])
    with pytest.raises(InfeasibleError, match="second optimum"):
        parabola(0.8, 2.0)
    for law in (exponential, poisson_mean, poisson_log_rate):
        with pytest.raises(InfeasibleError, match="positive"):
            law(0.0)
