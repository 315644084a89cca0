"""Mutants: near misses of a statement, each well typed, none twice, every operator in its turn."""

from __future__ import annotations

import pytest

from theorems import (
    And,
    AtLeast,
    BigO,
    Covector,
    Equal,
    Greater,
    Implies,
    Loss,
    Matrix,
    Metric,
    Minimises,
    Model,
    Point,
    PositiveSemidefinite,
    Scalar,
    Small,
    Variant,
    Vector,
    fisher,
    function,
    half,
    norm2,
    setting,
    sqrt,
    symbol,
)
from theorems.mutants import MOST, OPERATORS, mutants, rewrites, well_typed
from theorems.routes import Subject
from theorems.trials import trials

x, y, h, u, v, w, g, I, A, theta = map(symbol, ("x", "y", "h", "u", "v", "w", "g", "I", "A", "theta"))
L = function("L")
GIVEN = setting(
    x=Scalar(positive=True),
    y=Scalar(positive=True),
    h=Small(),
    theta=Point(),
    u=Vector(),
    v=Vector(),
    w=Vector(),
    g=Covector(),
    I=Metric(),
    A=Matrix(),
    L=Loss(at="theta"),
    p=Model(at="theta"),
)
RICH = Equal(half * (v.T @ A.inv @ w) + x * sqrt(norm2(u)), y**2 * (w.T @ A.T @ v) - x / y)


def made(operator, statement):
    """What one operator makes of a statement."""
    return list(rewrites(statement, OPERATORS[operator]))


@pytest.mark.parametrize(
    ("operator", "statement", "mutant"),
    [
        ("sign", Equal(x, y), Equal(x, -y)),
        ("sign", Equal(x, x + y), Equal(x, x + -y)),
        ("sign", AtLeast(x, y), AtLeast(y, x)),
        ("sign", Minimises(v, g.T @ w, w), Minimises(-v, g.T @ w, w)),
        ("factor", Equal(x, y), Equal(2 * x, y)),
        ("factor", Equal(x, half * y), Equal(x, 1 * y)),
        ("transpose", Equal(A.T, A), Equal(A, A)),
        ("inverse", Equal(A.inv @ v, v), Equal(A @ v, v)),
        ("power", Equal(x**2, y), Equal(x**3, y)),
        ("power", Equal(sqrt(x), y), Equal(x, y)),
        ("drop", Equal(x + y, y), Equal(x, y)),
        ("drop", Equal(x * y, y), Equal(y, y)),
        ("swap", Equal(v.T @ w, x), Equal(w @ v.T, x)),
        ("relation", AtLeast(x, y), Greater(x, y)),
        ("relation", BigO(x * h, h, 1), BigO(x * h, h, 2)),
        ("relation", PositiveSemidefinite(A), PositiveSemidefinite(-A)),
    ],
)
def test_an_operator_makes_its_near_miss(operator, statement, mutant):
    """Each operator applies its one change at a place of the tree."""
    assert mutant in made(operator, statement)


def test_no_mutant_is_the_statement_or_another_mutant():
    """All mutants differ from the statement and from each other."""
    digests = [m.statement.digest for m in mutants(RICH, GIVEN, most=200)]

    assert RICH.digest not in digests
    assert len(set(digests)) == len(digests) > 20


def test_every_mutant_is_well_typed():
    """What would not type-check never counts as a mutant, though operators do make it."""
    kept = mutants(RICH, GIVEN, most=200)
    raw = [variant for rewrite in OPERATORS.values() for variant in rewrites(RICH, rewrite)]

    assert all(well_typed(m.statement, GIVEN) for m in kept)
    assert not all(well_typed(variant, GIVEN) for variant in raw)


def test_operators_take_turns():
    """Among the first few mutants of a rich statement every operator that applies is seen."""
    chosen = [m.operator for m in mutants(RICH, GIVEN)]
    applicable = {m.operator for m in mutants(RICH, GIVEN, most=500)}

    assert len(chosen) == MOST
    assert applicable == set(chosen)
    assert len(set(chosen[: len(applicable)])) == len(applicable) >= 6


def test_a_statement_rich_enough_has_five_mutants_of_three_operators():
    """At least five mutants from three operators, as the design asks."""
    chosen = mutants(Equal(v.T @ I @ w, w.T @ I @ v), GIVEN)

    assert len(chosen) >= 5
    assert len({m.operator for m in chosen}) >= 3


def test_a_definition_is_not_opened():
    """Inside I_F(θ) nothing is changed: mutants change what is said, not what the words mean."""
    body = fisher(theta)

    for m in mutants(Equal(v.T @ body @ w, x), GIVEN, most=200):
        named = [node for node in m.statement.walk() if node.op == "named"]

        assert all(node == body for node in named)


def test_a_premise_is_not_changed():
    """Mutants of an implication keep its premise."""
    premise = Greater(x, y)

    found = mutants(Implies(premise, Greater(x * x, y * y)), GIVEN, most=200)

    assert found
    assert all(m.statement.args[0] == premise for m in found)


def test_the_transpose_of_a_symmetric_matrix_is_no_mutant():
    """vᵀIᵀw is vᵀIw for a metric, so it is not tried; vᵀAᵀw is tried."""
    symmetric = [m.statement for m in mutants(Equal(v.T @ I @ w, x), GIVEN, most=200)]
    general = [m.statement for m in mutants(Equal(v.T @ A @ w, x), GIVEN, most=200)]

    assert Equal(v.T @ I.T @ w, x) not in symmetric
    assert Equal(v.T @ A.T @ w, x) in general


# -- their fates --------------------------------------------------------------------------------


def subject(statement, given):
    """A statement as the engine hands it to the trials."""
    return Subject("demo", "reading A", statement, given, 7, "default")


def test_the_mutants_of_a_true_statement_are_refuted():
    """Each near miss of (x + y)² = x² + 2xy + y² fails somewhere, or is proved true as well."""
    square = Equal((x + y) ** 2, x**2 + 2 * x * y + y**2)

    fates = trials(subject(square, GIVEN), ())

    assert {"refuted"} == {fate.outcome for fate in fates}
    assert len(fates) >= 5


def test_an_equivalent_mutant_is_counted_apart():
    """x + 2y > x for positive numbers is as true as x + y > x."""
    given = setting(x=Scalar(positive=True), y=Scalar(positive=True))

    fates = trials(subject(Greater(x + y, x), given), (Variant("twice y", Greater(x + 2 * y, x)),))

    assert fates[-1].outcome == "equivalent"


def test_a_variant_that_cannot_be_told_survives():
    """A variant that is true beyond what the engines prove is let through, and said to be."""
    given = setting(x=Scalar(), sizes=(1,))
    from theorems import cos, sin

    fates = trials(
        subject(Equal(x, x), given), (Variant("double angle", Equal(sin(2 * x), 2 * sin(x) * cos(x))),)
    )

    assert fates[-1].outcome == "survived"
    assert fates[-1].operator == "by hand"


def test_a_variant_may_have_a_setting_of_its_own():
    """Dropping x > y from the setting lets the variant fail."""
    given = setting(Greater(x, y), x=Scalar(positive=True), y=Scalar(positive=True))
    wider = setting(x=Scalar(positive=True), y=Scalar(positive=True))
    statement = And(Greater(x * x, y * y), Greater(x, 0))

    fates = trials(subject(statement, given), (Variant("without x > y", statement, wider),))

    assert fates[-1].outcome == "refuted"
