"""Measured rates and exponents are the exact ones, and one kind of decay is not taken for another."""

import numpy as np
import pytest
from scipy.linalg import expm, sqrtm

from numeric.errors import EmptyError, MetricError, NonFiniteError, ShapeError
from numeric.flows import natural_gradient_flow
from numeric.landscapes import Landscape
from numeric.rates import Law, length, measure_decay, transient_factor, worst_transient_factor
from numeric.spectra import random_spd

T = np.linspace(0, 20, 101)
I = np.array([[1.7, 0.4], [0.4, 0.3]])
H = np.array([[0.9, -0.5], [-0.5, 1.6]])
K = np.linalg.solve(I, H)
SMALLEST = min(np.linalg.eigvals(K).real)


@pytest.mark.parametrize("rate", [0.1, 1.3])
def test_an_exponential_has_its_rate(rate):
    """3 exp(-rate t), also with a faster mode beside it, and no other rate."""
    for y in (3 * np.exp(-rate * T), 3 * np.exp(-rate * T) + 2 * np.exp(-(rate + 1) * T)):
        found = measure_decay(T, y)

        assert found.holds(Law.EXPONENTIAL, rate)
        assert not found.holds(Law.EXPONENTIAL, 1.02 * rate)
        assert not found.holds(Law.EXPONENTIAL, 0.98 * rate)


@pytest.mark.parametrize("offset", [0.5, 3.0])
@pytest.mark.parametrize("p", [0.5, 1.0, 2.0])
def test_a_power_law_has_its_exponent_whatever_its_offset(p, offset):
    """(t + t_0)^-p, and neither half an order nor ten per cent off."""
    found = measure_decay(T, 7 * (T + offset) ** -p)

    assert found.holds(Law.POWER, p)
    assert not found.holds(Law.POWER, 1.1 * p)
    assert not found.holds(Law.POWER, p - 0.1)
    assert abs(found.value - p) < 1e-4 * p  # blocks are wide here: without their correction it is 1e-3
    assert found.half_width < 0.05 * p


def test_a_jordan_block_has_its_eigenvalue_within_the_interval():
    """t exp(-t) nears its rate like 1/t only."""
    times = np.linspace(0, 30, 200)

    assert measure_decay(times, (1 + times) * np.exp(-times)).holds(Law.EXPONENTIAL, 1.0)


def test_a_decay_faster_than_exponential_is_called_so():
    """exp(-t^2/100) and a fall to zero in finite time have no rate."""
    for y in (np.exp(-(T**2) / 100), (21 - T) ** 2):
        assert measure_decay(T, y).law is Law.FASTER


def test_what_does_not_settle_is_left_open():
    """A growing, a constant and an oscillating size, a change of rate in the window, and too little above rounding."""
    bend = np.exp(-T - 3 * np.tanh(T - 15))
    slower = np.exp(-0.75 * T + np.log(np.cosh(3 * (T - 15))) / 12)  # from rate 1 to 1/2 within the window
    a_little_faster = np.exp(-T - 0.01 * T**2)
    for y in (
        np.exp(T),
        np.ones_like(T),
        np.exp(-T / 10) * (1.5 + np.cos(3 * T)),
        bend,
        slower,
        a_little_faster,
    ):
        assert measure_decay(T, y).law is Law.CANNOT_TELL
    assert measure_decay(T, np.exp(-20 * T)).law is Law.CANNOT_TELL
    assert measure_decay(np.geomspace(1, 1e9, 30), np.geomspace(1, 1e-9, 30)).law is Law.CANNOT_TELL


def test_rounding_at_the_end_and_a_given_error_are_left_out():
    """A floor of 1e-14 or a known error of 1e-6 does not bend the rate."""
    floor = measure_decay(np.linspace(0, 60, 301), np.exp(-np.linspace(0, 60, 301)) + 1e-15)
    noisy = measure_decay(T, np.exp(-T) + 1e-6, error=1e-6)

    assert floor.holds(Law.EXPONENTIAL, 1.0)
    assert noisy.law is Law.EXPONENTIAL
    assert noisy.window[1] < 8
    assert abs(noisy.value - 1) < 1e-3


def test_the_flow_of_a_quadratic_falls_at_the_smallest_eigenvalue_in_every_norm():
    """Rate lambda_min(I^-1 H) in Euclidean, I- and H-norm, along the integrated natural-gradient flow."""
    landscape = Landscape(lambda x: x @ H, lambda x: np.broadcast_to(I, (*x.shape, 2)))
    found = natural_gradient_flow(landscape, [0.7, 1.9], np.linspace(0, 25, 120))

    for metric in (np.eye(2), I, H):
        decay = measure_decay(found.times, length(found.points, metric), error=length(found.error, metric))
        assert decay.holds(Law.EXPONENTIAL, SMALLEST)
        assert not decay.holds(Law.EXPONENTIAL, min(np.linalg.eigvalsh(H)))
        assert decay.half_width < 1e-3


def test_lengths_are_those_of_the_metric():
    """|e|_M^2 = e^T M e, for one vector and for many."""
    e = np.array([0.3, -1.1])

    assert float(length(e, H)) == pytest.approx(float(np.linalg.norm(np.real(sqrtm(H)) @ e)), rel=1e-13)
    assert np.allclose(length(np.stack([e, 2 * e]), H), [length(e, H), 2 * length(e, H)], rtol=1e-14)


def test_the_transient_of_a_trajectory_is_its_largest_excess_over_the_bound():
    """For y = exp(-t) (1 + t exp(-t)), the factor at rate 1 is 1 + 1/e; at rate 0.9, larger."""
    times = np.linspace(0, 10, 1001)
    y = np.exp(-times) * (1 + times * np.exp(-times))

    assert transient_factor(times, y, 1.0) == pytest.approx(1 + np.exp(-1), rel=1e-12)
    assert transient_factor(times + 5, 3 * y, 1.0) == pytest.approx(1 + np.exp(-1), rel=1e-12)
    assert transient_factor(times, np.exp(-times), 0.5) == pytest.approx(1.0, abs=1e-12)
    assert transient_factor(times, y, 1.1) > 2


def test_the_worst_transient_is_one_in_the_two_norms_and_above_one_in_the_euclidean():
    """In I- and H-norm no start exceeds exp(-lambda_min t); in the Euclidean norm some do, by at most
    sqrt(min(cond I, cond H)).
    """
    rng, times = np.random.default_rng(2), np.linspace(0, 15, 51)
    excess = []
    for _ in range(20):
        metric, hessian = (random_spd(rng, 2, condition=50.0) for _ in range(2))
        k = np.linalg.solve(metric, hessian)
        rate = min(np.linalg.eigvals(k).real)
        bound = np.sqrt(min(np.linalg.cond(metric), np.linalg.cond(hessian)))
        excess.append(worst_transient_factor(k, times, rate, np.eye(2)))

        assert worst_transient_factor(k, times, rate, metric) == pytest.approx(1, abs=1e-9)
        assert worst_transient_factor(k, times, rate, hessian) == pytest.approx(1, abs=1e-9)
        assert excess[-1] <= bound * (1 + 1e-9)

    assert max(excess) > 2


def test_the_worst_transient_bounds_every_start_and_one_start_attains_it():
    """Trajectories from all directions stay below it, the worst of 721 directions by less than 1e-4."""
    k = np.linalg.solve([[1.0, 0.95], [0.95, 1.0]], np.diag([1.0, 4.0]))
    times, rate = np.linspace(0, 5, 101), min(np.linalg.eigvals(k).real)
    worst = worst_transient_factor(k, times, rate, np.eye(2))
    angles = np.linspace(0, np.pi, 721)
    starts = np.stack([np.cos(angles), np.sin(angles)])
    sizes = np.array([np.linalg.norm(expm(-t * k) @ starts, axis=0) for t in times])
    factors = [transient_factor(times, sizes[:, i], rate) for i in range(angles.size)]

    assert max(factors) <= worst * (1 + 1e-12)
    assert max(factors) > worst * (1 - 1e-4)
    assert worst > 1.1


def test_bad_input_is_refused_by_name():
    """Too few times, times that do not increase, negative or NaN sizes, a start of zero, metrics that are none."""
    with pytest.raises(EmptyError):
        measure_decay(T[:24], np.exp(-T[:24]))
    with pytest.raises(ShapeError):
        measure_decay(T[::-1], np.exp(-T))
    with pytest.raises(ShapeError):
        measure_decay(T, np.exp(-T[1:]))
    with pytest.raises(NonFiniteError):
        measure_decay(T, np.exp(-T) * np.nan)
    with pytest.raises(NonFiniteError, match="negative"):
        measure_decay(T, -np.exp(-T))
    with pytest.raises(NonFiniteError, match="transient"):
        transient_factor(T, 0 * T, 1.0)
    with pytest.raises(EmptyError):
        transient_factor([0.0], [1.0], 1.0)
    with pytest.raises(ShapeError):
        worst_transient_factor(K, T, 1.0, np.eye(3))
    with pytest.raises(ShapeError):
        length([1.0], np.eye(2))


@pytest.mark.parametrize(
    ("metric", "words"),
    [
        ([[1.0, 2.0], [2.0, 1.0]], "positive definite"),
        (np.diag([1.0, -1.0]), "positive definite"),
        (np.diag([1.0, 0.0]), "positive definite"),
        ([[1.0, 0.5], [0.0, 1.0]], "not symmetric"),
    ],
)
def test_a_norm_by_what_is_no_metric_is_refused(metric, words):
    """Also where e^T M e happens to be positive, and where only half of the matrix would be read."""
    with pytest.raises(MetricError, match=words):
        length([1.0, 0.1], metric)
    with pytest.raises(MetricError, match=words):
        worst_transient_factor(K, T, 1.0, metric)
