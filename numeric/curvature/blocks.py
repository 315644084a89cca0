"""A matrix over all parameters, cut into the blocks of single weight matrices, and put together again.

blocks          M -> (M_11, ..., M_LL)
block_diagonal  (B_1, ..., B_L) -> diag(B_1, ..., B_L)
in_columns      a block by rows -> the same block by columns
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, require_some, require_square
from numeric.errors import ShapeError
from numeric.networks.layer import Shape
from numeric.networks.vectors import rows_to_columns, slices


def blocks(matrix: ArrayLike, shapes: Sequence[Shape]) -> tuple[Array, ...]:
    """The blocks on the diagonal, one for each weight matrix, as copies.

    matrix  (P, P).
    shapes  (m, k) of every weight matrix; P is the sum of the products m k.
    Raises ShapeError, EmptyError, NonFiniteError.
    """
    whole, parts = require_square("the curvature matrix", matrix), slices(shapes)
    require_some("weight matrices", len(parts))
    if whole.shape != (parts[-1].stop,) * 2:
        raise ShapeError(
            f"a curvature matrix of shape {whole.shape} for weight matrices {list(shapes)}, "
            f"which have {parts[-1].stop} entries."
        )
    return tuple(whole[part, part].copy() for part in parts)


def block_diagonal(parts: Sequence[ArrayLike]) -> Array:
    """Zero outside the blocks, (P, P).

    parts  square, each (p, p); P is the sum of the p.
    Raises ShapeError, EmptyError, NonFiniteError.
    """
    require_some("blocks", len(parts))
    squares = [require_square("a block", part) for part in parts]
    ends = np.cumsum([len(square) for square in squares])
    whole = np.zeros((ends[-1], ends[-1]))
    for square, end in zip(squares, ends):
        whole[end - len(square) : end, end - len(square) : end] = square
    return whole


def in_columns(block: ArrayLike, shape: Shape) -> Array:
    """The block of one weight matrix with both indices by columns.

    block  (m k, m k), by rows.
    shape  (m, k).
    Raises ShapeError, EmptyError, NonFiniteError.
    """
    rows = blocks(block, [shape])[0]
    order = rows_to_columns(shape)
    return rows[np.ix_(order, order)]
