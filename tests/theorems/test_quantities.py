"""Quantities of families: derived and measured apart, refused outside of their domains, undecided where open."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import sympy as sp
from scipy.special import polygamma as polygamma_of_scipy

import theorems
from derivations import families
from theorems import (
    And,
    Equal,
    Greater,
    Scalar,
    Vector,
    curvature_of,
    derivative,
    entries,
    fisher_of,
    half,
    kl_of,
    let,
    log,
    rational,
    setting,
    symbol,
    trigamma,
)
from theorems.evidence import Outcome
from theorems.examination import refute
from theorems.measurement import Seen
from theorems.portraits.measure import information
from theorems.quantities.measuring import measure
from theorems.routes import Subject, run_route
from theorems.trials import trials

a, b, c, k, m, n, p, r, s, t, v = map(symbol, ("a", "b", "c", "k", "m", "n", "p", "r", "s", "t", "v"))
POSITIVE = Scalar(positive=True)
RATE = setting(r=POSITIVE, sizes=(1,))
RATES = setting(r=POSITIVE, t=POSITIVE, sizes=(1,))
GAMMA = setting(k=POSITIVE, b=POSITIVE, sizes=(2,))
ODDS = setting(where={p: a / (1 + a)}, a=POSITIVE, sizes=(1,))
PLACES = setting(m=Scalar(), s=POSITIVE, sizes=(2,))
ROUTES = ("types", "symbolic", "enclosure", "numeric")

TRUE = {
    "fisher": (fisher_of("gamma", k, b), entries(trigamma(k), -(1 / b), -(1 / b), k / b**2), GAMMA),
    "kl": (kl_of("poisson", (r,), (t,)), r * log(r / t) - r + t, RATES),
    "curvature": (curvature_of("normal.sd", m, s), rational(-1), PLACES),
}
FALSE = {
    "fisher": (fisher_of("gamma", k, b), entries(trigamma(k), 1 / b, 1 / b, k / b**2), GAMMA),
    "kl": (kl_of("poisson", (r,), (t,)), t * log(t / r) - t + r, RATES),
    "curvature": (curvature_of("normal.sd", m, s), -half, PLACES),
}


def subject(statement, given):
    """A statement under examination, by the quick profile."""
    return Subject("demo.family", "reading A", statement, given, 7, "quick")


def outcomes(statement, given):
    """What each route concludes, by its name."""
    return {
        route: evidence.outcome
        for route in ROUTES
        for evidence in run_route(route, subject(statement, given))
    }


# -- true, false, undecidable ----------------------------------------------------------------------


@pytest.mark.parametrize(("left", "right", "given"), TRUE.values(), ids=TRUE.keys())
def test_a_true_fact_is_proved_enclosed_and_measured(left, right, given):
    """Every route supports it."""
    assert outcomes(Equal(left, right), given) == dict.fromkeys(ROUTES, Outcome.SUPPORTS)


@pytest.mark.parametrize(("left", "right", "given"), FALSE.values(), ids=FALSE.keys())
def test_a_false_fact_is_supported_by_no_route_but_its_types(left, right, given):
    """It is not proved; a refutation by balls needs a certificate, which a curvature has not."""
    found = outcomes(Equal(left, right), given)

    certified = "curvature" not in left.name
    assert found == {
        "types": Outcome.SUPPORTS,
        "symbolic": Outcome.UNDECIDED,
        "enclosure": Outcome.REFUTES if certified else Outcome.UNDECIDED,
        "numeric": Outcome.REFUTES,
    }


@pytest.mark.parametrize("kind", TRUE)
def test_every_mutant_of_a_true_fact_is_refuted(kind):
    """Wrong signs, factors, powers, orders and places; none passes."""
    left, right, given = TRUE[kind]

    found = trials(subject(Equal(left, right), given), ())

    assert len(found) >= 4
    assert {trial.outcome for trial in found} == {"refuted"}


@pytest.mark.parametrize(
    ("statement", "given", "reason"),
    [
        (Equal(fisher_of("uniform", t), entries(1 / t**2)), setting(t=POSITIVE, sizes=(1,)), "moves"),
        (Equal(kl_of("uniform", (r,), (t,)), log(t / r)), RATES, "infinite"),
        (
            Equal(fisher_of("zipf", s), entries(1 / s)),
            setting(where={s: 1 + a}, a=POSITIVE, sizes=(1,)),
            "no closed form",
        ),
    ],
    ids=["moving support", "divergence over a moving support", "no closed form"],
)
def test_what_has_no_closed_form_is_neither_proved_nor_refuted(statement, given, reason):
    """Both rigorous routes leave it open, whatever is measured."""
    (proof,) = run_route("symbolic", subject(statement, given))
    (balls,) = run_route("enclosure", subject(statement, given))

    assert (proof.outcome, balls.outcome) == (Outcome.UNDECIDED, Outcome.UNDECIDED)
    assert reason in proof.detail


@pytest.mark.parametrize(
    ("term", "said"),
    [(fisher_of("gama", k, b), "gamma"), (fisher_of("gamma", k), "2 arguments")],
    ids=["name", "arity"],
)
def test_a_slip_in_naming_is_an_error_and_no_refutation(term, said):
    """The types route says what is nearest, and no other route looks."""
    wrong = subject(Equal(term, entries(1, 0, 0, 1)), GAMMA)

    (evidence,) = run_route("types", wrong)

    assert evidence.outcome is Outcome.ERROR
    assert said in evidence.detail
    assert run_route("symbolic", wrong) + run_route("numeric", wrong) == []


def test_a_matrix_of_another_size_than_the_setting_is_an_error():
    """One parameter with sizes=(2,): nothing is compared entry by entry as far as it goes."""
    wrong = subject(Equal(fisher_of("poisson", r), entries(1 / r)), setting(r=POSITIVE, sizes=(1, 2)))

    (evidence,) = run_route("types", wrong)

    assert evidence.outcome is Outcome.ERROR
    assert "sizes=(1,)" in evidence.detail


# -- outside of the domain -------------------------------------------------------------------------

NATURAL = entries(-(1 / (2 * b)), a / (2 * b**2), a / (2 * b**2), 1 / (2 * b**2) - a**2 / (2 * b**3))
OUTSIDE = {
    "probability above 1": (
        Equal(fisher_of("bernoulli", p), entries(1 / (p * (1 - p)))),
        setting(where={p: 1 + a}, a=POSITIVE, sizes=(1,)),
    ),
    "coefficient of x^2 above 0": (
        Equal(fisher_of("normal.natural", a, b), NATURAL),
        setting(a=Scalar(), b=POSITIVE, sizes=(2,)),
    ),
    "probabilities of sum above 1": (
        Equal(curvature_of("categorical", p, r), half),
        setting(where={p: a / (1 + a), r: 1 / (1 + a) + b}, a=POSITIVE, b=POSITIVE, sizes=(2,)),
    ),
    "variance below the square of the mean": (
        Equal(kl_of("normal.mean", (m, v), (m, v)), 0 * m),
        setting(where={v: m**2 - s}, m=Scalar(), s=POSITIVE, sizes=(1,)),
    ),
    "second law outside": (
        Equal(kl_of("poisson", (r,), (-t,)), r * log(r / t) - r + t),
        RATES,
    ),
    "negative degrees of freedom": (
        Equal(curvature_of("student_t", m, s, -v), -((3 - v) / -v)),
        setting(m=Scalar(), s=POSITIVE, v=POSITIVE, sizes=(2,)),
    ),
}


@pytest.mark.parametrize(("statement", "given"), OUTSIDE.values(), ids=OUTSIDE.keys())
def test_a_setting_outside_of_the_domain_is_supported_by_no_road(statement, given):
    """Where no law exists for any value of the symbols there is no proof, no ball, no measurement, no refutation."""
    found = outcomes(statement, given)

    assert found == {"types": Outcome.SUPPORTS, **dict.fromkeys(ROUTES[1:], Outcome.UNDECIDED)}
    assert refute(statement, given, "7") is None


def test_a_closed_form_is_not_used_where_the_information_is_infinite():
    """From b = 1/2 down the generalised normal law has laws, and no finite Fisher matrix."""
    matrix = fisher_of("generalised_normal", m, s, b)
    flat = setting(where={b: half - c}, m=Scalar(), s=POSITIVE, c=POSITIVE, sizes=(3,))

    (proof,) = run_route("symbolic", subject(Equal(matrix, matrix), flat))

    assert proof.outcome is Outcome.UNDECIDED
    assert "b > 1/2" in proof.detail


def test_a_number_of_trials_that_is_not_whole_is_refused_by_both_roads():
    """A natural scalar is whole; a positive one is not, and no law exists at its values."""
    statement = Equal(fisher_of("binomial", p, n), entries(n / (p * (1 - p))))

    natural = outcomes(statement, ODDS.also(n=Scalar(natural=True)))
    positive = outcomes(statement, ODDS.also(n=POSITIVE))

    assert natural == dict.fromkeys(ROUTES, Outcome.SUPPORTS)
    assert [positive["enclosure"], positive["numeric"]] == [Outcome.UNDECIDED, Outcome.UNDECIDED]


def test_a_false_statement_is_not_refuted_by_a_point_without_a_law():
    """p = a is no probability where a > 1; the counterexample to 1/p has a law."""
    found = refute(Equal(fisher_of("bernoulli", p), entries(1 / p)), setting(p=POSITIVE, sizes=(1,)), "11")

    assert found is None or found.instance.data["p"].cell < 1


# -- what is measured ------------------------------------------------------------------------------


def test_a_conjunction_is_measured_part_by_part():
    """One false part is seen."""
    true = Equal(kl_of("exponential", (r,), (t,)), log(r / t) + t / r - 1)
    false = Equal(kl_of("exponential", (r,), (t,)), log(t / r) + r / t - 1)

    assert measure(And(true, true), RATES, "7").seen is Seen.AGREES
    assert measure(And(true, false), RATES, "7").seen is Seen.DIFFERS


def test_an_inequality_is_measured_by_its_margin():
    """KL of two different laws is positive, and not negative."""
    divergence = kl_of("gamma", (k, b), (b, k))

    assert measure(Greater(divergence, 0), GAMMA, "7").seen is Seen.AGREES
    assert measure(Greater(0 * k, divergence), GAMMA, "7").seen is Seen.DIFFERS


def test_an_error_in_the_ninth_digit_is_seen():
    """1 + 1e-7 is not 1: what is measured is finer than what a slip of a table would be."""
    nearly = entries((1 + rational(1, 10**7)) / r)

    assert measure(Equal(fisher_of("poisson", r), nearly), RATE, "7").seen is Seen.DIFFERS


@pytest.mark.parametrize(
    "weights",
    [("4.0842418", "0.6610505", "0.7016848"), ("0.4687809", "0.9554014", "0.4727452")],
    ids=["one slow edge", "two slow edges"],
)
def test_the_error_of_a_measured_matrix_covers_what_both_rules_miss(weights):
    """Weights below 1 put mass into corners that two rules miss alike: the mass that is missing widens the error."""
    family = families.load("dirichlet")

    found = information(family, dict(zip(family.parameters, map(sp.Rational, weights), strict=True)))

    a = np.array([float(weight) for weight in weights])
    true = np.diag(polygamma_of_scipy(1, a)) - polygamma_of_scipy(1, a.sum())
    assert np.all(np.abs(found.value - true) <= found.error)
    assert np.max(np.abs(found.value - true)) > 1e-9


def test_a_derivative_of_a_divergence_is_proved_and_not_measured():
    """d KL/dt = 1 − r/t is proved; what is measured at one point has no derivative, rather than the derivative 0."""
    slope = derivative(kl_of("poisson", (r,), (t,)), t)

    (proof,) = run_route("symbolic", subject(Equal(slope, 1 - r / t), RATES))

    assert proof.outcome is Outcome.SUPPORTS
    for wrong_or_right in (Equal(slope, 1 - r / t), Equal(slope, 0 * t)):
        assert measure(wrong_or_right, RATES, "7").seen is Seen.CANNOT_TELL


@pytest.mark.parametrize("name", ["r", "z"])
def test_a_quantity_at_a_symbol_that_is_bound_inside_is_not_measured(name):
    """`let` gives the symbol another value than the instance, or a value where the instance has none."""
    inner = let(symbol(name), 2 * t, kl_of("poisson", (symbol(name),), (t,)))

    assert measure(Equal(inner, t * (2 * log(rational(2)) - 1)), RATES, "7").seen is Seen.CANNOT_TELL


def test_a_column_made_of_a_quantity_is_measured_and_its_false_twin_differs():
    """I(k, r) v for a gamma law, by its two entries; with the off-diagonal sign turned it differs."""
    given = setting(k=POSITIVE, r=POSITIVE, v=Vector(), sizes=(2,))
    right, wrong = (
        entries(trigamma(k), sign / r, sign / r, k / r**2) @ v for sign in (rational(-1), rational(1))
    )

    assert measure(Equal(fisher_of("gamma", k, r) @ v, right), given, "7").seen is Seen.AGREES
    assert measure(Equal(fisher_of("gamma", k, r) @ v, wrong), given, "7").seen is Seen.DIFFERS


PROGRAM = """
import importlib.abc, sys
BLOCKED = {blocked!r}

class Refuse(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name in BLOCKED:
            raise ModuleNotFoundError(f"{{name}} is made unimportable by a test")

sys.meta_path.insert(0, Refuse())
from theorems import (
    Equal, Scalar, curvature_of, entries, fisher_of, kl_of, log, rational, setting, symbol, trigamma
)
from theorems.examination import prove
from theorems.portraits.measure import information
from theorems.quantities.measuring import measure
r, t, k, b, m, s = map(symbol, ("r", "t", "k", "b", "m", "s"))
POSITIVE = Scalar(positive=True)
fisher = Equal(fisher_of("gamma", k, b), entries(trigamma(k), -(1 / b), -(1 / b), k / b**2))
GAMMA = setting(k=POSITIVE, b=POSITIVE, sizes=(2,))
print(measure(fisher, GAMMA, "7").seen.name)
RATES = setting(r=POSITIVE, t=POSITIVE, sizes=(1,))
print(measure(Equal(kl_of("poisson", (r,), (t,)), r * log(r / t) - r + t), RATES, "7").seen.name)
PLACES = setting(m=Scalar(), s=POSITIVE, sizes=(2,))
print(measure(Equal(curvature_of("normal.sd", m, s), rational(-1)), PLACES, "7").seen.name)
print(sorted(set(BLOCKED) & set(sys.modules)))
try:
    prove(fisher, GAMMA, 2)
except ModuleNotFoundError:
    print("no proof without them")
"""


def test_the_measured_road_needs_no_derivation():
    """With moments, divergences and geometry unimportable all three kinds are measured, and nothing is derived."""
    blocked = ["derivations.moments", "derivations.divergence", "derivations.geometry"]

    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(blocked=blocked)],
        cwd=Path(theorems.__file__).parents[1],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["AGREES", "AGREES", "AGREES", "[]", "no proof without them"]
