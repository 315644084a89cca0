"""The affine map as a linear one: W (a; 1) with W of shape (m, n + 1), whose last column is the bias.

    value        s  = W (a; 1)
    back         dL/da = W[:, :n]^T dL/ds
    push         ds = dW (a; 1) + W (da; 0)

Source  Martens and Grosse, Optimizing neural networks with Kronecker-factored approximate curvature,
        ICML (2015), arXiv:1503.05671, sec. 2.1 (the homogeneous coordinate).
"""

import numpy as np

from numeric.arrays import Array


def homogeneous(a: Array) -> Array:
    """(a; 1): (..., n) to (..., n + 1)."""
    return np.concatenate([a, np.ones((*a.shape[:-1], 1), dtype=a.dtype)], axis=-1)


def affine(W: Array, a: Array) -> Array:
    """W a for vectors that are homogeneous already.

    W  (m, n + 1).
    a  (..., n + 1).
    Returns (..., m).
    """
    return np.asarray(a @ W.T)


def affine_back(W: Array, g: Array) -> Array:
    """The gradient with respect to a, without the homogeneous coordinate: (..., m) to (..., n)."""
    return np.asarray(g @ W[:, :-1])


def affine_push(W: Array, a: Array, move: tuple[Array, Array]) -> Array:
    """The change dW a + W (da; 0), (..., m).

    W     (m, n + 1).
    a     (..., n + 1), homogeneous.
    move  dW of shape (m, n + 1) and da of shape (..., n).
    """
    dW, da = move
    moved = a @ dW.T
    if np.any(da):  # the batch itself does not move
        moved += da @ W[:, :-1].T
    return np.asarray(moved)


def places(a: Array) -> Array:
    """(N, ..., k) to (N, T, k): all axes between examples and features become one of places."""
    return a.reshape(a.shape[0], -1, a.shape[-1])
