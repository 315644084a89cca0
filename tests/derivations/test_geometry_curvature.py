"""Curvature: spheres, planes, half-planes, and families whose curvature is in print."""

from __future__ import annotations

import pytest
import sympy as sp
from sympy import Matrix, Rational, Symbol, diag, polygamma, sin, symbols

from derivations.family import POSITIVE, UNIT, Interval
from derivations.geometry.connections import alpha_connection, levi_civita
from derivations.geometry.curvature import (
    alpha_curvature,
    gaussian_curvature,
    ricci,
    riemann,
    riemann_lowered,
    scalar_curvature,
    sectional_curvature,
)
from derivations.geometry.curvature_at import scalar_curvature_at
from derivations.geometry.errors import MetricError
from derivations.geometry.flatness import constant_curvature, is_flat
from derivations.geometry.points import generic_points
from derivations.geometry.simplex import simplex_metric
from derivations.geometry.tensors import entries, tensor
from derivations.ladder import prove_zero

mu, nu = symbols("mu nu", real=True)
s, r, a, b, k, p, q, n, t, u, v = symbols("s r a b k p q n t u v", positive=True)
alpha = Symbol("alpha", real=True)
GAMMA = Matrix([[polygamma(1, k), -1 / b], [-1 / b, k / b**2]])
# T = d^3 psi for psi = log Gamma(k) - k*log(b) in eta = (k, -b).
GAMMA_T = (((polygamma(2, k), 0), (0, b**-2)), ((0, b**-2), (b**-2, -2 * k / b**3)))


def test_a_sphere_of_radius_r_has_gaussian_curvature_one_over_r_squared() -> None:
    """The sign convention: spheres are positive."""
    assert gaussian_curvature(diag(r**2, r**2 * sin(t) ** 2), (t, u)) == 1 / r**2


def test_the_three_sphere_has_scalar_curvature_six() -> None:
    """R = n*(n - 1)*K with n = 3, K = 1, and every plane has sectional curvature 1."""
    metric = diag(1, sin(t) ** 2, sin(t) ** 2 * sin(u) ** 2)
    connection = levi_civita(metric, (t, u, v))

    assert scalar_curvature(connection) == 6
    assert prove_zero(sectional_curvature(connection, (1, 2, 0), (0, 1, 3)) - 1)
    assert prove_zero(ricci(connection) - 2 * metric)


def test_the_half_space_of_three_dimensions_has_curvature_minus_one() -> None:
    """The metric (dx^2 + dy^2 + ds^2)/s^2."""
    found = constant_curvature(diag(1, 1, 1) / s**2, (mu, nu, s))

    assert found.value == -1


def test_a_cylinder_and_polar_coordinates_are_flat() -> None:
    """So is Euclidean space in spherical coordinates; a sphere is not."""
    assert is_flat(levi_civita(diag(1, r**2), (r, t))).holds is True
    assert is_flat(levi_civita(diag(1, r**2, r**2 * sin(t) ** 2), (r, t, u))).holds is True
    sphere = levi_civita(diag(1, sin(t) ** 2), (t, u))
    assert is_flat(sphere, points=[{t: Rational(2, 7), u: Rational(3, 5)}]).holds is False


def test_the_normal_family_has_scalar_curvature_minus_one() -> None:
    """K = -1/2, in each of three charts [AmariNagaoka2000, sec. 2.3]."""
    for metric, x in (
        (diag(1 / s**2, 2 / s**2), (mu, s)),
        (diag(1 / v, 1 / (2 * v**2)), (mu, v)),
        (diag(sp.exp(-2 * nu), 2), (mu, nu)),
    ):
        assert scalar_curvature(levi_civita(metric, x)) == -1


def test_probabilities_have_curvature_one_over_four_trials() -> None:
    """Three and four categories, n trials: a sphere of radius 2*sqrt(n)."""
    assert gaussian_curvature(n * simplex_metric((p, q)), (p, q)) == 1 / (4 * n)
    assert constant_curvature(simplex_metric((p, q, r)), (p, q, r)).value == Rational(1, 4)


def test_the_gamma_family_has_the_curvature_in_print() -> None:
    """K = (psi_1 + k*psi_2)/(4*(k*psi_1 - 1)^2) [ArwiniDodson2008, the gamma manifold]."""
    expected = (polygamma(1, k) + k * polygamma(2, k)) / (4 * (k * polygamma(1, k) - 1) ** 2)

    assert prove_zero(gaussian_curvature(GAMMA, (k, b)) - expected)


def test_the_gamma_family_has_negative_curvature_that_is_not_constant() -> None:
    """It lies between -1/2 and -1/4 and tends to -1/4 for k -> 0 and to -1/2 for k -> oo."""
    K = gaussian_curvature(GAMMA, (k, b))
    values = [sp.N(K.subs(k, at), 15) for at in (Rational(1, 10**6), Rational(3, 7), 2, Rational(70001, 7))]

    assert all(-Rational(1, 2) < e < -Rational(1, 4) for e in values)
    assert abs(values[0] + Rational(1, 4)) < Rational(1, 10**5)
    assert abs(values[-1] + Rational(1, 2)) < Rational(1, 10**3)
    found = constant_curvature(GAMMA, (k, b), points=generic_points((k, b), (POSITIVE, POSITIVE)))
    assert not found
    assert "constant" in found.reason


def test_alpha_curvature_of_an_exponential_family_is_one_minus_alpha_squared_times_curvature() -> None:
    """R^(alpha) = (1 - alpha^2)*R^(0), for the gamma family."""
    curved = alpha_curvature(GAMMA, (k, b), GAMMA_T, alpha=alpha)

    assert prove_zero(curved - (1 - alpha**2) * scalar_curvature(levi_civita(GAMMA, (k, b))))


def test_the_cauchy_family_does_not_depend_on_alpha() -> None:
    """Its scores are sines and cosines of twice a uniform angle, so T = 0; K = -2 for diag(1/2, 1/2)/s^2."""
    angle = Symbol("angle", real=True)
    scores = (sin(2 * angle) / s, -sp.cos(2 * angle) / s)
    T = tensor(
        2, 3, lambda *at: sp.integrate(sp.prod(scores[i] for i in at), (angle, -sp.pi / 2, sp.pi / 2)) / sp.pi
    )

    assert set(entries(T)) == {0}
    assert alpha_curvature(diag(1, 1) / (2 * s**2), (mu, s), T, alpha=alpha) == -4


def test_the_raised_riemann_tensor_is_that_of_the_definition() -> None:
    """R_ijk^l = d_i Gamma_jk^l - d_j Gamma_ik^l + ..., for a connection that is not self-dual."""
    connection = alpha_connection(GAMMA, (k, b), GAMMA_T, alpha=Rational(1, 3))
    x, G, R = connection.coordinates, connection.second, riemann(connection)

    def defined(i: int, j: int, m: int, o: int) -> sp.Expr:
        products = sum(G[i][e][o] * G[j][m][e] - G[j][e][o] * G[i][m][e] for e in range(2))
        return sp.diff(G[j][m][o], x[i]) - sp.diff(G[i][m][o], x[j]) + products

    gaps = tensor(2, 4, lambda *at: defined(*at) - R[at[0]][at[1]][at[2]][at[3]])
    assert all(prove_zero(e) for e in entries(gaps))


def test_the_riemann_tensor_has_its_symmetries() -> None:
    """Levi-Civita: antisymmetric in each pair, symmetric in the pairs, and Bianchi's identity, in three dimensions."""
    R = riemann_lowered(
        levi_civita(Matrix([[1 + u**2, u * v, 0], [u * v, 2 + v, t], [0, t, 5 + t * u]]), (t, u, v))
    )
    at = {t: Rational(2, 7), u: Rational(3, 5), v: Rational(4, 3)}
    value = tensor(3, 4, lambda i, j, m, o: sp.sympify(R[i][j][m][o]).subs(at))
    assert any(value[0][1][m][o] != 0 for m in range(3) for o in range(3))
    for i, j, m, o in ((0, 1, 0, 2), (0, 1, 1, 2), (0, 2, 1, 2), (1, 2, 0, 1)):
        assert value[i][j][m][o] == -value[j][i][m][o] == -value[i][j][o][m] == value[m][o][i][j]
        assert value[i][j][m][o] + value[j][m][i][o] + value[m][i][j][o] == 0


def test_the_curvature_at_a_point_is_the_value_of_the_formula() -> None:
    """Gamma to 30 digits, a metric of three dimensions exactly; and constant for the normal family."""
    at = {k: Rational(3, 7), b: Rational(5, 2)}
    formula = scalar_curvature(levi_civita(GAMMA, (k, b)))
    assert abs(sp.N(formula.subs(at) - scalar_curvature_at(GAMMA, (k, b), at), 30, maxn=60)) < sp.Float(
        "1e-28"
    )
    metric = Matrix([[1 + u**2, u * v, 0], [u * v, 2 + v, t], [0, t, 5 + t * u]])
    here = {t: Rational(2, 7), u: Rational(3, 5), v: Rational(4, 3)}
    exact = scalar_curvature_at(metric, (t, u, v), here)
    assert exact.is_Rational
    assert exact == scalar_curvature(levi_civita(metric, (t, u, v))).subs(here) != 0


def test_a_line_has_no_curvature_and_a_space_no_gaussian_one() -> None:
    """In one dimension the scalar is 0; in three a Gaussian curvature is refused."""
    assert scalar_curvature(levi_civita(Matrix([[1 / p]]), (p,))) == 0
    assert not constant_curvature(Matrix([[1 / p]]), (p,))
    with pytest.raises(MetricError, match="surface"):
        gaussian_curvature(diag(1, 1, 1), (p, q, r))
    with pytest.raises(MetricError, match="no plane"):
        sectional_curvature(levi_civita(diag(1, s**2), (mu, s)), (1, 2), (2, 4))


def test_a_product_of_spheres_has_no_constant_curvature() -> None:
    """Its scalar curvature is constant, its sectional curvatures are 0 and 1."""
    metric = diag(1, sin(t) ** 2, 1)
    points = generic_points((t, u, v), (Interval(sp.S.Zero, sp.pi), UNIT, UNIT))

    found = constant_curvature(metric, (t, u, v), points=points)

    assert not found
    assert "sectional" in found.reason
