"""EM never lowers the likelihood, and its step is a preconditioned gradient step on it."""

import numpy as np
import pytest
from scipy.special import logsumexp
from scipy.stats import bernoulli, multivariate_normal

from numeric.errors import EmptyError, MassError, MetricError, ShapeError
from numeric.optimizers.errors import CollapseError, DomainError, LabelError
from numeric.optimizers.methods.em_bernoulli_mixture import EMBernoulliMixture
from numeric.optimizers.methods.em_gaussian_mixture import EMGaussianMixture

N, d, K = 29, 2, 3
WEIGHTS = np.array([0.5, 0.2, 0.3])
MEANS = np.array([[0.0, 1.0], [2.0, -0.5], [-1.5, -1.0]])
COVARIANCES = np.array([[[1.0, 0.3], [0.3, 0.7]], [[0.6, -0.2], [-0.2, 1.4]], [[0.9, 0.1], [0.1, 0.5]]])
POINTS = 1.5 * np.random.default_rng(4).normal(size=(N, d))
Q = np.array([[0.3, 0.6, 0.2, 0.7], [0.7, 0.4, 0.5, 0.2], [0.1, 0.5, 0.8, 0.6]])
BITS = (np.random.default_rng(5).random((N, 4)) < 0.5).astype(float)


def gaussian_likelihood(w, means, S):
    """The log-likelihood, summed over the examples, by SciPy."""
    columns = [np.log(w[k]) + multivariate_normal.logpdf(POINTS, means[k], S[k]) for k in range(len(w))]
    return float(np.sum(logsumexp(columns, axis=0)))


def bernoulli_likelihood(w, q):
    columns = [np.log(w[k]) + bernoulli.logpmf(BITS, q[k]).sum(axis=1) for k in range(len(w))]
    return float(np.sum(logsumexp(columns, axis=0)))


def slope(function, array, h=1e-5):
    """Gradient by central differences, every entry varied by itself."""
    found = np.zeros_like(array)
    for index in np.ndindex(array.shape):
        e = np.zeros_like(array)
        e[index] = h
        found[index] = (function(array + e) - function(array - e)) / (2 * h)
    return found


CASES = {
    "gaussian": (EMGaussianMixture(), (WEIGHTS, MEANS, COVARIANCES), POINTS, gaussian_likelihood),
    "bernoulli": (EMBernoulliMixture(), (WEIGHTS, Q), BITS, bernoulli_likelihood),
}


@pytest.mark.parametrize("case", CASES)
def test_the_likelihood_never_decreases_and_is_the_one_of_scipy(case):
    """Over 25 steps, and the mean that is reported is the sum by SciPy over N."""
    method, start, data, likelihood = CASES[case]
    state, seen = method.init(start), []

    for _ in range(25):
        expected = likelihood(*state.parameters)
        state, report = method.step(state, data=data)
        assert pytest.approx(expected / N, rel=1e-12) == report.notes["likelihood"]
        seen.append(report.notes["likelihood"])

    assert np.all(np.diff(seen) >= -1e-14)
    assert seen[-1] - seen[0] > 0.01


@pytest.mark.parametrize("case", CASES)
def test_the_step_of_the_weights_is_a_natural_gradient_step(case):
    """w' - w = (diag w - w w^T) dl/dw / N."""
    method, start, data, likelihood = CASES[case]

    state, _ = method.step(method.init(start), data=data)

    gradient = slope(lambda w: likelihood(w, *start[1:]), WEIGHTS)
    expected = (np.diag(WEIGHTS) - np.outer(WEIGHTS, WEIGHTS)) @ gradient / N
    np.testing.assert_allclose(expected, state.parameters[0] - WEIGHTS, atol=1e-9)


def test_the_step_of_bernoulli_means_is_preconditioned_by_the_inverse_fisher_matrix():
    """q' - q = q (1 - q) dl/dq / N_k with N_k = N w_k'."""
    method, start, data, likelihood = CASES["bernoulli"]

    state, _ = method.step(method.init(start), data=data)

    counts = N * state.parameters[0][:, None]
    expected = Q * (1 - Q) * slope(lambda q: likelihood(WEIGHTS, q), Q) / counts
    np.testing.assert_allclose(expected, state.parameters[1] - Q, atol=1e-8)


def test_the_step_of_gaussian_means_and_covariances_is_preconditioned_by_the_covariances():
    """S dl/dm / N_k and 2 S (dl/dS) S / N_k, less the square of the means' change."""
    method, start, data, likelihood = CASES["gaussian"]

    state, _ = method.step(method.init(start), data=data)

    w, means, S = state.parameters
    counts, moved = N * w, means - MEANS
    by_mean = slope(lambda m: likelihood(WEIGHTS, m, COVARIANCES), MEANS)
    expected = np.einsum("kij,kj->ki", COVARIANCES, by_mean) / counts[:, None]
    np.testing.assert_allclose(expected, moved, atol=1e-8)
    for k in range(K):
        S_k = COVARIANCES[k]
        by_covariance = symmetric_slope(lambda C, k=k: likelihood(WEIGHTS, MEANS, swapped(k, C)), S_k)
        expected = 2 * S_k @ by_covariance @ S_k / counts[k] - np.outer(moved[k], moved[k])
        np.testing.assert_allclose(expected, S[k] - S_k, atol=1e-7)


def swapped(k, covariance):
    found = COVARIANCES.copy()
    found[k] = covariance
    return found


def symmetric_slope(function, S, h=1e-5):
    """dl/dS with l(S + h E) - l(S - h E) = 2 h tr(dl/dS E) for symmetric E, so half off the diagonal."""
    found = np.zeros_like(S)
    for i, j in np.ndindex(S.shape):
        E = np.zeros_like(S)
        E[i, j] += 0.5
        E[j, i] += 0.5
        found[i, j] = (function(S + h * E) - function(S - h * E)) / (2 * h)
    return found


def test_one_component_is_fitted_in_one_step():
    """Mean and covariance of the data, over N and not N - 1, and the mean of bits."""
    gaussian, bits = EMGaussianMixture(), EMBernoulliMixture()

    one, _ = gaussian.step(gaussian.init(([1.0], MEANS[:1], COVARIANCES[:1])), data=POINTS)
    other, _ = bits.step(bits.init(([1.0], Q[:1])), data=BITS)

    np.testing.assert_allclose(POINTS.mean(axis=0), one.parameters[1][0], rtol=1e-12)
    np.testing.assert_allclose(np.cov(POINTS.T, bias=True), one.parameters[2][0], rtol=1e-12)
    np.testing.assert_allclose(BITS.mean(axis=0), other.parameters[1][0], rtol=1e-12)


def test_one_step_by_hand():
    """Bits 1, 1, 0 under q = (3/4, 1/4), w = (1/3, 2/3)."""
    # h_1 = (1/3)(3/4) / ((1/3)(3/4) + (2/3)(1/4)) = 3/5 for a one, (1/12) / (1/12 + 1/2) = 1/7 for a zero.
    # N_1 = 6/5 + 1/7 = 47/35:  w' = 47/105, q_1' = (6/5) / (47/35) = 42/47;  q_2' = (4/5) / (58/35) = 14/29.
    method = EMBernoulliMixture()

    state, _ = method.step(method.init(([1 / 3, 2 / 3], [[0.75], [0.25]])), data=[[1.0], [1.0], [0.0]])

    np.testing.assert_allclose([47 / 105, 58 / 105], state.parameters[0], rtol=1e-13)
    np.testing.assert_allclose([[42 / 47], [14 / 29]], state.parameters[1], rtol=1e-13)


def test_bad_input_is_refused_by_name():
    """Weights, covariances, probabilities, labels, no data, collapsed and dead components, impossible examples."""
    gaussian, bits = EMGaussianMixture(), EMBernoulliMixture()
    fine, mixed = gaussian.init((WEIGHTS, MEANS, COVARIANCES)), bits.init((WEIGHTS, Q))

    with pytest.raises(MassError, match="add up to"):
        gaussian.init((2 * WEIGHTS, MEANS, COVARIANCES))
    with pytest.raises(MetricError, match="covariance 1"):
        gaussian.init((WEIGHTS, MEANS, COVARIANCES * np.array([1, -1, 1])[:, None, None]))
    with pytest.raises(ShapeError, match="covariances"):
        gaussian.init((WEIGHTS, MEANS[:2], COVARIANCES))
    with pytest.raises(ShapeError, match="2 arrays of parameters; 3 needed"):
        gaussian.init((WEIGHTS, MEANS))
    with pytest.raises(DomainError, match=r"\[0, 1\]"):
        bits.init((WEIGHTS, 2 * Q))
    with pytest.raises(LabelError, match=r"0\.5 at index \(0, 0\)"):
        bits.step(mixed, data=np.full((N, 4), 0.5))
    with pytest.raises(EmptyError, match="examples"):
        gaussian.step(fine, data=np.zeros((0, d)))
    with pytest.raises(CollapseError, match="collapsed"):
        gaussian.step(fine, data=[[0.3, 0.4], [0.3, 0.4]])
    with pytest.raises(CollapseError, match="component 1 answers for"):
        gaussian.step(
            gaussian.init((WEIGHTS, MEANS + np.array([[0, 0], [90, 0], [0, 0]]), COVARIANCES)), data=POINTS
        )
    with pytest.raises(CollapseError, match="no component can produce it"):
        bits.step(bits.init(([1.0], [[0.0, 0.5]])), data=[[1.0, 0.0]])
