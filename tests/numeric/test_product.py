"""Product rules in two to four dimensions."""

import numpy as np
import pytest

from numeric.errors import ConvergenceError, MassError, ShapeError
from numeric.expectation import expectation
from numeric.product import locate
from numeric.spectra import random_spd
from numeric.supports import Space


def gaussian(mean, covariance):
    precision = np.linalg.inv(covariance)
    constant = np.linalg.slogdet(2 * np.pi * covariance)[1] / 2
    return lambda x: -np.einsum("ni,ij,nj->n", x - mean, precision, x - mean) / 2 - constant


@pytest.mark.parametrize("d", [1, 2, 3, 4])
def test_gaussian_moments_are_exact_wherever_and_however_wide_the_law_is(d):
    """Isserlis: E[u^2 v^2] = C_uu C_vv + 2 C_uv^2, with the mean far away and condition number 1e4."""
    rng = np.random.default_rng(d)
    mean, c = 100 * rng.normal(size=d), random_spd(rng, d, condition=1e4)
    exact = c[0, 0] * c[-1, -1] + 2 * c[0, -1] ** 2

    found = expectation(
        lambda x: (x[:, 0] - mean[0]) ** 2 * (x[:, -1] - mean[-1]) ** 2, gaussian(mean, c), Space(np.zeros(d))
    )

    assert abs(found.value - exact) <= 4 * found.error
    assert found.error <= 1e-9 * exact


def test_the_hump_of_a_gaussian_is_its_mean_and_its_spread_a_root_of_the_covariance():
    """L L^T is the covariance and m the mean, to eight digits."""
    mean, c = np.array([5.0, -300.0]), np.array([[2.0, 0.3], [0.3, 0.1]])

    found_mean, spread = locate(gaussian(mean, c), Space(np.zeros(2)))

    assert np.allclose(found_mean, mean, rtol=1e-8, atol=0)
    assert np.allclose(spread @ spread.T, c, rtol=1e-8, atol=0)


def test_a_law_that_is_not_gaussian_is_integrated_as_well_as_its_error_says():
    """Two independent logistic coordinates: E[tanh(x/2)^2] = 1/3, slowly, with an honest error."""

    def logp(x):
        return np.sum(-x - 2 * np.logaddexp(0, -x), axis=1)

    found = expectation(lambda x: np.tanh(x[:, 0] / 2) ** 2, logp, Space(np.full(2, 0.3)))

    assert abs(found.value - 1 / 3) <= found.error
    assert found.error > 1e-12


def test_a_law_without_a_hump_is_refused():
    """A saddle has no hump, five dimensions are too many, and a wrong constant is a wrong mass."""
    with pytest.raises(ConvergenceError, match="no hump"):
        expectation(lambda x: x[:, 0], lambda x: x[:, 0] ** 2 - x[:, 1] ** 2, Space(np.array([0.0, 0.1])))
    with pytest.raises(ShapeError, match="4 is the most"):
        Space(np.zeros(5))
    with pytest.raises(MassError, match="not 1"):
        expectation(
            lambda x: x[:, 0], lambda x: gaussian(np.zeros(2), np.eye(2))(x) + 1e-6, Space(np.ones(2))
        )
