"""Matrices of several dimensions: Kronecker products, stacking, random columns, entry by entry."""

from __future__ import annotations

from copy import deepcopy
from fractions import Fraction

import numpy as np
import pytest

from fisherproof.replay import replay
from theorems import (
    Covariance,
    Data,
    Equal,
    Id,
    Model,
    Point,
    RandomColumn,
    Rectangle,
    Scalar,
    Vector,
    diag,
    diagonal_of,
    entrywise_power,
    expect,
    grad,
    hadamard,
    identity_of,
    kron,
    law,
    norm2,
    ones_of,
    rational,
    setting,
    symbol,
    tr,
    vec,
    vec_rows,
)
from theorems.arithmetic.floats import Floats
from theorems.arithmetic.matrix import Mat, product_of_dims
from theorems.certificates import certificate, seal
from theorems.evaluate import Evaluator, IllTypedError
from theorems.examination import prove, refute
from theorems.latex import latex
from theorems.measurement import Seen, measure
from theorems.routes import Subject
from theorems.trials import trials
from theorems.types import checker

A, G, X, W, a, g, x, y, u = (symbol(name) for name in ("A", "G", "X", "W", "a", "g", "x", "y", "u"))
MATRICES = setting(
    A=Rectangle("n", "n"), G=Rectangle("m", "m"), X=Rectangle("m", "n"), dims={"m": 1}, sizes=(1, 2)
)
RANDOM = setting(q=Data(), a=RandomColumn("q", "n"), g=RandomColumn("q", "m"), dims={"m": 1}, sizes=(1, 2))
FACTORS = setting(A=Covariance("n"), G=Covariance("m"), dims={"m": 1}, sizes=(1, 2))
LINEAR = setting(W=Rectangle("m", "n"), x=Vector(), y=Rectangle("m", "1"), dims={"m": 1}, sizes=(1, 2))
Q = law("q")
TRUE = [
    pytest.param(Equal(vec(G @ X @ A.T), kron(A, G) @ vec(X)), MATRICES, id="columns below each other"),
    pytest.param(
        Equal(vec_rows(G @ X @ A.T), kron(G, A) @ vec_rows(X)), MATRICES, id="rows after each other"
    ),
    pytest.param(
        Equal(kron(A, G) @ kron(A.inv, G.inv), kron(Id, identity_of("m"))), FACTORS, id="inverse of a product"
    ),
    pytest.param(Equal(tr(kron(A, G)), tr(A) * tr(G)), MATRICES, id="trace of a product"),
    pytest.param(
        Equal(expect(Q, vec(g @ a.T) @ vec(g @ a.T).T), expect(Q, kron(a @ a.T, g @ g.T))),
        RANDOM,
        id="second moment of an outer product",
    ),
    pytest.param(Equal(grad(norm2(W @ x - y) / 2, W), (W @ x - y) @ x.T), LINEAR, id="gradient in a matrix"),
    pytest.param(
        Equal(diag(diagonal_of(A)) @ a, hadamard(diagonal_of(A), a)),
        setting(A=Covariance(), a=Vector()),
        id="diagonal",
    ),
    pytest.param(
        Equal(hadamard(a, a), entrywise_power(a, 2)), setting(a=Vector()), id="square entry by entry"
    ),
]
FALSE = [
    pytest.param(Equal(vec_rows(G @ X @ A.T), kron(A, G) @ vec_rows(X)), MATRICES, id="the other order"),
    pytest.param(Equal(kron(A, G), kron(G, A)), MATRICES, id="products do not commute"),
    pytest.param(
        Equal(expect(Q, kron(a @ a.T, g @ g.T)), kron(expect(Q, a @ a.T), expect(Q, g @ g.T))),
        RANDOM,
        id="a mean of products is no product of means",
    ),
    pytest.param(Equal(grad(norm2(W @ x - y), W), (W @ x - y) @ x.T), LINEAR, id="a factor 2"),
    pytest.param(
        Equal(entrywise_power(A, 2), A @ A),
        setting(A=Covariance(), sizes=(2,)),
        id="entries are not the matrix",
    ),
]


@pytest.mark.parametrize(("statement", "given"), TRUE)
def test_what_holds_is_proved_measured_and_told_from_its_mutants(statement, given):
    """Proved for all values, seen in floats at two precisions, every mutant refuted or as true."""
    checker(given)(statement)

    assert all(prove(statement, given, n).proved for n in given.sizes if n <= 2)
    assert refute(statement, given, "7") is None
    assert measure(statement, given, np.random.default_rng(7)).seen is Seen.AGREES
    fates = trials(Subject("demo.shapes", "reading A", statement, given, 7, "quick"), ())
    assert len(fates) >= 3
    assert {"survived"}.isdisjoint(fate.outcome for fate in fates)


@pytest.mark.parametrize(("statement", "given"), FALSE)
def test_what_fails_is_refuted_by_a_certificate_that_replays(statement, given):
    """An exact instance is found, floats differ there, and code of its own confirms it from the file."""
    found = refute(statement, given, "7")
    document = certificate("demo.shapes", "reading A", statement, found)

    assert measure(statement, given, np.random.default_rng(7)).seen is Seen.DIFFERS
    assert replay(document, "demo")[0] == 0


def test_a_certificate_with_a_matrix_of_another_shape_is_not_read():
    """A row less than its dimension says, or a dimension without a length: unreadable, not false."""
    statement, given = FALSE[0].values
    document = certificate("demo.shapes", "reading A", statement, refute(statement, given, "7"))
    short, bare = deepcopy(document), deepcopy(document)
    short["instance"]["X"]["oblong"]["rows"].pop()
    del bare["dims"]
    vast = {**deepcopy(document), "dims": {"m": 10**9}}

    for forged, told in ((short, "another shape"), (bare, "has no length"), (vast, "has no length")):
        code, lines = replay(
            {**forged, "sha256": seal({k: v for k, v in forged.items() if k != "sha256"})}, "demo"
        )

        assert code == 2
        assert told in " ".join(lines)


@pytest.mark.parametrize(
    ("term", "twin"),
    [
        (X @ A.T @ X, X @ A.T @ X.T),
        (Equal(vec(X), X), Equal(vec(X.T), vec_rows(X))),
        (hadamard(X, A), hadamard(X, X)),
        (diagonal_of(X), diagonal_of(G)),
        (kron(tr(A), G), tr(A) * G),
    ],
)
def test_what_does_not_fit_is_ill_typed_and_its_twin_is_not(term, twin):
    """Dimensions are compared by name, m against n."""
    check = checker(MATRICES)
    check(twin)

    with pytest.raises(IllTypedError):
        check(term)


def test_kronecker_products_and_stacks_are_those_of_numpy():
    """NumPy's kron; order="F" stacks columns and order="C" rows."""
    p, q = np.array([[1.0, 2.0, 3.0]]), np.array([[4.0, 5.0], [6.0, 7.0]])
    ev = Evaluator(
        Floats(), {"P": Mat(tuple(map(tuple, p)), ("1", "k")), "Q": Mat(tuple(map(tuple, q)), ("m", "m"))}, 1
    )

    product = ev(kron(symbol("P"), symbol("Q")))

    assert product.dims == ("m", "k*m")
    np.testing.assert_array_equal(np.kron(p, q), np.array(product.rows))
    for word, order in ((vec, "F"), (vec_rows, "C")):
        np.testing.assert_array_equal(q.ravel(order), np.array(ev(word(symbol("Q"))).entries))


def test_the_name_of_a_product_of_dimensions_has_no_order():
    """A ⊗ G and G ⊗ A act on columns of one length; a 1 leaves no trace."""
    assert "m*n" == product_of_dims("n", "m") == product_of_dims("m", "n")
    assert product_of_dims("1", "n") == "n"
    assert product_of_dims("1", "1") == "1"


def test_a_random_column_stands_under_an_expectation_of_its_law():
    """Outside it has no value, and a law with parameters is no law of the data."""
    with pytest.raises(IllTypedError, match="outside of any expectation"):
        refute(Equal(norm2(a), 0), RANDOM, "7")
    with pytest.raises(TypeError, match="no law of the data"):
        refute(Equal(norm2(a), 0), setting(theta=Point(), q=Model(at="theta"), a=RandomColumn("q")), "7")


def test_a_dimension_is_declared_and_different_from_n():
    """An undeclared name is told; n + 0 and a length below 1 are refused."""
    with pytest.raises(ValueError, match="dims=dict"):
        refute(Equal(norm2(ones_of("k")), 1), MATRICES, "7")
    for wrong in ({"m": 0}, {"n": 1}, {"m": -1}):
        with pytest.raises(ValueError, match="not one of its own"):
            setting(x=Scalar(), dims=wrong)


def test_sizes_follow_their_dimension():
    """‖1_m‖² = n + 1, the trace of the identity of m n dimensions is n (n + 1)."""
    for n in (1, 2):
        ev = Evaluator(Floats(), {"@size": MATRICES.size}, n)

        assert n + 1 == ev(norm2(ones_of("m")))
        assert n * (n + 1) == ev(tr(identity_of("m*n")))


def test_shapes_print_with_parentheses_where_they_bind_loosely():
    """(A ⊗ G) vec(X), a root entry by entry, an identity with its dimension."""
    assert latex(kron(A, G) @ vec(X)) == r"\left(A \otimes G\right)\,\mathrm{vec}\left(X\right)"
    assert latex(entrywise_power(symbol("v"), Fraction(1, 2))) == r"v^{\odot \tfrac{1}{2}}"
    assert latex(identity_of("m")) == r"\mathrm{Id}_{m}"
    assert latex(hadamard(u, x + y)) == r"u \odot \left(x + y\right)"
    assert latex(rational(2) * hadamard(x, y)) == r"2\,\left(x \odot y\right)"
