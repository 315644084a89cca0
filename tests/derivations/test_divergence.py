"""Divergences are the published ones, and their expansions have the right terms."""

from __future__ import annotations

import mpmath
import pytest
import sympy as sp
from sympy import Rational, Symbol

from derivations import families
from derivations.divergence import cross_entropy, entropy, kink_expansion, kl, kl_along, kl_expansion
from derivations.expectation import NotClosedError
from derivations.families import load
from derivations.fisher import fisher_matrix, quadratic_form
from derivations.ladder import prove_zero

KL = {
    "bernoulli": "p*log(p/p_b) + (1 - p)*log((1 - p)/(1 - p_b))",
    "poisson": "r*log(r/r_b) - r + r_b",
    "exponential": "log(b/b_b) + b_b/b - 1",
    "normal": "log(v_b/v)/2 + (v + (mu - mu_b)**2)/(2*v_b) - 1/2",
    "circle": "1 - cos(t - t_b)",
    # F. Chyzak, F. Nielsen, arXiv:1905.10965.
    "cauchy": "log(((s + s_b)**2 + (m - m_b)**2)/(4*s*s_b))",
    "curved": "((t - t_b)**2 + (t**2 - t_b**2)**2)/2",
    "cubic": "(t**3 - t_b**3)**2/2",
    "laplace": "Abs(t - t_b) + exp(-Abs(t - t_b)) - 1",
}
KINKED = ("uniform", "laplace", "stretched")
NO_RULE = (  # no moment rule gives E[log p_b] for a second point b of these
    *("generalised_normal", "kumaraswamy", "log_logistic", "logistic", "lomax", "student_t"),
    *("normal_mixture", "zipf"),
)
LARGE = ("multivariate_normal", "wishart")  # general expansions in five and three parameters take minutes
SMOOTH = [n for n in families.names() if n not in (*KINKED, *NO_RULE, *LARGE)]


@pytest.mark.parametrize("name", KL)
def test_a_divergence_is_the_published_one(name: str) -> None:
    """KL from moments minus the closed form is proved zero."""
    family = load(name)
    known = {s.name: s for s in (*family.parameters, *family.second_point())}

    gap = kl(family).value - sp.sympify(KL[name], locals=known)

    assert prove_zero(sp.expand_log(gap.replace(sp.log, _quotient_open)))


def _quotient_open(argument: sp.Expr) -> sp.Expr:
    """log(a/b) = log(a) - log(b), for the arguments of this page, which are all positive."""
    numerator, denominator = sp.fraction(argument)
    return sp.log(numerator) - sp.log(denominator)


def test_the_divergence_of_uniforms_is_infinite_where_the_support_shrinks() -> None:
    """KL(U(0,2) | U(0,3)) = log(3/2), the other way round it is infinite."""
    family = load("uniform")

    assert prove_zero(sp.log(3) - sp.log(2) - kl(family, first=(2,), second=(3,)).value)
    assert sp.oo == kl(family, first=(3,), second=(2,)).value


@pytest.mark.parametrize("name", SMOOTH)
def test_the_second_order_term_is_half_the_fisher_form(name: str) -> None:
    """Orders 0 and 1 vanish and order 2 is u.T*I*u/2, with I from the scores."""
    family = load(name)

    found = kl_expansion(family, 2)

    half = quadratic_form(fisher_matrix(family), found.direction) / 2
    assert found.coefficients[:2] == (0, 0)
    assert prove_zero(half - found.coefficients[2])


@pytest.mark.parametrize(
    ("name", "order", "coefficient"),
    [
        ("exponential", 3, "-u**3/(3*b**3)"),
        ("poisson", 3, "-u**3/(3*r**2)"),
        ("circle", 4, "-u**4/24"),
        ("curved", 3, "2*t*u**3"),
        ("cubic", 3, "9*t**3*u**3"),
        ("bernoulli", 3, "u**3*(2*p - 1)/(3*p**2*(1 - p)**2)"),
    ],
)
def test_the_remainder_has_its_exact_order_and_coefficient(name: str, order: int, coefficient: str) -> None:
    """The first term after the quadratic one is known exactly."""
    family = load(name)
    u = Symbol("u", real=True)
    expected = sp.sympify(coefficient, locals={**{p.name: p for p in family.parameters}, "u": u})

    found = kl_expansion(family, 2, direction=(u,))

    assert order == found.remainder_order
    assert prove_zero(expected - found.remainder)


def test_gaussian_location_is_exactly_quadratic() -> None:
    """There is no remainder at all, and the expansion says so."""
    found = kl_expansion(load("location"), 2)

    assert found.exact
    assert found.remainder_order is None


def test_a_truncated_expansion_is_not_called_exact() -> None:
    """For the curved family order 3 is not the end: the fourth term is u^4/2."""
    assert not kl_expansion(load("curved"), 3).exact
    assert kl_expansion(load("curved"), 4).exact


@pytest.mark.parametrize("name", ["laplace", "uniform", "stretched"])
def test_a_kink_is_not_expanded_as_if_it_were_smooth(name: str) -> None:
    """The smooth expansion refuses families whose divergence is not smooth at h = 0."""
    with pytest.raises(NotClosedError):
        kl_expansion(load(name), 2)


def test_the_laplace_kink_agrees_with_the_exact_divergence() -> None:
    """|h| + exp(-|h|) - 1 = h^2/2 - |h|^3/6 + ..."""
    h = Symbol("h", positive=True)
    exact = sp.series(kl_along(load("laplace"), 1, h), h, 0, 4).removeO()

    found = kink_expansion(load("laplace"))

    assert prove_zero(exact - found.quadratic * h**2 - found.coefficient * h**found.exponent)


def test_the_stretched_kink_agrees_with_quadrature() -> None:
    """(KL(h) - I*h^2/2)/|h|^(5/2) tends to the coefficient, at the rate of the next term, |h|^(3/4)."""
    found = kink_expansion(load("stretched"))
    with mpmath.workdps(30):
        b = mpmath.mpf(3) / 4
        c = 1 / (2 * mpmath.gamma(mpmath.mpf(7) / 3))
        quadratic = mpmath.mpf(str(found.quadratic.evalf(30)))

        def rest(h: mpmath.mpf) -> mpmath.mpf:
            def tail(w: mpmath.mpf) -> mpmath.mpf:
                """Integrand over z > h and z < 0 together, z = w^4 away from the kink nearest to it."""
                z = w**4
                right = mpmath.exp(-((z + h) ** b)) * (z**b - (z + h) ** b)
                left = mpmath.exp(-(z**b)) * ((z + h) ** b - z**b)
                return 4 * w**3 * (right + left)

            middle = mpmath.quad(lambda z: mpmath.exp(-(z**b)) * ((h - z) ** b - z**b), [0, h / 2, h])
            value = c * (middle + mpmath.quad(tail, [0, h**0.25, 0.5, 1, 2, 4, 6]))
            return (value - quadratic * h**2) / h ** (mpmath.mpf(5) / 2)

        coarse, fine = rest(mpmath.mpf(1) / 100), rest(mpmath.mpf(1) / 1600)
        exact = mpmath.mpf(str(found.coefficient.evalf(30)))
        gap = [abs(r - exact) for r in (coarse, fine)]

    assert Rational(5, 2) == found.exponent
    assert gap[1] < 0.001 * abs(exact)
    assert 6 < gap[0] / gap[1] < 10  # 16^(3/4) = 8


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("bernoulli", "-p*log(p) - (1 - p)*log(1 - p)"),
        ("exponential", "1 - log(b)"),
        ("normal", "log(2*pi*v)/2 + 1/2"),
        ("uniform", "log(t)"),
        ("laplace", "1 + log(2)"),
        ("circle", "1 + log(2*pi)"),
    ],
)
def test_an_entropy_is_the_published_one(name: str, expected: str) -> None:
    """The derived entropy minus the closed form is proved zero."""
    family = load(name)
    known = {p.name: p for p in family.parameters}

    assert prove_zero(sp.sympify(expected, locals=known) - entropy(family))


def test_the_poisson_entropy_has_no_closed_form() -> None:
    """E[log(x!)] is refused, not approximated."""
    with pytest.raises(NotClosedError, match="log"):
        entropy(load("poisson"))


@pytest.mark.parametrize("name", ["bernoulli", "exponential", "normal", "curved", "laplace"])
def test_cross_entropy_is_entropy_plus_divergence(name: str) -> None:
    """-E_a[log p_b] = S(a) + KL(a | b)."""
    family = load(name)

    assert prove_zero(cross_entropy(family) - entropy(family) - kl(family).value)
