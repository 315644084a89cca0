"""Instances to train on, each a function of one seed: data from a teacher, and a start.

    classes      labels are the largest output of a teacher network: the loss can go to zero
    regression   y = teacher(x) + deviation * noise, so that the loss of the teacher is known
    logistic     labels drawn from a logistic law: convex, its minimum found by Fisher scoring

Inputs have scales from 1 down to 1 / spread, so that the problems are as badly conditioned as one likes.
"""

from dataclasses import replace
from itertools import pairwise

import numpy as np

from numeric.arrays import Array
from numeric.curvature import fisher
from numeric.experiments.network_problem import NetworkProblem
from numeric.networks import (
    SOFTPLUS,
    TANH,
    Bernoulli,
    Categorical,
    Dense,
    Layer,
    Network,
    evaluate,
    gradient,
    isotropic,
    loss,
)
from numeric.solvers.direct import cholesky_solve

SCORINGS = 30  # Fisher scoring converges quadratically on logistic laws: ten suffice


def tanh_layers(widths: tuple[int, ...]) -> tuple[Layer, ...]:
    """Dense layers with tanh between them.

    widths  of inputs, hidden layers and outputs.
    """
    layers: list[Layer] = []
    for inputs, outputs in pairwise(widths):
        layers += [Dense(inputs, outputs), TANH]
    return tuple(layers[:-1])


def drawn_weights(network: Network, rng: np.random.Generator, *, scale: float = 1.0) -> Array:
    """theta with weights of deviation scale / sqrt(inputs), biases among them."""
    return np.concatenate([scale * rng.normal(size=m * k) / np.sqrt(k) for m, k in network.shapes])


def inputs(rng: np.random.Generator, count: int, width: int, *, spread: float) -> Array:
    """Normal, (N, n), in coordinates whose scales fall from 1 to 1 / spread."""
    return np.asarray(rng.normal(size=(count, width)) * np.geomspace(1, 1 / spread, width))


def classes(
    seed: int,
    *,
    widths: tuple[int, ...],
    count: int,
    spread: float,
    part: float,
    batch: int | None = None,
    sampled: bool = False,
) -> NetworkProblem:
    """A deep tanh network that learns to name the largest output of a linear teacher.

    part  the target, in parts of log C.
    """
    rng = np.random.default_rng(seed)
    C = widths[-1]
    network = Network(tanh_layers(widths), Categorical(C))
    x = inputs(rng, count, widths[0], spread=spread)
    teacher = rng.normal(size=(widths[0], C)) * np.geomspace(1, spread, widths[0])[:, None]
    y = np.argmax(x @ teacher + np.cos(x @ teacher), axis=1)
    target = part * float(np.log(C))
    return NetworkProblem(network, x, y, drawn_weights(network, rng), target, seed, batch, sampled)


def regression(
    seed: int,
    *,
    widths: tuple[int, ...],
    count: int,
    spread: float,
    deviation: float,
    gap: float,
    assumed: float | None = None,
) -> NetworkProblem:
    """A tanh network fitted to a teacher of its own kind, with noise.

    deviation  of the noise.
    gap        between target and the teacher's loss, in parts of that between start and teacher.
    assumed    the deviation that the model takes the noise to have; the true one by default.
    """
    rng = np.random.default_rng(seed)
    variance = (deviation if assumed is None else assumed) ** 2
    network = Network(tanh_layers(widths), isotropic(widths[-1], variance=variance))
    return _fitted(network, rng, seed, inputs(rng, count, widths[0], spread=spread), deviation, gap)


def softplus_regression(
    seed: int, *, width: int, count: int, spread: float, deviation: float, gap: float
) -> NetworkProblem:
    """y = softplus(w . x) + noise: one curved unit, whose Hessian is not its Fisher matrix where residuals are left."""
    rng = np.random.default_rng(seed)
    network = Network((Dense(width, 1), SOFTPLUS), isotropic(1, variance=deviation**2))
    problem = _fitted(network, rng, seed, inputs(rng, count, width, spread=spread), deviation, gap)
    return _retargeted(problem, _minimum(problem, problem.start), gap)


def logistic(seed: int, *, width: int, count: int, spread: float, gap: float) -> NetworkProblem:
    """Logistic regression from the origin.

    gap  between target and minimum, in parts of that between start and minimum.
    """
    rng = np.random.default_rng(seed)
    network = Network((Dense(width, 1),), Bernoulli(1))
    x = inputs(rng, count, width, spread=spread)
    truth = np.append(rng.normal(size=width) * np.sqrt(np.geomspace(1, spread, width)), 0.5)
    z = evaluate(network, truth, x).outputs
    y = network.likelihood.sample(z, rng)
    problem = NetworkProblem(network, x, y, np.zeros(network.size), 0.0, seed)
    return _retargeted(problem, _minimum(problem, problem.start), gap)


def _fitted(
    network: Network, rng: np.random.Generator, seed: int, x: Array, deviation: float, gap: float
) -> NetworkProblem:
    teacher = drawn_weights(network, rng, scale=2.0)
    z = evaluate(network, teacher, x).outputs
    y = z + deviation * rng.normal(size=z.shape)
    problem = NetworkProblem(network, x, y, drawn_weights(network, rng), 0.0, seed)
    return _retargeted(problem, float(loss(network, teacher, x, y)), gap)


def _retargeted(problem: NetworkProblem, least: float, gap: float) -> NetworkProblem:
    return replace(problem, target=least + gap * (problem.loss(problem.start) - least))


def _minimum(problem: NetworkProblem, start: Array) -> float:
    """The least loss by Fisher scoring with halved steps."""
    theta, best = start, problem.loss(start)
    for _ in range(SCORINGS):
        g = gradient(problem.network, theta, problem.x, problem.y)
        F = fisher(problem.network, theta, problem.x)
        step = cholesky_solve(F, g, damping=1e-10 * float(np.trace(F))).solution
        losses = {fraction: problem.loss(theta - fraction * step) for fraction in (1.0, 0.5, 0.25, 0.125)}
        fraction = min(losses, key=lambda f: losses[f])
        if not losses[fraction] < best:
            break
        theta, best = theta - fraction * step, losses[fraction]
    return best
