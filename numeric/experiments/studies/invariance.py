"""Parameterization invariance: the same model in two charts, from the same start.

    affine       x -> M x and W -> W M^-1: natural gradient and undamped K-FAC take the same path to rounding
    nonlinear    a normal law by (mu, sigma) and by (mu, log sigma), to a fixed time in steps of size h: the end points
                 differ by O(h) for the natural gradient, and by O(1) for gradient descent, whose flows differ

    deviation    affine: largest |L'_t - L_t| / L_0 over the steps;  nonlinear: |end' - end| in (mu, log sigma)

Source  Amari, Natural gradient works efficiently in learning, Neural Comput. 10 (1998); Martens, JMLR 21 (2020),
        sec. 12 (invariance only of the flow); Martens and Grosse (2015), arXiv:1503.05671, sec. 10 (K-FAC).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from numeric.arrays import Array
from numeric.experiments.contest import arm, compare, contest, measure, plan_of, tuned, warnings_of
from numeric.experiments.descent import Method, Run, descend
from numeric.experiments.layerwise import Layerwise
from numeric.experiments.methods import DECAY, adam, gradient_descent, natural
from numeric.experiments.network_problem import NetworkProblem
from numeric.experiments.record import LEVEL, Arm, Fit, Record, Size, require_seeds, settings_of
from numeric.experiments.scaling import fitted
from numeric.experiments.tasks import logistic
from numeric.experiments.tuning import tuning_seeds
from numeric.optimizers.methods.gradient_descent import GradientDescent
from numeric.optimizers.methods.kfac import KFAC, Damping
from numeric.optimizers.methods.natural_gradient import NaturalGradient

QUESTION = "Do the steps of natural gradient, K-FAC, gradient descent and Adam depend on the chart?"
FIRST, SECOND, RETUNED = "first chart", "second chart", "second chart, retuned"
TIME = 1.0  # of the nonlinear flows: far enough for the paths to part, before they meet at the minimum


@dataclass(frozen=True)
class Settings:
    """Sizes.

    width, count  inputs and examples of the logistic model.
    budget        of steps.
    steps         numbers of steps to the fixed time; h = 1 / steps.
    """

    width: int
    count: int
    budget: int
    steps: tuple[int, ...]
    spread: float = 1.0
    gap: float = 1e-2


SETTINGS = {
    Size.TINY: Settings(2, 30, 10, (4, 8)),
    Size.SMALL: Settings(3, 50, 60, (8, 16, 32, 64)),
    Size.FULL: Settings(8, 400, 600, (32, 64, 128, 256, 512)),
}


def run(*, seeds: Sequence[int], size: Size = Size.SMALL) -> Record:
    """The experiment; seeds are those measured.

    Raises SeedError, LevelError.
    """
    measured, s = require_seeds(seeds), SETTINGS[size]
    plan = plan_of(size, s.budget, tuners=5)
    tuners = tuning_seeds(measured, plan.tuners)
    shapes = _first(measured[0], s).network.shapes
    methods = [gradient_descent(4.0), adam(), natural(), _undamped_kfac(shapes)]
    arms: list[Arm] = []
    measures = []
    for method in methods:
        tuning = tuned(method, [_first(seed, s) for seed in tuners], tuners, plan)
        runs: dict[str, list[Run]] = {}
        for name, make in ((FIRST, _first), (SECOND, _second)):
            problems = [make(seed, s) for seed in measured]
            runs[name] = [descend(p, method, tuning.chosen, budget=s.budget) for p in problems]
            arms.append(arm(name, method.name, tuning, runs[name], [p.target for p in problems], plan))
        deviations = [_deviation(*pair) for pair in zip(runs[FIRST], runs[SECOND], strict=True)]
        measures.append(measure(f"deviation under an affine map, {method.name}", deviations))
    # Where the chart matters, does another rate make up for it?
    retuned = contest(RETUNED, lambda seed: _second(seed, s), methods[:2], seeds=measured, plan=plan)
    pairs = [*zip(arms[1::2], arms[::2], strict=True), *zip(retuned, arms[:4:2], strict=True)]
    return Record(
        "invariance",
        QUESTION,
        size,
        measured,
        LEVEL,
        settings_of(s, time=TIME),
        (*arms, *retuned),
        tuple(replace(compare(new, old, plan), problem=f"{new.problem} / {FIRST}") for new, old in pairs),
        tuple(measures),
        tuple(_nonlinear(measured, s)),
        warnings_of((*arms, *retuned)),
    )


def _undamped_kfac(shapes: tuple[tuple[int, int], ...]) -> Method:
    return Method("K-FAC", lambda rate: Layerwise(KFAC(rate, 0.0, DECAY, Damping.EXACT), shapes), 1.0)


def _first(seed: int, s: Settings) -> NetworkProblem:
    return logistic(seed, width=s.width, count=s.count, spread=s.spread, gap=s.gap)


def _second(seed: int, s: Settings) -> NetworkProblem:
    """The same model with inputs M x: mixed, stretched from 2/3 to 2 and moved."""
    problem = _first(seed, s)
    rng = np.random.default_rng((seed, 1))
    Q = np.linalg.qr(rng.normal(size=(s.width, s.width)))[0]
    M = Q * np.geomspace(2 / 3, 2.0, s.width)
    shift = rng.normal(size=s.width) / 2
    # The start is W = 0, which is W M^-1 in the new chart too.
    return replace(problem, x=problem.x @ M.T + shift)


def _deviation(one: Run, other: Run) -> float:
    length = min(len(one.losses), len(other.losses))
    a, b = np.asarray(one.losses[:length]), np.asarray(other.losses[:length])
    return float(np.max(np.abs(a - b)) / a[0])


def _nonlinear(seeds: tuple[int, ...], s: Settings) -> list[Fit]:
    sizes = [TIME / steps for steps in s.steps]
    found = []
    for name, end in (("natural gradient", _natural_end), ("gradient descent", _plain_end)):
        rows = [[_apart(end, seed, steps) for steps in s.steps] for seed in seeds]
        found.append(fitted("distance of end points", name, ("step size h", sizes), rows))
    return found


def _apart(end: Callable[..., Array], seed: int, steps: int) -> float:
    """Between the end points that two charts lead to, in (mu, log sigma)."""
    rng = np.random.default_rng(seed)
    mean, variance = float(rng.normal()), float(np.exp(rng.uniform(-1, 0)))
    by_scale, by_logarithm = (end(mean, variance, steps, chart) for chart in ("sigma", "log sigma"))
    by_scale[1] = np.log(by_scale[1])
    return float(np.linalg.norm(by_scale - by_logarithm))


def _natural_end(mean: float, variance: float, steps: int, chart: str) -> Array:
    optimizer = NaturalGradient(TIME / steps)
    state = optimizer.init(_start(mean, chart))
    for _ in range(steps):
        g, F = _normal(mean, variance, state.parameters, chart)
        state, _ = optimizer.step(state, gradient=g, metric=F)
    return np.array(state.parameters)


def _plain_end(mean: float, variance: float, steps: int, chart: str) -> Array:
    optimizer = GradientDescent(TIME / steps)
    state = optimizer.init(_start(mean, chart))
    for _ in range(steps):
        state, _ = optimizer.step(state, gradient=_normal(mean, variance, state.parameters, chart)[0])
    return np.array(state.parameters)


def _start(mean: float, chart: str) -> Array:
    """One to the side of the data's mean, with sigma = 2."""
    return np.array([mean + 1.0, 2.0 if chart == "sigma" else np.log(2.0)])


def _normal(mean: float, variance: float, point: Array, chart: str) -> tuple[Array, Array]:
    """Gradient and Fisher matrix of log sigma + (variance + (mean - mu)^2) / (2 sigma^2) in a chart."""
    sigma = point[1] if chart == "sigma" else np.exp(point[1])
    away, scale = point[0] - mean, 1.0 if chart == "sigma" else sigma
    slope = 1 / sigma - (variance + away**2) / sigma**3
    return np.array([away / sigma**2, slope * scale]), np.diag([1 / sigma**2, 2 * scale**2 / sigma**2])
