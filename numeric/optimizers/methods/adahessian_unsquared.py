"""AdaHessian as it is sometimes printed: the diagonal is averaged without being squared, and not corrected.

    v' = b v + (1 - b) diag(H),     theta' = theta - alpha g / sqrt(v' + epsilon)

Not the published method: v' has the units of H, so the step scales like g / sqrt(H) and not like g / H; there is no
momentum and no bias correction (the first v' is (1 - b) diag(H)); and where the average is negative, as it may be
wherever a curvature is, the root does not exist.  That is an error here, never a NaN.

Source  solved as it stands; compare `adahessian`, which is Yao et al. (AAAI 2021), Algorithm 1.
"""

from dataclasses import dataclass

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
    require_positive,
)
from numeric.optimizers.errors import NegativeRootError


@dataclass(frozen=True)
class UnsquaredAdaHessian:
    """Steps scaled by the root of the averaged diagonal; memory: average v.

    rate     alpha, above 0.
    decay    b, in [0, 1).
    epsilon  above 0, in the units of the Hessian.
    Raises HyperparameterError.
    """

    rate: float
    decay: float = 0.999
    epsilon: float = 1e-4

    def __post_init__(self) -> None:
        require_positive(rate=self.rate, epsilon=self.epsilon)
        require_decay(decay=self.decay)

    def init(self, parameters: ArrayLike) -> State[Array]:
        """The state at parameters of any shape."""
        return begin(parameters, "average")

    def step(
        self, state: State[Array], *, gradient: ArrayLike, diagonal: ArrayLike
    ) -> tuple[State[Array], Report]:
        """One step.

        gradient  g, of the shape of the parameters.
        diagonal  diag(H), of the same shape.
        Raises NegativeRootError where v' + epsilon is not positive, ShapeError, NonFiniteError.
        """
        g = require_like("the gradient", gradient, state.parameters.shape)
        D = require_like("the diagonal", diagonal, state.parameters.shape)
        v = self.decay * state.memory["average"] + (1 - self.decay) * D
        radicand = v + self.epsilon
        if not np.all(radicand > 0):
            where = tuple(int(i) for i in np.unravel_index(np.argmin(radicand), radicand.shape))
            raise NegativeRootError(
                f"the root of v + epsilon = {radicand[where]:.6g} at index {where} does not exist: the averaged "
                "diagonal of the Hessian is negative there, as it may be away from a minimum. "
                "The published method squares the diagonal first (`adahessian`).",
                value=float(radicand[where]),
            )
        return advance(state, state.parameters - self.rate * g / np.sqrt(radicand), gradient=g, average=v)


optimizer = UnsquaredAdaHessian
