"""Chains run in blocks: the same on any number of workers, with the law they should have, and loud when they break."""

import numpy as np
import pytest

from numeric.errors import NonFiniteError
from numeric.langevin import methods
from numeric.langevin.blocks import blocks, share, stream
from numeric.langevin.errors import (
    StabilityError,
)
from numeric.langevin.fills import columns
from numeric.langevin.ornstein_uhlenbeck import OrnsteinUhlenbeck, quadratic_langevin
from numeric.langevin.overdamped import Overdamped
from numeric.langevin.recursions import recursion
from numeric.langevin.riemannian import Reading, Riemannian
from numeric.langevin.roots import FromMetric, FromRoot
from numeric.langevin.simulation import simulate
from numeric.langevin.square_root import SquareRoot

METRIC = np.array([[2.0, 0.6, 0.1], [0.6, 0.9, 0.2], [0.1, 0.2, 1.4]])
HESSIAN = np.array([[1.0, -0.4, 0.3], [-0.4, 2.5, 0.2], [0.3, 0.2, 0.7]])
LINEAR = quadratic_langevin(METRIC, HESSIAN, eta=0.8, T=0.7, centre=[0.2, -0.5, 1.0])
EULER, EXACT = methods.load("euler_maruyama"), methods.load("exact_ornstein_uhlenbeck")


def fill_gradient(theta, out):
    np.matmul(HESSIAN, theta, out=out)


def fill_loss(theta, out):
    np.einsum("im,ij,jm->m", theta, HESSIAN / 2, theta, out=out)


def fill_metric(theta, out):
    """METRIC + theta theta^T."""
    np.multiply(theta[:, None], theta, out=out)
    out += METRIC[..., None]


DYNAMICS = {
    "euler_maruyama": LINEAR,
    "exact_ornstein_uhlenbeck": LINEAR,
    "exact_square_root": SquareRoot([0.8, 2.3, 0.1], 0.8, 0.7),
    "leimkuhler_matthews": Overdamped(fill_gradient, METRIC, 0.8, 0.7),
    "mala": Overdamped(fill_gradient, METRIC, 0.8, 0.7, loss=fill_loss),
    "riemannian_euler_maruyama": Riemannian(
        fill_gradient, FromMetric(fill_metric), 0.8, 0.7, Reading.PRINTED
    ),
    "riemannian_mala": Riemannian(
        fill_gradient,
        FromMetric(fill_metric),
        0.8,
        0.7,
        Reading.FLAT,
        loss=fill_loss,
        correction=lambda t, out: np.copyto(out, 0.1),
    ),
}


@pytest.mark.parametrize("name", methods.names())
def test_chains_do_not_depend_on_how_they_are_split_over_workers(name):
    """One worker, three threads and three processes' shares give the same chains to the last bit."""
    chains = 20_000
    start = np.linspace(0.1, 1.1, 3 * chains).reshape(3, chains)
    count = len(blocks(3, chains))

    def run(**options):
        return simulate(
            methods.load(name), DYNAMICS[name], start, step=0.1, steps=6, seed=11, every=3, **options
        )

    alone = run()
    parts = [run(only=share(count, worker, 3)) for worker in range(3)]

    assert count >= 3
    assert np.array_equal(alone.points, run(workers=3).points)
    assert np.array_equal(alone.points, np.concatenate([part.points for part in parts], axis=2))
    assert [0, chains] == [parts[0].which.start, parts[-1].which.stop]
    assert np.array_equal(alone.times, 0.1 * 3 * np.arange(3))
    assert not np.array_equal(
        alone.end, simulate(methods.load(name), DYNAMICS[name], start, step=0.1, steps=6, seed=12).end
    )


def test_recording_and_looking_change_nothing():
    """Recording every step of 70, across two looks at the block, ends where recording none does."""
    start = np.zeros((3, 50))

    often = simulate(EULER, LINEAR, start, step=0.1, steps=70, seed=1, every=1)
    never = simulate(EULER, LINEAR, start, step=0.1, steps=70, seed=1)

    assert np.array_equal(often.end, never.end)
    assert often.points.shape == (71, 3, 50)
    assert never.points.shape == (2, 3, 50)


def test_no_two_blocks_and_no_two_seeds_share_their_numbers():
    """Streams differ by block and by seed, and are the same when asked for again."""
    numbers = {key: tuple(stream(*key).standard_normal(4)) for key in [(1, 0), (1, 1), (2, 0), (2, 1)]}

    assert len(set(numbers.values())) == 4
    assert numbers[1, 1] == tuple(stream(1, 1).standard_normal(4))


def inside(sample, covariance, level=1e-7):
    """Whether a covariance is not excluded: eigenvalues of the whitened second moment (Davidson and Szarek)."""
    n, m = sample.shape
    white = np.linalg.solve(np.linalg.cholesky(covariance), sample)
    found = np.linalg.eigvalsh(white @ white.T / m)
    wide = np.sqrt(n / m) + np.sqrt(2 * np.log(2 / level) / m)
    return bool((1 - wide) ** 2 <= found[0] and found[-1] <= (1 + wide) ** 2)


def test_chains_of_the_exact_transition_have_the_exact_covariance():
    """60,000 chains after one long step have T H^-1, not 1.155 of it, nor T I^-1."""
    start = np.tile(LINEAR.centre[:, None], 60_000)

    found = simulate(EXACT, LINEAR, start, step=40.0, steps=1, seed=5).end - LINEAR.centre[:, None]

    right = 0.7 * np.linalg.inv(HESSIAN)
    assert inside(found, right)
    assert not inside(found, 1.155 * right)
    assert not inside(found, 0.7 * np.linalg.inv(METRIC))


def test_two_exact_steps_are_one_of_twice_the_length_at_any_size():
    """Chapman and Kolmogorov: e^(-A h) and Q(h) compose, from 1e-9 to 1e4, also where the drift is unstable."""
    unstable = OrnsteinUhlenbeck([[0.3, 1.0], [-2.0, -0.1]], [[0.5, 0.1], [0.1, 0.2]], [0.0, 0.0])
    for dynamics, steps in ((LINEAR, (1e-9, 0.03, 1.7, 1e4)), (unstable, (1e-9, 0.03, 1.7))):
        for h in steps:
            (E, Q), (E2, Q2) = dynamics.transition(h), dynamics.transition(2 * h)

            assert np.allclose(E @ E, E2, rtol=1e-11, atol=1e-300)
            assert np.allclose(Q + E @ Q @ E.T, Q2, rtol=1e-11, atol=1e-14 * np.max(Q2))

    assert np.allclose(LINEAR.transition(1e-9)[1], 2e-9 * LINEAR.D, rtol=1e-8)
    assert np.allclose(LINEAR.transition(1e4)[1], 0.7 * np.linalg.inv(HESSIAN), rtol=1e-12)


def test_euler_maruyama_has_its_own_variance_and_none_from_two_on():
    """At h lambda = 0.2 the variance is 1/0.9, 11 % too large; at 1 it is 2; at 2 there is none."""
    unit = quadratic_langevin([[1.0]], [[1.0]], eta=1.0, T=1.0)

    assert abs(recursion(EULER, unit, 0.2).covariance()[0, 0] * 0.9 - 1) < 1e-14
    assert abs(recursion(EULER, unit, 1.0).covariance()[0, 0] / 2 - 1) < 1e-14
    assert recursion(EULER, unit, 1.999).covariance()[0, 0] > 1000
    for h in (2.0, 2.5):
        with pytest.raises(StabilityError, match="below h = 2"):
            simulate(EULER, unit, np.zeros((1, 5)), step=h, steps=3, seed=0)


def test_both_kernels_of_a_scheme_agree_on_a_quadratic_loss():
    """Given the matrices or given the gradient, the drift is the same to rounding and so is the noise power."""
    linear = quadratic_langevin(METRIC, HESSIAN, eta=0.8, T=0.7)
    bent = Overdamped(fill_gradient, METRIC, 0.8, 0.7)
    noise = np.hstack([np.eye(3), np.zeros((3, 1))])
    for name in ("euler_maruyama", "leimkuhler_matthews"):
        moved = []
        for dynamics in (linear, bent):
            kernel = methods.load(name).start(dynamics, 0.1, np.ones((3, 4)))
            kernel.noise[...] = noise
            kernel.advance()
            moved.append(kernel.theta.copy())
        drifts = [found[:, 3] for found in moved]
        # They take different roots of G, so that only B B^T is the same.
        powers = [(found[:, :3] - found[:, 3:]) @ (found[:, :3] - found[:, 3:]).T for found in moved]

        assert np.allclose(drifts[0], drifts[1], rtol=1e-13)
        assert np.allclose(powers[0], powers[1], rtol=1e-13)
        assert not np.allclose(
            drifts[0], 1 - 0.08 * np.linalg.solve(METRIC, HESSIAN).T @ np.ones(3), rtol=1e-2
        )


def test_corrections_by_complex_step_are_the_divergences_computed_by_hand():
    """G = Id + theta theta^T: div G = (n + 1) theta, and n theta with the Riemannian volume, from metric or root."""
    theta = np.random.default_rng(2).normal(size=(2, 7))

    def fill_inverse(t, out):
        out[...] = np.eye(2)[..., None] - t * t[:, None] / (1 + np.sum(t**2, axis=0))

    def fill_root(t, out):
        a = np.sqrt(1 + t[0] ** 2)
        out[0, 0], out[1, 0], out[1, 1] = a, t[0] * t[1] / a, np.sqrt(1 + t[0] ** 2 + t[1] ** 2) / a

    for root in (FromMetric(fill_inverse), FromRoot(fill_root)):
        for reading, multiple in ((Reading.FLAT, 3), (Reading.VOLUME, 2)):
            found = np.empty_like(theta)
            Riemannian(fill_gradient, root, 1.0, 1.0, reading).added()(theta, found)

            assert np.allclose(found, multiple * theta, rtol=1e-12)


def test_a_step_in_the_plane_has_the_drift_and_the_noise_of_its_reading():
    """theta + h (-eta G grad L + eta T v) and 2 eta T h G, v = 0, 3 theta or 2 theta for G = Id + theta theta^T."""
    at, h, eta, T = np.array([0.7, -1.2]), 0.3, 0.8, 0.7
    G, slope = np.eye(2) + np.outer(at, at), HESSIAN[:2, :2] @ at

    def fill_slope(t, out):
        np.matmul(HESSIAN[:2, :2], t, out=out)

    def fill_inverse(t, out):
        out[...] = np.eye(2)[..., None] - t * t[:, None] / (1 + np.sum(t**2, axis=0))

    def fill_root(t, out):
        a = np.sqrt(1 + t[0] ** 2)
        out[0, 0], out[1, 0], out[1, 1] = a, t[0] * t[1] / a, np.sqrt(1 + t[0] ** 2 + t[1] ** 2) / a

    for root in (FromMetric(fill_inverse), FromRoot(fill_root)):
        for reading, multiple in ((Reading.PRINTED, 0), (Reading.FLAT, 3), (Reading.VOLUME, 2)):
            dynamics = Riemannian(fill_slope, root, eta, T, reading)
            kernel = methods.load("riemannian_euler_maruyama").start(dynamics, h, np.tile(at[:, None], 3))
            kernel.noise[...] = np.eye(2, 3)
            kernel.advance()
            moved, B = kernel.theta[:, 2], kernel.theta[:, :2] - kernel.theta[:, 2:]

            assert np.allclose(moved, at + h * eta * (-G @ slope + T * multiple * at), rtol=1e-12)
            assert np.allclose(B @ B.T, 2 * eta * T * h * G, rtol=1e-12)


def test_a_callable_that_returns_instead_of_writing_is_refused():
    """What it leaves in the array is never used as a number; `columns` is the way out."""
    quiet = Overdamped(lambda theta, _: HESSIAN @ theta, METRIC, 1.0, 1.0)
    half = Riemannian(
        fill_gradient, FromRoot(lambda _, out: np.copyto(out[0], 1.0)), 1.0, 1.0, Reading.PRINTED
    )

    with pytest.raises(NonFiniteError, match="returns its values"):
        simulate(EULER, quiet, np.zeros((3, 4)), step=0.1, steps=1, seed=0)
    with pytest.raises(NonFiniteError, match="the root is"):
        simulate(methods.load("riemannian_euler_maruyama"), half, np.zeros((3, 4)), step=0.1, steps=1, seed=0)


def test_rows_can_be_given_instead_of_columns():
    """A callable on (m, n) becomes one that fills (..., m), for vectors and for matrices."""
    theta = np.arange(6.0).reshape(2, 3)
    vector, matrix = np.empty((2, 3)), np.empty((2, 2, 3))

    columns(lambda x: 2 * x)(theta, vector)
    columns(lambda x: x[:, :, None] * [1.0, 10.0])(theta, matrix)

    assert np.array_equal(2 * theta, vector)
    assert np.array_equal(np.stack([theta, 10 * theta], axis=1), matrix)


def test_the_square_root_process_has_its_gamma_law_and_its_moments():
    """After one long step mean m and variance m T; after a short one the moments of Cox, Ingersoll and Ross."""
    m, eta, T, chains = np.array([0.8, 0.3]), 0.8, 0.7, 200_000
    start = np.tile([[1.7], [0.05]], chains)
    for h in (30.0, 0.4):
        found = simulate(
            methods.load("exact_square_root"), SquareRoot(m, eta, T), start, step=h, steps=1, seed=6
        ).end
        e = np.exp(-eta * h)
        mean = m + (start[:, 0] - m) * e
        variance = 2 * T * start[:, 0] * (e - e**2) + m * T * (1 - e) ** 2
        away = (found.mean(axis=1) - mean) / np.sqrt(variance / chains)

        # 5.4 standard errors leave 1e-7; the sample variance of a Gamma-like law is good to a few percent here.
        assert np.max(np.abs(away)) < 5.4
        assert np.max(np.abs(found.var(axis=1) / variance - 1)) < 0.05
        assert np.min(found) >= 0
