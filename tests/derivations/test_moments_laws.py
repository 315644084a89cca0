"""Moments read from the tables are what quadrature and sums of the textbook densities give."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import mpmath
import pytest
import sympy as sp
from sympy import Rational, Symbol, log

from derivations.expectation import law_of
from derivations.families import load
from derivations.ladder import prove_zero
from derivations.laws import DivergentError, NotClosedError
from derivations.laws.plain import plain_form
from derivations.laws.terms import positive
from derivations.laws.transform import written_out

# What books print, in the letters of our pages.
DENSITY = {
    "gamma": "b**k*x**(k - 1)*exp(-b*x)/gamma(k)",
    "beta": "x**(a - 1)*(1 - x)**(b - 1)*gamma(a + b)/(gamma(a)*gamma(b))",
    "lomax": "a/b*(1 + x/b)**(-a - 1)",
    "kumaraswamy": "a*b*x**(a - 1)*(1 - x**a)**(b - 1)",
    "von_mises": "exp(k*cos(x - m))/(2*pi*besseli(0, k))",
    "inverse_gaussian": "sqrt(k/(2*pi*x**3))*exp(-k*(x - m)**2/(2*m**2*x))",
    "binomial": "binomial(n, x)*p**x*(1 - p)**(n - x)",
    "geometric": "p*(1 - p)**x",
    "negative_binomial": "gamma(x + r)/(gamma(r)*gamma(x + 1))*p**r*(1 - p)**x",
    "logarithmic": "-p**x/(x*log(1 - p))",
}


def letters(name: str) -> dict[str, sp.Symbol]:
    """The symbols of a family by their names."""
    family = load(name)
    return {s.name: s for s in (*family.parameters, *family.observations, *family.fixed)}


def values(name: str, at: Sequence[str]) -> dict[sp.Symbol, sp.Expr]:
    """A rational point: parameters in order, then fixed symbols."""
    symbols = (*load(name).parameters, *load(name).fixed)
    return {s: Rational(v) for s, v in zip(symbols, at, strict=True)}


def mean(name: str, of: str, at: Sequence[str]) -> mpmath.mpf:
    """E[of] by rule, at a rational point, as a number."""
    value = law_of(load(name)).mean(sp.sympify(of, locals=letters(name)))
    return mpmath.mpf(str(value.subs(values(name, at)).evalf(20)))


def weighted(name: str, of: str, at: Sequence[str]) -> Callable[[mpmath.mpf], mpmath.mpf]:
    """The printed density times a function of x, at a rational point."""
    text = f"({DENSITY[name]})*({of})"
    integrand = sp.sympify(text, locals=letters(name)).subs(values(name, at))
    return sp.lambdify(load(name).observations, integrand, "mpmath")


INF = mpmath.inf
TURN = (-mpmath.pi, 0, mpmath.pi)


@pytest.mark.parametrize(
    ("name", "at", "of", "ends"),
    [
        ("gamma", ("2.7", "1.3"), "x**2*log(x)**3", (0, 1, 4, INF)),
        ("gamma", ("2.7", "1.3"), "log(x)*exp(-x/2)/x", (0, 1, 4, INF)),
        ("beta", ("2.3", "0.7"), "log(x)**2*log(1 - x)", (0, 0.5, 1)),
        # log(x)^2/(1 - x)^2 is bounded at 1, where each factor by itself would need b > 2
        ("beta", ("2.3", "0.7"), "x*log(x)**2/(1 - x)**2", (0, 0.5, 0.9, 1)),
        # log(1 + x) at 0 pays for a power that is not integrable by itself
        ("lomax", ("1.7", "0.6"), "log(1 + x/b)/sqrt(x)**3", (0, 0.01, 1, 10, INF)),
        ("kumaraswamy", ("2.3", "0.7"), "log(1 - x**a)*log(x)", (0, 0.5, 1)),
        ("von_mises", ("0.4", "1.7"), "cos(x - m)**4", TURN),
        ("von_mises", ("0.4", "1.7"), "cos(x)*sin(x)", TURN),
        ("inverse_gaussian", ("1.7", "0.6"), "x**2 + 1/x**2", (0, 0.3, 2, 8, INF)),
    ],
)
def test_a_moment_is_the_integral(name: str, at: Sequence[str], of: str, ends: Sequence[float]) -> None:
    """The table and the quadrature of the printed density agree to eight digits."""
    with mpmath.workdps(25):
        expected = mpmath.quad(weighted(name, of, at), ends)

    assert abs(mean(name, of, at) / expected - 1) < 1e-8


@pytest.mark.parametrize(
    ("name", "at", "of", "first", "last"),
    [
        ("binomial", ("0.37", "7"), "x**4", 0, 7),
        ("geometric", ("0.37",), "x**3", 0, 200),
        ("geometric", ("0.37",), "x*2**(-x)", 0, 200),
        ("negative_binomial", ("0.37", "2.6"), "x**3", 0, 200),
        ("logarithmic", ("0.37",), "x**3", 1, 100),
    ],
)
def test_a_moment_is_the_sum(name: str, at: Sequence[str], of: str, first: int, last: int) -> None:
    """The table and the sum over the printed probabilities agree to twelve digits."""
    term = weighted(name, of, at)
    expected = mpmath.fsum(term(i) for i in range(first, last + 1))

    assert abs(mean(name, of, at) / expected - 1) < 1e-12


def test_the_generating_function_of_the_binomial_law() -> None:
    """E[e^(c*x)] = (1 - p + p*e^c)^n."""
    family = load("binomial")
    (p,), (n,), (x,) = family.parameters, family.fixed, family.observations

    found = law_of(family).mean(3**x)

    assert prove_zero((1 - p + 3 * p) - found.subs(n, 1))
    assert sp.cancel((1 + 2 * p) ** 3 - found.subs(n, 3)) == 0


def test_moments_of_the_wishart_law() -> None:
    """E[X] = n*V, Var(X_11) = 2*n*V_11^2, E[log det X] = digamma(n/2) + digamma((n - 1)/2) + log(4*det V)."""
    family = load("wishart")
    (v11, v21, v22), (n,), (x11, x21, x22) = family.parameters, family.fixed, family.observations
    law = law_of(family)

    by_log = law.mean(log(x11 * x22 - x21**2))

    assert prove_zero(n * v21 - law.mean(x21))
    assert prove_zero(2 * n * v11**2 - law.mean(x11**2) + law.mean(x11) ** 2)
    expected = sp.digamma(n / 2) + sp.digamma((n - 1) / 2) + log(4 * (v11 * v22 - v21**2))
    assert abs((by_log - expected).subs({v11: 1.7, v21: 0.4, v22: 0.9, n: 4.3}).evalf()) < 1e-12


def test_a_mixed_moment_of_the_multinomial_law() -> None:
    """E[x1^2*x2] = n*(n - 1)*p1*p2*((n - 2)*p1 + 1)."""
    family = load("multinomial")
    (p1, p2), (n,), (x1, x2) = family.parameters, family.fixed, family.observations

    assert prove_zero(n * (n - 1) * p1 * p2 * ((n - 2) * p1 + 1) - law_of(family).mean(x1**2 * x2))


def test_second_moments_on_the_sphere_have_trace_one() -> None:
    """E[x1^2 + x2^2 + x3^2] = 1 under von Mises-Fisher."""
    family = load("von_mises_fisher")

    assert prove_zero(law_of(family).mean(sp.Add(*(v**2 for v in family.observations))) - 1)


@pytest.mark.parametrize(
    ("name", "at", "of"),
    [
        ("gamma", ("1", "2"), "1/x"),
        ("cauchy", ("0", "1"), "x"),
        ("cauchy", ("0", "1"), "x**2"),
        ("pareto", ("1", "2"), "x"),
    ],
)
def test_a_moment_that_does_not_exist_is_refused(name: str, at: Sequence[str], of: str) -> None:
    """The law at that point raises, and does not continue the formula analytically."""
    family = load(name)
    known = {s.name: s for s in (*family.parameters, *family.observations, *family.fixed)}
    family_at = tuple(Rational(v) for v in at[: family.dimension])

    with pytest.raises(DivergentError, match="diverges"):
        law_of(family, at=family_at).mean(sp.sympify(of, locals=known))


def test_a_pole_of_a_continued_formula_is_not_passed_over() -> None:
    """E[log(x)^2/(1 - x)^2] under Beta(2, 1) is finite, and the formula has a pole there: it is refused."""
    family = load("beta")
    x = family.observations[0]

    with pytest.raises(NotClosedError, match="pole"):
        law_of(family, at=(2, 1)).mean(log(x) ** 2 / (1 - x) ** 2)


# ---- plain form


def test_an_even_power_is_not_opened() -> None:
    """log((x - m)^2) is not 2*log(x - m): its logarithm is real on both sides."""
    x, m = sp.symbols("x m", real=True)

    assert log((x - m) ** 2) == plain_form(log((x - m) ** 2), (x,))


def test_a_power_of_unknown_sign_is_opened_where_that_is_sound() -> None:
    """log(z^(b - 1)) is real for all b only where z > 0."""
    x = Symbol("x", real=True)
    b = Symbol("b", positive=True)

    assert (b - 1) * log(1 - x) == plain_form(log((1 - x) ** (b - 1)), (x,))


def test_a_product_of_two_unknown_signs_is_left() -> None:
    """log(x*y) is real where both are negative, too."""
    x, y = sp.symbols("x y", real=True)

    assert log(x * y) == plain_form(log(x * y), (x,))


@pytest.mark.parametrize(
    ("quantity", "condition"),
    [("2 - 1/b", "b > 1/2"), ("3 - b", "b < 3"), ("1 - 2/b", "b > 2"), ("b + 1", "True"), ("-b", "False")],
)
def test_a_condition_is_solved_for_its_symbol(quantity: str, condition: str) -> None:
    """As a reader would write it."""
    b = Symbol("b", positive=True)

    assert condition == str(positive(sp.sympify(quantity, locals={"b": b})))


def test_polygammas_are_taken_to_one_argument() -> None:
    """psi_1(z + 3/2) = psi_1(z + 1/2) - 1/(z + 1/2)^2, and numbers go to (0, 1]."""
    z = Symbol("z", positive=True)
    half = Rational(1, 2)

    found = written_out(sp.polygamma(1, z + 3 * half))

    assert sp.polygamma(1, z + half) - 1 / (z + half) ** 2 == found
    assert prove_zero(sp.pi**2 / 2 - 4 - written_out(sp.polygamma(1, 3 * half)))
