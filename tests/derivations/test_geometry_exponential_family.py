"""Natural forms, their potentials, and what follows from them."""

from __future__ import annotations

import pytest
import sympy as sp
from sympy import Matrix, Rational, Symbol, cos, diag, exp, log, loggamma, pi, polygamma, sin, symbols

from derivations.family import LINE, POSITIVE, UNIT, Interval
from derivations.geometry.connections import alpha_connection
from derivations.geometry.exponential_family import exponential_family, in_mean, in_natural
from derivations.geometry.flatness import is_dually_flat
from derivations.geometry.inversion import invert
from derivations.geometry.outcomes import NotFound
from derivations.geometry.points import generic_points
from derivations.geometry.simplex import simplex_metric
from derivations.geometry.tensors import entries
from derivations.ladder import prove_zero

mu, x, y = symbols("mu x y", real=True)
s, v, k, b, l, m, p, q, z, kappa, c = symbols("s v k b l m p q z kappa c", positive=True)
i, j = symbols("i j", integer=True, nonnegative=True)
trials = Symbol("trials", integer=True, positive=True)

NORMAL = -((x - mu) ** 2) / (2 * v) - log(2 * pi * v) / 2
GAMMA = k * log(b) + (k - 1) * log(z) - b * z - loggamma(k)
POISSON = i * log(l) - l - log(sp.factorial(i))
TRINOMIAL = (
    log(sp.factorial(trials))
    - log(sp.factorial(i))
    - log(sp.factorial(j))
    - log(sp.factorial(trials - i - j))
    + i * log(p)
    + j * log(q)
    + (trials - i - j) * log(1 - p - q)
)
INVERSE_GAUSSIAN = log(l / (2 * pi * z**3)) / 2 - l * (z - m) ** 2 / (2 * m**2 * z)


def two(name: str, symbol: Symbol) -> tuple[Symbol, Symbol]:
    """The symbols of both points."""
    first, second = (Symbol(f"{name}_{e}", **symbol.assumptions0) for e in (1, 2))
    return first, second


def test_the_normal_family_in_natural_form() -> None:
    """eta = (-1/(2*v), mu/v) on (x^2, x), means (mu^2 + v, mu), and the Fisher matrix diag(1/v, 1/(2*v^2))."""
    found = exponential_family(NORMAL, (mu, v), (x,))

    family = found.value
    assert found.confirmed.holds is True
    assert dict(zip(family.statistics, family.natural, strict=True)) == {x**2: -1 / (2 * v), x: mu / v}
    assert dict(zip(family.statistics, family.mean, strict=True)) == {x**2: mu**2 + v, x: mu}
    assert family.metric == diag(1 / v, 1 / (2 * v**2))


def test_the_normal_divergence_is_the_one_in_print() -> None:
    """KL = log(v2/v1)/2 + (v1 + (mu1 - mu2)^2)/(2*v2) - 1/2 [Kullback1959, ch. 9]."""
    (m1, m2), (v1, v2) = two("mu", mu), two("v", v)
    printed = log(v2 / v1) / 2 + (v1 + (m1 - m2) ** 2) / (2 * v2) - Rational(1, 2)

    assert prove_zero(exponential_family(NORMAL, (mu, v), (x,)).value.kl() - printed)


def test_gamma_divergence_metric_and_skewness() -> None:
    """From psi = log Gamma(k) - k*log(b): trigamma and tetragamma in their places."""
    family = exponential_family(GAMMA, (k, b), (z,)).value

    assert family.metric == Matrix([[polygamma(1, k), -1 / b], [-1 / b, k / b**2]])
    assert family.amari_chentsov[0][0][0] == polygamma(2, k)
    assert family.amari_chentsov[1][1][1] == -2 * k / b**3
    (k1, k2), (b1, b2) = two("k", k), two("b", b)
    printed = (
        (k1 - k2) * polygamma(0, k1) - loggamma(k1) + loggamma(k2) + k2 * log(b1 / b2) + k1 * (b2 - b1) / b1
    )
    assert prove_zero(family.kl() - printed)


@pytest.mark.parametrize(
    ("log_density", "parameters", "observations", "domains"),
    [
        (NORMAL, (mu, v), (x,), (LINE, POSITIVE)),
        (GAMMA, (k, b), (z,), (POSITIVE, POSITIVE)),
        (TRINOMIAL, (p, q), (i, j), (UNIT, Interval(sp.S.Zero, 1 - p))),
        (INVERSE_GAUSSIAN, (m, l), (z,), (POSITIVE, POSITIVE)),
    ],
    ids=["normal", "gamma", "trinomial", "inverse gaussian"],
)
def test_exponential_families_are_dually_flat(log_density, parameters, observations, domains) -> None:
    """In parameters that are not affine, the alpha = 1 and alpha = -1 connections have no curvature."""
    family = exponential_family(log_density, parameters, observations).value
    points = generic_points(parameters, domains, fixed={trials})

    assert is_dually_flat(family.metric, parameters, family.amari_chentsov, points=points).holds is True


def test_the_multinomial_metric_and_its_potentials() -> None:
    """psi = n*log(1 + exp(eta_1) + exp(eta_2)) up to the constant log n!, and both potentials are confirmed."""
    family = exponential_family(TRINOMIAL, (p, q), (i, j)).value
    points = generic_points((p, q), (UNIT, Interval(sp.S.Zero, 1 - p)), fixed={trials})

    natural, mean = in_natural(family, points=points), in_mean(family, points=points)

    e1, e2 = natural.value.coordinates
    psi = trials * log(1 + exp(e1) + exp(e2)) - log(sp.factorial(trials))
    assert prove_zero(family.metric - trials * simplex_metric((p, q)))
    assert prove_zero(natural.value.value - psi)
    assert natural.confirmed.holds is mean.confirmed.holds is True


def test_the_bregman_divergence_of_each_potential_is_kl() -> None:
    """B_psi(eta_2, eta_1) = B_phi(m_1, m_2) = KL(p_1 | p_2), for Poisson and for the normal family."""
    for log_density, parameters, observations, domains in (
        (POISSON, (l,), (i,), (POSITIVE,)),
        (NORMAL, (mu, v), (x,), (LINE, POSITIVE)),
    ):
        family = exponential_family(log_density, parameters, observations).value
        points = generic_points(parameters, domains)
        at = [
            dict(zip(parameters, point, strict=True))
            for point in zip(*(two(e.name, e) for e in parameters), strict=True)
        ]
        eta, mean = (
            [[e.subs(here) for e in forms] for here in at] for forms in (family.natural, family.mean)
        )

        assert prove_zero(in_natural(family, points=points).value.bregman(eta[1], eta[0]) - family.kl())
        assert prove_zero(in_mean(family, points=points).value.bregman(mean[0], mean[1]) - family.kl())


def test_potentials_are_dual_to_each_other() -> None:
    """psi(eta) + phi(m) = eta.m on the graph, and the Hessians are inverse matrices."""
    family = exponential_family(INVERSE_GAUSSIAN, (m, l), (z,)).value
    points = generic_points((m, l), (POSITIVE, POSITIVE))
    natural, mean = (f(family, points=points).value for f in (in_natural, in_mean))
    eta = dict(zip(natural.coordinates, family.natural, strict=True))
    means = dict(zip(mean.coordinates, family.mean, strict=True))

    product = sum(e * f for e, f in zip(family.natural, family.mean, strict=True))
    assert prove_zero(natural.value.subs(eta) + mean.value.subs(means) - product)
    assert prove_zero(natural.hessian.subs(eta) * mean.hessian.subs(means) - sp.eye(2))


def test_dependent_terms_are_taken_out() -> None:
    """x*log(p) - 2*x*log(p) + 3*y*log(p) + y is one statistic with one natural parameter."""
    family = exponential_family(-x * log(p) + 3 * y * log(p) + y - log(1 - p), (p,), (x, y)).value

    assert len(family.natural) == 1
    assert prove_zero(family.natural[0] * family.statistics[0] - log(p) * (3 * y - x))


def test_affinely_dependent_natural_parameters_are_joined() -> None:
    """p*x + (2*p + 5)*y: the statistic is x + 2*y, and 5*y goes to the carrier."""
    family = exponential_family(p * x + (2 * p + 5) * y - p**2, (p,), (x, y)).value

    assert (family.natural, family.statistics, family.carrier) == ((p,), (x + 2 * y,), 5 * y)


def test_von_mises_is_an_exponential_family_with_two_statistics() -> None:
    """kappa*cos(x - mu) opens to cos(x) and sin(x); Bessel functions keep it from being inverted."""
    found = exponential_family(kappa * cos(x - mu) - log(2 * pi * sp.besseli(0, kappa)), (mu, kappa), (x,))

    assert found.confirmed.holds is True
    assert set(found.value.statistics) == {cos(x), sin(x)}
    ratio = sp.besseli(1, kappa) / sp.besseli(0, kappa)
    assert prove_zero(
        Matrix(found.value.mean)
        - Matrix([ratio * (cos(mu) if t == cos(x) else sin(mu)) for t in found.value.statistics])
    )
    assert isinstance(in_mean(found.value, points=generic_points((mu, kappa), (LINE, POSITIVE))), NotFound)


@pytest.mark.parametrize(
    ("log_density", "parameters", "observations", "words"),
    [
        (log(s / pi) - log(s**2 + (x - mu) ** 2), (mu, s), (x,), "no product"),
        (log(k / l) + (k - 1) * log(z / l) - (z / l) ** k, (k, l), (z,), "no product"),
        (-((x - cos(mu)) ** 2) / 2 - (y - sin(mu)) ** 2 / 2 - log(2 * pi), (mu,), (x, y), "curved"),
        (-((x - mu - s) ** 2) / 2 - log(2 * pi) / 2, (mu, s), (x,), "not identified"),
    ],
    ids=["cauchy", "weibull", "circle", "two names for one mean"],
)
def test_what_is_no_full_exponential_family_says_why(
    log_density, parameters, observations, words: str
) -> None:
    """Each with the reason that holds for it."""
    found = exponential_family(log_density, parameters, observations)

    assert isinstance(found, NotFound)
    assert words in found.reason


def test_branches_are_told_apart_by_points() -> None:
    """y = p^2 - p has two solutions; on (1/2, 1) the larger one is right."""
    found = invert([p**2 - p], [p], [y], points=[{p: Rational(2, 3)}, {p: Rational(7, 9)}])
    other = invert([p**2], [p], [y], points=[{p: Rational(2, 3)}])

    assert isinstance(
        found, NotFound
    )  # sqrt((2*p - 1)^2) is not 2*p - 1 for every p > 0, and is not called so
    assert other.value == (sp.sqrt(y),)


def test_the_skewness_gives_the_exponential_connection() -> None:
    """Gamma^(1)_ij,k vanishes in natural parameters, which (k, b) are up to a sign."""
    family = exponential_family(GAMMA, (k, b), (z,)).value

    first = alpha_connection(family.metric, (k, b), family.amari_chentsov, alpha=1).first

    assert set(entries(first)) == {0}
