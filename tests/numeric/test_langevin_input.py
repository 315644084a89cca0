"""Metrics, temperatures, losses, steps, chains, counts and seeds that make no sense are refused by name."""

from functools import partial
from math import inf

import numpy as np
import pytest

from numeric.errors import EmptyError, MetricError, NonFiniteError, ShapeError
from numeric.langevin import methods
from numeric.langevin.blocks import share, stream
from numeric.langevin.errors import (
    ChainError,
    CountError,
    DomainError,
    MethodError,
    NoStationaryLawError,
    StabilityError,
    StepError,
    TemperatureError,
)
from numeric.langevin.ornstein_uhlenbeck import OrnsteinUhlenbeck, quadratic_langevin
from numeric.langevin.overdamped import Overdamped
from numeric.langevin.recursions import recursion
from numeric.langevin.riemannian import Reading, Riemannian
from numeric.langevin.roots import FromMetric
from numeric.langevin.simulation import simulate
from numeric.langevin.square_root import SquareRoot
from numeric.spectra import random_spd

METRIC = np.array([[2.0, 0.6, 0.1], [0.6, 0.9, 0.2], [0.1, 0.2, 1.4]])
HESSIAN = np.array([[1.0, -0.4, 0.3], [-0.4, 2.5, 0.2], [0.3, 0.2, 0.7]])
PRODUCT = np.linalg.solve(METRIC, HESSIAN)  # I^-1 H: not symmetric
SINGULAR = np.outer([1.0, 3.0, 0.1], [1.0, 3.0, 0.1]) + np.outer([0.3, 0.1, 0.7], [0.3, 0.1, 0.7])
START = np.zeros((3, 4))
LINEAR = quadratic_langevin(METRIC, HESSIAN, eta=0.8, T=0.7)
PUSHED = OrnsteinUhlenbeck(-np.eye(3), np.eye(3), np.zeros(3))


def fill_gradient(theta, out):
    np.matmul(HESSIAN, theta, out=out)


def fill_loss(theta, out):
    np.einsum("im,ij,jm->m", theta, HESSIAN / 2, theta, out=out)


def fill_metric(theta, out):
    out[...] = METRIC[..., None] + 0 * theta[0]


def fill_product(theta, out):
    out[...] = PRODUCT[..., None] + 0 * theta[0]


BENT = Overdamped(fill_gradient, METRIC, 0.8, 0.7)


def quadratic(metric=METRIC, hessian=HESSIAN, eta=1.0, T=1.0):
    return partial(quadratic_langevin, metric, hessian, eta=eta, T=T)


def overdamped(metric=METRIC, T=1.0, **options):
    return partial(Overdamped, fill_gradient, metric, 1.0, T, **options)


def riemannian(fill=fill_metric, **options):
    return Riemannian(fill_gradient, FromMetric(fill), 1.0, 1.0, Reading.PRINTED, **options)


def run(name="exact_ornstein_uhlenbeck", dynamics=LINEAR, start=START, **options):
    options = {"step": 0.1, "steps": 1, "seed": 0} | options
    return partial(simulate, methods.load(name), dynamics, start, **options)


DYNAMICS = [
    (overdamped(np.diag([1.0, -1.0, 1.0])), MetricError, "not positive definite"),
    (overdamped(PRODUCT), MetricError, "not symmetric"),
    (quadratic(hessian=PRODUCT), MetricError, "Hessian is not symmetric"),
    (quadratic(metric=np.eye(2)), ShapeError, "Hessian"),
    *((quadratic(T=T), TemperatureError, "temperature T") for T in (0.0, -1.0, np.nan, inf)),
    *((quadratic(eta=eta), TemperatureError, "eta") for eta in (0.0, -1.0, np.nan, inf)),
    (partial(SquareRoot, [1.0], 0.0, 1.0), TemperatureError, "eta"),
    (quadratic(hessian=-HESSIAN), NoStationaryLawError, "eigenvalue"),
    (quadratic(hessian=np.diag([1.0, 1.0, 0.0])), NoStationaryLawError, "not above rounding"),
    (quadratic(hessian=SINGULAR), NoStationaryLawError, "not above rounding"),
    (PUSHED.stationary_covariance, NoStationaryLawError, "does not pull back"),
    # A loss like log(1 + theta^2): e^(-L/T) is integrable for T < 2 only.
    (overdamped(T=2.0, hottest=2.0), NoStationaryLawError, "T = 2"),
    (overdamped(T=1.0, hottest=np.nan), NoStationaryLawError, "below T = nan"),
    (partial(SquareRoot, [1.0, 0.0], 1.0, 1.0), NoStationaryLawError, "absorbed"),
    (partial(riemannian, correction=fill_gradient), MethodError, "no correction"),
]
RUNS = [
    (run("riemannian_euler_maruyama", riemannian(fill_product)), MetricError, "not symmetric"),
    (run("riemannian_mala", riemannian(loss=fill_loss)), MethodError, "must know its law"),
    (run("mala", BENT), MethodError, "by the loss"),
    (
        run(dynamics=SquareRoot([1.0], 1.0, 1.0), start=np.ones((1, 2))),
        MethodError,
        "is for OrnsteinUhlenbeck",
    ),
    (partial(methods.load, "runge_kutta"), MethodError, "there is no method"),
    (run(start=np.zeros((3, 0))), EmptyError, "0 chains"),
    (run(steps=0), EmptyError, "0 steps"),
    (run(every=0), EmptyError, "0 steps between records"),
    (run(workers=0), EmptyError, "0 workers"),
    (run(only=range(0)), EmptyError, "0 blocks"),
    (run(only=range(1, 2)), ShapeError, "blocks"),
    (run(steps=4, every=3), ShapeError, "every 3"),
    (run(start=np.zeros((2, 4))), ShapeError, "dimension 3"),
    (run(start=np.zeros(3)), ShapeError, "column for each chain"),
    (run(start=np.full((3, 4), np.nan)), NonFiniteError, "start"),
    *((run(step=h), StepError, "time step") for h in (0.0, -0.1, np.nan, inf)),
    (
        run("exact_square_root", SquareRoot([1.0], 1.0, 1.0), np.full((1, 2), -0.1)),
        DomainError,
        "U >= 0",
    ),
    (run("euler_maruyama", PUSHED), StabilityError, "no step is stable"),
]
COUNTS = [
    (run(steps=1.5), CountError, "number of steps is 1.5"),
    (run(steps=-1), CountError, "number of steps is -1"),
    (run(steps=4, every=2.0), CountError, "every is 2.0"),
    (run(workers=1.5), CountError, "number of workers is 1.5"),
    (run(seed=-1), CountError, "seed is -1"),
    (run(seed=1.5), CountError, "seed is 1.5"),
    (run(seed="a"), CountError, "seed is 'a'"),
    (partial(stream, -1, 0), CountError, "seed is -1"),
    (partial(share, 4, 3, 3), CountError, "counted from zero"),
    (partial(share, 4, -1, 3), CountError, "counted from zero"),
]
# Steps so long or so short that something overflows or underflows: an error of the package, and no warning before.
LONG = [
    (run(dynamics=PUSHED, step=1000.0), StepError, "overflows"),
    (run(dynamics=PUSHED, step=1e308), StepError, "overflows"),
    (run(step=5e-324), StepError, "no root"),
    (run("euler_maruyama", step=1e308), StabilityError, "Shorten"),
    (run("leimkuhler_matthews", step=1e308), StabilityError, "Shorten"),
    (run("euler_maruyama", BENT, step=1e308, steps=9), ChainError, "chain 0"),
    (run("leimkuhler_matthews", BENT, step=1e308, steps=9), ChainError, "chain 0"),
    (run("riemannian_euler_maruyama", riemannian(), step=1e308, steps=9), ChainError, "chain 0"),
]


@pytest.mark.parametrize(("ask", "error", "words"), [*DYNAMICS, *RUNS, *COUNTS, *LONG])
def test_bad_input_is_an_error_with_a_name_and_a_reason(ask, error, words):
    """Never a number, never a warning, never an error of another library."""
    with pytest.raises(error, match=words):
        ask()


def test_a_singular_hessian_has_no_stationary_covariance_by_either_way():
    """H = a a^T + b b^T in three dimensions, for 200 of them: neither its process nor A = I^-1 H has a law."""
    rng = np.random.default_rng(1)
    for _ in range(200):
        factors = rng.normal(size=(3, 2))
        H = factors @ factors.T
        with pytest.raises(NoStationaryLawError):
            quadratic_langevin(METRIC, H, eta=1.0, T=1.0)
        with pytest.raises(NoStationaryLawError):
            OrnsteinUhlenbeck(np.linalg.solve(METRIC, H), np.eye(3), np.zeros(3)).stationary_covariance()


def test_a_metric_of_condition_1e8_is_one_although_its_inverse_is_symmetric_to_1e_8_only():
    """Fifty of them: the stationary covariance is T H^-1, which does not depend on the metric."""
    rng = np.random.default_rng(2)
    for _ in range(50):
        found = quadratic_langevin(random_spd(rng, 3, condition=1e8), HESSIAN, eta=1.0, T=2.0)

        assert np.array_equal(found.D, found.D.T)
        assert np.allclose(found.stationary_covariance(), 2 * np.linalg.inv(HESSIAN), rtol=1e-4, atol=1e-4)


def test_a_hessian_of_condition_1e10_has_its_covariance():
    """Badly conditioned is not singular: T H^-1, to the rounding that the condition leaves."""
    found = quadratic_langevin(np.eye(2), np.diag([1.0, 1e-10]), eta=1.0, T=2.0).stationary_covariance()

    assert np.allclose(found, np.diag([2.0, 2e10]), rtol=1e-9)


@pytest.mark.parametrize(
    ("name", "dynamics"),
    [("euler_maruyama", BENT), ("exact_square_root", SquareRoot([1.0], 1.0, 1.0)), ("mala", BENT)],
)
def test_a_recursion_of_anything_but_a_linear_drift_is_refused(name, dynamics):
    """A bent drift or a noise that depends on the position is no matrix."""
    with pytest.raises(MethodError, match="give an OrnsteinUhlenbeck"):
        recursion(methods.load(name), dynamics, 0.1)


def test_the_longest_exact_step_of_a_stable_drift_is_the_stationary_law():
    """Up to |A| h near the largest number: no overflow on the way."""
    E, Q = LINEAR.transition(1e307)

    assert np.array_equal(E, np.zeros((3, 3)))
    assert np.allclose(Q, LINEAR.stationary_covariance(), rtol=1e-10)
