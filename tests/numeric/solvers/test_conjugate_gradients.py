"""Conjugate gradients solve by products alone, measure their residual anew, and find negative curvature."""

import numpy as np
import pytest
from scipy.sparse.linalg import cg

from numeric.errors import EmptyError, NonFiniteError, ShapeError
from numeric.solvers.conjugate_gradients import conjugate_gradients
from numeric.solvers.errors import DampingError, IndefiniteError
from numeric.solvers.solution import Ending
from numeric.spectra import random_orthogonal, random_spd


def system(seed, n=40, condition=1e4):
    rng = np.random.default_rng(seed)
    return random_spd(rng, n, condition=condition), rng.normal(size=n)


def test_the_iterates_are_those_of_scipy():
    """After k steps from the same start the iterate is SciPy's, and so is the last."""
    A, b = system(1)
    seen = []
    cg(A, b, rtol=1e-12, maxiter=6, callback=lambda x: seen.append(x.copy()))

    mine = [conjugate_gradients(A, b, tolerance=1e-12, limit=k).solution for k in range(1, 7)]

    np.testing.assert_allclose(seen, mine, rtol=1e-10)


def test_the_preconditioned_iterates_are_those_of_scipy():
    """Likewise with the inverse diagonal as preconditioner, which takes fewer steps on a badly scaled matrix."""
    A, b = system(2, condition=10)
    scales = np.logspace(-3, 3, len(b))
    A = scales[:, None] * A * scales
    seen = []
    cg(A, b, rtol=1e-12, maxiter=5, M=np.diag(1 / np.diag(A)), callback=lambda x: seen.append(x.copy()))

    mine = conjugate_gradients(A, b, preconditioner=lambda r: r / np.diag(A), limit=5)
    finished = conjugate_gradients(A, b, preconditioner=lambda r: r / np.diag(A), tolerance=1e-8)
    plain = conjugate_gradients(A, b, tolerance=1e-8, limit=4 * finished.iterations)

    np.testing.assert_allclose(seen[-1], mine.solution, rtol=1e-9)
    assert finished.outcome == Ending.CONVERGED
    assert plain.outcome == Ending.LIMIT


def test_a_matrix_of_three_eigenvalues_takes_three_steps():
    """The Krylov space has the dimension of the number of distinct eigenvalues."""
    rng = np.random.default_rng(4)
    Q = random_orthogonal(rng, 12)
    A = (Q * np.repeat([0.7, 3.0, 11.0], 4)) @ Q.T
    b = rng.normal(size=12)

    found = conjugate_gradients((A + A.T) / 2, b, tolerance=1e-12)

    assert found.iterations == 3
    np.testing.assert_allclose(np.linalg.solve(A, b), found.solution, rtol=1e-10)


def test_only_products_are_needed_and_they_are_counted():
    """A callable is called once for each iteration and once to measure the residual."""
    A, b = system(5, n=9, condition=30)
    calls = []

    def product(v):
        calls.append(1)
        return A @ v

    found = conjugate_gradients(product, b)

    assert found.outcome == Ending.CONVERGED
    assert len(calls) >= found.iterations + 1
    assert found.residual == pytest.approx(
        np.linalg.norm(b - A @ found.solution) / np.linalg.norm(b), rel=1e-6
    )
    assert found.residual <= 1e-10


def test_the_limit_hands_back_the_last_iterate_with_its_residual():
    """Three steps do not solve forty equations of condition 1e4, and the residual says by how much."""
    A, b = system(6)

    found = conjugate_gradients(A, b, limit=3)

    assert found.outcome == Ending.LIMIT
    assert found.iterations == 3
    assert found.residual == pytest.approx(
        np.linalg.norm(b - A @ found.solution) / np.linalg.norm(b), rel=1e-12
    )


def test_a_recurrence_below_the_tolerance_is_not_believed():
    """At condition 1e12 no float64 iterate has a residual of 1e-16 of b: the outcome is not CONVERGED."""
    A, b = system(7, n=20, condition=1e12)

    found = conjugate_gradients(A, b, tolerance=1e-16, limit=4000)

    assert found.outcome == Ending.STAGNATED
    assert found.residual > 1e-16


def test_a_start_far_away_is_recovered_from_by_measuring_the_residual_again():
    """From |x| = 1e9 the recurrence drifts from b - A x by 1e-7, far above the tolerance; a restart takes it away."""
    A, b = system(10, n=12, condition=20)

    found = conjugate_gradients(A, b, start=1e9 * np.ones(12), tolerance=1e-12)

    assert found.outcome == Ending.CONVERGED
    np.testing.assert_allclose(np.linalg.solve(A, b), found.solution, rtol=1e-9)


def test_a_start_at_the_solution_takes_no_step_and_a_zero_right_hand_side_neither():
    """No iteration is counted."""
    A, b = system(8, n=6, condition=5)

    there = conjugate_gradients(A, b, start=np.linalg.solve(A, b))
    nothing = conjugate_gradients(A, np.zeros(6), start=b)

    assert (there.iterations, there.outcome) == (0, Ending.CONVERGED)
    assert (nothing.iterations, nothing.outcome, nothing.residual) == (0, Ending.CONVERGED, 0.0)
    assert not np.any(nothing.solution)


def test_an_indefinite_matrix_is_found_by_its_curvature():
    """Diag(2, -3) along (1, 1) has p^T A p / p^T p = -1/2, which lies above the smallest eigenvalue -3."""
    with pytest.raises(IndefiniteError, match=r"-0\.5 along") as caught:
        conjugate_gradients(np.diag([2.0, -3.0]), [1.0, 1.0])

    assert pytest.approx(-0.5) == caught.value.curvature


def test_a_hidden_negative_eigenvalue_is_found_on_the_way():
    """One negative eigenvalue of fifteen, seen by no first step, is met before the system is solved."""
    rng = np.random.default_rng(9)
    Q = random_orthogonal(rng, 15)
    A = (Q * np.append(np.linspace(1, 9, 14), -0.05)) @ Q.T
    A, b = (A + A.T) / 2, rng.normal(size=15)
    assert b @ A @ b > 0

    with pytest.raises(IndefiniteError) as caught:
        conjugate_gradients(A, b)

    assert -0.05 <= caught.value.curvature < 0


def test_a_preconditioner_that_is_not_positive_is_named():
    """M^-1 = -I."""
    with pytest.raises(IndefiniteError, match="the preconditioner"):
        conjugate_gradients(np.eye(3), np.ones(3), preconditioner=lambda r: -r)


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda: conjugate_gradients(np.eye(3), np.ones(2)), ShapeError, r"\(3, 3\).*\(2,\)"),
        (lambda: conjugate_gradients(lambda v: v[:1], np.ones(2)), ShapeError, r"\(2,\) to \(1,\)"),
        (lambda: conjugate_gradients(lambda v: v * np.nan, np.ones(2)), NonFiniteError, "the operator"),
        (lambda: conjugate_gradients(np.eye(2), [1.0, np.nan]), NonFiniteError, "right-hand side"),
        (lambda: conjugate_gradients(np.eye(2), np.ones(2), start=np.ones(3)), ShapeError, "start"),
        (lambda: conjugate_gradients(np.eye(2), np.ones(2), tolerance=0.0), DampingError, "tolerance"),
        (lambda: conjugate_gradients(np.eye(2), np.ones(2), limit=0), EmptyError, "iterations allowed"),
        (
            lambda: conjugate_gradients(np.eye(2), np.ones(2), preconditioner=lambda r: r[:1]),
            ShapeError,
            "preconditioner",
        ),
    ],
)
def test_bad_input_is_refused_by_name(call, error, says):
    """Each kind of bad input has its own error."""
    with pytest.raises(error, match=says):
        call()
