"""Single-head self-attention over a sequence, and the block of a small transformer made of it.

    q, k, v = W_q (x; 1), W_k (x; 1), W_v (x; 1)      at each of T places, with shared matrices
    p_tu    = softmax over u of q_t . k_u / sqrt(width of k)
    s_t     = W_o (sum_u p_tu v_u; 1)

The bias of the keys moves all scores of one place alike and so never moves p: the loss does not depend on it,
and every curvature matrix is singular along it.

Source  Vaswani et al., Attention is all you need, NeurIPS 30 (2017), eq. (1); Xiong et al., On layer
        normalization in the transformer architecture, ICML (2020), for normalizing before each part.
"""

from dataclasses import dataclass

import numpy as np

from numeric.arrays import Array
from numeric.networks.activations import Activation
from numeric.networks.chain import Residual
from numeric.networks.dense import Dense
from numeric.networks.homogeneous import affine, affine_back, affine_push, homogeneous
from numeric.networks.layer import Layer, Shape, Use, Weights, require_input, require_whole
from numeric.networks.normalization import LayerNorm


@dataclass(frozen=True)
class Memory:
    """What the derivatives of attention need.

    x        (N, T, d + 1), homogeneous.
    q, k, v  (N, T, key), (N, T, key), (N, T, value).
    p        (N, T, T), rows add up to one.
    mixed    (N, T, value + 1), sum_u p_tu v_u, homogeneous.
    """

    x: Array
    q: Array
    k: Array
    v: Array
    p: Array
    mixed: Array


@dataclass(frozen=True)
class Attention:
    """(N, T, d) to (N, T, d) by the matrices W_q, W_k (key, d + 1), W_v (value, d + 1), W_o (d, value + 1).

    width  d.
    key    width of queries and keys.
    value  width of values.
    Raises ScaleError.
    """

    width: int
    key: int
    value: int

    def __post_init__(self) -> None:
        require_whole("the width of attention", self.width)
        require_whole("the width of keys", self.key)
        require_whole("the width of values", self.value)

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """Of W_q, W_k, W_v and W_o."""
        d = self.width + 1
        return (self.key, d), (self.key, d), (self.value, d), (self.width, self.value + 1)

    def forward(self, weights: Weights, a: Array) -> tuple[Array, Memory]:
        """The attended sequence, and what its derivatives need.

        a  (N, T, d).
        Raises ShapeError.
        """
        fits = a.ndim == 3 and a.shape[-1] == self.width
        require_input(self, f"(N, T, {self.width})", a, fits=fits)
        x = homogeneous(a)
        q, k, v = (affine(W, x) for W in weights[:3])
        p = _softmax(q @ k.swapaxes(1, 2) / np.sqrt(self.key))
        mixed = homogeneous(p @ v)
        return affine(weights[3], mixed), Memory(x, q, k, v, p, mixed)

    def backward(self, weights: Weights, memory: Memory, g: Array) -> tuple[Array, tuple[Use, ...]]:
        """The gradient with respect to the sequence, and the uses of the four matrices."""
        x, q, k, v, p = memory.x, memory.q, memory.k, memory.v, memory.p
        to_mixed = affine_back(weights[3], g)
        to_scores = _softmax_jacobian(p, to_mixed @ v.swapaxes(1, 2)) / np.sqrt(self.key)
        to_q, to_k = to_scores @ k, to_scores.swapaxes(1, 2) @ q
        to_v = p.swapaxes(1, 2) @ to_mixed
        back = sum(affine_back(W, h) for W, h in zip(weights[:3], (to_q, to_k, to_v)))
        return np.asarray(back), (Use(x, to_q), Use(x, to_k), Use(x, to_v), Use(memory.mixed, g))

    def push(self, weights: Weights, memory: Memory, move: tuple[Weights, Array]) -> Array:
        """The change of the attended sequence."""
        (*moves, dWo), da = move
        dq, dk, dv = (affine_push(W, memory.x, (dW, da)) for W, dW in zip(weights[:3], moves))
        dscores = dq @ memory.k.swapaxes(1, 2) + memory.q @ dk.swapaxes(1, 2)
        dp = _softmax_jacobian(memory.p, dscores / np.sqrt(self.key))
        return affine_push(weights[3], memory.mixed, (dWo, dp @ memory.v + memory.p @ dv))


def transformer_block(attention: Attention, hidden: int, activation: Activation) -> tuple[Layer, ...]:
    """x + attention(norm x), then x + dense(activation(dense(norm x))): two residual layers.

    attention   of width d.
    hidden      width between the two dense layers.
    activation  between them.
    Raises ScaleError.
    """
    d = attention.width
    inner = (LayerNorm(), Dense(d, hidden), activation, Dense(hidden, d))
    return Residual((LayerNorm(), attention)), Residual(inner)


def _softmax(scores: Array) -> Array:
    weights = np.exp(scores - np.max(np.real(scores), axis=-1, keepdims=True))
    return np.asarray(weights / np.sum(weights, axis=-1, keepdims=True))


def _softmax_jacobian(p: Array, v: Array) -> Array:
    """(diag p - p p^T) v for every row: symmetric, so it serves both directions."""
    return np.asarray(p * (v - np.sum(p * v, axis=-1, keepdims=True)))
