"""K-FAC, its two reductions and KFC: absolute scales, where they are exact, and by how much they are not."""

import numpy as np
import pytest

from numeric.agreement import digits_agreed
from numeric.curvature import (
    Kronecker,
    blocks,
    empirical_fisher,
    empirical_signals,
    exact_signals,
    expand,
    fisher,
    fisher_over_outcomes,
    in_columns,
    kfc,
    outcome_signals,
    reduce,
    sampled_fisher,
    sampled_signals,
)
from numeric.networks import (
    IDENTITY,
    RELU,
    SQUARE,
    TANH,
    Categorical,
    Convolution,
    Dense,
    Flatten,
    Gaussian,
    Mean,
    Network,
    Window,
    isotropic,
)

N, C, T, VARIANCE, TEMPERATURE = 5, 3, 6, 0.7, 1.7
COVARIANCE = np.array([[0.7, 0.2, -0.1], [0.2, 1.3, 0.3], [-0.1, 0.3, 0.5]])
BOTH = pytest.mark.parametrize("factor", [expand, reduce])


def generic(network, shape, seed=61):
    rng = np.random.default_rng(seed)
    return 0.6 * rng.normal(size=network.size), rng.normal(size=(N, *shape))


def closeness(expected, found):
    """Relative distance in the Frobenius norm."""
    return np.linalg.norm(found - expected) / np.linalg.norm(expected)


@BOTH
def test_kfac_is_exact_for_deep_linear_networks_with_gaussian_labels_of_the_model(factor):
    """Every block of the Fisher matrix is G (x) A by rows and A (x) G by columns, to 1e-12.

    z = W_3 (W_2 (W_1 a; 1); 1): the gradient at pre-activation l is g = M_l^T b with M_l the product of the later
    matrices without their biases, and b a column of the root of S^-1.  Neither depends on the input, so
    block_l = (1/N) sum_n (sum_b g g^T) (x) a_n a_n^T = G (x) (1/N) sum_n a_n a_n^T.
    """
    network = Network((Dense(4, 6), Dense(6, 2), IDENTITY, Dense(2, C)), Gaussian(COVARIANCE))
    theta, x = generic(network, (4,))
    exact = blocks(fisher(network, theta, x), network.shapes)

    for block, shape, signals in zip(exact, network.shapes, exact_signals(network, theta, x), strict=True):
        found = factor(signals)
        assert closeness(block, found.rows()) < 1e-12
        assert closeness(in_columns(block, shape), found.columns()) < 1e-12
        assert closeness(block, found.columns()) > 0.1
        assert closeness(block, np.kron(found.G, found.A - np.outer(found.A[-1], found.A[-1]))) > 0.1


@pytest.mark.parametrize(
    ("activation", "likelihood"), [(TANH, Gaussian(COVARIANCE)), (IDENTITY, Categorical(C))]
)
def test_kfac_is_not_exact_with_a_nonlinearity_or_with_classes(activation, likelihood):
    """The first block is off by more than a percent when gradients depend on the input."""
    network = Network((Dense(4, 6), activation, Dense(6, C)), likelihood)
    theta, x = generic(network, (4,))

    found = expand(exact_signals(network, theta, x)[0]).rows()

    assert closeness(blocks(fisher(network, theta, x), network.shapes)[0], found) > 0.01


def test_with_squares_kfac_differs_by_sixty_and_eighty_sevenths():
    """z = u s^2 + c with s = w x + b, w = 1, b = 0, u = 1/2, x = 1, 2, 4 and variance 7/10.

    g = dz/ds / sqrt(var) = 2 u s sqrt(10/7), so g^2 = (10/7) x^2.
    F     = (1/3)(10/7) sum x^2 (x, 1)(x, 1)^T = (10/21) [[273, 73], [73, 21]]       (1 + 16 + 256, 1 + 8 + 64, 21)
    A     = (1/3) [[21, 7], [7, 3]],   G = (1/3)(10/7) 21 = 10
    G A   = [[70, 70/3], [70/3, 10]]
    F - G A = [[130 - 70, 730/21 - 490/21], [., 0]] = [[60, 80/7], [80/7, 0]]
    """
    network = Network((Dense(1, 1), SQUARE, Dense(1, 1)), isotropic(1, variance=0.7))
    theta, x = np.array([1.0, 0.0, 0.5, 0.0]), np.array([[1.0], [2.0], [4.0]])
    factors = expand(exact_signals(network, theta, x)[0])

    assert digits_agreed(np.array([[7, 7 / 3], [7 / 3, 1]]), factors.A) > 14
    assert digits_agreed(np.array([[10.0]]), factors.G) > 14
    difference = fisher(network, theta, x)[:2, :2] - factors.rows()
    assert digits_agreed(np.array([[60, 80 / 7], [80 / 7, 0]]), difference) > 13


def test_with_relu_kfac_differs_by_twenty_and_eighty_sevenths():
    """z = 3 relu(s) + c with s = x, x = -2, 1, 3 and variance 7/10: one unit of three is inactive.

    F       = (1/3)(9 * 10/7)((1, 1)(1, 1)^T + (3, 1)(3, 1)^T) = (30/7) [[10, 4], [4, 2]]
    A       = (1/3) [[14, 2], [2, 3]],   G = (1/3)(90/7) 2 = 60/7
    F - G A = (1/7)([[300, 120], [120, 60]] - [[280, 40], [40, 60]]) = (1/7) [[20, 80], [80, 0]]
    """
    network = Network((Dense(1, 1), RELU, Dense(1, 1)), isotropic(1, variance=0.7))
    theta, x = np.array([1.0, 0.0, 3.0, 0.0]), np.array([[-2.0], [1.0], [3.0]])

    difference = fisher(network, theta, x)[:2, :2] - expand(exact_signals(network, theta, x)[0]).rows()

    assert digits_agreed(np.array([[20, 80], [80, 0]]) / 7, difference) > 13


def test_factors_of_a_linear_classifier_are_means_over_examples():
    """A = (1/N) sum a a^T and G = (1/N) sum (diag p - p p^T) / T^2: not 1/N^2, not 1/C, not once 1/T."""
    network = Network((Dense(4, C),), Categorical(C, TEMPERATURE))
    theta, x = generic(network, (4,))
    a = np.hstack([x, np.ones((N, 1))])
    p = np.exp(a @ theta.reshape(C, 5).T / TEMPERATURE)
    p /= np.sum(p, axis=1, keepdims=True)
    G = sum(np.diag(row) - np.outer(row, row) for row in p) / (N * TEMPERATURE**2)

    (signals,) = exact_signals(network, theta, x)
    found = expand(signals)

    assert signals.inputs.shape == (N, 1, 5)
    assert digits_agreed(a.T @ a / N, found.A) > 14
    assert digits_agreed(G, found.G) > 13


def test_shared_weights_have_the_factors_of_expand_and_reduce():
    """N = 5, T = 6, C = 3, variance 0.7, summed place by place.

    The mean over places makes every gradient g_nt = b / T with b b^T summing to Id / var:
    expand  A = mean over n and t of a a^T,              G = T (1/T^2) Id / var
    reduce  A = mean over n of (mean_t a)(mean_t a)^T,   G = Id / var
    """
    network = Network((Dense(4, C), Mean((1,))), isotropic(C, variance=VARIANCE))
    theta, x = generic(network, (T, 4))
    a = np.concatenate([x, np.ones((N, T, 1))], axis=2)
    flat, means = a.reshape(N * T, 5), np.mean(a, axis=1)
    (signals,) = exact_signals(network, theta, x)

    wide, narrow = expand(signals), reduce(signals)

    assert digits_agreed(flat.T @ flat / (N * T), wide.A) > 14
    assert digits_agreed(np.eye(C) / (T * VARIANCE), wide.G) > 14
    assert digits_agreed(means.T @ means / N, narrow.A) > 14
    assert digits_agreed(np.eye(C) / VARIANCE, narrow.G) > 14


def test_reduce_is_exact_and_expand_is_not_where_places_are_averaged():
    """Two linear layers shared over T = 6 places and a mean: every block is that of reduce."""
    network = Network((Dense(4, 2), Dense(2, C), Mean((1,))), Gaussian(COVARIANCE))
    theta, x = generic(network, (T, 4))
    exact = blocks(fisher(network, theta, x), network.shapes)

    for block, signals in zip(exact, exact_signals(network, theta, x), strict=True):
        assert closeness(block, reduce(signals).rows()) < 1e-12
        assert closeness(block, expand(signals).rows()) > 0.1


def test_expand_is_exact_and_reduce_is_not_where_places_have_outputs_of_their_own():
    """Two linear layers shared over T = 6 places, each place with labels of its own: every block is expand's."""
    network = Network((Dense(4, 2), Dense(2, C), Flatten()), Gaussian(np.kron(np.eye(T), COVARIANCE)))
    theta, x = generic(network, (T, 4))
    exact = blocks(fisher(network, theta, x), network.shapes)

    for block, signals in zip(exact, exact_signals(network, theta, x), strict=True):
        assert closeness(block, expand(signals).rows()) < 1e-12
        assert closeness(block, reduce(signals).rows()) > 0.1


def test_kfc_has_the_number_of_places_in_the_factor_of_the_inputs():
    """Omega = (1/N) sum_t a a^T and Gamma = (1/(N T)) sum_t g g^T, patch by patch; the product is expand's.

    An image of 4 x 5 pixels has 3 x 2 = 6 places for a kernel of 2 x 4.
    """
    network = Network(
        (Convolution(2, 4, Window((2, 4))), TANH, Flatten(), Dense(24, C)), Categorical(C, TEMPERATURE)
    )
    theta, x = generic(network, (2, 4, 5))
    signals = exact_signals(network, theta, x)[0]
    Omega, Gamma = 0, 0
    for n, i, j in np.ndindex(N, 3, 2):
        patch = np.append(x[n, :, i : i + 2, j : j + 4], 1)
        Omega = Omega + np.outer(patch, patch) / N
        for g in signals.gradients[:, n, 2 * i + j]:
            Gamma = Gamma + np.outer(g, g) / (N * T)

    found, wide = kfc(signals), expand(signals)

    assert signals.gradients.shape == (C, N, T, 4)
    assert digits_agreed(Omega, found.A) > 13
    assert digits_agreed(Gamma, found.G) > 13
    assert digits_agreed(T * wide.A, found.A) > 14
    assert digits_agreed(wide.rows(), found.rows()) > 14


def test_kfc_is_exact_for_a_linear_convolution_with_an_output_for_every_place():
    """A convolution whose filters are the means of independent labels: no correlation between places is lost."""
    network = Network(
        (Convolution(2, C, Window((2, 4))), Flatten()), Gaussian(np.kron(COVARIANCE, np.eye(T)))
    )
    theta, x = generic(network, (2, 4, 5))

    found = kfc(exact_signals(network, theta, x)[0]).rows()

    assert closeness(fisher(network, theta, x), found) < 1e-12


def test_signals_are_of_the_matrices_they_are_named_after():
    """Their blocks are those of the Fisher matrix, of its sum over outcomes, of the sampled and the empirical one."""
    network = Network((Dense(3, 4), TANH, Dense(4, C), Mean((1,))), Categorical(C, TEMPERATURE))
    theta, x = generic(network, (T, 3))
    y = np.array([0, 2, 1, 1, 0])

    def same(matrix, found):
        cut = blocks(matrix, network.shapes)
        return min(digits_agreed(left, one.block()) for left, one in zip(cut, found, strict=True))

    drawn = sampled_fisher(network, theta, x, rng=np.random.default_rng(62), draws=4)
    again = sampled_signals(network, theta, x, rng=np.random.default_rng(62), draws=4)

    assert same(fisher(network, theta, x), exact_signals(network, theta, x)) > 13
    assert same(fisher_over_outcomes(network, theta, x), outcome_signals(network, theta, x)) > 13
    assert same(drawn, again) > 13
    assert same(empirical_fisher(network, theta, (x, y)), empirical_signals(network, theta, (x, y))) > 13


@pytest.mark.parametrize("factor", [expand, reduce, kfc])
def test_factors_are_the_same_over_outcomes_and_by_the_root(factor):
    """Both sum the same second moments of gradients."""
    network = Network((Dense(3, 4), TANH, Dense(4, C), Mean((1,))), Categorical(C, TEMPERATURE))
    theta, x = generic(network, (T, 3))

    pairs = zip(exact_signals(network, theta, x), outcome_signals(network, theta, x), strict=True)

    for left, right in pairs:
        assert digits_agreed(factor(left).A, factor(right).A) > 14
        assert digits_agreed(factor(left).G, factor(right).G) > 13


def test_products_and_solutions_on_matrices_are_those_of_both_conventions():
    """vec(G V A) is G (x) A on rows and A (x) G on columns; solve undoes times."""
    rng = np.random.default_rng(63)
    roots = rng.normal(size=(4, 4)), rng.normal(size=(3, 3))
    factors, V = Kronecker(*(root @ root.T for root in roots)), rng.normal(size=(3, 4))

    found = factors.times(V)

    assert digits_agreed(factors.rows() @ V.ravel(), found.ravel()) > 13
    assert digits_agreed(factors.columns() @ V.T.ravel(), found.T.ravel()) > 13
    assert digits_agreed(V, factors.solve(found)) > 10
