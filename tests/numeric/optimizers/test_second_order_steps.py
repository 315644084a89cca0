"""Newton, natural, damped and bounded natural gradient steps, by hand and against the constrained problem."""

import numpy as np
import pytest
from scipy.optimize import minimize

from numeric.optimizers.methods.damped_natural_gradient import DampedNaturalGradient
from numeric.optimizers.methods.divergence_bounded_natural_gradient import DivergenceBoundedNaturalGradient
from numeric.optimizers.methods.natural_gradient import NaturalGradient
from numeric.optimizers.methods.newton import Newton
from numeric.optimizers.methods.trust_region_natural_gradient import TrustRegionNaturalGradient
from numeric.solvers.errors import SingularFactorError
from numeric.spectra import random_spd

F = np.array([[5.0, 1.0], [1.0, 7.0]])  # inverse [[7, -1], [-1, 5]] / 34
g = np.array([3.0, -2.0])  # F^-1 g = (23, -13) / 34,  g^T F^-1 g = 95 / 34
START = np.array([0.4, 1.7])
NATURAL = np.array([23, -13]) / 34


def test_newton_reaches_the_minimum_of_a_quadratic_in_one_step():
    """Of (x - c)^T H (x - c) / 2, from anywhere; half a step goes half the way."""
    c = np.array([2.5, -0.3])

    whole, _ = Newton().step(Newton().init(START), gradient=F @ (START - c), hessian=F)
    half, _ = Newton(0.5).step(Newton(0.5).init(START), gradient=F @ (START - c), hessian=F)

    np.testing.assert_allclose(c, whole.parameters, rtol=1e-14)
    np.testing.assert_allclose((START + c) / 2, half.parameters, rtol=1e-14)


def test_newton_refuses_a_saddle_with_its_eigenvalue():
    """Diag(2, -3) has no minimum to go to."""
    with pytest.raises(SingularFactorError, match="from -3 to 2") as caught:
        Newton().step(Newton().init(START), gradient=g, hessian=np.diag([2.0, -3.0]))

    assert pytest.approx(-3) == caught.value.eigenvalue


def test_the_natural_gradient_is_the_inverse_metric_times_the_gradient():
    """With eta = 0.3; the decrement g^T F^-1 g is 95 / 34."""
    method = NaturalGradient(0.3)

    state, report = method.step(method.init(START), gradient=g, metric=F)

    np.testing.assert_allclose(START - 0.3 * NATURAL, state.parameters, rtol=1e-14)
    assert pytest.approx(95 / 34) == report.notes["decrement"]


def test_a_singular_metric_is_refused_without_damping_and_solved_with():
    """The redundant parameters x + y: F = 4 (1, 1)(1, 1)^T; with lambda = 2 the inverse is known."""
    # (8 P + 2 I)^-1 with P = (1,1)(1,1)^T/2:  g = (3,-2) has (1/2, 1/2) in P and (5/2, -5/2) outside: /10 and /2.
    redundant = np.full((2, 2), 4.0)
    method = DampedNaturalGradient(0.3, 2.0)

    with pytest.raises(SingularFactorError, match="eigenvalues run from"):
        NaturalGradient(0.3).step(NaturalGradient(0.3).init(START), gradient=g, metric=redundant)
    with pytest.raises(SingularFactorError):
        DampedNaturalGradient(0.3, 0.0).step(method.init(START), gradient=g, metric=redundant)
    state, _ = method.step(method.init(START), gradient=g, metric=redundant)

    np.testing.assert_allclose(START - 0.3 * np.array([1.3, -1.2]), state.parameters, atol=1e-15)


def test_damping_leads_from_the_natural_to_the_plain_gradient():
    """Lambda = 0 is the one, lambda large is gradient descent of rate eta / lambda, to order 1 / lambda^2."""
    none, much = DampedNaturalGradient(0.3, 0.0), DampedNaturalGradient(0.3, 1e6)

    natural, _ = none.step(none.init(START), gradient=g, metric=F)
    plain, _ = much.step(much.init(START), gradient=g, metric=F)

    np.testing.assert_allclose(START - 0.3 * NATURAL, natural.parameters, rtol=1e-14)
    np.testing.assert_allclose(-0.3 / 1e6 * g, plain.parameters - START, rtol=1e-5)


def constrained(objective, F, limit):
    """Minimum of an objective over d^T F d <= limit, by SLSQP."""
    found = minimize(
        objective,
        np.zeros(len(F)),
        method="SLSQP",
        constraints={"type": "ineq", "fun": lambda d: limit - d @ F @ d},
        options={"ftol": 1e-15, "maxiter": 500},
    )
    return found.x


@pytest.mark.parametrize("radius", [0.3, 40.0])
def test_the_trust_region_step_solves_its_problem(radius):
    """Min g^T d + d^T F d / 2 over d^T F d <= delta^2, clipped and not; SLSQP finds the same."""
    rng = np.random.default_rng(4)
    metric, slope, start = random_spd(rng, 4, condition=20), rng.normal(size=4), rng.normal(size=4)
    method = TrustRegionNaturalGradient(radius)

    state, report = method.step(method.init(start), gradient=slope, metric=metric)

    expected = constrained(lambda d: slope @ d + d @ metric @ d / 2, metric, radius**2)
    d = state.parameters - start
    np.testing.assert_allclose(expected, d, rtol=1e-5, atol=1e-5)
    assert pytest.approx(slope @ d + d @ metric @ d / 2) == report.notes["model"]
    assert (report.notes["scale"] == 1) == (radius == 40.0)


def test_a_clipped_step_has_the_length_of_the_radius_in_the_metric():
    """d = -(delta / n) F^-1 g with n^2 = 95 / 34: d^T F d = delta^2, not 2 delta nor delta^2 / 2."""
    method = TrustRegionNaturalGradient(0.3)

    state, _ = method.step(method.init(START), gradient=g, metric=F)

    d = state.parameters - START
    np.testing.assert_allclose(-0.3 / np.sqrt(95 / 34) * NATURAL, d, rtol=1e-13)
    assert pytest.approx(0.09) == d @ F @ d


def test_the_divergence_bounded_step_solves_its_problem():
    """Min g^T d over d^T F d / 2 <= delta; SLSQP finds the same."""
    rng = np.random.default_rng(4)
    metric, slope, start = random_spd(rng, 4, condition=20), rng.normal(size=4), rng.normal(size=4)
    method = DivergenceBoundedNaturalGradient(0.17)

    state, _ = method.step(method.init(start), gradient=slope, metric=metric)

    expected = constrained(lambda d: slope @ d, metric, 2 * 0.17)
    np.testing.assert_allclose(expected, state.parameters - start, rtol=1e-5, atol=1e-6)


def test_a_divergence_bounded_step_has_that_divergence_and_its_slope_is_known():
    """d^T F d / 2 = 0.17, and g^T d = -sqrt(2 * 0.17 * 95 / 34)."""
    method = DivergenceBoundedNaturalGradient(0.17)

    state, report = method.step(method.init(START), gradient=g, metric=F)

    d = state.parameters - START
    assert pytest.approx(0.17) == d @ F @ d / 2
    assert pytest.approx(-np.sqrt(2 * 0.17 * 95 / 34)) == report.slope


def test_a_natural_step_is_the_same_in_every_affine_chart_and_a_plain_one_is_not():
    """theta = B eta: the natural step in eta is B^-1 times that in theta; so are Newton's and the bounded ones."""
    rng = np.random.default_rng(6)
    B = np.array([[1.3, 0.4], [-0.7, 2.2]])
    metric = random_spd(rng, 2, condition=8)
    pairs = [(NaturalGradient(0.3), "metric"), (Newton(0.4), "hessian")]
    pairs += [(TrustRegionNaturalGradient(0.2), "metric"), (DivergenceBoundedNaturalGradient(0.1), "metric")]

    for method, name in pairs:
        here, _ = method.step(method.init(START), gradient=g, **{name: metric})
        start = np.linalg.solve(B, START)
        there, _ = method.step(method.init(start), gradient=B.T @ g, **{name: B.T @ metric @ B})

        np.testing.assert_allclose(here.parameters, B @ there.parameters, rtol=1e-12)
    damped = DampedNaturalGradient(0.3, 0.5)
    here, _ = damped.step(damped.init(START), gradient=g, metric=metric)
    there, _ = damped.step(damped.init(np.linalg.solve(B, START)), gradient=B.T @ g, metric=B.T @ metric @ B)
    assert np.linalg.norm(here.parameters - B @ there.parameters) > 0.01
