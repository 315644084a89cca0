"""Exponential families against SciPy's densities, quadrature and differences of their log-partition functions."""

import numpy as np
import pytest
from scipy import integrate, stats

from numeric.agreement import Outcome, compare, exactly
from numeric.arrays import Estimate
from numeric.differentiate import central_differences
from numeric.divergence import kl_between
from numeric.fisher import fisher_by_score
from numeric.slopes import measure_slope
from numeric.supports import Interval
from numeric.variational import (
    Dirichlet,
    Gamma,
    Normal,
    NormalFamily,
    NormalGamma,
    NormalWishart,
    divergence,
    dual_gradient,
    entropy,
    log_density,
)

ROUNDING = 4e-15  # of a divergence: a sum of terms of size one to ten
PSI = np.array([[1.6, 0.5], [0.5, 0.9]])
WISHART = NormalWishart(2).natural(([0.7, -1.2], 1.8, 3.7, PSI))
ROOT = np.array([[1.1, 0, 0], [0.4, 0.7, 0], [-0.3, 0.2, 1.4]])
GAUSS = NormalFamily(3).natural(Normal([0.3, -0.8, 1.7], ROOT @ ROOT.T))
CASES = {
    "gamma": (Gamma(), Gamma().natural(2.7, 0.6)),
    "Dirichlet": (Dirichlet(4), Dirichlet(4).natural([0.7, 2.2, 1.3, 3.1])),
    "normal-gamma": (NormalGamma(), NormalGamma().natural((0.8, 1.7, 2.4, 0.6))),
    "normal-Wishart": (NormalWishart(2), WISHART),
    "normal": (NormalFamily(3), GAUSS),
}


@pytest.fixture(params=CASES, scope="module")
def case(request):
    """A family and a natural parameter in general position."""
    return CASES[request.param]


def test_the_expectation_parameter_is_the_gradient_of_the_log_partition_function(case):
    """By differences."""
    family, theta = case
    expected = central_differences(family.log_partition, theta).value

    np.testing.assert_allclose(family.mean(theta), expected, rtol=1e-7, atol=1e-8)


def test_the_fisher_matrix_is_the_jacobian_of_the_expectation_parameter(case):
    """By differences, and it is positive definite."""
    family, theta = case
    expected = central_differences(family.mean, theta).value

    F = family.fisher(theta)

    np.testing.assert_allclose(F, expected, rtol=1e-6, atol=1e-7)
    assert np.linalg.eigvalsh(F)[0] > 0
    assert F.shape == (family.size, family.size)


def test_the_divergence_is_of_second_order_with_the_fisher_matrix(case):
    """KL(theta || theta + h u) - h^2 u . F u / 2 is of order three, and so is the reverse."""
    family, theta = case
    F = family.fisher(theta)
    u = np.random.default_rng(80).normal(size=theta.size) / np.sqrt(np.diag(F))

    for kl in (lambda x: divergence(family, theta, x), lambda x: divergence(family, x, theta)):
        slope = measure_slope(
            lambda h, kl=kl: Estimate(kl(theta + h * u) - h**2 * (u @ F @ u) / 2, np.asarray(ROUNDING)),
            largest=2.0**-3,
        )
        assert slope.against(3) is Outcome.AGREES


def test_gradients_in_dual_coordinates_are_each_others_natural_gradients(case):
    """F^-1 (F g) = g for the gradient g in eta of a function linear in eta."""
    family, theta = case
    g = np.random.default_rng(81).normal(size=theta.size)

    found = dual_gradient(family, theta, family.fisher(theta) @ g)

    np.testing.assert_allclose(found.solution, g, rtol=1e-7)


def test_parameters_have_leading_axes(case):
    """Two laws at once are the two of them."""
    family, theta = case
    both = np.stack([theta, 1.3 * theta + (0.2 if isinstance(family, Dirichlet) else 0)])

    for quantity in (family.log_partition, family.mean, lambda x: entropy(family, x)):
        np.testing.assert_allclose(quantity(both)[1], quantity(both[1]), rtol=1e-12)
    np.testing.assert_allclose(
        divergence(family, both, both[::-1])[0], divergence(family, both[0], both[1]), rtol=1e-12
    )


def test_the_gamma_law_is_scipys():
    """Density, entropy, Fisher matrix and divergence of shape 2.7 and rate 0.6."""
    family, theta = CASES["gamma"]
    law, x = stats.gamma(2.7, scale=1 / 0.6), np.array([0.3, 1.9, 7.7])

    def logp(z, p):
        return (p[0] * np.log(z)) + p[1] * z - _log_gamma(p[0] + 1) + (p[0] + 1) * np.log(-p[1])

    np.testing.assert_allclose(log_density(family, theta, x), law.logpdf(x), rtol=1e-12)
    assert float(law.entropy()) == pytest.approx(float(entropy(family, theta)), rel=1e-12)
    measured = fisher_by_score(logp, theta, Interval(0))
    assert Outcome.AGREES is compare(measured, exactly(family.fisher(theta))).outcome
    other = stats.gamma(1.4, scale=1 / 1.1)
    expected = float(kl_between(law.logpdf, other.logpdf, Interval(0)).value)
    assert expected == pytest.approx(float(divergence(family, theta, Gamma().natural(1.4, 1.1))), rel=1e-8)


def _log_gamma(a):
    """Stirling's series, which SciPy does not offer for complex steps: right to 1e-14 after ten shifts."""
    shift = sum(np.log(a + k) for k in range(10))
    z = a + 10
    series = 1 / (12 * z) - 1 / (360 * z**3) + 1 / (1260 * z**5) - 1 / (1680 * z**7)
    return (z - 0.5) * np.log(z) - z + np.log(2 * np.pi) / 2 + series - shift


def test_the_dirichlet_law_is_scipys():
    """Density and entropy; for two classes the expectations of log p are integrals over beta laws."""
    family, theta = CASES["Dirichlet"]
    alpha = np.array([0.7, 2.2, 1.3, 3.1])
    law, p = stats.dirichlet(alpha), np.random.default_rng(82).dirichlet(np.ones(4), size=3)
    pair, beta = Dirichlet(2), stats.beta(1.7, 0.6)
    expected = [beta.expect(np.log), beta.expect(lambda x: np.log1p(-x))]

    np.testing.assert_allclose(log_density(family, theta, p), [law.logpdf(row) for row in p], rtol=1e-12)
    assert float(law.entropy()) == pytest.approx(float(entropy(family, theta)), rel=1e-11)
    np.testing.assert_allclose(pair.mean(pair.natural([1.7, 0.6])), expected, rtol=1e-7)
    np.testing.assert_array_equal(family.concentrations(theta), alpha)


def test_the_normal_gamma_law_is_a_gamma_law_times_a_normal_one():
    """m = 0.8, kappa = 1.7, a = 2.4, b = 0.6, at three points (mu, tau)."""
    family, theta = CASES["normal-gamma"]
    z = np.array([[0.3, 0.9], [1.4, 2.6], [-0.7, 0.2]])
    mu, tau = z.T
    expected = stats.gamma(2.4, scale=1 / 0.6).logpdf(tau) + stats.norm(0.8, 1 / np.sqrt(1.7 * tau)).logpdf(
        mu
    )

    np.testing.assert_allclose(log_density(family, theta, z), expected, rtol=1e-12)
    np.testing.assert_allclose(family.ordinary(theta), [0.8, 1.7, 2.4, 0.6], rtol=1e-13)


def test_moments_of_the_normal_gamma_law_are_integrals_over_the_precision():
    """E[tau mu^2] = E[1/kappa + tau m^2] and its variance, by quadrature over tau and moments of mu given tau."""
    family, theta = CASES["normal-gamma"]
    law = stats.gamma(2.4, scale=1 / 0.6)

    def mean(g):
        return integrate.quad(lambda t: g(t) * law.pdf(t), 0, 80, epsabs=1e-13, limit=300)[0]

    def fourth(t):  # E[mu^4 | tau] of N(m, s), s = 1 / (kappa tau)
        m, s = 0.8, 1 / (1.7 * t)
        return m**4 + 6 * m**2 * s + 3 * s**2

    square = mean(lambda t: t * (0.64 + 1 / (1.7 * t)))

    assert square == pytest.approx(family.mean(theta)[3], rel=1e-9)
    assert mean(lambda t: t**2 * fourth(t)) - square**2 == pytest.approx(family.fisher(theta)[3, 3], rel=1e-8)


def test_the_normal_wishart_law_is_a_wishart_law_times_a_normal_one():
    """At three points (mu, Lambda) of the plane, by SciPy."""
    rng = np.random.default_rng(83)
    roots = np.tril(rng.normal(size=(3, 2, 2))) + 1.5 * np.eye(2)
    mu, Lambda = rng.normal(size=(3, 2)), roots @ np.swapaxes(roots, 1, 2)
    expected = [
        stats.wishart(3.7, np.linalg.inv(PSI)).logpdf(L)
        + stats.multivariate_normal([0.7, -1.2], np.linalg.inv(1.8 * L)).logpdf(x)
        for x, L in zip(mu, Lambda, strict=True)
    ]

    found = log_density(NormalWishart(2), WISHART, (mu, Lambda))

    np.testing.assert_allclose(found, expected, rtol=1e-11)
    for part, back in zip(([0.7, -1.2], 1.8, 3.7, PSI), NormalWishart(2).ordinary(WISHART), strict=True):
        np.testing.assert_allclose(back, part, rtol=1e-12)


def test_the_mean_precision_of_a_normal_wishart_law_is_nu_over_psi():
    """E[Lambda] = 3.7 Psi^-1, and E[log det Lambda] by SciPy's entropy of the Wishart law.

    entropy = -E[(nu - d - 1) log det Lambda / 2] + nu d / 2 + log normaliser, all else known.
    """
    eta = NormalWishart(2).mean(WISHART)
    inverse = np.linalg.inv(PSI)
    law = stats.wishart(3.7, inverse)
    point = np.array([[1.2, 0.3], [0.3, 0.8]])  # the normaliser, read off the density at any point
    constant = law.logpdf(point) - 0.35 * np.linalg.slogdet(point)[1] + np.sum(PSI * point) / 2
    expected = (3.7 - constant - law.entropy()) / 0.35

    np.testing.assert_allclose(eta[1:4], 3.7 * inverse[[0, 1, 1], [0, 0, 1]], rtol=1e-12)
    assert expected == pytest.approx(eta[0], rel=1e-9)


def test_on_the_line_the_normal_wishart_law_is_the_normal_gamma_law():
    """a = nu / 2, b = Psi / 2: natural parameters, log-partition functions, means and Fisher matrices are the same."""
    wide, line = NormalWishart(1), NormalGamma()
    theta = line.natural((0.8, 1.7, 2.4, 0.6))
    other = wide.natural(([0.8], 1.7, 4.8, [[1.2]]))

    np.testing.assert_allclose(other, theta, rtol=1e-14)
    assert float(line.log_partition(theta)) == pytest.approx(float(wide.log_partition(theta)), rel=1e-13)
    np.testing.assert_allclose(wide.mean(theta), line.mean(theta), rtol=1e-13)
    np.testing.assert_allclose(wide.fisher(theta), line.fisher(theta), rtol=1e-11)


def test_what_a_vector_adds_is_its_log_density():
    """observed . t - d log(2 pi) / 2 = log N(x; mu, Lambda^-1) by SciPy, for five vectors."""
    family, x = NormalWishart(2), np.random.default_rng(84).normal(size=(5, 2))
    mu, Lambda = np.array([0.4, -0.9]), np.array([[1.5, 0.6], [0.6, 0.8]])

    found = family.observed(x) @ family.statistics((mu[None], Lambda[None]))[0] - np.log(2 * np.pi)

    expected = stats.multivariate_normal(mu, np.linalg.inv(Lambda)).logpdf(x)
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_the_normal_family_is_scipys():
    """Density, entropy and the law that comes back."""
    family, z = NormalFamily(3), np.random.default_rng(85).normal(size=(4, 3))
    law = stats.multivariate_normal([0.3, -0.8, 1.7], ROOT @ ROOT.T)

    np.testing.assert_allclose(log_density(family, GAUSS, z), law.logpdf(z), rtol=1e-11)
    assert float(law.entropy()) == pytest.approx(float(entropy(family, GAUSS)), rel=1e-12)
    np.testing.assert_allclose(family.law(GAUSS).covariance, ROOT @ ROOT.T, rtol=1e-11)
