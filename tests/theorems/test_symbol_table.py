"""Symbols used for two things are found, each of them and nothing else, and a well-typed twin passes."""

import random

import pytest

from theorems import (
    Equal,
    Formula,
    Symbols,
    derivative,
    expect,
    function,
    grad,
    law,
    log,
    norm,
    sqrt,
    symbol,
    tr,
)
from theorems.claims.thermodynamics.s0_symbols import formulas
from theorems.symbol_table import find_clashes
from theorems.term import Term

a, b, u, v, t, theta, dtheta = map(symbol, ("a", "b", "u", "v", "t", "theta", "dtheta"))
A, f, g = symbol("A"), function("f"), function("g")


def clashes(*statements: Term, by_block: bool = False) -> list[str]:
    numbered = [Formula(f"step {k}", statement) for k, statement in enumerate(statements, 1)]
    return find_clashes(Symbols(*numbered, by_block=by_block))


CLASHING = {
    "a scalar and a column": (Equal(a, norm(v)), Equal(v, a), Equal(u, u + A.inv @ u)),
    "a column and a matrix": (Equal(b, u.T @ v), Equal(b, norm(v)), Equal(b, tr(v))),
    "a function and a value": (Equal(b, u.T @ theta), Equal(f(theta), b), Equal(symbol("f"), b + 1)),
    "a displacement and an increment": (
        Equal(norm(dtheta), a),
        Equal(dtheta, b * u * symbol("dt") + A @ symbol("dW")),
    ),
    "means over two laws": (
        Equal(a, expect(law("p"), log(symbol("x")))),
        Equal(b, expect(law("q"), log(symbol("x")))),
    ),
    "a subscripted symbol of another shape": (
        Equal(derivative(symbol("M"), t), a),
        Equal(a, tr(symbol("M_F"))),
    ),
    "the root of a column": (Equal(a, norm(v)), Equal(b, sqrt(v))),
}

AGREEING = {
    "scalars and columns kept apart": (Equal(a, u.T @ v), Equal(b, a * norm(v)), Equal(u, u + A.inv @ u)),
    "one function": (Equal(b, u.T @ theta), Equal(f(theta), b), Equal(u, grad(f(theta), theta))),
    "a function followed in time": (
        Equal(b, u.T @ theta),
        Equal(f(theta), b),
        Equal(derivative(symbol("f"), t), grad(f(theta), theta).T @ symbol("theta_dot")),
    ),
    "a point with and without its time": (Equal(t, norm(theta)), Equal(function("theta")(t), theta)),
    "one increment": (
        Equal(dtheta, b * u * symbol("dt") + A @ symbol("dW")),
        Equal(dtheta, A @ symbol("dW")),
    ),
    "one law": (Equal(a, expect(law("p"), log(b))), Equal(b, expect(law("p"), log(a)))),
    "a subscripted symbol of the same shape": (Equal(symbol("a_0"), 2 * a), Equal(symbol("a_0"), norm(v))),
    "nothing pins it down": (Equal(a, b), Equal(g(a), g(b)), Equal(u, v)),
}


@pytest.mark.parametrize("case", CLASHING)
def test_a_symbol_used_for_two_things_is_found(case: str) -> None:
    assert clashes(*CLASHING[case])


@pytest.mark.parametrize("case", CLASHING)
def test_the_order_of_the_formulas_does_not_matter(case: str) -> None:
    assert clashes(*reversed(CLASHING[case]))


@pytest.mark.parametrize("case", CLASHING)
def test_blocks_with_scopes_of_their_own_do_not_clash(case: str) -> None:
    assert clashes(*CLASHING[case], by_block=True) == []


@pytest.mark.parametrize("case", AGREEING)
def test_one_meaning_each_passes(case: str) -> None:
    assert clashes(*AGREEING[case]) == []


def test_the_line_says_what_and_where() -> None:
    (line,) = clashes(*CLASHING["a function and a value"])
    assert line == "f is a scalar as a function of the parameter in step 2, a scalar on its own in step 3"


def test_a_clash_inside_one_block_is_found_in_both_modes() -> None:
    inside = Equal(tr(A @ v), v.T @ v)
    pinned = Formula("2.1", Equal(v, symbol("c") * u)), Formula("2.1", Equal(symbol("c"), norm(v)))
    block = (*pinned, Formula("2.1", inside))
    for by_block in (False, True):
        (line,) = find_clashes(Symbols(*block, by_block=by_block))
        assert line.startswith("2.1 cannot be typed on its own")


# -- the document: every defect alone, and its twin without any ----------------------------------------


def rename(term: Term, **names: str) -> Term:
    """The term with symbols, functions and differentiation variables renamed."""
    return term.map(lambda node: Term(node.op, node.args, names.get(node.name, node.name), node.value))


def in_block(where: str, change):  # type: ignore[no-untyped-def]
    """Change the formulas of the blocks whose place begins so."""
    return lambda formula: (
        formula.with_args((change(formula.args[0]),)) if formula.name.startswith(where) else formula
    )


def without_trace(body: Term) -> Term:
    """A quadratic form in place of the trace of a column."""
    rate = symbol("theta_dot").T
    return body.map(
        lambda node: rate @ node.args[0] if node.op == "trace" and node.args[0].op == "matmul" else node
    )


def over_model(body: Term) -> Term:
    """Every mean over the model."""
    return body.map(lambda node: law("p") if node.op == "law" else node)


CURES = {
    "L": in_block("2.1 step 3", lambda body: Term("eq", (symbol("Lambda"), body.args[1]))),
    "F": in_block("3.1 step 1", lambda body: rename(body, F="force")),
    r"\eta": in_block("2.2", lambda body: rename(body, eta="xi", eta_dot="xi_dot")),
    r"d\theta": in_block("4.2 step 1", lambda body: rename(body, dtheta="dX")),
    r"\mathbb{E}": in_block("1.2", over_model),
    r"\dot{\theta}": in_block("3.2 step 1", without_trace),
    "I": in_block("3.2 step 1", lambda body: rename(body, I="information")),
}


def cured(*which: str) -> list[Term]:
    """The document's formulas with some defects removed."""
    result = list(formulas)
    for symbol_ in which:
        result = [CURES[symbol_](formula) for formula in result]
    return result


def found(statements: list[Term]) -> set[str]:
    """The symbols that clash."""
    return {line.split(" is ")[0] for line in find_clashes(Symbols(*statements))}


def test_the_document_has_exactly_these_clashes() -> None:
    assert found(list(formulas)) == set(CURES)


def test_the_well_typed_twin_has_none() -> None:
    assert found(cured(*CURES)) == set()


@pytest.mark.parametrize("defect", CURES)
def test_each_defect_alone_is_found_and_nothing_else(defect: str) -> None:
    assert found(cured(*(other for other in CURES if other != defect))) == {defect}


@pytest.mark.parametrize("seed", range(5))
def test_shuffled_formulas_give_the_same_clashes(seed: int) -> None:
    shuffled = list(formulas)
    random.Random(seed).shuffle(shuffled)
    assert found(shuffled) == set(CURES)


def test_the_document_by_block_has_none() -> None:
    assert find_clashes(Symbols(*formulas, by_block=True)) == []
