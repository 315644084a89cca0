"""EKFAC: never farther from the block than K-FAC, in both conventions, and at the scale of a mean."""

import numpy as np
import pytest

from numeric.agreement import digits_agreed
from numeric.curvature import (
    corrected,
    ekfac,
    empirical_signals,
    exact_signals,
    expand,
    in_columns,
    kfac_basis,
    kfc,
    reduce,
)
from numeric.errors import SingularMetricError
from numeric.networks import (
    IDENTITY,
    RELU,
    TANH,
    Attention,
    Categorical,
    Convolution,
    Dense,
    Flatten,
    Gaussian,
    Mean,
    Network,
    Window,
    isotropic,
    transformer_block,
)

N, C = 5, 3
COVARIANCE = np.array([[0.7, 0.2, -0.1], [0.2, 1.3, 0.3], [-0.1, 0.3, 0.5]])
CASES = {
    "tanh": (Network((Dense(4, 6), TANH, Dense(6, C)), Categorical(C, 1.7)), (4,)),
    "relu": (Network((Dense(4, 6), RELU, Dense(6, C)), Gaussian(COVARIANCE)), (4,)),
    "images": (
        Network((Convolution(2, 4, Window((2, 3))), TANH, Flatten(), Dense(48, C)), Categorical(C, 1.7)),
        (2, 4, 6),
    ),
    "sequences": (
        Network(
            (*transformer_block(Attention(4, 3, 2), 5, TANH), Mean((1,)), Dense(4, C)), Categorical(C, 1.7)
        ),
        (6, 4),
    ),
}


def signals_of(name, seed):
    network, shape = CASES[name]
    rng = np.random.default_rng(seed)
    theta, x = 0.6 * rng.normal(size=network.size), rng.normal(size=(N, *shape))
    y = rng.integers(0, C, size=N) if isinstance(network.likelihood, Categorical) else rng.normal(size=(N, C))
    return [*exact_signals(network, theta, x), *empirical_signals(network, theta, (x, y))]


@pytest.mark.parametrize("seed", [71, 72, 73])
@pytest.mark.parametrize("factor", [expand, reduce, kfc])
@pytest.mark.parametrize("name", CASES)
def test_ekfac_is_never_farther_than_kfac(name, factor, seed):
    """The Frobenius distance to the block is not larger, and is smaller by a hundredth for some block."""
    ratios = []
    for signals in signals_of(name, seed):
        block, factors = signals.block(), factor(signals)
        kron = np.linalg.norm(factors.rows() - block)
        eigen = np.linalg.norm(ekfac(factors, signals).rows() - block)
        assert eigen <= kron + 1e-13 * np.linalg.norm(block)
        ratios.append(eigen / kron)

    assert min(ratios) < 0.99


def test_the_moments_are_the_diagonal_of_the_block_in_the_eigenbasis():
    """diag(U^T B U) with U = U_G (x) U_A, for weights shared over places too."""
    for signals in signals_of("sequences", 74):
        found = ekfac(expand(signals), signals)
        U = np.kron(found.U_G, found.U_A)

        assert digits_agreed(np.diag(U.T @ signals.block() @ U), found.moments.ravel()) > 12
        assert digits_agreed(np.trace(signals.block()), np.sum(found.moments)) > 12


def test_both_conventions_are_the_same_block():
    """Rows and columns are a permutation of each other, and act alike on matrices."""
    signals = signals_of("tanh", 75)[0]
    found, V = ekfac(expand(signals), signals), np.random.default_rng(76).normal(size=(6, 5))

    assert digits_agreed(in_columns(found.rows(), (6, 5)), found.columns()) > 13
    assert digits_agreed(found.rows() @ V.ravel(), found.times(V).ravel()) > 13
    assert digits_agreed(found.columns() @ V.T.ravel(), found.times(V).T.ravel()) > 13


def test_the_basis_of_kfac_is_kfac():
    """With moments g_i a_j the block is G (x) A again."""
    factors = reduce(signals_of("sequences", 77)[4])

    assert digits_agreed(factors.rows(), kfac_basis(factors).rows()) > 13


def test_a_basis_of_other_signals_is_corrected_to_the_moments_of_these():
    """With a basis kept from another batch the moments still add up to the trace of the new block."""
    old, new = signals_of("tanh", 78)[0], signals_of("tanh", 79)[0]

    found = corrected(kfac_basis(expand(old)), new)

    assert digits_agreed(np.trace(new.block()), np.sum(found.moments)) > 13
    stale = np.linalg.norm(kfac_basis(expand(old)).rows() - new.block())
    assert np.linalg.norm(found.rows() - new.block()) < 0.9 * stale


def test_ekfac_is_kfac_where_kfac_is_exact():
    """For a deep linear network with Gaussian labels both are the block."""
    network = Network((Dense(4, 2), IDENTITY, Dense(2, C)), isotropic(C, variance=0.7))
    rng = np.random.default_rng(80)
    for signals in exact_signals(network, rng.normal(size=network.size), rng.normal(size=(N, 4))):
        found = ekfac(expand(signals), signals)

        assert digits_agreed(signals.block(), found.rows()) > 13


def test_a_moment_of_zero_is_refused_and_damping_makes_it_solvable():
    """Scores of classes add up to zero, so G has the null vector of ones: solve names it, damped solves."""
    network = Network((Dense(4, C),), Categorical(C, 1.7))
    rng = np.random.default_rng(81)
    (signals,) = exact_signals(network, rng.normal(size=15), rng.normal(size=(N, 4)))
    found, V = ekfac(expand(signals), signals), rng.normal(size=(C, 5))

    with pytest.raises(SingularMetricError, match="eigenvector 0 of G and"):
        found.solve(V)
    damped = found.damped(0.3)
    assert digits_agreed(found.rows() + 0.3 * np.eye(15), damped.rows()) > 13
    assert digits_agreed(np.linalg.solve(damped.rows(), V.ravel()), damped.solve(V).ravel()) > 12
