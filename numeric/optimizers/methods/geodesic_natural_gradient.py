"""The natural gradient step corrected to second order for the geodesic it should follow.

    v = -F^-1 g,     theta' = theta + h v - h^2 Gamma(v, v) / 2,     Gamma(v, v)^k = Gamma^k_ij v^i v^j

The plain step is the same in two charts up to O(h^2); with the Christoffel symbols of the metric, up to O(h^3).

Source  Song, Song and Ermon, Accelerating natural gradient with higher-order invariance, ICML 2018 (PMLR 80),
        sec. 4 (arXiv:1803.01273).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array
from numeric.optimizers.contract import Report, State, advance, begin_vector, require_like, require_positive
from numeric.solvers.direct import cholesky_solve


@dataclass(frozen=True)
class GeodesicNaturalGradient:
    """Natural steps with the second-order term of the geodesic.

    rate  h, above 0.
    Raises HyperparameterError.
    """

    rate: float

    def __post_init__(self) -> None:
        require_positive(rate=self.rate)

    def init(self, parameters: ArrayLike) -> State[Array]:
        """The state at parameters of shape (n,).

        Raises ShapeError, EmptyError, NonFiniteError.
        """
        return begin_vector(parameters)

    def step(
        self, state: State[Array], *, gradient: ArrayLike, metric: ArrayLike, christoffel: ArrayLike
    ) -> tuple[State[Array], Report]:
        """One step; notes: correction, the length of the second-order term.

        gradient     g, (n,).
        metric       F, (n, n), symmetric positive definite.
        christoffel  Gamma^k_ij of F at the point, (n, n, n), the upper index first.
        Raises SingularFactorError with the smallest eigenvalue, MetricError, ShapeError, NonFiniteError.
        """
        g = require_like("the gradient", gradient, state.parameters.shape)
        n = g.size
        v = -cholesky_solve(require_like("the metric", metric, (n, n)), g).solution
        Gamma = require_like("the Christoffel symbols", christoffel, (n, n, n))
        bend = self.rate**2 / 2 * np.einsum("kij,i,j->k", Gamma, v, v)
        return advance(
            state,
            state.parameters + self.rate * v - bend,
            gradient=g,
            notes={"correction": float(np.linalg.norm(bend))},
        )


optimizer = GeodesicNaturalGradient
