"""K-FAC on a deep network: four or more layers of weights, all data at every step.

    momentum, Adam       first order
    K-FAC, EKFAC         curvature by factors, layer by layer
    natural gradient     the whole Fisher matrix, as far as it can be formed

Source  Martens and Grosse, Optimizing neural networks with Kronecker-factored approximate curvature, ICML (2015),
        arXiv:1503.05671, sec. 13 (deep autoencoders; ours is a classifier).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from numeric.experiments.contest import compare, compare_cpu, contest, plan_of, warnings_of
from numeric.experiments.methods import adam, damped, ekfac, kfac, momentum
from numeric.experiments.network_problem import NetworkProblem
from numeric.experiments.record import LEVEL, Record, Size, require_seeds, settings_of
from numeric.experiments.tasks import classes

QUESTION = "On a deep network, does K-FAC need fewer steps and less time than first-order methods?"
PROBLEM = "deep network"


@dataclass(frozen=True)
class Settings:
    """The network, its data and the damping.

    widths   of inputs, hidden layers and classes.
    count    examples.
    spread   ratio of the scales of inputs.
    part     the target, in parts of log C.
    damping  lambda, the same for all natural methods.
    budget   of steps.
    """

    widths: tuple[int, ...]
    count: int
    budget: int
    spread: float = 10.0
    part: float = 0.3
    damping: float = 0.1


SETTINGS = {
    Size.TINY: Settings((3, 3, 2), count=15, budget=8),
    Size.SMALL: Settings((5, 6, 6, 6, 3), count=40, budget=60),
    Size.FULL: Settings((8, 10, 10, 10, 10, 4), count=100, budget=100),
}


def run(*, seeds: Sequence[int], size: Size = Size.SMALL) -> Record:
    """The experiment; seeds are those measured.

    Raises SeedError, LevelError.
    """
    measured, s = require_seeds(seeds), SETTINGS[size]
    plan = plan_of(size, s.budget)

    def problem(seed: int) -> NetworkProblem:
        return classes(seed, widths=s.widths, count=s.count, spread=s.spread, part=s.part)

    shapes = problem(measured[0]).network.shapes
    methods = [momentum(), adam(), damped(s.damping), kfac(shapes, s.damping), ekfac(shapes, s.damping)]
    arms = contest(PROBLEM, problem, methods, seeds=measured, plan=plan)
    by_name = {arm.method: arm for arm in arms}
    pairs = [(by_name["K-FAC"], by_name[name]) for name in ("momentum", "Adam", "natural gradient", "EKFAC")]
    return Record(
        "deep_networks",
        QUESTION,
        size,
        measured,
        LEVEL,
        settings_of(s),
        arms,
        tuple(compare(*pair, plan) for pair in pairs) + tuple(compare_cpu(*pair, plan) for pair in pairs),
        remarks=warnings_of(arms),
    )
