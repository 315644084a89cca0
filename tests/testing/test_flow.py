"""Invariance of flows: that of the natural gradient passes, time and path included."""

from __future__ import annotations

import numpy as np
import pytest

from fisherproof import testing
from fisherproof.testing import assert_invariant_flow
from fisherproof.testing.errors import CounterexampleError, UndecidedError


def test_the_flow_of_the_natural_gradient_is_invariant(rules):
    """In drawn families, charts and losses."""
    assert_invariant_flow(rules.natural_gradient, examples=4)


def test_the_flow_of_the_gradient_is_not(rules):
    """L = r from 1: theta(t) = 1 - t, and in r = exp(s), where ds/dt = -exp(s), r(t) = 1/(1 + t)."""
    with pytest.raises(CounterexampleError) as caught:
        assert_invariant_flow(
            rules.gradient_descent,
            "exponential",
            chart=testing.Chart((testing.Exp(0),)),
            point=(1.0,),
            loss=testing.Polynomial(((1.0, (1,)),)),
        )

    text = str(caught.value)
    assert "time       t = 1/4" in text
    assert "phi(eta(t)) - theta = (-0.2)\n" in text  # 1/(1 + 1/4) - 1
    assert "theta(t) - theta = (-0.25)\n" in text


def test_time_counts():
    """A natural gradient at Euclidean length one follows the same path at another speed, and fails."""

    def scaled(problem, theta):
        v = np.linalg.solve(problem.fisher(theta), problem.gradient(theta))
        return -v / np.linalg.norm(v)

    with pytest.raises(CounterexampleError, match="family     exponential"):
        assert_invariant_flow(scaled, "exponential", examples=4)


def test_a_rough_direction_is_undecided(rules):
    """At three digits the integrator finds no step small enough."""
    with pytest.raises(UndecidedError, match="half_precision was called"):
        assert_invariant_flow(
            rules.half_precision,
            "exponential",
            chart=testing.Chart((testing.Exp(0),)),
            point=(1.75,),
            loss=testing.Polynomial(((1.0, (1,)), (0.5, (2,)))),
        )


def test_a_direction_that_stands_still_is_no_test():
    """Zero is zero in every chart, though sqrt(13/4)^2 is not 13/4 in floating point."""
    chart, loss = testing.Chart((testing.Square(1),)), testing.Fit((0.5,))

    with pytest.raises(UndecidedError, match="hardly tested"):
        assert_invariant_flow(
            lambda problem, theta: 0 * theta, "normal", chart=chart, point=(0.0, 3.25), loss=loss
        )
