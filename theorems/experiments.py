"""Experiments: what is drawn to measure a mean, and the confidence sequence that fits it.

Each takes the instance as arrays and returns an `Experiment`. Transitions are exact in law, so that no time
step stands between the equation and the draws; none of them evaluates a formula that a claim asserts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from numeric.arrays import Array
from numeric.langevin.methods.exact_square_root import method as exact_square_root
from numeric.langevin.ornstein_uhlenbeck import OrnsteinUhlenbeck, quadratic_langevin
from numeric.langevin.square_root import SquareRoot
from numeric.sequential import BoundedMean, ConfidenceSequence, NormalCovariance

Values = dict[str, Any]
LONG = 18.0  # relaxation times after which a start is forgotten: e^-36 of its square is left


@dataclass(frozen=True)
class Experiment:
    """How a mean is measured.

    draw      (generator, count) to that many independent draws, as the sequence takes them.
    sequence  level → a fresh confidence sequence for the mean.
    scale     the size of the mean's entries that an effect is a fraction of; an array of its shape.
    """

    draw: Callable[[np.random.Generator, int], Any]
    sequence: Callable[[float], ConfidenceSequence]
    scale: Array


def normals(rng: np.random.Generator, count: int, covariance: Array) -> Array:
    """Independent normal rows (count, n) with mean zero."""
    return rng.standard_normal((count, len(covariance))) @ np.linalg.cholesky(covariance).T


def process(values: Values) -> OrnsteinUhlenbeck:
    """Step 1 with a constant metric I_F and the quadratic loss of curvature H."""
    return quadratic_langevin(values["I_F"], values["H"], eta=float(values["eta"]), T=float(values["T"]))


def forgotten(of: OrnsteinUhlenbeck) -> float:
    """A time after which the start of the process does not matter."""
    return LONG / float(np.min(np.linalg.eigvals(of.A).real))


def late_covariance(of: OrnsteinUhlenbeck) -> Array:
    """The covariance of the process a long time after it started at its centre."""
    return of.transition(forgotten(of))[1]


def pairs(of: OrnsteinUhlenbeck, t: float) -> Callable[[np.random.Generator, int], tuple[Array, Array]]:
    """Draws of (θ(0), θ(t)), rows of (count, n) each, with θ(0) far from its own start."""
    before, (decay, noise) = late_covariance(of), of.transition(t)

    def draw(rng: np.random.Generator, count: int) -> tuple[Array, Array]:
        first = normals(rng, count, before)
        return first, first @ decay.T + normals(rng, count, noise)

    return draw


def equilibrium_covariance(values: Values) -> Experiment:
    """⟨θ θᵀ⟩ of step 1, long after a start at its centre."""
    before = late_covariance(process(values))
    scales = np.sqrt(np.diag(before))
    return Experiment(
        lambda rng, count: normals(rng, count, before),
        lambda level: NormalCovariance(level, scales),
        np.outer(scales, scales),
    )


def correlator(values: Values) -> Experiment:
    """⟨θ(t) ∇L(θ(0))ᵀ⟩ of step 1 in equilibrium, ∇L = Hθ."""
    of, H = process(values), values["H"]
    draw = pairs(of, float(values["t"]))
    left = np.sqrt(np.diag(late_covariance(of)))
    right = np.sqrt(np.diag(H @ late_covariance(of) @ H.T))

    def drawn(rng: np.random.Generator, count: int) -> tuple[Array, Array]:
        first, second = draw(rng, count)
        return second, first @ H.T

    return Experiment(drawn, partial(NormalCovariance, left=left, right=right), np.outer(left, right))


def decrease_of_correlation(values: Values) -> Experiment:
    """⟨(θ(0) − θ(t)) θ(0)ᵀ⟩ of step 1 in equilibrium: C(0) − C(t)."""
    of = process(values)
    draw = pairs(of, float(values["t"]))
    right = np.sqrt(np.diag(late_covariance(of)))

    def drawn(rng: np.random.Generator, count: int) -> tuple[Array, Array]:
        first, second = draw(rng, count)
        return first - second, first

    return Experiment(drawn, partial(NormalCovariance, left=right, right=right), np.outer(right, right))


def sine_after_a_kick(values: Values) -> Experiment:
    """⟨sin(aᵀθ(t))⟩ a time t after the force f acted on step 1 in equilibrium, L → L − fᵀθ."""
    of = process(values)
    kick = float(values["eta"]) * np.linalg.solve(values["I_F"], values["f"])
    before, (decay, noise) = late_covariance(of), of.transition(float(values["t"]))

    def draw(rng: np.random.Generator, count: int) -> Array:
        moved = normals(rng, count, before) + kick
        return np.sin((moved @ decay.T + normals(rng, count, noise)) @ values["a"])

    return Experiment(draw, partial(BoundedMean, -1.0, 1.0), np.array(1.0))


def square_root_law(mean: float, values: Values) -> Callable[[np.random.Generator, int, float], Array]:
    """Exact draws of dU = −η(U − mean)dt + √(2ηTU) dW after the time t, from a given start."""
    process, t = SquareRoot(np.array([mean]), float(values["eta"]), float(values["T"])), float(values["t"])

    def draw(rng: np.random.Generator, count: int, at: float) -> Array:
        kernel = exact_square_root.start(process, t, np.full((1, count), at))
        kernel.draw(rng)
        kernel.advance()
        return kernel.theta[0]

    return draw


def laplace_of_mean_rate(values: Values) -> Experiment:
    """⟨e^{−μ}⟩ for step 1 as printed, of a Poisson law in its mean μ, long after a start at m."""
    return laplace(values, float(values["m"]))


def laplace_of_corrected_rate(values: Values) -> Experiment:
    """The same with the drift ηT∇·I_F⁻¹ = ηT added, which moves the mean of the process to m + T."""
    return laplace(values, float(values["m"]) + float(values["T"]))


def laplace(values: Values, mean: float) -> Experiment:
    """⟨e^{−U}⟩ of the square-root process with a given mean, long after a start there."""
    values = {**values, "t": LONG / float(values["eta"])}
    law = square_root_law(mean, values)
    return Experiment(
        lambda rng, count: np.exp(-law(rng, count, mean)), partial(BoundedMean, 0.0, 1.0), np.array(1.0)
    )


def two_charts(values: Values) -> Experiment:
    """⟨e^{−μ(t)} − e^{−μ'(t)}⟩: step 1 of a Poisson law in its mean μ, and in log μ, from one start m.

    Itô's formula carries the second back to μ as the process whose mean is m + T.
    """
    m, T = float(values["m"]), float(values["T"])
    first, second = square_root_law(m, values), square_root_law(m + T, values)

    def draw(rng: np.random.Generator, count: int) -> Array:
        return np.exp(-first(rng, count, m)) - np.exp(-second(rng, count, m))

    return Experiment(draw, partial(BoundedMean, -1.0, 1.0), np.array(1.0))


EXPERIMENTS: dict[str, Callable[[Values], Experiment]] = {
    experiment.__name__: experiment
    for experiment in (
        equilibrium_covariance,
        correlator,
        decrease_of_correlation,
        sine_after_a_kick,
        laplace_of_mean_rate,
        laplace_of_corrected_rate,
        two_charts,
    )
}


def named(name: str) -> Callable[[Values], Experiment]:
    """The experiment of that name.

    Raises ValueError naming those there are.
    """
    if name not in EXPERIMENTS:
        raise ValueError(f"no experiment is called {name!r}; there are {', '.join(sorted(EXPERIMENTS))}.")
    return EXPERIMENTS[name]
