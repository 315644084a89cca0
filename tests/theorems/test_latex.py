"""Printing: every operator prints, parses in the reports' grammar, and keeps its meaning in parentheses."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from reports.mathtext.grammar import parse
from theorems import (
    And,
    AtLeast,
    BigO,
    Commensurable,
    Equal,
    Greater,
    Id,
    Implies,
    LittleO,
    Maximises,
    Minimises,
    NothingChecked,
    PositiveDefinite,
    PositiveSemidefinite,
    UniqueMinimiser,
    absolute,
    besseli,
    cos,
    cross_entropy,
    curvature_of,
    density,
    derivative,
    det,
    diag,
    diagonal_of,
    digamma,
    divergence,
    entries,
    entropy,
    entrywise_power,
    euler_gamma,
    exp,
    expect,
    fisher,
    fisher_of,
    function,
    grad,
    hadamard,
    half,
    jacobian,
    kl,
    kl_of,
    kron,
    largest_eigenvalue,
    law,
    let,
    log,
    log_density,
    loggamma,
    matrix_exp,
    norm,
    norm2,
    normal_mean,
    ones,
    outcome,
    pi,
    polygamma,
    rational,
    score,
    setting,
    sin,
    sqrt,
    symbol,
    tr,
    trigamma,
    vec,
    vec_rows,
)
from theorems.latex import PRINTERS, latex, name
from theorems.term import Term

x, y, h, t, v, A = map(symbol, ("x", "y", "h", "t", "v", "A"))
theta, dot = symbol("theta"), symbol("theta_dot")
L, psi = function("L"), function("psi")
p = law("p", theta)
VALUES = [
    kron(A, x * A) @ vec(A),
    vec_rows(hadamard(A, A)),
    entrywise_power(diagonal_of(A), 2),
    x + y - x * y / 2,
    -(x + y),
    Term("neg", (-x,)),
    pi * loggamma(x) + euler_gamma,
    digamma(x) + trigamma(y) * polygamma(2, x) - polygamma(3, x + y),
    besseli(1, x) / besseli(0, x),
    entries(x),
    entries(x, -(1 / y), y, x + y),
    fisher_of("gamma.shape_mean", x, y),
    curvature_of("normal", x, y),
    kl_of("binomial", (x,), (y,), t),
    (x + y) ** 2,
    x ** Fraction(3, 2),
    x**-1,
    (x * y) ** 2,
    norm(v) ** 3,
    norm2(v) ** 2,
    sqrt(x + y),
    exp(-x) * log(x * y) * sin(x) * cos(x),
    absolute(x - y),
    A.T.inv,
    A.inv.T,
    A.inv @ (v + v),
    (A + Id).inv,
    (A.T @ A).T,
    v.T @ A @ v,
    tr(A @ A.T) + det(A),
    diag(v) @ ones,
    grad(L(theta), theta),
    jacobian(psi(theta), theta).T,
    jacobian(psi(theta), theta).inv,
    derivative(L(theta), t),
    let(theta, psi(v), grad(L(theta), theta)),
    score(theta),
    fisher(theta),
    fisher(theta).inv,
    fisher(psi(v), under=law("q")),
    kl(p, law("p", theta + h * v)),
    entropy(p),
    cross_entropy(law("q"), p),
    expect(p, density(p) * log_density(p) * outcome),
    rational(-1, 2) * x,
    x * rational(-3),
    x * (y * rational(1, 3)),
    dot.T @ A @ dot,
    largest_eigenvalue(A) * divergence(v, theta),
    divergence(v * x, theta) + divergence(A, theta).T @ v,
    matrix_exp(-(t * A)) @ v,
    normal_mean(v @ v.T, v, A) + normal_mean(v, v, A) @ v.T,
]
STATEMENTS = [
    NothingChecked("an opinion"),
    Equal(x, y),
    Commensurable(x, y * h, tr(A)),
    AtLeast(x, 0),
    Greater(x, half),
    PositiveDefinite(A),
    PositiveSemidefinite(A - Id),
    BigO(x * h, h, 1),
    LittleO(x * h**2, h, Fraction(3, 2)),
    Minimises(v, norm2(v), v),
    Maximises(-v, v.T @ A @ v, v, level=norm2(v)),
    UniqueMinimiser(v, norm2(v), v, level=v.T @ A @ v),
    Implies(Equal(x, y), Equal(y, x)),
    And(Equal(x, y), Greater(x, 0), AtLeast(y, 0)),
]
NAMES = [
    "x",
    "theta",
    "theta_dot",
    "theta_star",
    "I_F",
    "gradL",
    "dtheta",
    "dIdt",
    "x_1",
    "lambda_max",
    "theta_eta",
    "KL",
    "@tau",
    "v_star",
    "x_dot",
]
GITHUB_REFUSES = re.compile(
    r"\\(operatorname|mbox|phantom|DeclareMathOperator|newcommand|def|require|href)\b"
)


@pytest.mark.parametrize("term", [*VALUES, *STATEMENTS], ids=lambda term: latex(term)[:40])
def test_what_is_printed_parses(term):
    """The grammar that the reports print with reads every printed term."""
    assert parse(latex(term)) is not None


@pytest.mark.parametrize("term", [*VALUES, *STATEMENTS], ids=lambda term: latex(term)[:40])
def test_no_printed_macro_is_refused_by_github(term):
    r"""Neither \operatorname nor \mbox nor \phantom is printed, and braces balance."""
    text = latex(term)

    assert not GITHUB_REFUSES.search(text)
    assert text.count("{") == text.count("}")
    assert text.count(r"\left") - text.count(r"\leftarrow") == text.count(r"\right") - text.count(
        r"\rightarrow"
    )


@pytest.mark.parametrize("symbol_name", NAMES)
def test_every_name_prints_as_a_formula(symbol_name):
    """A symbol's name becomes LaTeX that parses."""
    assert parse(name(symbol_name)) is not None


def test_the_samples_use_every_operator():
    """No printer goes without a sample above, but those for symbol tables, which have tests of their own."""
    used = {node.op for term in [*VALUES, *STATEMENTS] for node in term.walk()}

    assert {"formula", "symbols", "symbols-by-block", "fun"} >= PRINTERS.keys() - used


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (x - (y + h), x - y + h),
        (x * (y + h), x * y + h),
        ((x + y) ** 2, x + y**2),
        (-(x + y), -x + y),
        ((x * y) ** 2, x * y**2),
        (log(x + y), log(x) + y),
        (grad(x + y, theta), grad(x, theta) + y),
        ((A @ A).T, A @ A.T),
        ((A + A).inv, A + A.inv),
        ((x - y) / h, x - y / h),
        (derivative(x * y, t), derivative(x, t) + y),
        (x - (y - h), x - y - h),
        ((-x) ** 2, -(x**2)),
        (rational(1, 2) ** 2, rational(1, 4)),
    ],
)
def test_parentheses_tell_trees_apart(one, other):
    """Two trees with different values never print alike."""
    assert latex(one) != latex(other)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (half * x, r"\tfrac{1}{2}\,x"),
        (x - y, "x - y"),
        (A.T.inv, r"A^{-\top}"),
        (norm(v), r"\|v\|"),
        (Equal(x, y), "x = y"),
        (BigO(x, h, 3), "x = O(h^{3})"),
        (BigO(x, h, 1), "x = O(h)"),
        (fisher(theta), r"I_F(\theta)"),
        (kl(p, law("q")), r"\mathrm{KL}(p_{\theta} \,\|\, q)"),
        (dot, r"\dot{\theta}"),
        (symbol("theta_star"), r"\theta^{*}"),
        (symbol("gradL"), r"\nabla L"),
        (symbol("dtheta"), r"d\theta"),
    ],
)
def test_formulas_look_as_a_mathematician_writes_them(term, text):
    """The notation of the documents is the one that is printed."""
    assert text == latex(term)


def test_a_setting_prints_nothing_by_itself():
    """Printing needs no setting: a term prints alike wherever it stands."""
    assert latex(x + y) == latex((x + y).with_args((x, y)))
    assert dict(setting().symbols) == {}
