"""Units of time and of the coordinates: what may be added and equated where a statement is about units."""

from __future__ import annotations

from fractions import Fraction

import pytest

from theorems import (
    And,
    AtLeast,
    Commensurable,
    Covector,
    Equal,
    Loss,
    Matrix,
    Metric,
    Point,
    Scalar,
    Vector,
    absolute,
    det,
    divergence,
    exp,
    function,
    grad,
    jacobian,
    largest_eigenvalue,
    log,
    matrix_exp,
    norm,
    norm2,
    normal_mean,
    rational,
    setting,
    sqrt,
    symbol,
    tr,
)
from theorems.evaluate import IllTypedError, UndefinedSymbolError
from theorems.routes import Subject, run_route
from theorems.types import checker

I_F, J, A, v, w, g = map(symbol, ("I_F", "J", "A", "v", "w", "g"))
rate, power, m, x, theta, t = map(symbol, ("rate", "power", "m", "x", "theta", "t"))
L = function("L")
SYMBOLS = {
    "I_F": Metric(),
    "J": Metric(),
    "A": Matrix(),
    "v": Vector(),
    "w": Vector(time=-1),
    "g": Covector(),
    "rate": Scalar(time=-1),
    "power": Scalar(positive=True, time=-1),
    "m": Scalar(),
    "x": Scalar(),
    "theta": Point(),
    "t": Scalar(time=1),
    "L": Loss(at="theta"),
}
UNITS = setting(units=True, **SYMBOLS)
slope = grad(L(theta), theta)

FIT = {
    "a trace and an eigenvalue of a metric": Equal(tr(I_F), largest_eigenvalue(I_F)),
    "the inverse of a trace and the trace of an inverse": Commensurable(1 / tr(I_F), tr(I_F.inv)),
    "a squared length and the trace of an inverse metric": Commensurable(norm2(v), tr(I_F.inv)),
    "a vector's length times a covector's": Equal(norm(v) * norm(g), m),
    "a pairing": Equal(g.T @ v, m),
    "a Fisher length": Equal(v.T @ I_F @ v, m),
    "an eigenvalue of a mixed tensor": Equal(largest_eigenvalue(I_F.inv @ J), m),
    "a root twice": Equal(sqrt(rate) * sqrt(rate), rate),
    "a flow": Equal(matrix_exp(-(rate * t) * (I_F.inv @ J)), A),
    "a Laplacian two ways": Equal(divergence(slope, theta), tr(jacobian(slope, theta))),
    "the divergence of a vector field": Equal(divergence(I_F.inv @ slope, theta), m),
    "a gradient in a velocity": Equal(grad(w.T @ I_F @ w, w), 2 * (I_F @ w)),
    "a gradient in a covector": Equal(grad(g.T @ v, g), v),
    "a Jacobian in a velocity": Equal(jacobian(I_F @ w, w), I_F),
    "a covariance": Equal(normal_mean(v @ v.T, v, I_F.inv), I_F.inv),
    "a ratio of determinants": Equal(log(det(I_F) / det(J)), m),
    "zero, with anything": Commensurable(m, rational(0), x),
}
CLASH = {
    "a trace and that of the inverse": (Equal(tr(I_F), tr(I_F.inv)), r"\[θ\]\^-2 and \[θ\]\^2"),
    "the inverse of an eigenvalue and a number": (Commensurable(1 / largest_eigenvalue(I_F), m), r"\[θ\]\^2"),
    "lengths of a vector and a covector": (Equal(norm(v), norm(g)), r"\[θ\]\^1 and \[θ\]\^-1"),
    "a squared length and a number": (Equal(v.T @ v, m), r"\[θ\]\^2"),
    "a power and a number": (Commensurable(power, m), r"t\^-1 and t\^0"),
    "two units with a zero before them": (Commensurable(rational(0), rate, m), r"t\^-1 and t\^0"),
    "two units with a determinant before them": (
        Commensurable(det(I_F), tr(I_F), m),
        r"\[θ\]\^-2 and \[θ\]\^0",
    ),
    "a sum that hides a unit behind a determinant": (
        Equal(det(I_F) + largest_eigenvalue(I_F), m),
        r"\[θ\]\^-2",
    ),
    "the root of a rate and a number": (Equal(sqrt(rate), m), r"t\^-1/2"),
    "a power that is not whole": (Equal(tr(I_F) ** Fraction(1, 4), m), r"\[θ\]\^-1/2"),
    "an absolute value": (Equal(absolute(tr(I_F)), m), r"\[θ\]\^-2"),
    "the square of a trace": (AtLeast(tr(I_F) ** 2, tr(I_F)), r"\[θ\]\^-4"),
    "the square of a metric": (Equal(I_F @ I_F, I_F), r"\[θ\]\^-2"),
    "a metric and a map": (Equal(I_F, A), r"\(lower, lower\) and \(upper, lower\)"),
    "a gradient in a covector": (Equal(grad(g.T @ v, g), g), r"\(upper\) and \(lower\)"),
    "a Laplacian and a number": (Equal(divergence(slope, theta), m), r"\[θ\]\^-2"),
    "the exponential of a metric": (Equal(matrix_exp(I_F), I_F), "powers differ"),
    "the exponential of a rate": (Equal(matrix_exp(-(rate * (I_F.inv @ J))), A), r"unit t\^-1"),
    "the exponential of a trace": (Equal(exp(tr(I_F)), m), r"\[θ\]\^-2"),
    "a metric for a covariance": (Equal(normal_mean(v @ v.T, v, I_F), I_F), "two upper indices"),
}


@pytest.mark.parametrize("name", FIT)
def test_quantities_of_one_unit_fit(name):
    """What has one unit in every system of units may be equated."""
    checker(UNITS)(FIT[name])


@pytest.mark.parametrize("name", CLASH)
def test_a_clash_of_units_is_named(name):
    """Two units in one equation are an error that names both."""
    statement, named = CLASH[name]

    with pytest.raises(IllTypedError, match=named):
        checker(UNITS)(statement)


@pytest.mark.parametrize("name", [name for name, (s, _) in CLASH.items() if s.op != "commensurable"])
def test_where_the_chart_is_fixed_units_do_not_clash(name):
    """The same statements are well typed in a setting that is not about units."""
    checker(setting(**SYMBOLS))(CLASH[name][0])


def test_commensurability_is_decided_by_types_alone():
    """The types route supports or refutes it, and no other route has anything to say."""
    true = Subject("c", "A", Commensurable(tr(I_F), largest_eigenvalue(I_F)), UNITS, 7, "quick")
    false = Subject("c", "A", Commensurable(tr(I_F), m), UNITS, 7, "quick")

    assert [e.outcome for e in run_route("types", true)] == ["supports"]
    assert [e.outcome for e in run_route("types", false)] == ["refutes"]
    assert [e for route in ("symbolic", "enclosure", "numeric") for e in run_route(route, true)] == []


def test_commensurability_is_not_joined_to_statements_about_values():
    """A conjunction with it is an author's slip, said before anything is evaluated."""
    mixed = And(Commensurable(m, x), Equal(m, x))

    with pytest.raises(UndefinedSymbolError, match="cannot be joined"):
        checker(UNITS)(mixed)
