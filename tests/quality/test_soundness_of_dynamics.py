"""Exponentials, metric fields, schedules and normal means: no false statement is proved, no true one refuted.

Each refutation is decided again from its certificate, by the code that shares nothing with the verifier.
"""

from __future__ import annotations

import json

import pytest

from fisherproof.replay import CONFIRMED, replay
from theorems import (
    And,
    AtLeast,
    Equal,
    Greater,
    Id,
    LittleO,
    Loss,
    Matrix,
    Metric,
    MetricField,
    Model,
    Point,
    PositiveDefinite,
    PositiveSemidefinite,
    Scalar,
    Schedule,
    Small,
    Vector,
    absolute,
    derivative,
    det,
    divergence,
    exp,
    expect,
    function,
    grad,
    half,
    jacobian,
    largest_eigenvalue,
    law,
    let,
    log,
    matrix_exp,
    norm2,
    normal_mean,
    outcome,
    rational,
    setting,
    sqrt,
    symbol,
    tr,
)
from theorems.certificates import certificate
from theorems.examination import examine, generic_instances, prove, refute

A, B, S, M = map(symbol, "ABSM")
H, I_F = symbol("H"), symbol("I_F")
t, s, h, x, y = map(symbol, "tshxy")
theta, u, v, w = map(symbol, ("theta", "u", "v", "w"))
G, L, T = function("G"), function("L"), function("T")
zero = rational(0)

PAIR = setting(A=Matrix(), B=Matrix(), t=Scalar(), sizes=(1, 2))
LINEAR = setting(A=Matrix(), t=Scalar(), where={M: t * A}, sizes=(1, 2))
LIMIT = setting(A=Matrix(), v=Vector(), h=Small(), sizes=(1, 2))
ANY = setting(x=Scalar(), y=Scalar())
METRICS = setting(I_F=Metric(), H=Metric(), v=Vector(), t=Scalar(positive=True), sizes=(1, 2))
SQUARE = setting(A=Matrix(), sizes=(2,))
NORMAL = setting(S=Metric(), A=Matrix(), v=Vector(), w=Vector(), t=Scalar(positive=True), sizes=(1, 2))
SPREAD = setting(S=Metric(), h=Small(), sizes=(1, 2))
FIELD = setting(
    theta=Point(),
    v=Vector(),
    h=Small(),
    G=MetricField(at="theta"),
    L=Loss(at="theta", critical=True),
    sizes=(1, 2),
)
TIME = setting(t=Scalar(), s=Scalar(), T=Schedule(at="t"))
MODEL = setting(theta=Point(), v=Vector(), p=Model(at="theta"), sizes=(1,))

flow = matrix_exp(t * A)
linear = h * (G(theta).inv @ jacobian(grad(L(theta), theta), theta) @ v)
moved = G(theta + h * v).inv @ grad(L(theta + h * v), theta)

FALSE = {
    "the exponential of a sum": (Equal(matrix_exp(A) @ matrix_exp(B), matrix_exp(A + B)), PAIR),
    "an exponential commutes with every matrix": (Equal(matrix_exp(A) @ B, B @ matrix_exp(A)), PAIR),
    "an exponential is symmetric": (Equal(matrix_exp(A), matrix_exp(A).T), PAIR),
    "an exponential is a positive form": (PositiveSemidefinite(matrix_exp(A)), PAIR),
    "a transposed generator": (Equal(derivative(flow, t), A.T @ flow), PAIR),
    "a generator without its time": (
        Equal(derivative(matrix_exp(t**2 * A), t), t * A @ matrix_exp(t**2 * A)),
        PAIR,
    ),
    "a derivative in a direction that does not commute": (
        Equal(derivative(matrix_exp(A + t * B), t), B @ matrix_exp(A + t * B)),
        PAIR,
    ),
    "a second derivative": (Equal(derivative(derivative(flow, t), t), A @ flow), PAIR),
    "the second order of a product at time 0": (
        Equal(
            let(t, zero, derivative(derivative(flow @ matrix_exp(t * B), t), t)),
            (A + B) @ (A + B),
        ),
        PAIR,
    ),
    "a generator that hides in a definition": (Equal(derivative(matrix_exp(M), t), 0 * A), LINEAR),
    "the tangent is strict": (Greater(exp(x), 1 + x), ANY),
    "a steeper tangent": (AtLeast(exp(x), 1 + 2 * x), ANY),
    "a tangent times a sign": (AtLeast(exp(x / (x - y)) * (x - y), 2 * x - y), ANY),
    "a form above the largest eigenvalue": (AtLeast(v.T @ H @ v, largest_eigenvalue(H) * norm2(v)), METRICS),
    "eigenvalues add up": (
        Equal(largest_eigenvalue(I_F + H), largest_eigenvalue(I_F) + largest_eigenvalue(H)),
        METRICS,
    ),
    "an eigenvalue is odd in its matrix": (
        Equal(derivative(largest_eigenvalue(x * H), x), largest_eigenvalue(H)),
        setting(x=Scalar(), H=Metric(), sizes=(2,)),
    ),
    "every spectrum is real": (AtLeast(tr(A) ** 2, 4 * det(A)), SQUARE),
    "a covariance is doubled": (Equal(normal_mean(w @ w.T, w, S), 2 * S), NORMAL),
    "a fourth moment": (Equal(normal_mean((v.T @ w) ** 4, w, S), 2 * (v.T @ S @ v) ** 2), NORMAL),
    "a mean grows twice as fast as its covariance": (
        Equal(derivative(normal_mean(norm2(w), w, t * S), t), 2 * tr(S)),
        NORMAL,
    ),
    "a factor that cancels": (Equal(normal_mean(norm2(w) ** 2 / norm2(w), w, S), 2 * tr(S)), NORMAL),
    "a covariance that is halved in a limit": (
        LittleO(normal_mean(norm2(w), w, h * S) - h * tr(S) / 2, h, 1),
        SPREAD,
    ),
    "divergences of columns for those of rows": (
        Equal(divergence(A @ theta @ v.T, theta), tr(A) * v),
        setting(theta=Point(), A=Matrix(), v=Vector()),
    ),
    "a metric has no divergence": (Equal(divergence(G(theta), theta), 0 * theta), FIELD),
    "a metric is the same everywhere": (Equal(G(theta + v), G(theta)), FIELD),
    "a metric is the same to first order": (LittleO((G(theta + h * v) - G(theta)) @ v, h, 1), FIELD),
    "a critical point moves along": (Equal(let(theta, theta + v, grad(L(theta), theta)), 0 * theta), FIELD),
    "a critical point is flat": (Equal(jacobian(grad(L(theta), theta), theta), 0 * Id), FIELD),
    "a linear update of twice the size": (LittleO(moved - 2 * linear, h, 1), FIELD),
    "a linear update to second order": (LittleO(moved - linear, h, 2), FIELD),
    "a schedule is constant": (Equal(T(t + s), T(t)), TIME),
    "a schedule falls": (AtLeast(0 * t, derivative(T(t), t)), TIME),
}
TRUE = {
    "multiples of one matrix commute": (Equal(matrix_exp(A) @ matrix_exp(2 * A), matrix_exp(3 * A)), PAIR),
    "an exponential has an inverse": (Equal(matrix_exp(A) @ matrix_exp(-A), Id), PAIR),
    "the exponential of zero": (Equal(matrix_exp(0 * A), Id), PAIR),
    "a transposed exponential": (Equal(matrix_exp(A.T), matrix_exp(A).T), PAIR),
    "another basis": (Equal(matrix_exp(B @ A @ B.inv), B @ matrix_exp(A) @ B.inv), PAIR),
    "the determinant of an exponential": (Equal(det(matrix_exp(A)), exp(tr(A))), PAIR),
    "the flow's own derivative": (Equal(derivative(flow, t), A @ flow), PAIR),
    "the flow commutes with its generator": (Equal(derivative(flow, t), flow @ A), PAIR),
    "a trace forgets the order": (
        Equal(derivative(tr(matrix_exp(A + t * B)), t), tr(B @ matrix_exp(A + t * B))),
        PAIR,
    ),
    "the second order of a product at time 0": (
        Equal(
            let(t, zero, derivative(derivative(flow @ matrix_exp(t * B), t), t)),
            A @ A + 2 * (A @ B) + B @ B,
        ),
        PAIR,
    ),
    "a derivative sees through a definition": (
        Equal(derivative(matrix_exp(M), t), A @ matrix_exp(M)),
        LINEAR,
    ),
    "a detailed balance": (
        Equal(
            matrix_exp(-t * (I_F.inv @ H)) @ H.inv,
            (matrix_exp(-t * (I_F.inv @ H)) @ H.inv).T,
        ),
        METRICS,
    ),
    "the tangent": (AtLeast(exp(x), 1 + x), ANY),
    "the tangent at a quotient": (AtLeast(exp(1 / x), 1 + 1 / x), ANY),
    "the largest eigenvalue bounds the form": (
        AtLeast(largest_eigenvalue(H) * norm2(v), v.T @ H @ v),
        METRICS,
    ),
    "the spectrum of a product": (
        Equal(largest_eigenvalue(I_F.inv @ H), largest_eigenvalue(H @ I_F.inv)),
        METRICS,
    ),
    "an eigenvalue of a multiple of the identity": (
        Equal(largest_eigenvalue(x * Id), x),
        setting(x=Scalar(), sizes=(1, 2)),
    ),
    "a covariance": (Equal(normal_mean(w @ w.T, w, S), S), NORMAL),
    "a fourth moment": (Equal(normal_mean((v.T @ w) ** 4, w, S), 3 * (v.T @ S @ v) ** 2), NORMAL),
    "Stein's identity": (
        Equal(normal_mean((1 + norm2(w)) * grad(log(1 + norm2(w)), w) @ w.T, w, S), 2 * S),
        NORMAL,
    ),
    "a covariance of the value outside": (
        Equal(normal_mean(w @ w.T, w, (1 + norm2(w)) * S), (1 + norm2(w)) * S),
        NORMAL,
    ),
    "a mean grows with its covariance": (
        Equal(derivative(normal_mean(norm2(w), w, t * S), t), tr(S)),
        NORMAL,
    ),
    "derivatives inside and outside a mean": (
        Equal(derivative(normal_mean(derivative(t**3, t) * norm2(w), w, S), t), 6 * t * tr(S)),
        NORMAL,
    ),
    "a covariance that falls to zero": (LittleO(normal_mean(norm2(w), w, h * S) - h * tr(S), h, 1), SPREAD),
    "divergences of rows": (
        Equal(divergence(A @ theta @ v.T, theta), A @ v),
        setting(theta=Point(), A=Matrix(), v=Vector()),
    ),
    "a divergence is linear": (
        Equal(divergence(G(theta) @ v, theta), v.T @ divergence(G(theta), theta)),
        FIELD,
    ),
    "a metric is symmetric": (Equal(G(theta + v), G(theta + v).T), FIELD),
    "a metric is positive everywhere": (PositiveDefinite(G(theta + v)), FIELD),
    "a critical point": (Equal(grad(L(theta), theta), 0 * theta), FIELD),
    "a linear update": (LittleO(moved - linear, h, 1), FIELD),
    "a schedule is positive everywhere": (Greater(T(t + s), 0), TIME),
    "the logarithm of a schedule": (Equal(derivative(log(T(t)), t), derivative(T(t), t) / T(t)), TIME),
    "a model's probabilities are positive everywhere": (
        AtLeast(expect(law("p", theta + v), outcome * outcome), 0),
        MODEL,
    ),
}
# Neither true nor false, or beyond what the engine can know: nothing may be concluded from them.
UNDECIDABLE = {
    "a value that exists nowhere": (AtLeast(exp(1 / (x - x)), 2), ANY),
    "a value whose denominator is a root that vanishes": (
        Greater(exp(1 / (sqrt(x**2) - x)), 5),
        setting(x=Scalar(positive=True)),
    ),
    "a normal law whose covariance is not symmetric": (Equal(normal_mean(w @ w.T, w, A), A), SQUARE),
    "a normal law whose covariance is not positive": (AtLeast(normal_mean(norm2(w), w, A + A.T), 0), SQUARE),
    "the logarithm of a coordinate of both signs": (
        Equal(normal_mean((v.T @ w) * (v.T @ grad(log(v.T @ w), w)), w, S), 2 * norm2(v)),
        NORMAL,
    ),
    "the mean of a length": (Equal(normal_mean(absolute(v.T @ w), w, S), 0 * tr(S)), NORMAL),
    "the mean of a quotient": (Equal(normal_mean(1 / (1 + norm2(w)), w, S), rational(1)), NORMAL),
    "the mean of an exponential": (Equal(normal_mean(exp(v.T @ w), w, S), exp(half * (v.T @ S @ v))), NORMAL),
    "the derivative of an eigenvalue where two meet": (
        Equal(derivative(largest_eigenvalue(x * Id), x), 2 + 0 * x),
        setting(x=Scalar(), sizes=(2,)),
    ),
    "the exponential in a limit": (LittleO((matrix_exp(h * A) - Id - 2 * h * A) @ v, h, 1), LIMIT),
}


def proved(statement, given):
    """Whether both engines close a statement at every size that proofs are made at."""
    return all(prove(statement, given, n).proved for n in given.sizes if n <= 2)


@pytest.mark.parametrize("name", FALSE)
def test_a_false_statement_is_refuted_and_never_proved(name):
    """A counterexample is found, its certificate is confirmed independently, and no engine closes the statement."""
    statement, given = FALSE[name]

    found = refute(statement, given, "dynamics")
    document = json.loads(json.dumps(certificate("soundness", name, statement, found)))

    assert replay(document, name)[0] == CONFIRMED
    assert not proved(statement, given)


@pytest.mark.parametrize("name", TRUE)
def test_a_true_statement_is_not_refuted(name):
    """No instance is taken for a counterexample of a statement that holds."""
    statement, given = TRUE[name]

    assert refute(statement, given, "dynamics") is None


@pytest.mark.parametrize("name", TRUE)
def test_a_certificate_against_a_true_statement_is_not_confirmed(name):
    """The replayer, with formulas of its own, finds no fault where the verifier was made to claim one."""
    statement, given = TRUE[name]
    findings = [examine(statement, instance) for instance in generic_instances(given, "forged", points=2)]
    forged = [json.loads(json.dumps(certificate("soundness", name, statement, f))) for f in findings if f]

    codes = [replay(document, name)[0] for document in forged]

    assert len(codes) >= 2
    assert CONFIRMED not in codes


@pytest.mark.parametrize("name", UNDECIDABLE)
def test_what_cannot_be_known_is_neither_proved_nor_refuted(name):
    """A value that does not exist, or has no name in any exact arithmetic, decides nothing."""
    statement, given = UNDECIDABLE[name]

    assert refute(statement, given, "dynamics") is None
    assert not proved(statement, given)


def test_what_holds_for_cubics_is_not_concluded_for_smooth_functions():
    """A fourth derivative is zero for the polynomials drawn, which are not every schedule: nothing is enclosed."""
    from theorems.routes import Subject, enclosure

    fourth = derivative(derivative(derivative(derivative(T(t), t), t), t), t)
    third = derivative(derivative(derivative(T(t), t), t), t)

    beyond = enclosure(Subject("c", "reading A", Equal(fourth, 0 * t), TIME, 7, "quick"))
    within = enclosure(Subject("c", "reading A", Equal(third, 1 * third), TIME, 7, "quick"))

    assert (beyond.outcome, within.outcome) == ("undecided", "supports")


def test_a_part_that_exists_only_sometimes_does_not_lend_its_condition_unseen():
    """A real spectrum follows from an eigenvalue beside it in proofs; measured alone it fails, which is a conflict."""
    from theorems.routes import Subject, numeric, symbolic

    smuggled = And(AtLeast(2 * largest_eigenvalue(A), tr(A)), AtLeast(tr(A) ** 2, 4 * det(A)))
    subject = Subject("c", "reading A", smuggled, SQUARE, 7, "quick")

    assert symbolic(subject).outcome == "supports"
    assert numeric(subject).outcome != "supports"
