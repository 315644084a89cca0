"""Moment rules give the published moments, and say so where they have none."""

from __future__ import annotations

import pytest
import sympy as sp
from sympy import EulerGamma, Rational, Symbol, log

from derivations.expectation import NotClosedError, expectation, expectation_by_integration
from derivations.families import load
from derivations.family import POSITIVE, Family, Integers, gaussian_location
from derivations.ladder import prove_zero

s = Symbol("s", real=True)


def mean(name: str, of: str) -> sp.Expr:
    """E[of] under a family, `of` in its own symbols."""
    family = load(name)
    known = {v.name: v for v in (*family.parameters, *family.observations)}
    return expectation(sp.sympify(of, locals={**known, "s": s}), family).value


def value(name: str, of: str) -> sp.Expr:
    """An expression in the parameters of a family."""
    known = {v.name: v for v in load(name).parameters}
    return sp.sympify(of, locals={**known, "s": s})


@pytest.mark.parametrize(
    ("family", "of", "expected"),
    [
        ("bernoulli", "x**5", "p"),
        ("bernoulli", "exp(s*x)", "1 - p + p*exp(s)"),
        ("poisson", "x*(x - 1)*(x - 2)", "r**3"),
        ("poisson", "x**4", "r**4 + 6*r**3 + 7*r**2 + r"),
        ("poisson", "exp(s*x)", "exp(r*(exp(s) - 1))"),
        ("poisson", "x*2**x", "2*r*exp(r)"),
        ("exponential", "x**3", "6/b**3"),
        ("exponential", "sqrt(x)", "sqrt(pi)/(2*sqrt(b))"),
        ("exponential", "log(x)", "-EulerGamma - log(b)"),
        ("exponential", "x*log(x)", "(1 - EulerGamma - log(b))/b"),
        ("exponential", "x*exp(-x)", "b/(b + 1)**2"),
        ("normal", "(x - mu)**4", "3*v**2"),
        ("normal", "(x - mu)**6", "15*v**3"),
        ("normal", "x**3", "mu**3 + 3*mu*v"),
        ("normal", "exp(s*x)", "exp(mu*s + v*s**2/2)"),
        ("normal", "x*exp(s*x)", "(mu + s*v)*exp(mu*s + v*s**2/2)"),
        ("circle", "x1**2*x2**2", "(1 + cos(t)**2)*(1 + sin(t)**2)"),
        ("uniform", "x**2", "t**2/3"),
        ("uniform", "log(x)", "log(t) - 1"),
        ("laplace", "(x - t)**2", "2"),
        ("laplace", "Abs(x - t)**3", "6"),
        ("laplace", "Abs(x - s)", "Abs(t - s) + exp(-Abs(t - s))"),
        ("laplace", "x**2", "t**2 + 2"),
        ("stretched", "Abs(x - t)**(3/4)", "4/3"),
        ("stretched", "(x - t)**3", "0"),
    ],
)
def test_a_moment_is_the_published_one(family: str, of: str, expected: str) -> None:
    """The rule's value minus the closed form is proved zero."""
    assert prove_zero(value(family, expected) - mean(family, of))


def test_the_moment_rules_agree_with_integration() -> None:
    """A second road: SymPy's own integral gives the same moment."""
    family = load("exponential")
    x, b = family.observations[0], family.parameters[0]

    by_rule, by_integral = expectation(x**2 * b, family), expectation_by_integration(x**2 * b, family)

    assert prove_zero(by_rule.value - by_integral.value)
    assert (by_rule.rule, by_integral.rule) == ("Mellin transform of the gamma law", "sympy.integrate")


def test_a_sum_over_integers_is_taken_from_end_to_end() -> None:
    """E[x^2] = (1 + 4 + 9 + 16 + 25 + 36)/6 for a die."""
    b, x = Symbol("b", positive=True), Symbol("x", integer=True)
    die = Family("die", (b,), (POSITIVE,), (x,), Integers(sp.S.One, sp.Integer(6)), -log(6))

    found = expectation_by_integration(x**2, die)

    assert (found.value, found.rule) == (Rational(91, 6), "sympy.summation")


@pytest.mark.parametrize("name", ["dirichlet", "wishart", "von_mises_fisher", "multinomial"])
def test_a_support_that_sympy_does_not_integrate_over_is_refused_by_name(name: str) -> None:
    """The error names the family, the support, and what to do instead."""
    family = load(name)

    with pytest.raises(
        NotClosedError, match=rf"^{name}: SymPy has no integral or sum over .*Use expectation"
    ):
        expectation_by_integration(family.observations[0], family)


def test_the_mean_logarithm_of_a_quadratic_under_a_cauchy_law_is_harmonic() -> None:
    """E[log((x - u)^2 + v^2)] = log((m - u)^2 + (s + v)^2), and a polynomial beside it keeps its rule."""
    family = load("cauchy")
    (m, scale), x = family.parameters, family.observations[0]
    u, v = Symbol("u", real=True), Symbol("v", positive=True)
    bounded = 1 / (1 + ((x - m) / scale) ** 2)  # cos(angle)^2 for an angle uniform on (-pi/2, pi/2): mean 1/2

    found = expectation(3 * log((x - u) ** 2 + v**2) + bounded, family).value

    assert prove_zero(3 * log((m - u) ** 2 + (scale + v) ** 2) + Rational(1, 2) - found)


def test_a_logarithm_with_a_factor_that_is_random_has_no_rule() -> None:
    """log(4 + x^2)/(1 + x^2) is no sum of what the rules of the Cauchy law know."""
    family = load("cauchy")
    x = family.observations[0]

    with pytest.raises(NotClosedError):
        expectation(log(4 + x**2) / (1 + x**2), family)


def test_correlated_gaussians_follow_isserlis() -> None:
    """E[x1^2*x2^2] = C11*C22 + 2*C12^2 for a centred pair with C = [[2, 1], [1, 3]]."""
    t = Symbol("t", real=True)
    precision = sp.Matrix([[2, 1], [1, 3]]).inv()
    family = gaussian_location("pair", (t,), (t, 0), precision=precision)
    x1, x2 = family.observations

    assert expectation(x1**2 * x2**2, family, at=(0,)).value == 2 * 3 + 2 * 1


@pytest.mark.parametrize(
    ("family", "of"),
    [
        ("poisson", "loggamma(x + 1)"),
        ("normal", "Abs(x)"),
        ("normal", "exp(x**2)"),
        ("exponential", "1/x"),
        ("exponential", "exp(b*x)"),
        ("stretched", "Abs(x - t)**(-5/4)"),
        ("stretched", "Abs(x - s)"),
        ("uniform", "1/x"),
    ],
)
def test_what_has_no_closed_moment_is_refused_with_the_reason(family: str, of: str) -> None:
    """The error names the term."""
    with pytest.raises(NotClosedError, match="no closed moment"):
        mean(family, of)


def test_gamma_laws_are_recognised_with_any_shape() -> None:
    """With shape k, E[log x] = digamma(k) - log(b)."""
    k, b, x = sp.symbols("k b x", positive=True)
    density = k * log(b) - log(sp.gamma(k)) + (k - 1) * log(x) - b * x
    family = Family("gamma", (k, b), (POSITIVE, POSITIVE), (x,), POSITIVE, density)

    found = expectation(log(x), family)

    assert prove_zero(sp.digamma(k) - log(b) - found.value)


def test_a_law_is_taken_at_the_point_asked_for() -> None:
    """For rate 2, E[x^2] = 2/2^2 = 1/2; for rate 1, E[log(x)] is minus Euler's constant."""
    family = load("exponential")

    assert Rational(1, 2) == expectation(family.observations[0] ** 2, family, at=(2,)).value
    assert -EulerGamma == expectation(log(family.observations[0]), family, at=(1,)).value
