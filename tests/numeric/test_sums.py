"""Sums over finite sets and over the integers."""

import numpy as np
import pytest
from scipy.special import gammaln

from numeric.errors import ConvergenceError, EmptyError, MassError, NonFiniteError
from numeric.expectation import expectation
from numeric.supports import Integers, Points


def poisson(rate):
    return lambda x: x * np.log(rate) - rate - gammaln(x + 1)


@pytest.mark.parametrize("rate", [0.07, 3.3, 410.0, 1e5])
def test_the_poisson_information_is_one_over_the_rate(rate):
    """E[(x/r - 1)^2] = Var(x)/r^2 = 1/r."""
    found = expectation(lambda x: (x / rate - 1) ** 2, poisson(rate), Integers())

    assert abs(found.value - 1 / rate) <= 4 * found.error
    assert found.error <= 1e-9 / rate


def test_a_slow_geometric_tail_is_summed_to_its_end():
    """The mean number of failures before a success of probability 1/100 is 99."""
    found = expectation(lambda x: x, lambda x: np.log(0.01) + x * np.log1p(-0.01), Integers())

    assert abs(found.value - 99) <= 4 * found.error
    assert found.error <= 1e-10


def test_integers_may_start_anywhere():
    """The geometric law on 1, 2, ... with success 1/4 has mean 4."""
    found = expectation(lambda x: x, lambda x: np.log(0.25) + (x - 1) * np.log(0.75), Integers(1))

    assert abs(found.value - 4) <= 1e-12


def test_a_finite_law_leaves_out_points_of_probability_zero():
    """The values at points of probability zero are never looked at."""
    points = Points(np.array([0.0, 1.0, 2.0]))

    def logp(x):
        return np.where(x == 0, -np.inf, np.log(np.where(x == 1, 0.3, 0.7)))

    found = expectation(lambda x: 1 / x, logp, points)

    assert abs(found.value - (0.3 + 0.35)) <= 1e-15


def test_points_may_be_vectors():
    """Two independent coins of probability 0.3 and 0.6 have E[xy] = 0.18."""
    points = Points(np.array([[0, 0], [0, 1], [1, 0], [1, 1]]))

    def logp(x):
        return np.log(np.where(x[:, 0] == 1, 0.3, 0.7)) + np.log(np.where(x[:, 1] == 1, 0.6, 0.4))

    found = expectation(lambda x: x[:, 0] * x[:, 1], logp, points)

    assert abs(found.value - 0.18) <= 1e-15


def test_probabilities_that_do_not_add_to_one_are_refused():
    """A law of mass 0.9 on two points is refused."""
    with pytest.raises(MassError, match=r"0\.9"):
        expectation(lambda x: x, lambda x: np.log(np.full(x.shape, 0.45)), Points(np.array([0.0, 1.0])))


def test_a_tail_too_heavy_to_sum_is_refused():
    """The zeta law with exponent 3 still has weight after four million terms."""
    zeta_3 = 1.2020569031595942

    with pytest.raises(ConvergenceError, match="too heavy"):
        expectation(lambda x: x, lambda x: -3 * np.log(x + 1) - np.log(zeta_3), Integers())


def test_no_points_and_nan_are_errors():
    """An empty finite set, a NaN probability, and a law without mass are errors."""
    with pytest.raises(EmptyError, match="0 points"):
        Points(np.array([]))
    with pytest.raises(NonFiniteError, match="nan"):
        expectation(lambda x: x, lambda x: x * np.nan, Points(np.array([1.0])))
    with pytest.raises(EmptyError, match="nodes"):
        expectation(lambda x: x, lambda x: np.full(x.shape, -np.inf), Points(np.array([1.0])))
