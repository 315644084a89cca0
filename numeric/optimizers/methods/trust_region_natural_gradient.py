"""The natural gradient step within a trust region of its own metric.

    min g^T d + d^T F d / 2   subject to   d^T F d <= delta^2

    d = -min(1, delta / n) F^-1 g,     n = sqrt(g^T F^-1 g)

With e = F^1/2 d both model and constraint are round, so the answer lies along F^-1 g and only its length is clipped.

Source  Nocedal and Wright, Numerical Optimization (2nd ed., 2006), Theorem 4.1, with B = F in the norm of F.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array
from numeric.optimizers.contract import Report, State, advance, begin_vector, require_like, require_positive
from numeric.solvers.direct import cholesky_solve


@dataclass(frozen=True)
class TrustRegionNaturalGradient:
    """Full natural steps, clipped to a length in the metric.

    radius  delta, above 0: a length in the metric, so that KL is about delta^2 / 2.
    Raises HyperparameterError.
    """

    radius: float

    def __post_init__(self) -> None:
        require_positive(radius=self.radius)

    def init(self, parameters: ArrayLike) -> State[Array]:
        """The state at parameters of shape (n,).

        Raises ShapeError, EmptyError, NonFiniteError.
        """
        return begin_vector(parameters)

    def step(
        self, state: State[Array], *, gradient: ArrayLike, metric: ArrayLike
    ) -> tuple[State[Array], Report]:
        """One step; notes: scale min(1, delta / n), and the model's change g^T d + d^T F d / 2.

        gradient  g, (n,).
        metric    F, (n, n), symmetric positive definite.
        Raises SingularFactorError with the smallest eigenvalue, MetricError, ShapeError, NonFiniteError.
        """
        g = require_like("the gradient", gradient, state.parameters.shape)
        direction = cholesky_solve(require_like("the metric", metric, (g.size, g.size)), g).solution
        size = float(np.sqrt(g @ direction))
        scale = min(1.0, self.radius / size) if size else 1.0
        return advance(
            state,
            state.parameters - scale * direction,
            gradient=g,
            notes={"scale": scale, "model": size**2 * (scale**2 / 2 - scale)},
        )


optimizer = TrustRegionNaturalGradient
