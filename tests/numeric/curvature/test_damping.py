"""Damping on the product and on the factors."""

import numpy as np
import pytest

from numeric.agreement import digits_agreed
from numeric.curvature import Kronecker, factored, kfac_basis
from numeric.solvers.errors import DampingError
from numeric.solvers.kronecker import balance
from numeric.spectra import random_spd

RNG = np.random.default_rng(91)
FACTORS = Kronecker(random_spd(RNG, 4, condition=50.0), random_spd(RNG, 3, condition=20.0, size=7.0))
V = RNG.normal(size=(3, 4))


def test_tikhonov_damping_is_the_dense_solution_of_the_product_plus_a_multiple_of_the_identity():
    """(G (x) A + 0.3 Id)^-1 by rows, without forming the product."""
    expected = np.linalg.solve(FACTORS.rows() + 0.3 * np.eye(12), V.ravel())

    assert digits_agreed(expected, kfac_basis(FACTORS).damped(0.3).solve(V).ravel()) > 12


def test_pi_is_the_root_of_the_ratio_of_mean_eigenvalues():
    """A = diag(1, 3, 8) has mean 4, G = diag(2, 7) mean 9/2: pi = sqrt(8/9), not the root of 12/9."""
    factors = Kronecker(np.diag([1.0, 3.0, 8.0]), np.diag([2.0, 7.0]))

    found = factored(factors, damping=0.09)

    assert digits_agreed(np.sqrt(8) / 3, balance(factors.A, factors.G)) > 15
    assert digits_agreed(np.diag([1.0, 3.0, 8.0]) + 0.3 * np.sqrt(8) / 3 * np.eye(3), found.A) > 15
    assert digits_agreed(np.diag([2.0, 7.0]) + 0.3 * 3 / np.sqrt(8) * np.eye(2), found.G) > 15


def test_factored_damping_is_tikhonov_and_two_terms_more():
    """The product is G (x) A + 0.3 Id + pi sqrt(0.3) G (x) Id + sqrt(0.3) / pi Id (x) A."""
    pi, root = balance(FACTORS.A, FACTORS.G), np.sqrt(0.3)

    expected = (
        FACTORS.rows()
        + 0.3 * np.eye(12)
        + pi * root * np.kron(FACTORS.G, np.eye(4))
        + root / pi * np.kron(np.eye(3), FACTORS.A)
    )

    assert digits_agreed(expected, factored(FACTORS, damping=0.3).rows()) > 13


def test_pi_makes_the_trace_of_the_two_terms_least():
    """The trace of pi G (x) Id + Id (x) A / pi is larger at a pi five percent off on either side."""

    def excess(pi):
        return 4 * pi * np.trace(FACTORS.G) + 3 * np.trace(FACTORS.A) / pi

    best = balance(FACTORS.A, FACTORS.G)

    assert excess(best) < min(excess(0.95 * best), excess(1.05 * best))


def test_factored_damping_does_not_see_how_the_product_is_split():
    """5 A and G / 5 give the same damped product, though other damped factors."""
    moved = Kronecker(5 * FACTORS.A, FACTORS.G / 5)

    assert digits_agreed(factored(FACTORS, damping=0.3).rows(), factored(moved, damping=0.3).rows()) > 13


@pytest.mark.parametrize("damping", [0.0, -0.3, np.nan, np.inf])
def test_damping_must_be_positive_and_finite(damping):
    """Zero is asked for by solving without damping."""
    with pytest.raises(DampingError, match="positive"):
        factored(FACTORS, damping=damping)
    with pytest.raises(DampingError, match="positive"):
        kfac_basis(FACTORS).damped(damping)


def test_a_factor_of_zero_cannot_be_balanced():
    """A layer that no gradient reaches is named."""
    with pytest.raises(DampingError, match="mean eigenvalues of A and G are 1 and 0"):
        factored(Kronecker(np.eye(4), np.zeros((3, 3))), damping=0.3)
