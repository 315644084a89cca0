"""Minima on simple sets, against what Lagrange multipliers give by hand."""

import numpy as np
import pytest

from numeric.constraints import ellipsoid, everywhere, hyperplane, sphere
from numeric.errors import ConvergenceError, EmptyError, InfeasibleError, NonFiniteError, ShapeError
from numeric.extremals import (
    Attained,
    Objective,
    linear_objective,
    maximise,
    minimise,
    quadratic_objective,
)
from numeric.spectra import random_spd


@pytest.mark.parametrize("n", [1, 2, 6, 10])
def test_a_linear_objective_on_an_ellipsoid_is_least_along_minus_the_inverse(n):
    """Min c^T x on x^T A x = r is -sqrt(r c^T A^-1 c), at -A^-1 c scaled onto the set."""
    rng = np.random.default_rng(n)
    a, c, r = random_spd(rng, n, condition=1e4), rng.normal(size=n), 2.5
    along = -np.linalg.solve(a, c)
    least = -np.sqrt(-r * (c @ along))

    found = minimise(linear_objective(c), ellipsoid(a, r), rng=rng)

    assert abs(found.value / least - 1) < 1e-10
    assert found.point @ along / np.linalg.norm(found.point) / np.linalg.norm(along) > 1 - 1e-8
    assert abs(found.point @ a @ found.point / r - 1) < 1e-12
    assert found.value <= found.sampled
    assert Attained.ATTAINED is found.attained


def test_the_euclidean_direction_is_not_the_minimiser_on_an_ellipsoid():
    """-c scaled onto the ellipsoid gives a clearly larger value than the minimum."""
    rng = np.random.default_rng(3)
    a, c = random_spd(rng, 5, condition=100.0), rng.normal(size=5)

    found = minimise(linear_objective(c), ellipsoid(a, 1.0), rng=rng)

    assert -(c @ c) / np.sqrt(c @ a @ c) > found.value + 1e-3 * abs(found.value)


def test_a_quadratic_on_a_sphere_has_its_extreme_eigenvalues():
    """x^T Q x / 2 on |x| = r lies between r^2/2 times the least and the greatest eigenvalue."""
    rng = np.random.default_rng(4)
    q = rng.normal(size=(6, 6))
    least, *_, greatest = np.linalg.eigvalsh((q + q.T) / 2)

    low = minimise(quadratic_objective(q, np.zeros(6)), sphere(6, 1.5), rng=rng)
    high = maximise(quadratic_objective(q, np.zeros(6)), sphere(6, 1.5), rng=rng)

    assert abs(low.value - 1.5**2 / 2 * least) < 1e-11
    assert abs(high.value - 1.5**2 / 2 * greatest) < 1e-11
    assert high.value >= high.sampled


def test_a_quadratic_on_a_hyperplane_is_what_kkt_gives():
    """Min x^T Q x / 2 + c^T x on a^T x = b solves [[Q, a], [a^T, 0]] (x, m) = (-c, b)."""
    rng = np.random.default_rng(5)
    n = 10
    q, c, a = random_spd(rng, n, condition=1e3), rng.normal(size=n), rng.normal(size=n)
    system = np.block([[q, a[:, None]], [a[None, :], np.zeros((1, 1))]])
    x = np.linalg.solve(system, np.append(-c, 1.3))[:n]

    found = minimise(quadratic_objective(q, c), hyperplane(a, 1.3), rng=rng)

    assert abs(found.value - (x @ q @ x / 2 + c @ x)) < 1e-10
    assert np.max(np.abs(found.point - x)) < 1e-5
    assert abs(a @ found.point - 1.3) < 1e-12


@pytest.mark.parametrize(
    ("objective", "constraint"),
    [
        (linear_objective(np.array([1.0, 2.0, -0.5])), hyperplane([1.0, 1.0, 1.0], 2.0)),
        (linear_objective(np.array([1.0, 2.0, -0.5])), everywhere(3)),
        (quadratic_objective(np.diag([1.0, 1.0, -0.01]), np.zeros(3)), everywhere(3)),
    ],
    ids=["linear on a hyperplane", "linear everywhere", "one negative curvature"],
)
def test_an_unbounded_objective_leaves_a_lead(objective, constraint):
    """The minimum over growing spheres keeps falling: reported as unbounded, with a far point."""
    found = minimise(objective, constraint, rng=np.random.default_rng(6))

    assert Attained.UNBOUNDED_LEAD is found.attained
    assert np.linalg.norm(found.point) > 1e5


def test_a_bounded_objective_leaves_none():
    """A flat direction, and a linear objective constant on the hyperplane, are bounded below."""
    rng = np.random.default_rng(7)
    normal = np.array([1.0, 2.0, 3.0])

    flat = minimise(quadratic_objective(np.diag([1.0, 1.0, 0.0]), np.zeros(3)), everywhere(3), rng=rng)
    bowl = minimise(quadratic_objective(np.eye(3), np.array([3.0, 0, 4.0])), everywhere(3), rng=rng)
    level = minimise(linear_objective(normal), hyperplane(normal, 2.0), rng=rng)

    assert Attained.ATTAINED is flat.attained
    assert abs(flat.value) < 1e-12
    assert abs(bowl.value + 12.5) < 1e-11
    assert Attained.ATTAINED is level.attained
    assert abs(level.value - 2) < 1e-12


def test_any_smooth_objective_may_be_minimised():
    """Log sum exp on the unit sphere of R^3 is least at -(1, 1, 1)/sqrt 3."""

    def value(x):
        return np.log(np.sum(np.exp(x), axis=-1))

    def gradient(x):
        return np.exp(x) / np.sum(np.exp(x))

    found = minimise(Objective(value, gradient), sphere(3, 1.0), rng=np.random.default_rng(8))

    assert abs(found.value - (np.log(3) - 1 / np.sqrt(3))) < 1e-12


def test_a_wrong_gradient_is_noticed():
    """A gradient of the wrong sign drives the search uphill, which ends above the best random point."""
    c = np.array([1.0, 2.0])

    with pytest.raises(ConvergenceError, match="gradient"):
        minimise(Objective(lambda x: x @ c, lambda _: -c), sphere(2, 1.0), rng=np.random.default_rng(9))


def test_sets_without_points_and_searches_without_samples_are_refused():
    """Empty ellipsoids, spheres, hyperplanes and samples are errors that say why."""
    rng = np.random.default_rng(10)
    with pytest.raises(InfeasibleError, match="positive"):
        ellipsoid(np.eye(2), -1.0)
    with pytest.raises(InfeasibleError, match="definite"):
        ellipsoid(np.diag([1.0, 0.0]), 1.0)
    with pytest.raises(InfeasibleError, match="symmetric"):
        ellipsoid(np.array([[1.0, 0.5], [0.0, 1.0]]), 1.0)
    with pytest.raises(InfeasibleError):
        sphere(3, 0.0)
    with pytest.raises(InfeasibleError, match="zero"):
        hyperplane([0.0, 0.0], 1.0)
    with pytest.raises(EmptyError):
        hyperplane([1.0], 1.0)
    with pytest.raises(EmptyError, match="feasible"):
        minimise(linear_objective([1.0]), sphere(1, 1.0), rng=rng, samples=0)
    with pytest.raises(ShapeError):
        quadratic_objective(np.eye(2), np.zeros(3))
    with pytest.raises(NonFiniteError):
        minimise(Objective(lambda x: x[..., 0] * np.nan, lambda x: x), sphere(2, 1.0), rng=rng)
