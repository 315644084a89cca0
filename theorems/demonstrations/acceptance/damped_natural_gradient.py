"""Damped natural-gradient steps on linear regression with two orthogonal features, by hand.

F = diag(4, 1/4) / v with v = 2 and ∇L = F (θ − θ*):  a damped step with λ shrinks the error in coordinate i to the
part 1 − η f_i / (f_i + λ), so that damping slows small eigenvalues and leaves large ones.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from numeric.optimizers.methods.damped_natural_gradient import DampedNaturalGradient
from theorems.demonstrations.demonstration import Broken, Demonstration
from theorems.demonstrations.figures import Figure, equals

F = np.diag([2.0, 0.125])
TARGET, START = np.array([3.0, -1.0]), np.array([1.0, 7.0])
RATE, DAMPING = 0.5, 0.125


class Step:
    """A damped step, perhaps a wrong one."""

    def __init__(self, rate: float = RATE, damping: float = DAMPING, power: float = 1.0) -> None:
        self.method, self.power = DampedNaturalGradient(rate=rate, damping=damping), power

    def __call__(self, theta: np.ndarray) -> np.ndarray:
        """Where it leads."""
        metric = np.diag(np.diag(F) ** self.power)
        state, _ = self.method.step(self.method.init(theta), gradient=F @ (theta - TARGET), metric=metric)
        return state.parameters


def accepts(step: Step) -> Sequence[Figure]:
    """One step and five, from the parts that remain: 1 − ½ · 16/17 and 1 − ½ · ½."""
    remaining = np.array([1 - RATE * 16 / 17, 1 - RATE / 2])
    theta = START
    figures = [equals("after one step", step(theta), TARGET + remaining * (START - TARGET), digits=13)]
    for _ in range(5):
        theta = step(theta)
    return [*figures, equals("after five steps", theta, TARGET + remaining**5 * (START - TARGET), digits=12)]


DEMONSTRATION = Demonstration(
    text="Damped natural-gradient steps on a regression with two features, whose errors shrink by known parts.",
    implementation=Step(),
    accepts=accepts,
    broken=(
        Broken("no damping", Step(damping=0.0)),
        Broken("the damping is taken twice", Step(damping=2 * DAMPING)),
        Broken("the root of the metric, as Adam has it", Step(power=0.5)),
        Broken("the rate is taken twice", Step(rate=2 * RATE)),
    ),
    code=("numeric/optimizers/methods/damped_natural_gradient.py",),
)
