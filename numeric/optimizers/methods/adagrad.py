"""AdaGrad with diagonal matrices, as published.

    s' = s + g^2,     theta' = theta - eta g / (sqrt(s') + epsilon)

The sum is not a mean: after t equal gradients the step has shrunk by sqrt(t).

Source  Duchi, Hazan and Singer, Adaptive subgradient methods for online learning and stochastic optimization,
        JMLR 12 (2011), Fig. 1, composite mirror descent without a regulariser (epsilon is their delta).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array
from numeric.optimizers.contract import Report, State, advance, begin, require_like, require_positive


@dataclass(frozen=True)
class AdaGrad:
    """Steps scaled by the root of the sum of squared gradients; memory: sum s.

    rate     eta, above 0.
    epsilon  above 0, in the units of the gradient.
    Raises HyperparameterError.
    """

    rate: float
    epsilon: float = 1e-10

    def __post_init__(self) -> None:
        require_positive(rate=self.rate, epsilon=self.epsilon)

    def init(self, parameters: ArrayLike) -> State[Array]:
        """The state at parameters of any shape."""
        return begin(parameters, "sum")

    def step(self, state: State[Array], *, gradient: ArrayLike) -> tuple[State[Array], Report]:
        """One step.

        gradient  g, of the shape of the parameters.
        Raises ShapeError, NonFiniteError.
        """
        g = require_like("the gradient", gradient, state.parameters.shape)
        s = state.memory["sum"] + g**2
        return advance(
            state, state.parameters - self.rate * g / (np.sqrt(s) + self.epsilon), gradient=g, sum=s
        )


optimizer = AdaGrad
