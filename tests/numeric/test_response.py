"""Measured responses of an Ornstein-Uhlenbeck process are the exact ones, and wrong constants are not."""

import numpy as np
import pytest
from scipy.linalg import expm
from scipy.stats import norm

from numeric.correlation import correlation_over_chains
from numeric.errors import EmptyError, MetricError, NonFiniteError, ShapeError
from numeric.response import impulse_response, step_response

I = np.array([[1.7, 0.4], [0.4, 0.3]])
H = np.array([[0.9, -0.5], [-0.5, 1.6]])
ETA, T = 0.37, 0.23
K, SIGMA, MOBILITY = np.linalg.solve(I, H), T * np.linalg.inv(H), ETA * np.linalg.inv(I)
TIMES = np.array([0.4, 1.1])
FLOWS = np.array([expm(-ETA * t * K) for t in TIMES])
Z = norm.isf(1e-7 / 2 / 8)  # eight entries, two sides
CHAINS = 20_000


def stationary(rng, count=CHAINS):
    return rng.normal(size=(count, 2)) @ np.linalg.cholesky(SIGMA).T


def transition(starts, rng, force=(0.0, 0.0)):
    """Exact theta(t) at the two times, each from the starts, under a constant force: (2, N, 2)."""
    rest = np.linalg.solve(H, force)
    return np.stack(
        [
            rest
            + (starts - rest) @ F.T
            + rng.normal(size=starts.shape) @ np.linalg.cholesky(SIGMA - F @ SIGMA @ F.T).T
            for F in FLOWS
        ]
    )


def pushed(force, rng):
    return transition(stationary(rng), rng, force)


def off(found, expected, z=Z):
    """The largest deviation in units of what the measurement allows."""
    return float(np.max(np.abs(found.value - expected) / (z * found.standard_error + found.bias)))


def test_the_instance_tells_a_transpose_a_metric_from_a_hessian_and_a_temperature_from_one():
    """K is not symmetric, H is not I, and no scale is 1: what the other tests rely on."""
    assert np.linalg.norm(K - K.T) > 0.1 * np.linalg.norm(K)
    assert np.linalg.norm(H - I) > 0.5 * np.linalg.norm(I)
    assert np.all(np.linalg.eigvals(K).real > 0)


def test_the_impulse_response_of_position_is_exact_and_wrong_formulas_are_excluded():
    """R(t) = eta exp(-eta K t) I^-1 to nine digits: linear chains all answer alike."""
    found = impulse_response(transition, stationary(np.random.default_rng(1)), MOBILITY, size=0.01, seed=2)
    exact = FLOWS @ MOBILITY

    assert off(found, exact) < 1
    assert np.max(found.bias) < 1e-9 * np.max(np.abs(exact))
    assert found.chains == CHAINS
    for wrong in (exact / T, 2 * exact, np.swapaxes(FLOWS, 1, 2) @ MOBILITY, FLOWS * ETA, 0 * exact):
        assert off(found, wrong) > 1e6


def test_the_step_response_is_the_integral_of_the_impulse_response_and_not_a_jump():
    """S(t) = (Id - exp(-eta K t)) H^-1, from 0 to H^-1; a response eta I^-1 delta(t) would be eta I^-1 at once."""
    found = step_response(pushed, 2, size=0.01, seed=3)
    exact = (np.eye(2) - FLOWS) @ np.linalg.inv(H)

    assert off(found, exact) < 1
    for wrong in (
        np.broadcast_to(MOBILITY, (2, 2, 2)),
        exact / T,
        (np.eye(2) - np.swapaxes(FLOWS, 1, 2)) @ np.linalg.inv(H),
        FLOWS @ np.linalg.inv(H),
    ):
        assert off(found, wrong) > 1e6


def test_the_response_of_a_nonlinear_observable_is_within_its_own_error():
    """d<sin 3 theta_a(t)>/df = 3 exp(-9 Sigma_aa/2) (exp(-eta K t) eta I^-1)_a: chains differ, as the error says."""

    def sines(starts, rng):
        return np.sin(3 * transition(starts, rng))

    found = impulse_response(sines, stationary(np.random.default_rng(4)), MOBILITY, size=0.05, seed=5)
    exact = 3 * np.exp(-9 * np.diag(SIGMA) / 2)[:, None] * FLOWS @ MOBILITY

    assert np.max(found.standard_error) > 1e-4 * np.max(np.abs(exact))
    assert off(found, exact) < 1
    for wrong in (1.1 * exact, exact / T, exact / 2, exact * np.exp(9 * np.diag(SIGMA) / 2)[:, None]):
        assert off(found, wrong) > 1.5


def test_the_fluctuation_dissipation_theorem_joins_response_and_correlation():
    """R(t) = (1/T) <a(t) grad L(0)^T> eta I^-1 for a = sin 3 theta, each side measured on its own."""

    def sines(starts, rng):
        return np.sin(3 * transition(starts, rng))

    response = impulse_response(sines, stationary(np.random.default_rng(6)), MOBILITY, size=0.05, seed=7)
    starts = stationary(np.random.default_rng(8), 200_000)
    correlator = correlation_over_chains(sines(starts, np.random.default_rng(9)), starts @ H)
    spread = np.abs(MOBILITY) / T
    allowed = Z * (response.standard_error + correlator.standard_error @ spread) + response.bias

    def ratio(other):
        return float(np.max(np.abs(response.value - other) / allowed))

    assert ratio(correlator.value @ MOBILITY / T) < 1
    for wrong in (correlator.value @ MOBILITY, -correlator.value * ETA, 2 * correlator.value @ MOBILITY / T):
        assert ratio(wrong) > 1.5


def test_the_bias_shows_a_force_that_is_too_large():
    """With h = 1.5 the answer of a sine is not linear; the bias says so and covers the difference."""
    starts = stationary(np.random.default_rng(10))

    def sines(at, rng):
        return np.sin(3 * transition(at, rng))

    exact = 3 * np.exp(-9 * np.diag(SIGMA) / 2)[:, None] * FLOWS @ MOBILITY
    large, small = (impulse_response(sines, starts, MOBILITY, size=h, seed=11) for h in (1.5, 0.05))

    assert np.max(large.bias) > 100 * np.max(small.bias)
    assert np.max(large.bias) > 0.05 * np.max(np.abs(exact))
    assert off(large, exact) < 1


def test_column_j_is_the_response_to_force_j():
    """With no time passed the response of a = B theta is B M, whose rows are observables, and not its transpose."""
    mobility, B = np.array([[1.0, 0.3], [0.3, 2.0]]), np.array([[1.0, 0.3], [-0.8, 2.0]])
    found = impulse_response(
        lambda at, rng: (at @ B.T)[None], stationary(np.random.default_rng(15)), mobility, size=0.1, seed=0
    )

    assert np.allclose(found.value[0], B @ mobility, rtol=1e-10)
    assert not np.allclose(B @ mobility, (B @ mobility).T, rtol=0.1)


def test_a_mobility_at_each_start_is_used_there():
    """With mobility diag(theta^2) and no time passed, the mean response is diag(<theta^2>)."""
    starts = stationary(np.random.default_rng(12))
    mobility = starts[:, :, None] ** 2 * np.eye(2)

    found = impulse_response(lambda at, rng: at[None], starts, mobility, size=0.01, seed=0)

    assert (
        off(found, np.diag(np.mean(starts**2, axis=0))[None]) < 1e3
    )  # its own error is that of the mean over chains
    assert np.allclose(found.value[0], np.diag(np.mean(starts**2, axis=0)), rtol=1e-9, atol=1e-12)


def test_the_same_seed_gives_the_same_response_and_another_seed_another():
    """Responses are reproducible."""
    starts = stationary(np.random.default_rng(13), 100)

    def squares(at, rng):
        return transition(at, rng) ** 2

    first, again, other = (
        impulse_response(squares, starts, MOBILITY, size=0.1, seed=seed).value for seed in (1, 1, 2)
    )

    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_bad_input_is_refused_by_name():
    """One chain, no force, sizes of zero, NaN answers, wrong shapes."""
    starts = stationary(np.random.default_rng(14), 5)
    with pytest.raises(EmptyError):
        impulse_response(transition, starts[:1], MOBILITY, size=0.1, seed=0)
    with pytest.raises(EmptyError):
        step_response(pushed, 0, size=0.1, seed=0)
    for size in (0.0, -1.0, np.nan, np.inf):
        with pytest.raises(NonFiniteError, match="size"):
            impulse_response(transition, starts, MOBILITY, size=size, seed=0)
    with pytest.raises(NonFiniteError, match="observable"):
        step_response(lambda force, rng: np.full((1, 5, 2), np.nan), 2, size=0.1, seed=0)
    with pytest.raises(ShapeError, match="run returned"):
        impulse_response(lambda at, rng: at, starts, MOBILITY, size=0.1, seed=0)
    with pytest.raises(ShapeError, match="starts"):
        impulse_response(transition, starts[0], MOBILITY, size=0.1, seed=0)
    with pytest.raises(ShapeError, match="mobility"):
        impulse_response(transition, starts, np.eye(3), size=0.1, seed=0)


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (-np.eye(2), "positive definite"),
        (np.diag([1.0, 0.0]), "positive definite"),
        (np.linalg.solve(I, H), "not symmetric"),
    ],
)
def test_a_mobility_that_is_none_is_refused_and_its_start_is_named(bad, words):
    """I^-1 H in place of I^-1, a sign, a direction that does not move; one for all, or that of start 2."""
    starts = stationary(np.random.default_rng(14), 5)
    each = np.tile(np.eye(2), (5, 1, 1))
    each[2] = bad

    with pytest.raises(MetricError, match=f"the mobility is not {words.removeprefix('not ')}"):
        impulse_response(transition, starts, bad, size=0.1, seed=0)
    with pytest.raises(MetricError, match="the mobility at start 2"):
        impulse_response(transition, starts, each, size=0.1, seed=0)
