"""Gaussian laws against SciPy, quadrature and differences."""

import numpy as np
import pytest
from scipy import stats

from numeric.agreement import digits_agreed
from numeric.differentiate import central_differences
from numeric.divergence import kl_between
from numeric.supports import Space
from numeric.variational import (
    DiagonalNormal,
    MomentGradient,
    Normal,
    diagonal_divergence,
    expected_from_values,
    hermite_nodes,
    normal_divergence,
)
from numeric.variational.symmetric import dual, from_dual, pack, side, unpack, unpack_lower


def whole(law):
    """Mean and covariance written out."""
    return law.mean, law.covariance if isinstance(law, Normal) else np.diag(law.variance)


def test_density_and_entropy_are_scipys(law):
    """At five points in three dimensions."""
    q, z = law(1), np.random.default_rng(2).normal(size=(5, 3))
    expected = stats.multivariate_normal(*whole(q))

    assert digits_agreed(expected.logpdf(z), q.log_density(z)) > 13
    assert pytest.approx(float(expected.entropy()), rel=1e-13) == q.entropy


def test_points_are_the_mean_plus_a_root_of_the_covariance_times_the_draws(law):
    """Draws e and -e average to m, and unit draws give the columns of a root."""
    q, e = law(3), np.random.default_rng(4).normal(size=(4, 3))
    m, S = whole(q)

    np.testing.assert_allclose((q.points(e) + q.points(-e)) / 2, np.tile(m, (4, 1)), rtol=1e-13)
    columns = q.points(np.eye(3)) - m
    np.testing.assert_allclose(columns.T @ columns, S, rtol=1e-12)


def test_scores_are_the_derivatives_of_the_log_density_in_mean_and_covariance():
    """By differences in m and in the lower triangle of S, an entry of which off the diagonal stands for two."""
    rng = np.random.default_rng(5)
    root = np.array([[1.1, 0], [0.4, 0.7]])
    q, z = Normal([0.3, -0.8], root @ root.T), rng.normal(size=(4, 2))

    found = q.scores(z)
    to_mean = central_differences(lambda m: Normal(m, q.covariance).log_density(z), q.mean).value
    to_spread = central_differences(
        lambda s: Normal(q.mean, unpack(s)).log_density(z), pack(q.covariance)
    ).value

    np.testing.assert_allclose(found.mean, to_mean, rtol=1e-7, atol=1e-9)
    np.testing.assert_allclose(dual(found.covariance), to_spread, rtol=1e-7, atol=1e-9)


def test_scores_of_a_diagonal_law_are_the_derivatives_in_means_and_variances(diagonal):
    """By differences."""
    q, z = diagonal(6), np.random.default_rng(7).normal(size=(4, 3))

    found = q.scores(z)
    to_mean = central_differences(lambda m: DiagonalNormal(m, q.variance).log_density(z), q.mean).value
    to_variance = central_differences(lambda v: DiagonalNormal(q.mean, v).log_density(z), q.variance).value

    np.testing.assert_allclose(found.mean, to_mean, rtol=1e-7, atol=1e-9)
    np.testing.assert_allclose(found.covariance, to_variance, rtol=1e-7, atol=1e-9)


def test_the_divergence_is_the_integral_over_the_plane(normal):
    """KL(q || p) by quadrature from the two log-densities of SciPy, and not KL(p || q)."""
    q, p = normal(8, d=2), normal(9, d=2)
    one, other = (stats.multivariate_normal(law.mean, law.covariance) for law in (q, p))
    divergence = kl_between(
        lambda z: np.atleast_1d(one.logpdf(z)), lambda z: np.atleast_1d(other.logpdf(z)), Space(q.mean)
    )
    expected = float(divergence.value)

    assert expected == pytest.approx(normal_divergence(q, p), rel=1e-7)
    assert normal_divergence(p, q) != pytest.approx(expected, rel=0.05)


def test_the_divergence_is_a_mean_of_log_ratios_in_three_dimensions(law):
    """Quadratic polynomials are integrated exactly by three nodes in each coordinate."""
    q, p = law(10), law(11)
    nodes = hermite_nodes(3, 3)
    z = q.points(nodes.draws)
    expected = nodes.weights @ (q.log_density(z) - p.log_density(z))

    kl = normal_divergence if isinstance(q, Normal) else diagonal_divergence

    assert kl(q, p) == pytest.approx(expected, rel=1e-12)
    assert kl(q, q) == pytest.approx(0, abs=1e-14)


def test_a_diagonal_law_is_the_full_one_with_a_diagonal_covariance(diagonal):
    """Entropy and divergence agree."""
    q, p = diagonal(12), diagonal(13)

    assert q.full.entropy == pytest.approx(q.entropy, rel=1e-13)
    assert normal_divergence(q.full, p.full) == pytest.approx(diagonal_divergence(q, p), rel=1e-12)


def test_the_entropy_gradient_is_the_derivative_of_the_entropy(normal, diagonal):
    """(0, P / 2), and (0, 1 / (2 v))."""
    q, r = normal(14, d=2), diagonal(15)
    full = central_differences(lambda s: np.asarray(Normal(q.mean, unpack(s)).entropy), pack(q.covariance))
    apart = central_differences(lambda v: np.asarray(DiagonalNormal(r.mean, v).entropy), r.variance)

    np.testing.assert_allclose(dual(q.entropy_gradient.covariance), full.value, rtol=1e-7)
    np.testing.assert_allclose(r.entropy_gradient.covariance, apart.value, rtol=1e-7)
    np.testing.assert_array_equal(q.entropy_gradient.mean, np.zeros(2))
    np.testing.assert_array_equal(r.entropy_gradient.mean, np.zeros(3))


def test_gradients_in_moments_add_part_by_part():
    """(g, G) + (g', G')."""
    found = MomentGradient(np.array([1.0, 2]), np.eye(2)) + MomentGradient(np.array([3.0, 5]), 2 * np.eye(2))

    np.testing.assert_array_equal(found.mean, [4, 7])
    np.testing.assert_array_equal(found.covariance, 3 * np.eye(2))


def test_expectations_from_values_are_means_of_value_gradient_and_hessian(law):
    """For a cubic the derivatives are known: f = x y^2 + 2 x z - y, over a law of means m and covariance S.

    E[f] = m_x (m_y^2 + S_yy) + 2 m_y S_xy + 2 (m_x m_z + S_xz) - m_y
    E[f_x] = m_y^2 + S_yy + 2 m_z,  E[f_y] = 2 (m_x m_y + S_xy) - 1,  E[f_z] = 2 m_x
    """
    q = law(16)
    (x, y, z), S = whole(q)
    value = x * (y**2 + S[1, 1]) + 2 * y * S[0, 1] + 2 * (x * z + S[0, 2]) - y
    gradient = [y**2 + S[1, 1] + 2 * z, 2 * (x * y + S[0, 1]) - 1, 2 * x]
    hessian = [[0, 2 * y, 2], [2 * y, 2 * x, 0], [2, 0, 0]]

    found = expected_from_values(
        lambda p: p[:, 0] * p[:, 1] ** 2 + 2 * p[:, 0] * p[:, 2] - p[:, 1], q, hermite_nodes(3, 4)
    )

    assert value == pytest.approx(found.value, rel=1e-12)
    np.testing.assert_allclose(found.gradient, gradient, rtol=1e-11, atol=1e-12)
    np.testing.assert_allclose(found.hessian, hessian, rtol=1e-10, atol=1e-11)


def test_hermite_nodes_integrate_polynomials_below_twice_their_number():
    """E[e^6] = 15 with four nodes, not with three; in two dimensions E[e_1^2 e_2^4] = 3 with three."""
    four, three, plane = hermite_nodes(1, 4), hermite_nodes(1, 3), hermite_nodes(2, 3)

    assert four.weights @ four.draws[:, 0] ** 6 == pytest.approx(15, rel=1e-12)
    assert three.weights @ three.draws[:, 0] ** 6 == pytest.approx(9, rel=1e-12)  # nodes 0, +-sqrt 3 of 1/6
    assert plane.weights @ (plane.draws[:, 0] ** 2 * plane.draws[:, 1] ** 4) == pytest.approx(3, rel=1e-12)
    assert len(plane.weights) == 9


def test_symmetric_matrices_are_packed_by_rows_of_the_lower_triangle():
    """And tr(G S) = dual(G) . pack(S)."""
    S, G = np.array([[1.0, 2, 4], [2, 3, 5], [4, 5, 6]]), np.array([[7.0, 8, 10], [8, 9, 11], [10, 11, 12]])

    np.testing.assert_array_equal(pack(S), [1, 2, 3, 4, 5, 6])
    np.testing.assert_array_equal(dual(G), [7, 16, 9, 20, 22, 12])
    assert dual(G) @ pack(S) == np.trace(G @ S)
    np.testing.assert_array_equal(unpack(pack(S)), S)
    np.testing.assert_array_equal(from_dual(dual(G)), G)
    np.testing.assert_array_equal(unpack_lower(pack(S)), np.tril(S))
    assert [side(q) for q in (1, 3, 6, 10)] == [1, 2, 3, 4]
