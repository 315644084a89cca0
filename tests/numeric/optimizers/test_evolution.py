"""Natural evolution strategies take, in expectation, the natural gradient step of E[f].

Gauss-Hermite quadrature stands for the draws: with losses multiplied by N times their weights, every mean in a step is
an integral, exact for the polynomials that a quadratic makes.
"""

import numpy as np
import pytest
from scipy.linalg import expm
from scipy.stats import norm

from numeric.errors import EmptyError, ShapeError
from numeric.optimizers.methods.full_evolution import FullEvolution
from numeric.optimizers.methods.separable_evolution import SeparableEvolution
from numeric.solvers.errors import SingularFactorError
from numeric.spectra import random_spd

n = 3
H = random_spd(np.random.default_rng(2), n, condition=12)
C = np.array([0.4, -1.1, 0.8])
M = np.array([1.3, 0.2, -0.5])
LOG_SIGMA = np.array([-0.4, 0.3, 0.1])
A = np.array([[0.8, 0.0, 0.1], [0.3, 1.2, 0.0], [-0.2, 0.4, 0.6]])
S = A @ A.T
MEAN_RATE, SHAPE_RATE = 0.07, 0.13

_nodes, _weights = np.polynomial.hermite_e.hermegauss(6)
DRAWS = np.stack(np.meshgrid(*[_nodes] * n, indexing="ij"), axis=-1).reshape(-1, n)
MASS = np.prod(np.stack(np.meshgrid(*[_weights / _weights.sum()] * n, indexing="ij")), axis=0).ravel()


def f(x):
    return np.einsum("...i,ij,...j->...", x - C, H, x - C) / 2


def expected_step(method, parameters):
    """The step whose sample means are expectations."""
    state = method.init(parameters)
    losses = len(DRAWS) * MASS * f(method.points(state, DRAWS))
    return method.step(state, draws=DRAWS, losses=losses)[0].parameters


def test_the_expected_separable_step_is_the_natural_gradient_worked_out_by_hand():
    """-h_m sigma^2 H (m - c) for the mean, -h_s diag(H) sigma^2 / 2 for log sigma."""
    variance = np.exp(2 * LOG_SIGMA)

    m, log_sigma = expected_step(SeparableEvolution(MEAN_RATE, SHAPE_RATE), (M, LOG_SIGMA))

    np.testing.assert_allclose(-MEAN_RATE * variance * (H @ (M - C)), m - M, rtol=1e-11)
    np.testing.assert_allclose(-SHAPE_RATE * np.diag(H) * variance / 2, log_sigma - LOG_SIGMA, rtol=1e-11)


def test_the_expected_separable_step_is_inverse_fisher_times_gradient():
    """The gradient of J by differences of its closed form, the Fisher matrix by quadrature of SciPy's scores."""

    def J(p):
        return f(p[:n]) + np.sum(np.diag(H) * np.exp(2 * p[n:])) / 2

    at, h = np.append(M, LOG_SIGMA), 1e-6
    gradient = np.array([J(at + h * e) - J(at - h * e) for e in np.eye(2 * n)]) / (2 * h)
    x = M + np.exp(LOG_SIGMA) * DRAWS

    def logpdf(p):
        return np.sum(norm.logpdf(x, p[:n], np.exp(p[n:])), axis=1)

    scores = np.stack([logpdf(at + h * e) - logpdf(at - h * e) for e in np.eye(2 * n)], axis=1) / (2 * h)
    natural = np.linalg.solve(np.einsum("i,ij,ik->jk", MASS, scores, scores), gradient)

    m, log_sigma = expected_step(SeparableEvolution(MEAN_RATE, SHAPE_RATE), (M, LOG_SIGMA))

    np.testing.assert_allclose(-MEAN_RATE * natural[:n], m - M, atol=1e-8)
    np.testing.assert_allclose(-SHAPE_RATE * natural[n:], log_sigma - LOG_SIGMA, atol=1e-8)


def test_the_expected_full_step_is_the_natural_gradient_worked_out_by_hand():
    """-h_m S H (m - c) for the mean, A exp(-h_s A^T H A / 2) for the root."""
    m, root = expected_step(FullEvolution(MEAN_RATE, SHAPE_RATE), (M, A))

    np.testing.assert_allclose(-MEAN_RATE * S @ H @ (M - C), m - M, rtol=1e-11)
    np.testing.assert_allclose(A @ expm(-SHAPE_RATE / 2 * A.T @ H @ A), root, rtol=1e-10)


def test_the_covariance_moves_by_the_natural_gradient_to_first_order():
    """In S the gradient of J is H / 2 and the inverse Fisher matrix G -> 2 S G S: dS = -h S H S."""
    rate = 1e-6

    _, root = expected_step(FullEvolution(MEAN_RATE, rate), (M, A))

    np.testing.assert_allclose(-S @ H @ S, (root @ root.T - S) / rate, rtol=1e-4, atol=1e-5)


def test_sampled_steps_are_means_over_the_draws():
    """Three draws in two dimensions, by the formulas with loops."""
    s, losses = np.array([[0.3, -1.0], [1.2, 0.4], [-0.7, 2.0]]), np.array([2.0, -1.0, 5.0])
    m, log_sigma, root = np.array([1.0, 2.0]), np.array([0.2, -0.3]), np.array([[0.9, 0.2], [0.0, 1.4]])
    separable, full = SeparableEvolution(MEAN_RATE, SHAPE_RATE), FullEvolution(MEAN_RATE, SHAPE_RATE)

    one, _ = separable.step(separable.init((m, log_sigma)), draws=s, losses=losses)
    other, _ = full.step(full.init((m, root)), draws=s, losses=losses)

    first = sum(fi * si for fi, si in zip(losses, s, strict=True)) / 3
    second = sum(fi * (np.outer(si, si) - np.eye(2)) for fi, si in zip(losses, s, strict=True)) / 3
    np.testing.assert_allclose(m - MEAN_RATE * np.exp(log_sigma) * first, one.parameters[0], rtol=1e-13)
    np.testing.assert_allclose(log_sigma - SHAPE_RATE / 2 * np.diag(second), one.parameters[1], rtol=1e-13)
    np.testing.assert_allclose(m - MEAN_RATE * root @ first, other.parameters[0], rtol=1e-13)
    np.testing.assert_allclose(root @ expm(-SHAPE_RATE / 2 * second), other.parameters[1], rtol=1e-12)


def test_the_full_strategy_does_not_know_the_frame_of_its_search_space():
    """x = B y + t: m' = B m'_y + t and the covariance likewise, for the same draws."""
    B, t = np.array([[2.0, 0.3, 0.0], [-0.4, 0.7, 0.2], [0.1, 0.0, 1.5]]), np.array([0.3, -2.0, 1.0])
    method = FullEvolution(MEAN_RATE, SHAPE_RATE)
    s = np.random.default_rng(6).normal(size=(17, n))
    here, there = method.init((B @ M + t, B @ A)), method.init((M, A))

    moved, _ = method.step(here, draws=s, losses=f(method.points(here, s)))
    other, _ = method.step(there, draws=s, losses=f(method.points(there, s) @ B.T + t))

    np.testing.assert_allclose(B @ other.parameters[0] + t, moved.parameters[0], rtol=1e-12)
    np.testing.assert_allclose(B @ other.parameters[1], moved.parameters[1], rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("kind", [SeparableEvolution, FullEvolution])
def test_many_steps_find_the_minimum(kind):
    """Of the quadratic, with forty draws a step and their mean subtracted as a baseline."""
    method, rng = kind(0.3, 0.1), np.random.default_rng(7)
    state = method.init((M, LOG_SIGMA if kind is SeparableEvolution else A))

    for _ in range(400):
        s = rng.normal(size=(40, n))
        losses = f(method.points(state, s))
        losses = (losses - losses.mean()) / losses.std()
        state, _ = method.step(state, draws=s, losses=losses)

    assert np.linalg.norm(state.parameters[0] - C) < 1e-3


def test_bad_input_is_refused_by_name():
    """No draws, shapes, a singular root."""
    full, separable = FullEvolution(0.1, 0.1), SeparableEvolution(0.1, 0.1)

    with pytest.raises(EmptyError, match="draws"):
        full.step(full.init((M, A)), draws=np.zeros((0, n)), losses=np.zeros(0))
    with pytest.raises(ShapeError, match="losses"):
        full.step(full.init((M, A)), draws=DRAWS, losses=np.zeros(4))
    with pytest.raises(ShapeError, match="root"):
        full.init((M, A[:2]))
    with pytest.raises(SingularFactorError, match="the covariance"):
        full.init((M, np.ones((n, n))))
    with pytest.raises(ShapeError, match="log-deviations"):
        separable.init((M, LOG_SIGMA[:2]))
