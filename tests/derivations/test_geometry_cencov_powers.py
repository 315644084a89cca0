"""Metrics that are not the Fisher metric fail under Markov maps, and the Fisher metric is kept by all embeddings."""

from __future__ import annotations

import pytest
import sympy as sp
from sympy import Matrix, Rational, diag, symbols

from derivations.geometry.cencov import fisher_form, invariance_equations, splitting
from derivations.geometry.monotonicity import information_loss, is_contracted

LAW = (Rational(2, 11), Rational(5, 11), Rational(4, 11))
SPLIT = [[Rational(1, 3), Rational(2, 3)], [1], [1]]
JOIN = Matrix([[1, 1, 0], [0, 0, 1]])


def power(law, a: int) -> Matrix:
    """sum_i u_i*v_i/p_i^a on all vectors."""
    return diag(*(1 / p**a for p in law))


def on_tangents(form: Matrix) -> Matrix:
    """The same on the vectors e_i - e_n."""
    n = form.rows
    edges = Matrix(n, n - 1, lambda i, j: sp.Integer(i == j) - sp.Integer(i == n - 1))
    return edges.T * form * edges


@pytest.mark.parametrize("a", [0, 2, 3])
def test_another_power_of_the_probabilities_is_not_invariant(a: int) -> None:
    """Splitting one point of three in unequal parts changes sum u_i^2/p_i^a unless a = 1."""
    cut = splitting(LAW, SPLIT)

    def left(a: int) -> list[sp.Expr]:
        return invariance_equations(cut, on_tangents(power(cut.law, a)), on_tangents(power(cut.image, a)))

    assert left(1) == []
    assert left(a) != []


@pytest.mark.parametrize(
    ("a", "W"),
    [(0, JOIN), (2, Matrix(splitting(LAW, SPLIT).Q)), (3, Matrix(splitting(LAW, SPLIT).Q))],
    ids=["0, joining", "2, splitting", "3, splitting"],
)
def test_another_power_of_the_probabilities_grows_under_a_markov_map(a: int, W: Matrix) -> None:
    """Below 1 joining gains length, above 1 splitting does; with power 1 neither."""
    image = list(W * Matrix(LAW))

    assert is_contracted(power(LAW, 1), power(image, 1), W).holds is True
    assert is_contracted(power(LAW, a), power(image, a), W).holds is False


def test_a_constant_that_depends_on_the_number_of_points_is_refused() -> None:
    """n times the Fisher metric on n points: an embedding from three points to four sees the factor 4/3."""
    cut = splitting(LAW, SPLIT)

    found = invariance_equations(cut, 3 * fisher_form(cut.law), 4 * fisher_form(cut.image))

    assert found != []
    assert is_contracted(3 * power(LAW, 1), 4 * power(cut.image, 1), Matrix(cut.Q)).holds is False


def test_no_embedding_of_any_law_with_any_weights_changes_the_fisher_metric() -> None:
    """Two points to five, split by symbols: nothing is lost, for all laws, tangent vectors and weights."""
    p, u, w, x, y = symbols("p u w x y", positive=True)
    Q = Matrix([[w, 0], [1 - w, 0], [0, x], [0, y], [0, 1 - x - y]])

    loss = information_loss(Q, (p, 1 - p), (u, -u))

    assert sp.cancel(sp.together(loss)) == 0


def test_a_map_that_joins_after_splitting_loses_information() -> None:
    """The same two points to two by weights that overlap: the loss is positive at a rational point."""
    W = Matrix([[Rational(2, 3), Rational(1, 5)], [Rational(1, 3), Rational(4, 5)]])

    assert information_loss(W, (Rational(2, 7), Rational(5, 7)), (1, -1)) > 0
