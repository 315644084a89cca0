"""Empirical against true Fisher matrix: how far they are apart, and what that costs.

    true        labels of the model, in expectation            F
    sampled     labels of the model, one draw for each example
    empirical   labels of the data                             E

    well specified   the noise is what the model takes it for: at the truth E is F in expectation
    misspecified     the noise is larger: E is too large where the fit is good

    distance  |E - F| / |F|, Frobenius;   angle  cosine of (E + lambda)^-1 g and (F + lambda)^-1 g

Source  Kunstner, Balles and Hennig, Limitations of the empirical Fisher approximation for natural gradient
        descent, NeurIPS 32 (2019), sec. 3.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from numeric.arrays import Array
from numeric.experiments.contest import compare, compare_cpu, contest, measure, plan_of, warnings_of
from numeric.experiments.descent import Method, descend
from numeric.experiments.methods import damped
from numeric.experiments.network_problem import NetworkProblem
from numeric.experiments.record import LEVEL, Arm, Measure, Record, Size, require_seeds, settings_of
from numeric.experiments.tasks import regression
from numeric.solvers.direct import cholesky_solve

QUESTION = "How far is the empirical Fisher matrix from the true one, and does it train as well in its place?"
NAMES = {"metric": "true Fisher", "sampled": "sampled Fisher", "empirical": "empirical Fisher"}
PROBLEMS = {"well specified": 1.0, "misspecified": 4.0}
"""The deviation of the noise in parts of the assumed one."""


@dataclass(frozen=True)
class Settings:
    """The network and its data.

    widths     of inputs, hidden layer and output.
    count      examples.
    deviation  that the model assumes.
    gap        of the target above the teacher's loss, in parts of the first.
    damping    lambda, the same for all matrices.
    budget     of steps.
    """

    widths: tuple[int, ...]
    count: int
    budget: int
    deviation: float = 0.3
    spread: float = 3.0
    gap: float = 0.03
    damping: float = 0.03


SETTINGS = {
    Size.TINY: Settings((2, 2, 1), count=20, budget=8),
    Size.SMALL: Settings((3, 5, 1), count=120, budget=60),
    Size.FULL: Settings((8, 16, 2), count=800, budget=200),
}


def run(*, seeds: Sequence[int], size: Size = Size.SMALL) -> Record:
    """The experiment; seeds are those measured.

    Raises SeedError, LevelError.
    """
    measured, s = require_seeds(seeds), SETTINGS[size]
    plan = plan_of(size, s.budget)
    methods = [damped(s.damping, metric=kind, name=name) for kind, name in NAMES.items()]
    arms: list[Arm] = []
    measures: list[Measure] = []
    for name, times in PROBLEMS.items():
        found = contest(name, partial(_problem, s=s, times=times), methods, seeds=measured, plan=plan)
        instances = [_problem(seed, s, times) for seed in measured]
        arms += found
        measures += _measured(name, instances, methods[0], found[0].tuning.chosen, s)
    by_name = {(arm.problem, arm.method): arm for arm in arms}
    pairs = [
        (by_name[name, NAMES[kind]], by_name[name, NAMES["metric"]])
        for name in PROBLEMS
        for kind in ("empirical", "sampled")
    ]
    return Record(
        "approximation_quality",
        QUESTION,
        size,
        measured,
        LEVEL,
        settings_of(s, noise=PROBLEMS),
        tuple(arms),
        tuple(compare(*pair, plan) for pair in pairs) + tuple(compare_cpu(*pair, plan) for pair in pairs),
        tuple(measures),
        remarks=warnings_of(arms),
    )


def _problem(seed: int, s: Settings, times: float) -> NetworkProblem:
    return regression(
        seed,
        widths=s.widths,
        count=s.count,
        spread=s.spread,
        deviation=times * s.deviation,
        gap=s.gap,
        assumed=s.deviation,
    )


def _measured(
    name: str, instances: Sequence[NetworkProblem], method: Method, rate: float, s: Settings
) -> list[Measure]:
    """Distance and angle at the start, and where the true Fisher matrix leads."""
    ends = [descend(problem, method, rate, budget=s.budget).theta for problem in instances]
    found = []
    for place, points in (("start", [p.start for p in instances]), ("end", ends)):
        for kind in ("empirical", "sampled"):
            pairs = [
                apart(problem, kind, theta, s.damping)
                for problem, theta in zip(instances, points, strict=True)
            ]
            where = f"{kind} at the {place}, {name}"
            found += [
                measure(f"distance, {where}", [distance for distance, _ in pairs]),
                measure(f"cosine of steps, {where}", [cosine for _, cosine in pairs]),
            ]
    return found


def apart(problem: NetworkProblem, kind: str, theta: Array, damping: float) -> tuple[float, float]:
    """|M - F| / |F| for a matrix in place of F, and the cosine between the damped steps.

    kind   what `NetworkProblem` calls the matrix.
    theta  (P,).
    """
    found = problem.measure(("gradient", "metric", kind), theta, 0)
    F, M, g = found["metric"], found[kind], found["gradient"]
    one, other = (cholesky_solve(matrix, g, damping=damping).solution for matrix in (F, M))
    cosine = one @ other / (np.linalg.norm(one) * np.linalg.norm(other))
    return float(np.linalg.norm(M - F) / np.linalg.norm(F)), float(cosine)
