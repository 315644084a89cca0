"""The steepest step under a bound on the second-order divergence: TRPO's step before its line search.

    min g^T d   subject to   d^T F d / 2 <= delta

    d = -sqrt(2 delta / g^T F^-1 g) F^-1 g

The bound is always reached: unlike the trust region with a quadratic model, the step does not shrink near an optimum.

Source  Schulman, Levine, Abbeel, Jordan and Moritz, Trust region policy optimization, ICML 2015, app. C
        (for an objective that is maximised); Peters and Schaal, Natural actor-critic, Neurocomputing 71 (2008).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array
from numeric.optimizers.contract import Report, State, advance, begin_vector, require_like, require_positive
from numeric.solvers.direct import cholesky_solve


@dataclass(frozen=True)
class DivergenceBoundedNaturalGradient:
    """Natural steps of a given second-order divergence.

    bound  delta, above 0, in nats: d^T F d / 2 is this exactly.
    Raises HyperparameterError.
    """

    bound: float

    def __post_init__(self) -> None:
        require_positive(bound=self.bound)

    def init(self, parameters: ArrayLike) -> State[Array]:
        """The state at parameters of shape (n,).

        Raises ShapeError, EmptyError, NonFiniteError.
        """
        return begin_vector(parameters)

    def step(
        self, state: State[Array], *, gradient: ArrayLike, metric: ArrayLike
    ) -> tuple[State[Array], Report]:
        """One step, none for a zero gradient; notes: rate sqrt(2 delta / g^T F^-1 g).

        gradient  g, (n,).
        metric    F, (n, n), symmetric positive definite.
        Raises SingularFactorError with the smallest eigenvalue, MetricError, ShapeError, NonFiniteError.
        """
        g = require_like("the gradient", gradient, state.parameters.shape)
        direction = cholesky_solve(require_like("the metric", metric, (g.size, g.size)), g).solution
        decrement = float(g @ direction)
        rate = float(np.sqrt(2 * self.bound / decrement)) if decrement else 0.0
        return advance(state, state.parameters - rate * direction, gradient=g, notes={"rate": rate})


optimizer = DivergenceBoundedNaturalGradient
