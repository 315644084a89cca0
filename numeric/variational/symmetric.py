"""Symmetric matrices as vectors: the lower triangle, row after row.

    pack(S)   S_00, S_10, S_11, S_20, ...             q = d (d + 1) / 2 entries
    dual(G)   G_00, 2 G_10, G_11, 2 G_20, ...         tr(G S) = dual(G) . pack(S)

A symmetric gradient G, with df = tr(G dS), is dual(G) in the coordinates pack(S): an entry off the diagonal of S
stands for two.  Lower triangular matrices are packed alike, without doubling.

Source  Magnus and Neudecker, Matrix differential calculus (3rd ed., 2019), sec. 3.8 (there by columns, as vech).
"""

from functools import cache
from math import isqrt

import numpy as np

from numeric.arrays import Array
from numeric.errors import ShapeError


def pack(matrix: Array) -> Array:
    """The lower triangle by rows, (..., d, d) to (..., q); what is above the diagonal is not looked at."""
    rows, columns = triangle(matrix.shape[-1])
    return np.asarray(matrix[..., rows, columns])


def unpack(vector: Array) -> Array:
    """The symmetric matrix of a packed lower triangle, (..., q) to (..., d, d).

    Raises ShapeError when q is not d (d + 1) / 2.
    """
    lower = unpack_lower(vector)
    return lower + np.swapaxes(np.tril(lower, -1), -1, -2)


def unpack_lower(vector: Array) -> Array:
    """The lower triangular matrix, zero above the diagonal, (..., q) to (..., d, d).

    Raises ShapeError when q is not d (d + 1) / 2.
    """
    d = side(vector.shape[-1])
    matrix = np.zeros((*vector.shape[:-1], d, d), dtype=vector.dtype)
    rows, columns = triangle(d)
    matrix[..., rows, columns] = vector
    return matrix


def dual(matrix: Array) -> Array:
    """pack(G) with entries off the diagonal doubled, (..., d, d) to (..., q)."""
    return pack(matrix) * multiplicity(matrix.shape[-1])


def from_dual(vector: Array) -> Array:
    """The symmetric matrix G of dual(G), (..., q) to (..., d, d).

    Raises ShapeError when q is not d (d + 1) / 2.
    """
    return unpack(vector / multiplicity(side(vector.shape[-1])))


@cache
def triangle(d: int) -> tuple[Array, Array]:
    """Rows and columns of the packed entries, each (q,), read-only."""
    rows, columns = np.tril_indices(d)
    rows.setflags(write=False)
    columns.setflags(write=False)
    return rows, columns


def multiplicity(d: int) -> Array:
    """How often each packed entry stands in the matrix, (q,): 1 on the diagonal, 2 off it."""
    rows, columns = triangle(d)
    return np.where(rows == columns, 1.0, 2.0)


def side(entries: int) -> int:
    """D for q = d (d + 1) / 2.

    Raises ShapeError.
    """
    d = (isqrt(8 * entries + 1) - 1) // 2
    if d < 1 or d * (d + 1) // 2 != entries:
        raise ShapeError(f"{entries} entries are no lower triangle: 1, 3, 6, 10, ... are d (d + 1) / 2.")
    return d
