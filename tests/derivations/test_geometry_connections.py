"""Connections: known coefficients, duality, geodesics."""

from __future__ import annotations

import pytest
import sympy as sp
from sympy import Rational, Symbol, diag, symbols

from derivations.geometry.connections import (
    Connection,
    alpha_connection,
    are_dual,
    geodesic_equations,
    levi_civita,
)
from derivations.geometry.errors import MetricError, TensorError
from derivations.geometry.flatness import is_dually_flat, is_flat
from derivations.geometry.geodesics import great_circle, is_geodesic, semicircle, straight, vertical
from derivations.geometry.simplex import simplex_metric
from derivations.geometry.tensors import tensor
from derivations.ladder import prove_zero

mu = Symbol("mu", real=True)
s, r, c, t, k, b = symbols("s r c t k b", positive=True)
NORMAL = diag(1 / s**2, 2 / s**2)
POINTS = [{mu: Rational(3, 11), s: Rational(5, 7)}, {mu: Rational(-6, 13), s: Rational(22, 17)}]

# E[s_i*s_j*s_k] with z standard normal, s_mu = z/s, s_s = (z^2 - 1)/s: E[z^3] = 0, E[z^2*(z^2 - 1)] = 2,
# E[z*(z^2 - 1)^2] = 0, E[(z^2 - 1)^3] = 15 - 9 + 3 - 1 = 8.
SKEWNESS = tensor(2, 3, lambda *at: {0: 0, 1: 0, 2: 0, 3: 8}[sum(at)] / s**3 if sum(at) != 1 else 2 / s**3)


def test_the_normal_connection_in_mean_and_deviation() -> None:
    """Gamma_(mu s)^mu = -1/s, Gamma_(mu mu)^s = 1/(2*s), Gamma_ss^s = -1/s, and no others."""
    second = levi_civita(NORMAL, (mu, s)).second

    assert second == (((0, 1 / (2 * s)), (-1 / s, 0)), ((-1 / s, 0), (0, -1 / s)))


def test_the_exponential_connection_of_the_normal_family() -> None:
    """Gamma_ij,k = E[l_ij*s_k]: by hand l_(mu s) = -2*z/s^2 and l_ss = (1 - 3*z^2)/s^2."""
    first = alpha_connection(NORMAL, (mu, s), SKEWNESS, alpha=1).first

    assert first == (((0, 0), (-2 / s**3, 0)), ((-2 / s**3, 0), (0, -6 / s**3)))


def test_the_normal_family_is_dually_flat() -> None:
    """Both the exponential and the mixture connection have no curvature."""
    assert is_dually_flat(NORMAL, (mu, s), SKEWNESS, points=POINTS).holds is True


def test_the_normal_family_is_not_flat_in_levi_civitas_connection() -> None:
    """alpha = 0 and alpha = 1/2 are curved, and a value that is not zero says so."""
    for alpha in (0, Rational(1, 2)):
        assert is_flat(alpha_connection(NORMAL, (mu, s), SKEWNESS, alpha=alpha), points=POINTS).holds is False


def test_a_wrong_skewness_is_not_dually_flat() -> None:
    """With T_sss = 4/s^3 for 8/s^3 the exponential connection is curved."""
    wrong = tensor(2, 3, lambda *at: 4 / s**3 if sum(at) == 3 else SKEWNESS[at[0]][at[1]][at[2]])

    assert is_dually_flat(NORMAL, (mu, s), wrong, points=POINTS).holds is False


def test_alpha_and_minus_alpha_are_dual() -> None:
    """d_k g_ij = Gamma_ki,j + Gamma*_kj,i for alpha and -alpha, and for alpha and alpha it is not."""
    alpha = Symbol("alpha", real=True)
    one, other = (alpha_connection(NORMAL, (mu, s), SKEWNESS, alpha=e) for e in (alpha, -alpha))
    points = [p | {alpha: Rational(2, 3)} for p in POINTS]

    assert are_dual(one, other, points=points).holds is True
    assert are_dual(one, one, points=points).holds is False


def test_the_dual_of_a_connection_is_what_duality_asks_for() -> None:
    """`dual_first` of alpha is `first` of -alpha."""
    one, other = (alpha_connection(NORMAL, (mu, s), SKEWNESS, alpha=e) for e in (3, -3))

    assert one.dual_first == other.first


def test_semicircles_and_vertical_lines_are_geodesics_of_the_normal_family() -> None:
    """mu = c + r*tanh(t/kappa), s = r/(sqrt(2)*cosh(t/kappa)) with kappa^2 = 2; X = mu, Y = sqrt(2)*s."""
    connection = levi_civita(NORMAL, (mu, s))
    for X, Y in (semicircle(c, r, sp.sqrt(2), t), vertical(c, r, sp.sqrt(2), t)):
        assert is_geodesic(connection, (X, Y / sp.sqrt(2)), t).holds is True


def test_a_straight_line_is_no_geodesic_of_the_normal_family() -> None:
    """In mean and deviation a straight line has a defect that is not zero."""
    line = straight((0, 1), (1, 2), t)

    decision = is_geodesic(levi_civita(NORMAL, (mu, s)), line, t, points=[{t: Rational(2, 7)}])

    assert decision.holds is False


def test_great_circles_are_geodesics_of_the_simplex() -> None:
    """The square of a great circle from (1/6, 1/3, 1/2) to (1/2, 1/4, 1/4), tried at two times to 60 digits."""
    p, q = symbols("p q", positive=True)
    first, second = (Rational(1, 6), Rational(1, 3), Rational(1, 2)), (Rational(1, 2), *[Rational(1, 4)] * 2)
    curve = great_circle(first, second, t)
    defects = geodesic_equations(levi_civita(simplex_metric((p, q)), (p, q)), curve[:2], t)

    assert all(prove_zero(sp.radsimp(e.subs(t, 0)) - p) for e, p in zip(curve, first, strict=True))
    for at in (Rational(1, 3), Rational(5, 7)):
        assert all(abs(sp.N(d.subs(t, at), 60, maxn=60)) < sp.Float("1e-40") for d in defects)


def test_natural_parameters_run_straight_in_the_exponential_connection() -> None:
    """For Poisson in its mean l, log(l) linear in t solves the equation of alpha = 1, and not that of alpha = 0."""
    lam = Symbol("lam", positive=True)
    metric, T = sp.Matrix([[1 / lam]]), [[[1 / lam**2]]]  # E[(x/l - 1)^3] = 1/l^2
    curve = (sp.exp(2 + 3 * t),)

    for alpha, holds in ((1, True), (0, False)):
        connection = alpha_connection(metric, (lam,), T, alpha=alpha)
        assert is_geodesic(connection, curve, t, points=[{t: Rational(1, 7)}]).holds is holds


def test_polar_coordinates() -> None:
    """Gamma_tt^r = -r and Gamma_rt^t = 1/r."""
    second = levi_civita(diag(1, r**2), (r, t)).second

    assert (second[1][1][0], second[0][1][1], second[1][0][1]) == (-r, 1 / r, 1 / r)


def test_the_second_kind_lowers_to_the_first() -> None:
    """g_kl*Gamma_ij^l = Gamma_ij,k for a metric that is not diagonal."""
    g = sp.Matrix([[sp.polygamma(1, k), -1 / b], [-1 / b, k / b**2]])
    connection = levi_civita(g, (k, b))
    for i in range(2):
        for j in range(2):
            lowered = g * sp.Matrix(connection.second[i][j])
            assert prove_zero(lowered - sp.Matrix(connection.first[i][j]))


@pytest.mark.parametrize(
    ("metric", "words"),
    [
        (sp.Matrix([[1, s], [0, 1]]), "not symmetric"),
        (sp.eye(3), "ask for 2 x 2"),
    ],
)
def test_a_matrix_that_is_no_metric_is_refused(metric: sp.Matrix, words: str) -> None:
    """The message says what is wrong with it."""
    with pytest.raises(MetricError, match=words):
        levi_civita(metric, (mu, s))


def test_a_singular_metric_is_refused_when_it_is_inverted() -> None:
    """Two coordinates that move the law in the same way."""
    connection = levi_civita(sp.Matrix([[1, 1], [1, 1]]) / s**2, (mu, s))

    with pytest.raises(MetricError, match="determinant 0"):
        _ = connection.second


def test_a_tensor_of_another_shape_or_not_symmetric_is_refused() -> None:
    """T has three indices, and their order does not matter."""
    with pytest.raises(TensorError, match="2 x 2 x 2"):
        alpha_connection(NORMAL, (mu, s), [[1, 2], [3, 4]], alpha=1)
    with pytest.raises(TensorError, match="not symmetric"):
        alpha_connection(NORMAL, (mu, s), [[[0, 1], [0, 0]], [[0, 0], [0, 0]]], alpha=1)


def test_connections_in_other_coordinates_are_not_compared() -> None:
    """Duality is between connections of one metric in one chart."""
    one: Connection = levi_civita(NORMAL, (mu, s))

    with pytest.raises(TensorError, match="cannot be compared"):
        are_dual(one, levi_civita(diag(1, 1), (r, t)))
