"""Natural against standard gradients on four kinds of problems.

    quadratic   condition 30 or more, F = H
    logistic    inputs of different scales, convex
    network     tanh network, not convex
    policy      softmax policy of a decision process that is solved exactly; there the natural gradient with a large
                rate is policy iteration, so that no rate is too large

Source  Amari, Natural gradient works efficiently in learning, Neural Comput. 10 (1998); Kakade, A natural policy
        gradient, NeurIPS 14 (2001).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from numeric.experiments.contest import compare, compare_cpu, contest, plan_of, warnings_of
from numeric.experiments.control import PolicyProblem, random_process
from numeric.experiments.descent import Problem
from numeric.experiments.methods import damped, gradient_descent, momentum, natural
from numeric.experiments.quadratic import random_quadratic
from numeric.experiments.record import LEVEL, Arm, Record, Size, require_seeds, settings_of
from numeric.experiments.tasks import logistic, regression
from numeric.policies import LogLinear

QUESTION = "Does the natural gradient reach a target in fewer steps than gradient descent, with and without momentum?"


@dataclass(frozen=True)
class Settings:
    """Sizes of the four problems.

    dimension, condition  of the quadratic.
    width, count          inputs and examples of the regressions.
    hidden                units of the network.
    states                of the process, which has three actions.
    budget                of steps.
    damping               of the natural gradient on the network.
    null                  on the policy, only to solve with a matrix that is singular along constant logits.
    """

    dimension: int
    condition: float
    width: int
    count: int
    hidden: int
    states: int
    budget: int
    damping: float = 1e-3
    null: float = 1e-8
    spread: float = 5.0
    gap: float = 0.01
    part: float = 0.95
    discount: float = 0.9


SETTINGS = {
    Size.TINY: Settings(3, 10.0, 2, 20, 2, 4, budget=15),
    Size.SMALL: Settings(8, 30.0, 4, 60, 3, 6, budget=150),
    Size.FULL: Settings(30, 100.0, 10, 300, 10, 20, budget=500),
}


def run(*, seeds: Sequence[int], size: Size = Size.SMALL) -> Record:
    """The experiment; seeds are those measured.

    Raises SeedError, LevelError.
    """
    measured, s = require_seeds(seeds), SETTINGS[size]
    plan = plan_of(size, s.budget)
    arms: list[Arm] = []
    for name, (problem, centre) in _problems(s).items():
        own = {"network": damped(s.damping), "policy": damped(s.null)}.get(name, natural())
        methods = [gradient_descent(centre), momentum(centre), own]
        arms += contest(name, problem, methods, seeds=measured, plan=plan)
    triples = [arms[i : i + 3] for i in range(0, len(arms), 3)]
    pairs = [(third, other) for first, second, third in triples for other in (first, second)]
    return Record(
        "convergence",
        QUESTION,
        size,
        measured,
        LEVEL,
        settings_of(s),
        tuple(arms),
        tuple(compare(*pair, plan) for pair in pairs) + tuple(compare_cpu(*pair, plan) for pair in pairs),
        remarks=warnings_of(arms),
    )


def _problems(s: Settings) -> dict[str, tuple[Callable[[int], Problem], float]]:
    """Instances by seed, and where the grid of gradient descent is centred."""
    return {
        "quadratic": (
            lambda seed: random_quadratic(seed, size=s.dimension, condition=s.condition, gap=s.gap**2),
            1.0,
        ),
        "logistic": (
            lambda seed: logistic(seed, width=s.width, count=s.count, spread=s.spread, gap=s.gap),
            4.0,
        ),
        "network": (
            lambda seed: regression(
                seed,
                widths=(s.width, s.hidden, 1),
                count=s.count,
                spread=s.spread,
                deviation=0.3,
                gap=0.05,  # to the teacher's loss, which need not be the least
            ),
            0.05,
        ),
        "policy": (lambda seed: _policy(seed, s), 4.0),
    }


def _policy(seed: int, s: Settings) -> PolicyProblem:
    """Logits of all states and actions, in a chart that stretches some of them and mixes all."""
    process, P = random_process(seed, states=s.states, actions=3, discount=s.discount), 3 * s.states
    Q = np.linalg.qr(np.random.default_rng((seed, 1)).normal(size=(P, P)))[0]
    mixed = (Q * np.geomspace(1, 1 / s.spread, P)).reshape(s.states, 3, P)
    return PolicyProblem(process, LogLinear(mixed), np.zeros(P), s.part)
