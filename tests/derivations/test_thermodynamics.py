"""Loss, entropy and free energy fit together."""

from __future__ import annotations

import pytest
import sympy as sp
from sympy import Symbol, symbols

from derivations.charts import gradient
from derivations.divergence import entropy, kl
from derivations.expectation import NotClosedError
from derivations.families import load
from derivations.family import FamilyError
from derivations.ladder import prove_zero
from derivations.thermodynamics import (
    boltzmann,
    finite_free_energy,
    free_energy,
    gaussian_data_loss,
    loss,
    model_loss,
    rate,
)

T = Symbol("T", positive=True)


@pytest.mark.parametrize("name", ["bernoulli", "exponential", "normal", "circle", "laplace"])
def test_under_the_model_loss_is_entropy(name: str) -> None:
    """L = S and F = (1 - T)*S where data are drawn from the model at the same point."""
    family = load(name)

    assert prove_zero(model_loss(family) - entropy(family))
    assert prove_zero(free_energy(family, T) - (1 - T) * entropy(family))


def test_under_data_the_loss_is_entropy_of_the_data_plus_divergence() -> None:
    """L(theta) = S(data) + KL(data | theta), and L differs from S there."""
    family = load("exponential")
    b, c = family.parameters[0], Symbol("c", positive=True)

    value = loss(family, data=(c,))

    assert prove_zero(value - (1 - sp.log(c)) - kl(family, first=(c,), second=(b,)).value)
    assert not prove_zero(value - entropy(family))
    assert prove_zero(free_energy(family, T, data=(c,)) - value + T * entropy(family))


def test_off_the_circle_the_hessian_of_the_loss_is_not_the_metric() -> None:
    """With data of mean (c, 0), L'' = c*cos(t) and not 1."""
    family = load("circle")
    t, c = family.parameters[0], Symbol("c", real=True)

    value = gaussian_data_loss(family, data=(c, 0))

    assert prove_zero(sp.diff(value, t, 2) - c * sp.cos(t))


def test_a_rate_is_the_gradient_along_the_velocity() -> None:
    """dS/dt = dS/dv * v' for the normal family."""
    family = load("normal")
    a, b = symbols("a b", real=True)

    assert prove_zero(rate(entropy(family), family, (a, b)) - b / (2 * family.parameters[1]))
    assert gradient(entropy(family), family.parameters)[0] == 0


def test_the_boltzmann_law_has_the_least_free_energy() -> None:
    """F(p) - F(boltzmann) = T*KL(p | boltzmann) on three states."""
    energies = symbols("e1:4", real=True)
    p1, p2 = symbols("p1 p2", positive=True)
    law, least = boltzmann(energies, T)
    p = (p1, p2, Symbol("p3", positive=True))

    divergence = sum(a * (sp.log(a) - sp.expand_log(sp.log(w), force=True)) for a, w in zip(p, law))
    gap = finite_free_energy(p, energies, T) - least * sum(p) - T * divergence

    assert prove_zero(gap)  # sum(p) stands for one


def test_a_family_with_unknown_covariance_has_no_gaussian_data_loss() -> None:
    """The normal family's variance is a parameter; data of another size are refused."""
    with pytest.raises(NotClosedError, match="known covariance"):
        gaussian_data_loss(load("normal"), data=(1,))
    with pytest.raises(FamilyError, match="got 3"):
        gaussian_data_loss(load("circle"), data=(1, 2, 3))
