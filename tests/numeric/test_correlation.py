"""Measured correlations of an Ornstein-Uhlenbeck process are the exact ones, and wrong constants are not."""

import numpy as np
import pytest
from scipy.linalg import expm
from scipy.stats import norm

from numeric.correlation import (
    autocorrelation_time,
    correlation_along_path,
    correlation_over_chains,
    covariance_over_chains,
    mean_along_path,
)
from numeric.errors import ConvergenceError, EmptyError, NonFiniteError, ShapeError

I = np.array([[1.7, 0.4], [0.4, 0.3]])
H = np.array([[0.9, -0.5], [-0.5, 1.6]])
ETA, T = 0.37, 0.23
K, SIGMA = np.linalg.solve(I, H), T * np.linalg.inv(H)
TIMES = np.array([0.0, 0.4, 1.1])
FLOWS = np.array([expm(-ETA * t * K) for t in TIMES])
Z = norm.isf(1e-7 / 2 / 12)  # twelve entries, two sides


def moved(rng, theta, t):
    """One exact transition of d theta = -eta K theta dt + sqrt(2 eta T) I^-1/2 dW: (N, 2) to (N, 2)."""
    F = expm(-ETA * t * K)
    root = np.linalg.cholesky(SIGMA - F @ SIGMA @ F.T)
    return theta @ F.T + rng.normal(size=theta.shape) @ root.T


def chains(rng, count):
    start = rng.normal(size=(count, 2)) @ np.linalg.cholesky(SIGMA).T
    return start, np.stack([start if t == 0 else moved(rng, start, t) for t in TIMES])


def worst(found, expected):
    """The largest deviation in standard errors."""
    return float(np.max(np.abs(found.value - expected) / found.standard_error))


def test_the_instance_tells_a_transpose_a_metric_from_a_hessian_and_a_temperature_from_one():
    """K is not symmetric, H is not I, and no scale is 1: what the other tests rely on."""
    assert np.linalg.norm(K - K.T) > 0.1 * np.linalg.norm(K)
    assert np.linalg.norm(H - I) > 0.5 * np.linalg.norm(I)
    assert np.all(np.linalg.eigvals(K).real > 0)
    assert np.allclose(K @ SIGMA + SIGMA @ K.T, 2 * T * np.linalg.inv(I), rtol=1e-12)


def test_correlations_over_chains_are_the_exact_ones_and_wrong_formulas_are_far_off():
    """<theta(t) theta(0)^T> = exp(-eta K t) Sigma and <theta(t) grad L(0)^T> = T exp(-eta K t)."""
    start, later = chains(np.random.default_rng(1), 100_000)
    position, slope = correlation_over_chains(later, start), correlation_over_chains(later, start @ H)
    turned = np.swapaxes(FLOWS, 1, 2)

    assert position.draws == 100_000
    assert np.allclose(FLOWS @ SIGMA, np.swapaxes(FLOWS @ SIGMA, 1, 2))  # reversible: it hides a transpose
    assert worst(position, FLOWS @ SIGMA) < Z
    assert worst(slope, T * FLOWS) < Z
    for wrong in (
        FLOWS,
        2 * T * FLOWS,
        T * turned,
        FLOWS @ SIGMA,
        T * FLOWS @ np.linalg.inv(I),
        1.05 * T * FLOWS,
    ):
        assert worst(slope, wrong) > 1.5 * Z
    for wrong in (turned @ SIGMA, FLOWS @ SIGMA / T, T * FLOWS @ np.linalg.inv(I)):
        assert worst(position, wrong) > 1.5 * Z


def test_correlations_along_one_path_are_the_exact_ones_within_an_error_that_knows_the_correlation():
    """Along a path of a hundred thousand steps of 0.4, for the same formulas at lags 0 and 1."""
    rng, step = np.random.default_rng(2), TIMES[1]
    F = FLOWS[1]
    noise = rng.normal(size=(100_000, 2)) @ np.linalg.cholesky(SIGMA - F @ SIGMA @ F.T).T
    path = np.empty_like(noise)
    path[0] = np.linalg.cholesky(SIGMA) @ rng.normal(size=2)
    for i in range(1, len(path)):
        path[i] = F @ path[i - 1] + noise[i]
    found = correlation_along_path(path, path @ H, [0, 1])
    naive = np.std(path[:, 1] * (path @ H)[:, 1]) / np.sqrt(len(path))

    assert step == 0.4
    assert worst(found, T * FLOWS[:2]) < Z
    assert found.draws < 0.5 * len(path)
    assert found.standard_error[0, 1, 1] > 1.1 * naive
    for wrong in (2 * T * FLOWS[:2], T * np.swapaxes(FLOWS[:2], 1, 2), FLOWS[:2] @ SIGMA):
        assert worst(found, wrong) > 1.5 * Z


def test_a_covariance_does_not_see_the_means_and_is_unbiased():
    """Means of 40 and -7 change nothing; over three chains the mean of the estimator is still the covariance."""
    start, later = chains(np.random.default_rng(3), 50_000)
    far = covariance_over_chains(later + 40, start - 7)
    few = [covariance_over_chains(later[:, i : i + 3], start[i : i + 3]).value for i in range(0, 49_998, 3)]

    error = np.std(few, axis=0) / np.sqrt(len(few))

    assert worst(far, FLOWS @ SIGMA) < Z
    assert np.allclose(far.value, covariance_over_chains(later, start).value, atol=1e-10)
    assert np.max(np.abs(np.mean(few, axis=0) - FLOWS @ SIGMA) / error) < Z
    assert np.max(np.abs(np.mean(few, axis=0) * 2 / 3 - FLOWS @ SIGMA) / error) > 2 * Z


def test_along_a_path_the_first_series_is_the_later_one():
    """With y_i = x_{i+1}, white noise, E[x_{i+1} y_i^T] is one and E[y_{i+1} x_i^T] zero."""
    x = np.random.default_rng(8).normal(size=(20_001, 1))
    found, turned = (correlation_along_path(a, b, [1]) for a, b in ((x[:-1], x[1:]), (x[1:], x[:-1])))

    assert worst(found, 1.0) < Z
    assert worst(turned, 0.0) < Z
    assert worst(turned, 1.0) > 2 * Z


def autoregression(rng, r, n, columns):
    z = np.empty((n, columns))
    z[0] = rng.normal(size=columns) / np.sqrt(1 - r * r)
    for i, noise in enumerate(rng.normal(size=(n - 1, columns)), start=1):
        z[i] = r * z[i - 1] + noise
    return z


@pytest.mark.parametrize("r", [0.0, 0.8])
def test_the_autocorrelation_time_of_an_autoregression_is_the_exact_one(r):
    """Tau = 1/2 + r/(1 - r), within five of its own relative errors sqrt(34 tau / n)."""
    exact, n = 0.5 + r / (1 - r), 20_000
    found = autocorrelation_time(autoregression(np.random.default_rng(4), r, n, 20))

    assert np.all(np.abs(found / exact - 1) < 5 * np.sqrt(34 * exact / n))
    assert abs(np.mean(found) / exact - 1) < 0.06


def test_errors_along_a_path_are_honest_and_naive_ones_are_not():
    """Over 400 paths, (mean/error)^2 averages one; with independent errors it would average nine."""
    z = autoregression(np.random.default_rng(5), 0.8, 2000, 400)
    found = mean_along_path(z)
    squares = (found.value / found.standard_error) ** 2
    naive = found.value**2 / (np.var(z, axis=0, ddof=1) / len(z))

    assert 0.8 < np.mean(squares) < 1.4
    assert np.mean(naive) > 6


def test_a_constant_series_has_no_error_and_an_alternating_one_is_not_believed():
    """A constant has error zero; alternating signs are given the error of independent draws."""
    constant = mean_along_path(np.full((1000, 1), 0.1))
    alternating = mean_along_path(np.resize([1.0, -1.0], 1000)[:, None])

    assert constant.standard_error[0] < 1e-15
    assert alternating.standard_error[0] == pytest.approx(1 / np.sqrt(1000), rel=1e-3)


def test_a_path_too_short_for_its_memory_is_refused():
    """A slow autoregression and a drift have no error to be believed."""
    with pytest.raises(ConvergenceError, match="autocorrelation times"):
        autocorrelation_time(autoregression(np.random.default_rng(6), 0.99, 3000, 1))
    with pytest.raises(ConvergenceError, match="drifts"):
        autocorrelation_time(np.linspace(0, 1, 3000)[:, None])


def test_bad_arrays_are_errors_of_their_own():
    """One chain, no lags, wrong shapes, NaN, lags beyond the path."""
    x, y = np.zeros((2, 5, 3)), np.zeros((5, 2))
    path = np.random.default_rng(7).normal(size=(500, 1))
    with pytest.raises(EmptyError):
        correlation_over_chains(x[:, :1], y[:1])
    with pytest.raises(EmptyError):
        covariance_over_chains(x[:0], y)
    with pytest.raises(ShapeError):
        correlation_over_chains(x[0], y)
    with pytest.raises(ShapeError):
        correlation_over_chains(x, y[:4])
    with pytest.raises(NonFiniteError):
        correlation_over_chains(x + np.nan, y)
    with pytest.raises(EmptyError):
        correlation_along_path(path, path, [])
    for lags in ([500], [-1], [0.5]):
        with pytest.raises(ShapeError, match="lags"):
            correlation_along_path(path, path, lags)
    with pytest.raises(ShapeError):
        correlation_along_path(path, path[:-1], [0])
    with pytest.raises(EmptyError):
        autocorrelation_time(path[:199])
    with pytest.raises(ShapeError):
        autocorrelation_time(path[:, 0])
