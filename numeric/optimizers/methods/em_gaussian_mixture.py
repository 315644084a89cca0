"""Expectation maximisation for a mixture of Gaussians.

    h_nk = w_k N(x_n; m_k, S_k) / sum_j w_j N(x_n; m_j, S_j),     N_k = sum_n h_nk
    w_k' = N_k / N,    m_k' = sum_n h_nk x_n / N_k,    S_k' = sum_n h_nk (x_n - m_k')(x_n - m_k')^T / N_k

The likelihood never decreases.  The step is a preconditioned gradient step on the log-likelihood l (a sum over n):

    w' - w = (diag w - w w^T) dl/dw / N,     m_k' - m_k = S_k dl/dm_k / N_k
    S_k' - S_k = 2 S_k (dl/dS_k) S_k / N_k - (m_k' - m_k)(m_k' - m_k)^T

The last term appears because S_k' is centred at m_k' and the gradient taken at m_k.

Source  Dempster, Laird and Rubin, J. R. Statist. Soc. B 39 (1977); Xu and Jordan, On convergence properties of
        the EM algorithm for Gaussian mixtures, Neural Comput. 8 (1996), Theorem 1.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import solve_triangular

from numeric.arrays import Array
from numeric.errors import ShapeError
from numeric.metrics import require_metric
from numeric.optimizers.contract import Blocks, Report, State, advance_blocks, begin_blocks
from numeric.optimizers.errors import CollapseError
from numeric.optimizers.mixtures import (
    masses,
    require_examples_of,
    require_mixture_weights,
    responsibilities,
)
from numeric.solvers.direct import factor
from numeric.solvers.errors import SingularFactorError


@dataclass(frozen=True)
class EMGaussianMixture:
    """Full EM steps; parameters are weights (K,), means (K, d), covariances (K, d, d)."""

    def init(self, parameters: tuple[ArrayLike, ArrayLike, ArrayLike]) -> State[Blocks]:
        """The state at (weights, means, covariances).

        Raises MassError, MetricError for a covariance, ShapeError, EmptyError, NonFiniteError.
        """
        state = begin_blocks(("weights", "means", "covariances"), parameters)
        w, means, S = state.parameters
        require_mixture_weights(w)
        if means.ndim != 2 or len(means) != w.size or S.shape != (*means.shape, means.shape[1]):
            raise ShapeError(
                f"weights {w.shape}, means {means.shape}, covariances {S.shape}; (K,), (K, d), (K, d, d) needed."
            )
        for k, covariance in enumerate(S):
            require_metric(f"covariance {k}", covariance)
        return state

    def step(self, state: State[Blocks], *, data: ArrayLike) -> tuple[State[Blocks], Report]:
        """One step; notes: likelihood, the mean log-likelihood at the parameters it starts from.

        data  x, (N, d).
        Raises CollapseError for a component that loses its mass or its spread, EmptyError, ShapeError,
        NonFiniteError.
        """
        w, means, S = state.parameters
        x = require_examples_of(means.shape[1], data)
        h, likelihood = responsibilities(np.log(w) + _log_densities(x, means, S))
        counts = masses(h)
        centres = h.T @ x / counts[:, None]
        away = x[:, None] - centres
        spread = np.einsum("nk,nki,nkj->kij", h, away, away) / counts[:, None, None]
        for k, covariance in enumerate(spread):
            _require_spread(k, covariance)
        return advance_blocks(state, (counts / len(x), centres, spread), notes={"likelihood": likelihood})


def _log_densities(x: Array, means: Array, covariances: Array) -> Array:
    """Log N(x_n; m_k, S_k), (N, K)."""
    columns = []
    for mean, S in zip(means, covariances, strict=True):
        L = np.linalg.cholesky(S)
        scaled = solve_triangular(L, (x - mean).T, lower=True)
        size = 2 * np.sum(np.log(np.diag(L))) + mean.size * np.log(2 * np.pi)
        columns.append(-(np.sum(scaled**2, axis=0) + size) / 2)
    return np.stack(columns, axis=1)


def _require_spread(k: int, covariance: Array) -> None:
    try:
        factor(f"covariance {k}", covariance)
    except SingularFactorError as error:
        raise CollapseError(
            f"component {k} has collapsed: the smallest eigenvalue of its covariance is {error.eigenvalue:.3g}. It "
            "answers for too few distinct examples, and the likelihood is unbounded there; use fewer components "
            "or other starts."
        ) from error


optimizer = EMGaussianMixture
