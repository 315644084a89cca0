"""Lower bounds of Gaussian laws: quadratic joints exactly, logistic ones by integrals over the line."""

from itertools import combinations

import numpy as np
import pytest
from scipy import integrate, special, stats

from numeric.differentiate import central_differences
from numeric.variational import (
    MEAN_COVARIANCE,
    MEAN_VARIANCE,
    DiagonalNormal,
    LogisticRegression,
    Normal,
    Quadratic,
    diagonal_divergence,
    expected_from_values,
    hermite_nodes,
    linear_regression,
    lower_bound,
    lower_bound_gradient,
    normal_divergence,
)


def whole(law):
    """Mean and covariance written out."""
    return law.mean, law.covariance if isinstance(law, Normal) else np.diag(law.variance)


def quadratic(seed, d=3):
    """A quadratic joint in general position, with a constant."""
    rng = np.random.default_rng(seed)
    root = rng.normal(size=(d, d))
    return Quadratic(root @ root.T + np.eye(d) / 2, rng.normal(size=d), 0.7)


def logistic(seed, n=7, d=2):
    """Seven examples, two weights, a prior in general position."""
    rng = np.random.default_rng(seed)
    prior = Normal(rng.normal(size=d), np.array([[1.4, 0.5], [0.5, 0.9]]))
    return LogisticRegression(rng.normal(size=(n, d)), rng.integers(0, 2, size=n), prior)


def test_expectations_of_a_quadratic_are_those_of_its_values(law):
    """By three nodes in each coordinate, exact for polynomials of degree five; the Hessian takes degree four."""
    f, q = quadratic(40), law(41)
    expected = expected_from_values(f.value, q, hermite_nodes(3, 3))

    found = f.expected(q)

    assert expected.value == pytest.approx(found.value, rel=1e-12)
    np.testing.assert_allclose(found.gradient, expected.gradient, rtol=1e-11)
    np.testing.assert_allclose(found.hessian, expected.hessian, rtol=1e-9, atol=1e-10)


def test_the_bound_is_the_log_evidence_less_the_divergence_from_the_posterior(law):
    """L(q) = log integral exp f - KL(q || posterior), so L of the posterior is the log evidence."""
    f, q = quadratic(42), law(43)
    whole_q = q if isinstance(q, Normal) else q.full
    expected = f.log_evidence - normal_divergence(whole_q, f.posterior)

    assert expected == pytest.approx(lower_bound(q, f.expected(q)), rel=1e-12)
    best = f.posterior
    assert f.log_evidence == pytest.approx(lower_bound(best, f.expected(best)), rel=1e-12)


def test_the_log_evidence_of_a_quadratic_is_its_integral():
    """Over the plane, by SciPy's quadrature."""
    f = quadratic(44, d=2)
    m, S = f.posterior.mean, f.posterior.covariance
    ends = [(c - 9 * np.sqrt(v), c + 9 * np.sqrt(v)) for c, v in zip(m, np.diag(S), strict=True)]
    expected = integrate.nquad(lambda x, y: np.exp(f.value([[x, y]])[0]), ends, opts={"epsrel": 1e-8})[0]

    assert np.log(expected) == pytest.approx(f.log_evidence, abs=1e-7)


def test_the_evidence_of_a_linear_regression_is_the_density_of_its_responses():
    """log N(y; X m_0, X S_0 X^T + s I) by SciPy, for 6 responses, 2 weights, s = 0.3."""
    rng = np.random.default_rng(45)
    X, y = rng.normal(size=(6, 2)), rng.normal(size=6)
    prior = Normal([0.4, -1.1], [[1.3, 0.4], [0.4, 0.6]])
    expected = stats.multivariate_normal(X @ prior.mean, X @ prior.covariance @ X.T + 0.3 * np.eye(6)).logpdf(
        y
    )

    found = linear_regression(X, y, noise=0.3, prior=prior)

    assert expected == pytest.approx(found.log_evidence, rel=1e-12)


def test_a_linear_regression_is_the_sum_of_its_log_likelihood_and_log_prior():
    """At single weights, by SciPy."""
    rng = np.random.default_rng(46)
    X, y, z = rng.normal(size=(6, 2)), rng.normal(size=6), rng.normal(size=(4, 2))
    prior = Normal([0.4, -1.1], [[1.3, 0.4], [0.4, 0.6]])
    expected = stats.norm(z @ X.T, np.sqrt(0.3)).logpdf(y).sum(axis=1)
    expected += stats.multivariate_normal(prior.mean, prior.covariance).logpdf(z)

    found = linear_regression(X, y, noise=0.3, prior=prior).value(z)

    np.testing.assert_allclose(found, expected, rtol=1e-12)


@pytest.mark.parametrize("joint", [quadratic(47, d=2), logistic(48)], ids=["quadratic", "logistic"])
def test_values_and_gradients_of_a_joint_belong_together(joint):
    """By differences at three points."""
    for z in np.random.default_rng(49).normal(size=(3, 2)):
        expected = central_differences(lambda p: joint.value(p[None])[0], z).value
        np.testing.assert_allclose(joint.gradient(z[None])[0], expected, rtol=1e-7, atol=1e-9)


def test_a_logistic_joint_is_the_sum_of_bernoulli_likelihoods_and_the_prior():
    """By SciPy, at four points."""
    joint, z = logistic(50), np.random.default_rng(51).normal(size=(4, 2))
    p = special.expit(z @ joint.x.T)
    expected = stats.bernoulli(p).logpmf(joint.y).sum(axis=1)
    expected += stats.multivariate_normal(joint.prior.mean, joint.prior.covariance).logpdf(z)

    np.testing.assert_allclose(joint.value(z), expected, rtol=1e-11)


def test_logistic_expectations_are_those_of_its_values(law):
    """By a rule of 40 x 40 nodes over the plane, from values alone."""
    joint, q = logistic(52), law(53, d=2)
    expected = expected_from_values(joint.value, q, hermite_nodes(2, 40))

    found = joint.expected(q)

    assert expected.value == pytest.approx(found.value, rel=1e-9)
    np.testing.assert_allclose(found.gradient, expected.gradient, rtol=1e-7, atol=1e-8)
    np.testing.assert_allclose(found.hessian, expected.hessian, rtol=1e-6, atol=1e-6)


def test_logistic_expectations_are_right_at_wide_laws():
    """One example at a = 3 (m + 4 e), deviation 12, by SciPy's adaptive quadrature: E[y a - log(1 + e^a)]."""
    prior = Normal([0.2], [[0.5]])
    joint, q = LogisticRegression([[3.0]], [1.0], prior), Normal([0.4], [[16.0]])
    law = stats.norm(1.2, 12)

    def mean(g):
        return integrate.quad(lambda a: g(a) * law.pdf(a), -100, 100, points=[0], epsabs=1e-12, limit=200)[0]

    prior_part = stats.norm(0.2, np.sqrt(0.5)).logpdf(0.4) - 16 / 0.5 / 2
    value = mean(lambda a: a - np.logaddexp(0, a)) + prior_part
    gradient = 3 * mean(lambda a: 1 - special.expit(a)) - 0.2 / 0.5
    hessian = -9 * mean(lambda a: special.expit(a) * special.expit(-a)) - 1 / 0.5

    found = joint.expected(q)

    assert value == pytest.approx(found.value, rel=1e-11)
    assert gradient == pytest.approx(found.gradient[0], rel=1e-10)
    assert hessian == pytest.approx(found.hessian[0, 0], rel=1e-10)


@pytest.mark.parametrize("kind", ["full", "diagonal"])
def test_the_gradient_of_the_bound_is_its_derivative_in_the_moments(kind, normal, diagonal):
    """By differences in (m, S) and (m, v), for the logistic joint."""
    joint = logistic(54)
    q, chart = (normal(55, d=2), MEAN_COVARIANCE) if kind == "full" else (diagonal(55, d=2), MEAN_VARIANCE)

    def bound(x):
        moved = chart.unpack(x)
        return np.asarray(lower_bound(moved, joint.expected(moved)))

    expected = central_differences(bound, chart.pack(q)).value
    found = chart.gradient(q, lower_bound_gradient(q, joint.expected(q)))

    np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-8)


def test_a_bound_lies_below_the_log_evidence_by_the_divergence_from_the_posterior():
    """For the logistic joint of one weight: log evidence and KL by SciPy's quadrature."""
    prior = Normal([0.3], [[1.7]])
    joint = LogisticRegression([[0.8], [-1.3], [2.1]], [1, 0, 0], prior)
    q = DiagonalNormal([-0.2], [0.4])
    evidence = integrate.quad(lambda z: np.exp(joint.value([[z]])[0]), -15, 15, epsabs=1e-13)[0]

    def gap(z):
        log_q = q.log_density([[z]])[0]
        return np.exp(log_q) * (log_q - joint.value([[z]])[0] + np.log(evidence))

    kl = integrate.quad(gap, -8, 8, epsabs=1e-12, limit=200)[0]

    assert np.log(evidence) - kl == pytest.approx(lower_bound(q, joint.expected(q)), rel=1e-9)
    assert kl > 0.01


def test_a_minibatch_stands_for_all_examples_in_the_mean():
    """Over all subsets of 3 of 7 examples: values, expectations and, twice over, minibatches of a minibatch."""
    joint, z = logistic(56), np.random.default_rng(57).normal(size=(4, 2))
    q = Normal([0.3, -0.2], [[0.6, 0.1], [0.1, 0.3]])
    batches = [joint.minibatch(rows) for rows in combinations(range(7), 3)]

    assert len(batches) == 35
    np.testing.assert_allclose(np.mean([b.value(z) for b in batches], axis=0), joint.value(z), rtol=1e-12)
    np.testing.assert_allclose(
        np.mean([b.gradient(z) for b in batches], axis=0), joint.gradient(z), rtol=1e-11, atol=1e-13
    )
    expected = joint.expected(q)
    np.testing.assert_allclose(
        np.mean([b.expected(q).hessian for b in batches], axis=0), expected.hessian, rtol=1e-12
    )
    np.testing.assert_allclose(
        np.mean([b.expected(q).gradient for b in batches], axis=0), expected.gradient, rtol=1e-11
    )
    assert expected.value == pytest.approx(np.mean([b.expected(q).value for b in batches]), rel=1e-12)
    assert joint.minibatch([0, 2, 4, 5]).minibatch([1, 3]).weight == pytest.approx(7 / 2)


def test_the_best_diagonal_law_has_the_inverse_diagonal_of_the_precision_for_variances():
    """1 / A_ii with the posterior's mean: the bound is stationary there, and the variances are too small."""
    f = quadratic(58)
    best = DiagonalNormal(f.posterior.mean, 1 / np.diag(f.curvature))

    gradient = lower_bound_gradient(best, f.expected(best))

    np.testing.assert_allclose(gradient.mean, 0, atol=1e-12)
    np.testing.assert_allclose(gradient.covariance, 0, atol=1e-12)
    assert np.all(best.variance < np.diag(f.posterior.covariance))
    moved = DiagonalNormal(best.mean, best.variance * np.array([1.1, 0.9, 1.0]))
    assert lower_bound(moved, f.expected(moved)) < lower_bound(best, f.expected(best))
    assert diagonal_divergence(best, moved) > 0
