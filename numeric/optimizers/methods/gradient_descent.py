"""Gradient descent with a constant rate.

    theta' = theta - eta g

Source  Nesterov, Introductory Lectures on Convex Optimization (2004), sec. 1.2.3.
"""

from dataclasses import dataclass

from numpy.typing import ArrayLike

from numeric.arrays import Array
from numeric.optimizers.contract import Report, State, advance, begin, require_like, require_positive


@dataclass(frozen=True)
class GradientDescent:
    """Steps down the gradient.

    rate  eta, above 0.
    Raises HyperparameterError.
    """

    rate: float

    def __post_init__(self) -> None:
        require_positive(rate=self.rate)

    def init(self, parameters: ArrayLike) -> State[Array]:
        """The state at parameters of any shape."""
        return begin(parameters)

    def step(self, state: State[Array], *, gradient: ArrayLike) -> tuple[State[Array], Report]:
        """One step.

        gradient  g, of the shape of the parameters.
        Raises ShapeError, NonFiniteError.
        """
        g = require_like("the gradient", gradient, state.parameters.shape)
        return advance(state, state.parameters - self.rate * g, gradient=g)


optimizer = GradientDescent
