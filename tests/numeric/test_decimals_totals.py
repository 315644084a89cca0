"""Sums over integers to many decimals: exact values, and what must be refused."""

import pytest
from mpmath import mp, mpf

from numeric.decimals.errors import DivergentError, UnsettledError
from numeric.decimals.totals import total


@pytest.mark.parametrize(
    ("f", "first", "last", "exact"),
    [
        (lambda k: mpf(37) ** k / (mpf(10) ** k * mp.factorial(k)), 0, None, lambda: mp.exp(mpf(37) / 10)),
        # sum q^k = 1 / (1 - q), falling quickly and slowly.
        (lambda k: (mpf(4) / 5) ** k, 0, None, lambda: 5),
        (lambda k: (mpf(999) / 1000) ** k, 0, None, lambda: 1000),
        (lambda k: (mpf(7) / 10) ** k / k, 1, None, lambda: -mp.log(mpf(3) / 10)),
        # Zipf's law: sums of k^-s and of k^-s log k.
        (lambda k: k ** (-mpf(23) / 10), 1, None, lambda: mp.zeta(mpf(23) / 10)),
        (lambda k: k ** (-mpf(11) / 10) * mp.log(k), 1, None, lambda: -mp.zeta(mpf(11) / 10, derivative=1)),
        (lambda k: mp.binomial(12, k), 0, 12, lambda: 2**12),
    ],
)
def test_a_sum_has_its_exact_value_to_all_thirty_digits(f, first, last, exact):
    """Series that die fast, slowly and algebraically agree with their closed forms to 30 digits."""
    found = total(f, first, last)

    with mp.workdps(50):
        assert found.digits == 30
        assert found.shared_with(exact) == 30


def test_an_infinite_sum_is_refused():
    """sum 1/k, and the second moment of Zipf's law of exponent 5/2."""
    with pytest.raises(DivergentError, match="infinite"):
        total(lambda k: 1 / k, 1)
    with pytest.raises(DivergentError, match="infinite"):
        total(lambda k: k ** (2 - mpf(5) / 2), 1)


def test_a_slow_sum_of_real_functions_is_refused_by_name():
    """A tail that is slow and cannot be continued to complex numbers says so."""
    with pytest.raises(UnsettledError, match="complex"):
        total(lambda k: 1 / (k + (k > 5)) ** 2, 1)
