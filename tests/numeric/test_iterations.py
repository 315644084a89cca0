"""Natural-gradient iterations do what their formulas say, and divergence has a name."""

import numpy as np
import pytest

from numeric.errors import EmptyError, NonFiniteError, ShapeError
from numeric.iterations import (
    DivergedError,
    constant_step,
    iterate,
    nominal_power_step,
    own_power_step,
)
from numeric.landscapes import Landscape
from numeric.rates import Law, length, measure_decay

I = np.array([[1.7, 0.4], [0.4, 0.3]])
H = np.array([[0.9, -0.5], [-0.5, 1.6]])
K = np.linalg.solve(I, H)
LARGEST, SMALLEST = max(np.linalg.eigvals(K).real), min(np.linalg.eigvals(K).real)
OPTIMUM = np.array([0.8, -1.3])
START = OPTIMUM + np.array([0.31, -0.17])
QUADRATIC = Landscape(lambda x: (x - OPTIMUM) @ H, lambda x: np.broadcast_to(I, (*x.shape, 2)))


def test_a_constant_step_multiplies_the_error_by_a_matrix():
    """e_k = (Id - eta K)^k e_0 with K = I^-1 H, not its transpose and not H."""
    found = iterate(QUADRATIC, START, constant_step(0.07), count=5)
    expected = np.linalg.matrix_power(np.eye(2) - 0.07 * K, 5) @ (START - OPTIMUM)

    assert np.allclose(found.points[-1] - OPTIMUM, expected, rtol=1e-12)
    for wrong in (K.T, H, I):
        other = np.linalg.matrix_power(np.eye(2) - 0.07 * wrong, 5) @ (START - OPTIMUM)
        assert np.max(np.abs(found.points[-1] - OPTIMUM - other)) > 0.01
    assert found.points.shape == (6, 2)
    assert np.array_equal(found.sizes, np.full(5, 0.07))


def test_powers_are_of_the_gradient_in_the_inverse_metric():
    """G = e^T H I^-1 H e at every point."""
    found = iterate(QUADRATIC, START, constant_step(0.07), count=5)
    e = found.points[:-1] - OPTIMUM

    assert np.allclose(found.powers, np.einsum("ki,ij,kj->k", e, H @ np.linalg.solve(I, H), e), rtol=1e-12)


def test_power_scaled_steps_solve_the_equations_they_stand_for():
    """s = eta sqrt(P/P_max) with P = eta G, and with P = s G."""
    eta, most = 0.11, 2.3
    nominal, own = (
        iterate(QUADRATIC, START, step(eta, most), count=4) for step in (nominal_power_step, own_power_step)
    )

    assert np.allclose(nominal.sizes, eta * np.sqrt(eta * nominal.powers / most), rtol=1e-14)
    assert np.allclose(own.sizes, eta * np.sqrt(own.sizes * own.powers / most), rtol=1e-14)
    moved = np.diff(own.points, axis=0)
    pushed = own.sizes[:, None] * ((own.points[:-1] - OPTIMUM) @ H @ np.linalg.inv(I))
    assert np.allclose(moved, -pushed, rtol=1e-12)


def test_constant_steps_converge_exponentially_and_power_scaled_ones_do_not():
    """Rates -log(1 - eta lambda_min); exponents 1 with nominal power and 1/2 with the step's own."""
    eta = 0.5 / LARGEST

    def decay(step, count):
        points = iterate(QUADRATIC, START, step, count=count).points
        return measure_decay(np.arange(count + 1), length(points - OPTIMUM, I))

    assert decay(constant_step(eta), 400).holds(Law.EXPONENTIAL, -np.log1p(-eta * SMALLEST))
    nominal, own = decay(nominal_power_step(0.1, 0.9), 2000), decay(own_power_step(0.1, 0.09), 5000)
    assert nominal.holds(Law.POWER, 1.0)
    assert own.holds(Law.POWER, 0.5)
    assert max(nominal.half_width, own.half_width) < 0.05


def test_a_step_just_below_the_bound_converges_and_one_just_above_diverges():
    """The bound is eta lambda_max(I^-1 H) < 2, which lambda_max(I) does not know."""
    inside = iterate(QUADRATIC, START, constant_step(1.98 / LARGEST), count=2000)

    assert np.max(np.abs(inside.points[-1] - OPTIMUM)) < 1e-9
    with pytest.raises(DivergedError, match="diverges"):
        iterate(QUADRATIC, START, constant_step(2.02 / LARGEST), count=2000)


def test_many_starts_run_together_as_they_do_alone():
    """A batch of starts gives the same points as each start by itself."""
    starts = START + np.random.default_rng(1).normal(size=(3, 2))
    together = iterate(QUADRATIC, starts, nominal_power_step(0.1, 1.0), count=7)

    for i, start in enumerate(starts):
        alone = iterate(QUADRATIC, start, nominal_power_step(0.1, 1.0), count=7)
        assert np.allclose(alone.points, together.points[:, i], rtol=1e-13)
        assert np.allclose(alone.sizes, together.sizes[:, i], rtol=1e-13)


def test_a_start_at_the_optimum_stays_there():
    """No gradient, no step, whatever the rule."""
    for step in (constant_step(0.1), nominal_power_step(0.1, 1.0), own_power_step(0.1, 1.0)):
        found = iterate(QUADRATIC, OPTIMUM, step, count=3)

        assert np.array_equal(found.points, np.broadcast_to(OPTIMUM, (4, 2)))
        assert np.array_equal(found.powers, np.zeros(3))


def test_overflow_a_singular_metric_and_an_undefined_gradient_are_divergence_at_a_named_step():
    """A quartic run away, a metric that vanishes, and the logarithm of a negative number."""
    flat = Landscape(lambda x: x**3, lambda x: np.ones((*x.shape, 1)))
    with pytest.raises(DivergedError, match="step 1 "):
        iterate(flat, [1e60], constant_step(1.0), count=50)
    fading = Landscape(np.ones_like, lambda x: np.where(x > 0.55, 1.0, 0.0)[..., None])
    with pytest.raises(DivergedError, match=r"step 5 .*singular"):
        iterate(fading, [1.0], constant_step(0.1), count=50)
    with pytest.raises(DivergedError, match=r"step 1 .*gradient"):
        iterate(Landscape(np.log, lambda x: np.ones((*x.shape, 1))), [3.0], constant_step(5.0), count=9)


def test_bad_input_is_refused_by_name():
    """No steps, steps that are not positive, starts that are no points, rules of another shape."""
    with pytest.raises(EmptyError):
        iterate(QUADRATIC, START, constant_step(0.1), count=0)
    for eta in (0.0, -1.0, np.nan, np.inf):
        with pytest.raises(ShapeError, match="eta"):
            constant_step(eta)
    with pytest.raises(ShapeError, match="P_max"):
        nominal_power_step(0.1, 0.0)
    with pytest.raises(ShapeError, match="P_max"):
        own_power_step(0.1, -1.0)
    with pytest.raises(NonFiniteError):
        iterate(QUADRATIC, [np.nan, 0.0], constant_step(0.1), count=1)
    with pytest.raises(ShapeError, match="start"):
        iterate(QUADRATIC, 1.0, constant_step(0.1), count=1)
    with pytest.raises(ShapeError, match="step of shape"):
        iterate(QUADRATIC, START, lambda G: np.ones(2), count=1)
