"""Metric fields, schedules and critical losses as instances: what is drawn is of the kind, and stays so."""

from __future__ import annotations

import numpy as np
import pytest

from theorems import (
    Equal,
    LittleO,
    Loss,
    MetricField,
    Point,
    Scalar,
    Schedule,
    Small,
    Vector,
    derivative,
    divergence,
    function,
    grad,
    jacobian,
    norm2,
    setting,
    symbol,
    tr,
)
from theorems.arithmetic.balls import Balls, working_precision
from theorems.arithmetic.base import OutsideDomainError
from theorems.arithmetic.floats import Floats
from theorems.arithmetic.matrix import column
from theorems.arithmetic.rationals import Rationals
from theorems.drawing import draw
from theorems.examination import examine, generic_instances, prove
from theorems.sources import Batch, RandomRationals

theta, v, h, t, s = map(symbol, ("theta", "v", "h", "t", "s"))
G, L, T = function("G"), function("L"), function("T")
GIVEN = setting(
    theta=Point(),
    v=Vector(),
    h=Small(),
    t=Scalar(),
    s=Scalar(),
    G=MetricField(at="theta"),
    L=Loss(at="theta", critical=True),
    T=Schedule(at="t"),
)
SIZES = pytest.mark.parametrize("n", [1, 2, 3])


def at(n, seed="fields", arithmetic=None):
    """An evaluator at a random instance."""
    return draw(GIVEN, n, RandomRationals(f"{seed}/{n}")).evaluator(arithmetic or Rationals())


@SIZES
def test_a_metric_field_is_symmetric_and_positive_definite_at_its_base(n):
    """So is what Hypothesis and the float batches draw, since all draw the same data."""
    matrix = at(n)(G(theta))
    minors = [matrix.__class__(tuple(r[:k] for r in matrix.rows[:k]), matrix.dims) for k in range(1, n + 1)]

    assert matrix == matrix.transpose()
    assert all(minor.determinant() > 0 for minor in minors)


@SIZES
def test_a_metric_field_varies_in_every_coordinate(n):
    """Each partial derivative of the trace differs from zero: nothing is constant by accident."""
    slopes = at(n)(grad(tr(G(theta)), theta)).entries

    assert all(slope != 0 for slope in slopes)


@SIZES
def test_a_critical_loss_has_no_slope_and_a_hessian(n):
    """∇L = 0 at the base and the second derivatives are generic."""
    ev = at(n)

    assert all(x == 0 for x in ev(grad(L(theta), theta)).entries)
    assert all(x != 0 for x in ev(jacobian(grad(L(theta), theta), theta)).entries)


def test_a_schedule_is_positive_and_moves():
    """T(t) > 0 and T′(t) ≠ 0."""
    ev = at(1)

    assert ev(T(t)) > 0
    assert ev(derivative(T(t), t)) != 0


@pytest.mark.parametrize("arithmetic", [Rationals(), Balls()], ids=["rationals", "balls"])
def test_where_a_polynomial_is_no_metric_there_is_no_value(arithmetic):
    """Far away the drawn polynomials leave the cone of metrics: that refutes nothing of metrics."""
    with working_precision(200):
        ev = at(2, arithmetic=arithmetic)
        far = ev.binding(v=column([ev.number(400), ev.number(-900)]))

        with pytest.raises(OutsideDomainError, match="metric"):
            far(G(theta + v))


@pytest.mark.parametrize("arithmetic", [Rationals(), Balls()], ids=["rationals", "balls"])
def test_where_a_polynomial_is_not_positive_there_is_no_schedule(arithmetic):
    """A cubic is negative at one end; the schedule it is a jet of is not."""
    with working_precision(200):
        ev = at(1, arithmetic=arithmetic)
        ends = [ev.binding(s=ev.number(x)) for x in (-1000, 1000)]
        refused = 0
        for far in ends:
            try:
                assert far(T(t + s)) > 0
            except OutsideDomainError:
                refused += 1

    assert refused == 1


def test_a_point_near_the_base_is_still_within_the_metric():
    """Close by the polynomials make a metric, and an instance may be looked at there."""
    ev = at(2)
    near = ev.binding(v=column([ev.number(1) / 1000, ev.number(1) / 1000]))

    assert near(G(theta + v)).determinant() > 0


@pytest.mark.parametrize(
    ("statement", "particular"),
    [
        (Equal(divergence(G(theta), theta), G(theta) @ v), False),
        (Equal(derivative(derivative(derivative(T(t), t), t), t), s), False),
        (Equal(derivative(derivative(derivative(derivative(T(t), t), t), t), t), s), True),
        (Equal(L(theta + v), L(theta)), True),
        (LittleO(L(theta + h * v) - L(theta), h, 1), False),
        (LittleO(L(theta + h * v) - L(theta), h, 4), True),
    ],
    ids=["first order", "third order", "fourth order", "far", "near", "near, to fourth order"],
)
def test_an_instance_says_when_its_polynomials_are_asked_for_more_than_jets(statement, particular):
    """Up to third order at the base the polynomial stands for every smooth function, beyond it for itself."""
    instance = next(iter(generic_instances(GIVEN, "particular", points=1)))

    assert examine(statement, instance).particular is particular


@pytest.mark.parametrize("n", [1, 2])
def test_what_is_proved_of_jets_is_proved_of_every_smooth_metric(n):
    """The product rule for a divergence closes; the same away from the base is not attempted."""
    rule = Equal(
        divergence(norm2(theta) * G(theta), theta),
        norm2(theta) * divergence(G(theta), theta) + 2 * G(theta) @ theta,
    )
    away = Equal(G(theta + v), G(theta + v).T)

    assert prove(rule, GIVEN, n).proved
    assert not prove(away, GIVEN, n).proved
    assert "away from the point" in prove(away, GIVEN, n).reason


def test_a_batch_is_a_metric_at_every_instance():
    """The float batches are positive definite at the base throughout."""
    ev = draw(GIVEN, 2, Batch(np.random.default_rng(5), 64)).evaluator(Floats())
    (a, b), (c, d) = ev(G(theta)).rows

    assert np.array_equal(b, c)
    assert np.all(a > 0)
    assert np.all(a * d - b * c > 0)
