"""`derive`: what it gives of known families, its exit codes, and what it says to bad input."""

from __future__ import annotations

import json
from functools import cache

import pytest
from mpmath import mp

import fisherproof
from fisherproof import deriving
from fisherproof.cli import main
from fisherproof.formulas import matrix, readable

FIELDS = {*deriving.FIELDS, "seconds", "seconds_by_field", "parameters", "reasons"}


@cache
def portrait(name, **more):
    """The portrait of a family, derived once for all tests."""
    return fisherproof.derive(name, **more)


def said(capsys, *arguments):
    """Exit code, stdout and stderr of a command."""
    code = main(["derive", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        ("normal", "fisher", [["1/v", "0"], ["0", "1/(2*v**2)"]]),
        ("normal", "scalar_curvature", "-1"),
        ("normal", "jeffreys", "v**(-3/2)"),
        ("normal", "jeffreys_proper", False),
        ("normal", "confirmed_digits", 30),
        ("normal", "conditions", []),
        ("gamma", "fisher", [["polygamma(1, k)", "-1/b"], ["-1/b", "k/b**2"]]),
        ("gamma", "amari_chentsov", [
            [["polygamma(2, k)", "0"], ["0", "b**(-2)"]],
            [["0", "b**(-2)"], ["b**(-2)", "-2*k/b**3"]],
        ]),
        ("bernoulli", "fisher", [["1/(p*(1 - p))"]]),
        ("bernoulli", "jeffreys_proper", True),
        ("bernoulli", "jeffreys_constant", "pi"),
        ("bernoulli", "renyi", "log(p_1**a*p_2**(1 - a) + (1 - p_1)**a*(1 - p_2)**(1 - a))/(a - 1)"),
        ("bernoulli", "renyi_condition", "True"),
        ("normal", "geodesics", {"mu": "mu_dot*v_dot/v", "v": "-mu_dot**2 + v_dot**2/v"}),
        ("normal", "christoffel", [
            [["0", "(1 - alpha)/(2*v**2)"], ["(-alpha - 1)/(2*v**2)", "0"]],
            [["(-alpha - 1)/(2*v**2)", "0"], ["0", "(-alpha - 1)/(2*v**3)"]],
        ]),
        ("normal", "jeffreys_constant", None),
        ("laplace", "renyi", None),
        ("laplace", "christoffel", [[["0"]]]),
        ("uniform", "natural", None),
        ("bernoulli", "distance", "Abs(2*asin(sqrt(p_1)) - 2*asin(sqrt(p_2)))"),
        ("bernoulli", "kl", "p_1*(log(p_1) - log(p_2)) + (1 - p_1)*(log(1 - p_1) - log(1 - p_2))"),
        ("poisson", "fisher", [["1/r"]]),
        ("poisson", "kl_expansion", {"2": [["1/r"]], "3": [[["-2/r**2"]]], "4": [[[["6/r**3"]]]]}),
        ("laplace", "fisher", [["1"]]),
        ("laplace", "regular", True),
        ("laplace", "hessian_form", False),
        ("laplace", "kl_expansion", None),
        ("uniform", "fisher", None),
        ("uniform", "regular", False),
        ("uniform", "jeffreys", None),
        ("normal_mixture", "fisher", None),
    ],
)  # fmt: skip
def test_a_known_family_has_its_published_geometry(name, field, value):
    """Normal, gamma, Bernoulli, Poisson: textbook values; Laplace and Uniform where regularity fails."""
    assert portrait(name)[field] == value


@pytest.mark.parametrize("name", ["normal", "laplace", "uniform", "normal_mixture"])
def test_every_field_is_there_and_every_null_has_its_reason(name):
    """The same keys for every family; what is None says why."""
    found = portrait(name)
    missing = {field for field in FIELDS if found[field] is None}

    assert set(found) == FIELDS
    assert set(found["reasons"]) >= missing
    assert all(found["reasons"][field] for field in missing)


def test_a_part_that_is_null_has_its_reason_too():
    """The means of a gamma law are not inverted; the form itself is there."""
    found = portrait("gamma")

    assert found["natural"]["log_partition"] == "-k*log(b) + loggamma(k)"
    assert found["natural"]["dual_potential_mean"] is None
    assert "not inverted" in found["reasons"]["natural.dual_potential_mean"]


def test_a_chart_in_the_parameters_of_a_variant_is_found(capsys):
    """N(mu, sigma^2) in mu and log(sigma): the metric is diag(exp(-2*t2), 2)."""
    code, out, _ = said(capsys, "normal", "--chart", "mu, log(sigma)", "--json")

    assert code == 0
    assert json.loads(out)["fisher"] == [["exp(-2*t2)", "0"], ["0", "2"]]


def test_numbers_are_given_at_a_point_to_as_many_digits_as_asked():
    """The Weibull example: an entry of its matrix to 30 digits."""
    found = portrait("weibull", at="k=1.3, b=0.7", digits=30)

    assert found["fisher_at"][1][1] == "3.44897959183673469387755102041"
    with mp.workdps(40):
        exact = ((1 - mp.euler) ** 2 + mp.pi**2 / 6) / mp.mpf("1.69")
        assert found["fisher_at"][0][0] == mp.nstr(exact, 30)


def test_numbers_are_given_where_there_is_no_closed_form():
    """A mixture of normals: measured, and confirmed by nothing else."""
    found = portrait("normal_mixture", at="w=0.3, a=0, b=2")

    assert found["fisher"] is None
    assert float(found["fisher_at"][0][0]) == pytest.approx(2.50969763, rel=1e-7)


def test_a_derivation_that_is_wrong_by_a_factor_is_not_reported(monkeypatch):
    """The measurement contradicts it: no matrix, exit 1, and the loudest reason."""
    monkeypatch.setattr(deriving, "ENGINE", "doubled_engine")
    found = fisherproof.derive("bernoulli", at="p=0.25")

    assert found["fisher"] is None
    assert found["jeffreys"] is None
    assert found["reasons"]["fisher"].startswith("CONTRADICTION")
    assert deriving.exit_code(found) == 1
    assert float(found["fisher_at"][0][0]) == pytest.approx(16 / 3, rel=1e-12)


def test_what_takes_too_long_is_ended_and_the_rest_stands():
    """Two seconds are too few for the fourth order of two Cauchy laws; the matrix is there."""
    found = fisherproof.derive("cauchy", cpu=2)

    assert found["kl_expansion"]["4"] is None
    # Of CPU time, or of the clock on a busy machine.
    assert "time limit" in found["reasons"]["kl_expansion.4"]
    assert found["fisher"] is not None


def test_json_is_one_object_and_nothing_else(capsys):
    """A program reads stdout as it is."""
    code, out, err = said(
        capsys,
        "--density", "x*log(p) + (1-x)*log(1-p)",
        "--variable", "x in {0,1}",
        "--parameter", "p in (0,1)",
        "--json",
    )  # fmt: skip

    assert (code, err) == (0, "")
    assert json.loads(out)["fisher"] == [["1/(p*(1 - p))"]]


def test_a_family_that_is_not_regular_exits_1_and_says_why(capsys):
    """Uniform(0, t): no matrix; the mean squared score at the point, named as such."""
    code, out, err = said(capsys, "uniform", "--at", "t=2")

    assert (code, err) == (1, "")
    assert "none: The support (0, t) moves with t." in out
    assert "which is no information" in out
    assert "0.25" in out


def test_one_reason_is_said_once(capsys):
    """Nothing follows for Uniform(0, t), and the fields that share a reason stand together."""
    _, out, _ = said(capsys, "uniform")

    assert out.count("The family is not regular.") == 1
    assert "geodesics" in next(line for line in out.splitlines() if "not derived: KL(p | p + h)" in line)


def test_a_formula_that_is_too_long_to_read_is_left_to_json(capsys):
    """The curvature of a Dirichlet law: its length, and no line beyond 500 characters."""
    _, out, _ = said(capsys, "dirichlet")

    assert "characters; --json has it" in out
    assert max(map(len, out.splitlines())) < 500


def test_velocities_are_primed_and_symbols_named_for_a_reader(capsys):
    """Geodesics, Christoffel symbols once for i <= j, and where Renyi's divergence is finite."""
    _, out, _ = said(capsys, "normal")

    assert "μ'' = μ'*v'/v" in out
    assert "112: (1 - α)/(2*v²); 121: (-α - 1)/(2*v²); 222: (-α - 1)/(2*v³)" in out
    assert "finite for 0 < a < 1, and where -a*v_1 + a*v_2 + v_1 > 0" in out


def test_a_reader_sees_how_the_matrix_is_known(capsys):
    """Route, digits and points stand beside the matrix."""
    code, out, _ = said(capsys, "exponential")

    assert code == 0
    assert "[ b⁻² ]" in out
    assert "confirmed to 30 digits at 3 generic points" in out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["weibul"], "Near it: weibull"),
        ([], "Give the name of a family, or --density"),
        (["normal", "--density", "x"], "Give the name of a family, or --density"),
        (["normal", "--parameter", "a in (0,1)"], "belong to a --density"),
        (["--density", "-x"], "needs its --variable"),
        (
            ["--density", "log(a - a*x", "--variable", "x in (0,oo)", "--parameter", "a in (0,oo)"],
            "never closed",
        ),
        (
            ["--density", "-a*x", "--variable", "x in (0,oo)", "--parameter", "a in (0,oo)"],
            "not integrate to 1",
        ),
        (["exponential", "--at", "b=-1"], "is not in (0, oo)"),
        (["exponential", "--where", "b < 1"], "belong to a density"),
        (["exponential", "--digits", "0"], "digits"),
    ],
)
def test_bad_input_is_one_line_and_exit_2(capsys, arguments, says):
    """Nothing on stdout, one line on stderr."""
    code, out, err = said(capsys, *arguments)

    assert (code, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1


def test_formulas_are_made_readable_without_changing_them():
    """Powers, polygammas and Greek letters; function names and products stay."""
    assert readable("beta(a, b)*sigma**(-2) + polygamma(2, mu_1)") == "beta(a, b)*σ⁻² + ψ₂(μ_1)"
    assert readable("x**(a + 1)") == "x**(a + 1)"
    assert readable("x**2.5") == "x**2.5"
    assert matrix([["1/v", "0"], ["0", "2"]]) == ["[ 1/v  0 ]", "[ 0    2 ]"]
