"""Power iteration and Lanczos find the largest eigenvalue, within the bound they give."""

import numpy as np
import pytest
from scipy.sparse.linalg import LinearOperator, eigsh

from numeric.errors import EmptyError, NonFiniteError, ShapeError
from numeric.solvers.errors import DampingError
from numeric.solvers.lanczos import lanczos
from numeric.solvers.power import power_iteration
from numeric.solvers.solution import Ending
from numeric.spectra import random_orthogonal, random_spd

METHODS = [power_iteration, lanczos]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_largest_eigenvalue_is_the_one_of_scipy_within_the_error_given(method, seed):
    """Sixty dimensions, by products alone; ARPACK agrees within the bound, and so does the dense spectrum."""
    rng = np.random.default_rng(seed)
    A = random_spd(rng, 60, condition=300, size=7.0)
    A = A + 3 * np.max(np.linalg.eigvalsh(A)) * np.outer(A[0], A[0]) / (
        A[0] @ A[0]
    )  # a gap, for the power's sake
    product = LinearOperator(A.shape, matvec=lambda v: A @ v, dtype=float)

    found = method(lambda v: A @ v, 60, rng, tolerance=1e-7)

    exact = eigsh(product, k=1, which="LA", v0=np.ones(60), return_eigenvectors=False)[0]
    assert found.outcome == Ending.CONVERGED
    assert abs(found.value - exact) <= found.error + 1e-13 * exact
    assert found.error <= 1e-7 * exact
    assert np.linalg.norm(A @ found.vector - found.value * found.vector) <= found.error
    assert pytest.approx(1) == np.linalg.norm(found.vector)


@pytest.mark.parametrize("method", METHODS)
def test_the_bound_holds_long_before_convergence(method):
    """After five products, whatever they are worth, an eigenvalue lies within the error of the value."""
    rng = np.random.default_rng(6)
    A = random_spd(rng, 30, condition=100)

    found = method(A, 30, rng, tolerance=1e-14, limit=5)

    assert (found.iterations, found.outcome) == (5, Ending.LIMIT)
    assert np.min(np.abs(np.linalg.eigvalsh(A) - found.value)) <= found.error
    assert found.error > 1e-6  # so that the line above is not trivially true of a converged value


def test_power_finds_the_largest_modulus_and_lanczos_the_largest():
    """Of eigenvalues -9, 4 and 1 the first finds -9, the second 4."""
    Q = random_orthogonal(np.random.default_rng(7), 3)
    A = (Q * [-9.0, 4.0, 1.0]) @ Q.T

    power, krylov = (method((A + A.T) / 2, 3, np.random.default_rng(8)) for method in METHODS)

    assert pytest.approx(-9) == power.value
    assert pytest.approx(4) == krylov.value


def test_two_eigenvalues_of_one_modulus_never_settle_for_the_power_and_do_for_lanczos():
    """Diag(2, -2, 1)."""
    A = np.diag([2.0, -2.0, 1.0])

    power, krylov = (method(A, 3, np.random.default_rng(1), limit=300) for method in METHODS)

    assert power.outcome == Ending.LIMIT
    assert power.error > 0.1
    assert pytest.approx(2, rel=1e-12) == krylov.value


def test_lanczos_needs_as_many_products_as_there_are_eigenvalues():
    """Three distinct eigenvalues in twelve dimensions: the third Krylov space is invariant."""
    Q = random_orthogonal(np.random.default_rng(9), 12)
    A = (Q * np.repeat([0.5, 2.0, 7.0], 4)) @ Q.T

    found = lanczos((A + A.T) / 2, 12, np.random.default_rng(2), tolerance=1e-13)

    assert found.iterations == 3
    assert pytest.approx(7, rel=1e-13) == found.value


def test_lanczos_keeps_its_vectors_orthogonal_to_the_end():
    """Five large negative eigenvalues would be found again and again; three terms alone end at 1 - 4e-5."""
    A = np.diag(np.append(np.linspace(0.99, 1, 55), -1e6 * np.arange(1, 6)))

    found = lanczos(A, 60, np.random.default_rng(3))

    assert found.outcome == Ending.CONVERGED
    assert pytest.approx(1, rel=1e-12) == found.value


@pytest.mark.parametrize("method", METHODS)
def test_the_zero_operator_has_the_eigenvalue_zero(method):
    """Error zero, converged."""
    found = method(np.zeros((4, 4)), 4, np.random.default_rng(1))

    assert (found.value, found.error, found.outcome) == (0.0, 0.0, Ending.CONVERGED)


@pytest.mark.parametrize("method", METHODS)
def test_bad_input_is_refused_by_name(method):
    """Nothing to iterate on, shapes, NaN, a tolerance of zero."""
    rng = np.random.default_rng(1)
    with pytest.raises(EmptyError, match="dimensions"):
        method(np.eye(2), 0, rng)
    with pytest.raises(EmptyError, match="iterations"):
        method(np.eye(2), 2, rng, limit=0)
    with pytest.raises(ShapeError, match=r"\(2, 2\)"):
        method(np.eye(2), 3, rng)
    with pytest.raises(ShapeError, match=r"to \(1,\)"):
        method(lambda v: v[:1], 3, rng)
    with pytest.raises(NonFiniteError):
        method(lambda v: v * np.inf, 3, rng)
    with pytest.raises(DampingError, match="tolerance"):
        method(np.eye(2), 2, rng, tolerance=0.0)
