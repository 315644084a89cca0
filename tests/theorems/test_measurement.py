"""Measuring in floats: digits of agreement, margins, slopes; a lead at most, and the same for the same seed."""

from __future__ import annotations

import numpy as np
import pytest

from theorems import (
    And,
    AtLeast,
    BigO,
    Covector,
    Equal,
    Greater,
    Implies,
    LittleO,
    Loss,
    Metric,
    Minimises,
    Model,
    Point,
    PositiveDefinite,
    Scalar,
    Small,
    Vector,
    function,
    grad,
    half,
    kl,
    law,
    log,
    setting,
    sqrt,
    symbol,
)
from theorems.measurement import Seen, measure

x, y, h, u, v, g, I, theta = map(symbol, ("x", "y", "h", "u", "v", "g", "I", "theta"))
L = function("L")
POSITIVE = setting(x=Scalar(positive=True), y=Scalar(positive=True))
ANY = setting(x=Scalar(), y=Scalar())
METRIC = setting(I=Metric(), g=Covector(), v=Vector())
SMALL = setting(theta=Point(), u=Vector(), h=Small(), L=Loss(at="theta"), sizes=(1, 2))
MODEL = setting(theta=Point(), u=Vector(), h=Small(), p=Model(at="theta"), sizes=(1, 2))


def seen(statement, given):
    """What a measurement with a fixed seed says."""
    return measure(statement, given, np.random.default_rng(np.random.SeedSequence(7)))


@pytest.mark.parametrize(
    ("true", "false", "given"),
    [
        pytest.param(Equal(log(x * y), log(x) + log(y)), Equal(log(x * y), log(x)), POSITIVE, id="equation"),
        pytest.param(AtLeast(x + y, 2 * sqrt(x * y)), AtLeast(sqrt(x * y), x), POSITIVE, id="inequality"),
        pytest.param(Greater(x + y, x), Greater(x, x + y), POSITIVE, id="strict"),
        pytest.param(PositiveDefinite(I + v @ v.T), PositiveDefinite(I - 9 * v @ v.T), METRIC, id="definite"),
        pytest.param(
            BigO(L(theta + h * u) - L(theta), h, 1), BigO(L(theta + h * u) - L(theta), h, 2), SMALL, id="O"
        ),
        pytest.param(
            LittleO(kl(law("p", theta), law("p", theta + h * u)), h, 1),
            LittleO(kl(law("p", theta), law("p", theta + h * u)), h, 2),
            MODEL,
            id="o",
        ),
        pytest.param(
            Minimises(-(I.inv @ g), g.T @ v + half * (v.T @ I @ v), v),
            Minimises(-g, g.T @ v + half * (v.T @ I @ v), v),
            METRIC,
            id="optimum",
        ),
        pytest.param(
            And(Equal(x, x), Greater(x, 0)), And(Equal(x, x), Greater(0 * x, x)), POSITIVE, id="and"
        ),
        pytest.param(
            Implies(Greater(x, 0), Greater(x + y, y)),
            Implies(Greater(x, 0), Greater(y, x + y)),
            POSITIVE,
            id="implies",
        ),
    ],
)
def test_a_true_statement_agrees_and_a_false_one_differs(true, false, given):
    """Random instances agree with the true statement and differ from its false neighbour."""
    assert Seen.AGREES is seen(true, given).seen
    assert Seen.DIFFERS is seen(false, given).seen


def test_agreement_is_reported_in_digits_over_all_instances():
    """An identity of rational functions agrees to more than 12 digits on 64 instances of each size."""
    found = seen(Equal((x + y) ** 2 / x, x + 2 * y + y * y / x), POSITIVE)

    assert found.instances == 3 * 64
    assert float(found.figure.split()[0]) > 12


def test_a_small_relative_difference_is_seen():
    """x = x (1 + 1e-6) differs: the tolerance is the forward error and nothing wider."""
    assert Seen.DIFFERS is seen(Equal(x, x + x / 1_000_000), POSITIVE).seen


def test_a_formula_outside_its_domain_cannot_be_told():
    """√x over numbers of both signs is not measured as a number."""
    assert Seen.CANNOT_TELL is seen(Equal(sqrt(x) ** 2, x), ANY).seen


def test_a_slope_is_measured_and_printed():
    """‖L(θ + hu) − L(θ)‖ falls with slope 1, as its first derivative says."""
    found = seen(BigO(L(theta + h * u) - L(theta) - h * (grad(L(theta), theta).T @ u), h, 2), SMALL)

    assert Seen.AGREES is found.seen
    assert "slope 2.0" in found.figure


def test_the_same_generator_state_gives_the_same_measurement():
    """Two measurements with one seed print one figure; another seed prints another."""
    statement = AtLeast(x + y, 2 * sqrt(x * y))
    other = measure(statement, POSITIVE, np.random.default_rng(np.random.SeedSequence(8)))

    assert seen(statement, POSITIVE) == seen(statement, POSITIVE)
    assert seen(statement, POSITIVE) != other
