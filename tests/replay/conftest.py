"""Certificates of every kind, made by the engine from small false statements."""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction

import pytest

from theorems import (
    And,
    AtLeast,
    BigO,
    Chart,
    Covector,
    Data,
    Equal,
    FiniteModel,
    Greater,
    Implies,
    LittleO,
    Loss,
    Metric,
    Minimises,
    Model,
    Point,
    PositiveDefinite,
    PositiveSemidefinite,
    Scalar,
    Small,
    UniqueMinimiser,
    Vector,
    absolute,
    cross_entropy,
    entropy,
    fisher,
    function,
    half,
    jacobian,
    kl,
    law,
    log,
    norm2,
    ones,
    setting,
    sqrt,
    symbol,
)
from theorems.certificates import certificate
from theorems.examination import refute

x, y, h, u, v, g, I, a, d, theta, eta = map(
    symbol, ("x", "y", "h", "u", "v", "g", "I", "a", "d", "theta", "eta")
)
L, psi = function("L"), function("psi")
ANY = setting(x=Scalar(), y=Scalar())
SMALL = setting(theta=Point(), u=Vector(), h=Small(), L=Loss(at="theta"), sizes=(2,))
MODEL = setting(theta=Point(), u=Vector(), h=Small(), p=Model(at="theta"), sizes=(1,))
METRIC = setting(I=Metric(), g=Covector(), v=Vector())
spread = half * a + half * absolute(a) ** Fraction(3, 2)
KINKED = FiniteModel("a kinked coin", (a,), (half + spread, half - spread), (Fraction(0),))

FALSE = {
    "equation": (Equal(x * y, y), ANY),
    "logarithm": (Equal(log(x * y), log(x)), setting(x=Scalar(positive=True), y=Scalar(positive=True))),
    "inequality": (AtLeast(x, y), ANY),
    "strict inequality": (Greater(x * x, 0), ANY),
    "positive definite": (PositiveDefinite(I - v @ v.T), METRIC),
    "positive semidefinite": (PositiveSemidefinite(-I), METRIC),
    "O": (BigO(L(theta + h * u) - L(theta), h, 2), SMALL),
    "o": (LittleO(L(theta + h * u) - L(theta), h, 1), SMALL),
    "root order": (BigO(h * sqrt(h) * x, h, 2), setting(x=Scalar(positive=True), h=Small())),
    "irregular model": (
        BigO(kl(law("p", theta), law("p", theta + h * u)) - 2 * h**2 * norm2(u), h, 3),
        MODEL.also(p=Model(at="theta", edges=(KINKED,))),
    ),
    "optimum": (Minimises(-g, g.T @ v + half * (v.T @ I @ v), v), METRIC),
    "optimum on a level": (Minimises(-g, g.T @ v, v, level=v.T @ I @ v), METRIC),
    "uniqueness": (UniqueMinimiser(ones - ones, (ones.T @ v) ** 2, v), setting(sizes=(2,))),
    "implication": (Implies(Greater(x, y), Greater(x * x, y * y)), ANY),
    "conjunction": (And(Equal(x + x, 2 * x), Greater(x * x, 0)), ANY),
    "Fisher matrix": (Equal(2 * fisher(theta), fisher(theta)), MODEL),
    "data": (
        Equal(cross_entropy(law("q"), law("p", theta)), entropy(law("p", theta))),
        MODEL.also(q=Data()),
    ),
    "chart": (
        Equal(jacobian(psi(eta), eta) @ u, u),
        setting(theta=Point(), eta=Point(), u=Vector(), psi=Chart(at="eta", value="theta")),
    ),
    "condition": (Equal(x, y), setting(Greater(x, y), x=Scalar(), y=Scalar())),
    "definition": (Equal(d, x), setting(x=Scalar(), where={d: x * x})),
}


def made(name):
    """The engine's certificate against a false statement, as it stands in a file."""
    statement, given = FALSE[name]
    found = refute(statement, given, "7")
    assert found is not None
    return json.loads(
        json.dumps(certificate("demo." + name.replace(" ", "-"), "reading A", statement, found))
    )


@pytest.fixture(scope="session")
def certificates():
    """Name → certificate; not to be changed in place."""
    return {name: made(name) for name in FALSE}


@pytest.fixture
def resealed():
    """A certificate with both hashes computed afresh, as a forger would."""

    def resealed(certificate):
        body = {key: value for key, value in certificate.items() if key != "sha256"}
        tree = json.dumps(body["statement"], ensure_ascii=True, separators=(",", ":"))
        body["statement_sha256"] = hashlib.sha256(tree.encode()).hexdigest()
        text = json.dumps(body, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
        return {**body, "sha256": hashlib.sha256(text.encode()).hexdigest()}

    return resealed


def pytest_generate_tests(metafunc):
    """Run a test that asks for `kind` on every kind of certificate."""
    if "kind" in metafunc.fixturenames:
        metafunc.parametrize("kind", list(FALSE))
