"""Every layer, activation and likelihood: derivatives against complex steps, and the order of what is left over."""

import numpy as np
import pytest

from numeric.agreement import Outcome, digits_agreed, exactly
from numeric.differentiate import complex_step, hessian
from numeric.networks import (
    IDENTITY,
    RELU,
    SOFTPLUS,
    SQUARE,
    TANH,
    Attention,
    Bernoulli,
    Categorical,
    Convolution,
    Dense,
    Flatten,
    Gaussian,
    LayerNorm,
    Mean,
    Network,
    Residual,
    Window,
    evaluate,
    example_gradients,
    fisher_product,
    gauss_newton_product,
    gradient,
    hessian_product,
    isotropic,
    jacobian_product,
    jacobians,
    loss,
    transformer_block,
    transposed_product,
)
from numeric.slopes import measure_slope

COVARIANCE = np.array([[0.7, 0.2, -0.1], [0.2, 1.3, 0.3], [-0.1, 0.3, 0.5]])
GAUSSIAN, COINS, CLASSES = Gaussian(COVARIANCE), Bernoulli(3, 1.7), Categorical(3, 1.7)


def dense(activation, likelihood=GAUSSIAN):
    return Network((Dense(4, 6), activation, Dense(6, likelihood.outputs)), likelihood)


CONVOLUTION = (
    Convolution(2, 3, Window((3, 2), stride=2, padding=1)),
    TANH,
    Convolution(3, 2, Window((2, 2))),
    SOFTPLUS,
)
TRANSFORMER = (Dense(3, 4), *transformer_block(Attention(4, 3, 2), 5, TANH), Mean((1,)), Dense(4, 3))
VECTORS, IMAGES, SEQUENCES = (4,), (2, 5, 6), (6, 3)
CASES = {
    "identity": (dense(IDENTITY), VECTORS),
    "tanh": (dense(TANH), VECTORS),
    "relu": (dense(RELU), VECTORS),
    "softplus": (dense(SOFTPLUS), VECTORS),
    "square": (dense(SQUARE), VECTORS),
    "coins": (dense(TANH, COINS), VECTORS),
    "classes": (dense(TANH, CLASSES), VECTORS),
    "residual": (Network((Dense(4, 5), Residual((TANH, Dense(5, 5))), Dense(5, 3)), CLASSES), VECTORS),
    "norm": (Network((Dense(4, 5), LayerNorm(0.3), Dense(5, 3)), GAUSSIAN), VECTORS),
    "convolution": (Network((*CONVOLUTION, Flatten(), Dense(12, 3)), CLASSES), IMAGES),
    "pooled": (Network((*CONVOLUTION, Mean((2, 3)), Dense(2, 3)), GAUSSIAN), IMAGES),
    "shared": (Network((Dense(3, 4), TANH, Dense(4, 2), Flatten()), isotropic(12, variance=0.7)), SEQUENCES),
    "transformer": (Network(TRANSFORMER, CLASSES), SEQUENCES),
}
N = 5


def instance(name, seed=11):
    """A network with generic parameter, batch, labels from it and a direction."""
    network, shape = CASES[name]
    rng = np.random.default_rng(seed)
    theta = 0.6 * rng.normal(size=network.size)
    x = rng.normal(size=(N, *shape))
    y = network.likelihood.sample(evaluate(network, theta, x).outputs, rng)
    return network, theta, (x, y), rng.normal(size=network.size)


every_case = pytest.mark.parametrize("name", CASES)


@every_case
def test_the_gradient_is_the_complex_step_of_the_loss(name):
    """Backpropagation agrees with Im L(theta + i h e_k) / h in every coordinate."""
    network, theta, data, _ = instance(name)

    expected = complex_step(lambda t: loss(network, t, *data), theta).value

    assert digits_agreed(expected, gradient(network, theta, *data)) > 12


@every_case
def test_gradients_of_examples_are_those_of_batches_of_one(name):
    """The gradient of example n is the gradient of the loss on it alone; the mean of all is the gradient."""
    network, theta, (x, y), _ = instance(name)

    expected = [gradient(network, theta, x[n : n + 1], y[n : n + 1]) for n in range(N)]
    found = example_gradients(network, theta, x, y)

    assert (N, network.size) == found.shape
    assert digits_agreed(expected, found) > 12
    assert digits_agreed(np.mean(expected, axis=0), gradient(network, theta, x, y)) > 12


@every_case
def test_jacobians_are_complex_steps_of_the_outputs(name):
    """J by backpropagation agrees with Im f(theta + i h e_k) / h in every entry."""
    network, theta, (x, _), _ = instance(name)

    expected = complex_step(lambda t: evaluate(network, t, x).outputs, theta).value

    assert digits_agreed(expected, jacobians(network, theta, x)) > 12


@every_case
def test_products_with_the_jacobian_forwards_and_backwards_are_those_of_the_matrix(name):
    """J v pushed forwards and J^T u pulled backwards are the products of the matrix and its transpose."""
    network, theta, (x, _), v = instance(name)
    u = np.random.default_rng(12).normal(size=(N, network.likelihood.outputs))
    J = jacobians(network, theta, x)

    assert digits_agreed(J @ v, jacobian_product(network, theta, x, v)) > 12
    assert digits_agreed(np.einsum("ncp,nc->p", J, u), transposed_product(network, theta, x, u)) > 12


@every_case
def test_what_the_gradient_leaves_over_is_of_second_order(name):
    """L(theta + h v) - L - h grad L . v is O(h^2) and no better, and so is f(theta + h v) - f - h J v."""
    network, theta, (x, y), v = instance(name)
    v = v / np.linalg.norm(v)
    value, slope = loss(network, theta, x, y), gradient(network, theta, x, y) @ v
    z, dz = evaluate(network, theta, x).outputs, jacobian_product(network, theta, x, v)

    left = measure_slope(lambda h: loss(network, theta + h * v, x, y) - value - h * slope)
    outputs = measure_slope(lambda h: evaluate(network, theta + h * v, x).outputs - z - h * dz)

    assert Outcome.AGREES is left.against(2)
    assert Outcome.AGREES is outputs.against(2)


@every_case
def test_a_gradient_one_percent_off_leaves_a_first_order_over(name):
    """The measured order falls to 1 when the gradient is multiplied by 1.01."""
    network, theta, (x, y), v = instance(name)
    value, slope = loss(network, theta, x, y), gradient(network, theta, x, y) @ v

    wrong = measure_slope(
        lambda h: loss(network, theta + h * v, x, y) - value - 1.01 * h * slope, largest=2.0**-10, count=14
    )

    assert Outcome.AGREES is wrong.against(1)


@pytest.mark.parametrize("name", ["relu", "square", "classes", "pooled", "norm", "transformer"])
def test_hessian_products_are_those_of_differences_of_the_gradient(name):
    """H v agrees with the Hessian made of differences of complex-step gradients, and u . H v = v . H u."""
    network, theta, data, v = instance(name)
    u = np.random.default_rng(13).normal(size=network.size)
    found = hessian_product(network, theta, data, v)

    H = hessian(lambda t: loss(network, t, *data), theta, differentiate=gradient_of(network, data))
    turned = hessian_product(network, theta, data, u)

    assert digits_agreed(H.value @ v, found) > 8
    assert digits_agreed(u @ found, v @ turned) > 11


def gradient_of(network, data):
    """A differentiator that knows the gradient of the loss."""
    return lambda _, t: exactly(gradient(network, t, *data))


@every_case
def test_fisher_and_gauss_newton_products_are_those_of_the_matrices(name):
    """(1/N) sum J^T F J v with the closed form, and the same from the complex step of the score."""
    network, theta, (x, y), v = instance(name)
    J, F = jacobians(network, theta, x), network.likelihood.fisher(evaluate(network, theta, x).outputs)

    expected = np.einsum("ncp,ncd,ndq,q->p", J, F, J, v, optimize=True) / N

    assert digits_agreed(expected, fisher_product(network, theta, x, v)) > 12
    assert digits_agreed(expected, gauss_newton_product(network, theta, (x, y), v)) > 12


def test_the_bias_of_the_keys_never_moves_the_loss():
    """Row after row, the last column of W_k has gradient zero; that of W_q has not."""
    network, theta, data, _ = instance("transformer")
    found = gradient(network, theta, *data)
    # W of the first dense layer is 4 x 4; then W_q and W_k are 3 x 5, with the bias in the last column.
    queries, keys = found[16:31].reshape(3, 5), found[31:46].reshape(3, 5)

    assert np.max(np.abs(keys[:, -1])) < 1e-15 * np.max(np.abs(keys))
    assert np.min(np.abs(queries[:, -1])) > 1e-6 * np.max(np.abs(queries))
