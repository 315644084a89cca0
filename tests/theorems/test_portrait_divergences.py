"""Divergences of exponential families in a portrait: published values, conditions, and what contradicts them."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp
from scipy.special import gammaln

from derivations.text import read_expression
from theorems.portraits import exponential
from theorems.portraits.affinity import affinity
from theorems.portraits.exponential import natural, powers
from theorems.portraits.request import Request
from theorems.portraits.shortened import positive, shortened
from theorems.portraits.subject import subject_of

ORDERS = ("1/5", "3/5", "6/5")


def read(subject, text):
    """A text of a portrait as an expression in both points, the order and alpha."""
    names = {s.name: s for s in subject.family.fixed}
    for p in subject.family.parameters:
        for k in (1, 2):
            names[f"{p.name}_{k}"] = sp.Symbol(f"{p.name}_{k}", **p.assumptions0)
    names |= {"a": sp.Symbol("a", positive=True), "alpha": sp.Symbol("alpha", real=True)}
    return read_expression(text, names), names


def at_points(subject):
    """Values of the parameters at two generic points, and of the fixed symbols, by name."""
    one, other, *_ = subject.points
    values = {f"{p.name}_1": one[p] for p in subject.family.parameters}
    values |= {f"{p.name}_2": other[p] for p in subject.family.parameters}
    return values | {s.name: one[s] for s in subject.family.fixed}


PUBLISHED = {  # Gil, Alajaji, Linder, Inform. Sci. 249 (2013), and sums written out for the discrete laws
    "exponential": "(log(b_1/b_2) + log(b_1/(a*b_1 + (1-a)*b_2))/(a-1))",
    "poisson": "(r_1^a*r_2^(1-a) - a*r_1 - (1-a)*r_2)/(a-1)",
    "bernoulli": "log(p_1^a*p_2^(1-a) + (1-p_1)^a*(1-p_2)^(1-a))/(a-1)",
    "geometric": "log(p_1^a*p_2^(1-a)/(1 - (1-p_1)^a*(1-p_2)^(1-a)))/(a-1)",
    "normal": "log(v_2/v_1)/2 + log(v_2/(a*v_2 + (1-a)*v_1))/(2*(a-1)) + a*(mu_1-mu_2)^2/(2*(a*v_2 + (1-a)*v_1))",
    "gamma": (
        "(loggamma(a*k_1 + (1-a)*k_2) - a*loggamma(k_1) - (1-a)*loggamma(k_2) + a*k_1*log(b_1)"
        " + (1-a)*k_2*log(b_2) - (a*k_1 + (1-a)*k_2)*log(a*b_1 + (1-a)*b_2))/(a-1)"
    ),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_renyi_divergence_is_the_published_one(name):
    """At orders on both sides of 1, where the condition holds."""
    subject = subject_of(Request(name=name))
    found, names = read(subject, powers(subject).values["renyi"])
    published, _ = read(subject, PUBLISHED[name])
    values = {names[n]: v for n, v in at_points(subject).items()}

    for order in map(sp.Rational, ORDERS):
        expected, gap = (
            sp.N(e.subs({**values, names["a"]: order}), 20) for e in (published, published - found)
        )
        assert abs(gap) < 1e-15 * abs(expected)


@pytest.mark.parametrize("name", ["normal", "categorical", "beta"])
def test_the_alpha_divergence_tends_to_kl_at_minus_one(name):
    """Within 1e-6 of alpha = -1 it is the Bregman divergence of the log-partition to five digits."""
    subject = subject_of(Request(name=name))
    found, names = read(subject, powers(subject).values["alpha_divergence"])
    kl, _ = read(subject, natural(subject).values["natural"]["bregman"])
    values = {names[n]: v for n, v in at_points(subject).items()}
    close = sp.Rational(-999999, 10**6)

    expected = float(kl.evalf(20, subs=values))
    assert float(found.evalf(40, subs={**values, names["alpha"]: close})) == pytest.approx(expected, rel=1e-5)


def test_a_divergence_is_the_same_in_every_chart():
    """Renyi's of two normal laws by mu and log(sigma), at the points that a chart carries along."""
    plain, moved = (subject_of(Request(name="normal.sd", chart=chart)) for chart in ("", "mu, log(sigma)"))
    there, names = read(moved, powers(moved).values["renyi"])
    here, old = read(plain, powers(plain).values["renyi"])
    values = {"mu_1": sp.Rational(1, 3), "mu_2": sp.S.Zero, "a": sp.Rational(3, 5)}
    of_chart = {"t2_1": sp.log(2), "t2_2": sp.log(3)}

    expected = here.subs({old[n]: v for n, v in {**values, "sigma_1": 2, "sigma_2": 3}.items()})
    found = there.subs({names[n]: v for n, v in (values | of_chart).items()})
    assert abs(sp.N(expected, 20)) > 0.01
    assert abs(sp.N(found - expected, 20)) < 1e-18


@pytest.mark.parametrize(
    ("name", "condition"),
    [
        ("bernoulli", "True"),
        ("categorical", "True"),
        ("exponential", "a*b_1 - a*b_2 + b_2 > 0"),
        ("normal", "-a*v_1 + a*v_2 + v_1 > 0"),
        ("geometric", "(p_2*(1 - p_1)**a - (1 - p_1)**a + (1 - p_2)**a)/(1 - p_2)**a > 0"),
    ],
)
def test_the_condition_says_where_the_affinity_is_finite(name, condition):
    """Always on finite sets; elsewhere where the mixed natural parameter is one of the family."""
    assert powers(subject_of(Request(name=name))).values["renyi_condition"] == condition


def test_an_order_takes_another_name_where_a_is_fixed():
    """With a fixed symbol a, the order is a0."""
    request = Request(
        density="log(b) - b*(x - a)",
        variables=("x in (a,oo)",),
        parameters=("b in (0,oo)",),
        fixed=("a in (0,oo)",),
    )

    assert "a0" in powers(subject_of(request)).values["renyi"]


def test_a_wrong_affinity_is_contradicted(monkeypatch):
    """Of a Poisson law with the two laws exchanged; its control is reported."""
    subject = subject_of(Request(name="poisson"))
    right = exponential.log_affinity
    a = sp.Dummy("a", positive=True)

    def exchanged(family, potential, order):
        return right(family, potential, a).subs(a, 1 - order)

    assert powers(subject).values["renyi"]
    monkeypatch.setattr(exponential, "log_affinity", exchanged)
    found = powers(subject)
    assert found.values["renyi"] is found.values["alpha_divergence"] is None
    assert found.reasons["renyi"].startswith("CONTRADICTION")


def test_a_wrong_log_partition_is_contradicted(monkeypatch):
    """If the divergence of the potential is not the one that is measured, there is no natural form."""
    subject = subject_of(Request(name="exponential"))
    monkeypatch.setattr(exponential.ExponentialFamily, "kl", wrong_kl)

    assert natural(subject).reasons["natural"].startswith("CONTRADICTION")


def wrong_kl(family):
    """KL of exponential laws with the laws exchanged."""
    b_1, b_2 = (sp.Symbol(f"b_{k}", positive=True) for k in (1, 2))
    return sp.log(b_2 / b_1) + b_1 / b_2 - 1


def test_the_natural_form_of_a_gamma_law():
    """log p = k*log(x) - b*x - psi - log(x); its means are digamma(k) - log(b) and k/b."""
    found = natural(subject_of(Request(name="gamma")))

    assert found.values["natural"] | {"bregman": ""} == {
        "natural": ["k", "-b"],
        "statistics": ["log(x)", "x"],
        "carrier": "-log(x)",
        "log_partition": "-k*log(b) + loggamma(k)",
        "mean": ["-log(b) + polygamma(0, k)", "k/b"],
        "dual_potential": "k*polygamma(0, k) - k - loggamma(k)",
        "log_partition_natural": "-eta_1*log(-eta_2) + loggamma(eta_1)",
        "dual_potential_mean": None,
        "bregman": "",
    }
    assert "not inverted" in found.reasons["natural.dual_potential_mean"]


@pytest.mark.parametrize("name", ["cauchy", "laplace", "weibull"])
def test_what_is_no_exponential_family_has_neither_form_nor_divergences(name):
    """Both say why."""
    subject = subject_of(Request(name=name))

    assert natural(subject).values["natural"] is None
    assert "no product" in natural(subject).reasons["natural"]
    assert powers(subject).values["renyi"] is powers(subject).values["alpha_divergence"] is None


def test_the_affinity_over_a_simplex_is_a_ratio_of_beta_functions():
    """Two Dirichlet laws, against B(middle)/(B(one)^a*B(other)^(1 - a)) by SciPy's log-gamma."""
    subject = subject_of(Request(name="dirichlet"))
    first, second, *_ = subject.points
    one, other = (np.array([float(p[s]) for s in subject.family.parameters]) for p in (first, second))

    found = affinity(subject.written, first, second, order=0.4)

    middle = 0.4 * one + 0.6 * other
    parts = [np.sum(gammaln(v)) - gammaln(np.sum(v)) for v in (middle, one, other)]
    assert float(found.value) == pytest.approx(np.exp(parts[0] - 0.4 * parts[1] - 0.6 * parts[2]), rel=1e-8)


def test_formulas_are_shortened_and_conditions_lose_what_is_positive():
    """One fraction, each function once, and no factor whose sign is known."""
    a, b = sp.symbols("a b", positive=True)

    assert shortened(a**2 / (a + b) - b**2 / (a + b) + 2 * sp.log(a) - sp.log(a)) == a - b + sp.log(a)
    assert positive((1 - a) * b / (a + b)) == (1 - a > 0)
    assert positive(a / b) == sp.true


def test_natural_coordinates_take_another_name_where_a_parameter_has_theirs():
    """With a parameter eta_1 the log-partition is one of eta0_1, and Renyi's divergence follows from it."""
    request = Request(
        density="eta_1*x + log(-eta_1)",
        variables=("x in (0,oo)",),
        parameters=("eta_1 in (-oo,0)",),
    )
    subject = subject_of(request)

    assert natural(subject).values["natural"]["log_partition_natural"] == "-log(-eta0_1)"
    assert powers(subject).values["renyi"] is not None
