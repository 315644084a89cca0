"""Christoffel symbols, geodesics and the integral of Jeffreys' prior in a portrait, against what defines them."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
import sympy as sp
from scipy.integrate import quad, solve_ivp
from scipy.special import gammaln, polygamma

from derivations.moments import derive_fisher
from derivations.text import read_expression
from theorems.portraits import curves, fields
from theorems.portraits.engine import Check, run_check
from theorems.portraits.findings import free_name
from theorems.portraits.request import Request
from theorems.portraits.subject import subject_of


def field(check, name, **options):
    """What one check of a portrait finds of a family."""
    (answer,) = run_check(Check(name, check, "derive"), {**Request(name=name).as_options(), **options})
    return answer


def matrix_of(name):
    """The Fisher matrix of a family, as texts."""
    return field("fisher", name)["values"]["fisher"]


def gamma_by_definition(alpha, k, b):
    """E[(d_i d_j l + (1 - alpha)/2 d_i l d_j l) d_k l] of a gamma law, by quadrature."""
    hessian = np.array([[-polygamma(1, k), 1 / b], [1 / b, -k / b**2]])
    found = np.zeros((2, 2, 2))
    for i, j, m in product(range(2), repeat=3):

        def integrand(x, i=i, j=j, m=m):
            s = (np.log(b) - polygamma(0, k) + np.log(x), k / b - x)
            p = np.exp(k * np.log(b) - gammaln(k) + (k - 1) * np.log(x) - b * x)
            return p * (hessian[i, j] + (1 - alpha) / 2 * s[i] * s[j]) * s[m]

        found[i, j, m] = quad(integrand, 0, np.inf, epsabs=1e-12)[0]
    return found


@pytest.mark.parametrize("alpha", [-1.0, 0.0, 0.4])
def test_christoffel_symbols_are_the_means_that_define_them(alpha):
    """Gamma_ij,k = E[(d_i d_j l + (1 - alpha)/2 d_i l d_j l) d_k l] for the gamma law, k = 3/2 and b = 4/5."""
    cubic = field("kl_expansion.3", "gamma", matrix=matrix_of("gamma"))["values"]["amari_chentsov"]
    found = field("christoffel", "gamma", matrix=matrix_of("gamma"), amari_chentsov=cubic)
    names = {n: sp.Symbol(n, positive=True) for n in ("k", "b")} | {"alpha": sp.Symbol("alpha", real=True)}
    values = {names["k"]: sp.Rational(3, 2), names["b"]: sp.Rational(4, 5), names["alpha"]: alpha}
    expected = gamma_by_definition(alpha, 1.5, 0.8)

    for i, j, k in product(range(2), repeat=3):
        entry = read_expression(found["values"]["christoffel"][i][j][k], names)
        assert float(entry.evalf(subs=values)) == pytest.approx(expected[i, j, k], abs=1e-9)


def test_the_exponential_connection_vanishes_in_natural_parameters():
    """alpha = 1 in the natural parameters of the normal family: all symbols are multiples of 1 - alpha."""
    matrix = matrix_of("normal.natural")
    cubic = field("kl_expansion.3", "normal.natural", matrix=matrix)["values"]["amari_chentsov"]
    found = field("christoffel", "normal.natural", matrix=matrix, amari_chentsov=cubic)["values"][
        "christoffel"
    ]
    names = {"a": sp.Symbol("a", real=True), "b": sp.Symbol("b", negative=True), "alpha": sp.Symbol("alpha")}
    entries = [read_expression(e, names) for block in found for row in block for e in row]

    assert any(e != 0 for e in entries)
    assert all(sp.cancel(e.subs(names["alpha"], 1)) == 0 for e in entries)


def test_geodesics_of_the_normal_family_keep_their_speed_and_run_on_ellipses():
    """Integrated from (0, 1) with velocity (1, 0): mu^2 + 2*sigma^2 stays 2, and so does the speed."""
    found = field("geodesics", "normal.sd", matrix=matrix_of("normal.sd"))["values"]["geodesics"]
    symbols = [sp.Symbol(n, real=True) for n in ("mu", "sigma", "mu_dot", "sigma_dot")]
    names = {s.name: s for s in symbols}
    force = sp.lambdify(symbols, [read_expression(found[n], names) for n in ("mu", "sigma")])

    path = solve_ivp(lambda t, y: [y[2], y[3], *force(*y)], (0, 2), [0, 1, 1, 0], rtol=1e-10, atol=1e-12).y
    mu, sigma, mu_dot, sigma_dot = path
    assert mu[-1] > 1
    assert mu**2 + 2 * sigma**2 == pytest.approx(2, rel=1e-7)
    assert (mu_dot**2 + 2 * sigma_dot**2) / sigma**2 == pytest.approx(1, rel=1e-7)


@pytest.mark.parametrize(
    ("name", "constant"),
    [
        ("bernoulli", "pi"),
        ("bernoulli.logit", "pi"),
        ("binomial", "pi*sqrt(n)"),
        ("categorical", "2*pi"),  # an octant of a sphere of radius 2: 4*pi*2^2/8
    ],
)
def test_the_integral_of_jeffreys_prior_is_the_area_of_the_family(name, constant):
    """Two outcomes are a quarter of a circle of radius 2, of length pi; three an octant of such a sphere."""
    subject = subject_of(Request(name=name))
    found = fields.jeffreys_constant(subject, derive_fisher(subject.family).matrix)

    assert found.values["jeffreys_constant"] == constant


def test_an_improper_prior_has_no_integral():
    """Of the exponential family: it diverges at both ends, and the reason says so."""
    subject = subject_of(Request(name="exponential"))
    found = fields.jeffreys_constant(subject, derive_fisher(subject.family).matrix)

    assert found.values["jeffreys_constant"] is None
    assert "not shown to be proper" in found.reasons["jeffreys_constant"]


def test_more_than_three_parameters_are_not_written_out():
    """Five of a bivariate normal law: both fields say how many there are."""
    subject = subject_of(Request(name="multivariate_normal"))

    assert "5 parameters" in curves.geodesics(subject, sp.eye(5)).reasons["geodesics"]
    assert "5 parameters" in curves.christoffel(subject, sp.eye(5), None).reasons["christoffel"]


def test_a_symbol_takes_a_name_that_nothing_else_has():
    """alpha, or alpha and the first number that makes it new."""
    assert free_name("alpha", {"a", "b"}) == "alpha"
    assert free_name("alpha", {"alpha", "alpha0"}) == "alpha1"
