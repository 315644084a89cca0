"""EKFAC is the orthogonal projection of the block, whatever the signals: nearer than K-FAC by Pythagoras."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from numeric.curvature import (
    Eigenbasis,
    Kronecker,
    Signals,
    corrected,
    ekfac,
    expand,
    kfac_basis,
    kfc,
    reduce,
)
from numeric.spectra import random_orthogonal

FIXED = settings(max_examples=60, derandomize=True, database=None, deadline=None)
FACTORS = {"expand": expand, "reduce": reduce, "kfc": kfc}
ROUNDING = 1e-13  # of the squared norm of the block and the products together


@st.composite
def any_signals(draw):
    """One to four pseudo-labels, examples, places, outputs and inputs; entries of sizes 1e-3 to 1e3, some zero."""
    S, N, T, m, k = (draw(st.integers(1, 4)) for _ in range(5))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    kept = draw(st.floats(0.3, 1.0))

    def entries(*shape):
        return rng.normal(size=shape) * 10 ** rng.uniform(-3, 3, size=shape) * (rng.random(shape) < kept)

    a, g = entries(N, T, k), entries(S, N, T, m)
    a[..., -1] = 1
    return Signals(a, g)


def squared(matrix):
    return float(np.sum(matrix * matrix))


@FIXED
@given(any_signals(), st.sampled_from(sorted(FACTORS)))
def test_the_distance_to_kfac_is_that_to_ekfac_and_from_there_to_kfac(signals, name):
    """|B - K|^2 = |B - E|^2 + |E - K|^2, so that |B - E| <= |B - K|: B - E has no diagonal in the basis of both."""
    factors = FACTORS[name](signals)
    B, K, E = signals.block(), factors.rows(), ekfac(factors, signals).rows()
    size = squared(B) + squared(K) + squared(E)

    assert abs(squared(B - K) - squared(B - E) - squared(E - K)) <= ROUNDING * size
    assert squared(B - E) <= squared(B - K) + ROUNDING * size


@FIXED
@given(any_signals(), st.integers(0, 2**32 - 1))
def test_in_any_basis_the_corrected_moments_are_nearer_than_any_others(signals, seed):
    """In random orthogonal bases, against random moments: squared distances differ by |change|^2."""
    k, m = signals.inputs.shape[2], signals.gradients.shape[3]
    rng = np.random.default_rng(seed)
    basis = Eigenbasis(random_orthogonal(rng, k), random_orthogonal(rng, m), np.zeros((m, k)))
    best = corrected(basis, signals)
    change = rng.normal(size=(m, k)) * (1 + np.max(np.abs(best.moments)))
    other = Eigenbasis(best.U_A, best.U_G, best.moments + change)
    B = signals.block()
    size = squared(B) + squared(change)

    excess = squared(B - other.rows()) - squared(B - best.rows())

    assert abs(excess - squared(change)) <= 10 * ROUNDING * size


@FIXED
@given(any_signals())
def test_moments_keep_the_trace_and_are_not_negative(signals):
    """The trace of the block is the sum of the moments, which are means of squares."""
    found = ekfac(expand(signals), signals).moments

    assert abs(np.trace(signals.block()) - np.sum(found)) <= ROUNDING * np.trace(signals.block())
    assert np.min(found) >= 0


def test_the_distance_is_less_in_a_case_worked_out_by_hand():
    """Two examples with inputs (1, 1) and (-1, 1) and gradients 1 and 3.

    B = (1/2)([[1, 1], [1, 1]] + 9 [[1, -1], [-1, 1]]) = [[5, -4], [-4, 5]],   A = Id,  G = 5,  K = 5 Id,
    |B - K|^2 = 32.  Any basis of A will do; in that of the axes E = diag(5, 5) and |B - E|^2 = 32 too, and in the
    diagonal one E = B.
    """
    signals = Signals(np.array([[[1.0, 1.0]], [[-1.0, 1.0]]]), np.array([[[[1.0]], [[3.0]]]]))
    turn = np.array([[1.0, 1.0], [1.0, -1.0]]) / np.sqrt(2)
    axes, diagonals = (Eigenbasis(U, np.eye(1), np.zeros((1, 2))) for U in (np.eye(2), turn))
    B = np.array([[5.0, -4.0], [-4.0, 5.0]])

    assert np.array_equal(B, signals.block())
    assert np.array_equal(5 * np.eye(2), expand(signals).rows())
    assert squared(B - corrected(axes, signals).rows()) == 32
    assert squared(B - corrected(diagonals, signals).rows()) < 1e-28
    assert np.array_equal(kfac_basis(Kronecker(np.eye(2), [[5.0]])).rows(), 5 * np.eye(2))
