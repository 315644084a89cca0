"""The model-free expansion is that of every regular family, and of no other."""

from __future__ import annotations

import pytest
import sympy as sp
from sympy import Symbol

from derivations.divergence import kl, kl_expansion
from derivations.families import load
from derivations.ladder import prove_zero
from derivations.regular_expansion import (
    RegularExpansion,
    bartlett,
    bell,
    derivative,
    forward_expansion,
    mean_derivatives,
    metric_derivative,
    moment,
    moments,
    reverse_expansion,
    third_order_in_metric,
)

s, l2, l3 = (derivative(k) for k in (1, 2, 3))
REGULAR = ["bernoulli", "poisson", "exponential", "normal", "location", "circle", "curved", "cubic"]
u = sp.symbols("u1:3", real=True)


def test_bell_polynomials_are_the_derivatives_of_the_density_over_it() -> None:
    """B_3 = s^3 + 3*s*l2 + l3, as p'''/p gives."""
    h = Symbol("h")
    line = sp.Function("l")(h)
    quotient = sp.expand(sp.diff(sp.exp(line), h, 3) / sp.exp(line))

    expected = quotient.subs({sp.diff(line, h, k): derivative(k) for k in (3, 2, 1)})

    assert sp.expand(expected - bell(3)) == 0


def test_the_first_two_bartlett_identities() -> None:
    """E[s] = 0 and E[l2] = -E[s^2]."""
    assert moment(s) == bartlett(1)
    assert moment(l2) + moment(s**2) == bartlett(2)
    assert -moment(s**2) == mean_derivatives(2)[moment(l2)]


def test_the_third_order_is_derived() -> None:
    """The coefficient of h^3 is E[s*l2]/2 + E[s^3]/6, and dI/4 - T/12 in the metric's derivative."""
    third = forward_expansion(3).coefficients[3]

    assert sp.expand(third - moment(s * l2) / 2 - moment(s**3) / 6) == 0
    assert sp.expand(third_order_in_metric() - Symbol("dI", real=True) / 4 + moment(s**3) / 12) == 0
    assert sp.expand(metric_derivative() - 2 * moment(s * l2) - moment(s**3)) == 0


def test_the_two_directions_differ_at_order_three_by_a_sixth_of_the_skewness() -> None:
    """KL(p|q) - KL(q|p) begins with -E[s^3]/6*h^3."""
    gap = [
        sp.expand(a - b)
        for a, b in zip(forward_expansion(3).coefficients, reverse_expansion(3).coefficients, strict=True)
    ]

    assert [0, 0, 0, -moment(s**3) / 6] == gap


@pytest.mark.parametrize("name", REGULAR)
def test_the_forward_expansion_is_that_of_the_family(name: str) -> None:
    """Moments of scores give the same coefficients to order 4 as derivatives of the closed divergence."""
    family = load(name)
    direction = u[: family.dimension]

    by_moments = forward_expansion(4).of(family, direction=direction)
    by_divergence = kl_expansion(family, 4, direction=direction).coefficients

    assert 5 == len(by_moments) == len(by_divergence)
    for a, b in zip(by_moments, by_divergence, strict=True):
        assert prove_zero(a - b)


def test_the_forward_expansion_is_that_of_the_torus_family_at_a_point() -> None:
    """The same, at the origin, where the moments are numbers."""
    family = load("torus")
    zero = dict.fromkeys(family.parameters, 0)

    by_moments = forward_expansion(4).of(family, direction=u, at=(0, 0))

    for a, b in zip(by_moments, kl_expansion(family, 4, direction=u).coefficients, strict=True):
        assert prove_zero(a - b.subs(zero))


@pytest.mark.parametrize("name", ["exponential", "bernoulli", "curved"])
def test_the_reverse_expansion_is_that_of_the_family(name: str) -> None:
    """The same for KL(p_(theta + h) | p_theta)."""
    family = load(name)
    h, theta = Symbol("h", real=True), family.parameters[0]
    value = kl(family, first=(theta + h,), second=(theta,)).value

    by_moments = reverse_expansion(4).of(family, direction=(1,))

    for k, coefficient in enumerate(by_moments):
        assert prove_zero(coefficient - sp.diff(value, h, k).subs(h, 0) / sp.factorial(k))


def test_the_forward_expansion_is_not_the_reverse_one() -> None:
    """A wrong third coefficient is not proved for the exponential family."""
    family = load("exponential")
    wrong = RegularExpansion(reverse_expansion(3).coefficients).of(family, direction=(1,))

    assert not prove_zero(wrong[3] - kl_expansion(family, 3, direction=(1,)).coefficients[3])


def test_bartlett_fails_where_the_support_moves() -> None:
    """For Uniform(0, t), E[s] = -1/t: the premise of the expansion does not hold."""
    family = load("uniform")
    values = moments(family, (1,), order=1)

    assert not prove_zero(bartlett(1).subs(values))


def test_an_order_out_of_reach_is_refused() -> None:
    """Orders outside 1 to 6 raise."""
    with pytest.raises(ValueError, match="from 1 to 6"):
        forward_expansion(7)
