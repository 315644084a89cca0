"""Exact moments of the square-root process."""

from __future__ import annotations

import pytest
import sympy as sp
from sympy import Rational, exp, gamma, symbols

from derivations.ladder import prove_zero
from derivations.stochastic.errors import NoStationaryLawError, StochasticError
from derivations.stochastic.sde import SDE, Convention
from derivations.stochastic.square_root import SquareRootProcess
from derivations.stochastic.stationarity import prove_detailed_balance, stationarity_residual

kappa, m, s, x, x0, t = symbols("kappa m s x x0 t", positive=True)
PROCESS = SquareRootProcess(kappa, m, s)
DECAY = exp(-kappa * t)


def test_mean_and_variance_are_the_printed_ones() -> None:
    """m + (x0 - m)*e, and x0*(s^2/kappa)*(e - e^2) + m*s^2/(2*kappa)*(1 - e)^2 with e = exp(-kappa*t)."""
    mean = m + (x0 - m) * DECAY
    variance = x0 * s**2 / kappa * (DECAY - DECAY**2) + m * s**2 / (2 * kappa) * (1 - DECAY) ** 2

    assert prove_zero(mean - PROCESS.moment(1, x0, t))
    assert prove_zero(variance - PROCESS.variance(x0, t))
    assert not prove_zero(variance - PROCESS.variance(m, t))


@pytest.mark.parametrize("order", [1, 2, 3, 4])
def test_each_moment_solves_what_the_generator_says(order: int) -> None:
    """d/dt E[x^n] = E[G x^n], with G x^n taken from the equation itself, and E[x^n] = x0^n at the start."""
    moments = [PROCESS.moment(n, x0, t) for n in range(order + 1)]
    rate = sp.Poly(sp.expand(PROCESS.sde(x).generator(x**order)), x)
    expected = sum(coefficient * moments[n] for (n,), coefficient in rate.terms())

    assert prove_zero(moments[order].diff(t) - expected)
    assert prove_zero(moments[order].subs(t, 0) - x0**order)


def test_the_stationary_law_is_a_gamma_law() -> None:
    """Detailed balance, and moments Gamma(k + n)/Gamma(k)/r^n with k = 2*kappa*m/s^2 and r = 2*kappa/s^2."""
    k, r = 2 * kappa * m / s**2, 2 * kappa / s**2

    assert prove_detailed_balance(PROCESS.sde(x).generator, PROCESS.stationary_log_density(x))
    for n in range(5):
        assert prove_zero(gamma(k + n) / gamma(k) / r**n - PROCESS.stationary_moment(n))
        assert prove_zero(sp.limit(PROCESS.moment(n, x0, t), t, sp.oo) - PROCESS.stationary_moment(n))


def test_read_as_a_stratonovich_equation_it_has_another_law() -> None:
    """The drift gains s^2/4, so that the same gamma law is not stationary at a point."""
    equation = PROCESS.sde(x)
    other = SDE((x,), equation.drift, equation.noise, Convention.STRATONOVICH).generator
    point = {kappa: Rational(3, 2), m: Rational(2, 3), s: Rational(1, 5), x: Rational(5, 7)}

    assert prove_zero(other.b[0] - equation.drift[0] - s**2 / 4)
    assert stationarity_residual(other, PROCESS.stationary_log_density(x)).subs(point) != 0


def test_the_autocovariance_decays_from_the_variance() -> None:
    """Cov[x(t), x(0)] = E[E[x(t) | x0]*x0] - E[x]^2, by the stationary moments of x0."""
    first, second = PROCESS.stationary_moment(1), PROCESS.stationary_moment(2)
    product = sp.Poly(sp.expand(PROCESS.moment(1, x0, t) * x0), x0)
    averaged = product.coeff_monomial(x0) * first + product.coeff_monomial(x0**2) * second

    assert prove_zero(averaged - first**2 - PROCESS.stationary_autocovariance(t))


def test_parameters_and_orders_out_of_range_are_refused() -> None:
    """A rate or a level that is not positive, no noise, orders that are negative or broken."""
    with pytest.raises(NoStationaryLawError, match="kappa = 0"):
        SquareRootProcess(0, m, s)
    with pytest.raises(NoStationaryLawError, match="m = -m"):
        SquareRootProcess(kappa, -m, s)
    with pytest.raises(StochasticError, match="without noise"):
        SquareRootProcess(kappa, m, 0)
    for order in (-1, 1.5):
        with pytest.raises(StochasticError, match="Moments have orders"):
            PROCESS.moment(order, x0, t)
