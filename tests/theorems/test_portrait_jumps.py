"""Densities that jump at a moving place, are nearly normalised, or are asked about outside their conditions."""

from __future__ import annotations

import pytest
import sympy as sp

from theorems.portraits.confirm import confirm
from theorems.portraits.engine import Check, run_check
from theorems.portraits.jumps import moving_jump
from theorems.portraits.request import Request
from theorems.portraits.subject import subject_of

LINE, UNIT = "x in (-oo,oo)", "x in (0,1)"


def asked(density, variable, *parameters, **more):
    """A request for a density of one variable."""
    return Request(density=density, variables=(variable,), parameters=parameters, **more)


def answer(request, check="fisher", **known):
    """What one check says of a request."""
    (found,) = run_check(Check("density", check, "derive"), {**request.as_options(), **known})
    return found


STEP = asked("Piecewise((-log(2*t), x < t), (-log(2*(1-t)), True))", UNIT, "t in (0,1)")
# The score is zero wherever it exists, and so is its mean: E[s^2] = 0 says nothing of two jumps that cancel.
BOX = asked(
    "Piecewise((log(1/4), x < t), (log(1/2), x < t + 1), (log(1/4), True))", "x in (0,3)", "t in (0,2)"
)
SIGN = asked("-(x-m)^2/2 + c*Abs(x-m)/(x-m) - log(sqrt(2*pi)*cosh(c))", LINE, "m in (-oo,oo)", "c in (0,oo)")
LAPLACE = asked("-Abs(x-m)/b - log(2*b)", LINE, "m in (-oo,oo)", "b in (0,oo)")
CUSP = asked("-Abs(x-m)^(3/4) - log(2*gamma(7/3))", LINE, "m in (-oo,oo)")
TRIANGLE = asked("Piecewise((log(2*x/t), x < t), (log(2*(1-x)/(1-t)), True))", UNIT, "t in (0,1)")
STILL = asked("Piecewise((log(a), x < 1/3), (log((3-a)/2), True))", UNIT, "a in (0,3)")
SKEWED = asked(
    "log(k/(s + s*k^2)) + Piecewise((-k*(x-m)/s, x >= m), ((x-m)/(s*k), True))",
    LINE,
    "m in (-oo,oo)",
    "s in (0,oo)",
    "k in (0,oo)",
    at="m=0, s=1, k=2",
)
POWER = "log(b/(2*gamma(1/b))) - Abs(x-m)^b"


@pytest.mark.parametrize("request_", [STEP, BOX, SIGN], ids=["step", "box", "sign"])
def test_a_jump_that_moves_makes_the_information_infinite(request_):
    """The squared Hellinger distance is of first order, whatever E[s*s.T] off the jump is."""
    found = answer(request_)

    assert found["values"]["regular"] is False
    assert found["values"]["fisher"] is None
    assert "the density jumps" in found["reasons"]["fisher"]


@pytest.mark.parametrize(
    "request_", [LAPLACE, CUSP, TRIANGLE, STILL, SKEWED], ids=["kink", "cusp", "triangle", "still", "skewed"]
)
def test_kinks_and_jumps_that_stay_are_no_moving_jumps(request_):
    """A continuous density has none, and neither has one that jumps at 1/3 for every parameter."""
    assert not moving_jump(subject_of(request_))


def test_a_mean_score_that_is_not_zero_contradicts_a_matrix():
    """E[s^2] of the step density is right as an integral, and no information: E[s] = 1/(2*(1-t)) - 1/(2*t)."""
    subject = subject_of(STEP)
    (t,) = subject.family.parameters
    off_the_jump = sp.Matrix([[1 / (2 * t**2) + 1 / (2 * (1 - t) ** 2)]])

    assert "the mean of score 1" in confirm(subject.written, off_the_jump, subject.points[:1]).disagrees


@pytest.mark.parametrize("excess", ["1.000001", "1.000000001", "1.000000000001"])
def test_a_constant_that_is_slightly_wrong_is_refused(excess):
    """The mass that is measured is said, to the digits that tell it from 1."""
    found = answer(asked(f"-(x-m)^2/2 - log(2*pi)/2 + log({excess})", LINE, "m in (-oo,oo)"))

    assert "does not integrate to 1" in found["refused"]
    assert f"its mass is {excess}, not 1" in found["refused"]


@pytest.mark.parametrize(("b", "given"), [("2/5", False), ("1/2", False), ("3/5", True)])
def test_numbers_are_given_only_where_the_conditions_of_the_formula_hold(b, given):
    """b^2*gamma(2 - 1/b)/gamma(1/b) is negative at b = 2/5, where the information is infinite: b > 1/2 fails."""
    request = asked(POWER, LINE, "m in (-oo,oo)", "b in (0,oo)", at=f"m=0, b={b}")
    metric = answer(request)["values"]
    found = answer(request, "fisher_at", matrix=metric["fisher"], conditions=metric["conditions"])

    if given:
        expected = sp.N(sp.Rational(9, 25) * sp.gamma(sp.Rational(1, 3)) / sp.gamma(sp.Rational(5, 3)), 15)
        assert found["values"]["fisher_at"][0][0] == str(expected)
    else:
        assert found["values"]["fisher_at"] is None
        assert "b > 1/2" in found["reasons"]["fisher_at"]


def test_a_measured_entry_below_its_error_is_shown_as_zero():
    """Skewed Laplace: s_m is k/s above m and -1/(s*k) below, with probabilities 1/(1+k^2) and k^2/(1+k^2)."""
    found = answer(SKEWED, "fisher_at")["values"]["fisher_at"]

    # E[s_m^2] = (k^2 + 1)/(s^2*(1+k^2)) = 1 at s = 1.  s_s = -1/s + s_m*(x-m)/s, where |x-m| has the mean s/k above
    # and s*k below: E[s_m*s_s] = (k/s*(-1/s + 1/s) - k*(-1/s + 1/s)/s)/(1+k^2) = 0.
    assert found[0][:2] == ["1.00000000000000", "0"]


def test_what_integration_did_not_look_at_is_not_decided():
    """The score form alone is integrated: whether the Hessian form agrees stays open, with that reason."""
    found = answer(TRIANGLE, "integrated")

    assert found["values"]["hessian_form"] is None
    assert "score form only" in found["reasons"]["hessian_form"]


@pytest.mark.parametrize("check", ["distance", "geodesics", "jeffreys"])
def test_a_parameter_that_drops_out_leaves_no_metric(check):
    """m does not occur: the matrix has a zero row, and what needs a metric says so."""
    request = asked("-x^2/(2*v) - log(2*pi*v)/2", LINE, "v in (0,oo)", "m in (-oo,oo)")
    found = answer(request, check, matrix=[["1/(2*v**2)", "0"], ["0", "0"]], conditions=[])

    assert found["values"][check] is None
    assert "determinant 0" in found["reasons"][check]


@pytest.mark.parametrize(
    ("variable", "where", "support"),
    [
        ("x in (0,oo)", ("x < t",), "(0, t)"),
        ("x in (-oo,oo)", ("t < x",), "(t, oo)"),
        ("x in (-oo,oo)", ("0 < x < t",), "(0, t)"),
        ("x in (0,oo)", ("2*x < t", "x > 0 - 1"), "(0, t/2)"),
    ],
)
def test_a_support_that_a_condition_moves_is_not_regular(variable, where, support):
    """--where cuts the interval of a variable, and the reason names what is left."""
    low, high = (sp.sympify(e) for e in support.strip("()").split(", "))
    density = "t - x" if high == sp.oo else f"-log({high - low})"
    found = answer(asked(density, variable, "t in (0,oo)", where=where))

    assert found["values"]["regular"] is False
    assert found["reasons"]["fisher"] == f"The support {support} moves with t."


def test_a_condition_that_cuts_nothing_changes_nothing():
    """x > 0 on (0, oo), and x < 3 on (0, 2)."""
    for density, variable, where in (
        ("log(a) - a*x", "x in (0,oo)", "x > 0"),
        ("log(a) + (a-1)*log(x/2) - log(2)", "x in (0,2)", "x < 3"),
    ):
        assert answer(asked(density, variable, "a in (0,oo)", where=(where,)))["values"]["fisher"] == [
            ["a**(-2)"]
        ]


def test_a_fixed_symbol_is_not_named_as_a_parameter_at_one_of_two_points():
    """b_2 would be the shape and the second rate in one formula."""
    density = "s*log(b) - loggamma(s) + (s-1)*log(x) - b*x"
    clash = asked(
        density.replace("s", "b_2").replace("b_2*log", "b_2*log"),
        "x in (0,oo)",
        "b in (0,oo)",
        fixed=("b_2 in (0,oo)",),
    )
    free = asked(density, "x in (0,oo)", "b in (0,oo)", fixed=("s in (0,oo)",))

    assert "b_2 is what divergences and distances call b" in answer(clash)["refused"]
    assert answer(free, "kl")["values"]["kl"]


@pytest.mark.parametrize("option", ["at", "chart"])
def test_an_unknown_name_that_is_near_to_none_is_answered_with_those_of_the_family(option):
    """A reader of a named family has not seen its letters yet."""
    request = Request(name="generalised_normal", **{option: "zzz = 1" if option == "at" else "zzz, m, b"})

    assert "Those of the family: m, s, b." in answer(request)["refused"]


def test_a_jump_inside_an_absolute_value_is_found_by_the_rule_of_the_mass():
    """A box of width one on a floor of a quarter has mass one: the density is not refused as unnormalised."""
    box = asked("Piecewise((log(1/2), Abs(x-t) < 1/2), (log(1/4), True))", "x in (0,3)", "t in (1,2)")

    found = answer(box)

    assert found["values"]["regular"] is False


def test_a_minimum_of_a_parameter_and_the_end_of_its_interval_is_the_parameter():
    """The triangular law on the unit interval with top t has the information 1/(t(1 - t)): no case is left open."""
    t = sp.Symbol("t")

    found = answer(TRIANGLE, check="integrated")

    # int_0^t (2x/t)/t^2 dx + int_t^1 2(1-x)/(1-t)/(1-t)^2 dx = 1/t + 1/(1-t)
    assert sp.simplify(sp.sympify(found["values"]["fisher"][0][0], {"t": t}) - 1 / (t * (1 - t))) == 0
