"""Tensors and connections in other charts: pulled back and derived afresh."""

from __future__ import annotations

import pytest
import sympy as sp
from sympy import Expr, Matrix, Rational, Symbol, exp, log, pi, symbols

from derivations.charts import Chart, ChartError, chart, pull_back
from derivations.geometry.connections import alpha_connection, levi_civita
from derivations.geometry.curvature import scalar_curvature
from derivations.geometry.exponential_family import exponential_family
from derivations.geometry.tensors import entries
from derivations.geometry.transport import connection_in_new, metric_agrees, pull_back_tensor, tensor_agrees
from derivations.ladder import prove_zero

mu, x, t, u = symbols("mu x t u", real=True)
v, p, w = symbols("v p w", positive=True)
NORMAL = -((x - mu) ** 2) / (2 * v) - log(2 * pi * v) / 2
FAMILY = exponential_family(NORMAL, (mu, v), (x,)).value
# Bent, with a Jacobian that is neither diagonal nor symmetric.
BENT = chart({mu: t + u**2 / 3, v: exp(2 * u)}, onto=(t, u))
POINTS = [{t: Rational(3, 11), u: Rational(-5, 7)}, {t: Rational(6, 13), u: Rational(2, 17)}]


def derive_metric(log_density: Expr, parameters) -> Matrix:
    """Minus the mean of second derivatives, by moments of the normal law: a road of its own."""
    m, s2 = (mu, v) if parameters == (mu, v) else (BENT.forms[0], BENT.forms[1])

    def mean(e: Expr) -> Expr:
        z = sp.Dummy()
        powers = sp.Poly(sp.expand(e.subs(x, m + z)), z).terms()
        return sp.Add(*(c * {0: 1, 1: 0, 2: s2}[k] for (k,), c in powers))

    n = len(parameters)
    return Matrix(n, n, lambda i, j: -mean(sp.diff(log_density, parameters[i], parameters[j])))


def derive_skewness(log_density: Expr, parameters):
    """From the natural form in whatever parameters there are."""
    return exponential_family(log_density, parameters, (x,)).value.amari_chentsov


def test_the_metric_pulled_back_is_the_metric_derived_afresh() -> None:
    """Through a chart that is not affine; and a derivation that forgets the Jacobian is caught."""
    assert metric_agrees(derive_metric, NORMAL, BENT, points=POINTS).holds is True

    def careless(log_density: Expr, parameters) -> Matrix:
        return sp.eye(2)

    assert metric_agrees(careless, NORMAL, BENT, points=POINTS).holds is False


def test_the_skewness_pulled_back_is_the_skewness_derived_afresh() -> None:
    """Three factors J, one for each index."""
    assert tensor_agrees(derive_skewness, NORMAL, BENT, points=POINTS).holds is True


def test_a_covector_rule_for_the_skewness_is_caught() -> None:
    """A T that does not change at all disagrees."""

    def unmoved(log_density: Expr, parameters):
        return FAMILY.amari_chentsov if parameters == (mu, v) else [[[0, 1], [1, 0]], [[1, 0], [0, 1]]]

    assert tensor_agrees(unmoved, NORMAL, BENT, points=POINTS).holds is False


def test_a_connection_moves_with_its_second_derivatives() -> None:
    """Moving Gamma and deriving it from the moved metric and T are the same, for alpha = 1/3."""
    alpha = Rational(1, 3)
    old = alpha_connection(FAMILY.metric, (mu, v), FAMILY.amari_chentsov, alpha=alpha)
    T = pull_back_tensor(FAMILY.amari_chentsov, BENT, rank=3)

    moved = connection_in_new(old.second, BENT)

    afresh = alpha_connection(pull_back(FAMILY.metric, BENT), (t, u), T, alpha=alpha).second
    gaps = [a - b for a, b in zip(entries(moved), entries(afresh), strict=True)]
    assert all(prove_zero(gap) for gap in gaps)
    assert any(e != 0 for e in entries(moved))


def test_scalar_curvature_is_a_scalar() -> None:
    """It is -1 in the bent chart, too."""
    assert prove_zero(scalar_curvature(levi_civita(pull_back(FAMILY.metric, BENT), (t, u))) + 1)


def test_a_submodel_pulls_tensors_back_but_not_connections() -> None:
    """The line mu = t, v = 1 + t^2 has one component of T; its connection needs the metric."""
    line = Chart(old=(mu, v), new=(t,), forms=(t, 1 + t**2))

    T = pull_back_tensor(FAMILY.amari_chentsov, line, rank=3)

    own = exponential_family(NORMAL, (mu, v), (x,)).value.amari_chentsov
    speed = (1, 2 * t)
    expected = sum(
        own[i][j][k].subs(v, 1 + t**2) * speed[i] * speed[j] * speed[k]
        for i in range(2)
        for j in range(2)
        for k in range(2)
    )
    assert prove_zero(T[0][0][0] - expected)
    with pytest.raises(ChartError, match="submodel"):
        connection_in_new(levi_civita(FAMILY.metric, (mu, v)).second, line)


def test_an_affine_chart_moves_a_connection_as_a_tensor() -> None:
    """From a rate to twice the rate: Gamma_bb^b = -1/b becomes -1/w."""
    rate = Symbol("rate", positive=True)
    second = levi_civita(Matrix([[1 / rate**2]]), (rate,)).second

    moved = connection_in_new(second, chart({rate: w / 2}, onto=(w,)))

    assert (second, moved) == ((((-1 / rate,),),), (((-1 / w,),),))
