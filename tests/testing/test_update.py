"""Invariance of finite steps: passed exactly at the orders in h that the mismatch has."""

from __future__ import annotations

import math

import numpy as np
import pytest

from fisherproof import testing
from fisherproof.testing import Chart, Exp, Polynomial, Scale, assert_invariant_update, update_order
from fisherproof.testing.errors import ContractError, CounterexampleError, UndecidedError
from numeric.slopes import Seen

RNG = np.random.default_rng(12)
SIMPLE = {
    "family": "exponential",
    "chart": Chart((Exp(0),)),
    "point": (1.0,),
    "loss": Polynomial(((1.0, (1,)),)),
}


def geodesic(problem, theta, h):
    """A step along the geodesic of the exponential family: r exp(h v/r), in r and in every multiple of r."""
    v = -problem.gradient(theta) / problem.fisher(theta)[0]
    return theta * np.exp(h * v / theta)


def idle(problem, theta, h):
    """Never moves."""
    return theta


def constant(problem, theta, h):
    """Moves as far whatever h."""
    return theta + 100.0


def shaky(problem, theta, h):
    """A natural-gradient step of a length that is random by a hundredth."""
    v = np.linalg.solve(problem.fisher(theta), problem.gradient(theta))
    return theta - h * v * (1 + 0.01 * RNG.normal())


def test_natural_gradient_steps_pass_the_second_order_and_fail_the_third(rules):
    """Their directions agree, their second derivatives in h do not; the order found is printed with its interval."""
    assert_invariant_update(rules.euler, examples=10)
    with pytest.raises(CounterexampleError, match=r"falls like h\^2\.0\d\d \+- 0\.0\d\d, measured from h = "):
        assert_invariant_update(rules.euler, order=3)


def test_plain_steps_fail_the_second_order(rules):
    """Their directions differ; the first order, that both go nowhere for h = 0, they pass as all rules do."""
    assert_invariant_update(rules.plain_step, order=1, examples=10)
    with pytest.raises(CounterexampleError, match=r"is not invariant to order 2(.|\n)*h\^1\.000 \+- 0\.00"):
        assert_invariant_update(rules.plain_step, **{**SIMPLE, "point": (2.0,)})


def test_midpoint_steps_pass_the_third_order_and_fail_the_fourth(rules):
    """A rule of order two for an invariant flow parts from itself in other charts at h^3."""
    assert_invariant_update(rules.midpoint, order=3, examples=5)
    with pytest.raises(CounterexampleError, match=r"h\^(3\.00|2\.99)"):
        assert_invariant_update(rules.midpoint, **SIMPLE, order=4)


def test_the_ends_are_those_of_the_formula(rules):
    """L = r at 1 in r = exp(s), h = 1/8: exp(-1/8) - 1 in the chart, where v_s = -1, and -1/8."""
    with pytest.raises(CounterexampleError) as caught:
        assert_invariant_update(rules.euler, **SIMPLE, order=math.inf)

    text = str(caught.value)
    assert "step       h = 1/8" in text
    assert f"phi(step_eta(eta, h)) - theta = ({math.expm1(-1 / 8):.10g})" in text
    assert "step_theta(theta, h) - theta = (-1/8)" in text
    assert 'order=float("inf")' in text


def test_affine_charts_leave_natural_gradient_steps_as_they_are(rules):
    """To every order; a pass at infinite order compares the ends."""
    assert_invariant_update(rules.euler, chart=testing.affine_charts, order=math.inf, examples=10)


def test_a_geodesic_step_is_invariant_to_every_order():
    """And the order of a mismatch that vanishes is not measured but said to vanish."""
    chosen = {**SIMPLE, "chart": Chart((Scale(0, -2.0),))}

    assert_invariant_update(geodesic, **chosen, order=math.inf)
    assert_invariant_update(geodesic, **chosen, order=5)
    assert Seen.VANISHES is update_order(geodesic, **chosen).seen


def test_orders_are_measured(rules):
    """One for the gradient, two for the natural gradient, three for its midpoint rule: the lowest of all instances."""
    for step, expected in ((rules.plain_step, 1), (rules.euler, 2), (rules.midpoint, 3)):
        found = update_order(step, examples=4)

        assert abs(found.order - expected) <= max(found.half_width, 0.02)


def test_the_lowest_order_counts(rules):
    """A step of the gradient in one family and of the natural gradient in others is of order one."""

    def mixed(problem, theta, h):
        rule = rules.plain_step if problem.dimension == 2 else rules.euler
        return rule(problem, theta, h)

    assert abs(update_order(mixed, examples=10).order - 1) < 0.02


def test_a_half_order_is_told_apart(rules):
    """Steps that differ from natural-gradient ones by h^(3/2) g pass 3/2 and fail 2."""

    def between(problem, theta, h):
        return rules.euler(problem, theta, h) - h**1.5 * problem.gradient(theta)

    assert_invariant_update(between, order=1.5, examples=5)
    with pytest.raises(CounterexampleError, match=r"h\^1\.(5|49)"):
        assert_invariant_update(between, **{**SIMPLE, "point": (2.0,)}, order=2)


def test_a_rough_step_is_undecided():
    """A mismatch below its own noise is not zero."""
    with pytest.raises(UndecidedError, match="too few digits"):
        assert_invariant_update(shaky, **SIMPLE, order=3)
    with pytest.raises(UndecidedError):
        update_order(shaky, **SIMPLE)


def test_a_step_that_never_moves_is_no_test():
    """Both ends are the start."""
    with pytest.raises(UndecidedError, match="hardly tested"):
        assert_invariant_update(idle, examples=4)
    with pytest.raises(UndecidedError, match="did not settle"):
        update_order(idle, examples=4)


def test_a_step_that_does_not_get_small_is_refused():
    """There is no ladder to climb."""
    with pytest.raises(ContractError, match="however small h"):
        assert_invariant_update(constant, **SIMPLE)


def test_an_order_of_zero_is_refused(rules):
    """Every mismatch is O(1)."""
    with pytest.raises(ContractError, match="order 0"):
        assert_invariant_update(rules.euler, order=0)
