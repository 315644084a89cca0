"""A wrong claim of every kind is caught with the right kind of verdict, and its true twin is not refused."""

from __future__ import annotations

from fractions import Fraction

import pytest

from theorems import (
    And,
    AtLeast,
    BigO,
    Covector,
    Equal,
    FiniteModel,
    Formula,
    Greater,
    Hypothesis,
    Implies,
    LittleO,
    Loss,
    Metric,
    Minimises,
    Model,
    Point,
    PositiveDefinite,
    PositiveSemidefinite,
    Repair,
    Scalar,
    Small,
    Symbols,
    UniqueMinimiser,
    Variant,
    Vector,
    absolute,
    cos,
    fisher,
    function,
    grad,
    half,
    kl,
    law,
    log,
    setting,
    sin,
    symbol,
    tr,
)

x, y, h, u, v, w, g, I, a, theta = map(symbol, ("x", "y", "h", "u", "v", "w", "g", "I", "a", "theta"))
L = function("L")
ANY = setting(x=Scalar(), y=Scalar())
POSITIVE = setting(x=Scalar(positive=True), y=Scalar(positive=True))
METRIC = setting(I=Metric(), g=Covector(), v=Vector(), w=Vector())
SMALL = setting(theta=Point(), u=Vector(), h=Small(), L=Loss(at="theta"), sizes=(1, 2))
TIMES = setting(x=Scalar(time=1), y=Scalar(time=-1), units=True)
first_order = L(theta + h * u) - L(theta) - h * (grad(L(theta), theta).T @ u)
model, step = g.T @ v + half * (v.T @ I @ v), -(I.inv @ g)

KINDS = [
    pytest.param(
        Equal((x + y) ** 2, x**2 + y**2), Equal((x + y) ** 2, x**2 + 2 * x * y + y**2), ANY, id="equation"
    ),
    pytest.param(
        Equal(v.T @ I @ w, v.T @ I.inv @ w), Equal(v.T @ I @ w, w.T @ I @ v), METRIC, id="matrix equation"
    ),
    pytest.param(
        Equal(log(x * y), log(x) - log(y)), Equal(log(x * y), log(x) + log(y)), POSITIVE, id="logarithms"
    ),
    pytest.param(AtLeast(2 * x * y, x**2 + y**2), AtLeast(x**2 + y**2, 2 * x * y), ANY, id="inequality"),
    pytest.param(
        Greater(x**2 + y**2, 2 * x * y), Greater(x**2 + y**2 + 1, 2 * x * y), ANY, id="strict inequality"
    ),
    pytest.param(
        PositiveDefinite(I - v @ v.T), PositiveDefinite(I + v @ v.T), METRIC, id="positive definite"
    ),
    pytest.param(
        PositiveSemidefinite(-(v @ v.T)), PositiveSemidefinite(v @ v.T), METRIC, id="positive semidefinite"
    ),
    pytest.param(BigO(first_order, h, 3), BigO(first_order, h, 2), SMALL, id="O"),
    pytest.param(LittleO(first_order, h, 2), LittleO(first_order, h, 1), SMALL, id="o"),
    pytest.param(Minimises(-g, model, v), Minimises(step, model, v), METRIC, id="optimum"),
    pytest.param(
        UniqueMinimiser(step, (g.T @ v + g.T @ I.inv @ g) ** 2, v),
        UniqueMinimiser(step, model, v),
        METRIC,
        id="uniqueness",
    ),
    pytest.param(
        Implies(Greater(x + y, x), Greater(x, x + y)),
        Implies(Greater(x + y, x), Greater(x + 2 * y, x + y)),
        POSITIVE,
        id="implication",
    ),
    pytest.param(
        And(Equal(x + x, 2 * x), Greater(x * x, y * y)),
        And(Equal(x + x, 2 * x), AtLeast(x * x + y * y, 2 * x * y)),
        ANY,
        id="conjunction",
    ),
]
ILL_TYPED = [
    pytest.param(Equal(tr(v), g.T @ v), Equal(tr(v @ g.T), g.T @ v), METRIC, id="trace of a vector"),
    pytest.param(Equal(I @ v, g.T @ v), Equal(v.T @ I @ w, w.T @ I @ v), METRIC, id="scalar equal to vector"),
    pytest.param(Equal(x + y, x), Equal(x * (y + y), 2 * (x * y)), TIMES, id="sum of unequal units"),
]


def test_a_symbol_nobody_declared_is_a_slip_and_not_a_verdict(decide):
    """An undeclared symbol leaves a claim undecided, with its name and what to do."""
    record = decide(Equal(v + symbol("z"), v), METRIC)

    assert record["verdict"] == "undecided"
    assert "'z'" in record["reason"]
    assert "Declare it" in record["reason"]


@pytest.mark.parametrize(("wrong", "true", "given"), KINDS)
def test_a_wrong_claim_is_refuted(decide, wrong, true, given):
    """A false statement is refuted with a counterexample, and its nearest true statement is named."""
    record = decide(wrong, given, repair=Repair("the true twin", true, given))

    assert record["verdict"] == "refuted"
    assert record["counterexample"]["data"]
    assert record["certificate_document"]["statement"] == wrong.to_json()
    assert record["repair"]["verdict"] == "holds"


@pytest.mark.parametrize(("wrong", "true", "given"), KINDS)
def test_a_true_claim_is_not_refused(decide, wrong, true, given):
    """The true twin holds, with every mutant refuted and nothing to show against it."""
    record = decide(true, given)

    assert record["verdict"] == "holds", record["reason"]
    assert record["counterexample"] is None
    assert record["strength"]["killed"] == record["strength"]["tried"] > 0


@pytest.mark.parametrize(("wrong", "true", "given"), ILL_TYPED)
def test_an_ill_typed_claim_is_ill_posed_and_not_refuted(decide, wrong, true, given):
    """What does not type-check is ill-posed with the clash as evidence, and no other route looks at it."""
    record = decide(wrong, given, repair=Repair("the twin that fits", true, given))
    routes = {row["route"] for row in record["evidence"] if row["subject"] == "reading A"}

    assert record["verdict"] == "ill-posed"
    assert {"types"} == routes
    assert record["counterexample"] is None


@pytest.mark.parametrize(("wrong", "true", "given"), ILL_TYPED)
def test_a_well_typed_twin_is_not_refused(decide, wrong, true, given):
    """The twin that fits holds."""
    assert decide(true, given)["verdict"] == "holds"


# a scalar under a gradient in one place, a column of a product in another; or two letters for two things
ONE_LETTER = Symbols(Formula("1", Equal(w, grad(a, theta))), Formula("2", Equal(a, w)))
TWO_LETTERS = Symbols(Formula("1", Equal(w, grad(a, theta))), Formula("2", Equal(g, w)))


def test_a_symbol_used_for_two_things_is_ill_posed(decide):
    """A letter that is a scalar in one formula and a column in another is ill-posed, and both uses are shown."""
    true = Equal((x + y) ** 2, x**2 + 2 * x * y + y**2)

    record = decide(ONE_LETTER, setting(x=Scalar(), y=Scalar()), repair=Repair("elsewhere", true, ANY))
    (types,) = (row for row in record["evidence"] if row["subject"] == "reading A")

    assert record["verdict"] == "ill-posed", record["reason"]
    assert types["route"] == "types"
    assert "a scalar" in types["observed"]
    assert "a column" in types["observed"]


def test_two_letters_for_two_things_are_not_refused(decide):
    """With a letter for each thing no clash is found and the reading holds."""
    record = decide(TWO_LETTERS, setting())

    assert record["readings"][0]["verdict"] == "holds"
    assert {"supports"} == {row["outcome"] for row in record["evidence"] if row["route"] == "types"}


def test_a_wrong_claim_without_a_repair_is_not_decided(decide):
    """A refutation alone is half the work: without the nearest true statement the claim stays open."""
    record = decide(Equal(x + y, x), ANY)

    assert record["verdict"] == "undecided"
    assert "nearest true statement" in record["reason"]


def test_a_wrong_repair_is_caught(decide):
    """A repair is a claim like any other: one that fails leaves the claim undecided."""
    record = decide(Equal(x + y, x), ANY, repair=Repair("wrong again", Equal(x + y, y), ANY))

    assert record["verdict"] == "undecided"
    assert record["repair"]["verdict"] == "refuted"


# -- a model outside the regular ones -----------------------------------------------------------

spread = half * a + half * absolute(a) ** Fraction(3, 2)
KINKED = FiniteModel("a coin once differentiable", (a,), (half + spread, half - spread), (Fraction(0),))
REGULAR = setting(theta=Point(), u=Vector(), h=Small(), p=Model(at="theta"), sizes=(1,))
EVERY = REGULAR.also(p=Model(at="theta", edges=(KINKED,)))
remainder = kl(law("p", theta), law("p", theta + h * u)) - half * h**2 * (u.T @ fisher(theta) @ u)


def test_a_claim_that_an_irregular_model_breaks_is_conditional(decide):
    """KL = ½uᵀIu h² + O(h³) fails at a coin that bends like |a|^(3/2), and holds with regularity added."""
    record = decide(
        BigO(remainder, h, 3), EVERY, hypothesis=Hypothesis("regularity", "smooth models", REGULAR)
    )

    assert record["verdict"] == "conditional"
    assert record["hypothesis"] == "smooth models"
    assert "a coin once differentiable" in record["counterexample"]["data"]["instance"]
    assert record["certificate_document"]["kind"] == "order"


def test_the_same_claim_over_regular_models_holds(decide):
    """Without the irregular model the same words are true; the edge alone made the difference."""
    assert decide(BigO(remainder, h, 3), REGULAR)["verdict"] == "holds"


def test_an_edge_model_that_is_harmless_changes_nothing(decide):
    """The weaker claim, o(h), is true at the irregular coin too."""
    refuted = [r for r in decide(LittleO(remainder, h, 1), EVERY)["evidence"] if r["outcome"] == "refutes"]

    assert refuted == []


# -- mutants that pass --------------------------------------------------------------------------


def test_a_surviving_mutant_leaves_a_true_claim_undecided(decide):
    """A claim is proved, yet its checks cannot reject a variant: undecided, and the variant is named."""
    variant = Variant("the double angle", Equal(sin(2 * x), 2 * sin(x) * cos(x)))

    record = decide(Equal((x + y) ** 2, x**2 + 2 * x * y + y**2), ANY, variants=(variant,))

    assert record["readings"][0]["verdict"] == "holds"
    assert record["verdict"] == "undecided"
    assert "the double angle" in record["reason"]
    assert record["strength"]["survivors"] == ["the double angle"]


def test_a_surviving_mutant_of_the_repair_leaves_a_wrong_claim_undecided(decide):
    """The mutants are those of the statement shown true, here the repair."""
    variant = Variant("the double angle", Equal(sin(2 * x), 2 * sin(x) * cos(x)))
    true = Equal((x + y) ** 2, x**2 + 2 * x * y + y**2)

    record = decide(
        Equal((x + y) ** 2, x**2 + y**2), ANY, repair=Repair("the true twin", true, ANY), variants=(variant,)
    )

    assert record["readings"][0]["verdict"] == "refuted"
    assert record["verdict"] == "undecided"
    assert record["mutants_of"] == "repair"
