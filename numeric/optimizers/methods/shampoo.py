"""Shampoo for tensors of any order k.

    H_i <- H_i + G_(i) G_(i)^T,     H_i = epsilon I at the start        G_(i): mode i in rows, the others in columns
    theta' = theta - eta G x_1 H_1^(-1/2k) x_2 ... x_k H_k^(-1/2k)

For a matrix, k = 2, that is L^-1/4 G R^-1/4 with L = epsilon I + sum G G^T and R = epsilon I + sum G^T G; for a
vector, k = 1, full-matrix AdaGrad.  Together the k roots scale like one over the size of G, whatever k.

Source  Gupta, Koren and Singer, Shampoo: preconditioned stochastic tensor optimization, ICML 2018 (PMLR 80),
        Algorithms 1 and 2 (arXiv:1802.09568).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array
from numeric.errors import ShapeError
from numeric.optimizers.contract import (
    Report,
    State,
    advance,
    begin,
    require_like,
    require_parameters,
    require_positive,
)


@dataclass(frozen=True)
class Shampoo:
    """Steps preconditioned along every mode; memory: mode_0, mode_1, ..., the H_i.

    rate     eta, above 0.
    epsilon  above 0, in the units of the squared gradient.
    Raises HyperparameterError.
    """

    rate: float
    epsilon: float = 1e-6

    def __post_init__(self) -> None:
        require_positive(rate=self.rate, epsilon=self.epsilon)

    def init(self, parameters: ArrayLike) -> State[Array]:
        """The state at parameters of shape (n_1, ..., n_k), k at least 1.

        Raises ShapeError for a number, EmptyError, NonFiniteError.
        """
        start = require_parameters("the parameters", parameters)
        sizes = start.shape
        if not sizes:
            raise ShapeError("parameters of shape (): Shampoo needs at least one mode; give shape (1,).")
        return begin(start, **{f"mode_{i}": self.epsilon * np.eye(n) for i, n in enumerate(sizes)})

    def step(self, state: State[Array], *, gradient: ArrayLike) -> tuple[State[Array], Report]:
        """One step.

        gradient  G, of the shape of the parameters.
        Raises ShapeError, NonFiniteError.
        """
        G = require_like("the gradient", gradient, state.parameters.shape)
        memory, direction = {}, G
        for i in range(G.ndim):
            rows = np.moveaxis(G, i, 0).reshape(G.shape[i], -1)
            H = memory[f"mode_{i}"] = state.memory[f"mode_{i}"] + rows @ rows.T
            root = _power(H, -1 / (2 * G.ndim), self.epsilon)
            direction = np.moveaxis(np.tensordot(root, direction, axes=(1, i)), 0, i)
        return advance(state, state.parameters - self.rate * direction, gradient=G, **memory)


def _power(H: Array, exponent: float, least: float) -> Array:
    """H^exponent of a symmetric H, none of whose eigenvalues is below `least` but by rounding."""
    d, Q = np.linalg.eigh(H)
    return (Q * np.maximum(d, least) ** exponent) @ Q.T


optimizer = Shampoo
