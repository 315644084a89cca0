"""Fisher matrices of an autoencoder, and what they are not; N = 5, x in R^3, D = 2, all sizes different."""

import numpy as np
import pytest
from scipy.linalg import block_diag

from numeric.agreement import Outcome
from numeric.curvature import fisher, sampled_fisher
from numeric.differentiate import complex_step
from numeric.networks import TANH, Bernoulli, Dense, Gaussian, Network, evaluate, isotropic
from numeric.slopes import measure_slope
from numeric.variational import (
    Autoencoder,
    LatentNormal,
    bound_gauss_newton,
    bound_gradients,
    bound_hessian,
    decoder_fisher,
    decoder_fisher_over_data,
    decoder_fisher_over_prior,
    decoder_natural_gradient,
    diagonal_divergence,
    encoder_fisher,
    encoder_natural_gradient,
    hermite_nodes,
    laws,
    mean_bound,
    output_gradients,
    output_hessians,
)

N, X, D = 5, 3, 2
NODES = hermite_nodes(D, 6)


def case(seed=150, n=N):
    """Coins from two latents by small networks."""
    rng = np.random.default_rng(seed)
    vae = Autoencoder(
        Network((Dense(X, 4), TANH, Dense(4, 2 * D)), LatentNormal(D)),
        Network((Dense(D, 4), TANH, Dense(4, X)), Bernoulli(X, temperature=1.7)),
    )
    parameters = (0.6 * rng.normal(size=vae.encoder.size), rng.normal(size=vae.decoder.size))
    return vae, parameters, rng.integers(0, 2, size=(n, X)).astype(float)


def outputs_of(vae, phi, x):
    """(m, l)."""
    return evaluate(vae.encoder, phi, x).outputs


def test_the_encoder_fisher_is_the_mean_of_pulled_back_blocks():
    """(1/5) sum J^T diag(1 / sigma^2, 2) J, with Jacobians by complex step."""
    vae, (phi, _), x = case()
    expected = np.zeros((phi.size, phi.size))
    for row in x:
        J = complex_step(lambda p, row=row: outputs_of(vae, p, row[None])[0], phi).value
        l = outputs_of(vae, phi, row[None])[0, D:]
        expected += J.T @ block_diag(np.diag(np.exp(-2 * l)), 2 * np.eye(D)) @ J / 5

    np.testing.assert_allclose(encoder_fisher(vae, phi, x), expected, rtol=1e-10, atol=1e-12)


def test_the_encoder_fisher_is_the_second_moment_of_scores_over_latents():
    """Scores of log q(u | x) by complex step of the density written out, u at the nodes of an exact rule."""
    vae, (phi, _), x = case()
    rule = hermite_nodes(D, 3)
    expected = np.zeros((phi.size, phi.size))
    for row in x:
        out = outputs_of(vae, phi, row[None])[0]
        u = out[:D] + np.exp(out[D:]) * rule.draws

        def log_q(p, u=u, row=row):
            z = outputs_of(vae, p, row[None])[0]
            return -np.sum((u - z[:D]) ** 2 / np.exp(2 * z[D:]) / 2 + z[D:], axis=1) - np.log(2 * np.pi)

        s = complex_step(log_q, phi).value
        expected += (s.T * rule.weights) @ s / 5

    np.testing.assert_allclose(encoder_fisher(vae, phi, x), expected, rtol=1e-10, atol=1e-12)


def test_the_encoder_fisher_is_the_second_order_of_the_mean_divergence():
    """(1/5) sum KL(q_phi(. | x_n) || q_phi+hu(. | x_n)) - h^2 u . F u / 2 is of order three."""
    vae, (phi, _), x = case()
    u = np.random.default_rng(151).normal(size=phi.size)
    F, before = encoder_fisher(vae, phi, x), laws(vae, phi, x)

    def remainder(h):
        pairs = zip(before, laws(vae, phi + h * u, x), strict=True)
        return np.mean([diagonal_divergence(q, p) for q, p in pairs]) - h**2 * (u @ F @ u) / 2

    assert measure_slope(remainder, largest=2.0**-5).against(3) is Outcome.AGREES


def test_sampled_scores_have_the_encoder_fisher_for_mean():
    """4,000 seeded draws of latents for each example: every entry within six standard errors, seen over 40 parts."""
    vae, (phi, _), x = case()
    rng = np.random.default_rng(152)

    parts = np.stack([sampled_fisher(vae.encoder, phi, x, rng=rng, draws=100) for _ in range(40)])

    error = np.std(parts, axis=0, ddof=1) / np.sqrt(40)
    assert np.all(np.abs(np.mean(parts, axis=0) - encoder_fisher(vae, phi, x)) < 6 * error + 1e-12)
    assert np.max(error) < 0.05 * np.max(encoder_fisher(vae, phi, x))


def test_the_encoder_fisher_knows_neither_decoder_nor_copies_of_the_data():
    """Another theta and thrice the data leave it; the Gauss-Newton matrix and the Hessian see the decoder."""
    vae, (phi, theta), x = case()
    F, thrice = encoder_fisher(vae, phi, x), np.concatenate([x, x, x])

    np.testing.assert_allclose(encoder_fisher(vae, phi, thrice), F, rtol=1e-11, atol=1e-13)
    matrices = [
        [matrix(vae, (phi, factor * theta), x, nodes=NODES) for factor in (1, 1.5)]
        for matrix in (bound_gauss_newton, bound_hessian)
    ]
    for one, other in matrices:
        assert np.linalg.norm(one - other) > 0.05 * np.linalg.norm(one)
        assert np.linalg.norm(one - F) > 0.3 * np.linalg.norm(F)
    gauss_newton, hessian = matrices[0][0], matrices[1][0]
    assert np.linalg.norm(gauss_newton - hessian) > 0.05 * np.linalg.norm(hessian)


def test_the_hessian_of_the_bound_is_its_second_difference():
    """-d^2 L along two directions and their cross term, by the slope of the remainder."""
    vae, (phi, theta), x = case()
    H, g = (
        bound_hessian(vae, (phi, theta), x, nodes=NODES),
        bound_gradients(vae, (phi, theta), x, nodes=NODES)[0],
    )
    u = np.random.default_rng(153).normal(size=phi.size)
    L = float(mean_bound(vae, (phi, theta), x, nodes=NODES))

    def remainder(h):
        after = float(mean_bound(vae, (phi + h * u, theta), x, nodes=NODES))
        return after - L - h * g @ u + h**2 * (u @ H @ u) / 2

    assert measure_slope(remainder, largest=2.0**-4).against(3) is Outcome.AGREES


def test_the_hessian_is_the_gauss_newton_matrix_and_the_curvature_of_the_encoder():
    """-d^2 L = Q - (1/5) sum_n sum_i dL_n/dz_i d^2 z_i, the second derivatives of outputs by differences."""
    vae, (phi, theta), x = case()
    z = outputs_of(vae, phi, x)
    slopes = output_gradients(vae, theta, (z, x), nodes=NODES)
    u = np.random.default_rng(154).normal(size=phi.size)
    h = 1e-4
    bend = (outputs_of(vae, phi + h * u, x) - 2 * z + outputs_of(vae, phi - h * u, x)) / h**2
    expected = u @ bound_gauss_newton(vae, (phi, theta), x, nodes=NODES) @ u - np.sum(slopes * bend) / 5

    found = u @ bound_hessian(vae, (phi, theta), x, nodes=NODES) @ u

    assert expected == pytest.approx(found, rel=1e-6)


def linear(W, *, variance, seed=155):
    """x = W u + b + noise, and an affine encoder."""
    rng = np.random.default_rng(seed)
    likelihood = isotropic(X, variance=variance)
    vae = Autoencoder(Network((Dense(X, 2 * D),), LatentNormal(D)), Network((Dense(D, X),), likelihood))
    theta = np.hstack([W, rng.normal(size=(X, 1))]).ravel()
    return vae, theta, rng.normal(size=(N, X))


def best_encoder(W, theta, *, variance):
    """Means those of the posterior, A (x - b) with A = P^-1 W^T / s, and variances 1 / P_ii, P = W^T W / s + I."""
    P = W.T @ W / variance + np.eye(D)
    A = np.linalg.solve(P, W.T) / variance
    b = theta.reshape(X, D + 1)[:, D]
    means = np.hstack([A, -(A @ b)[:, None]])
    logs = np.hstack([np.zeros((D, X)), -np.log(np.diag(P))[:, None] / 2])
    return np.vstack([means, logs]).ravel(), P


def test_at_the_best_encoder_of_a_linear_decoder_the_output_hessian_has_the_fisher_diagonal_and_the_posterior_off_it():
    """H = diag-block(P, 2 I); L is stationary; the Fisher block is diag(P_ii, 2): equal where P is diagonal alone."""
    W = np.array([[0.8, 0.5], [-0.3, 0.9], [0.6, 0.4]])
    vae, theta, x = linear(W, variance=0.3)
    phi, P = best_encoder(W, theta, variance=0.3)

    H = output_hessians(vae, (phi, theta), x, nodes=NODES)

    np.testing.assert_allclose(H, np.tile(block_diag(P, 2 * np.eye(D)), (N, 1, 1)), rtol=1e-10, atol=1e-11)
    np.testing.assert_allclose(bound_gradients(vae, (phi, theta), x, nodes=NODES)[0], 0, atol=1e-11)
    F, Q = encoder_fisher(vae, phi, x), bound_gauss_newton(vae, (phi, theta), x, nodes=NODES)
    assert np.linalg.norm(F - Q) > 0.1 * np.linalg.norm(Q)

    W = np.linalg.qr(W)[0] * np.array([1.3, 0.6])  # columns at right angles: P is diagonal
    vae, theta, x = linear(W, variance=0.3)
    phi, P = best_encoder(W, theta, variance=0.3)
    F, Q = encoder_fisher(vae, phi, x), bound_gauss_newton(vae, (phi, theta), x, nodes=NODES)
    np.testing.assert_allclose(F, Q, rtol=1e-9, atol=1e-10)


def test_away_from_the_best_the_output_hessian_of_a_linear_decoder_is_hand_computed():
    """H = diag-block(P, 2 sigma^2 P_ii); with a decoder of zeros diag(1, 2 sigma^2), not diag(1 / sigma^2, 2)."""
    W = np.array([[0.8, 0.5], [-0.3, 0.9], [0.6, 0.4]])
    vae, theta, x = linear(W, variance=0.3)
    phi = 0.4 * np.random.default_rng(156).normal(size=vae.encoder.size)
    variances = np.exp(2 * outputs_of(vae, phi, x)[:, D:])

    for factor in (1.0, 0.0):
        P = factor**2 * W.T @ W / 0.3 + np.eye(D)
        scaled = np.hstack([factor * W, theta.reshape(X, D + 1)[:, D:]]).ravel()
        H = output_hessians(vae, (phi, scaled), x, nodes=NODES)
        for n in range(N):
            expected = block_diag(P, np.diag(2 * variances[n] * np.diag(P)))
            np.testing.assert_allclose(H[n], expected, rtol=1e-9, atol=1e-10)


def test_the_decoder_fisher_is_the_mean_of_pulled_back_likelihoods():
    """sum_m w_m J^T diag(p (1 - p)) J / T^2 with Jacobians by complex step, four latents of unequal weight."""
    vae, (_, theta), _ = case()
    u, w = np.random.default_rng(157).normal(size=(4, D)), np.array([0.1, 0.2, 0.3, 0.4])
    expected = np.zeros((theta.size, theta.size))
    for latent, weight in zip(u, w, strict=True):
        J = complex_step(lambda t, v=latent: evaluate(vae.decoder, t, v[None]).outputs[0], theta).value
        p = 1 / (1 + np.exp(-evaluate(vae.decoder, theta, latent[None]).outputs[0] / 1.7))
        expected += weight * J.T @ np.diag(p * (1 - p) / 1.7**2) @ J

    found = decoder_fisher(vae, theta, u, weights=w)

    np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(
        decoder_fisher(vae, theta, u, weights=np.full(4, 0.25)), fisher(vae.decoder, theta, u), rtol=1e-11
    )


def test_the_mean_over_latents_is_over_the_prior_or_over_the_laws_of_the_data():
    """By rules of their own; the two differ, and copies of the data change neither."""
    vae, (phi, theta), x = case()
    rule = hermite_nodes(D, 6)
    over_prior = decoder_fisher_over_prior(vae, theta, nodes=rule)
    over_data = decoder_fisher_over_data(vae, (phi, theta), x, nodes=rule)
    expected = np.mean(
        [
            decoder_fisher(vae, theta, q.mean + q.deviation * rule.draws, weights=rule.weights)
            for q in laws(vae, phi, x)
        ],
        axis=0,
    )

    np.testing.assert_allclose(over_data, expected, rtol=1e-11, atol=1e-14)
    np.testing.assert_allclose(over_prior, decoder_fisher(vae, theta, rule.draws, weights=rule.weights))
    assert np.linalg.norm(over_prior - over_data) > 0.1 * np.linalg.norm(over_prior)
    twice = decoder_fisher_over_data(vae, (phi, theta), np.concatenate([x, x]), nodes=rule)
    np.testing.assert_allclose(twice, over_data, rtol=1e-11, atol=1e-14)


def test_for_a_linear_decoder_the_fisher_matrix_over_the_prior_is_hand_computed():
    """W (u; 1) with x of variance s: I_3 (x) E[(u; 1)(u; 1)^T] / s = I_9 / s, by rows."""
    W = np.array([[0.8, 0.5], [-0.3, 0.9], [0.6, 0.4]])
    vae, theta, _ = linear(W, variance=0.3)

    found = decoder_fisher_over_prior(vae, theta, nodes=hermite_nodes(D, 2))

    np.testing.assert_allclose(found, np.eye(9) / 0.3, atol=1e-13)


def test_natural_gradients_solve_their_systems_and_point_uphill():
    """(F + damping I) x = dL, for the encoder and for the decoder with latents from the encoder."""
    vae, parameters, x = case()
    to_phi, to_theta = bound_gradients(vae, parameters, x, nodes=NODES)

    encoder = encoder_natural_gradient(vae, parameters, x, nodes=NODES, damping=0.01).solution
    decoder = decoder_natural_gradient(vae, parameters, x, nodes=NODES, damping=0.02).solution

    F = encoder_fisher(vae, parameters[0], x) + 0.01 * np.eye(to_phi.size)
    np.testing.assert_allclose(F @ encoder, to_phi, rtol=1e-8, atol=1e-12)
    G = decoder_fisher_over_data(vae, parameters, x, nodes=NODES) + 0.02 * np.eye(to_theta.size)
    np.testing.assert_allclose(G @ decoder, to_theta, rtol=1e-8, atol=1e-12)
    assert to_phi @ encoder > 0
    assert to_theta @ decoder > 0


def test_a_natural_step_of_the_encoder_moves_the_laws_alike_in_other_coordinates():
    """With an affine encoder and phi = M psi, M^-1 times the natural gradient in phi is that in psi; the plain is not.

    The Fisher matrix in psi is M^T F M and the gradient M^T g, by complex step of the bound in psi.
    """
    W = np.array([[0.8, 0.5], [-0.3, 0.9], [0.6, 0.4]])
    vae, theta, x = linear(W, variance=0.3)
    rng = np.random.default_rng(158)
    phi = 0.4 * rng.normal(size=vae.encoder.size)
    M = np.eye(phi.size) + 0.3 * rng.normal(size=(phi.size, phi.size)) / np.sqrt(phi.size)
    psi = np.linalg.solve(M, phi)

    def bound(p):
        return mean_bound(vae, (M @ p, theta), x, nodes=NODES)

    to_psi = complex_step(bound, psi).value
    natural = encoder_natural_gradient(vae, (phi, theta), x, nodes=NODES, damping=0.0).solution
    in_psi = np.linalg.solve(M.T @ encoder_fisher(vae, phi, x) @ M, to_psi)

    np.testing.assert_allclose(np.linalg.solve(M, natural), in_psi, rtol=1e-9, atol=1e-11)
    plain = bound_gradients(vae, (phi, theta), x, nodes=NODES)[0]
    assert np.linalg.norm(np.linalg.solve(M, plain) - to_psi) > 0.05 * np.linalg.norm(to_psi)


def test_with_gaussian_data_of_full_covariance_the_encoder_gradient_is_natural_in_the_laws_themselves():
    """An encoder of biases alone: one law for all examples, and F^-1 dL = (sigma^2 dL/dm, dL/dl / 2)."""
    S = np.array([[0.8, 0.2, 0.1], [0.2, 0.5, -0.1], [0.1, -0.1, 1.1]])
    rng = np.random.default_rng(159)
    vae = Autoencoder(Network((Dense(X, 2 * D),), LatentNormal(D)), Network((Dense(D, X),), Gaussian(S)))
    phi, theta, x = np.zeros((2 * D, X + 1)), rng.normal(size=9), rng.normal(size=(N, X))
    phi[:, -1] = [0.3, -0.7, -0.4, 0.2]
    slopes = output_gradients(vae, theta, (outputs_of(vae, phi.ravel(), x), x), nodes=NODES).mean(axis=0)
    expected = np.concatenate([np.exp([-0.8, 0.4]) * slopes[:D], slopes[D:] / 2])

    F = encoder_fisher(vae, phi.ravel(), x)[X :: X + 1, X :: X + 1]
    g = bound_gradients(vae, (phi.ravel(), theta), x, nodes=NODES)[0][X :: X + 1]

    np.testing.assert_allclose(np.linalg.solve(F, g), expected, rtol=1e-11)
