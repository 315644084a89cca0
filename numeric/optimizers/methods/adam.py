"""Adam, with bias correction and epsilon outside the root, as published.

    m' = b1 m + (1 - b1) g,         m^ = m' / (1 - b1^t)
    v' = b2 v + (1 - b2) g^2,       v^ = v' / (1 - b2^t)
    theta' = theta - alpha m^ / (sqrt(v^) + epsilon)           t = 1 at the first step

The first step is -alpha sign(g), up to epsilon, whatever the scale of g.

Source  Kingma and Ba, Adam: a method for stochastic optimization, ICLR 2015, Algorithm 1 (arXiv:1412.6980).
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
class Adam:
    """Steps scaled by running moments of the gradient; memory: first m, second v.

    rate          alpha, above 0.
    first_decay   b1, in [0, 1).
    second_decay  b2, in [0, 1).
    epsilon       above 0, in the units of the gradient.
    Raises HyperparameterError.
    """

    rate: float = 1e-3
    first_decay: float = 0.9
    second_decay: float = 0.999
    epsilon: float = 1e-8

    def __post_init__(self) -> None:
        require_positive(rate=self.rate, epsilon=self.epsilon)
        require_decay(first_decay=self.first_decay, second_decay=self.second_decay)

    def init(self, parameters: ArrayLike) -> State[Array]:
        """The state at parameters of any shape."""
        return begin(parameters, "first", "second")

    def step(self, state: State[Array], *, gradient: ArrayLike) -> tuple[State[Array], Report]:
        """One step.

        gradient  g, of the shape of the parameters.
        Raises ShapeError, NonFiniteError.
        """
        g = require_like("the gradient", gradient, state.parameters.shape)
        b1, b2, t = self.first_decay, self.second_decay, state.count + 1
        m = b1 * state.memory["first"] + (1 - b1) * g
        v = b2 * state.memory["second"] + (1 - b2) * g**2
        change = self.rate * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + self.epsilon)
        return advance(state, state.parameters - change, gradient=g, first=m, second=v)


optimizer = Adam
