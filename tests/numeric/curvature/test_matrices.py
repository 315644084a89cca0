"""Fisher, Gauss-Newton, empirical Fisher and Hessian: equal where they must be, apart where they are."""

from itertools import product

import numpy as np
import pytest

from numeric.agreement import Outcome, digits_agreed, exactly
from numeric.arrays import Estimate
from numeric.curvature import (
    block_diagonal,
    blocks,
    empirical_fisher,
    fisher,
    fisher_blocks,
    fisher_diagonal,
    fisher_over_outcomes,
    gauss_newton,
    in_columns,
    loss_hessian,
    sampled_fisher,
)
from numeric.differentiate import hessian
from numeric.networks import (
    SQUARE,
    TANH,
    Attention,
    Bernoulli,
    Categorical,
    Convolution,
    Dense,
    Flatten,
    Gaussian,
    Mean,
    Network,
    Window,
    evaluate,
    fisher_product,
    gradient,
    hessian_product,
    isotropic,
    loss,
    transformer_block,
)
from numeric.sequential import BoundedMean, SequentialOutcome, run_until_decided
from numeric.slopes import measure_slope

COVARIANCE = np.array([[0.7, 0.2, -0.1], [0.2, 1.3, 0.3], [-0.1, 0.3, 0.5]])
COINS, CLASSES = Bernoulli(3, 1.7), Categorical(3, 1.7)
CONVOLVED = (Convolution(2, 2, Window((2, 3), 2, 1)), TANH, Flatten(), Dense(18, 3))
ATTENDED = (*transformer_block(Attention(3, 2, 2), 4, TANH), Mean((1,)))
CASES = {
    "gaussian": (Network((Dense(2, 4), TANH, Dense(4, 3)), Gaussian(COVARIANCE)), (2,)),
    "coins": (Network((Dense(2, 4), TANH, Dense(4, 3)), COINS), (2,)),
    "classes": (Network((Dense(2, 4), SQUARE, Dense(4, 3)), CLASSES), (2,)),
    "images": (Network(CONVOLVED, CLASSES), (2, 5, 6)),
    "sequences": (Network(ATTENDED, CLASSES), (6, 3)),
}
FINITE = [name for name in CASES if name != "gaussian"]
N = 5
ROUNDING = 2e-16  # of the mean of twenty or so products of logarithms of order one


def instance(name, seed=51):
    network, shape = CASES[name]
    rng = np.random.default_rng(seed)
    theta, x = 0.6 * rng.normal(size=network.size), rng.normal(size=(N, *shape))
    return network, theta, (x, network.likelihood.sample(evaluate(network, theta, x).outputs, rng))


@pytest.mark.parametrize("name", FINITE)
def test_the_closed_form_and_the_sum_over_outcomes_agree(name):
    """The Fisher matrix is the same by Jacobians and by the scores of all outcomes."""
    network, theta, (x, _) = instance(name)

    assert digits_agreed(fisher_over_outcomes(network, theta, x), fisher(network, theta, x)) > 13


@pytest.mark.parametrize("name", CASES)
def test_the_gauss_newton_matrix_is_the_fisher_matrix(name):
    """Outputs are natural parameters, so the complex step of the score gives the closed form, for every label."""
    network, theta, (x, y) = instance(name)
    others = network.likelihood.sample(evaluate(network, theta, x).outputs, np.random.default_rng(52))

    expected = fisher(network, theta, x)

    assert digits_agreed(expected, gauss_newton(network, theta, (x, y))) > 13
    assert digits_agreed(expected, gauss_newton(network, theta, (x, others))) > 13


@pytest.mark.parametrize("name", CASES)
def test_the_fisher_matrix_is_symmetric_nonnegative_and_has_its_products_blocks_and_diagonal(name):
    """F v, the blocks and the diagonal computed alone are those of the matrix."""
    network, theta, (x, _) = instance(name)
    F, v = fisher(network, theta, x), np.random.default_rng(53).normal(size=network.size)

    assert digits_agreed(F.T, F) > 14
    assert np.linalg.eigvalsh(F)[0] > -1e-14 * np.linalg.norm(F, 2)
    assert digits_agreed(F @ v, fisher_product(network, theta, x, v)) > 13
    assert digits_agreed(np.diag(F), fisher_diagonal(network, theta, x)) > 14
    alone = fisher_blocks(network, theta, x)
    for expected, found in zip(blocks(F, network.shapes), alone, strict=True):
        assert digits_agreed(expected, found) > 14


@pytest.mark.parametrize("name", CASES)
def test_the_divergence_to_a_near_parameter_is_half_the_fisher_form(name):
    """KL(theta, theta + h v) - h^2 v.F v / 2 is O(h^3): the scale of F is that of a mean over examples."""
    network, theta, (x, _) = instance(name)
    v = np.random.default_rng(54).normal(size=network.size)
    v, z, law = v / np.linalg.norm(v), evaluate(network, theta, x).outputs, network.likelihood
    form = v @ fisher_product(network, theta, x, v)

    def divergence(h):
        w = evaluate(network, theta + h * v, x).outputs
        if name == "gaussian":
            return np.mean(np.einsum("ni,ij,nj->n", w - z, np.linalg.inv(COVARIANCE), w - z)) / 2
        labels = [np.broadcast_to(y, (N, *np.shape(y))) for y in law.outcomes()]
        terms = [
            np.exp(law.log_density(z, y)) * (law.log_density(z, y) - law.log_density(w, y)) for y in labels
        ]
        return np.mean(np.sum(terms, axis=0))

    def left(h, factor=1.0):
        return Estimate(divergence(h) - factor * h**2 * form / 2, ROUNDING)

    assert Outcome.AGREES is measure_slope(left, largest=2.0**-4).against(3)
    assert Outcome.AGREES is measure_slope(lambda h: left(h, 1.01), largest=2.0**-9).against(2)


@pytest.mark.parametrize("name", ["gaussian", "coins", "classes"])
def test_the_hessian_is_that_of_differences_and_of_its_products(name):
    """H agrees with differences of the gradient; its columns are the products with unit vectors."""
    network, theta, data = instance(name)
    v = np.random.default_rng(55).normal(size=network.size)

    expected = hessian(
        lambda t: loss(network, t, *data),
        theta,
        differentiate=lambda _, t: exactly(gradient(network, t, *data)),
    ).value
    found = loss_hessian(network, theta, data)

    assert digits_agreed(expected, found) > 8
    assert digits_agreed(hessian_product(network, theta, data, v), found @ v) > 12


def test_the_hessian_less_the_gauss_newton_matrix_is_the_curvature_of_the_network_times_the_residual():
    """z = u s^2 + c, s = w x + b, one Gaussian label of variance 7/10: the difference by hand.

    The residual r = z - y weighs the second derivatives of z: H - Q = (1/N) sum r / var d^2 z with
    d^2 z / d(w, b)^2 = 2 u (x, 1)(x, 1)^T and d^2 z / d(w, b) du = 2 s (x, 1).
    With w = 1, b = 0, u = 3, c = 0 and data x = 1, 2, y = 2, 9: z = 3, 12 and r = 1, 3.
    Block of (w, b): (1/2)(10/7) 6 (1 (1, 1)(1, 1)^T + 3 (2, 1)(2, 1)^T) = (30/7) [[13, 7], [7, 4]].
    With u: (1/2)(10/7)(1 * 2 (1, 1) + 3 * 4 (2, 1)) = (5/7)(26, 14).
    """
    network = Network((Dense(1, 1), SQUARE, Dense(1, 1)), isotropic(1, variance=0.7))
    theta, data = np.array([1.0, 0.0, 3.0, 0.0]), (np.array([[1.0], [2.0]]), np.array([[2.0], [9.0]]))
    expected = np.array([[390, 210, 130, 0], [210, 120, 70, 0], [130, 70, 0, 0], [0, 0, 0, 0]]) / 7

    found = loss_hessian(network, theta, data) - gauss_newton(network, theta, data)

    assert digits_agreed(expected, found) > 13


@pytest.mark.parametrize("name", ["coins", "classes"])
def test_over_labels_of_the_model_the_empirical_fisher_is_the_fisher_matrix(name):
    """sum over the joint labels of all N = 2 examples of their probability times E is F; one term is not."""
    network, theta, (x, _) = instance(name)
    x, law = x[:2], network.likelihood
    z, mean = evaluate(network, theta, x).outputs, 0
    for pair in product(law.outcomes(), repeat=2):
        y = np.array(pair)
        mean = mean + np.exp(np.sum(law.log_density(z, y))) * empirical_fisher(network, theta, (x, y))
    first = np.array([law.outcomes()[0]] * 2)

    assert digits_agreed(fisher(network, theta, x), mean) > 13
    assert digits_agreed(fisher(network, theta, x), empirical_fisher(network, theta, (x, first))) < 1


def test_the_empirical_fisher_of_a_linear_gaussian_model_is_the_mean_of_squared_residuals():
    """E = (1/N) sum r_n^2 / var^2 a_n a_n^T: N = 2, var = 7/10, W = (3, 1), x = 1, 2, y = 2, 9, r = 2, -2.

    The gradients r / var (x, 1) are (20/7)(1, 1) and (-20/7)(2, 1), and E = (200/49) [[5, 3], [3, 2]].
    """
    network = Network((Dense(1, 1),), isotropic(1, variance=0.7))
    data = np.array([[1.0], [2.0]]), np.array([[2.0], [9.0]])

    expected = 200 / 49 * np.array([[5, 3], [3, 2]])

    assert digits_agreed(expected, empirical_fisher(network, np.array([3.0, 1.0]), data)) > 14


def test_the_fisher_matrix_of_a_linear_classifier_is_a_mean_of_kronecker_products():
    """(1/N) sum_n (diag p - p p^T) / T^2 (x) a a^T by rows: N = 5, C = 3, T = 1.7."""
    rng = np.random.default_rng(56)
    x, W = rng.normal(size=(N, 4)), rng.normal(size=(3, 5))
    a, expected = np.hstack([x, np.ones((N, 1))]), 0
    for row in a:
        p = np.exp(W @ row / 1.7) / np.sum(np.exp(W @ row / 1.7))
        expected = expected + np.kron((np.diag(p) - np.outer(p, p)) / 1.7**2, np.outer(row, row)) / N

    found = fisher(Network((Dense(4, 3),), CLASSES), W.ravel(), x)

    assert digits_agreed(expected, found) > 14
    turned = in_columns(found, (3, 5))
    assert digits_agreed(expected.reshape(3, 5, 3, 5).transpose(1, 0, 3, 2).reshape(15, 15), turned) > 14
    assert digits_agreed(found, turned) < 1


def test_the_sampled_fisher_matrix_has_the_mean_of_the_exact_one():
    """v.F^ v is within a fifth of v.F v at level 1e-7; N times that, or once less the temperature, is excluded.

    With M = 3 labels for each example; the form of one example is at most that of its least likely outcome.
    """
    network, rng = Network((Dense(2, 3),), CLASSES), np.random.default_rng(57)
    theta, x, v = rng.normal(size=9), rng.normal(size=(N, 2)), rng.normal(size=9)
    form = v @ fisher(network, theta, x) @ v
    of_outcomes = [
        [v @ empirical_fisher(network, theta, (x[n : n + 1], [y])) @ v for n in range(N)]
        for y in network.likelihood.outcomes()
    ]
    most = float(np.mean(np.max(of_outcomes, axis=0)))

    def draw(rng, count):
        return np.array([v @ sampled_fisher(network, theta, x, rng=rng, draws=3) @ v for _ in range(count)])

    def judged(target):
        return run_until_decided(
            draw,
            BoundedMean(0.0, most, 1e-7),
            target,
            0.2 * form,
            rng=np.random.default_rng(58),
            most_draws=40_000,
            batch=200,
        ).outcome

    assert SequentialOutcome.WITHIN is judged(form)
    assert SequentialOutcome.EXCLUDED is judged(N * form)
    assert SequentialOutcome.EXCLUDED is judged(form / 1.7)


def test_a_seed_gives_the_same_sampled_matrix_again():
    """Labels come from the generator alone."""
    network, theta, (x, _) = instance("classes")

    first, again, other = (
        sampled_fisher(network, theta, x, rng=np.random.default_rng(seed), draws=2) for seed in (1, 1, 2)
    )

    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_blocks_are_cut_out_and_put_together():
    """diag(B_1, B_2) has the blocks B_1 and B_2, and zeros elsewhere."""
    parts = (np.arange(4.0).reshape(2, 2), np.arange(9.0).reshape(3, 3) + 5)

    whole = block_diagonal(parts)

    assert whole.shape == (5, 5)
    assert np.sum(whole) == np.sum(parts[0]) + np.sum(parts[1])
    assert all(map(np.array_equal, parts, blocks(whole, [(1, 2), (3, 1)])))
