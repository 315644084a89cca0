"""Natural evolution strategy with a full Gaussian: minimises J = E[f(x)], x = m + A s, s standard normal, S = A A^T.

    m' = m - h_m A mean_i[f_i s_i],     A' = A exp(-h_s mean_i[f_i (s_i s_i^T - I)] / 2)

In the coordinate M of S = A exp(M) A^T at M = 0 the score is (s s^T - I) / 2 and the Fisher matrix half the identity
on symmetric matrices, so mean[f (s s^T - I)] is the natural gradient; A' is a root of A exp(-h_s ...) A^T, positive
definite for any rate.  For f = (x - c)^T H (x - c) / 2 the expected changes are exactly

    -h_m S H (m - c)     and     M = -h_s A^T H A,  that is  dS = -h_s S H S  to first order.

Source  Wierstra, Schaul, Glasmachers, Sun, Peters and Schmidhuber, Natural evolution strategies, JMLR 15 (2014),
        Algorithm 5 (xNES; there with ascent, utilities, and size and shape of A apart).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array
from numeric.errors import ShapeError
from numeric.optimizers.contract import (
    Blocks,
    Report,
    State,
    advance_blocks,
    begin_blocks,
    require_positive,
)
from numeric.optimizers.search_laws import require_draws
from numeric.solvers.direct import factor


@dataclass(frozen=True)
class FullEvolution:
    """Natural steps of mean and covariance; parameters are m (n,) and a root A (n, n) of the covariance.

    mean_rate   h_m, above 0, in units of 1 / f (in the frame of A).
    shape_rate  h_s, above 0, in units of 1 / f.
    Raises HyperparameterError.
    """

    mean_rate: float
    shape_rate: float

    def __post_init__(self) -> None:
        require_positive(mean_rate=self.mean_rate, shape_rate=self.shape_rate)

    def init(self, parameters: tuple[ArrayLike, ArrayLike]) -> State[Blocks]:
        """The state at (m, A).

        Raises SingularFactorError for a singular A, ShapeError, EmptyError, NonFiniteError.
        """
        state = begin_blocks(("mean", "root"), parameters)
        m, A = state.parameters
        if m.ndim != 1 or A.shape != (m.size, m.size):
            raise ShapeError(f"mean {m.shape} and root {A.shape}; (n,) and (n, n) needed.")
        factor("the covariance A A^T", A @ A.T)
        return state

    def points(self, state: State[Blocks], draws: ArrayLike) -> Array:
        """Where to evaluate f: m + A s, (N, n), for standard normal draws s of that shape."""
        m, A = state.parameters
        return np.asarray(m + np.asarray(draws) @ A.T)

    def step(
        self, state: State[Blocks], *, draws: ArrayLike, losses: ArrayLike
    ) -> tuple[State[Blocks], Report]:
        """One step; notes: loss, the mean of the losses.

        draws   s, (N, n), standard normal.
        losses  f at `points`, (N,), or utilities of them.
        Raises ShapeError, EmptyError, NonFiniteError.
        """
        m, A = state.parameters
        s, f = require_draws(m.size, draws, losses)
        natural = np.einsum("i,ij,ik->jk", f, s, s) / len(s) - np.mean(f) * np.eye(m.size)
        root = A @ _exponential(-self.shape_rate / 2 * natural)
        mean = m - self.mean_rate * A @ (f @ s) / len(s)
        return advance_blocks(state, (mean, root), notes={"loss": float(np.mean(f))})


def _exponential(symmetric: Array) -> Array:
    d, Q = np.linalg.eigh((symmetric + symmetric.T) / 2)
    return (Q * np.exp(d)) @ Q.T


optimizer = FullEvolution
