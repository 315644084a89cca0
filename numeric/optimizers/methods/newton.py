"""Newton's method near a minimum.

    theta' = theta - eta H^-1 g

A Hessian that is not positive definite is refused: the step would then go to a saddle, or uphill.

Source  Nocedal and Wright, Numerical Optimization (2nd ed., 2006), sec. 3.3.
"""

from dataclasses import dataclass

from numpy.typing import ArrayLike

from numeric.arrays import Array
from numeric.optimizers.contract import Report, State, advance, begin_vector, require_like, require_positive
from numeric.solvers.direct import cholesky_solve


@dataclass(frozen=True)
class Newton:
    """Steps to the minimum of the quadratic model.

    rate  eta, above 0; one is Newton's step.
    Raises HyperparameterError.
    """

    rate: float = 1.0

    def __post_init__(self) -> None:
        require_positive(rate=self.rate)

    def init(self, parameters: ArrayLike) -> State[Array]:
        """The state at parameters of shape (n,).

        Raises ShapeError, EmptyError, NonFiniteError.
        """
        return begin_vector(parameters)

    def step(
        self, state: State[Array], *, gradient: ArrayLike, hessian: ArrayLike
    ) -> tuple[State[Array], Report]:
        """One step.

        gradient  g, (n,).
        hessian   H, (n, n), symmetric positive definite.
        Raises SingularFactorError with the smallest eigenvalue, MetricError for an asymmetric one,
        ShapeError, NonFiniteError.
        """
        g = require_like("the gradient", gradient, state.parameters.shape)
        H = require_like("the Hessian", hessian, (g.size, g.size))
        found = cholesky_solve(H, g)
        return advance(
            state,
            state.parameters - self.rate * found.solution,
            gradient=g,
            notes={"residual": found.residual},
        )


optimizer = Newton
