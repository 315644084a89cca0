"""Optimality: a minimiser is proved by its gap form, a wrong candidate is beaten by a competitor."""

from __future__ import annotations

import pytest

from theorems import (
    Covector,
    Matrix,
    Maximises,
    Metric,
    Minimises,
    Scalar,
    UniqueMinimiser,
    Vector,
    exp,
    half,
    norm2,
    ones,
    setting,
    symbol,
)
from theorems.examination import prove, refute
from theorems.optimality import degree

I, A, g, v, w, x = map(symbol, ("I", "A", "g", "v", "w", "x"))
METRIC = setting(I=Metric(), g=Covector())
zero = ones - ones
model = g.T @ v + half * (v.T @ I @ v)
natural = -(I.inv @ g)
energy = v.T @ I @ v

PROVED = [
    pytest.param(Minimises(natural, model, v), METRIC, id="minimiser of a quadratic"),
    pytest.param(UniqueMinimiser(natural, model, v), METRIC, id="the only one"),
    pytest.param(Minimises(natural, g.T @ v, v, level=energy), METRIC, id="steepest descent on a level set"),
    pytest.param(UniqueMinimiser(natural, g.T @ v, v, level=energy), METRIC, id="the only steepest"),
    pytest.param(Maximises(-natural, g.T @ v, v, level=energy), METRIC, id="steepest ascent"),
    pytest.param(Minimises(zero, (ones.T @ v) ** 2, v), setting(sizes=(2,)), id="one minimiser among many"),
    pytest.param(
        Minimises(zero, -norm2(v), v, level=norm2(v)), setting(sizes=(2,)), id="singleton level set"
    ),
    pytest.param(
        UniqueMinimiser(zero, -norm2(v), v, level=norm2(v)), setting(sizes=(2,)), id="singleton is unique"
    ),
]
BEATEN = [
    pytest.param(Minimises(-g, model, v), METRIC, id="the plain gradient"),
    pytest.param(Minimises(-natural, model, v), METRIC, id="the wrong sign"),
    pytest.param(Minimises(2 * natural, model, v), METRIC, id="twice the step"),
    pytest.param(Maximises(natural, model, v), METRIC, id="a minimum is no maximum"),
    pytest.param(Minimises(-g, g.T @ v, v, level=energy), METRIC, id="the plain gradient on the level set"),
    pytest.param(Minimises(natural, energy, v, level=norm2(v)), METRIC, id="the wrong level set"),
    pytest.param(UniqueMinimiser(zero, (ones.T @ v) ** 2, v), setting(sizes=(2,)), id="a tie"),
    pytest.param(
        Minimises(zero, norm2(v) - 2 * (ones.T @ v) ** 2, v), setting(sizes=(2,)), id="a saddle is no minimum"
    ),
]
OPEN = [
    pytest.param(Minimises(zero, (norm2(v)) ** 2, v), setting(sizes=(2,)), id="a quartic"),
    pytest.param(Minimises(zero, exp(norm2(v)), v), setting(sizes=(2,)), id="no polynomial"),
]


@pytest.mark.parametrize(("statement", "given"), PROVED)
def test_a_minimiser_is_proved_and_not_beaten(statement, given):
    """Lagrange's condition holds with a gap form of the right sign, for all data."""
    assert all(prove(statement, given, n).proved for n in given.sizes if n <= 2)
    assert refute(statement, given, "7") is None


@pytest.mark.parametrize(("statement", "given"), BEATEN)
def test_a_wrong_candidate_is_beaten_by_a_competitor(statement, given):
    """An exact competitor on the level set is better, or ties where uniqueness was claimed."""
    found = refute(statement, given, "7")

    assert "competitor" in found.judgement.extra
    assert found.arithmetic == "exact rationals"
    assert not all(prove(statement, given, n).proved for n in given.sizes if n <= 2)


@pytest.mark.parametrize(("statement", "given"), BEATEN)
def test_a_competitor_is_on_the_level_set(statement, given):
    """The competitor has exactly the candidate's level, so it is a competitor at all."""
    found = refute(statement, given, "7")
    candidate, _, *level = statement.args
    from theorems.arithmetic.rationals import Rationals

    ev = found.instance.evaluator(Rationals())
    competitor = found.judgement.extra["competitor"]
    heights = [[ev.binding(v=place)(body) for body in level] for place in (ev(candidate), competitor)]

    assert heights[0] == heights[1]
    assert ev(candidate) != competitor


@pytest.mark.parametrize(("statement", "given"), OPEN)
def test_beyond_quadratics_nothing_is_decided(statement, given):
    """A true optimum of a function that is not quadratic is neither proved nor refuted."""
    assert "not quadratic" in prove(statement, given, 2).reason
    assert refute(statement, given, "7") is None


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (g.T @ v, 1),
        (v.T @ I @ v, 2),
        (norm2(v) * x, 2),
        ((ones.T @ v) ** 3, 3),
        (I @ g, 0),
        (norm2(v) / x, 2),
        (x / norm2(v), None),
        (exp(norm2(v)), None),
    ],
)
def test_the_degree_in_the_variable_is_read_off_the_tree(term, expected):
    """Linear, quadratic, cubic and constant terms are told; what is no polynomial has no degree."""
    assert expected == degree(term, "v")


def test_the_candidate_may_depend_on_any_data():
    """A shifted quadratic has its minimum at the shift and not at zero."""
    given = setting(w=Vector(), A=Matrix(), x=Scalar())
    shifted = norm2(v - w)

    assert prove(UniqueMinimiser(w, shifted, v), given, 2).proved
    assert refute(Minimises(0 * w, shifted, v), given, "7") is not None
