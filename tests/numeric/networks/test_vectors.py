"""The two conventions of vec, and the flat parameter."""

import numpy as np
import pytest

from numeric.errors import ShapeError
from numeric.networks import flatten, unflatten
from numeric.networks.vectors import by_columns, by_rows, rows_to_columns, slices

W = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])


def test_rows_are_read_one_after_the_other_and_columns_likewise():
    """[[1, 2, 3], [4, 5, 6]] is 123456 by rows and 142536 by columns; a permutation leads over."""
    assert np.array_equal([1, 2, 3, 4, 5, 6], by_rows(W))
    assert np.array_equal([1, 4, 2, 5, 3, 6], by_columns(W))
    assert np.array_equal(by_columns(W), by_rows(W)[rows_to_columns((2, 3))])


def test_the_second_moment_of_a_gradient_is_g_times_a_by_rows_and_a_times_g_by_columns():
    """vec(g a^T) vec(g a^T)^T = (g g^T) (x) (a a^T) by rows, (a a^T) (x) (g g^T) by columns."""
    g, a = np.array([2.0, -3.0]), np.array([5.0, 7.0, 1.0])
    D, A, G = np.outer(g, a), np.outer(a, a), np.outer(g, g)

    assert np.array_equal(np.kron(G, A), np.outer(by_rows(D), by_rows(D)))
    assert np.array_equal(np.kron(A, G), np.outer(by_columns(D), by_columns(D)))
    assert not np.array_equal(np.kron(A, G), np.kron(G, A))


def test_flattening_and_unflattening_are_inverse():
    """Matrices by rows one after the other; the slices say where."""
    theta = flatten([W, W.T, 7 * W[:1]])

    assert np.array_equal([1, 2, 3, 4, 5, 6, 1, 4, 2, 5, 3, 6, 7, 14, 21], theta)
    found = unflatten(theta, [(2, 3), (3, 2), (1, 3)])
    assert all(np.array_equal(left, right) for left, right in zip([W, W.T, 7 * W[:1]], found, strict=True))
    assert (slice(0, 6), slice(6, 12), slice(12, 15)) == slices([(2, 3), (3, 2), (1, 3)])


def test_a_parameter_of_another_length_is_refused():
    """The message says how long it is and must be."""
    with pytest.raises(ShapeError, match=r"\(5,\) where \(6,\)"):
        unflatten(np.ones(5), [(2, 3)])
