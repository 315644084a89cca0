"""Densities in the letters and the notation of their users have the Fisher matrix of the named families."""

from __future__ import annotations

import pytest
import sympy as sp

from derivations.families import load
from derivations.moments import derive_fisher
from derivations.text import read_expression
from theorems.portraits.engine import Check, run_check
from theorems.portraits.request import Request
from theorems.portraits.subject import subject_of

LINE, HALF, UNIT = "(-oo, oo)", "(0, oo)", "(0, 1)"
# Family: log-density, set of x, parameters in order with their sets, fixed symbols in order with theirs.
WRITTEN: dict[str, tuple[str, str, dict[str, str], dict[str, str]]] = {
    "bernoulli.logit": ("y*eta - log(1 + exp(eta))", "y in {0,1}", {"eta": LINE}, {}),
    "negative_binomial": (
        "log(binomial(k+n-1,k)) + n*log(q) + k*log(1-q)", "k in {0..oo}", {"q": UNIT}, {"n": HALF},
    ),
    "logarithmic": ("log(-q^k/(k*log(1-q)))", "k in {1..oo}", {"q": UNIT}, {}),
    "geometric.trials": ("log(q) + (k-1)*log(1-q)", "k in {1..oo}", {"q": UNIT}, {}),
    "rayleigh": ("log(r/sigma^2*exp(-r^2/(2*sigma^2)))", f"r in {HALF}", {"sigma": HALF}, {}),
    "maxwell": (
        "log(sqrt(2/pi)*v^2/alpha^3) - v^2/(2*alpha^2)", f"v in {HALF}", {"alpha": HALF}, {},
    ),
    "chi_squared": (
        "log(z^(n/2-1)*exp(-z/2)/(2^(n/2)*gamma(n/2)))", f"z in {HALF}", {"n": HALF}, {},
    ),
    "inverse_gamma": (
        "alpha*log(beta_0) - loggamma(alpha) - (alpha+1)*log(y) - beta_0/y",
        f"y in {HALF}", {"alpha": HALF, "beta_0": HALF}, {},
    ),
    "inverse_gaussian": (
        "log(sqrt(lam/(2*pi*y^3))) - lam*(y-mu)^2/(2*mu^2*y)",
        f"y in {HALF}", {"mu": HALF, "lam": HALF}, {},
    ),
    "levy": (
        "log(sqrt(g/(2*pi))) - g/(2*(y-d)) - 3*log(y-d)/2", "y in (d, oo)", {"g": HALF}, {"d": LINE},
    ),
    "logistic": (
        "-(y-mu)/tau - log(tau) - 2*log(1+exp(-(y-mu)/tau))",
        f"y in {LINE}", {"mu": LINE, "tau": HALF}, {},
    ),
    "log_logistic": (
        "log((c/l)*(y/l)^(c-1)/(1+(y/l)^c)^2)", f"y in {HALF}", {"l": HALF, "c": HALF}, {},
    ),
    "gumbel": (
        "-log(beta_0) - (y-mu)/beta_0 - exp(-(y-mu)/beta_0)",
        f"y in {LINE}", {"mu": LINE, "beta_0": HALF}, {},
    ),
    "frechet": (
        "log(alpha*sig^alpha*y^(-1-alpha)) - (sig/y)^alpha",
        f"y in {HALF}", {"alpha": HALF, "sig": HALF}, {},
    ),
    "lomax": (
        "log(alpha/lam) - (alpha+1)*log(1+y/lam)", f"y in {HALF}", {"alpha": HALF, "lam": HALF}, {},
    ),
    "nakagami": (
        "log(2*mm^mm/(gamma(mm)*omega^mm)*y^(2*mm-1)*exp(-mm*y^2/omega))",
        f"y in {HALF}", {"mm": HALF, "omega": HALF}, {},
    ),
    "student_t": (
        "log(gamma((df+1)/2)/(sqrt(pi*df)*tau*gamma(df/2))) - (df+1)*log(1 + ((y-mu)/tau)^2/df)/2",
        f"y in {LINE}", {"mu": LINE, "tau": HALF}, {"df": HALF},
    ),
    "kumaraswamy": (
        "log(alpha*c*y^(alpha-1)*(1-y^alpha)^(c-1))", f"y in {UNIT}", {"alpha": HALF, "c": HALF}, {},
    ),
    "half_normal": (
        "log(sqrt(2)/(tau*sqrt(pi))) - y^2/(2*tau^2)", f"y in {HALF}", {"tau": HALF}, {},
    ),
    "gamma.shape_mean": (
        "log((nu/mu)^nu*y^(nu-1)/gamma(nu)) - nu*y/mu", f"y in {HALF}", {"nu": HALF, "mu": HALF}, {},
    ),
}  # fmt: skip


def request_of(name: str) -> Request:
    """What a user asks who writes the density of a family."""
    density, variable, parameters, fixed = WRITTEN[name]
    return Request(
        density=density,
        variables=(variable,),
        parameters=tuple(f"{p} in {where}" for p, where in parameters.items()),
        fixed=tuple(f"{s} in {where}" for s, where in fixed.items()),
    )


@pytest.mark.parametrize("name", WRITTEN)
def test_a_density_as_text_has_the_matrix_of_the_named_family(name: str) -> None:
    """At three generic points, every entry is the same to thirty digits."""
    request, family = request_of(name), load(name)
    expected = derive_fisher(family).matrix
    ours = (*family.parameters, *family.fixed)

    (answer,) = run_check(Check("density", "fisher", "derive"), request.as_options())

    subject = subject_of(request)
    names = {d.symbol.name: d.symbol for d in subject.declared}
    found = sp.Matrix([[read_expression(e, names) for e in row] for row in answer["values"]["fisher"]])
    assert (answer["values"]["regular"], answer["values"]["hessian_form"]) == (True, True)
    for point in subject.points:
        there = dict(zip(ours, (point[s] for s in names.values()), strict=True))
        gap = found.subs(point) - expected.subs(there, simultaneous=True)
        assert max(abs(sp.N(e, 40, maxn=400)) for e in gap) < sp.Float("1e-30")
