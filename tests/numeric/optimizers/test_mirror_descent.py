"""Mirror descent in natural parameters is natural gradient descent in mean parameters, exactly."""

import numpy as np
import pytest
from scipy.optimize import approx_fprime, minimize

from numeric.optimizers.errors import DomainError
from numeric.optimizers.methods.dual_natural_gradient import DualNaturalGradient
from numeric.optimizers.methods.mirror_descent import MirrorDescent
from numeric.optimizers.methods.natural_gradient import NaturalGradient
from numeric.optimizers.potentials import BERNOULLI, CATEGORICAL, POISSON

THETA = np.array([0.7, -1.3, 0.2])
POTENTIALS = [BERNOULLI, POISSON, CATEGORICAL]
PSI = {
    "Bernoulli": lambda t: np.sum(np.log1p(np.exp(t))),
    "Poisson": lambda t: np.sum(np.exp(t)),
    "categorical": lambda t: np.log1p(np.sum(np.exp(t))),
}


def slope(theta):
    """Gradient with respect to theta of a loss that belongs to none of the families."""
    return np.array([[2.0, 0.3, -0.4], [0.3, 1.0, 0.1], [-0.4, 0.1, 3.0]]) @ (theta - [0.2, -0.5, 1.1])


@pytest.mark.parametrize("potential", POTENTIALS, ids=lambda p: p.name)
def test_a_potential_has_the_derivatives_of_its_log_partition(potential):
    """Mean and metric are first and second derivatives of psi, and the dual ones their inverses."""
    eta = potential.to_mean(THETA)

    np.testing.assert_allclose(approx_fprime(THETA, PSI[potential.name], 1e-7), eta, atol=1e-6)
    metric = approx_fprime(THETA, potential.to_mean, 1e-7)
    np.testing.assert_allclose(metric, potential.natural_metric(THETA), atol=1e-6)
    np.testing.assert_allclose(THETA, potential.to_natural(eta), rtol=1e-13)
    product = potential.mean_metric(eta) @ potential.natural_metric(THETA)
    np.testing.assert_allclose(np.eye(3), product, atol=1e-13)


@pytest.mark.parametrize("potential", POTENTIALS, ids=lambda p: p.name)
def test_twenty_steps_in_both_coordinates_are_the_same_points(potential):
    """The gradient in eta is [hess psi]^-1 times that in theta, by the chain rule; the points agree to rounding."""
    mirror, natural = MirrorDescent(0.03, potential), DualNaturalGradient(0.03, potential)
    here, there = mirror.init(THETA), natural.init(potential.to_mean(THETA))

    for _ in range(20):
        theta = potential.to_natural(there.parameters)
        gradient = np.linalg.solve(potential.natural_metric(theta), slope(theta))
        here, _ = mirror.step(here, gradient=slope(here.parameters))
        there, _ = natural.step(there, gradient=gradient)

    np.testing.assert_allclose(potential.to_mean(here.parameters), there.parameters, rtol=1e-11)
    assert np.linalg.norm(here.parameters - THETA) > 0.3


@pytest.mark.parametrize("potential", POTENTIALS, ids=lambda p: p.name)
def test_natural_gradient_in_the_natural_parameters_is_another_step(potential):
    """It agrees to first order only: at a rate of 0.05 it ends elsewhere."""
    mirror, natural = MirrorDescent(0.05, potential), NaturalGradient(0.05)

    here, _ = mirror.step(mirror.init(THETA), gradient=slope(THETA))
    there, _ = natural.step(
        natural.init(THETA), gradient=slope(THETA), metric=potential.natural_metric(THETA)
    )

    assert np.linalg.norm(here.parameters - there.parameters) > 0.001


@pytest.mark.parametrize("potential", POTENTIALS, ids=lambda p: p.name)
def test_a_step_minimises_slope_plus_bregman_divergence(potential):
    """Eta g^T t + psi(t) - psi(theta) - grad psi(theta)^T (t - theta), by BFGS."""
    psi, g = PSI[potential.name], slope(THETA)
    method = MirrorDescent(0.08, potential)

    state, _ = method.step(method.init(THETA), gradient=g)

    found = minimize(lambda t: 0.08 * g @ t + psi(t) - potential.to_mean(THETA) @ t, THETA, tol=1e-12)
    np.testing.assert_allclose(found.x, state.parameters, atol=2e-5)


def test_steps_worked_out_by_hand():
    """Bernoulli at eta = 1/4 with g = 1/2, rate 1/5: eta' = 3/20, theta' = log(3/17); Poisson e^theta' = 2 - 1/10."""
    bernoulli, poisson = MirrorDescent(0.2, BERNOULLI), MirrorDescent(0.2, POISSON)

    one, _ = bernoulli.step(bernoulli.init([-np.log(3)]), gradient=[0.5])
    other, _ = poisson.step(poisson.init([np.log(2)]), gradient=[0.5])

    assert pytest.approx(np.log(3 / 17)) == one.parameters[0]
    assert pytest.approx(np.log(1.9)) == other.parameters[0]


def test_a_step_out_of_the_range_of_means_is_refused():
    """A probability of -0.05, and a start that is none."""
    mirror, dual = MirrorDescent(0.2, BERNOULLI), DualNaturalGradient(0.2, CATEGORICAL)

    with pytest.raises(DomainError, match="take a smaller rate"):
        mirror.step(mirror.init([-np.log(3)]), gradient=[1.5])
    with pytest.raises(DomainError, match="no mean of the categorical family"):
        dual.init([0.6, 0.5])
