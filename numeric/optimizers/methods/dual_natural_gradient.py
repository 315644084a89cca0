"""Natural gradient descent in the mean coordinates of an exponential family: the dual of mirror descent.

    eta' = eta - h [hess psi*(eta)]^-1 dL/d eta

hess psi*(eta) is the Fisher matrix in eta, and its inverse hess psi(theta) turns dL/d eta into dL/d theta: that is why
`mirror_descent` in theta takes the same step.

Source  Raskutti and Mukherjee, The information geometry of mirror descent, IEEE Trans. Inf. Theory 61 (2015),
        Theorem 1; Amari, Information Geometry and Its Applications (2016), sec. 2.2.
"""

from dataclasses import dataclass

from numpy.typing import ArrayLike

from numeric.arrays import Array
from numeric.optimizers.contract import Report, State, advance, begin_vector, require_like, require_positive
from numeric.optimizers.potentials import Potential
from numeric.solvers.direct import cholesky_solve


@dataclass(frozen=True)
class DualNaturalGradient:
    """Natural steps in mean coordinates.

    rate       h, above 0.
    potential  psi, whose mean metric is the Fisher matrix.
    Raises HyperparameterError.
    """

    rate: float
    potential: Potential

    def __post_init__(self) -> None:
        require_positive(rate=self.rate)

    def init(self, parameters: ArrayLike) -> State[Array]:
        """The state at mean parameters eta of shape (n,).

        Raises DomainError, ShapeError, EmptyError, NonFiniteError.
        """
        state = begin_vector(parameters)
        self.potential.require_mean(state.parameters)
        return state

    def step(self, state: State[Array], *, gradient: ArrayLike) -> tuple[State[Array], Report]:
        """One step; notes: residual of the solve.

        gradient  with respect to eta, (n,).
        Raises DomainError when the step leaves the means, SingularFactorError, ShapeError, NonFiniteError.
        """
        g = require_like("the gradient", gradient, state.parameters.shape)
        found = cholesky_solve(self.potential.mean_metric(state.parameters), g)
        eta = self.potential.require_mean(state.parameters - self.rate * found.solution)
        return advance(state, eta, gradient=g, notes={"residual": found.residual})


optimizer = DualNaturalGradient
