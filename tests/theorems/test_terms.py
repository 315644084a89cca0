"""Terms: exact, hashable, the same after a trip through JSON."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from theorems import Equal, fisher, function, grad, kl, law, norm, rational, symbol
from theorems.term import Term, as_term, from_json

x, y, theta = symbol("x"), symbol("y"), symbol("theta")
leaves = st.one_of(
    st.sampled_from([x, y, theta]), st.fractions(max_denominator=50).map(as_term), st.just(Term("outcome"))
)


def grow(inner):
    """Every way of building a larger term from smaller ones."""
    pairs = st.tuples(inner, inner)
    return st.one_of(
        pairs.map(lambda ab: ab[0] + ab[1]),
        pairs.map(lambda ab: ab[0] / ab[1]),
        pairs.map(lambda ab: ab[0] @ ab[1]),
        inner.map(lambda a: a.T),
        st.tuples(inner, st.fractions(max_denominator=9)).map(lambda ar: ar[0] ** ar[1]),
        inner.map(lambda a: grad(a, theta)),
    )


terms = st.recursive(leaves, grow, max_leaves=8)


@settings(max_examples=60, derandomize=True, database=None, deadline=None)
@given(terms)
def test_a_term_survives_json(term):
    """Written as JSON text and read back, a term is equal and has the same digest."""
    again = from_json(json.loads(json.dumps(term.to_json())))

    assert term == again
    assert term.digest == again.digest


@settings(max_examples=60, derandomize=True, database=None, deadline=None)
@given(terms, terms)
def test_digests_tell_terms_apart(one, other):
    """Two terms have one digest exactly when they are equal."""
    assert (one == other) == (one.digest == other.digest)


def test_order_and_place_are_part_of_a_digest():
    """x − y, y − x and x + (−y) written as a product with −1 are three trees."""
    digests = {(x - y).digest, (y - x).digest, (x + (-1) * y).digest}

    assert len(digests) == 3


@pytest.mark.parametrize("value", [0.1, True, "1", None, 1j])
def test_only_exact_numbers_enter_a_term(value):
    """A float, a truth value or a text is refused with the way to write it."""
    with pytest.raises(TypeError, match=r"Fraction\(1, 10\)"):
        as_term(value)


@pytest.mark.parametrize("data", [None, 3, [], ["add"], ["add", ""], [1, "", None], {"op": "add"}])
def test_what_is_no_term_is_not_read(data):
    """Reading damaged JSON raises a ValueError that shows the offending node."""
    with pytest.raises(ValueError, match="not a term"):
        from_json(data)


def test_a_number_keeps_its_exact_value():
    """One third stays one third."""
    again = from_json(json.loads(json.dumps(rational(1, 3).to_json())))

    assert Fraction(1, 3) == again.value


def test_only_a_function_can_be_applied():
    """x(y) for a symbol x is refused; L(y) for a function L is a call."""
    with pytest.raises(TypeError, match="only a named function"):
        x(y)

    assert function("L")(y).op == "call"


def test_walk_visits_every_node_once_from_left_to_right():
    """(x + y) = x is visited as eq, add, x, y, x."""
    seen = [node.name or node.op for node in Equal(x + y, x).walk()]

    assert seen == ["eq", "add", "x", "y", "x"]


def test_map_rebuilds_from_the_leaves():
    """Replacing x by y turns x + norm(x) into y + norm(y)."""
    changed = (x + norm(x)).map(lambda node: y if node == x else node)

    assert y + norm(y) == changed


def test_definitions_keep_their_body_in_the_digest():
    """The Fisher matrix of p and of q print alike in shape but are different trees."""
    assert fisher(theta).digest != fisher(theta, model="q").digest
    assert kl(law("p", theta), law("q")).digest != kl(law("q"), law("p", theta)).digest
