"""Mirror descent in theta with a potential psi.

    grad psi(theta') = grad psi(theta) - eta g,     g the gradient with respect to theta

It minimises eta g^T theta' + D_psi(theta', theta) with the Bregman divergence D of psi.  With eta(theta) =
grad psi(theta) it is natural gradient descent in the dual coordinates (`dual_natural_gradient`), exactly, at any rate.

Source  Raskutti and Mukherjee, The information geometry of mirror descent, IEEE Trans. Inf. Theory 61 (2015),
        Theorem 1; Beck and Teboulle, Oper. Res. Lett. 31 (2003).
"""

from dataclasses import dataclass

from numpy.typing import ArrayLike

from numeric.arrays import Array
from numeric.optimizers.contract import Report, State, advance, begin_vector, require_like, require_positive
from numeric.optimizers.potentials import Potential


@dataclass(frozen=True)
class MirrorDescent:
    """Gradient steps taken in the mean coordinates of a potential.

    rate       eta, above 0.
    potential  psi.
    Raises HyperparameterError.
    """

    rate: float
    potential: Potential

    def __post_init__(self) -> None:
        require_positive(rate=self.rate)

    def init(self, parameters: ArrayLike) -> State[Array]:
        """The state at natural parameters theta of shape (n,).

        Raises ShapeError, EmptyError, NonFiniteError.
        """
        return begin_vector(parameters)

    def step(self, state: State[Array], *, gradient: ArrayLike) -> tuple[State[Array], Report]:
        """One step.

        gradient  with respect to theta, (n,).
        Raises DomainError when the step leaves the range of grad psi, ShapeError, NonFiniteError.
        """
        g = require_like("the gradient", gradient, state.parameters.shape)
        if not g.any():
            return advance(state, state.parameters, gradient=g)  # grad psi* of grad psi rounds
        eta = self.potential.require_mean(self.potential.to_mean(state.parameters) - self.rate * g)
        return advance(state, self.potential.to_natural(eta), gradient=g)


optimizer = MirrorDescent
