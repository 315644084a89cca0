"""Stochastic variance-reduced gradient descent with a preconditioner.

    v = grad L_B(theta) - grad L_B(anchor) + grad L(anchor),     theta' = theta - eta P^-1 v

grad L_B is the mean gradient over a batch, grad L over all data.  E[v] = grad L(theta) whatever P; v has no variance
at the anchor, and none anywhere when the examples' gradients differ by constants.  The anchor is the present point at
steps 0, m, 2m, ... (Option I of the source).

Source  Johnson and Zhang, Accelerating stochastic gradient descent using predictive variance reduction,
        NIPS 2013, Fig. 1, for P = I.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array
from numeric.optimizers.contract import (
    Report,
    State,
    advance,
    begin_vector,
    require_like,
    require_period,
    require_positive,
)
from numeric.solvers.direct import cholesky_solve

Gradient = Callable[[Array], Array]


@dataclass(frozen=True)
class SVRG:
    """Preconditioned steps along variance-reduced gradients; memory: anchor, full (its gradient).

    rate    eta, above 0.
    period  m, steps from one anchor to the next, at least 1.
    Raises HyperparameterError.
    """

    rate: float
    period: int

    def __post_init__(self) -> None:
        require_positive(rate=self.rate)
        require_period(self.period)

    def init(self, parameters: ArrayLike) -> State[Array]:
        """The state at parameters of shape (n,); the first step sets the anchor.

        Raises ShapeError, EmptyError, NonFiniteError.
        """
        return begin_vector(parameters, "anchor", "full")

    def step(
        self,
        state: State[Array],
        *,
        full_gradient: Gradient,
        batch_gradient: Gradient,
        preconditioner: ArrayLike,
    ) -> tuple[State[Array], Report]:
        """One step, whose slope is along v; notes: correction |v - grad L_B(theta)|.

        full_gradient   theta to grad L, (n,) to (n,); called when an anchor is set.
        batch_gradient  theta to grad L_B, (n,) to (n,), of one batch.
        preconditioner  P, (n, n), symmetric positive definite.
        Raises SingularFactorError, MetricError, ShapeError, NonFiniteError.
        """
        theta, shape = state.parameters, state.parameters.shape
        anchor, full = state.memory["anchor"], state.memory["full"]
        if state.count % self.period == 0:
            anchor, full = theta, require_like("the full gradient", full_gradient(theta), shape)
        here = require_like("the batch gradient", batch_gradient(theta), shape)
        there = require_like("the batch gradient at the anchor", batch_gradient(anchor), shape)
        v = here - there + full
        P = require_like("the preconditioner", preconditioner, (theta.size, theta.size))
        return advance(
            state,
            theta - self.rate * cholesky_solve(P, v).solution,
            gradient=v,
            notes={"correction": float(np.linalg.norm(v - here))},
            anchor=anchor,
            full=full,
        )


optimizer = SVRG
