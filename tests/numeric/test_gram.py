"""Gram matrices by syrk against plain products."""

import numpy as np
import pytest

from numeric.gram import TILE, gram, mirrored, summed_gram


@pytest.mark.parametrize("size", [1, 3, TILE - 1, TILE, 2 * TILE + 5])
def test_a_gram_matrix_is_the_product_and_symmetric_to_the_last_bit(size):
    """B^T B over sizes around the tiles of the copy."""
    rows = np.random.default_rng(size).normal(size=(7, size))

    found = gram(rows)

    np.testing.assert_allclose(found, np.einsum("rp,rq->pq", rows, rows), rtol=1e-13, atol=1e-13)
    np.testing.assert_array_equal(found, found.T)


def test_parts_add_up_and_slices_of_other_arrays_are_taken():
    """Three unequal parts, one of them a slice of columns in another order, are one matrix of all rows."""
    rng = np.random.default_rng(5)
    parts = [
        rng.normal(size=(4, 6)),
        rng.normal(size=(1, 6)),
        np.asfortranarray(rng.normal(size=(3, 9)))[:, 2:8],
    ]
    kept = [part.copy() for part in parts]

    found = summed_gram(iter(parts))

    whole = np.concatenate(kept)
    np.testing.assert_allclose(found, np.einsum("rp,rq->pq", whole, whole), rtol=1e-13, atol=1e-13)
    for part, before in zip(parts, kept, strict=True):
        np.testing.assert_array_equal(before, part)


def test_what_stood_below_the_diagonal_is_forgotten():
    """Only the upper triangle is read."""
    upper = np.array([[1.0, 2.0], [77.0, 3.0]])

    np.testing.assert_array_equal([[1.0, 2.0], [2.0, 3.0]], mirrored(upper))
