"""Constrained extremals satisfy their equations, and the gap above a minimum is a quadratic form."""

from __future__ import annotations

import pytest
import sympy as sp
from sympy import Matrix, Rational, Symbol, symbols

from derivations.extremals import (
    Curvature,
    Extremal,
    ExtremalError,
    Problem,
    linear_on_ellipsoid,
    proximal,
    quadratic_on_ellipsoid,
    quadratic_on_hyperplane,
    quadratic_on_sphere,
)
from derivations.ladder import prove_zero

eps = Symbol("eps", positive=True)
V = symbols("v1:4", real=True)


def general(n: int) -> tuple[Matrix, Matrix]:
    """A general gradient and a general symmetric metric."""
    g = Matrix(symbols(f"g1:{n + 1}", real=True))
    G = Matrix(n, n, lambda i, j: Symbol(f"G{min(i, j) + 1}{max(i, j) + 1}", real=True))
    return g, G


@pytest.mark.parametrize("n", [2, 3])
def test_the_natural_gradient_minimises_a_linear_form_on_an_ellipsoid(n: int) -> None:
    """KKT holds, the gap identity holds, and the Lagrangian is convex: -eps*G^-1*g/|g| is the minimum."""
    g, G = general(n)

    low, high = linear_on_ellipsoid(g, G, eps, V[:n])

    length = low.roots[0][0]
    assert low.kkt()
    assert high.kkt()
    assert low.gap().identity()
    assert Curvature.DEFINITE is low.curvature(given=G)
    assert Curvature.DEFINITE is not high.curvature(given=G)
    assert low.prove(low.value + eps * length)
    assert low.prove(Matrix(G) * Matrix(low.point) * length + eps * g)


def test_the_euclidean_direction_is_not_the_extremal() -> None:
    """-eps*g/|g| violates stationarity for a metric that is not a multiple of the identity."""
    g, G = Matrix([1, 2]), Matrix([[2, 1], [1, 3]])
    low, _ = linear_on_ellipsoid(g, G, eps, V[:2])
    size = sp.sqrt((g.T * G * g)[0])  # scaled onto the constraint

    wrong = Extremal(low.problem, tuple(-eps * g / size), low.multiplier, low.roots)

    assert low.kkt()
    assert not wrong.kkt()


def test_the_roots_can_be_written_out() -> None:
    """For g = (1, 2) and G = [[2, 1], [1, 3]], g.T*G^-1*g = (3 - 4 + 8)/5 = 7/5."""
    low, _ = linear_on_ellipsoid([1, 2], [[2, 1], [1, 3]], eps, V[:2])

    assert prove_zero(low.explicit(low.multiplier) - sp.sqrt(Rational(7, 5)) / (2 * eps))
    assert prove_zero(low.explicit(low.value) + eps * sp.sqrt(Rational(7, 5)))


def test_the_least_eigenvector_minimises_a_quadratic_form_on_the_sphere() -> None:
    """The value is eps^2 times the least eigenvalue; the Hessian is semidefinite, and singular along it."""
    least, most = quadratic_on_sphere([[2, 1], [1, 3]], eps, V[:2])

    smallest = (5 - sp.sqrt(5)) / 2
    assert prove_zero(least.value - smallest * eps**2)
    for point in (least, most):
        assert point.kkt()
        assert point.gap().identity()
    assert Curvature.SEMIDEFINITE is least.curvature()
    assert Curvature.OTHER is most.curvature()


def test_a_general_symmetric_matrix_has_its_two_stationary_points() -> None:
    """KKT and the gap identity hold with symbols for the entries."""
    a, b, c = symbols("a b c", real=True)

    for point in quadratic_on_sphere([[a, b], [b, c]], eps, V[:2]):
        assert point.kkt()
        assert point.gap().identity()


def test_the_generalised_eigenproblem() -> None:
    """A*v = m*B*v at the stationary points of v.T*A*v on v.T*B*v = eps^2."""
    A, B = Matrix([[2, 1], [1, 3]]), Matrix([[1, 0], [0, 4]])

    for point in quadratic_on_ellipsoid(A, B, eps, V[:2]):
        w = Matrix(point.point)
        assert point.kkt()
        assert prove_zero(A * w + point.multiplier * B * w)


def test_the_least_norm_on_a_hyperplane() -> None:
    """v* = level*A^-1*a/(a.T*A^-1*a), a unique minimum."""
    low = quadratic_on_hyperplane([[2, 1], [1, 3]], [1, 2], eps, V[:2])

    assert low.kkt()
    assert low.gap().identity()
    assert Curvature.DEFINITE is low.curvature()
    assert prove_zero(low.value - eps**2 / 2 / Rational(7, 5))


def test_the_proximal_step_is_the_natural_gradient_step() -> None:
    """Min g.T*v + v.T*G*v/(2*eta) is at -eta*G^-1*g."""
    g, G = general(2)

    low = proximal(g, G, 1 / eps, V[:2])

    assert low.kkt()
    assert low.gap().identity()
    assert prove_zero(G * Matrix(low.point) + eps * g)


def test_a_cubic_problem_is_refused() -> None:
    """Only degrees up to two have the gap identity."""
    with pytest.raises(ExtremalError, match="linear or quadratic"):
        Problem(V, V[0] ** 3, V[0] - 1)


def test_an_asymmetric_metric_is_refused() -> None:
    """The gradient of v.T*G*v would not be 2*G*v."""
    with pytest.raises(ExtremalError, match="symmetric"):
        linear_on_ellipsoid([1, 2], [[2, 1], [0, 3]], eps, V[:2])
