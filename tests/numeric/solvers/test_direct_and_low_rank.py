"""Cholesky and Woodbury solve A + lambda I and U U^T + lambda I, and refuse what has no inverse."""

import numpy as np
import pytest

from numeric.errors import EmptyError, MetricError, NonFiniteError, ShapeError
from numeric.solvers.direct import cholesky_solve
from numeric.solvers.errors import DampingError, SingularFactorError
from numeric.solvers.solution import Ending
from numeric.solvers.woodbury import woodbury_solve
from numeric.spectra import random_spd


def test_cholesky_solves_a_system_worked_out_by_hand():
    """(A + 3 I) x = b with A = [[2, 1], [1, 4]] and b = (13, 41) has x = (50, 192) / 34."""
    # [[5, 1], [1, 7]]^-1 = [[7, -1], [-1, 5]] / 34:  (91 - 41, -13 + 205) / 34.
    found = cholesky_solve([[2.0, 1.0], [1.0, 4.0]], [13.0, 41.0], damping=3.0)

    np.testing.assert_allclose(np.array([50, 192]) / 34, found.solution, rtol=1e-15)
    assert found.outcome == Ending.CONVERGED
    assert found.iterations == 0
    assert found.residual < 1e-15


def test_several_right_hand_sides_are_columns():
    """A matrix B is solved column by column."""
    rng = np.random.default_rng(3)
    A, B = random_spd(rng, 5, condition=50), rng.normal(size=(5, 3))

    found = cholesky_solve(A, B, damping=0.7)

    np.testing.assert_allclose(np.linalg.inv(A + 0.7 * np.eye(5)) @ B, found.solution, rtol=1e-12)


def test_a_nearly_singular_matrix_is_solved_and_called_poor():
    """At a condition of 1e13 the residual of a generic right-hand side keeps less than half the digits."""
    rng = np.random.default_rng(8)
    A, b = random_spd(rng, 6, condition=1e13), rng.normal(size=6)

    found = cholesky_solve(A, b)

    assert found.outcome == Ending.POOR
    assert found.residual > np.sqrt(np.finfo(float).eps)
    assert pytest.approx(np.linalg.norm(b - A @ found.solution) / np.linalg.norm(b)) == found.residual


def test_a_singular_factor_without_damping_names_its_smallest_eigenvalue_and_with_damping_is_solved():
    """Two examples in three dimensions give a factor of rank two."""
    a = np.array([[1.0, 2.0, -1.0], [0.5, 0.3, 2.0]])
    A, b = a.T @ a / 2, np.array([1.0, -2.0, 3.0])

    with pytest.raises(SingularFactorError, match=r"not positive definite.*add a damping above") as caught:
        cholesky_solve(A, b)
    found = cholesky_solve(A, b, damping=0.3)

    assert abs(caught.value.eigenvalue) < 1e-15
    np.testing.assert_allclose(np.linalg.solve(A + 0.3 * np.eye(3), b), found.solution, rtol=1e-13)


def test_an_indefinite_matrix_is_refused_with_its_eigenvalue():
    """[[1, 2], [2, 1]] has eigenvalues -1 and 3."""
    with pytest.raises(SingularFactorError, match=r"from -1 to 3") as caught:
        cholesky_solve([[1.0, 2.0], [2.0, 1.0]], [1.0, 0.0])

    assert pytest.approx(-1) == caught.value.eigenvalue


@pytest.mark.parametrize("scale", [1e-6, 0.4, 30.0])
def test_woodbury_agrees_with_the_dense_inverse(scale):
    """U of shape (7, 3), two right-hand sides, lambda from far below U U^T to far above."""
    rng = np.random.default_rng(11)
    U, B = rng.normal(size=(7, 3)), rng.normal(size=(7, 2))

    found = woodbury_solve(U, B, damping=scale)

    np.testing.assert_allclose(np.linalg.solve(U @ U.T + scale * np.eye(7), B), found.solution, rtol=1e-8)
    assert found.outcome == Ending.CONVERGED
    assert found.residual < 1e-9


def test_woodbury_of_one_column_is_the_formula_of_sherman_and_morrison():
    """(u u^T + 2 I)^-1 b for u = (3, 4), b = (1, 5)."""
    # u^T b = 23, |u|^2 = 25:  (b - u 23 / 27) / 2 = ((27 - 69), (135 - 92)) / 54.
    found = woodbury_solve([[3.0], [4.0]], [1.0, 5.0], damping=2.0)

    np.testing.assert_allclose(np.array([-42, 43]) / 54, found.solution, rtol=1e-14)


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda: cholesky_solve(np.eye(3), np.ones(2)), ShapeError, r"\(2,\).*\(3, 3\)"),
        (lambda: cholesky_solve(np.ones((2, 3)), np.ones(2)), ShapeError, r"\(2, 3\)"),
        (lambda: cholesky_solve([[1.0, np.nan], [np.nan, 1.0]], np.ones(2)), NonFiniteError, "the matrix"),
        (lambda: cholesky_solve(np.eye(2), [1.0, np.inf]), NonFiniteError, "right-hand side"),
        (lambda: cholesky_solve([[1.0, 2.0], [0.0, 1.0]], np.ones(2)), MetricError, "not symmetric"),
        (lambda: cholesky_solve(np.eye(2), np.ones(2), damping=-0.1), DampingError, "damping = -0.1"),
        (lambda: cholesky_solve(np.ones((0, 0)), np.ones(0)), EmptyError, "at least 1"),
        (lambda: cholesky_solve(np.eye(2), np.ones((2, 0))), EmptyError, "at least 1"),
        (lambda: woodbury_solve(np.ones((3, 2)), np.ones(3), damping=0.0), DampingError, "low-rank"),
        (lambda: woodbury_solve(np.ones(3), np.ones(3), damping=1.0), ShapeError, r"\(n, k\)"),
        (lambda: woodbury_solve(np.ones((3, 0)), np.ones(3), damping=1.0), EmptyError, "columns"),
        (lambda: woodbury_solve(np.ones((3, 2)), np.ones(4), damping=1.0), ShapeError, r"\(4,\)"),
        (lambda: woodbury_solve([[np.nan], [1.0]], np.ones(2), damping=1.0), NonFiniteError, "columns"),
        (lambda: woodbury_solve(np.ones((3, 2)), np.ones(3), damping=1e-18), SingularFactorError, "U\\^T U"),
    ],
)
def test_bad_input_is_refused_by_name(call, error, says):
    """Each kind of bad input has its own error, which says which array and what about it."""
    with pytest.raises(error, match=says):
        call()
