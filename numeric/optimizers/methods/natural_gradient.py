"""Natural gradient descent.

    theta' = theta - eta F^-1 g

Source  Amari, Natural gradient works efficiently in learning, Neural Comput. 10 (1998), eq. 2.2 and Theorem 1.
"""

from dataclasses import dataclass

from numpy.typing import ArrayLike

from numeric.arrays import Array
from numeric.optimizers.contract import Report, State, advance, begin_vector, require_like, require_positive
from numeric.solvers.direct import cholesky_solve


@dataclass(frozen=True)
class NaturalGradient:
    """Steps down the gradient with respect to a metric.

    rate  eta, above 0.
    Raises HyperparameterError.
    """

    rate: float

    def __post_init__(self) -> None:
        require_positive(rate=self.rate)

    def init(self, parameters: ArrayLike) -> State[Array]:
        """The state at parameters of shape (n,).

        Raises ShapeError, EmptyError, NonFiniteError.
        """
        return begin_vector(parameters)

    def step(
        self, state: State[Array], *, gradient: ArrayLike, metric: ArrayLike
    ) -> tuple[State[Array], Report]:
        """One step; notes: residual of the solve, decrement g^T F^-1 g.

        gradient  g, (n,).
        metric    F, (n, n), symmetric positive definite.
        Raises SingularFactorError with the smallest eigenvalue, MetricError, ShapeError, NonFiniteError.
        """
        g = require_like("the gradient", gradient, state.parameters.shape)
        found = cholesky_solve(require_like("the metric", metric, (g.size, g.size)), g)
        return advance(
            state,
            state.parameters - self.rate * found.solution,
            gradient=g,
            notes={"residual": found.residual, "decrement": float(g @ found.solution)},
        )


optimizer = NaturalGradient
