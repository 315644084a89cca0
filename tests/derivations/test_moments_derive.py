"""The engine says how it came to a Fisher matrix, under which conditions, and whether the family is regular."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sympy as sp
from sympy import Abs, Rational, Symbol, cosh, exp, gamma, log, loggamma, oo, pi, sqrt

from derivations.families import load
from derivations.family import LINE, POSITIVE, Family, Interval, Naturals, Reals
from derivations.ladder import prove_zero
from derivations.moments import derive_fisher, integrate_fisher

x = Symbol("x", positive=True)
y = Symbol("y", real=True)
a, b, c, k, s, nu = sp.symbols("a b c k s nu", positive=True)
m, t = sp.symbols("m t", real=True)
p = Symbol("p", positive=True)
j = Symbol("x", integer=True, nonnegative=True)


def on_half_line(log_density: sp.Expr, *parameters: Symbol) -> Family:
    """A family on (0, oo) with positive parameters."""
    return Family("test", parameters, (POSITIVE,) * len(parameters), (x,), POSITIVE, log_density)


def on_line(log_density: sp.Expr, *parameters: Symbol) -> Family:
    """A family on the line."""
    domains = tuple(POSITIVE if q.is_positive else LINE for q in parameters)
    return Family("test", parameters, domains, (y,), Reals(), log_density)


@pytest.mark.parametrize(
    ("name", "route"),
    [
        ("gamma", "Mellin transform of the gamma law"),
        ("weibull", "pivot u1 = x**k/b**k; Mellin transform of the gamma law"),
        ("gumbel", "pivot u1 = exp(x); pivot u2 = exp(m/s)/u1**(1/s); Mellin transform of the gamma law"),
        ("lognormal", "pivot u1 = log(x); Gaussian moments"),
        ("pareto", "pivot u1 = -c + x; pivot u2 = u1/c; Mellin transform of the beta prime law"),
        ("cauchy", "pivot u1 = |-m + x|; pivot u2 = u1**2/s**2; Mellin transform of the beta prime law"),
        ("kumaraswamy", "pivot u1 = x**a; Mellin transform of the beta law"),
        ("von_mises", "trigonometric moments of the von Mises law"),
        ("binomial", "factorial moments of the binomial law"),
        ("geometric.trials", "pivot u1 = x - 1; factorial moments of the geometric law"),
        ("dirichlet", "Mellin transform of the Dirichlet law"),
    ],
)
def test_the_route_is_part_of_the_result(name: str, route: str) -> None:
    """The changes of variable in order, then the table of moments."""
    assert route == derive_fisher(load(name)).route


def test_a_regular_family_has_equal_forms_and_no_reasons() -> None:
    """The gamma family is regular, both forms are found and agree, and nothing is left to explain."""
    found = derive_fisher(load("gamma"))

    assert (found.regular, found.score_form, found.hessian_form) == (True, True, True)
    assert (found.conditions, dict(found.reasons)) == ((), {})


# ---- where the score identities fail


@pytest.mark.parametrize(
    "family",
    [
        load("uniform"),
        Family(
            "t", (a, c), (POSITIVE, POSITIVE), (x,), Interval(c, oo), log(a) + a * log(c) - (a + 1) * log(x)
        ),
        Family("t", (t,), (LINE,), (y,), Interval(t, oo), t - y),
    ],
    ids=["uniform", "Pareto with unknown threshold", "shifted exponential"],
)
def test_a_support_that_moves_is_not_regular(family: Family) -> None:
    """There is no matrix, and the reason names the parameter at the end of the support."""
    found = derive_fisher(family)

    assert found.matrix is None
    assert found.regular is False
    assert "moves with" in found.reasons["matrix"]


@pytest.mark.parametrize(
    "log_density",
    [
        -log(4) - sqrt(Abs(y - t)),
        -Abs(y - t) - log(Abs(y - t)) / 2 - log(2 * sqrt(pi)),
        -(Abs(y - t) ** Rational(2, 5)) - log(2 * gamma(Rational(7, 2))),
    ],
    ids=["exp(-sqrt|x|)", "pole at the location", "exp(-|x|^(2/5))"],
)
def test_infinite_information_is_not_regular(log_density: sp.Expr) -> None:
    """The squared score is not integrable, which is said; no matrix is given."""
    found = derive_fisher(on_line(log_density, t))

    assert found.matrix is None
    assert found.regular is False
    assert "infinite" in found.reasons["regular"]


def test_a_kink_leaves_the_score_form_and_no_hessian_form() -> None:
    """Laplace: E[s^2] = 1, the family is regular, and minus the mean second derivative is 0."""
    found = derive_fisher(load("laplace"))

    assert sp.eye(1) == found.matrix
    assert found.regular is True
    assert found.hessian_form is False
    assert "[[0]]" in found.reasons["hessian_form"]


def test_a_jump_is_not_taken_for_a_kink() -> None:
    """A density (1 + sign(x - t)/2)/2 on (-1, 1) has zero score almost everywhere; it is never called regular."""
    jump = log(1 + sp.sign(y - t) / 2) - log(2)
    found = derive_fisher(Family("t", (t,), (LINE,), (y,), Interval(-sp.S.One, sp.S.One), jump))

    assert found.regular is not True
    assert found.matrix is None


# ---- conditions


def test_the_condition_of_the_generalised_normal_family() -> None:
    """The information on the location is finite for b > 1/2; the Hessian form needs b > 1."""
    found = derive_fisher(load("generalised_normal"))

    assert found.conditions == (load("generalised_normal").parameters[2] > Rational(1, 2),)
    assert found.hessian_form is False
    assert "b > 1" in found.reasons["hessian_form"]


def test_a_condition_that_the_domain_implies_is_not_repeated() -> None:
    """For b in (1, oo) there is no condition left, and the Hessian form agrees."""
    family = load("generalised_normal")
    found = derive_fisher(replace(family, domains=(LINE, POSITIVE, Interval(sp.S.One, oo))))

    assert found.conditions == ()
    assert found.hessian_form is True


def test_a_formula_names_the_points_where_it_is_a_limit() -> None:
    """Kumaraswamy's metric has b - 1 and b - 2 below; at b = 2, E[s_a^2] is the limit."""
    found = derive_fisher(load("kumaraswamy"))
    _, shape = load("kumaraswamy").parameters

    assert set(found.conditions) == {sp.Ne(shape, 1), sp.Ne(shape, 2)}
    assert found.matrix[0, 0].subs({"a": 1, shape: 2}).has(sp.nan, sp.zoo)


def test_what_is_no_probability_law_for_some_parameters_is_said() -> None:
    """-a*x^2/2 + log(a/(2*pi))/2 with a real is a density for a > 0 only."""
    r = Symbol("r", real=True)
    found = derive_fisher(on_line(-r * y**2 / 2 + log(r) / 2 - log(2 * pi) / 2, r))

    assert found.conditions == (r > 0,)


def test_a_continued_constant_does_not_make_a_density() -> None:
    """B(-1/2, -7/10) is a positive number, and x^(-3/2)*(1 - x)^(-17/10) has no integral: refused."""
    q, r = Rational(-1, 2), Rational(-7, 10)
    log_density = (q - 1) * log(x) + (r - 1) * log(1 - x) - log(gamma(q) * gamma(r) / gamma(q + r))
    found = derive_fisher(Family("t", (a,), (POSITIVE,), (x,), Interval(sp.S.Zero, sp.S.One), log_density))

    assert found.matrix is None
    assert found.regular is not True


# ---- densities as people write them

TEXTBOOK = {
    "gamma": (on_half_line(log(x ** (k - 1) * exp(-b * x) * b**k / gamma(k)), k, b), ("k", "b")),
    "gamma.shape_scale": (
        on_half_line(log(x ** (k - 1) * exp(-x / c) / (gamma(k) * c**k)), k, c),
        ("k", "t"),
    ),
    "weibull": (on_half_line(log(k / b * (x / b) ** (k - 1) * exp(-((x / b) ** k))), k, b), ("k", "b")),
    "log_logistic": (
        on_half_line(log((b / a) * (x / a) ** (b - 1) / (1 + (x / a) ** b) ** 2), a, b),
        ("a", "b"),
    ),
    "lomax": (on_half_line(log(a * b**a) - (a + 1) * log(x + b), a, b), ("a", "b")),
    "inverse_gaussian": (
        on_half_line(log(sqrt(k / (2 * pi * x**3)) * exp(-k * (x - c) ** 2 / (2 * c**2 * x))), c, k),
        ("m", "k"),
    ),
    "normal.sd": (
        on_line(log(exp(-((y - m) ** 2) / (2 * s**2)) / (s * sqrt(2 * pi))), m, s),
        ("mu", "sigma"),
    ),
    "gumbel": (on_line(-log(s) - ((y - m) / s + exp(-(y - m) / s)), m, s), ("m", "s")),
    "logistic": (on_line(-log(4 * s) - 2 * log(cosh((y - m) / (2 * s))), m, s), ("m", "s")),
    "cauchy": (on_line(log(s) - log(pi) - log(s**2 + (y - m) ** 2), m, s), ("m", "s")),
    "laplace.scale": (on_line(log(exp(-Abs(y - m) / s) / (2 * s)), m, s), ("t", "b")),
    "poisson": (
        Family("t", (b,), (POSITIVE,), (j,), Naturals(), log(b**j * exp(-b) / sp.factorial(j))),
        ("r",),
    ),
    "geometric": (
        Family("t", (p,), (Interval(sp.S.Zero, sp.S.One),), (j,), Naturals(), log(p * (1 - p) ** j)),
        ("p",),
    ),
    "beta": (
        Family(
            "t",
            (a, b),
            (POSITIVE, POSITIVE),
            (x,),
            Interval(sp.S.Zero, sp.S.One),
            log(x ** (a - 1) * (1 - x) ** (b - 1) / sp.beta(a, b)),
        ),
        ("a", "b"),
    ),
    "kumaraswamy": (
        Family(
            "t",
            (a, b),
            (POSITIVE, POSITIVE),
            (x,),
            Interval(sp.S.Zero, sp.S.One),
            log(a * b * x ** (a - 1) * (1 - x**a) ** (b - 1)),
        ),
        ("a", "b"),
    ),
}


@pytest.mark.parametrize("name", TEXTBOOK)
def test_the_logarithm_of_a_textbook_density_is_enough(name: str) -> None:
    """The density as a book prints it, in one logarithm, gives the matrix of the family of the folder."""
    family, letters = TEXTBOOK[name]
    known = load(name)
    of = {s.name: s for s in known.parameters}
    change = {of[letter]: q for letter, q in zip(letters, family.parameters, strict=True)}

    found = derive_fisher(family)

    assert found.regular is True
    assert prove_zero(derive_fisher(known).matrix.subs(change, simultaneous=True) - found.matrix)


def test_student_with_a_number_of_degrees_is_recognised() -> None:
    """Five degrees of freedom: 6/8 and 10/8, over s^2."""
    density = log(8 / (3 * sqrt(5) * pi * s)) - 3 * log(1 + (y - m) ** 2 / (5 * s**2))

    found = derive_fisher(on_line(density, m, s))

    assert prove_zero(sp.diag(Rational(3, 4), Rational(5, 4)) / s**2 - found.matrix)


def test_the_hyperbolic_secant_family_is_closed() -> None:
    """1/(2*s*cosh(pi*(x - m)/(2*s))) is beta prime after two pivots, and pi^2/8 over s^2 twice is its metric."""
    # z = pi*(x - m)/(2*s) has density sech(z)/pi.  With sech'' = sech - 2*sech^3 and the integral pi^3/4 of
    # z^2*sech(z), E[tanh(z)^2] = 1/2 and E[(z*tanh(z))^2] = 1 + pi^2/8; the scores are (pi/2)*tanh(z)/s and
    # (z*tanh(z) - 1)/s.
    density = -log(2 * s) - log(cosh(pi * (y - m) / (2 * s)))

    found = derive_fisher(on_line(density, m, s))

    assert prove_zero(pi**2 / 8 * sp.eye(2) / s**2 - found.matrix)


def test_a_wrong_constant_gives_no_matrix() -> None:
    """What does not integrate to one is refused, with that as a likely cause."""
    found = derive_fisher(on_half_line(log(b) - b * x + log(2), b))

    assert found.matrix is None
    assert "constant" in found.reasons["matrix"]


def test_a_family_without_closed_form_gives_its_reason() -> None:
    """Zipf needs derivatives of zeta; the result says so and is not called regular or irregular."""
    found = derive_fisher(load("zipf"))

    assert found.matrix is None
    assert found.regular is None
    assert "zeta" in found.reasons["matrix"]


def test_integration_is_a_route_of_its_own_name() -> None:
    """By sympy.integrate the exponential family has the same matrix; regularity is left open."""
    found = integrate_fisher(load("exponential"))

    assert prove_zero(derive_fisher(load("exponential")).matrix - found.matrix)
    assert (found.route, found.regular) == ("sympy.integrate", None)


def test_integration_refuses_a_support_that_moves() -> None:
    """No matrix for the uniform family: SymPy by itself would have given 1/t^2."""
    assert integrate_fisher(load("uniform")).matrix is None


@pytest.mark.parametrize("wrong", [loggamma(k + 1), loggamma(k) + k, log(gamma(k)) - log(2)])
def test_a_gamma_density_with_another_constant_is_refused(wrong: sp.Expr) -> None:
    """Only log Gamma(k) makes it integrate to one."""
    found = derive_fisher(on_half_line(k * log(b) - wrong + (k - 1) * log(x) - b * x, k, b))

    assert found.matrix is None
