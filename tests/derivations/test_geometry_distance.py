"""Fisher-Rao distances: published forms, refusals, and wrong formulas that are caught."""

from __future__ import annotations

import mpmath
import pytest
import sympy as sp
from sympy import Expr, Matrix, Rational, Symbol, acos, atanh, diag, log, pi, polygamma, sqrt, symbols

from derivations.charts import chart
from derivations.family import LINE, POSITIVE, UNIT, Interval
from derivations.geometry.covariances import affine_invariant_distance, covariance_metric
from derivations.geometry.distance import distance
from derivations.geometry.errors import DomainError, MetricError
from derivations.geometry.simplex import simplex_metric

mu, x, tau = symbols("mu x tau", real=True)
s, v, k, l, b, a, p, q, n, m, nu, c = symbols("s v k l b a p q n m nu c", positive=True)
NORMAL = diag(1 / s**2, 2 / s**2)
EULER = sp.EulerGamma
FIRST, SECOND = (Rational(3, 7), Rational(5, 11)), (Rational(-4, 5), Rational(13, 9))


def agrees(found: Expr, expected: Expr) -> bool:
    """Whether two numbers agree to 30 digits."""
    one, other = sp.N(found, 40), sp.N(expected, 40)
    return bool(abs(one - other) < abs(other) * sp.Float("1e-30"))


def test_the_normal_distance_is_that_of_atkinson_and_mitchell() -> None:
    """sqrt(2)*log((1 + d)/(1 - d)) with d^2 = (D^2 + 2*(s1 - s2)^2)/(D^2 + 2*(s1 + s2)^2)."""
    (m1, s1), (m2, s2) = FIRST, SECOND
    ratio = ((m1 - m2) ** 2 + 2 * (s1 - s2) ** 2) / ((m1 - m2) ** 2 + 2 * (s1 + s2) ** 2)

    found = distance(NORMAL, (mu, s), (LINE, POSITIVE))

    assert found.confirmed.holds is True
    assert agrees(found.value.between(FIRST, SECOND), 2 * sqrt(2) * atanh(sqrt(ratio)))


def test_the_normal_distance_does_not_depend_on_the_chart() -> None:
    """Mean and variance, mean and log deviation, mean and precision."""
    (m1, s1), (m2, s2) = FIRST, SECOND
    expected = distance(NORMAL, (mu, s), (LINE, POSITIVE)).value.between(FIRST, SECOND)
    for metric, coordinates, domains, form in (
        (diag(1 / v, 1 / (2 * v**2)), (mu, v), (LINE, POSITIVE), lambda e: e**2),
        (diag(sp.exp(-2 * tau), 2), (mu, tau), (LINE, LINE), log),
        (diag(p, 1 / (2 * p**2)), (mu, p), (LINE, POSITIVE), lambda e: 1 / e**2),
    ):
        found = distance(metric, coordinates, domains).value
        assert agrees(found.between((m1, form(s1)), (m2, form(s2))), expected)


def test_the_distance_of_probabilities_is_an_angle() -> None:
    """2*sqrt(n)*arccos(sum sqrt(p*q)) [Rao1945]."""
    domains = (UNIT, Interval(sp.S.Zero, 1 - p))
    one, other = (Rational(1, 6), Rational(1, 3)), (Rational(1, 2), Rational(1, 4))

    found = distance(n * simplex_metric((p, q)), (p, q), domains)

    angle = acos(sqrt(Rational(1, 12)) + sqrt(Rational(1, 12)) + sqrt(Rational(1, 8)))
    assert found.route == "simplex"
    assert agrees(found.value.between(one, other).subs(n, 5), 2 * sqrt(5) * angle)


def test_location_and_scale_families_have_a_closed_distance() -> None:
    """Student's t, and Gumbel with its cross term: kappa^2 = 2*nu/(nu + 3) and pi^2/6."""
    student = distance(diag((nu + 1) / (nu + 3), 2 * nu / (nu + 3)) / s**2, (mu, s), (LINE, POSITIVE))
    gumbel = distance(
        Matrix([[1, EULER - 1], [EULER - 1, pi**2 / 6 + (1 - EULER) ** 2]]) / s**2, (mu, s), (LINE, POSITIVE)
    )

    assert student.confirmed.holds is gumbel.confirmed.holds is True
    assert sp.expand(student.value.parts[0].scale ** 2 * (nu + 3)) == 2 * nu
    assert gumbel.value.parts[0].scale == pi / sqrt(6)


def test_weibull_is_gumbel_in_another_chart() -> None:
    """With log X ~ Gumbel (for minima) of location log(l) and scale 1/k the distances are equal."""
    cross = EULER - 1
    weibull = distance(
        Matrix([[(pi**2 / 6 + cross**2) / k**2, cross / l], [cross / l, k**2 / l**2]]),
        (k, l),
        (POSITIVE, POSITIVE),
    )
    gumbel = distance(Matrix([[1, -cross], [-cross, pi**2 / 6 + cross**2]]) / s**2, (mu, s), (LINE, POSITIVE))
    one, other = (Rational(3, 2), Rational(2, 7)), (Rational(5, 7), Rational(11, 3))

    expected = gumbel.value.between(*((log(e[1]), 1 / e[0]) for e in (one, other)))
    assert agrees(weibull.value.between(one, other), expected)


def test_the_inverse_gaussian_is_part_of_a_half_plane() -> None:
    """Its image is a strip of the half-plane with kappa^2 = 2, which is convex; in print as K = -1/2."""
    found = distance(diag(l / m**3, 1 / (2 * l**2)), (m, l), (POSITIVE, POSITIVE))

    assert (found.route, found.value.parts[0].scale) == ("half-space", sqrt(2))


def test_a_part_of_the_half_plane_below_a_horocycle_gets_no_distance() -> None:
    """With the deviation in (0, 1) geodesics of the half-plane leave the domain; in (1, oo) they do not."""
    below = distance(NORMAL, (mu, s), (LINE, UNIT))
    above = distance(NORMAL, (mu, s), (LINE, Interval(sp.S.One, sp.oo)))

    assert not below
    assert "convex" in below.reason
    assert above


def test_products_add_their_squares() -> None:
    """Poisson times normal, with the coordinates mixed."""
    metric = Matrix([[1 / s**2, 0, 0], [0, 1 / l, 0], [0, 0, 2 / s**2]])

    found = distance(metric, (mu, l, s), (LINE, POSITIVE, POSITIVE))

    normal = distance(NORMAL, (mu, s), (LINE, POSITIVE)).value.between(FIRST, SECOND)
    expected = sqrt(normal**2 + (2 * sqrt(2) - 2 * sqrt(3)) ** 2)
    one, other = ((e[0], f, e[1]) for e, f in ((FIRST, 2), (SECOND, 3)))
    assert found.route == "product of half-space, line"
    assert agrees(found.value.between(one, other), expected)


def test_constant_metrics_give_mahalanobis_distance() -> None:
    """sqrt(d.T*g*d) on a box."""
    found = distance(Matrix([[2, 1], [1, 3]]), (mu, x), (LINE, LINE))

    assert found.value.between((0, 0), (1, 2)) == sqrt(18)


def test_isotropic_normals_in_two_dimensions() -> None:
    """(mu, tau, s) with metric diag(1, 1, 4)/s^2: half-space of three dimensions, kappa = 2."""
    found = distance(diag(1, 1, 4) / s**2, (mu, tau, s), (LINE, LINE, POSITIVE))

    expected = 2 * sp.acosh(1 + (Rational(9, 4) + 4 * (3 - 1) ** 2) / (2 * 2 * 2 * 3))
    assert agrees(found.value.between((0, 0, 1), (0, Rational(3, 2), 3)), expected)


def test_covariances_have_the_affine_invariant_distance() -> None:
    """The closed form for two by two matrices is sqrt(sum log(lambda)^2/2), and stays so under a congruence."""
    w = Symbol("w", real=True)
    metric = covariance_metric([[a, w], [w, c]], (a, w, c))
    found = distance(metric, (a, w, c), (POSITIVE, Interval(-sqrt(a * c), sqrt(a * c)), POSITIVE))
    A, B = Matrix([[2, 1], [1, 3]]), Matrix([[5, -1], [-1, Rational(1, 2)]])
    one, other = ((M[0, 0], M[0, 1], M[1, 1]) for M in (A, B))

    assert found.confirmed.holds is True
    assert agrees(found.value.between(one, other), affine_invariant_distance(A, B))
    P = Matrix([[1, 2], [0, 3]])
    assert agrees(affine_invariant_distance(P * A * P.T, P * B * P.T), affine_invariant_distance(A, B))


def test_wisharts_law_has_it_times_the_root_of_its_degrees_of_freedom() -> None:
    """n times the metric, sqrt(n) times the distance; three times one entry is no such metric."""
    w = Symbol("w", real=True)
    metric, x = covariance_metric([[a, w], [w, c]], (a, w, c)), (a, w, c)
    domains = (POSITIVE, LINE, POSITIVE)
    found = distance(n * metric, x, domains, where=(a * c > w**2,))

    expected = affine_invariant_distance(sp.eye(2), diag(2, 3))
    assert agrees(found.value.between((1, 0, 1), (2, 0, 3)).subs(n, 7), sqrt(7) * expected)
    assert not distance(metric + diag(0, 1, 0), x, domains, where=(a * c > w**2,))


def test_the_affine_invariant_distance_of_larger_matrices_and_its_refusals() -> None:
    """Three by three by the roots of a cubic; a matrix that is not positive definite is refused."""
    A, B = Matrix([[2, 1, 0], [1, 3, 1], [0, 1, 4]]), diag(1, 2, 5)
    with mpmath.workdps(40):
        values = mpmath.eig(mpmath.matrix((A.inv() * B).tolist()), left=False, right=False)
        expected = mpmath.sqrt(sum(mpmath.log(mpmath.re(e)) ** 2 for e in values) / 2)
    assert abs(sp.N(affine_invariant_distance(A, B), 30) - expected) < 1e-12
    with pytest.raises(MetricError, match="positive definite"):
        affine_invariant_distance(A, diag(1, -1, 1))


def test_a_chart_opens_the_way() -> None:
    """In natural parameters no route applies to the normal family; with a chart to mean and deviation one does."""
    h1 = Symbol("h1", real=True)
    h2 = Symbol("h2", positive=True)  # h1 = mu/v, h2 = 1/(2*v)
    metric = Matrix(
        [[1 / (2 * h2), -h1 / (2 * h2**2)], [-h1 / (2 * h2**2), h1**2 / (2 * h2**3) + 1 / (2 * h2**2)]]
    )
    to = chart(
        {h1: mu / s**2, h2: 1 / (2 * s**2)}, onto=(mu, s), inverse={mu: h1 / (2 * h2), s: 1 / sqrt(2 * h2)}
    )

    without = distance(metric, (h1, h2), (LINE, POSITIVE))
    found = distance(metric, (h1, h2), (LINE, POSITIVE), charts=[(to, (LINE, POSITIVE))])

    assert not without
    assert "constant, K = -1/2" in without.reason
    expected = distance(NORMAL, (mu, s), (LINE, POSITIVE)).value.between(FIRST, SECOND)
    assert agrees(
        found.value.between(*((e[0] / e[1] ** 2, 1 / (2 * e[1] ** 2)) for e in (FIRST, SECOND))), expected
    )


def test_what_has_no_closed_form_says_why() -> None:
    """Gamma has no constant curvature; one parameter with a trigamma has no elementary integral."""
    gamma = distance(Matrix([[polygamma(1, k), -1 / b], [-1 / b, k / b**2]]), (k, b), (POSITIVE, POSITIVE))
    shape = distance(Matrix([[polygamma(1, k)]]), (k,), (POSITIVE,))

    assert not gamma
    assert "curvature is not constant" in gamma.reason
    assert not shape
    assert "No elementary antiderivative" in shape.reason


def test_conditions_cut_the_domain() -> None:
    """The simplex as a box with a condition keeps its distance; a half-plane that is cut has none here."""
    assert distance(simplex_metric((p, q)), (p, q), (UNIT, UNIT), where=(p + q < 1,)).route == "simplex"
    cut = distance(NORMAL, (mu, s), (LINE, POSITIVE), where=(s > mu,))
    assert not cut
    assert "cut by" in cut.reason


def test_a_simplex_that_a_further_condition_cuts_is_not_known_to_be_convex() -> None:
    """Where p*q < 1/50 is left, the great circle between two corners leaves it; 1 - p - q > 0 twice cuts nothing."""
    domains, whole = (UNIT, UNIT), (p + q < 1, 1 - p - q > 0)
    metric = simplex_metric((p, q))

    cut = distance(metric, (p, q), domains, where=(p + q < 1, p * q < Rational(1, 50)))

    assert not cut
    assert "not known to be convex" in cut.reason
    assert distance(metric, (p, q), domains, where=whole).route == "simplex"


def test_a_singular_metric_has_no_distance() -> None:
    """One coordinate that moves nothing, alone or beside another."""
    for metric, x, domains in (
        (Matrix([[0]]), (mu,), (LINE,)),
        (diag(1 / (2 * v**2), 0), (v, mu), (POSITIVE, LINE)),
    ):
        with pytest.raises(MetricError, match="determinant 0"):
            distance(metric, x, domains)


def test_a_part_of_the_simplex_gets_no_distance() -> None:
    """With p below 1/2 the route does not apply: that part was not shown to be convex."""
    half = Interval(sp.S.Zero, Rational(1, 2))

    assert distance(simplex_metric((p, q)), (p, q), (UNIT, UNIT))
    assert not distance(simplex_metric((p, q)), (p, q), (half, Interval(sp.S.Zero, 1 - p)))


def test_domains_have_to_fit() -> None:
    """One for each coordinate."""
    with pytest.raises(DomainError, match="2 coordinates and 1 domains"):
        distance(NORMAL, (mu, s), (LINE,))
