"""EKFAC for one layer s = W a: the eigenbases of K-FAC's factors, with the second moments measured in them.

    A = Q_A diag Q_A^T,  G = Q_G diag Q_G^T      (running averages, as in `kfac`)
    s = mean over examples of (Q_G^T D_i Q_A)^2,     D_i = g_i a_i^T, (m, n)
    W' = W - eta Q_G [(Q_G^T dL/dW Q_A) / (s + lambda)] Q_A^T

s is the diagonal, in that basis, of the Fisher block itself; K-FAC has the products of the factors' eigenvalues in
its place.  No other diagonal in the basis is nearer to the block in Frobenius norm.  Between two refreshes of the
basis s is a running average; a new basis starts it anew, since entries of two bases do not mix.

Source  George, Laurent, Bouthillier, Ballas and Vincent, Fast approximate natural gradient descent in a
        Kronecker-factored eigenbasis, NeurIPS 2018, sec. 3 and Algorithm 1 (arXiv:1806.03884).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, floats, require_finite, require_some
from numeric.curvature.averages import early_decay
from numeric.errors import ShapeError
from numeric.metrics import require_symmetric
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
from numeric.solvers.errors import SingularFactorError


@dataclass(frozen=True)
class EKFAC:
    """Steps preconditioned by measured second moments in the eigenbasis of two factors.

    Memory: input_average, output_average; input_basis Q_A, output_basis Q_G, of the last refresh; scales s.

    rate     eta, above 0.
    damping  lambda, at least 0, in the units of s.
    decay    of the averages, in [0, 1).
    period   steps from one refresh of the basis to the next, at least 1.
    Raises HyperparameterError.
    """

    rate: float
    damping: float
    decay: float = 0.95
    period: int = 1

    def __post_init__(self) -> None:
        require_positive(rate=self.rate)
        require_not_negative(damping=self.damping)
        require_decay(decay=self.decay)
        require_period(self.period)

    def init(self, parameters: ArrayLike) -> State[Array]:
        """The state at weights W of shape (m, n): m outputs, n inputs.

        Raises ShapeError, EmptyError, NonFiniteError.
        """
        weights = require_weights(parameters)
        m, n = weights.shape
        A, G = np.zeros((n, n)), np.zeros((m, m))
        return begin(
            weights,
            input_average=A,
            output_average=G,
            input_basis=A,
            output_basis=G,
            scales=np.zeros((m, n)),
        )

    def step(
        self,
        state: State[Array],
        *,
        gradient: ArrayLike,
        input_moment: ArrayLike,
        output_moment: ArrayLike,
        example_gradients: ArrayLike,
    ) -> tuple[State[Array], Report]:
        """One step; notes: the smallest and largest s + lambda.

        gradient           dL/dW of the mean loss, (m, n).
        input_moment       A_t, (n, n).
        output_moment      G_t, (m, m).
        example_gradients  D_i, (N, m, n), not divided by N, with labels drawn from the model.
        Raises SingularFactorError when an s + lambda is zero at rounding, EmptyError for no examples,
        MetricError, ShapeError, NonFiniteError.
        """
        g = require_like("the gradient", gradient, state.parameters.shape)
        D = require_examples(example_gradients, g.shape)
        memory = averaged_factors(state, input_moment, output_moment, decay=self.decay)
        age = state.count % self.period
        if age == 0:
            memory["input_basis"] = _basis("the input average", memory["input_average"])
            memory["output_basis"] = _basis("the output average", memory["output_average"])
        Q_A, Q_G = memory["input_basis"], memory["output_basis"]
        e = early_decay(age + 1, limit=self.decay)
        memory["scales"] = e * state.memory["scales"] + (1 - e) * np.mean((Q_G.T @ D @ Q_A) ** 2, axis=0)
        damped = _require_scales(memory["scales"] + self.damping)
        direction = Q_G @ ((Q_G.T @ g @ Q_A) / damped) @ Q_A.T
        return advance(
            state,
            state.parameters - self.rate * direction,
            gradient=g,
            notes={"smallest": float(np.min(damped)), "largest": float(np.max(damped))},
            **memory,
        )


def require_examples(gradients: ArrayLike, shape: tuple[int, ...]) -> Array:
    """Return gradients of single examples, of shape (N, *shape), N at least 1.

    Raises ShapeError, EmptyError, NonFiniteError.
    """
    D = floats(gradients).astype(np.float64)
    if D.ndim != len(shape) + 1 or D.shape[1:] != shape:
        raise ShapeError(f"the example gradients have shape {D.shape}; (N, {shape}) is needed.")
    require_some("examples", len(D))
    return require_finite("the example gradients", D)


def _basis(what: str, moment: Array) -> Array:
    return np.asarray(np.linalg.eigh(require_symmetric(what, moment))[1])


def _require_scales(scales: Array) -> Array:
    smallest = float(np.min(scales))
    if not smallest > scales.size * np.finfo(float).eps * np.max(scales):
        raise SingularFactorError(
            f"the smallest of the {scales.shape} scales is {smallest:.3g}, against {np.max(scales):.3g}: no example "
            "has a gradient in that direction of the basis. Use more examples, or a damping above zero.",
            eigenvalue=smallest,
        )
    return scales


optimizer = EKFAC
