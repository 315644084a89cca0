"""Equivariance of priors: Jeffreys' passes in every chart, flat ones in affine charts alone."""

from __future__ import annotations

import numpy as np
import pytest

from fisherproof import testing
from fisherproof.testing import Chart, Exp, assert_equivariant_prior
from fisherproof.testing.errors import ContractError, CounterexampleError, UndecidedError


def jeffreys(problem, theta):
    """Half the logarithm of the determinant of the Fisher matrix."""
    return np.linalg.slogdet(problem.fisher(theta))[1] / 2


def whole(problem, theta):
    """The logarithm of the determinant, without the half."""
    return 2 * jeffreys(problem, theta)


def flat(problem, theta):
    """The logarithm of a constant density."""
    return 0.0


def tempered(problem, theta):
    """Jeffreys' prior times a function of the law, its density at 1/2."""
    return jeffreys(problem, theta) + problem.log_density(np.array([0.5]), theta)[0]


def coarse(problem, theta):
    """Jeffreys' prior to three digits."""
    return np.float16(jeffreys(problem, theta))


def test_priors_made_of_the_law_pass():
    """Jeffreys' prior, and it times any function of the law; the factor may depend on the chart."""
    assert_equivariant_prior(jeffreys, examples=20)
    assert_equivariant_prior(tempered, "normal", examples=10)
    assert_equivariant_prior(
        lambda problem, theta: jeffreys(problem, theta) + jeffreys(problem, np.ones(1)),
        "exponential",
        examples=10,
    )


def test_flat_priors_pass_affine_charts_and_fail_others():
    """pi = 1 in r is exp(s) in s = log r: between r = 1 and r = 2 that is log 2."""
    assert_equivariant_prior(flat, chart=testing.affine_charts, examples=10)
    with pytest.raises(CounterexampleError) as caught:
        assert_equivariant_prior(flat, "exponential", chart=Chart((Exp(0),)), point=(1.0,), other=(2.0,))

    assert f"|det J| = ({-np.log(2):.10g})" in str(caught.value)
    assert "other=(2.0,)" in str(caught.value)


def test_a_missing_half_is_found():
    """det I is no density but the square of one."""
    with pytest.raises(CounterexampleError, match="whole is not an equivariant prior"):
        assert_equivariant_prior(whole)


def test_a_rough_prior_is_undecided():
    """Three digits do not tell."""
    with pytest.raises(UndecidedError, match="too few digits"):
        assert_equivariant_prior(coarse, examples=8)


def test_one_point_twice_is_no_test():
    """The factor would explain everything."""
    with pytest.raises(UndecidedError, match="hardly tested"):
        assert_equivariant_prior(flat, "exponential", chart=Chart((Exp(0),)), point=(1.0,), other=(1.0,))


def test_the_second_point_may_be_drawn_for_a_given_first():
    """As from a strategy or a function of the family; both are inside the domain."""
    fixed = {"family": "exponential", "chart": Chart((Exp(0),)), "point": (1.0,)}

    for other in (None, testing.points, testing.points(testing.family("exponential"))):
        assert_equivariant_prior(jeffreys, **fixed, other=other, examples=5)
    with pytest.raises(ContractError, match="domain"):
        assert_equivariant_prior(jeffreys, **fixed, other=(-1.0,))
