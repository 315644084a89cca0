"""Layers compute what their formulas say, place by place."""

import numpy as np
import pytest

from numeric.agreement import digits_agreed
from numeric.networks import Attention, Convolution, Dense, Flatten, LayerNorm, Mean, Residual, Window
from numeric.networks.unfold import fold, unfold


def test_a_dense_layer_is_its_matrix_on_the_input_and_one():
    """W = [[1, 2, 3], [4, 5, 6]] takes (10, 100) to (1*10 + 2*100 + 3, 4*10 + 5*100 + 6), at every place."""
    W = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])

    found, _ = Dense(2, 2).forward((W,), np.array([[[10.0, 100.0], [0.0, 0.0], [1.0, 0.0]]]))

    assert np.array_equal([[[213, 546], [3, 6], [4, 10]]], found)


@pytest.mark.parametrize(
    "window", [Window((3, 2)), Window((2, 3), 2, 1), Window((1, 1), 3), Window((4, 4), 1, 2)]
)
def test_a_convolution_is_the_sum_over_the_kernel_at_every_place(window):
    """s[n, o, i, j] = bias_o + sum_cab K[o, c, a, b] x[n, c, i stride + a - padding, j stride + b - padding]."""
    rng = np.random.default_rng(21)
    layer, x = Convolution(2, 3, window), rng.normal(size=(5, 2, 6, 7))
    W = rng.normal(size=layer.shapes[0])
    kh, kw = window.kernel
    K, bias, p = W[:, :-1].reshape(3, 2, kh, kw), W[:, -1], window.padding
    rows, columns = (6 + 2 * p - kh) // window.stride + 1, (7 + 2 * p - kw) // window.stride + 1
    expected = np.zeros((5, 3, rows, columns)) + bias[:, None, None]
    for i, j, a, b in np.ndindex(rows, columns, kh, kw):
        r, c = i * window.stride + a - p, j * window.stride + b - p
        if 0 <= r < 6 and 0 <= c < 7:
            expected[:, :, i, j] += x[:, :, r, c] @ K[:, :, a, b].T

    found, _ = layer.forward((W,), x)

    assert digits_agreed(expected, found) > 14


@pytest.mark.parametrize("window", [Window((3, 2)), Window((2, 3), 2, 1), Window((2, 2), 3)])
def test_folding_is_the_adjoint_of_unfolding(window):
    """<unfold x, p> = <x, fold p>, exactly, in whole numbers."""
    rng = np.random.default_rng(22)
    x = rng.integers(-9, 10, size=(2, 3, 6, 7)).astype(float)
    p = rng.integers(-9, 10, size=unfold(window, x).shape).astype(float)

    assert np.sum(unfold(window, x) * p) == np.sum(x * fold(window, p, x.shape))


def test_attention_is_the_weighted_mean_of_values_at_every_place():
    """Each place of each sequence on its own, with the softmax written out."""
    rng = np.random.default_rng(23)
    layer, x = Attention(3, 5, 2), rng.normal(size=(4, 6, 3))
    weights = tuple(rng.normal(size=shape) for shape in layer.shapes)
    Wq, Wk, Wv, Wo = weights
    expected = np.zeros_like(x)
    for n, t in np.ndindex(4, 6):
        q = Wq @ [*x[n, t], 1]
        scores = [np.exp(q @ (Wk @ [*x[n, u], 1]) / np.sqrt(5)) for u in range(6)]
        mixed = sum(s * (Wv @ [*x[n, u], 1]) for u, s in enumerate(scores)) / sum(scores)
        expected[n, t] = Wo @ [*mixed, 1]

    found, _ = layer.forward(weights, x)

    assert digits_agreed(expected, found) > 13


def test_layer_normalization_divides_by_d_and_not_by_one_less():
    """(1, 3, 8) has mean 4 and squares 9 + 1 + 16 = 26; with floor 1/3 the variance 26/3 becomes 9."""
    found, _ = LayerNorm(1 / 3).forward((), np.array([[1.0, 3.0, 8.0]]))

    assert np.allclose([[-1, -1 / 3, 4 / 3]], found, rtol=1e-15, atol=0)


def test_means_flattening_and_residuals_do_what_they_say():
    """Means over places, entries in a row with the last index fastest, and a + f(a)."""
    a = np.arange(24.0).reshape(2, 3, 4)

    assert np.array_equal(np.array([[4, 5, 6, 7], [16, 17, 18, 19]]), Mean((1,)).forward((), a)[0])
    assert np.array_equal([5.5, 17.5], Mean((1, 2)).forward((), a)[0])
    assert np.array_equal(np.arange(24.0).reshape(2, 12), Flatten().forward((), a)[0])
    W = np.array([[0.0, 1.0, 5.0], [1.0, 0.0, 7.0]])
    assert np.array_equal(
        [[2 + 3 + 5, 3 + 2 + 7]], Residual((Dense(2, 2),)).forward((W,), np.array([[2.0, 3]]))[0]
    )
