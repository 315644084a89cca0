"""Experiments: what is drawn has the mean it is meant to have, and the instance tells near misses apart."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.linalg import expm
from scipy.special import gammaln

from numeric.sequential import SequentialOutcome, run_until_decided
from theorems.experiments import EXPERIMENTS, named

I_F = np.array([[2.0, 0.6], [0.6, 0.5]])
H = np.array([[1.0, -0.4], [-0.4, 3.0]])
K = np.linalg.solve(I_F, H)
T, ETA, TIME, MEAN = 0.7, 1.5, 0.25, 2.0
SIGMA = T * np.linalg.inv(H)
DECAY = expm(-ETA * TIME * K)
A, F = np.array([0.8, -0.5]), np.array([0.6, 0.9])
LINEAR = {"I_F": I_F, "H": H, "T": T, "eta": ETA, "t": TIME, "a": A, "f": F}
RATE = {"m": MEAN, "T": T, "eta": ETA, "t": TIME}


def laplace_of_gamma(shape):
    """E[e^{−U}] of the stationary law of dU = −η(U − m)dt + √(2ηTU)dW: gamma, shape m/T, scale T, by quadrature."""
    return quad(
        lambda u: np.exp((shape - 1) * np.log(u) - u / T - u - gammaln(shape) - shape * np.log(T)), 0, 60
    )[0]


def laplace_at(mean, t):
    """E[e^{−U_t}] from U_0 = m: the Laplace transform of a scaled noncentral χ² at 1."""
    half = T * (1 - np.exp(-ETA * t))  # E e^{−sU} = (1 + s half)^{−mean/T} exp(−s m e^{−ηt} / (1 + s half))
    return (1 + half) ** (-mean / T) * np.exp(-MEAN * np.exp(-ETA * t) / (1 + half))


def sine_mean(response):
    """E[sin(aᵀθ)] of a normal law with mean response·f and the stationary covariance."""
    return np.exp(-A @ SIGMA @ A / 2) * np.sin(A @ response @ F)


TRUTH = {
    "equilibrium_covariance": (LINEAR, SIGMA, T * np.linalg.inv(I_F)),
    "correlator": (LINEAR, DECAY @ SIGMA @ H, (DECAY @ SIGMA @ H).T),
    "decrease_of_correlation": (LINEAR, SIGMA - DECAY @ SIGMA, SIGMA - SIGMA @ DECAY),
    "sine_after_a_kick": (
        LINEAR,
        sine_mean(DECAY @ (ETA * np.linalg.inv(I_F))),
        sine_mean(DECAY.T @ (ETA * np.linalg.inv(I_F))),
    ),
    "laplace_of_mean_rate": (RATE, laplace_of_gamma(MEAN / T), laplace_of_gamma(MEAN / T + 1)),
    "laplace_of_corrected_rate": (RATE, laplace_of_gamma(MEAN / T + 1), laplace_of_gamma(MEAN / T)),
    "two_charts": (RATE, laplace_at(MEAN, TIME) - laplace_at(MEAN + T, TIME), 0.0),
}


def decided(name, target, *, effect=0.04, seed=3):
    """The outcome of a sequential test of a value for an experiment's mean."""
    experiment = named(name)(TRUTH[name][0])
    return run_until_decided(
        experiment.draw,
        experiment.sequence(1e-7),
        target,
        effect * experiment.scale,
        rng=np.random.default_rng(seed),
        most_draws=400_000,
    )


def test_every_experiment_is_tried_here():
    """An experiment without a known mean below would be trusted unseen."""
    assert set(TRUTH) == set(EXPERIMENTS)


@pytest.mark.parametrize("name", TRUTH)
def test_the_mean_is_the_one_worked_out_on_paper(name):
    """The draws confirm the value that a formula of another road gives."""
    assert decided(name, TRUTH[name][1]).outcome is SequentialOutcome.WITHIN


@pytest.mark.parametrize("name", TRUTH)
def test_a_near_miss_of_the_mean_is_excluded(name):
    """A transposed propagator, a metric for a Hessian, the law without its correction: the draws exclude it."""
    assert decided(name, TRUTH[name][2]).outcome is SequentialOutcome.EXCLUDED


@pytest.mark.parametrize("name", TRUTH)
def test_a_generator_of_the_same_seed_gives_the_same_draws(name):
    """The generator is the only source of randomness."""
    experiment = named(name)(TRUTH[name][0])

    once, again = (experiment.draw(np.random.default_rng(8), 50) for _ in range(2))

    assert all(np.array_equal(a, b) for a, b in zip(np.atleast_1d(once), np.atleast_1d(again), strict=True))


def test_an_unknown_experiment_is_named_with_those_there_are():
    """The message lists every experiment."""
    with pytest.raises(ValueError, match="correlator") as error:
        named("no such thing")

    assert all(name in str(error.value) for name in EXPERIMENTS)
