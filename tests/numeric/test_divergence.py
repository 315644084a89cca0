"""Divergence, entropy and cross-entropy against closed forms."""

import numpy as np
import pytest

from numeric.agreement import Outcome, compare, exactly
from numeric.divergence import cross_entropy, entropy, kl, kl_between
from numeric.errors import ConvergenceError, InfiniteDivergenceError
from numeric.supports import Integers, Interval, Points, Space

LINE = Interval()


def normal(x, theta):
    return -((x - theta[0]) ** 2) / (2 * theta[1]) - np.log(2 * np.pi * theta[1]) / 2


def closed(p, q):  # KL of normals in mean and variance
    return (np.log(q[1] / p[1]) + (p[1] + (p[0] - q[0]) ** 2) / q[1] - 1) / 2


@pytest.mark.parametrize(
    ("p", "q"), [((1.7, 0.36), (1.2, 0.9)), ((1000.0, 0.01), (1000.2, 0.02)), ((0.3, 2.0), (0.3, 1.9))]
)
def test_the_divergence_of_normals_is_the_closed_form_and_not_its_reverse(p, q):
    """KL(p || q) agrees with its closed form; KL(q || p) and half of it do not."""
    found = kl(normal, p, q, LINE)

    assert Outcome.AGREES is compare(found, exactly(closed(p, q))).outcome
    assert Outcome.DIFFERS is compare(found, exactly(closed(q, p))).outcome
    assert Outcome.DIFFERS is compare(found, exactly(closed(p, q) / 2)).outcome


def test_the_divergence_of_a_law_from_itself_is_zero():
    """KL(p || p) = 0 exactly."""
    assert kl(normal, [1.7, 0.36], [1.7, 0.36], LINE).value == 0


def test_discrete_divergences_are_sums():
    """Bernoulli 1/5 from 1/2: log 2 - S(1/5) = 0.192745...; Poisson: r log(r/s) - r + s."""

    def bernoulli(x, t):
        return x * np.log(t[0]) + (1 - x) * np.log(1 - t[0])

    def poisson(x, t):
        from scipy.special import gammaln

        return x * np.log(t[0]) - t[0] - gammaln(x + 1)

    coin = kl(bernoulli, [0.2], [0.5], Points(np.array([0.0, 1.0])))
    count = kl(poisson, [3.3], [2.1], Integers())

    assert abs(coin.value - (np.log(2) + 0.2 * np.log(0.2) + 0.8 * np.log(0.8))) <= 1e-15
    assert abs(count.value - (3.3 * np.log(3.3 / 2.1) - 1.2)) <= 1e-13


def test_the_divergence_of_gaussians_in_the_plane_is_half_the_squared_distance():
    """Locations at distance 5 with unit covariance: 25/2."""

    def logp(x, t):
        return -((x[:, 0] - t[0]) ** 2 + (x[:, 1] - t[1]) ** 2) / 2 - np.log(2 * np.pi)

    found = kl(logp, [1.0, 2.0], [4.0, 6.0], Space(np.zeros(2)))

    assert abs(found.value - 12.5) <= 1e-11


def uniform(x, t):
    return np.where(x < t[0], -np.log(t[0]), -np.inf)


def test_where_the_second_law_has_no_mass_the_divergence_is_infinite_and_says_so():
    """Uniform(0, 2.3) from Uniform(0, 2.5) is log(2.5/2.3); from Uniform(0, 2.1) it is infinite."""
    found = kl(uniform, [2.3], [2.5], Interval(0, 2.3))

    assert abs(found.value - np.log(2.5 / 2.3)) <= 1e-14
    with pytest.raises(InfiniteDivergenceError, match="no mass"):
        kl(uniform, [2.3], [2.1], Interval(0, 2.3, breakpoints=(2.1,)))


def test_a_tail_too_light_makes_the_divergence_infinite():
    """A Cauchy law from a normal law: E[x^2] is infinite."""
    with pytest.raises(ConvergenceError, match="infinite"):
        kl_between(lambda x: -np.log(np.pi) - np.log1p(x * x), lambda x: normal(x, [0.0, 1.0]), LINE)


def test_entropy_and_cross_entropy_differ_by_the_divergence():
    """H(q, p) = S(q) + KL(q || p), with S = log(2 pi e v)/2 for a normal law."""
    q, p = [0.4, 0.7], [1.1, 1.9]

    s = entropy(normal, q, LINE)
    h = cross_entropy(lambda x: normal(x, q), normal, p, LINE)

    assert abs(s.value - np.log(2 * np.pi * np.e * 0.7) / 2) <= 1e-13
    assert abs(h.value - s.value - closed(q, p)) <= 1e-12


def test_longdouble_keeps_digits_of_small_divergences():
    """For laws 1e-6 apart, longdouble knows the divergence to at least one more digit than double.

    Its unit of rounding is 2048 times smaller; what double shows depends on how the processor rounds exp.
    """

    def location(x, t):
        return -((x - t[0]) ** 2) / 2 - np.log(2 * np.arccos(x.dtype.type(-1))) / 2

    wide = kl(location, [0.7], [0.7 + 1e-6], LINE, dtype=np.longdouble)
    narrow = kl(location, [0.7], [0.7 + 1e-6], LINE)
    gap = np.longdouble(0.7 + 1e-6) - np.longdouble(0.7)

    assert abs(wide.value - gap**2 / 2) <= wide.error
    assert wide.error < narrow.error / 10
