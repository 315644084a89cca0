"""Natural gradients against adaptive methods: training a network on batches.

    first order      momentum, AdaGrad, Adam, Shampoo
    second order     AdaHessian (diagonal of H), K-FAC with labels drawn from the model, the damped natural gradient

All see the same batches; the loss that must reach the target is that of all data.

Source  Martens and Grosse (2015), arXiv:1503.05671; Kingma and Ba, Adam, ICLR (2015), arXiv:1412.6980.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from numeric.experiments.contest import compare, compare_cpu, contest, plan_of, warnings_of
from numeric.experiments.methods import adagrad, adahessian, adam, damped, kfac, momentum, shampoo
from numeric.experiments.network_problem import NetworkProblem
from numeric.experiments.record import LEVEL, Record, Size, require_seeds, settings_of
from numeric.experiments.tasks import classes

QUESTION = (
    "On batches, do natural gradients train a network in fewer steps, or less time, than adaptive methods?"
)
PROBLEM = "batches"
NATURAL, ADAPTIVE = ("K-FAC", "natural gradient"), ("Adam", "AdaGrad", "Shampoo", "AdaHessian")


@dataclass(frozen=True)
class Settings:
    """The network, its data and the damping.

    widths   of inputs, hidden layer and classes.
    count    examples, of which `batch` are seen at a step.
    spread   ratio of the scales of inputs.
    part     the target, in parts of log C.
    damping  lambda, the same for both natural methods.
    budget   of steps.
    """

    widths: tuple[int, ...]
    count: int
    batch: int
    budget: int
    spread: float = 5.0
    part: float = 0.4
    damping: float = 0.1


SETTINGS = {
    Size.TINY: Settings((3, 4, 2), count=20, batch=10, budget=10),
    Size.SMALL: Settings((5, 8, 3), count=100, batch=30, budget=60),
    Size.FULL: Settings((12, 20, 20, 4), count=600, batch=100, budget=200),
}


def run(*, seeds: Sequence[int], size: Size = Size.SMALL) -> Record:
    """The experiment; seeds are those measured.

    Raises SeedError, LevelError.
    """
    measured, s = require_seeds(seeds), SETTINGS[size]
    plan = plan_of(size, s.budget)

    def problem(seed: int) -> NetworkProblem:
        return classes(
            seed, widths=s.widths, count=s.count, spread=s.spread, part=s.part, batch=s.batch, sampled=True
        )

    shapes = problem(measured[0]).network.shapes
    methods = [momentum(), adam(), adagrad(), shampoo(shapes), adahessian(), kfac(shapes, s.damping)]
    arms = contest(PROBLEM, problem, [*methods, damped(s.damping)], seeds=measured, plan=plan)
    by_name = {arm.method: arm for arm in arms}
    pairs = [(by_name[own], by_name[other]) for own in NATURAL for other in (*ADAPTIVE, "momentum")]
    return Record(
        "adaptive_methods",
        QUESTION,
        size,
        measured,
        LEVEL,
        settings_of(s),
        arms,
        tuple(compare(*pair, plan) for pair in pairs) + tuple(compare_cpu(*pair, plan) for pair in pairs),
        remarks=warnings_of(arms),
    )
