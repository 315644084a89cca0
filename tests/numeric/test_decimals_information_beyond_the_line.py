"""Fisher matrices of laws on integers, finite sets, planes and simplices, against closed forms."""

from fractions import Fraction as Q
from itertools import product

import pytest
from mpmath import mp, mpf

from numeric.decimals.domains import Box, Finite, Integers, Interval, Simplex
from numeric.decimals.figures import number as n
from numeric.decimals.information import expected_score_products
from numeric.decimals.scores import remembered

log, loggamma = remembered(mp.log), remembered(mp.loggamma)
log_zeta = remembered(lambda s: mp.log(mp.zeta(s)))
LINE = Interval()


def trigamma(x):
    return mp.psi(1, n(x))


def poisson(x, t):
    return x * log(t[0]) - t[0] - mp.loggamma(x + 1)


def negative_binomial(x, t):
    r = mpf(27) / 10
    return mp.loggamma(x + r) - loggamma(r) - mp.loggamma(x + 1) + r * log(t[0]) + x * log(1 - t[0])


def geometric(x, t):
    return log(t[0]) + x * log(1 - t[0])


def binomial(x, t):
    chosen = loggamma(mpf(13)) - mp.loggamma(x + 1) - mp.loggamma(13 - x)
    return chosen + x * log(t[0]) + (12 - x) * log(1 - t[0])


def zipf(x, t):
    return -t[0] * mp.log(x) - log_zeta(t[0])


def log_zeta_bend(s):
    zeta, first, second = (mp.zeta(s, derivative=k) for k in range(3))
    return second / zeta - (first / zeta) ** 2


@pytest.mark.parametrize(
    ("log_p", "theta", "domain", "closed"),
    [
        (poisson, Q(37, 10), Integers(), lambda: n(Q(10, 37))),
        (poisson, Q(700), Integers(), lambda: n(Q(1, 700))),
        (negative_binomial, Q(3, 10), Integers(), lambda: n(Q(27, 10) / (Q(9, 100) * Q(7, 10)))),
        (geometric, Q(1, 5), Integers(), lambda: n(1 / (Q(1, 25) * Q(4, 5)))),
        (geometric, Q(1, 1000), Integers(), lambda: n(1 / (Q(1, 10**6) * Q(999, 1000)))),
        (binomial, Q(3, 10), Integers(0, 12), lambda: n(12 / (Q(3, 10) * Q(7, 10)))),
        (zipf, Q(23, 10), Integers(1), lambda: log_zeta_bend(mpf(23) / 10)),
    ],
)
def test_a_family_on_the_integers_has_its_information_to_thirty_digits(log_p, theta, domain, closed):
    """Sums that end, die fast, slowly and algebraically give the published information."""
    found = expected_score_products(log_p, (theta,), domain)

    with mp.workdps(50):
        assert 30 == found.digits == found.shared_with([[closed()]])
        assert found.regular


def test_a_law_of_finitely_many_vectors_is_summed_over_them():
    """The trinomial law of 4 trials: I_ij = n (delta_ij / p_i + 1 / p_3)."""
    points = tuple((i, j) for i, j in product(range(5), repeat=2) if i + j <= 4)
    p, q = Q(1, 5), Q(1, 3)
    rest = 1 - p - q

    def trinomial(x, y, t):
        ways = loggamma(mpf(5)) - mp.loggamma(x + 1) - mp.loggamma(y + 1) - mp.loggamma(5 - x - y)
        return ways + x * log(t[0]) + y * log(t[1]) + (4 - x - y) * log(1 - t[0] - t[1])

    found = expected_score_products(trinomial, (p, q), Finite(points))

    exact = [[4 * (1 / p + 1 / rest), 4 / rest], [4 / rest, 4 * (1 / q + 1 / rest)]]
    assert found.shared_with([[lambda e=e: n(e) for e in row] for row in exact]) == 30


def test_the_bivariate_normal_law_has_its_fisher_matrix_to_eight_digits():
    """In (mu_1, rho): 1/(1 - rho^2), and (1 + rho^2)/(1 - rho^2)^2."""
    rho = Q(3, 5)

    def log_p(x, y, t):
        a, b, r = x - t[0], y + mpf(1) / 2, t[1]
        square = (a * a - 2 * r * a * b + b * b) / (1 - r * r)
        return -square / 2 - mp.log(2 * mp.pi) - mp.log(1 - r * r) / 2

    found = expected_score_products(log_p, (Q(3), rho), Box((LINE, LINE)))

    diagonal = [1 / (1 - rho**2), (1 + rho**2) / (1 - rho**2) ** 2]
    assert 8 == found.digits == found.shared_with([[n(diagonal[0]), 0], [0, n(diagonal[1])]])
    assert found.regular


def test_the_dirichlet_law_has_its_fisher_matrix_to_eight_digits():
    """I_ij = delta_ij trigamma(a_i) - trigamma(sum a)."""
    a = (Q(23, 10), Q(31, 10), Q(7, 5))

    def log_p(*given):
        *x, t = given
        powers = mp.fsum((c - 1) * mp.log(part) for c, part in zip(t, x, strict=True))
        return powers + loggamma(mp.fsum(t)) - mp.fsum(loggamma(c) for c in t)

    found = expected_score_products(log_p, a, Simplex(3))

    exact = [[(trigamma(a[i]) if i == j else 0) - trigamma(sum(a)) for j in range(3)] for i in range(3)]
    assert 8 == found.digits == found.shared_with(exact)
