"""The bound of an autoencoder and its gradients; N = 5, x in R^3, D = 2, hidden layers of 6 and 7: all different."""

import numpy as np
import pytest
from scipy import stats

from numeric.differentiate import central_differences, complex_step
from numeric.networks import TANH, Bernoulli, Dense, Gaussian, Network
from numeric.variational import (
    Autoencoder,
    LatentNormal,
    Normal,
    bound_gradients,
    diagonal_divergence,
    example_bounds,
    hermite_nodes,
    laws,
    mean_bound,
    normal_divergence,
    output_gradients,
    sampled_nodes,
)
from numeric.variational.diagonal import DiagonalNormal

N, X, D = 5, 3, 2
NODES = hermite_nodes(D, 6)
S = np.array([[0.8, 0.2, 0.1], [0.2, 0.5, -0.1], [0.1, -0.1, 1.1]])


def encoder():
    """3 -> 6 -> (m, l) of two latents."""
    return Network((Dense(X, 6), TANH, Dense(6, 2 * D)), LatentNormal(D))


def autoencoder(kind):
    """With coins, or with Gaussian x of a full covariance."""
    likelihood = Bernoulli(X, temperature=1.7) if kind == "coins" else Gaussian(S)
    return Autoencoder(encoder(), Network((Dense(D, 7), TANH, Dense(7, X)), likelihood))


def case(kind, seed=140):
    """Autoencoder, parameters, data."""
    rng = np.random.default_rng(seed)
    vae = autoencoder(kind)
    parameters = (0.5 * rng.normal(size=vae.encoder.size), 0.7 * rng.normal(size=vae.decoder.size))
    x = rng.integers(0, 2, size=(N, X)).astype(float) if kind == "coins" else rng.normal(size=(N, X))
    return vae, parameters, x


def test_the_law_of_latents_is_scipys():
    """Density at three outputs; its score is the complex step of the density."""
    law, rng = LatentNormal(2), np.random.default_rng(141)
    z, u = rng.normal(size=(3, 4)), rng.normal(size=(3, 2))
    expected = stats.norm(z[:, :2], np.exp(z[:, 2:])).logpdf(u).sum(axis=1)

    np.testing.assert_allclose(law.log_density(z, u), expected, rtol=1e-12)
    for n in range(3):
        step = complex_step(lambda out, n=n: law.log_density(out[None], u[[n]])[0], z[n]).value
        np.testing.assert_allclose(law.score(z, u)[n], step, rtol=1e-11)


def test_the_fisher_matrix_of_latents_is_the_second_moment_of_their_scores():
    """diag(1 / sigma^2, 2), by an exact rule; root times its transpose is the same."""
    law, z, nodes = LatentNormal(2), np.array([[0.3, -0.8, 0.4, -0.6]]), hermite_nodes(2, 3)
    u = z[:, :2] + np.exp(z[:, 2:]) * nodes.draws
    s = law.score(np.repeat(z, len(u), axis=0), u)

    expected = np.diag([np.exp(-0.8), np.exp(1.2), 2, 2])

    np.testing.assert_allclose((s.T * nodes.weights) @ s, expected, atol=1e-12)
    np.testing.assert_allclose(law.fisher(z)[0], expected, rtol=1e-14)
    np.testing.assert_allclose(law.root(z)[0] @ law.root(z)[0].T, expected, rtol=1e-14)


def test_sampled_latents_have_the_moments_of_their_law():
    """40,000 seeded draws: means within six standard errors; the deviations within 2 % (six of 0.35 % each)."""
    law, z = LatentNormal(2), np.tile([[0.3, -0.8, 0.4, -0.6]], (40_000, 1))

    u = law.sample(z, np.random.default_rng(142))

    deviation = np.exp([0.4, -0.6])
    assert np.all(np.abs(u.mean(axis=0) - [0.3, -0.8]) < 6 * deviation / 200)
    np.testing.assert_allclose(u.std(axis=0), deviation, rtol=0.021)


def test_the_bound_of_an_example_is_an_integral_over_the_plane_of_latents():
    """E_q[log p(x | u) + log p(u) - log q(u)] from densities written anew, by trapezoids of step sigma / 5."""
    vae, (phi, theta), x = case("coins")
    phi, theta = phi / 2, theta / 3  # so that tanh is smooth over a deviation
    W1, W2 = phi[:24].reshape(6, 4), phi[24:].reshape(4, 7)
    V1, V2 = theta[:21].reshape(7, 3), theta[21:].reshape(3, 8)
    found = example_bounds(vae, (phi, theta), x, nodes=hermite_nodes(D, 60))
    grid = np.stack(np.meshgrid(np.arange(-40, 41) / 5, np.arange(-40, 41) / 5), axis=-1).reshape(-1, 2)

    for n in (0, 3):
        out = W2 @ np.append(np.tanh(W1 @ np.append(x[n], 1)), 1)
        u = out[:2] + np.exp(out[2:]) * grid
        log_q = stats.norm(out[:2], np.exp(out[2:])).logpdf(u).sum(axis=1)
        one = np.ones((len(u), 1))
        logits = np.hstack([np.tanh(np.hstack([u, one]) @ V1.T), one]) @ V2.T / 1.7
        fit = np.sum(x[n] * logits - np.logaddexp(0, logits), axis=1)
        area = np.prod(np.exp(out[2:])) / 25
        expected = area * np.sum(np.exp(log_q) * (fit + stats.norm.logpdf(u).sum(axis=1) - log_q))
        assert expected == pytest.approx(found[n], rel=1e-7)


def test_the_price_of_an_example_is_the_divergence_of_its_law_from_the_prior():
    """With a decoder that ignores the latents the bound is log p(x) - KL(q || N(0, I))."""
    vae, (phi, _), x = case("numbers")
    theta = np.zeros(vae.decoder.size)
    theta[-8 * 3 :].reshape(3, 8)[:, -1] = [0.4, -0.2, 0.9]  # the biases of the last layer
    fit = stats.multivariate_normal([0.4, -0.2, 0.9], S).logpdf(x)
    prior = DiagonalNormal(np.zeros(D), np.ones(D))
    expected = fit - [diagonal_divergence(law, prior) for law in laws(vae, phi, x)]

    found = example_bounds(vae, (phi, theta), x, nodes=NODES)

    np.testing.assert_allclose(found, expected, rtol=1e-11)
    assert mean_bound(vae, (phi, theta), x, nodes=NODES) == pytest.approx(np.mean(expected), rel=1e-12)


def linear(seed=143):
    """x = W u + b + noise of covariance S, and an affine encoder."""
    rng = np.random.default_rng(seed)
    vae = Autoencoder(Network((Dense(X, 2 * D),), LatentNormal(D)), Network((Dense(D, X),), Gaussian(S)))
    parameters = (0.4 * rng.normal(size=vae.encoder.size), rng.normal(size=vae.decoder.size))
    return vae, parameters, rng.normal(size=(N, X))


def test_for_a_linear_decoder_the_bound_misses_the_evidence_by_the_divergence_from_the_posterior():
    """log N(x; b, W W^T + S) - KL(q(. | x) || posterior), the posterior of precision W^T S^-1 W + I."""
    vae, (phi, theta), x = linear()
    W, b = theta.reshape(X, D + 1)[:, :D], theta.reshape(X, D + 1)[:, D]
    evidence = stats.multivariate_normal(b, W @ W.T + S).logpdf(x)
    covariance = np.linalg.inv(W.T @ np.linalg.solve(S, W) + np.eye(D))
    covariance = (covariance + covariance.T) / 2
    gaps = [
        normal_divergence(law.full, Normal(covariance @ W.T @ np.linalg.solve(S, row - b), covariance))
        for law, row in zip(laws(vae, phi, x), x, strict=True)
    ]

    found = example_bounds(vae, (phi, theta), x, nodes=NODES)

    np.testing.assert_allclose(found, evidence - gaps, rtol=1e-10)
    assert min(gaps) > 0.01


@pytest.mark.parametrize("kind", ["coins", "numbers"])
def test_gradients_are_complex_steps_of_the_bound(kind):
    """In the parameters of both networks, at the nodes of a rule."""
    vae, (phi, theta), x = case(kind)

    to_phi, to_theta = bound_gradients(vae, (phi, theta), x, nodes=NODES)

    expected = complex_step(lambda p: mean_bound(vae, (p, theta), x, nodes=NODES), phi).value
    np.testing.assert_allclose(to_phi, expected, rtol=1e-9, atol=1e-12)
    expected = complex_step(lambda p: mean_bound(vae, (phi, p), x, nodes=NODES), theta).value
    np.testing.assert_allclose(to_theta, expected, rtol=1e-9, atol=1e-12)


def test_output_gradients_are_differences_of_single_bounds():
    """For each example in its own (m, l), not divided by N: an encoder of biases alone moves one example."""
    vae, (_, theta), x = case("coins")
    free = Autoencoder(Network((Dense(X, 2 * D),), LatentNormal(D)), vae.decoder)
    outputs = np.random.default_rng(144).normal(size=(N, 2 * D)) / 2

    found = output_gradients(vae, theta, (outputs, x), nodes=NODES)

    for n in (1, 4):

        def bound(out, n=n):
            bias = np.zeros((2 * D, X + 1))
            bias[:, -1] = out
            return example_bounds(free, (bias.ravel(), theta), x[[n]], nodes=NODES)[0]

        expected = central_differences(bound, outputs[n]).value
        np.testing.assert_allclose(found[n], expected, rtol=1e-7, atol=1e-9)


def test_draws_give_an_unbiased_bound():
    """The mean over 300 seeds of 4 draws each lies within six standard errors of the rule's value."""
    vae, parameters, x = case("numbers")
    exact = float(mean_bound(vae, parameters, x, nodes=hermite_nodes(D, 20)))
    rng = np.random.default_rng(145)

    found = [mean_bound(vae, parameters, x, nodes=sampled_nodes(rng.normal(size=(4, D)))) for _ in range(300)]

    error = np.std(found, ddof=1) / np.sqrt(300)
    assert abs(np.mean(found) - exact) < 6 * error
    assert error < 0.03 * abs(exact)


def test_copies_of_the_data_change_nothing():
    """The bound and its gradients are means over examples."""
    vae, parameters, x = case("coins")

    one = bound_gradients(vae, parameters, x, nodes=NODES)
    other = bound_gradients(vae, parameters, np.concatenate([x, x, x]), nodes=NODES)

    for a, b in zip(one, other, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-11, atol=1e-14)
