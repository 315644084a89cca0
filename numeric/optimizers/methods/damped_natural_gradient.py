"""Natural gradient descent with Tikhonov damping.

    theta' = theta - eta (F + lambda I)^-1 g

lambda has the units of F and depends on the chart: the step is no longer invariant.  For lambda to infinity it turns
into gradient descent of rate eta / lambda.

Source  Martens, New insights and perspectives on the natural gradient method, JMLR 21 (2020), sec. 8.2
        (damping); Nocedal and Wright, Numerical Optimization (2nd ed., 2006), sec. 10.3.
"""

from dataclasses import dataclass

from numpy.typing import ArrayLike

from numeric.arrays import Array
from numeric.optimizers.contract import (
    Report,
    State,
    advance,
    begin_vector,
    require_like,
    require_not_negative,
    require_positive,
)
from numeric.solvers.direct import cholesky_solve


@dataclass(frozen=True)
class DampedNaturalGradient:
    """Steps down the gradient with respect to F + lambda I.

    rate     eta, above 0.
    damping  lambda, at least 0, in the units of F.
    Raises HyperparameterError.
    """

    rate: float
    damping: float

    def __post_init__(self) -> None:
        require_positive(rate=self.rate)
        require_not_negative(damping=self.damping)

    def init(self, parameters: ArrayLike) -> State[Array]:
        """The state at parameters of shape (n,).

        Raises ShapeError, EmptyError, NonFiniteError.
        """
        return begin_vector(parameters)

    def step(
        self, state: State[Array], *, gradient: ArrayLike, metric: ArrayLike
    ) -> tuple[State[Array], Report]:
        """One step; notes: residual of the solve.

        gradient  g, (n,).
        metric    F, (n, n), symmetric, such that F + lambda I is positive definite.
        Raises SingularFactorError with the smallest eigenvalue, MetricError, ShapeError, NonFiniteError.
        """
        g = require_like("the gradient", gradient, state.parameters.shape)
        F = require_like("the metric", metric, (g.size, g.size))
        found = cholesky_solve(F, g, damping=self.damping)
        return advance(
            state,
            state.parameters - self.rate * found.solution,
            gradient=g,
            notes={"residual": found.residual},
        )


optimizer = DampedNaturalGradient
