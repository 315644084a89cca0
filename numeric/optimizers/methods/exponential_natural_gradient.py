"""The natural gradient step along the geodesic itself: Riemannian gradient descent.

    v = -F^-1 g,     theta' = exp_theta(h v)

A geodesic does not know its chart, so neither does the step, at any rate.

Source  Absil, Mahony and Sepulchre, Optimization Algorithms on Matrix Manifolds (2008), sec. 4.1 and 5.4.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array
from numeric.optimizers.contract import Report, State, advance, begin_vector, require_like, require_positive
from numeric.optimizers.geodesics import Space
from numeric.solvers.direct import cholesky_solve


@dataclass(frozen=True)
class ExponentialNaturalGradient:
    """Natural steps by an exponential map.

    rate   h, above 0.
    space  metric and exponential map: `geodesics.NORMAL`, `HALF_PLANE`, `SIMPLEX`.
    Raises HyperparameterError.
    """

    rate: float
    space: Space

    def __post_init__(self) -> None:
        require_positive(rate=self.rate)

    def init(self, parameters: ArrayLike) -> State[Array]:
        """The state at a point of the space, (n,).

        Raises DomainError, ShapeError, EmptyError, NonFiniteError.
        """
        state = begin_vector(parameters)
        self.space.require(state.parameters)
        return state

    def step(self, state: State[Array], *, gradient: ArrayLike) -> tuple[State[Array], Report]:
        """One step; notes: distance, the length of the geodesic in the metric.

        gradient  g, (n,).
        Raises DomainError when the geodesic ends at a boundary first, ShapeError, NonFiniteError.
        """
        theta = state.parameters
        g = require_like("the gradient", gradient, theta.shape)
        v = -cholesky_solve(self.space.metric(theta), g).solution
        end = self.space.exponential(theta, self.rate * v) if np.any(v) else theta
        distance = self.rate * float(np.sqrt(-g @ v))
        return advance(state, end, gradient=g, notes={"distance": distance})


optimizer = ExponentialNaturalGradient
