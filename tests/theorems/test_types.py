"""The type checker: every kind of clash is found in the statement's own tree, and a twin that fits passes."""

from __future__ import annotations

import pytest

from reports.mathtext.grammar import parse
from theorems import (
    And,
    AtLeast,
    BigO,
    Covector,
    Equal,
    Loss,
    Matrix,
    Metric,
    Minimises,
    Model,
    NothingChecked,
    Point,
    PositiveDefinite,
    Scalar,
    Small,
    Vector,
    density,
    derivative,
    det,
    diag,
    exp,
    expect,
    fisher,
    function,
    grad,
    jacobian,
    law,
    log,
    log_density,
    norm,
    norm2,
    setting,
    sqrt,
    symbol,
    tr,
)
from theorems.evaluate import IllTypedError
from theorems.latex import latex
from theorems.types import checker

theta, v, w, g, I, A, s, t, h = map(symbol, ("theta", "v", "w", "g", "I", "A", "s", "t", "h"))
L = function("L")
GIVEN = setting(
    theta=Point(),
    v=Vector(),
    w=Vector(),
    g=Covector(),
    I=Metric(),
    A=Matrix(),
    s=Scalar(),
    t=Scalar(),
    h=Small(),
    L=Loss(at="theta"),
    p=Model(at="theta"),
)
UNITS = setting(
    t=Scalar(time=1),
    rate=Scalar(time=-1),
    s=Scalar(),
    v=Vector(),
    v_dot=Vector(time=-1),
    I=Metric(),
    units=True,
)
rate, v_dot = symbol("rate"), symbol("v_dot")


@pytest.mark.parametrize(
    ("wrong", "twin"),
    [
        pytest.param(Equal(s, tr(I @ v)), Equal(s, tr(I @ A)), id="trace of a vector"),
        pytest.param(Equal(s, I @ v), Equal(g, I @ v), id="scalar equal to vector"),
        pytest.param(Equal(v.T, v), Equal(v.T, w.T), id="row equal to column"),
        pytest.param(Equal(v + s, v), Equal(v + w, v), id="sum of vector and scalar"),
        pytest.param(Equal(v, symbol("undeclared")), Equal(v, w), id="undefined symbol"),
        pytest.param(Equal(v * w, v), Equal(s * w, v), id="product without contraction"),
        pytest.param(Equal(v @ w, s), Equal(v.T @ w, s), id="product of two columns"),
        pytest.param(Equal(s / v, s), Equal(v / s, v), id="division by a vector"),
        pytest.param(Equal(v.inv, v), Equal(I.inv @ g, v), id="inverse of a vector"),
        pytest.param(Equal(det(v), s), Equal(det(I), s), id="determinant of a vector"),
        pytest.param(Equal(diag(s), I), Equal(diag(v), I), id="diagonal of a scalar"),
        pytest.param(Equal(norm2(s), s), Equal(norm2(v), s), id="norm of a scalar"),
        pytest.param(Equal(exp(v), s), Equal(exp(s), s), id="exponential of a vector"),
        pytest.param(Equal(sqrt(I), I), Equal(sqrt(norm2(v)), s), id="root of a matrix"),
        pytest.param(Equal(I**2, I), Equal(s**2, s), id="power of a matrix"),
        pytest.param(Equal(s.T, s), Equal(I.T, I), id="transpose of a scalar"),
        pytest.param(Equal(grad(v, theta), v), Equal(grad(L(theta), theta), g), id="gradient of a vector"),
        pytest.param(Equal(jacobian(s, theta), I), Equal(jacobian(v, theta), A), id="Jacobian of a scalar"),
        pytest.param(Equal(derivative(s, v), s), Equal(derivative(v, t), v), id="d/dv of a scalar"),
        pytest.param(AtLeast(v, w), AtLeast(norm(v), norm(w)), id="order between vectors"),
        pytest.param(PositiveDefinite(v), PositiveDefinite(I), id="definiteness of a vector"),
        pytest.param(BigO(h * I, h, 1), BigO(h * v, h, 1), id="O of a matrix"),
        pytest.param(Minimises(v, w, w), Minimises(v, g.T @ w, w), id="objective that is a vector"),
        pytest.param(
            Equal(log_density(law("p", theta)), s),
            Equal(expect(law("p", theta), log_density(law("p", theta))), s),
            id="density without outcome",
        ),
        pytest.param(
            Equal(density(law("r", theta)), s),
            Equal(expect(law("p", theta), density(law("p", theta))), s),
            id="undefined law",
        ),
        pytest.param(Equal(fisher(s), I), Equal(fisher(theta), I), id="law at a scalar"),
        pytest.param(Equal(function("M")(theta), s), Equal(L(theta), s), id="undefined function"),
    ],
)
def test_a_clash_is_found_and_its_twin_passes(wrong, twin):
    """The checker refuses the wrong statement and accepts the well-typed one beside it."""
    with pytest.raises(IllTypedError):
        checker(GIVEN)(wrong)

    assert checker(GIVEN)(twin).is_scalar


@pytest.mark.parametrize(
    ("wrong", "twin"),
    [
        pytest.param(Equal(s + t, s), Equal(s + rate * t, s), id="sum of unequal units"),
        pytest.param(Equal(v_dot, v), Equal(v_dot * t, v), id="dt on one side only"),
        pytest.param(Equal(t * t, t), Equal(t * t * rate, t), id="t² = t"),
        pytest.param(Equal(exp(t), s), Equal(exp(rate * t), s), id="exponential of a time"),
        pytest.param(Equal(log(t), s), Equal(log(t * rate), s), id="logarithm of a time"),
        pytest.param(AtLeast(t, rate), AtLeast(t, 1 / rate), id="order between units"),
        pytest.param(
            Equal(v_dot.T @ I @ v_dot, rate), Equal(v_dot.T @ I @ v_dot, rate * rate), id="power against rate"
        ),
    ],
)
def test_units_clash_where_the_claim_is_about_them(wrong, twin):
    """With units counted, unequal powers of t are refused; without, they are not."""
    with pytest.raises(IllTypedError, match="unit"):
        checker(UNITS)(wrong)

    assert checker(UNITS)(twin).is_scalar
    assert checker(setting(**UNITS.symbols))(wrong).is_scalar


def test_zero_has_every_unit():
    """v̇ᵀv̇ = 0 and t ≥ 0 are well typed, t ≥ 1 is not."""
    assert checker(UNITS)(Equal(v_dot.T @ v_dot, 0)).is_scalar
    assert checker(UNITS)(AtLeast(t, 0)).is_scalar
    with pytest.raises(IllTypedError):
        checker(UNITS)(AtLeast(t, 1))


def test_the_euclidean_metric_is_noted_and_not_refused():
    """vᵀw contracts two upper indices: well typed, with a note; vᵀ(Iw) needs no note."""
    euclidean, covariant = checker(GIVEN), checker(GIVEN)

    euclidean(Equal(v.T @ w, s))
    covariant(Equal(v.T @ (I @ w), s))

    assert any("Euclidean" in note for note in euclidean.notes)
    assert covariant.notes == []


def test_variance_that_differs_is_noted():
    """v = g joins a vector and a covector: a statement about one chart, noted and not refused."""
    check = checker(GIVEN)

    check(Equal(v, g))

    assert any("variance" in note for note in check.notes)


def test_a_defined_symbol_has_the_type_of_its_body():
    """With d := Iv, d = g fits and d = s does not."""
    d = symbol("d")
    given = setting(v=Vector(), g=Covector(), I=Metric(), s=Scalar(), where={d: I @ v})

    assert checker(given)(Equal(d, g)).is_scalar
    with pytest.raises(IllTypedError):
        checker(given)(Equal(d, s))


def test_a_sentence_that_asserts_nothing_has_no_type_alone_or_in_a_conjunction():
    """The reason says what it is, a report can print it, and its neighbour alone is well typed."""
    opinion, neighbour = NothingChecked("which prior is best, as a matter of taste"), Equal(v.T @ g, s)

    for statement in (opinion, And(neighbour, opinion)):
        with pytest.raises(IllTypedError, match="a matter of taste"):
            checker(GIVEN)(statement)
    assert checker(GIVEN)(neighbour).is_scalar
    assert parse(latex(opinion)) is not None
