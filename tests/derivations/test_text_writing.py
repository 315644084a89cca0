"""What is written reads back equal, and what is read is the density that was meant."""

from __future__ import annotations

import pytest
import sympy as sp
from scipy import stats

from derivations.text import TextError, read_at, read_condition, read_expression, read_variable, write

POSITIVE = ["a", "b", "k", "l", "nu", "beta", "s", "sigma", "kappa", "theta"]
NAMES = {
    d.symbol.name: d.symbol
    for d in [
        *(read_variable(f"{name} in (0, oo)") for name in POSITIVE),
        *(read_variable(f"{name} in (-oo, oo)") for name in ["x", "mu", "y", "m"]),
        *(read_variable(f"{name} in (0, 1)") for name in ["p", "q", "w"]),
        *(read_variable(f"{name} in {{0..oo}}") for name in ["n", "j"]),
    ]
}

# text, a point, and the log-density there by SciPy
DENSITIES = [
    ("j*log(p) + (1-j)*log(1-p)", "j=1, p=0.3", stats.bernoulli(0.3).logpmf(1)),
    ("log(binomial(n, j)) + j*log(p) + (n-j)*log(1-p)", "n=7, j=2, p=0.3", stats.binom(7, 0.3).logpmf(2)),
    ("j*log(l) - l - log(factorial(j))", "j=4, l=2.3", stats.poisson(2.3).logpmf(4)),
    ("log(p) + j*log(1-p)", "j=3, p=0.3", stats.geom(0.3).logpmf(4)),
    (
        "loggamma(j+k) - loggamma(k) - log(factorial(j)) + k*log(p) + j*log(1-p)",
        "j=3, k=2.5, p=0.3",
        stats.nbinom(2.5, 0.3).logpmf(3),
    ),
    ("j*log(p) - log(j) - log(-log(1-p))", "j=3, p=0.3", stats.logser(0.3).logpmf(3)),
    (
        "-(x-mu)^2/(2*sigma^2) - log(sigma) - log(2*pi)/2",
        "x=1.7, mu=0.4, sigma=1.3",
        stats.norm(0.4, 1.3).logpdf(1.7),
    ),
    (
        "-(log(k)-mu)**2/(2*sigma**2) - log(k*sigma*sqrt(2*pi))",
        "k=1.7, mu=0.4, sigma=1.3",
        stats.lognorm(1.3, scale=2.718281828459045**0.4).logpdf(1.7),
    ),
    ("log(l) - l*k", "k=1.7, l=0.6", stats.expon(scale=1 / 0.6).logpdf(1.7)),
    (
        "a*log(b) - loggamma(a) + (a-1)*log(k) - b*k",
        "k=1.7, a=2.3, b=0.6",
        stats.gamma(2.3, scale=1 / 0.6).logpdf(1.7),
    ),
    (
        "(a-1)*log(q) + (b-1)*log(1-q) - log(beta(a,b))",
        "q=0.7, a=2.3, b=0.6",
        stats.beta(2.3, 0.6).logpdf(0.7),
    ),
    (
        "log(k/l) + (k-1)*log(s/l) - (s/l)**k",
        "s=1.7, k=1.3, l=0.7",
        stats.weibull_min(1.3, scale=0.7).logpdf(1.7),
    ),
    (
        "-(x-mu)/beta - exp(-(x-mu)/beta) - log(beta)",
        "x=1.7, mu=0.4, beta=1.3",
        stats.gumbel_r(0.4, 1.3).logpdf(1.7),
    ),
    (
        "-(x-m)/s - log(s) - 2*log(1+exp(-(x-m)/s))",
        "x=1.7, m=0.4, s=1.3",
        stats.logistic(0.4, 1.3).logpdf(1.7),
    ),
    ("-Abs(x-mu)/b - log(2*b)", "x=-1.7, mu=0.4, b=1.3", stats.laplace(0.4, 1.3).logpdf(-1.7)),
    ("-log(pi*s*(1 + ((x-m)/s)^2))", "x=1.7, m=0.4, s=1.3", stats.cauchy(0.4, 1.3).logpdf(1.7)),
    (
        "loggamma((nu+1)/2) - loggamma(nu/2) - log(pi*nu)/2 - (nu+1)/2*log(1 + x^2/nu)",
        "x=1.7, nu=3.5",
        stats.t(3.5).logpdf(1.7),
    ),
    (
        "log(l/(2*pi*s^3))/2 - l*(s-k)^2/(2*k^2*s)",
        "s=1.7, k=1.3, l=0.7",
        stats.invgauss(1.3 / 0.7, scale=0.7).logpdf(1.7),
    ),
    (
        "kappa*cos(x-mu) - log(2*pi*besseli(0,kappa))",
        "x=1.7, mu=0.4, kappa=1.3",
        stats.vonmises(1.3, 0.4).logpdf(1.7),
    ),
    (
        "log(w/sqrt(2*pi)*exp(-(x-m)^2/2) + (1-w)*exp(-x^2/(2*0.3^2))/(0.3*sqrt(2*pi)))",
        "x=0.2, m=1.4, w=0.3",
        sp.log(0.3 * stats.norm(1.4, 1).pdf(0.2) + 0.7 * stats.norm(0, 0.3).pdf(0.2)),
    ),
    (
        "Piecewise((log(w/b) + (x-m)/b, x < m), (log((1-w)/a) - (x-m)/a, True))",
        "x=1.7, m=0.4, w=0.3, a=1.3, b=0.6",
        sp.log(0.7 / 1.3) - 1.3 / 1.3,
    ),
]
TEXTS = [text for text, _, _ in DENSITIES]


@pytest.mark.parametrize(("text", "point", "expected"), DENSITIES, ids=TEXTS)
def test_a_density_as_a_user_writes_it_has_its_value(text: str, point: str, expected: float) -> None:
    """Twelve digits of the log-density at a point agree with SciPy."""
    declared = [read_variable(f"{name} in (-oo, oo)") for name in NAMES]
    values = {symbol.name: value for symbol, value in read_at(point, declared).items()}

    found = read_expression(text, NAMES).subs({NAMES[name]: value for name, value in values.items()})

    assert abs(found.evalf(20) - expected) < 1e-12 * abs(expected)


@pytest.mark.parametrize("text", TEXTS)
def test_a_density_reads_back_equal(text: str) -> None:
    """Reading what was written gives the same expression."""
    density = read_expression(text, NAMES)

    assert density == read_expression(write(density), NAMES)


@pytest.mark.parametrize("text", ["x + y <= n", "0 < x < 1 and n == 3", "x >= 1", "x > y", "1 < 2"])
def test_a_condition_reads_back_equal(text: str) -> None:
    """And, Eq and the relations are written as they are read."""
    condition = read_condition(text, NAMES)

    assert condition == read_condition(write(condition), NAMES)


@pytest.mark.parametrize("text", TEXTS)
def test_derivatives_read_back_equal(text: str) -> None:
    """What follows from a density is in the notation too, except a derivative of a kink."""
    density = read_expression(text, NAMES)
    symbol = max((s for s in density.free_symbols if not s.is_integer and s.name != "x"), key=str)
    if density.has(sp.Abs):
        symbol = NAMES["b"]

    derivative = density.diff(symbol)

    assert sp.expand(derivative - read_expression(write(derivative), NAMES)) == 0


def test_zeta_of_three_is_written_by_its_polygamma() -> None:
    """SymPy turns polygamma(2, 1) into zeta(3), which is not in the notation."""
    expression = 3 * sp.polygamma(2, 1) ** 2 + sp.polygamma(4, 1)

    assert expression == read_expression(write(expression), NAMES)
    assert expression.has(sp.zeta)


X = NAMES["x"]


@pytest.mark.parametrize(
    "expression", [sp.Float(0.5), sp.I, sp.oo, sp.zeta(NAMES["k"]), sp.Integral(X, X), sp.Ne(X, 1)]
)
def test_what_the_notation_does_not_hold_is_not_written(expression: sp.Basic) -> None:
    """No text is written that could not be read."""
    with pytest.raises(TextError, match="is not part of the notation"):
        write(expression)
