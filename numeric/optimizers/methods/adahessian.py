"""AdaHessian as published, with Hessian power one and without spatial averaging.

    D = z (H z), z of independent signs            (Hutchinson's estimate of diag H: `hutchinson`)
    m' = b1 m + (1 - b1) g,       v' = b2 v + (1 - b2) D^2
    theta' = theta - alpha [m' / (1 - b1^t)] / [sqrt(v' / (1 - b2^t)) + epsilon]

It is Adam with D in the place of g in the second moment: D is squared, so that a negative curvature counts by its
size, and the step has the scale alpha g / |D|.

Source  Yao, Gholami, Shen, Mustafa, Keutzer and Mahoney, AdaHessian: an adaptive second order optimizer for
        machine learning, AAAI 2021, Algorithm 1 (arXiv:2006.00719).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array
from numeric.optimizers.contract import (
    Report,
    State,
    advance,
    begin,
    require_decay,
    require_like,
    require_positive,
)


@dataclass(frozen=True)
class AdaHessian:
    """Steps scaled by the root mean square of the Hessian's diagonal; memory: first m, second v.

    rate          alpha, above 0.
    first_decay   b1, in [0, 1).
    second_decay  b2, in [0, 1).
    epsilon       above 0, in the units of the Hessian.
    Raises HyperparameterError.
    """

    rate: float = 0.15
    first_decay: float = 0.9
    second_decay: float = 0.999
    epsilon: float = 1e-4

    def __post_init__(self) -> None:
        require_positive(rate=self.rate, epsilon=self.epsilon)
        require_decay(first_decay=self.first_decay, second_decay=self.second_decay)

    def init(self, parameters: ArrayLike) -> State[Array]:
        """The state at parameters of any shape."""
        return begin(parameters, "first", "second")

    def step(
        self, state: State[Array], *, gradient: ArrayLike, diagonal: ArrayLike
    ) -> tuple[State[Array], Report]:
        """One step.

        gradient  g, of the shape of the parameters.
        diagonal  D, of the same shape, of any sign.
        Raises ShapeError, NonFiniteError.
        """
        g = require_like("the gradient", gradient, state.parameters.shape)
        D = require_like("the diagonal", diagonal, state.parameters.shape)
        b1, b2, t = self.first_decay, self.second_decay, state.count + 1
        m = b1 * state.memory["first"] + (1 - b1) * g
        v = b2 * state.memory["second"] + (1 - b2) * D**2
        change = self.rate * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + self.epsilon)
        return advance(state, state.parameters - change, gradient=g, first=m, second=v)


optimizer = AdaHessian
