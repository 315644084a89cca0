"""Expectation maximisation for a mixture of products of Bernoulli laws.

    h_nk = w_k prod_i q_ki^x_ni (1 - q_ki)^(1 - x_ni) / sum_j ...,     N_k = sum_n h_nk
    w_k' = N_k / N,     q_k' = sum_n h_nk x_n / N_k

The likelihood never decreases, and the step is a preconditioned gradient step on the log-likelihood l:

    w' - w = (diag w - w w^T) dl/dw / N,     q_ki' - q_ki = q_ki (1 - q_ki) dl/dq_ki / N_k

so its preconditioner for q_k is the inverse Fisher matrix of one example, over N_k.

Source  Dempster, Laird and Rubin, J. R. Statist. Soc. B 39 (1977); McLachlan and Peel, Finite Mixture Models
        (2000), sec. 2.8; the identities follow from dl/dq_ki = sum_n h_nk (x_ni - q_ki) / [q_ki (1 - q_ki)].
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import xlog1py, xlogy

from numeric.errors import ShapeError
from numeric.optimizers.contract import Blocks, Report, State, advance_blocks, begin_blocks
from numeric.optimizers.errors import DomainError, LabelError
from numeric.optimizers.mixtures import (
    masses,
    require_examples_of,
    require_mixture_weights,
    responsibilities,
)


@dataclass(frozen=True)
class EMBernoulliMixture:
    """Full EM steps; parameters are weights (K,) and probabilities (K, d)."""

    def init(self, parameters: tuple[ArrayLike, ArrayLike]) -> State[Blocks]:
        """The state at (weights, probabilities).

        Raises MassError, DomainError for a probability outside [0, 1], ShapeError, EmptyError, NonFiniteError.
        """
        state = begin_blocks(("weights", "probabilities"), parameters)
        w, q = state.parameters
        require_mixture_weights(w)
        if q.ndim != 2 or len(q) != w.size:
            raise ShapeError(f"weights {w.shape} and probabilities {q.shape}; (K,) and (K, d) needed.")
        if np.any((q < 0) | (q > 1)):
            raise DomainError(f"probabilities from {np.min(q)} to {np.max(q)}: they must lie in [0, 1].")
        return state

    def step(self, state: State[Blocks], *, data: ArrayLike) -> tuple[State[Blocks], Report]:
        """One step; notes: likelihood, the mean log-likelihood at the parameters it starts from.

        data  x, (N, d), each entry 0 or 1.
        Raises LabelError, CollapseError, EmptyError, ShapeError, NonFiniteError.
        """
        w, q = state.parameters
        x = require_examples_of(q.shape[1], data)
        bad = (x != 0) & (x != 1)
        if np.any(bad):
            where = tuple(int(i) for i in np.argwhere(bad)[0])
            raise LabelError(f"the data have {x[where]} at index {where}: each entry must be 0 or 1.")
        log_joint = np.log(w) + np.sum(xlogy(x[:, None], q) + xlog1py(1 - x[:, None], -q), axis=2)
        h, likelihood = responsibilities(log_joint)
        counts = masses(h)
        moved = np.clip(h.T @ x / counts[:, None], 0.0, 1.0)  # a mean of ones may round to more than one
        return advance_blocks(state, (counts / len(x), moved), notes={"likelihood": likelihood})


optimizer = EMBernoulliMixture
