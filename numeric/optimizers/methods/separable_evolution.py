"""Natural evolution strategy with independent Gaussians: minimises J = E[f(x)], x = m + sigma s, s standard normal.

    m' = m - h_m sigma mean_i[f_i s_i],     log sigma' = log sigma - h_s mean_i[f_i (s_i^2 - 1)] / 2

These are natural gradient steps: the Fisher matrix of the law in (m, log sigma) is diag(1 / sigma^2, 2), the score
(s / sigma, s^2 - 1).  For f = (x - c)^T H (x - c) / 2 the expected changes are exactly

    -h_m sigma^2 [H (m - c)]     and     -h_s diag(H) sigma^2 / 2.

Source  Wierstra, Schaul, Glasmachers, Sun, Peters and Schmidhuber, Natural evolution strategies, JMLR 15 (2014),
        Algorithm 6 (SNES; there with ascent and utilities in the place of f).
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


@dataclass(frozen=True)
class SeparableEvolution:
    """Natural steps of mean and log-deviation; parameters are m (n,) and log sigma (n,).

    mean_rate   h_m, above 0, in units of 1 / f.
    shape_rate  h_s, above 0, in units of 1 / f.
    Raises HyperparameterError.
    """

    mean_rate: float
    shape_rate: float

    def __post_init__(self) -> None:
        require_positive(mean_rate=self.mean_rate, shape_rate=self.shape_rate)

    def init(self, parameters: tuple[ArrayLike, ArrayLike]) -> State[Blocks]:
        """The state at (m, log sigma).

        Raises ShapeError, EmptyError, NonFiniteError.
        """
        state = begin_blocks(("mean", "log-deviations"), parameters)
        m, log_sigma = state.parameters
        if m.ndim != 1 or m.shape != log_sigma.shape:
            raise ShapeError(f"mean {m.shape} and log-deviations {log_sigma.shape}; both (n,) needed.")
        return state

    def points(self, state: State[Blocks], draws: ArrayLike) -> Array:
        """Where to evaluate f: m + sigma s, (N, n), for standard normal draws s of that shape."""
        m, log_sigma = state.parameters
        return np.asarray(m + np.exp(log_sigma) * np.asarray(draws))

    def step(
        self, state: State[Blocks], *, draws: ArrayLike, losses: ArrayLike
    ) -> tuple[State[Blocks], Report]:
        """One step; notes: loss, the mean of the losses.

        draws   s, (N, n), standard normal.
        losses  f at `points`, (N,), or utilities of them.
        Raises ShapeError, EmptyError, NonFiniteError.
        """
        m, log_sigma = state.parameters
        s, f = require_draws(m.size, draws, losses)
        N = len(s)
        mean = m - self.mean_rate * np.exp(log_sigma) * (f @ s) / N
        shape = log_sigma - self.shape_rate * (f @ (s**2 - 1)) / (2 * N)
        return advance_blocks(state, (mean, shape), notes={"loss": float(np.mean(f))})


optimizer = SeparableEvolution
