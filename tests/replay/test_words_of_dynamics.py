"""The replayer's own exponentials, normal means, metric fields and schedules, and what forgers may try with them."""

from __future__ import annotations

import json

import flint
import pytest

from fisherproof.replay import CONFIRMED, NOT_CONFIRMED, UNREADABLE, replay
from fisherproof.replaying.interpreter import Interpreter, Table
from fisherproof.replaying.jets import ONE, Jet, NotDecidableError, basis
from theorems import (
    Equal,
    Greater,
    Loss,
    Matrix,
    Metric,
    MetricField,
    Point,
    PositiveDefinite,
    Scalar,
    Schedule,
    Vector,
    derivative,
    divergence,
    function,
    grad,
    half,
    log,
    matrix_exp,
    norm2,
    normal_mean,
    setting,
    symbol,
    tr,
)
from theorems.certificates import certificate
from theorems.examination import refute

A, S, t, s, theta, v, w = map(symbol, ("A", "S", "t", "s", "theta", "v", "w"))
G, L, T = function("G"), function("L"), function("T")
FIELD = setting(theta=Point(), v=Vector(), G=MetricField(at="theta"), sizes=(2,))
SCHEDULE = setting(t=Scalar(), s=Scalar(), T=Schedule(at="t"), sizes=(1,))
CRITICAL = setting(theta=Point(), v=Vector(), L=Loss(at="theta", critical=True), sizes=(2,))
LINEAR = setting(A=Matrix(), t=Scalar(), sizes=(2,))
SPREAD = setting(S=Metric(), w=Vector(), t=Scalar(positive=True), sizes=(2,))


def made(statement, given):
    """The engine's certificate against a false statement, as it stands in a file."""
    found = refute(statement, given, "replay")
    return json.loads(json.dumps(certificate("demo", "reading A", statement, found)))


def code(document):
    """What the replayer says of a certificate."""
    return replay(document, "forged")[0]


def number(x):
    """A rational as a jet that is known exactly."""
    return Jet({ONE: flint.fmpq(x)}, 10)


def epsilon(k):
    """An infinitesimal."""
    return Jet({(0, frozenset({k})): flint.fmpq(1)}, 10)


def exponential(rows):
    """The exponential of a matrix of jets."""
    run = Interpreter({"A": Table(rows, ("n", "n"))}, len(rows), 10)
    return run(["expm", "", None, ["var", "A", None]]).rows


def coefficient(jet, power=0, epsilons=()):
    """A coefficient as a float."""
    return float(jet.terms.get((power, frozenset(epsilons)), flint.fmpq(0)))


# -- exponentials of jets -----------------------------------------------------------------------


def test_the_exponential_of_a_number_and_an_infinitesimal():
    """e^(2 + 3ε) = e² + 3e² ε."""
    ((found,),) = exponential([[number(2) + number(3) * epsilon(1)]])

    assert coefficient(found) == pytest.approx(7.38905609893065, rel=1e-14)
    assert coefficient(found, epsilons=(1,)) == pytest.approx(3 * 7.38905609893065, rel=1e-14)


def test_mixed_second_derivatives_keep_the_order_of_factors():
    """The ε₁ε₂-part of exp(ε₁P + ε₂Q) is (PQ + QP)/2, here with PQ ≠ QP."""
    (a, b), (c, d) = exponential([[number(0), epsilon(1)], [epsilon(2), number(0)]])

    assert [coefficient(x, epsilons=(1, 2)) for x in (a, b, c, d)] == [0.5, 0, 0, 0.5]
    assert [coefficient(x, epsilons=(1,)) for x in (a, b, c, d)] == [0, 1, 0, 0]


def test_a_power_series_in_t_is_exponentiated_as_far_as_it_is_known():
    """exp(t) = Σ t^k / k! up to the last power kept, and no further."""
    ((found,),) = exponential([[Jet({(1, frozenset()): flint.fmpq(1)}, 4)]])

    assert [coefficient(found, k) for k in range(6)] == pytest.approx(
        [1, 1, 1 / 2, 1 / 6, 1 / 24, 0], rel=1e-14
    )


def test_the_basis_of_infinitesimals_is_closed_and_bounded():
    """Two ε give four monomials; eight give more than any certificate needs."""
    assert len(basis([epsilon(1), epsilon(2)], 10)) == 4
    assert basis([epsilon(1)], 10)[0] == ONE
    with pytest.raises(NotDecidableError, match="more infinitesimals"):
        basis([epsilon(k) for k in range(8)], 10)


# -- certificates that hold ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "given"),
    [
        (Equal(derivative(matrix_exp(t * A), t), 2 * A @ matrix_exp(t * A)), LINEAR),
        (Equal(normal_mean(norm2(w) ** 2, w, S), norm2(v)), SPREAD.also(v=Vector())),
        (Equal(derivative(normal_mean(norm2(w), w, t * S), t), half * tr(S)), SPREAD),
        (Equal(divergence(G(theta), theta), v), FIELD),
        (Greater(0, derivative(T(t), t)), SCHEDULE),
        (Equal(grad(L(theta), theta), v), CRITICAL),
    ],
    ids=["exponential", "mean", "mean of a jet", "field", "schedule", "critical"],
)
def test_a_counterexample_of_each_new_word_is_confirmed(statement, given):
    """The replayer finds the statement false where the verifier did."""
    assert code(made(statement, given)) == CONFIRMED


# -- forgeries ----------------------------------------------------------------------------------


def forged(statement, given, change, resealed):
    """A certificate with its instance changed by hand and sealed again."""
    document = made(statement, given)
    change(document["instance"])
    return resealed(document)


def test_two_coefficients_for_one_monomial_are_unreadable(resealed):
    """A slope hidden behind a vanishing one for the same monomial does not pass for a critical point."""

    def hide(instance):
        (component,) = instance["L"]["polynomial"]["components"]
        component.append([[1, 0], "5"])

    assert code(forged(Equal(grad(L(theta), theta), v), CRITICAL, hide, resealed)) == UNREADABLE


def test_a_loss_with_a_slope_is_not_critical(resealed):
    """An instance outside of the setting confirms nothing."""

    def tilt(instance):
        (component,) = instance["L"]["polynomial"]["components"]
        next(term for term in component if term[0] == [1, 0])[1] = "5"

    assert code(forged(Equal(grad(L(theta), theta), v), CRITICAL, tilt, resealed)) == NOT_CONFIRMED


@pytest.mark.parametrize(
    ("entry", "monomial", "value"),
    [((0, 1), [1, 0], "7"), ((0, 0), [0, 0], "-1"), ((0, 1), [0, 0], "1000")],
    ids=["not symmetric in its slope", "negative", "not symmetric"],
)
def test_a_field_that_is_no_metric_confirms_nothing(entry, monomial, value, resealed):
    """Symmetry is asked of every coefficient, positivity at the base."""

    def bend(instance):
        jet = instance["G"]["field"]["rows"][entry[0]][entry[1]]
        next(term for term in jet if term[0] == monomial)[1] = value

    assert code(forged(Equal(divergence(G(theta), theta), v), FIELD, bend, resealed)) == NOT_CONFIRMED


def test_a_schedule_that_is_negative_at_its_base_confirms_nothing(resealed):
    """A temperature is positive."""

    def cool(instance):
        (component,) = instance["T"]["polynomial"]["components"]
        next(term for term in component if term[0] == [0])[1] = "-2"

    assert code(forged(Greater(0, derivative(T(t), t)), SCHEDULE, cool, resealed)) == NOT_CONFIRMED


@pytest.mark.parametrize(
    ("true", "false", "given", "symbol_", "far"),
    [
        (
            PositiveDefinite(G(theta + v)),
            Equal(G(theta + v), G(theta)),
            FIELD,
            "v",
            {"column": ["4000", "-9000"]},
        ),
        (Greater(T(t + s), 0), Equal(T(t + s), T(t)), SCHEDULE, "s", None),
    ],
    ids=["field", "schedule"],
)
def test_far_from_the_base_a_polynomial_refutes_no_positivity(true, false, given, symbol_, far, resealed):
    """The polynomial of a positive function turns negative somewhere; the function it stands for does not."""
    document = made(false, given)
    document["statement"] = json.loads(json.dumps(true.to_json()))
    codes = []
    for place in [far] if far else [{"number": "100000"}, {"number": "-100000"}]:
        document["instance"][symbol_] = place
        codes.append(code(resealed(document)))

    assert CONFIRMED not in codes


@pytest.mark.parametrize(
    "covariance",
    [[["1", "2"], ["2", "1"]], [["-1", "0"], ["0", "-1"]], [["2", "1"], ["-1", "2"]]],
    ids=["indefinite", "negative", "not symmetric"],
)
def test_there_is_no_mean_under_a_law_that_does_not_exist(covariance, resealed):
    """A matrix that is declared as no metric and used as a covariance confirms nothing unless it is one."""
    given = setting(A=Matrix(), w=Vector(), sizes=(2,))
    document = made(Equal(normal_mean(norm2(w), w, A.T @ A), 0 * tr(A)), given)
    document["statement"] = json.loads(json.dumps(Greater(0, normal_mean(norm2(w), w, A)).to_json()))
    document["instance"]["A"] = {"matrix": covariance}

    assert code(resealed(document)) == NOT_CONFIRMED


def test_a_covariance_that_moves_is_not_taken_for_one_that_stands():
    """d/dt E‖w‖² over N(0, tS) is tr S: a certificate that it is not is refused."""
    false = Equal(derivative(normal_mean(norm2(w), w, t * S), t), 2 * tr(S))
    true = Equal(derivative(normal_mean(norm2(w), w, t * S), t), tr(S))
    found = refute(false, SPREAD, "replay")

    assert code(json.loads(json.dumps(certificate("demo", "reading A", false, found)))) == CONFIRMED
    assert code(json.loads(json.dumps(certificate("demo", "reading A", true, found)))) == NOT_CONFIRMED


# -- means of what is no polynomial -------------------------------------------------------------

x = v.T @ w
FALL = normal_mean(w.T @ grad(log(1 + norm2(w)), w) * (1 + norm2(w)), w, S)  # E 2‖w‖² = 2 tr S


@pytest.mark.parametrize(("right", "expected"), [(tr(S), CONFIRMED), (2 * tr(S), NOT_CONFIRMED)])
def test_a_logarithm_that_a_derivative_removes_leaves_a_polynomial(right, expected, resealed):
    """Of a statement with log(1 + ‖w‖²) the replayer confirms what is false and not what is true."""
    assert code(swapped(Equal(FALL, right), resealed)) == expected


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (x * v.T @ grad(log(x), w), "not positive term by term"),
        (w.T @ grad(log(1 + x**3 + x**6), w) * (1 + x**3 + x**6), "not positive term by term"),
        (w.T @ grad(log(1 - norm2(w)), w) * (1 - norm2(w)), "not positive term by term"),
        (w.T @ grad(log(norm2(w)), w), "may vanish"),
        (log(1 + norm2(w)), "of a logarithm"),
        (norm2(w) * log(1 + norm2(w)), "of a logarithm"),
        (1 / (1 + norm2(w)), "not a polynomial"),
        (norm2(w) / (1 + norm2(w)), "not a polynomial"),
    ],
    ids=[
        "log x",
        "log of odd powers",
        "log of a difference",
        "log x²",
        "log",
        "x² log",
        "1/(1 + x²)",
        "x²/(1 + x²)",
    ],
)
def test_no_mean_is_confirmed_of_what_is_no_polynomial(body, reason, resealed):
    """That such a mean is not 1000 + tr S may be true or without meaning; the replayer says why it cannot tell."""
    document = swapped(Equal(normal_mean(body, w, S), 1000 + tr(S)), resealed)
    said, (message, *_) = replay(document, "forged")

    assert (said, reason in message) == (NOT_CONFIRMED, True)


def swapped(statement, resealed):
    """The certificate of another false statement about w ~ N(0, S), with this one put in its place."""
    document = made(Equal(normal_mean(norm2(w) ** 2, w, S), norm2(v)), SPREAD.also(v=Vector()))
    document["statement"] = json.loads(json.dumps(statement.to_json()))
    return resealed(document)
