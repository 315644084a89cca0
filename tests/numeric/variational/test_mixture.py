"""The Bayesian mixture against the textbook's updates, exact evidences and differences."""

from itertools import product

import numpy as np
import pytest
from scipy import special, stats

from numeric.differentiate import central_differences
from numeric.variational import Dirichlet, Ending, GaussianMixture, NormalWishart, sweep, sweeps

D, K = 2, 3
M0, KAPPA0, NU0, PSI0 = np.array([0.2, -0.4]), 0.7, 3.3, np.array([[1.2, 0.3], [0.3, 0.8]])
ALPHA0 = np.array([0.6, 1.3, 2.1])
FAMILY = NormalWishart(D)
MODEL = GaussianMixture(FAMILY, ALPHA0, FAMILY.natural((M0, KAPPA0, NU0, PSI0)))


def clusters(seed, n=40):
    """Examples around three centres."""
    rng = np.random.default_rng(seed)
    centres = np.array([[-2.5, 0.5], [1.5, 2.0], [1.0, -2.5]])
    return centres[rng.choice(3, size=n, p=[0.5, 0.3, 0.2])] + 0.7 * rng.normal(size=(n, 2))


def start(seed):
    """Global parameters near the prior, its components apart."""
    rng = np.random.default_rng(seed)
    means = rng.normal(size=(K, D)) * 2
    parts = (means, np.full(K, 1.1), np.full(K, 4.2), np.tile(PSI0, (K, 1, 1)))
    return Dirichlet(K).natural([2.0, 3.5, 1.5]), FAMILY.natural(parts)


def ordinary(parameters):
    """alpha, m, kappa, nu, Psi."""
    return parameters[0] + 1, *FAMILY.ordinary(parameters[1])


def textbook_labels(parameters, x):
    """Bishop, eq. (10.46), (10.49), (10.64) to (10.66), example by example and component by component."""
    alpha, m, kappa, nu, Psi = ordinary(parameters)
    log_rho = np.zeros((len(x), K))
    for n, k in product(range(len(x)), range(K)):
        log_pi = special.digamma(alpha[k]) - special.digamma(alpha.sum())
        log_det = sum(special.digamma((nu[k] - i) / 2) for i in range(D)) + D * np.log(2)
        log_det -= np.log(np.linalg.det(Psi[k]))
        away = x[n] - m[k]
        form = D / kappa[k] + nu[k] * away @ np.linalg.solve(Psi[k], away)
        log_rho[n, k] = log_pi + log_det / 2 - D / 2 * np.log(2 * np.pi) - form / 2
    return np.exp(log_rho - special.logsumexp(log_rho, axis=1, keepdims=True))


def textbook_update(r, x):
    """Bishop, eq. (10.51) to (10.53) and (10.58) to (10.63), in ordinary parameters."""
    N = r.sum(axis=0)
    parts = []
    for k in range(K):
        mean = r[:, k] @ x / N[k]
        S = sum(r[n, k] * np.outer(x[n] - mean, x[n] - mean) for n in range(len(x))) / N[k]
        kappa = KAPPA0 + N[k]
        m = (KAPPA0 * M0 + N[k] * mean) / kappa
        Psi = PSI0 + N[k] * S + KAPPA0 * N[k] / kappa * np.outer(mean - M0, mean - M0)
        parts.append((ALPHA0[k] + N[k], m, kappa, NU0 + N[k], Psi))
    return parts


def test_a_sweep_is_the_textbooks():
    """40 examples in two dimensions, three components: labels, then weights, means, scatters and counts."""
    x, parameters = clusters(90), start(91)

    found, r = sweep(MODEL, parameters, x)

    np.testing.assert_allclose(r, textbook_labels(parameters, x), rtol=1e-9, atol=1e-13)
    for k, expected in enumerate(textbook_update(r, x)):
        for part, want in zip(ordinary(found), expected, strict=True):
            np.testing.assert_allclose(part[k], want, rtol=1e-10, atol=1e-12)


def exact_log_joint(x, z):
    """log p(x, z): labels by Polya's urn, examples of a component by the t laws of their predictions, in turn."""
    alpha, total = ALPHA0.copy(), 0.0
    for k in z:
        total += np.log(alpha[k] / alpha.sum())
        alpha[k] += 1
    for k in range(K):
        m, kappa, nu, Psi = M0.copy(), KAPPA0, NU0, PSI0.copy()
        for row in x[np.asarray(z) == k]:
            df = nu - D + 1
            total += stats.multivariate_t(m, Psi * (kappa + 1) / (kappa * df), df=df).logpdf(row)
            Psi = Psi + kappa / (kappa + 1) * np.outer(row - m, row - m)
            m = (kappa * m + row) / (kappa + 1)
            kappa, nu = kappa + 1, nu + 1
    return total


@pytest.mark.parametrize("z", [(0, 2, 1, 0, 2), (1, 1, 1, 1, 1), (2, 0, 0, 2, 0)])
def test_with_certain_labels_the_bound_is_the_exact_log_joint(z):
    """The posterior given labels factors, so that L = log p(x, z): five examples, also with empty components."""
    x = clusters(92, n=5)
    r = np.eye(K)[list(z)]
    added = MODEL.statistics(r, x)
    parameters = tuple(prior + part for prior, part in zip(MODEL.prior, added, strict=True))

    assert exact_log_joint(x, z) == pytest.approx(MODEL.bound(parameters, r, x), rel=1e-11)


def test_the_bound_after_ascent_lies_below_the_evidence_summed_over_all_labels():
    """3^5 = 243 assignments of five examples."""
    x = clusters(93, n=5)
    evidence = special.logsumexp([exact_log_joint(x, z) for z in product(range(K), repeat=5)])

    found = sweeps(MODEL, start(94), x)

    assert found.bounds[-1] < evidence
    assert evidence - found.bounds[-1] < 5


def test_the_gradient_of_the_bound_in_the_globals_is_fisher_times_optimum_less_parameter():
    """By differences in alpha and in a component, with the labels fixed."""
    x, parameters = clusters(95, n=6), start(96)
    r = np.random.default_rng(97).dirichlet(np.ones(K), size=6)
    optimum = tuple(p + s for p, s in zip(MODEL.prior, MODEL.statistics(r, x), strict=True))

    def bound(alpha, theta):
        return np.asarray(MODEL.bound((alpha, theta), r, x))

    to_weights = central_differences(lambda a: bound(a, parameters[1]), parameters[0]).value
    expected = Dirichlet(K).fisher(parameters[0]) @ (optimum[0] - parameters[0])
    np.testing.assert_allclose(expected, to_weights, rtol=1e-6, atol=1e-8)

    def moved(step):
        return np.stack([parameters[1][0], parameters[1][1] + step, parameters[1][2]])

    fisher = FAMILY.fisher(parameters[1][1])
    for u in np.diag(1e-4 / np.sqrt(np.diag(fisher))):  # the third derivative leaves 1e-8 of the terms
        rise = (bound(parameters[0], moved(u)) - bound(parameters[0], moved(-u))) / 2
        assert u @ fisher @ (optimum[1][1] - parameters[1][1]) == pytest.approx(rise, rel=1e-5, abs=1e-9)


def test_with_labels_at_their_best_the_gradient_is_fisher_times_the_change_of_a_sweep():
    """The labels' own change does not count to first order: along one direction of all globals, by differences."""
    x, parameters = clusters(95, n=6), start(96)
    (to_weights, to_parts), r = sweep(MODEL, parameters, x)
    slope = Dirichlet(K).fisher(parameters[0]) @ (to_weights - parameters[0])
    slopes = [FAMILY.fisher(t) @ (best - t) for t, best in zip(parameters[1], to_parts, strict=True)]
    rng = np.random.default_rng(98)
    u, v = 1e-3 * rng.normal(size=K), 1e-5 * rng.normal(size=(K, FAMILY.size))

    def profile(h):
        at = parameters[0] + h * u, parameters[1] + h * v
        return MODEL.bound(at, MODEL.local(at, x), x)

    expected = (profile(1.0) - profile(-1.0)) / 2

    assert expected == pytest.approx(u @ slope + np.sum(v * slopes), rel=1e-5)
    assert r.shape == (6, K)


def test_labels_are_the_best_given_the_globals():
    """Moving them in any direction that keeps their sums lowers the bound."""
    x, parameters = clusters(98, n=6), start(99)
    r, rng = MODEL.local(parameters, x), np.random.default_rng(100)
    best = MODEL.bound(parameters, r, x)

    for _ in range(5):
        moved = r * np.exp(0.05 * rng.normal(size=r.shape))
        assert MODEL.bound(parameters, moved / moved.sum(axis=1, keepdims=True), x) < best


def test_ascent_rises_to_the_three_clusters():
    """The bound never falls; expected weights are within 0.1 of the shares and means within 0.6 of the centres."""
    x = clusters(101, n=90)

    found = sweeps(MODEL, start(102), x)

    assert found.outcome is Ending.SETTLED
    assert np.all(np.diff(found.bounds) > -1e-9)
    assert found.bounds[-1] == pytest.approx(MODEL.bound(found.parameters, found.local, x), rel=1e-13)
    alpha, m, *_ = ordinary(found.parameters)
    order = np.argsort(alpha)[::-1]
    np.testing.assert_allclose(alpha[order] / alpha.sum(), [0.5, 0.3, 0.2], atol=0.1)
    np.testing.assert_allclose(m[order], [[-2.5, 0.5], [1.5, 2.0], [1.0, -2.5]], atol=0.6)
