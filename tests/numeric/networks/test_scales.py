"""Absolute scales: N = 5 examples, C = 3 outputs, T = 6 places, variance 0.7, and no two of them alike."""

import numpy as np

from numeric.agreement import digits_agreed
from numeric.networks import (
    Categorical,
    Dense,
    Mean,
    Network,
    evaluate,
    example_gradients,
    fisher_product,
    gradient,
    hessian_product,
    isotropic,
    loss,
)
from numeric.networks.network import pull

N, C, T, VARIANCE, TEMPERATURE = 5, 3, 6, 0.7, 1.7
RNG = np.random.default_rng(41)
X, Y = RNG.normal(size=(N, 4)), RNG.normal(size=(N, C))
W, V = RNG.normal(size=(C, 5)), RNG.normal(size=(C, 5))
BAR = np.hstack([X, np.ones((N, 1))])


def test_the_gaussian_loss_and_its_gradient_are_means_over_examples_and_sums_over_outputs():
    """L = (1/N) sum |y - W a|^2 / (2 var) + (C/2) log(2 pi var), and its gradient (1/N)(W a - y) a^T / var."""
    network, away = Network((Dense(4, C),), isotropic(C, variance=VARIANCE)), BAR @ W.T - Y

    value = np.sum(away**2) / (2 * VARIANCE * N) + C / 2 * np.log(2 * np.pi * VARIANCE)
    slope = away.T @ BAR / (N * VARIANCE)

    assert digits_agreed(value, loss(network, W.ravel(), X, Y)) > 14
    assert digits_agreed(slope.ravel(), gradient(network, W.ravel(), X, Y)) > 14
    each = np.einsum("ni,nj->nij", away, BAR).reshape(N, -1) / VARIANCE
    assert digits_agreed(each, example_gradients(network, W.ravel(), X, Y)) > 14


def test_the_fisher_product_of_a_linear_gaussian_model_is_a_mean_over_examples():
    """F v = V A / var with A = (1/N) sum a a^T, for the matrix V; the Hessian is the same."""
    network, A = Network((Dense(4, C),), isotropic(C, variance=VARIANCE)), BAR.T @ BAR / N

    expected = (V @ A / VARIANCE).ravel()

    assert digits_agreed(expected, fisher_product(network, W.ravel(), X, V.ravel())) > 14
    assert digits_agreed(expected, hessian_product(network, W.ravel(), (X, Y), V.ravel())) > 13


def test_the_fisher_product_of_a_linear_classifier_carries_the_temperature_twice():
    """F v = (1/N) sum_n (diag p - p p^T) V a a^T / T^2."""
    network = Network((Dense(4, C),), Categorical(C, TEMPERATURE))
    p = np.exp(BAR @ W.T / TEMPERATURE)
    p /= np.sum(p, axis=1, keepdims=True)

    moved = BAR @ V.T
    bent = p * (moved - np.sum(p * moved, axis=1, keepdims=True))
    expected = bent.T @ BAR / (N * TEMPERATURE**2)

    assert digits_agreed(expected.ravel(), fisher_product(network, W.ravel(), X, V.ravel())) > 14


def test_a_mean_over_places_divides_once_by_their_number():
    """Pre-activation gradients behind a mean over T = 6 places are v / T at each, and inputs are not divided."""
    network = Network((Dense(4, C), Mean((1,))), isotropic(C, variance=VARIANCE))
    x, v = RNG.normal(size=(N, T, 4)), RNG.normal(size=(N, C))

    (use,) = pull(network, evaluate(network, W.ravel(), x), v)

    assert digits_agreed(np.repeat(v[:, None] / T, T, axis=1), use.gradients) > 15
    assert np.array_equal(np.concatenate([x, np.ones((N, T, 1))], axis=2), use.inputs)
    assert digits_agreed(np.einsum("nm,nk->nmk", v, np.mean(use.inputs, axis=1)), use.per_example()) > 14
