"""Kronecker systems are solved as the dense product would be, under both ways of stacking.

The factors differ in size (5 and 3), the damping is not one, and no factor is a multiple of the identity.
"""

import numpy as np
import pytest

from numeric.errors import MetricError, NonFiniteError, ShapeError
from numeric.solvers.errors import DampingError, SingularFactorError
from numeric.solvers.kronecker import (
    balance,
    damped_solve,
    factored_solve,
    kronecker_multiply,
    kronecker_solve,
)
from numeric.solvers.solution import Ending
from numeric.spectra import random_spd

n, m = 5, 3
RNG_SEED = 21
STACKED = {
    "columns": (np.kron, lambda V: V.T.ravel(), lambda v: v.reshape(n, m).T),
    "rows": (lambda A, G: np.kron(G, A), lambda V: V.ravel(), lambda v: v.reshape(m, n)),
}


def factors():
    rng = np.random.default_rng(RNG_SEED)
    return random_spd(rng, n, size=2.0), random_spd(rng, m, size=0.3), rng.normal(size=(m, n))


def singular_factors():
    """Factors of four inputs in five dimensions and two gradients in three."""
    rng = np.random.default_rng(RNG_SEED)
    a, g = rng.normal(size=(4, n)), rng.normal(size=(2, m))
    return a.T @ a / 4, g.T @ g / 2, rng.normal(size=(m, n))


@pytest.mark.parametrize("stacking", STACKED)
def test_multiplication_is_the_dense_product_of_factors_that_are_not_symmetric(stacking):
    """(A (x) G) vec(V) = vec(G V A^T) for columns, (G (x) A) vec(V) = vec(G V A^T) for rows."""
    rng = np.random.default_rng(2)
    A, G, V = rng.normal(size=(n, n)), rng.normal(size=(m, m)), rng.normal(size=(m, n))
    product, stack, unstack = STACKED[stacking]

    expected = unstack(product(A, G) @ stack(V))

    np.testing.assert_allclose(expected, kronecker_multiply(A, G, V), rtol=1e-13, atol=1e-13)


@pytest.mark.parametrize("stacking", STACKED)
def test_solution_is_the_dense_one(stacking):
    """Without damping."""
    A, G, V = factors()
    product, stack, unstack = STACKED[stacking]

    found = kronecker_solve(A, G, V)

    np.testing.assert_allclose(
        unstack(np.linalg.solve(product(A, G), stack(V))), found.solution, rtol=1e-9, atol=1e-10
    )
    assert found.outcome == Ending.CONVERGED


@pytest.mark.parametrize("stacking", STACKED)
@pytest.mark.parametrize("make", [factors, singular_factors])
def test_damped_solution_is_the_dense_one(stacking, make):
    """A (x) G + lambda I, also with singular factors."""
    A, G, V = make()
    product, stack, unstack = STACKED[stacking]

    found = damped_solve(A, G, V, damping=0.37)

    expected = unstack(np.linalg.solve(product(A, G) + 0.37 * np.eye(m * n), stack(V)))
    np.testing.assert_allclose(expected, found.solution, rtol=1e-11)
    assert 0 < found.residual < 1e-13


@pytest.mark.parametrize("stacking", STACKED)
def test_factored_damping_is_the_dense_one(stacking):
    """(A + pi sqrt(lambda) I) (x) (G + sqrt(lambda) / pi I) with pi from the mean eigenvalues."""
    A, G, V = singular_factors()
    product, stack, unstack = STACKED[stacking]
    pi = np.sqrt((np.trace(A) / n) / (np.trace(G) / m))
    damped = product(A + pi * np.sqrt(0.37) * np.eye(n), G + np.sqrt(0.37) / pi * np.eye(m))

    found = factored_solve(A, G, V, damping=0.37)

    np.testing.assert_allclose(unstack(np.linalg.solve(damped, stack(V))), found.solution, rtol=1e-11)
    assert pytest.approx(pi) == balance(A, G)


def test_factored_damping_exceeds_the_exact_one_by_the_cross_terms():
    """For diagonal factors worked out by hand: A = diag(8, 10), G = diag(1, 1, 2.5), lambda = 4."""
    # tr A / 2 = 9, tr G / 3 = 1.5, pi = sqrt 6:  5 / ((10 + 2 sqrt 6)(1 + 2 / sqrt 6)) against 5 / (10 * 1 + 4).
    pi = np.sqrt(6)
    V = np.zeros((3, 2))
    V[0, 1] = 5.0

    factored = factored_solve(np.diag([8.0, 10.0]), np.diag([1.0, 1.0, 2.5]), V, damping=4.0)
    exact = damped_solve(np.diag([8.0, 10.0]), np.diag([1.0, 1.0, 2.5]), V, damping=4.0)

    assert pytest.approx(5 / ((10 + 2 * pi) * (1 + 2 / pi))) == factored.solution[0, 1]
    assert pytest.approx(5 / (10 * 1 + 4)) == exact.solution[0, 1]


def test_a_singular_factor_without_damping_is_named():
    """G of two gradients in three dimensions."""
    A, _, V = factors()
    thin = np.random.default_rng(5).normal(size=(2, m))

    with pytest.raises(SingularFactorError, match=r"the factor G of shape \(3, 3\)"):
        kronecker_solve(A, thin.T @ thin / 2, V)
    with pytest.raises(SingularFactorError, match="raise the damping"):
        damped_solve(A, thin.T @ thin / 2, V, damping=0.0)


@pytest.mark.parametrize(
    ("A", "G", "V", "damping", "error", "says"),
    [
        (np.eye(2), np.eye(3), np.ones((2, 3)), 0.1, ShapeError, r"\(2, 3\).*must be \(3, 2\)"),
        (
            np.diag([1.0, -1.0]),
            np.eye(3),
            np.ones((3, 2)),
            0.1,
            SingularFactorError,
            "A has the eigenvalue -1",
        ),
        (np.eye(2), np.eye(3), np.full((3, 2), np.nan), 0.1, NonFiniteError, "V is nan"),
        (np.eye(2), np.full((3, 3), np.nan), np.ones((3, 2)), 0.1, NonFiniteError, "factor G"),
        (np.eye(2), np.eye(3), np.ones((3, 2)), -1.0, DampingError, "damping = -1"),
        (np.array([[1.0, 1.0], [0.0, 1.0]]), np.eye(3), np.ones((3, 2)), 0.1, MetricError, "factor A"),
    ],
)
def test_bad_input_is_refused_by_name(A, G, V, damping, error, says):
    """Each kind of bad input has its own error."""
    with pytest.raises(error, match=says):
        damped_solve(A, G, V, damping=damping)


def test_a_factor_that_is_zero_cannot_be_balanced():
    """A layer without input has no pi."""
    with pytest.raises(DampingError, match="0 and 1"):
        factored_solve(np.zeros((2, 2)), np.eye(3), np.ones((3, 2)), damping=0.5)
    with pytest.raises(DampingError, match="damping = 0"):
        factored_solve(np.eye(2), np.eye(3), np.ones((3, 2)), damping=0.0)
