"""Variational online Newton is the natural-gradient step in natural coordinates, and goes where it should."""

import numpy as np
import pytest
from scipy import optimize

from numeric.agreement import Outcome
from numeric.slopes import measure_slope
from numeric.variational import (
    DIAGONAL_NATURAL,
    MEAN_CHOLESKY,
    MEAN_LOG_DEVIATION,
    NATURAL,
    DiagonalNormal,
    LogisticRegression,
    Normal,
    ParameterError,
    Quadratic,
    diagonal_newton_step,
    expected_from_values,
    hermite_nodes,
    lower_bound,
    lower_bound_gradient,
    natural_step,
    online_newton_step,
)


def logistic(seed, n=11, d=3):
    """Eleven examples of three weights."""
    rng = np.random.default_rng(seed)
    prior = Normal(rng.normal(size=d), np.diag([0.8, 1.5, 2.2]))
    return LogisticRegression(rng.normal(size=(n, d)), rng.integers(0, 2, size=n), prior)


@pytest.mark.parametrize("rate", [0.3, 1.0])
def test_the_step_is_the_natural_step_in_natural_coordinates_at_any_rate(rate, normal, diagonal):
    """theta + rho F^-1 grad L by a linear solve, for full and diagonal laws and a joint that is not quadratic."""
    joint = logistic(60)
    q, r = normal(61), diagonal(61)

    full = online_newton_step(q, joint.expected(q), rate=rate)
    apart = diagonal_newton_step(r, joint.expected(r), rate=rate)

    expected = natural_step(NATURAL, q, lower_bound_gradient(q, joint.expected(q)), rate=rate)
    np.testing.assert_allclose(full.mean, expected.mean, rtol=1e-8)
    np.testing.assert_allclose(full.covariance, expected.covariance, rtol=1e-8)
    expected = natural_step(DIAGONAL_NATURAL, r, lower_bound_gradient(r, joint.expected(r)), rate=rate)
    np.testing.assert_allclose(apart.mean, expected.mean, rtol=1e-9)
    np.testing.assert_allclose(apart.variance, expected.variance, rtol=1e-9)


def test_one_step_of_size_one_reaches_the_posterior_of_a_quadratic_joint_from_anywhere(law):
    """The posterior, or the best diagonal law, whose precisions are A_ii; the mean of the latter needs more steps.

    f = 0.7 + b . z - z^T A z / 2 in three dimensions.
    """
    root = np.array([[1.2, 0.3, -0.4], [0.1, 0.9, 0.2], [-0.5, 0.6, 1.4]])
    f, q = Quadratic(root @ root.T, [0.5, -1.0, 0.25], 0.7), law(62)

    if isinstance(q, Normal):
        found = online_newton_step(q, f.expected(q), rate=1.0)
        np.testing.assert_allclose(found.mean, f.posterior.mean, rtol=1e-10)
        np.testing.assert_allclose(found.covariance, f.posterior.covariance, rtol=1e-10)
    else:
        found = diagonal_newton_step(q, f.expected(q), rate=1.0)
        np.testing.assert_allclose(found.variance, 1 / np.diag(f.curvature), rtol=1e-12)
        jacobi = q.mean + (f.linear - f.curvature @ q.mean) / np.diag(f.curvature)
        np.testing.assert_allclose(found.mean, jacobi, rtol=1e-12)


def test_steps_settle_where_the_bound_is_stationary_and_nothing_found_by_scipy_is_higher():
    """Rate 0.5 on the logistic joint, 60 steps; L-BFGS over (m, L) from another start ends at the same bound."""
    joint, q = logistic(63), Normal(np.zeros(3), np.eye(3))
    bounds = []
    for _ in range(60):
        bounds.append(lower_bound(q, joint.expected(q)))
        q = online_newton_step(q, joint.expected(q), rate=0.5)

    gradient = lower_bound_gradient(q, joint.expected(q))
    np.testing.assert_allclose(gradient.mean, 0, atol=1e-10)
    np.testing.assert_allclose(gradient.covariance, 0, atol=1e-10)
    assert np.all(np.diff(bounds) > -1e-12)

    def negative(x):
        law = MEAN_CHOLESKY.unpack(x)
        expected = joint.expected(law)
        return -lower_bound(law, expected), -MEAN_CHOLESKY.gradient(law, lower_bound_gradient(law, expected))

    start = MEAN_CHOLESKY.pack(Normal(np.ones(3), 2 * np.eye(3)))
    found = optimize.minimize(
        negative, start, jac=True, method="L-BFGS-B", options={"gtol": 1e-9, "ftol": 1e-14}
    )
    assert -found.fun == pytest.approx(lower_bound(q, joint.expected(q)), rel=1e-10)


def test_diagonal_steps_settle_at_the_best_diagonal_law():
    """Rate 0.5, from which SciPy over (m, log sigma) finds nothing higher."""
    joint, q = logistic(64), DiagonalNormal(np.zeros(3), np.ones(3))
    for _ in range(80):
        q = diagonal_newton_step(q, joint.expected(q), rate=0.5)

    def negative(x):
        law = MEAN_LOG_DEVIATION.unpack(x)
        return -lower_bound(law, joint.expected(law))

    start = np.array([0.5, -0.5, 0.2, 0.1, -0.3, 0.2])
    found = optimize.minimize(negative, start, method="BFGS", options={"gtol": 1e-6})
    assert -found.fun == pytest.approx(lower_bound(q, joint.expected(q)), rel=1e-9)
    gradient = lower_bound_gradient(q, joint.expected(q))
    np.testing.assert_allclose(np.concatenate([gradient.mean, gradient.covariance]), 0, atol=1e-9)


def test_a_small_step_raises_the_bound_by_the_squared_length_of_the_natural_gradient(normal):
    """L(after rate h) - L - h grad . F^-1 grad is of order two."""
    joint, q = logistic(65), normal(66)
    gradient = NATURAL.gradient(q, lower_bound_gradient(q, joint.expected(q)))
    rise = gradient @ np.linalg.solve(NATURAL.fisher(q), gradient)
    before = lower_bound(q, joint.expected(q))

    def remainder(h):
        after = online_newton_step(q, joint.expected(q), rate=h)
        return lower_bound(after, joint.expected(after)) - before - h * rise

    assert measure_slope(remainder, largest=2.0**-5).against(2) is Outcome.AGREES


def test_a_step_that_leaves_the_family_is_refused():
    """log cosh is convex: E[hess f] > 0, and rate 1 leaves no precision; half the rate is still too large here."""
    q = Normal([0.1, 0.0], np.eye(2))
    expected = expected_from_values(lambda z: np.sum(np.log(np.cosh(2 * z)), axis=1), q, hermite_nodes(2, 30))
    apart = DiagonalNormal([0.1, 0.0], [1.0, 1.0])

    for call in (
        lambda: online_newton_step(q, expected, rate=1.0),
        lambda: natural_step(NATURAL, q, lower_bound_gradient(q, expected), rate=1.0),
        lambda: diagonal_newton_step(apart, expected, rate=1.0),
        lambda: natural_step(DIAGONAL_NATURAL, apart, lower_bound_gradient(apart, expected), rate=1.0),
    ):
        with pytest.raises(ParameterError, match=r"smaller (rate|one)"):
            call()


def test_all_coordinates_at_once_can_lower_the_bound():
    """A = 0.1 I + 0.9 1 1^T in three dimensions: the means move by m' = -(A - I) m, of eigenvalue -1.8 along 1.

    From m = 1 with the best variances, L = -m . A m / 2 + const: from -8.4 / 2 to 1.8^2 times as far below.
    """
    f = Quadratic(0.1 * np.eye(3) + 0.9 * np.ones((3, 3)), np.zeros(3))
    q = DiagonalNormal(np.ones(3), np.ones(3))

    after = diagonal_newton_step(q, f.expected(q), rate=1.0)

    np.testing.assert_allclose(after.mean, -1.8, rtol=1e-12)
    fall = lower_bound(q, f.expected(q)) - lower_bound(after, f.expected(after))
    assert fall == pytest.approx((1.8**2 - 1) * 8.4 / 2, rel=1e-12)
    gentle = diagonal_newton_step(q, f.expected(q), rate=0.25)
    assert lower_bound(gentle, f.expected(gentle)) > lower_bound(q, f.expected(q))
