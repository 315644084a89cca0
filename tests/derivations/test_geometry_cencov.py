"""Cencov's theorem on small sample spaces, and the monotonicity of the Fisher metric."""

from __future__ import annotations

import pytest
import sympy as sp
from sympy import Matrix, Rational, diag, symbols

from derivations.geometry.cencov import (
    Embedding,
    fisher_form,
    invariance_equations,
    invariant_forms,
    permutation,
    splitting,
    transitive_embeddings,
)
from derivations.geometry.errors import MarkovMapError
from derivations.geometry.monotonicity import information_loss, is_contracted, prove_monotone, sum_of_squares

HALF, THIRD = Rational(1, 2), Rational(1, 3)
MAPS = [
    Matrix([[1, HALF, 0], [0, HALF, 1]]),
    Matrix([[Rational(1, 5), Rational(3, 7), Rational(2, 3)], [Rational(4, 5), Rational(4, 7), THIRD]]),
    Matrix([[1, 1, 0], [0, 0, 1]]),
    Matrix([[0, HALF, THIRD], [HALF, HALF, THIRD], [HALF, 0, THIRD]]),
]
LAW = (Rational(2, 11), Rational(5, 11), Rational(4, 11))


@pytest.mark.parametrize(
    ("counts", "size"),
    [
        ([(2, 2), (1, 3)], 4),
        ([(2, 2, 2), (1, 2, 3), (1, 1, 4)], 6),
        ([(2, 2, 2), (1, 2, 3), (3, 3), (1, 5)], 6),
    ],
    ids=["2 to 4", "3 to 6", "2 and 3 to 6"],
)
def test_only_multiples_of_the_fisher_metric_are_invariant(counts, size: int) -> None:
    """One number is free, and it is the same on all simplices that are tied together."""
    found = invariant_forms(transitive_embeddings(counts, size))

    assert found.dimension == 1
    assert found.is_fisher().holds is True


def test_unequal_splittings_add_nothing_that_the_fisher_metric_does_not_satisfy() -> None:
    """(1/2, 1/2) split by 1/3, 2/3 and in halves, with the image (1/6, 1/3, 1/4, 1/4) tied to twelve points."""
    uneven = splitting((HALF, HALF), [[THIRD, 1 - THIRD], [HALF, HALF]])

    found = invariant_forms([uneven, *transitive_embeddings([(6, 6), (2, 4, 3, 3)], 12)])

    assert (len(found.laws), found.dimension) == (3, 1)
    assert found.is_fisher().holds is True


def test_an_equation_that_is_wrong_leaves_nothing() -> None:
    """With a factor 2 on one side of one embedding only the zero form is left."""
    tied = transitive_embeddings([(2, 2)], 4)
    found = invariant_forms(tied)
    (c,) = found.free
    ((g,),) = found.forms[(HALF, HALF)].tolist()
    quarter = found.forms[(Rational(1, 4),) * 4]
    wrong = invariance_equations(tied[0], Matrix([[g]]), 2 * quarter)  # g_p(u, v)/2 for g_p(u, v)

    assert wrong
    assert sp.solve(wrong, c, dict=True) == [{c: 0}]


def test_permutations_alone_leave_one_number_for_each_size() -> None:
    """Uniform laws on 3 and on 4 points that no embedding ties: two numbers, so no theorem."""
    shift3, swap3 = permutation([THIRD] * 3, (1, 2, 0)), permutation([THIRD] * 3, (1, 0, 2))
    quarter = [Rational(1, 4)] * 4
    shift4, swap4 = permutation(quarter, (1, 2, 3, 0)), permutation(quarter, (1, 0, 2, 3))

    found = invariant_forms([shift3, swap3, shift4, swap4])

    assert found.dimension == 2
    assert found.is_fisher().holds is False


def test_a_law_that_is_not_tied_keeps_all_its_entries() -> None:
    """Without equations the form at a law of three points has three free entries."""
    assert invariant_forms([permutation(LAW, (0, 1, 2))]).dimension == 3


def test_the_fisher_metric_satisfies_every_equation_and_the_euclidean_one_does_not() -> None:
    """The equations at (1/6, 1/3, 1/2) with p and with 1 for 1/p."""
    embedding = splitting((Rational(1, 6), THIRD, HALF), [[1], [HALF, HALF], [THIRD, THIRD, THIRD]])

    def euclidean(n: int) -> Matrix:
        return Matrix(n - 1, n - 1, lambda i, j: 1 + sp.Integer(i == j))

    assert invariance_equations(embedding, fisher_form(embedding.law), fisher_form(embedding.image)) == []
    assert invariance_equations(embedding, euclidean(3), euclidean(6)) != []


@pytest.mark.parametrize(
    ("law", "Q", "words"),
    [
        ((HALF, HALF), [[1, 1]], "exactly one positive entry"),
        ((HALF, HALF), [[HALF, 0], [0, 1]], "would be lost"),
        ((HALF, THIRD), [[1, 0], [0, 1]], "no law"),
        ((HALF, HALF), [[1, 0, 0], [0, 1, 0], [0, 0, 1]], "3 columns"),
    ],
)
def test_what_is_no_embedding_is_refused(law, Q, words: str) -> None:
    """With what is wrong with it."""
    with pytest.raises(MarkovMapError, match=words):
        Embedding(law, sp.ImmutableMatrix(Q))


@pytest.mark.parametrize(("n", "m"), [(3, 2), (2, 2), (3, 3), (4, 2)])
def test_no_markov_map_gains_information(n: int, m: int) -> None:
    """For all laws and all maps of these sizes the loss is a sum of squares."""
    assert prove_monotone(n, m).holds is True


def test_the_sum_of_squares_with_a_wrong_sign_is_not_the_loss() -> None:
    """(p_j*u_i + p_i*u_j)^2 for the difference: not equal at a rational point."""
    W, u = MAPS[1], (1, -3, 2)
    flipped = (1, 3, 2)

    assert information_loss(W, LAW, u) == sum_of_squares(W, LAW, u) > 0
    assert information_loss(W, LAW, u) != sum_of_squares(W, LAW, flipped)


@pytest.mark.parametrize("W", MAPS)
def test_the_fisher_metric_contracts_at_rational_points(W: Matrix) -> None:
    """The difference of the forms is positive semidefinite, by exact minors."""
    image = W * Matrix(LAW)

    assert is_contracted(diag(*(1 / e for e in LAW)), diag(*(1 / e for e in image)), W).holds is True


def test_the_euclidean_metric_does_not_contract() -> None:
    """Joining two points of three gains Euclidean length for u = (1, 1, -2): 8 > 6."""
    assert is_contracted(sp.eye(3), sp.eye(2), MAPS[2]).holds is False


def test_a_sufficient_statistic_loses_nothing() -> None:
    """Where u_i/p_i is the same on the points that are joined, the loss is zero; elsewhere it is not."""
    p1, p2 = symbols("p1 p2", positive=True)
    u, W = symbols("u", real=True), MAPS[2]
    law = (p1, p2, 1 - p1 - p2)

    assert sp.cancel(sp.together(information_loss(W, law, (p1 * u, p2 * u, -(p1 + p2) * u)))) == 0
    assert information_loss(W, LAW, (1, -1, 0)) > 0


def test_maps_that_are_not_markov_are_refused() -> None:
    """Columns have to sum to one, and there have to be two points."""
    with pytest.raises(MarkovMapError, match="no Markov map"):
        is_contracted(sp.eye(2), sp.eye(2), Matrix([[1, 1], [1, 0]]))
    with pytest.raises(MarkovMapError, match="at least two"):
        prove_monotone(1, 2)
