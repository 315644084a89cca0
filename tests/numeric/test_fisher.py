"""Fisher matrices from log-densities, in three forms, against closed forms; wrong ones do not agree."""

from functools import partial

import numpy as np
import pytest
from scipy.special import gamma

from numeric.agreement import Outcome, compare, exactly
from numeric.arrays import Estimate
from numeric.differentiate import analytic_abs, central_differences
from numeric.errors import ConvergenceError, EmptyError, ShapeError
from numeric.fisher import (
    empirical_fisher,
    fisher_by_hessian,
    fisher_by_sampling,
    fisher_by_score,
    fisher_under,
)
from numeric.supports import Integers, Interval, Points, Space

LINE = Interval()


def normal(x, theta):
    mean, variance = theta
    return -((x - mean) ** 2) / (2 * variance) - np.log(2 * np.pi * variance) / 2


def normal_fisher(theta):
    # Scores (x - m)/v and (x - m)^2/2v^2 - 1/2v: variances 1/v and 1/2v^2, and uncorrelated.
    return np.diag([1 / theta[1], 1 / (2 * theta[1] ** 2)])


def bernoulli(x, theta):
    return x * np.log(theta[0]) + (1 - x) * np.log(1 - theta[0])


def exponential(x, theta):
    return np.log(theta[0]) - theta[0] * x


def circle(x, theta):
    return -((x[:, 0] - np.cos(theta[0])) ** 2 + (x[:, 1] - np.sin(theta[0])) ** 2) / 2 - np.log(2 * np.pi)


def curved(x, theta):  # N((t, t^2), Id): |(1, 2t)|^2 = 1 + 4 t^2
    return -((x[:, 0] - theta[0]) ** 2 + (x[:, 1] - theta[0] ** 2) ** 2) / 2 - np.log(2 * np.pi)


def poisson(x, theta):
    from scipy.special import gammaln

    return x * np.log(theta[0]) - theta[0] - gammaln(x + 1)


COIN = Points(np.array([0.0, 1.0]))
REGULAR = [
    pytest.param(normal, [1.7, 0.36], LINE, normal_fisher([1.7, 0.36]), id="normal"),
    pytest.param(normal, [1000.0, 0.01], LINE, normal_fisher([1000.0, 0.01]), id="narrow normal"),
    pytest.param(bernoulli, [0.3], COIN, [[1 / 0.21]], id="bernoulli"),
    pytest.param(exponential, [2.3], Interval(0), [[1 / 2.3**2]], id="exponential"),
    pytest.param(poisson, [3.3], Integers(), [[1 / 3.3]], id="poisson"),
    # |d/dt (cos t, sin t)| = 1.
    pytest.param(circle, [0.7], Space(np.zeros(2)), [[1.0]], id="circle"),
    pytest.param(curved, [0.7], Space(np.zeros(2)), [[1 + 4 * 0.49]], id="curved"),
]


@pytest.mark.parametrize(("logp", "theta", "support", "exact"), REGULAR)
@pytest.mark.parametrize(
    "form",
    [
        fisher_by_score,
        fisher_by_hessian,
        partial(fisher_by_score, differentiate=central_differences),
        partial(fisher_by_hessian, differentiate=central_differences),
    ],
    ids=["score", "hessian", "score by differences", "hessian by differences"],
)
def test_both_forms_give_the_closed_form_of_regular_families(form, logp, theta, support, exact):
    """Score and Hessian form agree with the Fisher matrix derived by hand; factors 2 and 1.001 do not."""
    found = form(logp, theta, support)

    assert Outcome.AGREES is compare(found, exactly(exact)).outcome
    assert Outcome.DIFFERS is compare(found, exactly(2 * np.asarray(exact))).outcome
    assert Outcome.DIFFERS is compare(found, exactly(1.001 * np.asarray(exact))).outcome


def test_a_formula_with_the_variance_for_the_deviation_differs():
    """1/(2 v^2) for the variance chart is told from 2/v, which belongs to the deviation chart."""
    found = fisher_by_score(normal, [1.7, 0.36], LINE)

    assert Outcome.DIFFERS is compare(found, exactly(np.diag([1 / 0.36, 2 / 0.36]))).outcome


def test_a_coin_at_one_half_cannot_tell_p_from_one_minus_p_but_a_generic_one_can():
    """1/p^2 + 1/p is wrong, and only right beside 1/(p (1 - p)) where they cross; three points tell."""

    # 1/(p (1 - p)) and 4 agree at p = 1/2 and nowhere else.
    def outcome(p):
        return compare(fisher_by_score(bernoulli, [p], COIN), exactly([[4.0]])).outcome

    assert Outcome.AGREES is outcome(0.5)
    assert [outcome(p) for p in (0.3, 0.17, 0.82)] == [Outcome.DIFFERS] * 3


def test_the_laplace_location_has_information_one_by_its_score_and_no_hessian_form():
    """The score is sign(x - t), so I = 1; the second derivative is a point mass, unseen by quadrature."""

    def laplace(x, theta):
        return -analytic_abs(x - theta[0]) - np.log(2)

    support = Interval(breakpoints=(1.37,))

    found = fisher_by_score(laplace, [1.37], support)

    assert abs(found.value[0, 0] - 1) <= 1e-12
    with pytest.raises(ConvergenceError):
        fisher_by_hessian(laplace, [1.37], support)


def test_the_three_quarters_location_family_has_finite_information_and_no_hessian_form():
    """exp(-|x - t|^(3/4)): I = s^2 Gamma(2 - 1/s)/Gamma(1/s) with s = 3/4 (see test_quadrature)."""
    s = 0.75
    exact = s**2 * gamma(2 - 1 / s) / gamma(1 / s)

    def logp(x, theta):
        return -(analytic_abs(x - (theta[0] - 1.37)) ** s) - np.log(2 * gamma(1 + 1 / s))

    support = Interval(breakpoints=(0.0,))  # data translated so that the singular point is at 0

    found = fisher_by_score(logp, [1.37], support)

    assert abs(found.value[0, 0] - exact) <= 1e-12
    with pytest.raises(ConvergenceError):
        fisher_by_hessian(logp, [1.37], support)


def test_the_two_forms_differ_where_the_support_moves():
    """Uniform(0, t): E[score^2] = 1/t^2, and -E[second derivative] = -1/t^2."""
    t = 2.3

    def logp(x, theta):
        return -np.log(theta[0]) + 0 * x

    by_score = fisher_by_score(logp, [t], Interval(0, t))
    by_hessian = fisher_by_hessian(logp, [t], Interval(0, t))

    assert abs(by_score.value[0, 0] - 1 / t**2) <= 1e-14
    assert abs(by_hessian.value[0, 0] + 1 / t**2) <= 1e-10
    assert Outcome.DIFFERS is compare(by_score, by_hessian).outcome


def test_an_infinite_information_is_refused():
    """exp(-|x - t|^(1/2)): E[score^2] = E[|x|^-1]/4 is infinite."""

    def logp(x, theta):
        return -np.sqrt(analytic_abs(x - theta[0] + 1)) - np.log(4)

    with pytest.raises(ConvergenceError, match="infinite"):
        fisher_by_score(logp, [1.0], Interval(breakpoints=(0.0,)))


def test_under_another_data_law_the_matrix_is_another():
    """Under N(b, w) the location score of N(m, v) has second moment (w + (b - m)^2)/v^2, not 1/v."""
    m, v, b, w = 1.7, 0.36, 1.2, 0.5

    found = fisher_under(normal, [m, v], LINE, log_data=lambda x: normal(x, [b, w]))

    assert abs(found.value[0, 0] - (w + (b - m) ** 2) / v**2) <= 1e-11
    assert Outcome.DIFFERS is compare(found, exactly(normal_fisher([m, v]))).outcome


def test_sampling_is_within_five_standard_errors_and_a_factor_two_is_not():
    """A mean over draws is near the closed form in units of its standard error; twice it is far."""
    theta = [1.7, 0.36]

    found = fisher_by_sampling(
        normal, theta, lambda g, n: g.normal(1.7, 0.6, n), rng=np.random.default_rng(5), draws=40_000
    )
    away = np.abs(found.value - normal_fisher(theta)) / found.standard_error
    far = np.abs(found.value - 2 * normal_fisher(theta)) / found.standard_error

    assert found.draws == 40_000
    assert np.all(away < 5)
    assert far[0, 0] > 40
    assert far[1, 1] > 40


def test_the_same_seed_gives_the_same_sample():
    """Randomness is an argument: one seed, one matrix."""
    twice = [
        fisher_by_sampling(
            exponential,
            [2.0],
            lambda g, n: g.exponential(0.5, n),
            rng=np.random.default_rng(9),
            draws=100,
        ).value
        for _ in range(2)
    ]

    assert np.array_equal(*twice)


def test_the_empirical_fisher_of_three_points_is_their_mean():
    """For N(0, 1) location the score is x: the mean of x^2 over 1, 2, 3 is 14/3."""
    found = empirical_fisher(lambda x, t: -((x - t[0]) ** 2) / 2, [0.0], np.array([1.0, 2.0, 3.0]))

    assert abs(found.value[0, 0] - 14 / 3) <= 1e-14


def test_too_few_draws_and_a_wrong_sampler_are_errors():
    """Nothing is estimated from one draw, from no data, or from a sampler that miscounts."""
    rng = np.random.default_rng(1)
    with pytest.raises(EmptyError, match="draws"):
        fisher_by_sampling(exponential, [2.0], lambda g, n: g.exponential(0.5, n), rng=rng, draws=1)
    with pytest.raises(EmptyError, match="data"):
        empirical_fisher(exponential, [2.0], np.array([]))
    with pytest.raises(ShapeError, match="sampler"):
        fisher_by_sampling(exponential, [2.0], lambda g, n: g.exponential(0.5, n + 1), rng=rng, draws=10)
    with pytest.raises(ShapeError, match=r"0 \* x"):
        fisher_by_score(lambda x, t: -np.log(t[0]), [2.0], Interval(0, 2.0))


def test_an_estimate_must_carry_an_error_for_each_value():
    """Values and errors of different shapes are refused."""
    with pytest.raises(ShapeError):
        Estimate(np.ones(3), np.ones(2))
