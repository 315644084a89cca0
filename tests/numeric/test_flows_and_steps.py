"""Flows and steps in one chart and through another: what is invariant, and what is not."""

import numpy as np
import pytest

from numeric.agreement import Outcome, compare, exactly
from numeric.diffeomorphisms import affine, componentwise, random_diffeomorphism
from numeric.errors import EmptyError, FlowError, NonFiniteError, ShapeError, SingularMetricError
from numeric.flows import flow, flow_through, gradient_flow, natural_gradient_flow
from numeric.landscapes import Landscape
from numeric.linear import pair
from numeric.slopes import measure_slope
from numeric.spectra import random_invertible
from numeric.steps import (
    gradient_step,
    gradient_step_through,
    natural_gradient_step,
    natural_gradient_step_through,
)

BASE = np.array([[1.0, 0.2, 0.3], [0.2, 2.0, 0.1], [0.3, 0.1, 3.0]])
LAND = Landscape(
    lambda t: np.sin(t) + t - 0.4,
    lambda t: BASE + t[..., :, None] * t[..., None, :] * (1 + t[..., :1, None] ** 2),
)
START = np.array([0.5, -0.3, 0.8])
CHART = random_diffeomorphism(np.random.default_rng(21), 3)
TIMES = [0.0, 0.4, 1.0]


def test_the_natural_gradient_flow_is_the_same_through_any_chart():
    """End points agree to nine digits through a bent chart."""
    here = natural_gradient_flow(LAND, START, TIMES)
    there = flow_through(CHART, LAND, START, TIMES)

    found = compare(here.end, there.end)

    assert Outcome.AGREES is found.outcome
    assert found.digits > 8


def test_the_gradient_flow_is_not():
    """Through the same chart the Euclidean gradient flow ends elsewhere, beyond the errors."""
    here = gradient_flow(LAND, START, TIMES)
    there = flow_through(CHART, LAND, START, TIMES, kind=gradient_flow)

    assert Outcome.DIFFERS is compare(here.end, there.end).outcome


def test_a_linear_flow_is_the_exponential():
    """D theta/dt = -k theta ends at exp(-k t), within the reported error."""
    rates = np.array([0.3, 2.0, 7.0])

    found = flow(lambda y: -rates * y, [1.0, 2.0, -3.0], [0.0, 0.5, 2.0])

    exact = np.array([1.0, 2.0, -3.0]) * np.exp(-2 * rates)
    assert Outcome.AGREES is compare(found.end, exactly(exact)).outcome
    assert np.all(np.abs(found.points[-1] - exact) <= found.error[-1])


def test_the_natural_gradient_flow_of_a_normal_mean_and_deviation_is_solved_by_hand():
    """Loss -E_q[log p] of N(m, v) with data mean 0 and variance 1: dm/dt = -m, dv/dt = 1 + m^2 - v.

    L = log(v)/2 + (1 + m^2)/2v; G = diag(1/v, 1/2v^2); G^-1 grad L = (m, v - 1 - m^2).
    With m = m0 e^-t: v = 1 + (v0 - 1) e^-t + m0^2 (e^-t - e^-2t).
    """
    land = Landscape(
        lambda t: np.stack(
            [t[..., 0] / t[..., 1], 0.5 / t[..., 1] - (1 + t[..., 0] ** 2) / (2 * t[..., 1] ** 2)], axis=-1
        ),
        lambda t: np.stack([1 / t[..., 1], 0.5 / t[..., 1] ** 2], axis=-1)[..., None] * np.eye(2),
    )
    e = np.exp(-0.9)

    found = natural_gradient_flow(land, [1.3, 0.4], [0.0, 0.9])

    exact = [1.3 * e, 1 + (0.4 - 1) * e + 1.69 * (e - e**2)]
    assert Outcome.AGREES is compare(found.end, exactly(exact)).outcome
    assert Outcome.DIFFERS is compare(gradient_flow(land, [1.3, 0.4], [0.0, 0.9]).end, exactly(exact)).outcome


def test_energy_is_the_same_in_both_charts_and_not_constant_in_time():
    """Half v^T G v agrees in theta and eta at one time, and changes along the flow."""
    other = LAND.in_chart(CHART)
    eta = CHART.inverse(START)

    def energy(land, at):
        v = land.natural(at)
        return pair(v, land.metric(at), v) / 2

    later = natural_gradient_flow(LAND, START, TIMES).points[-1]

    assert abs(energy(LAND, START) / energy(other, eta) - 1) < 1e-12
    assert abs(energy(LAND, later) / energy(LAND, START) - 1) > 0.1


def test_a_natural_step_through_a_bent_chart_differs_at_second_order():
    """The two steps differ like h^2: not h^1, not h^3, and not at all for an affine chart."""
    line = affine(random_invertible(np.random.default_rng(22), 3), [0.1, -0.2, 0.3])

    bent = measure_slope(
        lambda h: natural_gradient_step_through(CHART, LAND, START, h) - natural_gradient_step(LAND, START, h)
    )
    straight = natural_gradient_step_through(line, LAND, START, 0.3) - natural_gradient_step(LAND, START, 0.3)

    assert Outcome.AGREES is bent.against(2)
    assert Outcome.DIFFERS is bent.against(1)
    assert Outcome.DIFFERS is bent.against(3)
    assert np.max(np.abs(straight)) < 1e-14


def test_a_gradient_step_through_an_affine_chart_differs_at_first_order():
    """Euclidean steps feel every chart that is not orthogonal, already at order h."""
    line = affine(random_invertible(np.random.default_rng(22), 3), [0.1, -0.2, 0.3])

    slope = measure_slope(
        lambda h: gradient_step_through(line, LAND, START, h) - gradient_step(LAND, START, h)
    )

    assert Outcome.AGREES is slope.against(1)


def test_steps_work_on_batches():
    """A batch of points takes the same steps as its points one by one."""
    points = np.random.default_rng(23).normal(size=(4, 3))

    together = natural_gradient_step_through(CHART, LAND, points, 0.1)
    apart = [natural_gradient_step_through(CHART, LAND, p, 0.1) for p in points]

    assert np.allclose(together, apart, rtol=1e-12)


def test_the_rate_of_an_exponential_law_steps_as_computed_by_hand():
    """Rate r, loss r x - log r: G = 1/r^2, so a step is r - h r^2 (x - 1/r)."""
    land = Landscape(lambda t: 1.7 - 1 / t, lambda t: 1 / t[..., None] ** 2)
    log_chart = componentwise(np.exp, np.exp, np.log)

    here = natural_gradient_step(land, [0.8], 0.3)
    there = natural_gradient_step_through(log_chart, land, [0.8], 0.3)

    assert abs(here[0] - (0.8 - 0.3 * 0.64 * (1.7 - 1 / 0.8))) < 1e-15
    # In s = log r the metric is 1 and the slope r x - 1.
    assert abs(there[0] - 0.8 * np.exp(-0.3 * (0.8 * 1.7 - 1))) < 1e-15


def test_flows_that_blow_up_and_metrics_that_are_singular_are_errors():
    """dy/dt = y^2 from 1 ends at t = 1; a metric of rank one has no natural gradient."""
    with pytest.raises(FlowError, match="blows up"):
        flow(lambda y: y * y, [1.0], [0.0, 0.5, 2.0])
    with pytest.raises(SingularMetricError, match="identifiable"):
        natural_gradient_step(Landscape(lambda t: t, lambda t: np.ones((*t.shape, t.shape[-1]))), START, 0.1)
    with pytest.raises(EmptyError):
        flow(lambda y: -y, [1.0], [0.0])
    with pytest.raises(ShapeError, match="increase"):
        flow(lambda y: -y, [1.0], [0.0, 0.0])
    with pytest.raises(ShapeError):
        gradient_step(Landscape(lambda t: t[..., :1], LAND.metric), START, 0.1)
    with pytest.raises(NonFiniteError):
        gradient_step(Landscape(lambda t: t * np.nan, LAND.metric), START, 0.1)
