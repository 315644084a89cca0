"""Quadrature over the line: exact values derived in comments, hard laws, and what must be refused."""

import numpy as np
import pytest
from scipy.special import betaln, digamma, gamma, gammaln, polygamma

from numeric.errors import ConvergenceError, MassError, NonFiniteError, ShapeError
from numeric.expectation import expectation, rule
from numeric.supports import Interval

LINE, HALF = Interval(), Interval(0.0)


def normal(mean, deviation):
    return lambda x: -(((x - mean) / deviation) ** 2) / 2 - np.log(deviation) - np.log(2 * np.pi) / 2


def cauchy(x):
    return -np.log(np.pi) - np.log1p(x * x)


@pytest.mark.parametrize(
    ("f", "logp", "support", "exact"),
    [
        # E[(x - m)^2] / s^4 = 1/s^2: the case on which mpmath.quad returns 0.
        (lambda x: (x - 1000) ** 2 / 0.1**4, normal(1000, 0.1), LINE, 100.0),
        # E[z^4] = 3 for a standard normal z.
        (lambda x: ((x - 1e-9) / 1e-14) ** 4, normal(1e-9, 1e-14), LINE, 3.0),
        (lambda x: ((x + 37) / 1e7) ** 4, normal(-37, 1e7), LINE, 3.0),
        # Score of the Cauchy location: E[(2x/(1 + x^2))^2] = 1/2.
        (lambda x: (2 * x / (1 + x * x)) ** 2, cauchy, LINE, 0.5),
        # Gumbel: the score of the location is 1 - exp(-x), exp(-x) is Exp(1), so its variance 1.
        (lambda x: (1 - np.exp(-x)) ** 2, lambda x: -x - np.exp(-x), LINE, 1.0),
        # Logistic location: information 1/3.
        (lambda x: np.tanh(x / 2) ** 2, lambda x: -x - 2 * np.logaddexp(0, -x), LINE, 1 / 3),
        # Exp(rate r): E[(1/r - x)^2] = 1/r^2.
        (lambda x: (1 / 2.3 - x) ** 2, lambda x: np.log(2.3) - 2.3 * x, HALF, 1 / 2.3**2),
        # log of a log-normal with deviation 3 has variance 9.
        (lambda x: np.log(x) ** 2, lambda x: normal(0, 3.0)(np.log(x)) - np.log(x), HALF, 9.0),
        # Uniform(0, t): E[x^2] = t^2/3.
        (lambda x: x**2, lambda x: 0 * x - np.log(1.37), Interval(0, 1.37), 1.37**2 / 3),
        # Two humps of unequal width: E[x^2] = (1 + 9 + 1/4)/2.
        (lambda x: x**2, lambda x: np.logaddexp(normal(0, 1)(x), normal(3, 0.5)(x)) - np.log(2), LINE, 5.125),
    ],
)
def test_expectations_have_their_exact_values_within_the_error_reported(f, logp, support, exact):
    """The value is exact to ten digits, and off by no more than four times the error reported."""
    found = expectation(f, logp, support)

    assert abs(found.value - exact) <= 4 * found.error
    assert found.error <= 1e-10 * exact


@pytest.mark.parametrize("k", [0.05, 0.3, 2.7, 40.0, 1e4])
def test_the_gamma_law_gives_the_trigamma_function_for_every_shape(k):
    """E[(log x - digamma(k))^2] = trigamma(k), singular at 0 for k < 1 and narrow for large k."""
    found = expectation(
        lambda x: (np.log(x) - digamma(k)) ** 2, lambda x: (k - 1) * np.log(x) - x - gammaln(k), HALF
    )

    assert abs(found.value - polygamma(1, k)) <= 4 * found.error
    assert found.error <= 1e-10 * polygamma(1, k)


def beta(a, b):
    return lambda x: (a - 1) * np.log(x) + (b - 1) * np.log1p(-x) - betaln(a, b)


@pytest.mark.parametrize(("a", "b"), [(2.3, 3.1), (0.4, 0.7), (0.05, 0.9)])
def test_beta_like_ends_are_integrated(a, b):
    """E[(log x - E log x)^2] = trigamma(a) - trigamma(a + b), with singular ends."""
    exact = polygamma(1, a) - polygamma(1, a + b)

    found = expectation(lambda x: (np.log(x) - digamma(a) + digamma(a + b)) ** 2, beta(a, b), Interval(0, 1))

    assert abs(found.value - exact) <= 4 * found.error
    assert found.error <= 1e-9 * exact


def test_mass_lost_next_to_a_nonzero_end_shows_in_the_error_or_is_refused():
    """Beta(0.4, 0.4) loses (1e-16)^0.4 = 4e-7 at x = 1: the error says so; Beta(0.4, 0.2) is refused."""
    found = expectation(lambda x: np.log(x) ** 2, beta(0.4, 0.4), Interval(0, 1))

    assert found.error > 1e-8 * found.value
    with pytest.raises(MassError, match="logit"):
        expectation(lambda x: np.log(x) ** 2, beta(0.4, 0.2), Interval(0, 1))


def test_the_same_law_in_the_logit_coordinate_is_exact():
    """What is refused at a nonzero end is exact to ten digits once the end is at infinity."""
    a, b = 0.4, 0.2
    exact = polygamma(1, a) - polygamma(1, a + b)

    def logp(t):  # density of t = logit x: x^a (1 - x)^b / B(a, b)
        return -a * np.logaddexp(0, -t) - b * np.logaddexp(0, t) - betaln(a, b)

    found = expectation(lambda t: (-np.logaddexp(0, -t) - digamma(a) + digamma(a + b)) ** 2, logp, LINE)

    assert abs(found.value - exact) <= 1e-10 * exact


def test_the_kink_of_a_laplace_density_does_no_harm_when_it_is_given():
    """E[(x - t)^2] = 2 for the Laplace density with its kink at t as a breakpoint."""
    t = 1.37

    found = expectation(
        lambda x: (x - t) ** 2, lambda x: -np.abs(x - t) - np.log(2), Interval(breakpoints=(t,))
    )

    assert abs(found.value - 2) <= 1e-12


def test_a_singular_score_is_averaged_exactly_when_its_point_is_at_zero():
    """The information of exp(-|x|^(3/4)) location is finite although its score is not bounded.

    With s = 3/4: E[s^2 |x|^(2s - 2)] = s^2 Gamma(2 - 1/s) / Gamma(1/s), from int_0^oo x^m exp(-x^s) dx
    = Gamma((m + 1)/s)/s with m = 2s - 2 above and m = 0 below.
    """
    s = 0.75
    exact = s**2 * gamma(2 - 1 / s) / gamma(1 / s)
    constant = np.log(2 * gamma(1 + 1 / s))

    at_zero = expectation(
        lambda x: s**2 * np.abs(x) ** (2 * s - 2),
        lambda x: -(np.abs(x) ** s) - constant,
        Interval(breakpoints=(0.0,)),
    )
    elsewhere = expectation(
        lambda x: s**2 * np.abs(x - 1.3) ** (2 * s - 2),
        lambda x: -(np.abs(x - 1.3) ** s) - constant,
        Interval(breakpoints=(1.3,)),
    )

    assert abs(at_zero.value - exact) <= 1e-12
    assert abs(elsewhere.value - exact) <= elsewhere.error
    assert elsewhere.error > 1e6 * at_zero.error


@pytest.mark.parametrize(
    "f",
    [lambda x: x**2, np.abs, lambda x: np.abs(x) ** 1.1],
    ids=["second moment", "first moment: a logarithmic divergence", "moment 1.1"],
)
def test_an_infinite_expectation_is_refused(f):
    """Moments of the Cauchy law from the first on are infinite, and no number comes back."""
    with pytest.raises(ConvergenceError, match="infinite"):
        expectation(f, cauchy, LINE)


def test_a_non_integrable_singularity_is_refused():
    """E|x|^(-5/4) is infinite for a density that is positive at 0."""
    with pytest.raises(ConvergenceError, match="infinite"):
        expectation(lambda x: np.abs(x) ** -1.25, normal(0, 1), Interval(breakpoints=(0.0,)))


def test_a_density_that_is_not_normalised_is_refused():
    """A log-density too large by 0.001 has mass exp(0.001)."""
    with pytest.raises(MassError, match=r"1\.001000"):
        expectation(lambda x: x, lambda x: normal(0, 1)(x) + 0.001, LINE)


def test_a_hump_that_the_scan_misses_is_noticed_and_found_once_pointed_at():
    """Half of the mass in N(1000, 0.01) hides behind N(0, 1): refused, and exact with a breakpoint in it."""

    def logp(x):
        return np.logaddexp(normal(0, 1)(x), normal(1000, 0.01)(x)) - np.log(2)

    with pytest.raises(MassError, match="narrow hump"):
        rule(logp, LINE)
    found = expectation(lambda x: x**2, logp, Interval(breakpoints=(1000.0,)))

    assert abs(found.value / ((1 + 1000**2 + 1e-4) / 2) - 1) <= 1e-9


def test_a_jump_that_was_not_given_is_refused_and_one_that_was_is_exact():
    """Uniform(0, 1) declared on (0, 1.37): the jump at 1 needs a breakpoint."""

    def logp(x):
        return np.where(x < 1, 0.0, -np.inf)

    with pytest.raises((MassError, ConvergenceError)):
        expectation(lambda x: x**2, logp, Interval(0, 1.37))
    found = expectation(lambda x: x**2, logp, Interval(0, 1.37, breakpoints=(1.0,)))

    assert abs(found.value - 1 / 3) <= 1e-14


def test_longdouble_nodes_buy_three_digits():
    """E[z^2] for N(1000, 0.1) is good to 15 digits in longdouble and to 12 in float64."""
    half_log = np.log(2 * np.arccos(np.longdouble(-1))) / 2

    def logp(x):
        return -((10 * (x - 1000)) ** 2) / 2 + np.log(np.longdouble(10)) - half_log

    wide = expectation(lambda x: (10 * (x - 1000)) ** 2, logp, LINE, dtype=np.longdouble)
    narrow = expectation(lambda x: (10 * (x - 1000)) ** 2, lambda x: logp(x).astype(float), LINE)

    assert wide.error < narrow.error / 100
    assert abs(wide.value - 1) <= 4 * wide.error


def test_nan_inside_the_support_names_its_place():
    """A log-density that is NaN between points where it is finite is an error that says where."""

    def logp(x):
        return np.where(np.abs(x - 0.5) < 0.1, np.nan, normal(0, 1)(x))

    with pytest.raises(NonFiniteError, match="x = "):
        rule(logp, LINE)


def test_a_log_density_that_underflows_everywhere_is_an_error():
    """The logarithm of a density that underflows is -inf nearly everywhere, which is told, not integrated."""
    with pytest.raises(NonFiniteError, match="underflowed"):
        rule(lambda x: np.full(x.shape, -np.inf), LINE)


def test_values_that_are_not_finite_are_an_error():
    """An integrand with NaN where the law has mass is refused."""
    with pytest.raises(NonFiniteError, match="averaged"), np.errstate(invalid="ignore"):
        expectation(np.sqrt, normal(0, 1), LINE)


def test_intervals_and_breakpoints_out_of_order_are_refused():
    """An empty interval and a breakpoint outside are errors."""
    with pytest.raises(ShapeError, match="lower < upper"):
        Interval(1.0, 1.0)
    with pytest.raises(ShapeError, match="inside"):
        Interval(0.0, 1.0, breakpoints=(2.0,))


def test_a_rule_serves_several_means_and_reports_each_error():
    """One rule of the standard normal gives mean 0, variance 1, fourth moment 3, each within its error."""
    nodes = rule(normal(0, 1), LINE)

    found = nodes.mean(np.stack([nodes.nodes, nodes.nodes**2, nodes.nodes**4], axis=-1))

    assert np.all(np.abs(found.value - [0, 1, 3]) <= found.error)
    assert np.all(found.error <= 1e-12)
    with pytest.raises(ShapeError, match="nodes"):
        nodes.mean(np.ones(3))
