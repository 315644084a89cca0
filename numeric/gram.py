"""The Gram matrix of many rows, both triangles, at the price of one: B^T B by BLAS's syrk.

    C = sum_r b_r b_r^T,     half the multiplications of a product of two different matrices

Source  Dongarra, Du Croz, Hammarling and Duff, A set of level 3 basic linear algebra subprograms,
        ACM TOMS 16 (1990), sec. 3 (SYRK).
"""

from collections.abc import Iterable

import numpy as np
from scipy.linalg.blas import dsyrk

from numeric.arrays import Array

TILE = 256  # side of the squares in which a triangle is copied: two of them lie in a core's own cache


def gram(rows: Array) -> Array:
    """B^T B, symmetric to the last bit.

    rows  (R, P), float64.
    Returns (P, P).
    """
    return summed_gram([rows])


def summed_gram(parts: Iterable[Array]) -> Array:
    """B_1^T B_1 + B_2^T B_2 + ..., with one matrix in memory beside the parts.

    parts  each (R_i, P), float64, at least one.
    Returns (P, P).
    """
    total: Array | None = None
    for rows in parts:
        columns = np.ascontiguousarray(rows).T  # in the order of Fortran, so that nothing is copied
        total = (
            dsyrk(1.0, columns) if total is None else dsyrk(1.0, columns, beta=1.0, c=total, overwrite_c=True)
        )
    assert total is not None
    return mirrored(total)


def mirrored(upper: Array) -> Array:
    """The upper triangle of a square matrix copied over the lower one, in place, tile by tile.

    upper  (P, P).
    """
    for i in range(0, len(upper), TILE):
        corner = upper[i : i + TILE, i : i + TILE]
        corner[:] = np.triu(corner) + np.triu(corner, 1).T
        for j in range(i + TILE, len(upper), TILE):
            upper[j : j + TILE, i : i + TILE] = upper[i : i + TILE, j : j + TILE].T
    return upper
