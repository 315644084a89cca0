"""Does a better approximation of the Fisher matrix converge in fewer steps?

Seven matrices take the place of F in (F + lambda I)^-1 g, the damping and everything else being equal:

    F itself, its blocks of single layers, EKFAC, K-FAC, its diagonal, one sample, the empirical matrix

    correlation   Spearman's, over the seven, between |M - F| / |F| at the start and the steps needed: one for each seed

Source  Martens and Grosse (2015), arXiv:1503.05671; George et al., NeurIPS 31 (2018), arXiv:1806.03884; Spearman, The
        proof and measurement of association between two things, Amer. J. Psych. 15 (1904).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, floats
from numeric.errors import ShapeError
from numeric.experiments.contest import compare, contest, measure, plan_of, warnings_of
from numeric.experiments.methods import damped, gradient_descent
from numeric.experiments.network_problem import NetworkProblem
from numeric.experiments.record import LEVEL, Record, Size, require_seeds, settings_of
from numeric.experiments.studies.approximation_quality import apart
from numeric.experiments.tasks import classes

QUESTION = "Do matrices nearer to the Fisher matrix reach the target in fewer steps?"
PROBLEM = "classes"
KINDS = {
    "metric": "exact",
    "blocks": "blocks",
    "ekfac": "EKFAC",
    "kfac": "K-FAC",
    "diagonal": "diagonal",
    "sampled": "sampled",
    "empirical": "empirical",
}


@dataclass(frozen=True)
class Settings:
    """The network and its data.

    widths   of inputs, hidden layers and classes.
    count    examples.
    part     the target, in parts of log C.
    damping  lambda, the same for all matrices.
    budget   of steps.
    """

    widths: tuple[int, ...]
    count: int
    budget: int
    spread: float = 5.0
    part: float = 0.3
    damping: float = 0.03


SETTINGS = {
    Size.TINY: Settings((2, 3, 2), count=15, budget=10),
    Size.SMALL: Settings((4, 5, 3), count=60, budget=50),
    Size.FULL: Settings((8, 10, 10, 4), count=300, budget=200),
}


def run(*, seeds: Sequence[int], size: Size = Size.SMALL) -> Record:
    """The experiment; seeds are those measured.

    Raises SeedError, LevelError.
    """
    measured, s = require_seeds(seeds), SETTINGS[size]
    plan = plan_of(size, s.budget)

    def problem(seed: int) -> NetworkProblem:
        return classes(seed, widths=s.widths, count=s.count, spread=s.spread, part=s.part)

    methods = [damped(s.damping, metric=kind, name=name) for kind, name in KINDS.items()]
    arms = contest(PROBLEM, problem, [*methods, gradient_descent()], seeds=measured, plan=plan)
    instances = [problem(seed) for seed in measured]
    distances = {
        kind: [apart(instance, kind, instance.start, s.damping)[0] for instance in instances]
        for kind in KINDS
    }
    steps = [arm.iterations for arm in arms[: len(KINDS)]]
    ranks = [
        rank_correlation([distances[kind][i] for kind in KINDS], [row[i] for row in steps])
        for i in range(len(measured))
    ]
    exact = arms[0]
    return Record(
        "approximation_and_convergence",
        QUESTION,
        size,
        measured,
        LEVEL,
        settings_of(s),
        arms,
        tuple(compare(arm, exact, plan) for arm in arms[1:]),
        (
            measure("rank correlation of distance and steps", ranks),
            *(measure(f"distance, {KINDS[kind]}", distances[kind]) for kind in KINDS),
        ),
        remarks=warnings_of(arms),
    )


def rank_correlation(first: ArrayLike, second: ArrayLike) -> float:
    """Spearman's: the correlation of ranks, equal values sharing theirs; zero where all values of one are equal.

    first, second  (n,), infinite values allowed.
    Raises ShapeError.
    """
    x, y = floats(first), floats(second)
    if x.ndim != 1 or x.shape != y.shape:
        raise ShapeError(f"values of shapes {x.shape} and {y.shape}; both must be (n,).")
    a, b = (_ranks(values) - (values.size + 1) / 2 for values in (x, y))
    scale = float(np.sqrt(a @ a) * np.sqrt(b @ b))
    return float(a @ b) / scale if scale else 0.0


def _ranks(values: Array) -> Array:
    """From 1 to n, means of those that equal values share."""
    ordered = np.sort(values)
    return np.asarray(
        (np.searchsorted(ordered, values, "left") + np.searchsorted(ordered, values, "right") + 1) / 2
    )
