"""Shampoo's step is the Kronecker product of the modes' roots, for tensors of order one to four."""

import numpy as np
import pytest
from scipy.linalg import fractional_matrix_power

from numeric.errors import ShapeError
from numeric.optimizers.methods.shampoo import Shampoo


def dense(moments, gradient):
    """(H_1 (x) ... (x) H_k)^(-1/2k) times the gradient in NumPy's order, the product formed."""
    k, product = gradient.ndim, np.eye(1)
    for H in moments:
        product = np.kron(product, H)
    return (fractional_matrix_power(product, -1 / (2 * k)) @ gradient.ravel()).reshape(gradient.shape)


@pytest.mark.parametrize("shape", [(4,), (3, 2), (2, 3, 4), (2, 3, 2, 4)])
def test_two_steps_are_the_dense_formula(shape):
    """eta = 0.7, epsilon = 0.3; the second step has both gradients in its sums."""
    rng = np.random.default_rng(len(shape))
    start, *gradients = rng.normal(size=(3, *shape))
    method = Shampoo(0.7, 0.3)
    state, expected = method.init(start), start
    moments = [0.3 * np.eye(n) for n in shape]

    for G in gradients:
        rows = [np.moveaxis(G, i, 0).reshape(shape[i], -1) for i in range(G.ndim)]
        moments = [H + R @ R.T for H, R in zip(moments, rows, strict=True)]
        expected = expected - 0.7 * dense(moments, G)
        state, _ = method.step(state, gradient=G)

    np.testing.assert_allclose(expected, state.parameters, rtol=1e-10)


def test_for_a_matrix_the_exponents_are_a_quarter():
    """L^-1/4 G R^-1/4 with L = epsilon I + G G^T and R = epsilon I + G^T G."""
    G = np.random.default_rng(3).normal(size=(3, 5))
    method = Shampoo(0.7, 0.3)

    state, _ = method.step(method.init(np.ones((3, 5))), gradient=G)

    left = fractional_matrix_power(0.3 * np.eye(3) + G @ G.T, -0.25)
    right = fractional_matrix_power(0.3 * np.eye(5) + G.T @ G, -0.25)
    np.testing.assert_allclose(1 - 0.7 * left @ G @ right, state.parameters, rtol=1e-12)


@pytest.mark.parametrize("order", [1, 2, 3])
def test_a_single_entry_moves_by_its_size_over_its_root_whatever_the_order(order):
    """All k roots of epsilon + g^2 multiply to (epsilon + g^2)^-1/2: 0.7 * 4 / sqrt(16 + 0.09)."""
    G = np.zeros((2, 3, 4)[:order])
    G[(1,) * order] = 4.0
    method = Shampoo(0.7, 0.09)

    state, report = method.step(method.init(np.zeros_like(G)), gradient=G)

    assert pytest.approx(-0.7 * 4 / np.sqrt(16.09)) == state.parameters[(1,) * order]
    assert pytest.approx(0.7 * 4 / np.sqrt(16.09)) == report.length


def test_a_number_has_no_mode():
    """Shape () is refused."""
    with pytest.raises(ShapeError, match="at least one mode"):
        Shampoo(0.1).init(3.0)
