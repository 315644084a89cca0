"""Statements that once slipped through, or nearly: no false one is proved, no true one is refuted."""

from __future__ import annotations

from fractions import Fraction

import pytest

from theorems import (
    AtLeast,
    BigO,
    Equal,
    FiniteModel,
    Greater,
    Id,
    LittleO,
    Loss,
    Metric,
    Minimises,
    Model,
    Point,
    PositiveSemidefinite,
    Scalar,
    Small,
    UniqueMinimiser,
    Vector,
    derivative,
    fisher,
    function,
    grad,
    log,
    norm,
    norm2,
    rational,
    setting,
    sin,
    sqrt,
    symbol,
    tr,
)
from theorems.examination import prove, refute

h, a, b, t, theta, u, v, w, d = map(symbol, ("h", "a", "b", "t", "theta", "u", "v", "w", "d"))
I_F, g, mu = symbol("I_F"), symbol("g"), symbol("mu")
L = function("L")

SMALL = setting(h=Small())
POSITIVE = setting(a=Scalar(positive=True), b=Scalar(positive=True))
COLUMNS = setting(h=Small(), u=Vector(), v=Vector(), sizes=(2,))
METRIC = setting(I_F=Metric(), u=Vector(), v=Vector(), sizes=(2,))
BORN = FiniteModel("an outcome that is born at a = 0", (a,), (rational(1) - a**2, a**2), (Fraction(0),))

FALSE = {
    "a truncated root is not exact": (BigO(sqrt(h**4 + h**6) - h**2, h, 5), SMALL),
    "a root of a small number falls slowly": (BigO(sqrt(h**3), h, 2), SMALL),
    "a remainder of third order is not of higher": (LittleO(sqrt(h**2 + h**4) - h, h, 3), SMALL),
    "an order is not rounded down": (BigO(h * sqrt(h), h, Fraction(5, 3)), SMALL),
    "a logarithm is not bounded at zero": (BigO(log(h), h, 0), SMALL),
    "a quotient loses an order": (BigO(sin(h) / h - 1, h, 3), SMALL),
    "the length of a sum": (LittleO(norm(h * u + h**2 * v) - h * norm(u), h, 2), COLUMNS),
    "a root may be zero": (Greater(sqrt((a - b) ** 2), 0), POSITIVE),
    "a length may be zero": (Greater(norm(v), 0), setting(v=Vector(), sizes=(2,))),
    "a root is not the difference": (Equal(sqrt((a - b) ** 2), a - b), POSITIVE),
    "minors of a matrix that is not symmetric": (
        PositiveSemidefinite(u @ v.T),
        METRIC,
    ),
    "a quadratic form is not always above the other": (AtLeast(u.T @ I_F @ u, v.T @ I_F @ v), METRIC),
    "a product of quadratic forms with one inverse missing": (
        AtLeast((u.T @ I_F @ u) * (v.T @ I_F @ v), (v.T @ u) ** 2),
        METRIC,
    ),
    "a saddle has no minimiser": (
        Minimises(u, (u.T @ w) ** 2 - norm2(w), over=w),
        METRIC,
    ),
    "a flat objective has more than one minimiser": (
        UniqueMinimiser(u, (0 * u).T @ w, over=w, level=norm2(w)),
        METRIC,
    ),
    "a definition is a formula": (
        BigO(d, h, 2),
        setting(h=Small(), a=Scalar(positive=True), where={d: h * a}),
    ),
    "the derivative of a defined symbol is not zero": (
        Equal(norm2(grad(d, theta)), 0),
        setting(theta=Point(), L=Loss(at="theta"), where={d: L(theta)}),
    ),
}
TRUE = {
    "an exact root": (BigO(sqrt(h**4 + h**6) - h**2 * sqrt(1 + h**2), h, 5), SMALL),
    "the next order of a root": (BigO(sqrt(h**2 + h**4) - h - h**3 / 2, h, Fraction(7, 2)), SMALL),
    "a root of a power": (BigO(sqrt(h**3) - h * sqrt(h), h, 2), SMALL),
    "a quotient": (BigO(sin(h) / h - 1, h, 2), SMALL),
    "the length of a sum, with its slope": (
        LittleO(norm(h * u + h**2 * v) - h * norm(u) - h**2 * (u.T @ v) / norm(u), h, 2),
        COLUMNS,
    ),
    "a defined symbol falls with h": (
        BigO(d, h, 1),
        setting(h=Small(), a=Scalar(positive=True), where={d: h * a}),
    ),
    "a power's derivative": (Equal(derivative(t**3, t), 3 * t**2), setting(t=Scalar())),
    "the trace of the identity": (AtLeast(tr(Id), 1), setting(u=Vector())),
    "Cauchy and Schwarz": (AtLeast((u.T @ I_F @ u) * (v.T @ I_F.inv @ v), (u.T @ v) ** 2), METRIC),
}


@pytest.mark.parametrize("name", FALSE)
def test_a_false_statement_is_not_proved(name):
    """No engine closes a statement that fails somewhere in its setting."""
    statement, given = FALSE[name]

    assert not all(prove(statement, given, n).proved for n in given.sizes if n <= 2)


@pytest.mark.parametrize("name", TRUE)
def test_a_true_statement_is_not_refuted(name):
    """No instance is taken for a counterexample of a statement that holds."""
    statement, given = TRUE[name]

    assert refute(statement, given, "soundness") is None


def test_a_weight_that_vanishes_with_h_is_not_dropped():
    """At the birth of an outcome the mean of the squared score jumps, which a dropped outcome would hide."""
    statement = BigO(tr(fisher(theta + h * u)) - tr(fisher(theta)), h, 1)
    given = setting(theta=Point(), u=Vector(), h=Small(), p=Model(at="theta", edges=(BORN,)), sizes=(1,))

    from theorems.examination import prove_at_edges
    from theorems.judgement import Truth

    assert prove_at_edges(statement, given, "birth") in (Truth.FALSE, Truth.UNKNOWN)
