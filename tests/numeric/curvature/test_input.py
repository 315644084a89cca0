"""Factors, signals and batches that make no sense are refused by name."""

import numpy as np
import pytest

from numeric.curvature import (
    Eigenbasis,
    Kronecker,
    Signals,
    block_diagonal,
    blocks,
    corrected,
    empirical_fisher,
    empirical_signals,
    exact_signals,
    expand,
    fisher,
    fisher_over_outcomes,
    gauss_newton,
    kfac_basis,
    loss_hessian,
    outcome_signals,
    sampled_fisher,
    sampled_signals,
)
from numeric.errors import EmptyError, MetricError, NonFiniteError, ShapeError, SingularMetricError
from numeric.networks import Categorical, Dense, LabelError, Network, OutcomesError, isotropic
from numeric.solvers.errors import SingularFactorError

NETWORK = Network((Dense(4, 3),), Categorical(3))
THETA, X, Y = np.arange(15.0) / 7, np.arange(20.0).reshape(5, 4) / 9, np.array([0, 2, 1, 1, 0])
MATRICES = [
    lambda x: fisher(NETWORK, THETA, x),
    lambda x: fisher_over_outcomes(NETWORK, THETA, x),
    lambda x: sampled_fisher(NETWORK, THETA, x, rng=np.random.default_rng(1)),
    lambda x: empirical_fisher(NETWORK, THETA, (x, Y[: len(x)])),
    lambda x: gauss_newton(NETWORK, THETA, (x, Y[: len(x)])),
    lambda x: loss_hessian(NETWORK, THETA, (x, Y[: len(x)])),
    lambda x: exact_signals(NETWORK, THETA, x),
    lambda x: outcome_signals(NETWORK, THETA, x),
    lambda x: sampled_signals(NETWORK, THETA, x, rng=np.random.default_rng(1)),
    lambda x: empirical_signals(NETWORK, THETA, (x, Y[: len(x)])),
]


@pytest.mark.parametrize("matrix", MATRICES)
def test_empty_misshapen_and_infinite_batches_are_refused_by_every_matrix(matrix):
    """Zero examples, a wrong width, and NaN each have their error."""
    with pytest.raises(EmptyError, match="0 examples in the batch"):
        matrix(X[:0])
    with pytest.raises(ShapeError, match="takes an input of shape"):
        matrix(X[:, :3])
    with pytest.raises(NonFiniteError, match="the batch is nan"):
        matrix(np.where(X[2, 1] == X, np.nan, X))


def test_labels_out_of_range_are_refused_by_every_matrix_that_takes_them():
    """Class 3 of 3 is named, with its example."""
    wrong = np.array([0, 2, 3, 1, 0])
    for matrix in (empirical_fisher, gauss_newton, loss_hessian, empirical_signals):
        with pytest.raises(LabelError, match="label 3 of example 2"):
            matrix(NETWORK, THETA, (X, wrong))


def test_sums_over_outcomes_and_samples_need_outcomes_and_draws():
    """A Gaussian has no list of labels, and no draw is no measurement."""
    gaussian = Network((Dense(4, 3),), isotropic(3, variance=0.7))
    for matrix in (fisher_over_outcomes, outcome_signals):
        with pytest.raises(OutcomesError, match="infinitely many"):
            matrix(gaussian, THETA, X)
    for matrix in (sampled_fisher, sampled_signals):
        with pytest.raises(EmptyError, match="draws of labels"):
            matrix(NETWORK, THETA, X, rng=np.random.default_rng(1), draws=0)


def test_singular_factors_are_named_with_their_eigenvalue():
    """Three examples cannot fill five features: A is singular; scores of classes make G so."""
    (few,) = exact_signals(Network((Dense(4, 3),), isotropic(3, variance=0.7)), THETA, X[:3])
    (classes,) = exact_signals(NETWORK, THETA, np.random.default_rng(111).normal(size=(9, 4)))

    with pytest.raises(
        SingularMetricError, match=r"factor A of shape \(5, 5\) has the eigenvalue .* add damping"
    ):
        expand(few).inverse()
    with pytest.raises(SingularFactorError, match=r"factor A of shape \(5, 5\) is not .* add a damping"):
        expand(few).solve(np.ones((3, 5)))
    with pytest.raises(SingularFactorError, match=r"factor G of shape \(3, 3\) is not .* add a damping"):
        expand(classes).solve(np.ones((3, 5)))
    with pytest.raises(SingularMetricError, match="eigenvalue -2 against 1"):
        Kronecker(np.diag([1.0, -2.0]), np.eye(3)).inverse()


@pytest.mark.parametrize(
    ("A", "G", "error", "words"),
    [
        (np.ones((2, 3)), np.eye(2), ShapeError, "factor A"),
        (np.eye(2), np.ones(3), ShapeError, "factor G"),
        (np.eye(2), np.ones((2, 3, 3)), ShapeError, "factor G"),
        (np.eye(2), np.full((2, 2), np.nan), NonFiniteError, "factor G is nan"),
        (np.zeros((0, 0)), np.eye(2), EmptyError, "factor A"),
        (np.array([[1.0, 2.0], [0.0, 1.0]]), np.eye(2), MetricError, "factor A is not symmetric"),
    ],
)
def test_factors_that_are_none_are_refused(A, G, error, words):
    """Wrong shapes, NaN, nothing, and a matrix that is not symmetric."""
    with pytest.raises(error, match=words):
        Kronecker(A, G)


def test_matrices_and_signals_of_other_weights_are_refused():
    """A transposed gradient, blocks of other sizes, inputs and gradients that do not belong together."""
    factors = Kronecker(np.eye(5), np.eye(3))
    other = Signals(np.ones((4, 2, 6)), np.ones((1, 4, 2, 3)))

    for product in (factors.times, factors.solve, kfac_basis(factors).times, kfac_basis(factors).solve):
        with pytest.raises(ShapeError, match=r"\(5, 3\) for a curvature block of weights \(3, 5\)"):
            product(np.ones((5, 3)))
    with pytest.raises(NonFiniteError, match="the matrix is inf"):
        factors.times(np.full((3, 5), np.inf))
    with pytest.raises(ShapeError, match="different weight matrices"):
        corrected(kfac_basis(factors), other)
    with pytest.raises(ShapeError, match="moments"):
        Eigenbasis(np.eye(5), np.eye(3), np.ones((5, 3)))
    with pytest.raises(ShapeError, match="have 15 entries"):
        blocks(np.eye(14), [(3, 5)])
    with pytest.raises(EmptyError, match="blocks"):
        block_diagonal([])
    with pytest.raises(ShapeError, match="inputs of shape"):
        Signals(np.ones((4, 2, 6)), np.ones((1, 5, 2, 3)))
    with pytest.raises(NonFiniteError, match="pre-activation"):
        Signals(np.ones((4, 2, 6)), np.full((1, 4, 2, 3), np.nan))
