"""Derivatives of KL to order four, by three roads that have to meet."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sympy as sp
from sympy import Expr, Rational, log, pi, symbols

from derivations.geometry.errors import TensorError
from derivations.geometry.exponential_family import exponential_family
from derivations.geometry.kl_derivatives import (
    derivatives_of_kl,
    fourth_from_third,
    is_symmetric,
    kl_derivatives,
    polynomial,
    tensors_agree,
    third_from_metric,
    third_times_score,
)
from derivations.geometry.points import second_point
from derivations.geometry.score_tensors import amari_chentsov, exponential_connection, metric
from derivations.geometry.tensors import tensor

mu, x = symbols("mu x", real=True)
v, p, q, b, z = symbols("v p q b z", positive=True)
i, j = symbols("i j", integer=True, nonnegative=True)

NORMAL = -((x - mu) ** 2) / (2 * v) - log(2 * pi * v) / 2
TRINOMIAL = i * log(p) + j * log(q) + (1 - i - j) * log(1 - p - q)
EXPONENTIAL = log(b) - b * z


def normal_mean(e: Expr) -> Expr:
    """E of a polynomial in x: central moments v^k*(2*k - 1)!!."""
    centred = sp.Poly(sp.expand(e.subs(x, mu + z)), z)
    moments = ((n, c) for (n,), c in centred.terms() if n % 2 == 0)
    return sp.expand(sp.Add(*(c * v ** (n // 2) * sp.factorial2(n - 1) for n, c in moments)))


def trinomial_mean(e: Expr) -> Expr:
    """E as a sum over three outcomes."""
    outcomes = (((1, 0), p), ((0, 1), q), ((0, 0), 1 - p - q))
    return sp.Add(*(chance * e.subs({i: at[0], j: at[1]}) for at, chance in outcomes))


def exponential_mean(e: Expr) -> Expr:
    """E of a polynomial: k!/b^k."""
    return sp.Add(*(c * sp.factorial(n) / b**n for (n,), c in sp.Poly(e, z).terms()))


CASES = [
    (NORMAL, (mu, v), (x,), normal_mean),
    (TRINOMIAL, (p, q), (i, j), trinomial_mean),
    (EXPONENTIAL, (b,), (z,), exponential_mean),
]
Mean = Callable[[Expr], Expr]


@pytest.mark.parametrize(
    ("log_density", "theta", "observations", "mean"), CASES, ids=["normal", "trinomial", "rate"]
)
def test_three_roads_meet(log_density: Expr, theta, observations, mean: Mean) -> None:
    """The mean of derivatives, the metric with tensors, and the closed form of KL: orders two, three and four."""
    g, T = metric(log_density, theta, mean), amari_chentsov(log_density, theta, mean)
    closed = exponential_family(log_density, theta, observations).value.kl()
    first, second = second_point(theta)
    back = dict(zip(first, theta, strict=True))

    third = third_from_metric(g, theta, T)
    roads = {
        2: g.tolist(),
        3: third,
        4: fourth_from_third(third, theta, third_times_score(log_density, theta, mean)),
    }

    for order, road in roads.items():
        direct = kl_derivatives(log_density, theta, mean, order=order)
        differentiated = derivatives_of_kl(closed, first, second, order=order)
        moved = tensor(len(theta), order, lambda *at, d=differentiated: _entry(d, at).subs(back))
        assert tensors_agree(road, direct).holds is True
        assert tensors_agree(moved, direct).holds is True
        assert is_symmetric(direct, len(theta), order)


def _entry(nested, at):
    for index in at:
        nested = nested[index]
    return nested


def test_the_score_tensors_are_those_of_the_natural_form() -> None:
    """Metric and skewness from moments and from the log-partition."""
    for log_density, theta, observations, mean in CASES:
        family = exponential_family(log_density, theta, observations).value
        assert tensors_agree(metric(log_density, theta, mean).tolist(), family.metric.tolist()).holds is True
        assert tensors_agree(amari_chentsov(log_density, theta, mean), family.amari_chentsov).holds is True


def test_the_exponential_connection_from_moments_is_that_of_the_metric() -> None:
    """E[l_ij*s_k] = Gamma^(0)_ij,k - T_ijk/2, for three outcomes."""
    from derivations.geometry.connections import alpha_connection

    g, T = metric(TRINOMIAL, (p, q), trinomial_mean), amari_chentsov(TRINOMIAL, (p, q), trinomial_mean)

    found = exponential_connection(TRINOMIAL, (p, q), trinomial_mean)

    assert tensors_agree(found, alpha_connection(g, (p, q), T, alpha=1).first).holds is True


def test_the_wrong_sign_or_weight_of_the_skewness_is_caught() -> None:
    """+T for -T, and T without the half, disagree with the mean of third derivatives."""
    g, T = metric(EXPONENTIAL, (b,), exponential_mean), amari_chentsov(EXPONENTIAL, (b,), exponential_mean)
    direct = kl_derivatives(EXPONENTIAL, (b,), exponential_mean, order=3)
    for factor in (-1, 2):
        wrong = third_from_metric(g, (b,), tensor(1, 3, lambda *at, f=factor: f * T[0][0][0]))
        assert tensors_agree(wrong, direct, points=[{b: Rational(5, 7)}]).holds is False


def test_the_expansion_of_exponential_laws() -> None:
    """KL(b | b + h) = h/b - log(1 + h/b), whose terms are h^2/2 - h^3/3 + h^4/4 for b = 1."""
    h = sp.Symbol("h")
    tensors = {order: kl_derivatives(EXPONENTIAL, (b,), exponential_mean, order=order) for order in (2, 3, 4)}

    assert polynomial(tensors, (h,)).subs(b, 1) == h**2 / 2 - h**3 / 3 + h**4 / 4


def test_other_orders_and_shapes_are_refused() -> None:
    """With what was asked for in the message."""
    with pytest.raises(TensorError, match="one of"):
        kl_derivatives(EXPONENTIAL, (b,), exponential_mean, order=5)
    with pytest.raises(TensorError, match="entries"):
        tensors_agree([[1]], [[1, 2]])
    with pytest.raises(TensorError, match="1 x 1 x 1"):
        third_from_metric(sp.Matrix([[1]]), (b,), [[1]])
