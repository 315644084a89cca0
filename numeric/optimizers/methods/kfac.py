"""K-FAC for one layer s = W a: running averages of two factors, damping, and their inverse on the gradient.

    A <- e A + (1 - e) A_t,     G <- e G + (1 - e) G_t,     e = min(1 - 1/t, decay)
    W' = W - eta X,     [A (x) G + damping] vec(X) = vec(dL/dW)       columns stacked

The first average is the first factor itself, so no bias has to be corrected.  Layers are independent blocks: each has
its own state.  A_t = E[a a^T] and G_t = E[g g^T] are means over examples of uncentred second moments, g the gradient
of one example's loss, not divided by N, with labels drawn from the model.

Source  Martens and Grosse, Optimizing neural networks with Kronecker-factored approximate curvature, ICML 2015,
        sec. 5 (averages), 6.3 (factored damping) and 8 (periods) (arXiv:1503.05671).
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

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
    require_not_negative,
    require_period,
    require_positive,
)
from numeric.optimizers.factors import averaged_factors, require_weights
from numeric.solvers.kronecker import damped_solve, factored_solve
from numeric.solvers.solution import Solution


class Damping(Enum):
    """How lambda enters the factors."""

    EXACT = "A (x) G + lambda I, by the eigenbases of the factors."
    FACTORED = "(A + pi sqrt(lambda) I) (x) (G + sqrt(lambda) / pi I), by their Cholesky factors."


SOLVES: dict[Damping, Callable[..., Solution]] = {
    Damping.EXACT: damped_solve,
    Damping.FACTORED: factored_solve,
}


@dataclass(frozen=True)
class KFAC:
    """Steps preconditioned by two factors.

    Memory: input_average A and output_average G; input_used and output_used, as old as the last refresh.

    rate     eta, above 0.
    damping  lambda, at least 0 (above 0 if FACTORED), in the units of A (x) G.
    decay    of the averages, in [0, 1).
    form     how lambda enters.
    period   steps from one refresh of the inverted factors to the next, at least 1.
    Raises HyperparameterError.
    """

    rate: float
    damping: float
    decay: float = 0.95
    form: Damping = Damping.FACTORED
    period: int = 1

    def __post_init__(self) -> None:
        require_positive(rate=self.rate)
        require_not_negative(damping=self.damping)
        if self.form is Damping.FACTORED:
            require_positive(damping=self.damping)
        require_decay(decay=self.decay)
        require_period(self.period)

    def init(self, parameters: ArrayLike) -> State[Array]:
        """The state at weights W of shape (m, n): m outputs, n inputs (with the bias as an input of one).

        Raises ShapeError, EmptyError, NonFiniteError.
        """
        weights = require_weights(parameters)
        m, n = weights.shape
        A, G = np.zeros((n, n)), np.zeros((m, m))
        return begin(weights, input_average=A, output_average=G, input_used=A, output_used=G)

    def step(
        self, state: State[Array], *, gradient: ArrayLike, input_moment: ArrayLike, output_moment: ArrayLike
    ) -> tuple[State[Array], Report]:
        """One step; notes: residual of the damped system.

        gradient       dL/dW of the mean loss, (m, n).
        input_moment   A_t, (n, n).
        output_moment  G_t, (m, m).
        Raises SingularFactorError that names the factor, DampingError for a factor of trace zero, MetricError,
        ShapeError, NonFiniteError.
        """
        g = require_like("the gradient", gradient, state.parameters.shape)
        memory = averaged_factors(state, input_moment, output_moment, decay=self.decay)
        if state.count % self.period == 0:
            memory |= {"input_used": memory["input_average"], "output_used": memory["output_average"]}
        solve = SOLVES[self.form]
        found = solve(memory["input_used"], memory["output_used"], g, damping=self.damping)
        return advance(
            state,
            state.parameters - self.rate * found.solution,
            gradient=g,
            notes={"residual": found.residual},
            **memory,
        )


optimizer = KFAC
