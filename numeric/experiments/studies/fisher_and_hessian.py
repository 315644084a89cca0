"""Fisher against Hessian: natural gradient and Newton's method where the two matrices agree and where they do not.

    logistic    canonical link: F = H everywhere, so that the two methods are one
    softplus    y = softplus(w . x) + noise: H = F + (residuals times curvature of the unit) / variance
    network     tanh network from a random start: H is indefinite, and Newton's step is refused

    distance    |H - F| / |F|, Frobenius, at the start of every instance

Source  Martens, New insights and perspectives on the natural gradient method, JMLR 21 (2020), sec. 8 and 9.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from numeric.arrays import Array
from numeric.experiments.contest import compare, compare_cpu, contest, measure, plan_of, warnings_of
from numeric.experiments.methods import damped, gradient_descent, natural, newton
from numeric.experiments.network_problem import NetworkProblem
from numeric.experiments.record import LEVEL, Arm, Record, Size, require_seeds, settings_of
from numeric.experiments.tasks import logistic, regression, softplus_regression

QUESTION = "Where does the natural gradient take as many steps as Newton's method, and where fewer or more?"


@dataclass(frozen=True)
class Settings:
    """Sizes of the three problems.

    width      inputs of the convex ones.
    count      examples.
    spread     ratio of the scales of inputs.
    deviation  of the noise.
    gap        to the minimum at the target, in parts of the first.
    hidden     units of the network.
    damping    of the natural gradient on the network.
    budget     of steps.
    """

    width: int
    count: int
    budget: int
    hidden: int
    spread: float = 3.0
    deviation: float = 0.5
    gap: float = 1e-3
    damping: float = 1e-3


SETTINGS = {
    Size.TINY: Settings(width=2, count=20, budget=12, hidden=2),
    Size.SMALL: Settings(width=3, count=60, budget=100, hidden=2),
    Size.FULL: Settings(width=10, count=1000, budget=1000, hidden=10),
}


def run(*, seeds: Sequence[int], size: Size = Size.SMALL) -> Record:
    """The experiment; seeds are those measured.

    Raises SeedError, LevelError.
    """
    measured, settings = require_seeds(seeds), SETTINGS[size]
    plan = plan_of(size, settings.budget)
    problems = {"logistic": _logistic, "softplus": _softplus, "network": _network}
    arms: list[Arm] = []
    for name, make in problems.items():
        methods = [gradient_descent(), newton(), damped(settings.damping) if name == "network" else natural()]
        arms += contest(name, partial(make, s=settings), methods, seeds=measured, plan=plan)
    by_name = {(arm.problem, arm.method): arm for arm in arms}
    pairs = [
        (by_name[name, "natural gradient"], by_name[name, other])
        for name in problems
        for other in ("Newton", "gradient descent")
    ]
    measures = [
        measure(f"|H - F| / |F|, {name}", [_distance(make(s, settings)) for s in measured])
        for name, make in problems.items()
    ] + [measure("smallest eigenvalue of H, network", [_least(_network(s, settings)) for s in measured])]
    return Record(
        "fisher_and_hessian",
        QUESTION,
        size,
        measured,
        LEVEL,
        settings_of(settings),
        tuple(arms),
        tuple(compare(*pair, plan) for pair in pairs) + tuple(compare_cpu(*pair, plan) for pair in pairs),
        tuple(measures),
        remarks=warnings_of(arms),
    )


def _logistic(seed: int, s: Settings) -> NetworkProblem:
    return logistic(seed, width=s.width, count=s.count, spread=s.spread, gap=s.gap)


def _softplus(seed: int, s: Settings) -> NetworkProblem:
    return softplus_regression(
        seed, width=s.width, count=s.count, spread=s.spread, deviation=s.deviation, gap=s.gap
    )


def _network(seed: int, s: Settings) -> NetworkProblem:
    # A network has no minimum that is known: the target is near the loss of the teacher.
    return regression(
        seed, widths=(s.width, s.hidden, 1), count=s.count, spread=s.spread, deviation=s.deviation, gap=0.05
    )


def _matrices(problem: NetworkProblem) -> tuple[Array, Array]:
    found = problem.measure(("metric", "hessian"), problem.start, 0)
    return found["metric"], found["hessian"]


def _distance(problem: NetworkProblem) -> float:
    F, H = _matrices(problem)
    return float(np.linalg.norm(H - F) / np.linalg.norm(F))


def _least(problem: NetworkProblem) -> float:
    return float(np.linalg.eigvalsh(_matrices(problem)[1])[0])
