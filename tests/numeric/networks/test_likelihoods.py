"""Densities, scores and Fisher matrices of labels, at temperatures and covariances that are not one."""

import numpy as np
import pytest
from scipy import stats

from numeric.agreement import digits_agreed
from numeric.differentiate import complex_step
from numeric.networks import Bernoulli, Categorical, Gaussian, OutcomesError, isotropic
from numeric.networks.dense import Dense
from numeric.networks.network import Network
from numeric.networks.products import bend
from numeric.sequential import BoundedMean, NormalCovariance, SequentialOutcome, run_until_decided

COVARIANCE = np.array([[0.7, 0.2, -0.1], [0.2, 1.3, 0.3], [-0.1, 0.3, 0.5]])
Z = np.array([[0.3, -1.2, 0.8], [2.0, 0.1, -0.6], [-0.4, -0.9, 0.2], [1.1, 0.7, 0.4], [-2.2, 0.5, 1.6]])
LIKELIHOODS = [Gaussian(COVARIANCE), Bernoulli(3, 1.7), Categorical(3, 1.7)]
FINITE = LIKELIHOODS[1:]


def test_the_gaussian_density_is_that_of_scipy():
    """Log N(y; z, S) with the constant."""
    y = Z[::-1]

    expected = [stats.multivariate_normal(z, COVARIANCE).logpdf(v) for z, v in zip(Z, y)]

    assert digits_agreed(expected, LIKELIHOODS[0].log_density(Z, y)) > 13


def test_the_densities_of_classes_and_coins_are_ratios_of_exponentials():
    """P(y) = e^{z_y/T} / sum e^{z_k/T}, and a product over coins of e^{y z/T} / (1 + e^{z/T})."""
    y, coins = np.array([2, 0, 1, 1, 2]), (Z > 0.3).astype(float)

    classes = np.exp(Z[np.arange(5), y] / 1.7) / np.sum(np.exp(Z / 1.7), axis=1)
    heads = np.prod(np.exp(coins * Z / 1.7) / (1 + np.exp(Z / 1.7)), axis=1)

    assert digits_agreed(np.log(classes), Categorical(3, 1.7).log_density(Z, y)) > 14
    assert digits_agreed(np.log(heads), Bernoulli(3, 1.7).log_density(Z, coins)) > 14


@pytest.mark.parametrize("likelihood", LIKELIHOODS)
def test_the_score_is_the_gradient_of_the_log_density(likelihood):
    """It agrees with the complex step, example by example."""
    y = likelihood.sample(Z, np.random.default_rng(31))

    expected = [
        complex_step(lambda z, n=n: likelihood.log_density(z[None], y[n : n + 1])[0], Z[n]).value
        for n in range(5)
    ]

    assert digits_agreed(expected, likelihood.score(Z, y)) > 14


@pytest.mark.parametrize("likelihood", LIKELIHOODS)
def test_the_fisher_matrix_is_minus_the_hessian_and_its_root_squares_to_it(likelihood):
    """F = -d score / dz whatever the label, and B B^T = F."""
    network, B = Network((Dense(3, 3),), likelihood), likelihood.root(Z)
    for seed in (32, 33):
        y = likelihood.sample(Z, np.random.default_rng(seed))
        columns = [bend(network, Z, (y, np.broadcast_to(unit, Z.shape))) for unit in np.eye(3)]

        assert digits_agreed(np.stack(columns, axis=2), likelihood.fisher(Z)) > 13
    assert digits_agreed(B @ B.swapaxes(1, 2), likelihood.fisher(Z)) > 13


@pytest.mark.parametrize("likelihood", FINITE)
def test_probabilities_add_up_to_one_scores_to_zero_and_their_squares_to_the_fisher_matrix(likelihood):
    """sum_y p = 1, sum_y p score = 0, sum_y p score score^T = F."""
    total, mean, square = 0, 0, 0
    for outcome in likelihood.outcomes():
        y = np.broadcast_to(outcome, (5, *np.shape(outcome)))
        p, score = np.exp(likelihood.log_density(Z, y)), likelihood.score(Z, y)
        total, mean = total + p, mean + p[:, None] * score
        square = square + p[:, None, None] * score[:, :, None] * score[:, None, :]

    assert digits_agreed(np.ones(5), total) > 14
    assert np.max(np.abs(mean)) < 1e-15
    assert digits_agreed(square, likelihood.fisher(Z)) > 14


def test_fisher_matrices_scale_with_temperature_and_variance():
    """At z = 0: 1/(4 T^2) for a coin, (1/C - 1/C^2)/T^2 on the diagonal of C classes, 1/variance for a mean."""
    z = np.zeros((1, 5))

    assert digits_agreed(np.eye(5) / (4 * 1.7**2), Bernoulli(5, 1.7).fisher(z)[0]) > 14
    assert digits_agreed((np.eye(5) / 5 - 1 / 25) / 1.7**2, Categorical(5, 1.7).fisher(z)[0]) > 14
    assert digits_agreed(np.eye(5) / 0.7, isotropic(5, variance=0.7).fisher(z)[0]) > 14


def test_gaussian_labels_have_the_covariance_asked_for():
    """Samples about the mean are within 0.1 of S at level 1e-7, and twice S is excluded."""
    likelihood, scales = LIKELIHOODS[0], np.sqrt(np.diag(COVARIANCE))

    def judged(target):
        def draw(rng, count):
            z = np.broadcast_to(Z[0], (count, 3))
            return likelihood.sample(z, rng) - z

        rng = np.random.default_rng(34)
        return run_until_decided(
            draw, NormalCovariance(1e-7, scales), target, 0.1, rng=rng, most_draws=200_000
        ).outcome

    assert SequentialOutcome.WITHIN is judged(COVARIANCE)
    assert SequentialOutcome.EXCLUDED is judged(2 * COVARIANCE)


@pytest.mark.parametrize("likelihood", FINITE)
def test_labels_have_the_probabilities_of_the_model(likelihood):
    """Frequencies of every outcome are within 0.02 of p at level 1e-7, and those of temperature one excluded."""
    outcomes = likelihood.outcomes()
    z = np.broadcast_to(Z[4], (len(outcomes), 3))
    colder = type(likelihood)(3, 1.0)

    def draw(rng, count):
        y = likelihood.sample(np.broadcast_to(Z[4], (count, 3)), rng)
        same = y[:, None] == outcomes[None]
        return np.all(same.reshape(count, len(outcomes), -1), axis=2).astype(float)

    def judged(p):
        return run_until_decided(
            draw,
            BoundedMean(np.zeros(len(outcomes)), 1.0, 1e-7),
            p,
            0.02,
            rng=np.random.default_rng(35),
            most_draws=200_000,
        ).outcome

    assert SequentialOutcome.WITHIN is judged(np.exp(likelihood.log_density(z, outcomes)))
    assert SequentialOutcome.EXCLUDED is judged(np.exp(colder.log_density(z, outcomes)))


def test_outcomes_are_listed_where_they_can_be():
    """Three classes, eight ways for three coins to fall, none for a Gaussian or for many coins."""
    assert np.array_equal([0, 1, 2], Categorical(3).outcomes())
    assert len({tuple(row) for row in Bernoulli(3).outcomes()}) == 8
    for likelihood in (LIKELIHOODS[0], Bernoulli(30)):
        with pytest.raises(OutcomesError, match="sample"):
            likelihood.outcomes()
