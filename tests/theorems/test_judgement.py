"""One instance, one relation: true, false or not to be told, exactly and in balls; and proofs for all values."""

from __future__ import annotations

from fractions import Fraction

import flint
import pytest

from theorems import (
    And,
    AtLeast,
    BigO,
    Equal,
    Greater,
    Implies,
    LittleO,
    Loss,
    Matrix,
    Metric,
    Model,
    Point,
    PositiveDefinite,
    PositiveSemidefinite,
    Scalar,
    Small,
    Vector,
    absolute,
    cos,
    exp,
    expect,
    function,
    half,
    kl,
    law,
    log,
    score,
    setting,
    sin,
    sqrt,
    symbol,
)
from theorems.arithmetic.balls import Balls, working_precision
from theorems.arithmetic.rationals import Rationals
from theorems.evaluate import Evaluator, IllTypedError
from theorems.examination import prove, refute
from theorems.judgement import Truth, judge, worst
from theorems.setting import Data

x, y, h, u, v, I, A, theta = map(symbol, ("x", "y", "h", "u", "v", "I", "A", "theta"))
L = function("L")
ANY = setting(x=Scalar(), y=Scalar())
POSITIVE = setting(x=Scalar(positive=True), y=Scalar(positive=True))


@pytest.fixture
def at():
    """The truth of a statement at x = 2, y = 3, h small, exactly or in balls."""

    def at(statement, *, arithmetic=None):
        field = arithmetic or Rationals()
        values = {"x": field.number(2), "y": field.number(3), "h": field.number(Fraction(1, 8))}
        with working_precision(200):
            return judge(statement, Evaluator(field, values, 1)).truth

    return at


@pytest.mark.parametrize(
    ("statement", "truth"),
    [
        (Equal(x + 1, y), Truth.TRUE),
        (Equal(x, y), Truth.FALSE),
        (AtLeast(y, x + 1), Truth.TRUE),
        (AtLeast(x, y), Truth.FALSE),
        (Greater(y, x), Truth.TRUE),
        (Greater(y, x + 1), Truth.FALSE),
        (And(Equal(x, x), Greater(y, x)), Truth.TRUE),
        (And(Equal(x, x), Greater(x, y)), Truth.FALSE),
        (Implies(Greater(y, x), Greater(y * y, x * x)), Truth.TRUE),
        (Implies(Greater(y, x), Equal(y, x)), Truth.FALSE),
        (Implies(Greater(x, y), Equal(x, y)), Truth.TRUE),
        (BigO(h**2 + h**3, h, 2), Truth.TRUE),
        (BigO(h + h**3, h, 2), Truth.FALSE),
        (LittleO(h**2, h, 1), Truth.TRUE),
        (LittleO(h**2, h, 2), Truth.FALSE),
        (BigO(h * sqrt(h), h, Fraction(3, 2)), Truth.TRUE),
        (BigO(h * sqrt(h), h, 2), Truth.FALSE),
        (LittleO(h * sqrt(h), h, Fraction(3, 2)), Truth.FALSE),
        (BigO(absolute(-h), h, 1), Truth.TRUE),
        (BigO(x * h**0, h, 1), Truth.FALSE),
    ],
)
def test_a_relation_among_rationals_is_decided_exactly(at, statement, truth):
    """Exact numbers leave no doubt: true or false, and a false premise is met for nothing."""
    assert truth is at(statement)


def test_equal_values_in_balls_are_enclosed_and_not_proved(at):
    """log 6 = log 2 + log 3 is enclosed by balls; log 6 = log 5 is false; neither is "true"."""
    balls = Balls()

    assert Truth.ENCLOSED is at(Equal(log(x * y), log(x) + log(y)), arithmetic=balls)
    assert Truth.FALSE is at(Equal(log(x * y), log(x + y)), arithmetic=balls)


def test_a_wide_ball_is_no_evidence(at):
    """A ball that contains zero but is wider than 1e-25 of the sides decides nothing."""
    wide = Evaluator(Balls(), {"x": flint.arb(2, 0.001), "y": flint.arb(2)}, 1)

    assert Truth.UNKNOWN is judge(Equal(x, y), wide).truth
    assert Truth.UNKNOWN is judge(AtLeast(x, y), wide).truth
    assert Truth.FALSE is judge(Equal(x, y + 1), wide).truth


def test_a_premise_that_is_merely_enclosed_refutes_nothing(at):
    """From an equation known only by balls a false conclusion does not follow."""
    enclosed = Equal(log(x * y), log(x) + log(y))

    assert Truth.UNKNOWN is at(Implies(enclosed, Greater(x, y)), arithmetic=Balls())
    assert Truth.FALSE is at(Implies(Greater(y, x), Greater(log(x), log(y))), arithmetic=Balls())


def test_the_worst_of_several_truths():
    """FALSE beats UNKNOWN beats ENCLOSED beats TRUE; nothing at all is true."""
    assert Truth.FALSE is worst([Truth.TRUE, Truth.UNKNOWN, Truth.FALSE])
    assert Truth.UNKNOWN is worst([Truth.ENCLOSED, Truth.UNKNOWN, Truth.TRUE])
    assert Truth.ENCLOSED is worst([Truth.TRUE, Truth.ENCLOSED])
    assert Truth.TRUE is worst([Truth.TRUE])


def test_a_value_is_not_a_statement(at):
    """x + y cannot be judged, and an equation between shapes that differ neither."""
    with pytest.raises(IllTypedError, match="not a statement"):
        at(x + y)


def test_a_refuted_order_names_exponent_and_coefficient():
    """3h^(3/2) + h² = O(h²) fails with coefficient 3 at h^(3/2)."""
    ev = Evaluator(Rationals(), {"h": Rationals().number(Fraction(1, 8))}, 1)

    found = judge(BigO(3 * h * sqrt(h) + h**2, h, 2), ev)

    assert (found.extra["exponent"], found.extra["coefficient"]) == ("3/2", "3")


TRUE = [
    pytest.param(Equal((x + y) ** 2, x * x + 2 * x * y + y * y), ANY, id="square of a sum"),
    pytest.param(Equal(log(x / y), log(x) - log(y)), POSITIVE, id="logarithm of a quotient"),
    pytest.param(Equal(exp(x) / exp(x), 1), ANY, id="exponential cancels"),
    pytest.param(Equal(sin(x) ** 2 + cos(x) ** 2, 1), ANY, id="Pythagoras"),
    pytest.param(Equal(sqrt(x * x), x), POSITIVE, id="root of a square of a positive number"),
    pytest.param(AtLeast(x * x + y * y, 2 * x * y), ANY, id="mean inequality"),
    pytest.param(Greater(x + y, x), POSITIVE, id="adding a positive number"),
    pytest.param(PositiveDefinite(I + v @ v.T), setting(I=Metric(), v=Vector()), id="metric plus square"),
    pytest.param(PositiveSemidefinite(v @ v.T), setting(v=Vector()), id="square of a vector"),
    pytest.param(
        BigO(L(theta + h * u) - L(theta), h, 1),
        setting(theta=Point(), u=Vector(), h=Small(), L=Loss(at="theta")),
        id="first order",
    ),
    pytest.param(
        Equal(expect(law("p", theta), score(theta)), 0 * theta),
        setting(theta=Point(), p=Model(at="theta"), sizes=(1, 2)),
        id="mean score is zero",
    ),
]
FALSE = [
    pytest.param(Equal((x + y) ** 2, x * x + y * y), ANY, id="square of a sum"),
    pytest.param(Equal(log(x + y), log(x) + log(y)), POSITIVE, id="logarithm of a sum"),
    pytest.param(Equal(sqrt(x * x), x), ANY, id="root of a square of any number"),
    pytest.param(AtLeast(2 * x * y, x * x + y * y), ANY, id="mean inequality reversed"),
    pytest.param(Greater(x * x, 0), ANY, id="square positive, but for zero"),
    pytest.param(AtLeast(x * x, x), POSITIVE, id="square above its root"),
    pytest.param(PositiveDefinite(v @ v.T), setting(v=Vector(), sizes=(2,)), id="rank one is not definite"),
    pytest.param(PositiveSemidefinite(I - v @ v.T), setting(I=Metric(), v=Vector()), id="metric less square"),
    pytest.param(
        BigO(L(theta + h * u) - L(theta), h, 2),
        setting(theta=Point(), u=Vector(), h=Small(), L=Loss(at="theta")),
        id="second order",
    ),
    pytest.param(
        Equal(expect(law("q"), score(theta)), 0 * theta),
        setting(theta=Point(), p=Model(at="theta"), q=Data(), sizes=(1,)),
        id="mean score under other data",
    ),
    pytest.param(
        Equal(kl(law("p", theta), law("q")), kl(law("q"), law("p", theta))),
        setting(theta=Point(), p=Model(at="theta"), q=Data(), sizes=(1,)),
        id="KL is symmetric",
    ),
    pytest.param(Equal(A @ A.T, A.T @ A), setting(A=Matrix(), sizes=(2,)), id="every matrix is normal"),
]
third = Fraction(1, 3)
OPEN = [
    pytest.param(
        Equal(absolute(x) ** third, absolute(x) ** (2 * third) / absolute(x) ** third), ANY, id="odd roots"
    ),
    pytest.param(Equal(sin(2 * x), 2 * sin(x) * cos(x)), ANY, id="double angle"),
]


@pytest.mark.parametrize(("statement", "given"), TRUE)
def test_a_true_statement_is_proved_and_not_refuted(statement, given):
    """Both engines close the generic instance, and no particular instance fails."""
    sizes = [n for n in given.sizes if n <= 2]

    assert all(prove(statement, given, n).proved for n in sizes)
    assert refute(statement, given, "7") is None


@pytest.mark.parametrize(("statement", "given"), FALSE)
def test_a_false_statement_is_refuted_and_not_proved(statement, given):
    """A particular instance fails, exactly or by balls that exclude it, and some size has no proof."""
    sizes = [n for n in given.sizes if n <= 2]

    assert Truth.FALSE is refute(statement, given, "7").judgement.truth
    assert not all(prove(statement, given, n).proved for n in sizes)


@pytest.mark.parametrize(("statement", "given"), OPEN)
def test_what_the_engines_cannot_close_stays_open(statement, given):
    """A true identity beyond the normal forms is neither proved nor refuted, and says why."""
    proof = prove(statement, given, 1)

    assert not proof.proved
    assert proof.reason
    assert refute(statement, given, "7") is None


def test_a_condition_enters_the_proof():
    """x² > y² for positive numbers is false, and proved once x > y is required."""
    required = POSITIVE.also(Greater(x, y))

    assert not prove(Greater(x * x, y * y), POSITIVE, 1).proved
    assert prove(Greater(x * x, y * y), required, 1).proved
    assert refute(Greater(x * x, y * y), POSITIVE, "7") is not None
    assert refute(Greater(x * x, y * y), required, "7") is None


def test_the_leading_coefficient_of_a_remainder_is_found():
    """L(θ + hu) − L(θ) = O(h) with a leading coefficient that is not zero."""
    given = setting(theta=Point(), u=Vector(), h=Small(), L=Loss(at="theta"))

    proof = prove(BigO(L(theta + h * u) - L(theta), h, 1), given, 1)

    assert proof.proved
    assert proof.leading not in ("", "0")


def test_a_half_is_exact():
    """Half of x plus half of x is x."""
    assert prove(Equal(half * x + half * x, x), ANY, 1).proved
