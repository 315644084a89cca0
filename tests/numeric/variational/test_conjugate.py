"""Conjugate models: exact evidences, gradients of the bound, and the one step that is enough."""

from itertools import combinations

import numpy as np
import pytest
from scipy import integrate, stats

from numeric.agreement import Outcome
from numeric.differentiate import central_differences
from numeric.slopes import measure_slope
from numeric.variational import (
    Dirichlet,
    Gamma,
    NormalGamma,
    categorical_observations,
    divergence,
    dual_gradient,
    normal_observations,
    poisson_observations,
)

X = np.array([0.4, -1.3, 2.2, 0.9, 1.7])
LABELS = np.array([2, 0, 2, 3, 2, 0, 2])
COUNTS, EXPOSURES = np.array([3, 0, 7, 2, 4, 1]), np.array([0.8, 0.3, 2.5, 1.1, 1.9, 0.6])
NORMAL = NormalGamma().natural((0.8, 1.7, 2.4, 0.6))
CLASSES = Dirichlet(4).natural([0.7, 2.2, 1.3, 3.1])
RATE = Gamma().natural(2.7, 0.6)
MODELS = {
    "numbers": normal_observations(NORMAL, X),
    "labels": categorical_observations(CLASSES, LABELS),
    "counts": poisson_observations(RATE, COUNTS, EXPOSURES),
}


@pytest.fixture(params=MODELS, scope="module")
def model(request):
    """Each model in turn."""
    return MODELS[request.param]


def other(model):
    """A valid parameter that is neither prior nor posterior."""
    return 0.6 * model.prior + 0.25 * model.posterior + 0.03


def test_the_evidence_of_numbers_is_the_density_of_a_t_law():
    """Student's t of 2 a degrees of freedom, location m and shape (b / a)(I + 1 1^T / kappa), by SciPy."""
    shape = 0.6 / 2.4 * (np.eye(5) + np.ones((5, 5)) / 1.7)
    expected = stats.multivariate_t(np.full(5, 0.8), shape, df=4.8).logpdf(X)

    assert expected == pytest.approx(MODELS["numbers"].log_evidence, rel=1e-12)


def test_the_evidence_of_labels_is_the_product_of_their_predictions():
    """Label by label, (alpha_y + how often y came before) / (sum alpha + how many came before)."""
    alpha, log_evidence = np.array([0.7, 2.2, 1.3, 3.1]), 0.0
    for y in LABELS:
        log_evidence += np.log(alpha[y] / alpha.sum())
        alpha[y] += 1

    assert log_evidence == pytest.approx(MODELS["labels"].log_evidence, rel=1e-12)
    np.testing.assert_allclose(MODELS["labels"].posterior + 1, alpha, rtol=1e-14)


def test_the_evidence_of_counts_is_an_integral_over_the_rate():
    """By SciPy's quadrature over the gamma prior; the posterior's mean is another."""
    prior = stats.gamma(2.7, scale=1 / 0.6)

    def joint(x):
        return prior.pdf(x) * np.prod(stats.poisson(EXPOSURES * x).pmf(COUNTS))

    evidence = integrate.quad(joint, 0, 30, epsabs=1e-16, limit=200)[0]
    mean = integrate.quad(lambda x: x * joint(x), 0, 30, epsabs=1e-16, limit=200)[0] / evidence
    found = MODELS["counts"]

    assert np.log(evidence) == pytest.approx(found.log_evidence, rel=1e-9)
    assert mean == pytest.approx(Gamma().mean(found.posterior)[1], rel=1e-8)


def test_the_bound_is_the_log_evidence_less_the_divergence_from_the_posterior(model):
    """And is the log evidence at the posterior."""
    theta = other(model)
    expected = model.log_evidence - divergence(model.family, theta, model.posterior)

    assert float(expected) == pytest.approx(model.bound(theta), rel=1e-12)
    assert model.log_evidence == pytest.approx(model.bound(model.posterior), rel=1e-13)


def test_the_bound_is_the_mean_log_joint_less_the_mean_log_law():
    """For counts, E_q[log p(y, x) - log q(x)] by SciPy's quadrature."""
    model = MODELS["counts"]
    a, b = Gamma().shape_and_rate(other(model))
    q, prior = stats.gamma(float(a), scale=1 / float(b)), stats.gamma(2.7, scale=1 / 0.6)

    def gap(x):
        fit = np.sum(stats.poisson(EXPOSURES * x).logpmf(COUNTS))
        return q.pdf(x) * (fit + prior.logpdf(x) - q.logpdf(x))

    expected = integrate.quad(gap, 1e-12, 40, epsabs=1e-12, limit=300)[0]

    assert expected == pytest.approx(model.bound(other(model)), rel=1e-8)


def test_the_gradient_is_the_derivative_of_the_bound(model):
    """By differences in theta."""
    theta = other(model)
    expected = central_differences(lambda x: np.asarray(model.bound(x)), theta).value

    np.testing.assert_allclose(model.gradient(theta), expected, rtol=1e-6, atol=1e-7)


def test_the_natural_gradient_is_the_posterior_less_the_parameter(model):
    """F^-1 times the plain gradient, by a linear solve."""
    theta = other(model)

    found = dual_gradient(model.family, theta, model.gradient(theta)).solution

    np.testing.assert_allclose(found, model.natural_gradient(theta), rtol=1e-7)
    np.testing.assert_allclose(found, model.posterior - theta, rtol=1e-7)


def test_a_natural_step_of_size_one_is_the_posterior_and_smaller_ones_lie_between(model):
    """From anywhere; at rate h the bound rises by h g . F^-1 g to first order."""
    theta = other(model)
    rise = model.gradient(theta) @ model.natural_gradient(theta)

    np.testing.assert_allclose(model.step(theta, rate=1.0), model.prior + model.added, rtol=1e-14)
    np.testing.assert_allclose(
        model.step(theta, rate=0.25), 0.75 * theta + 0.25 * model.posterior, rtol=1e-14
    )
    slope = measure_slope(
        lambda h: model.bound(model.step(theta, rate=h)) - model.bound(theta) - h * rise, largest=2.0**-5
    )
    assert slope.against(2) is Outcome.AGREES


@pytest.mark.parametrize(
    ("make", "size"),
    [
        (lambda rows, n: normal_observations(NORMAL, X[rows], total=n), 5),
        (lambda rows, n: categorical_observations(CLASSES, LABELS[rows], total=n), 7),
        (lambda rows, n: poisson_observations(RATE, COUNTS[rows], EXPOSURES[rows], total=n), 6),
    ],
    ids=["numbers", "labels", "counts"],
)
def test_minibatches_are_unbiased(make, size):
    """Over all subsets of three observations, what they add and the bound at any parameter."""
    whole = make(list(range(size)), None)
    batches = [make(list(rows), size) for rows in combinations(range(size), 3)]
    theta = other(whole)

    np.testing.assert_allclose(np.mean([b.added for b in batches], axis=0), whole.added, rtol=1e-12)
    assert np.mean([b.bound(theta) for b in batches]) == pytest.approx(whole.bound(theta), rel=1e-12)


def test_hand_computed_posteriors():
    """Gamma(2, 3) and counts 4, 5 at exposure 1, 2: Gamma(11, 6).  Dirichlet(1, 2) and labels 1, 1, 0: (2, 4).

    Normal-gamma m = 0, kappa = 1, a = 1, b = 1 and x = 1, 3: kappa' = 3, m' = 4/3, a' = 2,
    b' = 1 + (1 + 9 - 16/3) / 2 = 10/3.
    """
    counts = poisson_observations(Gamma().natural(2, 3), [4, 5], [1, 2]).posterior
    labels = categorical_observations(Dirichlet(2).natural([1, 2]), [1, 1, 0]).posterior
    numbers = normal_observations(NormalGamma().natural((0, 1, 1, 1)), [1, 3]).posterior

    np.testing.assert_allclose(Gamma().shape_and_rate(counts), [11, 6])
    np.testing.assert_allclose(Dirichlet(2).concentrations(labels), [2, 4])
    np.testing.assert_allclose(NormalGamma().ordinary(numbers), [4 / 3, 3, 2, 10 / 3], rtol=1e-14)
