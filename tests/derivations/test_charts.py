"""Tensors of each kind change as they should, through charts that are not affine."""

from __future__ import annotations

import pytest
import sympy as sp
from sympy import Matrix, Symbol, cos, exp, log, sin, sqrt, symbols

from derivations.charts import (
    Chart,
    ChartError,
    chart,
    cometric_in_new,
    compose,
    covector_in_new,
    gradient,
    natural_gradient,
    operator_in_new,
    pull_back,
    vector_in_new,
    vector_in_old,
)
from derivations.families import load
from derivations.family import Family
from derivations.fisher import fisher_matrix
from derivations.ladder import prove_zero

normal = load("normal")
mu, v = normal.parameters
m, t = symbols("m t", real=True)
r, q = symbols("r q", positive=True)
WARPED = chart({mu: m + m**3 * exp(t), v: exp(2 * t)}, onto=(m, t))


def test_the_normal_metric_in_log_scale() -> None:
    """With v = exp(2*t) the metric is diag(exp(-2*t), 2)."""
    through = chart({mu: m, v: exp(2 * t)}, onto=(m, t))

    assert prove_zero(sp.diag(exp(-2 * t), 2) - pull_back(fisher_matrix(normal), through))


def test_the_pulled_back_metric_is_the_metric_of_the_pulled_back_family() -> None:
    """Two roads: J.T*I*J, and the Fisher matrix derived anew from the density in the new chart."""
    moved = Family(
        name="moved",
        parameters=(m, t),
        domains=normal.domains,
        observations=normal.observations,
        support=normal.support,
        log_density=WARPED.into_new(normal.log_density),
    )

    assert prove_zero(fisher_matrix(moved) - pull_back(fisher_matrix(normal), WARPED))


def test_the_transposed_rule_is_not_the_metric_rule() -> None:
    """J*I*J.T differs for this chart, whose Jacobian is not symmetric."""
    J, metric = WARPED.jacobian, WARPED.into_new(fisher_matrix(normal))

    assert not prove_zero(J * metric * J.T - pull_back(fisher_matrix(normal), WARPED))


def test_the_natural_gradient_is_a_vector() -> None:
    """Its components in the new chart are those of the vector rule."""
    loss = mu**2 * v + log(v)
    metric = fisher_matrix(normal)

    old = natural_gradient(loss, metric, (mu, v))
    new = natural_gradient(WARPED.into_new(loss), pull_back(metric, WARPED), (m, t))

    assert prove_zero(new - vector_in_new(old, WARPED))
    assert prove_zero(WARPED.into_new(old) - vector_in_old(new, WARPED))


def test_the_differential_is_a_covector() -> None:
    """The chain rule is the covector rule; the vector rule gives something else."""
    loss = mu**2 * v + log(v)
    new = gradient(WARPED.into_new(loss), (m, t))

    assert prove_zero(new - covector_in_new(gradient(loss, (mu, v)), WARPED))
    assert not prove_zero(new - vector_in_new(gradient(loss, (mu, v)), WARPED))


def test_the_inverse_metric_is_a_cometric() -> None:
    """(J.T*g*J)^-1 = J^-1*g^-1*J^-T."""
    metric = fisher_matrix(normal)

    assert prove_zero(pull_back(metric, WARPED) * cometric_in_new(metric.inv(), WARPED) - sp.eye(2))


def test_an_operator_keeps_its_trace() -> None:
    """The trace of I^-1*H is the same in both charts, the matrix is not."""
    metric, hessian = fisher_matrix(normal), Matrix([[1, 2], [2, 5]])
    operator = metric.inv() * hessian

    moved = operator_in_new(operator, WARPED)

    assert prove_zero(moved.trace() - WARPED.into_new(operator.trace()))
    assert not prove_zero(moved - WARPED.into_new(operator))


def test_charts_compose() -> None:
    """Through v = r^2 and then r = exp(t) is through v = exp(2*t), metric and inverse included."""
    first = chart({v: r**2}, onto=(r,), inverse={r: sqrt(v)})
    second = chart({r: exp(t)}, onto=(t,), inverse={t: log(r)})
    metric = Matrix([[1 / (2 * v**2)]])

    both = compose(first, second)

    assert (exp(2 * t),) == both.forms
    assert prove_zero(pull_back(pull_back(metric, first), second) - pull_back(metric, both))
    assert both.check_inverse()
    assert prove_zero(both.into_old(both.into_new(v)) - v)


def test_a_wrong_inverse_is_not_proved() -> None:
    """V = r^2 is not undone by r = v."""
    assert not chart({v: r**2}, onto=(r,), inverse={r: v}).check_inverse()


def test_a_reversed_chart_takes_the_metric_back() -> None:
    """Pulling back and forth changes nothing."""
    through = chart({v: r**2}, onto=(r,), inverse={r: sqrt(v)})
    metric = Matrix([[1 / (2 * v**2)]])

    assert prove_zero(pull_back(pull_back(metric, through), through.reversed()) - metric)


def test_a_submodel_has_the_induced_metric() -> None:
    """The circle as a submodel of the plane has metric 1, and no vector can be taken back."""
    x1, x2 = symbols("x1 x2", real=True)
    circle = chart({x1: cos(t), x2: sin(t)}, onto=(t,))

    assert prove_zero(pull_back(sp.eye(2), circle) - sp.eye(1))
    with pytest.raises(ChartError, match="2 x 1"):
        vector_in_new(Matrix([1, 0]), circle)


def test_a_chart_that_does_not_fit_is_refused() -> None:
    """Old and new may not share a symbol, the lists must fit, and an inverse must be there where needed."""
    with pytest.raises(ChartError, match="both old and new"):
        chart({v: v**2}, onto=(v,))
    with pytest.raises(ChartError, match="one form each"):
        Chart((v,), (r,), ())
    with pytest.raises(ChartError, match="inverse"):
        chart({v: r**2}, onto=(r,)).reversed()
    with pytest.raises(ChartError, match="starts from"):
        compose(chart({v: r**2}, onto=(r,)), chart({Symbol("w"): q}, onto=(q,)))
