"""Gradient descent with momentum (the heavy ball), for gradients of batches.

    v' = mu v + g,     theta' = theta - eta v'

Here eta multiplies the whole velocity; with Polyak's v' = mu v - eta g a rate that changes over time acts otherwise.
A constant gradient is amplified by 1 / (1 - mu) in the end.

Source  Polyak, Some methods of speeding up the convergence of iteration methods, USSR Comp. Math. Math. Phys. 4
        (1964); Sutskever, Martens, Dahl and Hinton, On the importance of initialization and momentum in deep
        learning, ICML 2013, sec. 2 (with the rate inside the velocity).
"""

from dataclasses import dataclass

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
class Momentum:
    """Steps along a decaying sum of gradients; memory: velocity v.

    rate      eta, above 0.
    momentum  mu, in [0, 1).
    Raises HyperparameterError.
    """

    rate: float
    momentum: float

    def __post_init__(self) -> None:
        require_positive(rate=self.rate)
        require_decay(momentum=self.momentum)

    def init(self, parameters: ArrayLike) -> State[Array]:
        """The state at rest at parameters of any shape."""
        return begin(parameters, "velocity")

    def step(self, state: State[Array], *, gradient: ArrayLike) -> tuple[State[Array], Report]:
        """One step.

        gradient  g of the mean loss over a batch, of the shape of the parameters.
        Raises ShapeError, NonFiniteError.
        """
        g = require_like("the gradient", gradient, state.parameters.shape)
        velocity = self.momentum * state.memory["velocity"] + g
        return advance(state, state.parameters - self.rate * velocity, gradient=g, velocity=velocity)


optimizer = Momentum
