"""Clipping raises small eigenvalues or removes them, and says how many and at what residual."""

import numpy as np
import pytest

from numeric.errors import NonFiniteError, ShapeError
from numeric.solvers.clipping import raise_eigenvalues, raised_solve, truncated_solve
from numeric.solvers.errors import DampingError, SingularFactorError
from numeric.solvers.solution import Ending

# Eigenvectors (3, 4)/5 with eigenvalue 2 and (-4, 3)/5 with eigenvalue 0.02.
A = 2 * np.outer([3, 4], [3, 4]) / 25 + 0.02 * np.outer([-4, 3], [-4, 3]) / 25
B = np.array([10.0, 5.0])  # = 10 (3, 4)/5 - 5 (-4, 3)/5


def test_raised_and_removed_eigenvalues_give_the_solutions_worked_out_by_hand():
    """At 0.5 the eigenvalue 0.02 is raised to 0.5, or removed."""
    # raised:  10/2 (3, 4)/5 - 5/0.5 (-4, 3)/5 = (3, 4) - (-8, 6) = (11, -2);   removed:  (3, 4).
    # residual of the original A:  raised  |-5 + 0.02 * 10| / |b| = 4.8 / sqrt 125;  removed  5 / sqrt 125.
    raised, removed = raised_solve(A, B, floor=0.5), truncated_solve(A, B, cutoff=0.5)

    np.testing.assert_allclose([11, -2], raised.solution, rtol=1e-13)
    np.testing.assert_allclose([3, 4], removed.solution, rtol=1e-13)
    assert pytest.approx(4.8 / np.sqrt(125)) == raised.residual
    assert pytest.approx(5 / np.sqrt(125)) == removed.residual
    assert (raised.changed, raised.outcome) == (1, Ending.CHANGED)
    assert (removed.changed, removed.outcome) == (1, Ending.CHANGED)


@pytest.mark.parametrize(("floor", "changed"), [(0.01, 0), (0.03, 1), (1.5, 1), (2.5, 2)])
def test_eigenvalues_below_the_floor_are_counted(floor, changed):
    """Of 2 and 0.02."""
    found = raised_solve(A, B, floor=floor)

    assert changed == found.changed


def test_nothing_is_changed_below_all_eigenvalues():
    """With floor and cutoff 0.01 both are the plain solution."""
    expected = np.linalg.solve(A, B)

    for found in (raised_solve(A, B, floor=0.01), truncated_solve(A, B, cutoff=0.01)):
        np.testing.assert_allclose(expected, found.solution, rtol=1e-12)
        assert (found.changed, found.outcome) == (0, Ending.CONVERGED)


def test_removing_is_the_pseudo_inverse():
    """For a matrix of rank three in five dimensions and a cutoff above rounding."""
    U = np.random.default_rng(3).normal(size=(5, 3))
    b = np.random.default_rng(4).normal(size=(5, 2))

    found = truncated_solve(U @ U.T, b, cutoff=1e-10)

    np.testing.assert_allclose(np.linalg.pinv(U @ U.T) @ b, found.solution, rtol=1e-9)
    assert found.changed == 2


def test_a_raised_matrix_has_its_small_and_negative_eigenvalues_at_the_floor():
    """Eigenvalues -1 and 3 become 0.7 and 3."""
    found = raise_eigenvalues([[1.0, 2.0], [2.0, 1.0]], 0.7)

    np.testing.assert_allclose([0.7, 3], np.linalg.eigvalsh(found), rtol=1e-14)


def test_bad_input_is_refused_by_name():
    """A cutoff above everything, a floor of zero, NaN, and shapes that do not go together."""
    with pytest.raises(SingularFactorError, match="the largest is 2"):
        truncated_solve(A, B, cutoff=3.0)
    with pytest.raises(DampingError, match="floor = 0"):
        raised_solve(A, B, floor=0.0)
    with pytest.raises(NonFiniteError, match="right-hand side"):
        raised_solve(A, [np.nan, 1.0], floor=1.0)
    with pytest.raises(ShapeError, match=r"\(3,\)"):
        truncated_solve(A, np.ones(3), cutoff=1.0)
