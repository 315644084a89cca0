"""Small linear algebra in two precisions."""

import numpy as np
import pytest

from numeric.errors import EmptyError, NonFiniteError, ShapeError, SingularMetricError
from numeric.linear import act, determinant, inverse, pair, solve
from numeric.spectra import random_invertible, random_spd


def test_solutions_determinants_and_inverses_are_those_of_numpy():
    """A batch of matrices of condition 100 agrees with numpy.linalg to twelve digits."""
    rng = np.random.default_rng(2)
    a, b = random_invertible(rng, 5, condition=100.0, count=20), rng.normal(size=(20, 5, 2))

    assert np.allclose(solve(a, b), np.linalg.solve(a, b), rtol=1e-11, atol=1e-12)
    assert np.allclose(inverse(a), np.linalg.inv(a), rtol=1e-11, atol=1e-12)
    assert np.allclose(determinant(a), np.linalg.det(a), rtol=1e-12, atol=0)


def test_longdouble_stays_longdouble_and_gains_three_digits():
    """A A^-1 - Id is a thousand times smaller in longdouble than in float64."""
    a = random_spd(np.random.default_rng(3), 6, condition=1e6)
    wide = a.astype(np.longdouble)

    found = inverse(wide)
    off_wide = np.max(np.abs(wide @ found - np.eye(6)))
    off_narrow = np.max(np.abs(a @ inverse(a) - np.eye(6)))

    assert np.longdouble == found.dtype
    assert off_wide < off_narrow / 200


def test_rows_are_exchanged_when_a_pivot_is_zero():
    """[[0, 1], [1, 0]] is its own inverse with determinant -1."""
    swap = np.array([[0.0, 1.0], [1.0, 0.0]])

    assert np.array_equal(swap, inverse(swap))
    assert determinant(swap) == -1


def test_contractions_keep_the_order_of_indices():
    """A v is not A^T v, and u^T A v is not v^T A u, for a matrix that is not symmetric."""
    a, u, v = np.array([[1.0, 2.0], [0.0, 3.0]]), np.array([1.0, 0.0]), np.array([0.0, 1.0])

    assert np.array_equal([2, 3], act(a, v))
    assert pair(u, a, v) == 2
    assert pair(v, a, u) == 0


def test_singular_misshapen_and_empty_matrices_are_refused():
    """Each kind of bad matrix has its own error."""
    with pytest.raises(SingularMetricError, match="pivot"):
        inverse(np.array([[1.0, 2.0], [2.0, 4.0]]))
    with pytest.raises(ShapeError):
        inverse(np.ones((2, 3)))
    with pytest.raises(ShapeError):
        solve(np.eye(2), np.ones((3, 1)))
    with pytest.raises(EmptyError):
        inverse(np.ones((0, 0)))
    with pytest.raises(NonFiniteError):
        inverse(np.array([[np.inf]]))
