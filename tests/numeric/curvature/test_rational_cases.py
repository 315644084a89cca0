"""Fisher blocks and K-FAC in small cases that are rational, against fractions computed without the kernels."""

import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from numeric.agreement import digits_agreed
from numeric.curvature import (
    blocks,
    exact_signals,
    expand,
    fisher,
    fisher_over_outcomes,
    kfc,
    outcome_signals,
    reduce,
)
from numeric.networks import Categorical, Dense, Flatten, Network, flatten

sys.path.insert(0, str(Path(__file__).parent))
from position_labels import Positions
from rational_networks import CASES, OCTAVE, TEMPERATURE
from rational_uses import squared_distance

APART = {  # squared Frobenius distances of the first block to expand and to reduce
    "squares": (Fraction(803106544, 10125), Fraction(803106544, 10125)),
    "rectified": (Fraction(1055957, 32400), Fraction(1055957, 32400)),
    "averaged": (Fraction(96544105, 729), Fraction(1858188364, 6561)),
    "images": (Fraction(679516147, 72), Fraction(2318823905, 162)),
}


@pytest.mark.parametrize("name", CASES)
def test_blocks_and_products_are_those_of_fractions(name):
    """Every block of the Fisher matrix, and expand and reduce of every matrix, to fourteen digits."""
    case = CASES[name]()
    F = blocks(fisher(case.network, case.theta, case.batch), case.network.shapes)
    signals = exact_signals(case.network, case.theta, case.batch)

    for uses, unit, block, signal in zip(case.uses, case.unit, F, signals, strict=True):
        assert digits_agreed(unit * uses.block().astype(float), block) > 14
        assert digits_agreed(unit * uses.expand().astype(float), expand(signal).rows()) > 14
        assert digits_agreed(unit * uses.expand().astype(float), kfc(signal).rows()) > 14
        assert digits_agreed(unit * uses.reduce().astype(float), reduce(signal).rows()) > 14


@pytest.mark.parametrize("name", CASES)
def test_kfac_differs_from_the_block_by_what_fractions_say(name):
    """The difference of the kernels is that of the fractions, entry by entry, to twelve digits of the block."""
    case = CASES[name]()
    F = blocks(fisher(case.network, case.theta, case.batch), case.network.shapes)
    signals = exact_signals(case.network, case.theta, case.batch)

    for uses, unit, block, signal in zip(case.uses, case.unit, F, signals, strict=True):
        for product, found in ((uses.expand(), expand(signal)), (uses.reduce(), reduce(signal))):
            expected = unit * (uses.block() - product).astype(float)
            assert np.max(np.abs(expected - (block - found.rows()))) < 1e-12 * np.max(np.abs(block))


def test_the_difference_of_deep_linear_networks_is_zero_and_not_small():
    """Three layers with Gaussian labels: in fractions, block and product are the same matrix."""
    for uses in CASES["linear"]().uses:
        assert squared_distance(uses.block(), uses.expand()) == 0
        assert squared_distance(uses.block(), uses.reduce()) == 0
        assert np.any(uses.block())


@pytest.mark.parametrize("name", ["squares", "rectified", "averaged", "images"])
def test_the_last_layer_with_gaussian_labels_is_exact_behind_any_activation(name):
    """Gradients at the outputs do not depend on the input, so the difference is zero in fractions."""
    uses = CASES[name]().uses[-1]

    assert squared_distance(uses.block(), uses.expand()) == 0


@pytest.mark.parametrize("name", APART)
def test_the_first_layer_differs_by_the_listed_fraction(name):
    """Squared Frobenius distances from the block to both products, exactly, and as the kernels measure them."""
    case = CASES[name]()
    uses = case.uses[0]
    signal = exact_signals(case.network, case.theta, case.batch)[0]

    expected = APART[name]

    assert expected == tuple(squared_distance(uses.block(), p) for p in (uses.expand(), uses.reduce()))
    for distance, factors in zip(expected, (expand(signal), reduce(signal)), strict=True):
        assert digits_agreed(float(distance), np.sum((signal.block() - factors.rows()) ** 2)) > 12


def test_with_two_classes_kfac_differs_by_a_three_hundred_and_twenty_fourth():
    """W = 3/2 (log 2, 0; 0, 0), x = 0 and 1, temperature 3/2: the odds are 1 and 2.

    (diag p - p p^T) / T^2 = f [[1, -1], [-1, 1]] with f = 1/4 * 4/9 = 1/9 and 2/9 * 4/9 = 8/81.
    block  (1/2)(1/9 [[0, 0], [0, 1]] + 8/81 [[1, 1], [1, 1]])  = [[16, 16], [16, 34]] / 324
    K-FAC  (1/2)(1/9 + 8/81) [[1/2, 1/2], [1/2, 1]]             = [[17, 17], [17, 34]] / 324
    """
    network = Network((Dense(1, 2),), Categorical(2, TEMPERATURE))
    theta, x = flatten([[[OCTAVE, 0.0], [0.0, 0.0]]]), np.array([[0.0], [1.0]])
    expected = np.kron([[1, -1], [-1, 1]], np.array([[-1, -1], [-1, 0]]) / 324)

    found = fisher(network, theta, x) - expand(exact_signals(network, theta, x)[0]).rows()

    assert np.max(np.abs(expected - found)) < 1e-16


def test_with_two_positions_expand_and_reduce_differ_by_their_own_fractions():
    """The same layer at two positions with a class each, sequences (0, 1), (0, 0), (1, 1): f as above.

    block   (1/3)(3/9 [[0, 0], [0, 1]] + 24/81 [[1, 1], [1, 1]])  = [[8, 8], [8, 17]] / 81
    expand  A = [[1/2, 1/2], [1/2, 1]],   G = 17/81                 = [[17, 17], [17, 34]] / 162
    reduce  A = (1/3) sum (xbar, 1)(xbar, 1)^T, xbar = 1/2, 0, 1    = [[5/12, 1/2], [1/2, 1]]
            G = 17/81, as scores of different positions are independent
    """
    network = Network((Dense(1, 2), Flatten()), Positions(2, 2, TEMPERATURE))
    theta = flatten([[[OCTAVE, 0.0], [0.0, 0.0]]])
    x = np.array([[[0.0], [1.0]], [[0.0], [0.0]], [[1.0], [1.0]]])
    F, (signal,) = fisher(network, theta, x), exact_signals(network, theta, x)
    U = np.array([[1, -1], [-1, 1]])

    wide, narrow = F - expand(signal).rows(), F - reduce(signal).rows()

    assert np.max(np.abs(np.kron(U, np.array([[-1, -1], [-1, 0]]) / 162) - wide)) < 2e-16
    assert np.max(np.abs(np.kron(U, np.array([[11, -6], [-6, 0]]) / 972) - narrow)) < 2e-16


def test_positions_are_independent_given_their_outputs():
    """Closed form and sum over all 27 outcomes agree, and so do the signals; one position is Categorical."""
    case = CASES["positions"]()
    x, theta = case.batch, case.theta
    whole = fisher_over_outcomes(case.network, theta, x)
    (by_root,), (by_sum,) = exact_signals(case.network, theta, x), outcome_signals(case.network, theta, x)
    one = Network((Dense(2, 3), Flatten()), Positions(3, 1, TEMPERATURE))
    plain = Network((Dense(2, 3), Flatten()), Categorical(3, TEMPERATURE))

    assert digits_agreed(whole, fisher(case.network, theta, x)) > 14
    assert digits_agreed(reduce(by_sum).rows(), reduce(by_root).rows()) > 13
    assert digits_agreed(fisher(plain, theta, x[:, :1]), fisher(one, theta, x[:, :1])) > 15
