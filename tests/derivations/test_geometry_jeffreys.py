"""Jeffreys priors: their form, whether they are proper, their constants."""

from __future__ import annotations

import mpmath
import pytest
import sympy as sp
from sympy import Expr, Matrix, Rational, Symbol, diag, exp, log, pi, polygamma, sqrt, symbols

from derivations.family import LINE, POSITIVE, UNIT, Interval
from derivations.geometry.ends import Leading, converges, leading
from derivations.geometry.errors import MetricError
from derivations.geometry.jeffreys import is_proper, jeffreys_prior, normalising_constant
from derivations.geometry.points import generic_points
from derivations.geometry.simplex import simplex_metric

mu, t = symbols("mu t", real=True)
s, k, b, l, p, q, r, n, a = symbols("s k b l p q r n a", positive=True)
GAMMA = Matrix([[polygamma(1, k), -1 / b], [-1 / b, k / b**2]])
BETA = Matrix(
    [
        [polygamma(1, a) - polygamma(1, a + b), -polygamma(1, a + b)],
        [-polygamma(1, a + b), polygamma(1, b) - polygamma(1, a + b)],
    ]
)


@pytest.mark.parametrize(
    ("metric", "coordinates", "domains", "prior", "proper"),
    [
        (Matrix([[n / (p * (1 - p))]]), (p,), (UNIT,), 1 / sqrt(p * (1 - p)), True),
        (Matrix([[1 / (p**2 * (1 - p))]]), (p,), (UNIT,), 1 / (p * sqrt(1 - p)), False),
        (Matrix([[1 / l]]), (l,), (POSITIVE,), 1 / sqrt(l), False),
        (diag(1 / s**2, 2 / s**2), (mu, s), (LINE, POSITIVE), 1 / s**2, False),
        (GAMMA, (k, b), (POSITIVE, POSITIVE), sqrt(k * polygamma(1, k) - 1) / b, False),
        (Matrix([[exp(t) / (1 + exp(t)) ** 2]]), (t,), (LINE,), exp(t / 2) / (1 + exp(t)), True),
        (Matrix([[1 / (1 + t**2) ** 2]]), (t,), (LINE,), 1 / (1 + t**2), True),
    ],
    ids=["binomial", "geometric", "poisson", "normal", "gamma", "logit", "cauchy-shaped"],
)
def test_priors_in_print(metric: Matrix, coordinates, domains, prior: Expr, proper: bool) -> None:
    """The prior up to a constant, and whether its integral is finite."""
    points = generic_points(coordinates, domains, fixed=metric.free_symbols - set(coordinates))

    found = jeffreys_prior(metric, coordinates, points=points)

    ratio = [sp.N((found / prior).subs(point), 30) for point in points]
    assert max(ratio) - min(ratio) < 1e-25
    assert is_proper(found, coordinates, domains).holds is proper


def test_the_constant_of_a_bernoulli_prior_is_pi() -> None:
    """In p by Beta(1/2, 1/2), in the logit by the same length of the line; the length is the distance of the ends."""
    one = normalising_constant(1 / sqrt(p * (1 - p)), (p,), (UNIT,))
    other = normalising_constant(exp(t / 2) / (1 + exp(t)), (t,), (LINE,))

    assert (one.value, other.value) == (pi, pi)


def test_the_prior_of_probabilities_is_dirichlets() -> None:
    """Three categories: Gamma(1/2)^3/Gamma(3/2) = 2*pi; four: pi^2."""
    rest = Interval(sp.S.Zero, 1 - p)
    for x, domains, constant in (
        ((p, q), (UNIT, rest), 2 * pi),
        ((p, q, r), (UNIT, rest, Interval(sp.S.Zero, 1 - p - q)), pi**2),
    ):
        points = generic_points(x, domains, fixed={n})
        prior = jeffreys_prior(n * simplex_metric(x), x, points=points)
        assert is_proper(prior, x, domains).holds is True
        assert normalising_constant(prior, x, domains).value == constant


def test_the_simplex_may_be_a_box_with_a_condition() -> None:
    """(0, 1) x (0, 1) with p + q < 1 is the same; any other condition is not decided."""
    prior = 1 / sqrt(p * q * (1 - p - q))
    assert normalising_constant(prior, (p, q), (UNIT, UNIT), where=(p + q < 1,)).value == 2 * pi
    assert is_proper(prior, (p, q), (UNIT, UNIT), where=(-p - q + 1 > 0,)).holds is True
    assert is_proper(prior, (p, q), (UNIT, UNIT), where=(p < q,)).holds is None


def test_a_dirichlet_form_that_is_too_steep_is_improper() -> None:
    """1/(p*sqrt(q)) on the simplex."""
    assert is_proper(1 / (p * sqrt(q)), (p, q), (UNIT, Interval(sp.S.Zero, 1 - p))).holds is False


def test_the_beta_prior_is_improper_though_it_is_no_product() -> None:
    """For each b it falls like 1/a for a -> oo, whose integral diverges."""
    points = generic_points((a, b), (POSITIVE, POSITIVE))

    decision = is_proper(jeffreys_prior(BETA, (a, b), points=points), (a, b), (POSITIVE, POSITIVE))

    assert decision.holds is False
    assert "a -> oo it behaves as |a|^(-1)" in decision.why


def test_what_is_not_decided_says_so() -> None:
    """A prior that is no product and whose slices converge; one on the border up to a logarithm; a box that is none."""
    joint = is_proper(1 / (1 + a**2 + b**2), (a, b), (POSITIVE, POSITIVE))
    border = is_proper(1 / (l * log(1 + l)), (l,), (Interval(sp.S.One, sp.oo),))
    odd = is_proper(1 / a, (a, b), (POSITIVE, Interval(sp.S.Zero, a**2)))

    assert joint.holds is border.holds is odd.holds is None
    assert "slices" in joint.why
    assert "which decide" in border.why
    assert "neither a box nor a simplex" in odd.why


@pytest.mark.parametrize(
    ("f", "end", "above", "power"),
    [
        (sqrt(polygamma(1, k)), sp.S.Zero, True, -1),
        (sqrt(k * polygamma(1, k) - 1), sp.S.Infinity, False, Rational(1, 2)),
        (sqrt(k * polygamma(1, k) - 1), sp.S.Zero, True, Rational(-1, 2)),
        (sqrt(polygamma(1, k) - 1 / k), sp.S.Infinity, False, 1),
        (sqrt(polygamma(1, k / 2) - polygamma(1, (k + 1) / 2)), sp.S.Infinity, False, 1),
        (sqrt(-polygamma(2, k)), sp.S.Infinity, False, 1),
        (exp(-k) * k**3, sp.S.Infinity, False, sp.oo),
    ],
)
def test_leading_powers_are_what_values_near_the_end_show(
    f: Expr, end: Expr, above: bool, power: Expr
) -> None:
    """The expected power, and the slope of log f between two points near the end."""
    found = leading(f, k, end, above=above)

    assert found.power == power
    if power != sp.oo:
        function = sp.lambdify(k, f, "mpmath")
        with mpmath.workdps(60):
            near = [
                mpmath.mpf(10) ** (12 if end is sp.oo else -12),
                mpmath.mpf(10) ** (13 if end is sp.oo else -13),
            ]
            one, other = (mpmath.log(function(e)) for e in near)
            slope = (other - one) / mpmath.log(10)
        assert abs(slope + float(power)) < 1e-6


def test_the_leading_coefficient_is_the_limit() -> None:
    """sqrt(k*psi_1(k) - 1) ~ sqrt(1/(2*k)) at infinity, 1/sqrt(k) at 0; sqrt(-psi_2) ~ sqrt(2)*k^(-3/2) at 0."""
    shape = sqrt(k * polygamma(1, k) - 1)
    assert leading(shape, k, sp.S.Zero, above=True).coefficient == 1
    assert leading(sqrt(-polygamma(2, k)), k, sp.S.Zero, above=True).coefficient == sqrt(2)
    assert leading(sqrt(k * polygamma(1, k) - 1), k, sp.oo, above=False).coefficient == sqrt(2) / 2


def test_a_coefficient_that_may_be_zero_gives_no_leading_term() -> None:
    """psi_1(b) - psi_1(b + 1) - 1/b^2 = 0, which its form does not show."""
    hidden = polygamma(1, b) - polygamma(1, b + 1) - 1 / b**2

    assert not isinstance(leading(sqrt(hidden * k + k**2), k, sp.S.Zero, above=True), Leading)


def test_integrals_on_the_border() -> None:
    """x^(-1) diverges at both ends, x^(-1 + 1/9) converges at 0, x^(-1 - 1/9) at infinity."""
    small = Rational(1, 9)
    assert converges(1 / l, l, UNIT).holds is False
    assert converges(1 / l, l, Interval(sp.S.One, sp.oo)).holds is False
    assert converges(l ** (small - 1), l, UNIT).holds is True
    assert converges(l ** (-small - 1), l, Interval(sp.S.One, sp.oo)).holds is True


def test_an_exponent_that_is_a_symbol_is_not_decided() -> None:
    """x^(a - 1) with a fixed symbol a that could be anything real."""
    free = Symbol("free", real=True)

    assert converges(l**free, l, UNIT).holds is None


def test_a_constant_is_refused_for_what_is_not_proper() -> None:
    """The reason is why it is not."""
    found = normalising_constant(1 / l, (l,), (POSITIVE,))

    assert not found
    assert "not integrable" in found.reason


def test_a_metric_that_is_not_positive_is_refused() -> None:
    """With the points at which it is not."""
    with pytest.raises(MetricError, match="has to be positive"):
        jeffreys_prior(diag(1, -1), (p, q), points=[{p: Rational(1, 3), q: Rational(2, 7)}])
