"""Weight matrices as vectors, in the two conventions.

    by rows      vec(W)_{i (n+1) + j} = W_ij      row after row, as NumPy lays arrays out
    by columns   vec(W)_{j m + i}     = W_ij      column after column, as on paper

A flat parameter theta, (P,), is all matrices by rows, one after the other in the order of the layers.  For one
matrix of gradients g a^T this makes the second moments E[vec vec^T], when they factor,

    by rows      G (x) A,       by columns   A (x) G,      A = E[a a^T],  G = E[g g^T]

Source  Magnus and Neudecker, Matrix differential calculus (3rd ed., 2019), sec. 2.4 (vec) and 3.7 (commutation).
"""

from collections.abc import Sequence
from itertools import pairwise
from math import prod

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array
from numeric.errors import ShapeError
from numeric.networks.layer import Shape, Weights, numbers


def by_rows(W: Array) -> Array:
    """vec(W), row after row: (..., m, k) to (..., m k)."""
    return W.reshape(*W.shape[:-2], -1)


def by_columns(W: Array) -> Array:
    """vec(W), column after column: (..., m, k) to (..., m k)."""
    return by_rows(np.swapaxes(W, -1, -2))


def rows_to_columns(shape: Shape) -> Array:
    """The permutation between the conventions: by_columns(W) = by_rows(W)[permutation].

    shape  (m, k) of the matrix.
    Returns (m k,) of indices; a block B by rows is B[permutation][:, permutation] by columns.
    """
    return by_columns(np.arange(prod(shape)).reshape(shape))


def flatten(weights: Sequence[ArrayLike]) -> Array:
    """All matrices by rows, one after the other: theta, (P,)."""
    return np.concatenate([by_rows(numbers(W)) for W in weights]) if weights else np.zeros(0)


def unflatten(theta: ArrayLike, shapes: Sequence[Shape]) -> Weights:
    """The matrices of which theta is made, as views.

    theta   (P,).
    shapes  (m, k) of every matrix; P is the sum of the products.
    Raises ShapeError.
    """
    vector = numbers(theta)
    size = sum(prod(shape) for shape in shapes)
    if vector.shape != (size,):
        raise ShapeError(
            f"the parameter has shape {vector.shape} where ({size},) is needed for matrices {list(shapes)}. "
            "Each matrix has one column more than its layer has inputs, for the bias."
        )
    return tuple(vector[part].reshape(shape) for part, shape in zip(slices(shapes), shapes))


def slices(shapes: Sequence[Shape]) -> tuple[slice, ...]:
    """Where each matrix lies in theta."""
    ends = np.cumsum([0, *(prod(shape) for shape in shapes)])
    return tuple(slice(int(start), int(end)) for start, end in pairwise(ends))
