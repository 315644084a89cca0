"""Variance-reduced steps on a least-squares problem with four examples.

Over the examples, the direction has the full gradient as its mean wherever the anchor is; at the anchor it has no
variance, and since all examples share one curvature here, none anywhere: preconditioned with the Hessian at rate 1,
a step from any anchor lands on the minimiser, whichever example was drawn.

Source  Johnson and Zhang (2013), Fig. 1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from numeric.optimizers.contract import State
from numeric.optimizers.methods.svrg import SVRG
from theorems.demonstrations.demonstration import Broken, Demonstration
from theorems.demonstrations.figures import Figure, at_least, equals

HESSIAN = np.array([[3.0, 1.0], [1.0, 2.0]])
CENTRES = np.array([[1.0, 0.0], [0.0, 3.0], [-2.0, 1.0], [5.0, 4.0]])  # example i: ½ (θ − c_i)ᵀ H (θ − c_i)
MINIMISER = np.array([1.0, 2.0])  # the mean of the centres
START = np.array([4.0, -1.0])

Step = Callable[[State, int], tuple[State, np.ndarray]]


def slope(i: int, theta: np.ndarray) -> np.ndarray:
    """The gradient of one example."""
    return HESSIAN @ (theta - CENTRES[i])


def full(theta: np.ndarray) -> np.ndarray:
    """The gradient of the mean."""
    return HESSIAN @ (theta - MINIMISER)


def accepts(make: Callable[..., SVRG]) -> Sequence[Figure]:
    """Where a step leads for every example drawn, and the mean direction away from the anchor."""
    method = make(rate=1.0, period=2)
    landed = [stepped(method, method.init(START), i).parameters for i in range(4)]
    half = make(rate=0.5, period=2)
    away = stepped(half, half.init(START), 3)  # its anchor stays at the start for one more step
    moved = [stepped(half, away, i).parameters for i in range(4)]
    expected = away.parameters - 0.5 * (away.parameters - MINIMISER)
    plain = [slope(i, START) for i in range(4)]
    return [
        *(equals(f"the step with example {i + 1}", x, MINIMISER, digits=13) for i, x in enumerate(landed)),
        equals("the mean step away from the anchor", np.mean(moved, axis=0), expected, digits=13),
        equals("a step away from the anchor", moved[0], expected, digits=13),
        at_least("spread of the plain gradients", float(np.std(plain)), 1.0),
    ]


def stepped(method: SVRG, state: State, i: int) -> State:
    """One step that draws example i."""
    return method.step(
        state, full_gradient=full, batch_gradient=lambda theta: slope(i, theta), preconditioner=HESSIAN
    )[0]


class Plain(SVRG):
    """No anchor: the plain stochastic gradient."""

    def step(self, state, *, full_gradient, batch_gradient, preconditioner):  # type: ignore[no-untyped-def]  # noqa: D102
        return super().step(
            state,
            full_gradient=batch_gradient,
            batch_gradient=batch_gradient,
            preconditioner=preconditioner,
        )


class Added(SVRG):
    """The gradient at the anchor is added, not taken away."""

    def step(self, state, *, full_gradient, batch_gradient, preconditioner):  # type: ignore[no-untyped-def]  # noqa: D102
        anchor = state.parameters if state.count % self.period == 0 else state.memory["anchor"]
        return super().step(
            state,
            full_gradient=lambda theta: full_gradient(theta) + 2 * batch_gradient(anchor),
            batch_gradient=batch_gradient,
            preconditioner=preconditioner,
        )


class Unpreconditioned(SVRG):
    """The preconditioner is left out."""

    def step(self, state, *, full_gradient, batch_gradient, preconditioner):  # type: ignore[no-untyped-def]  # noqa: D102
        return super().step(
            state,
            full_gradient=full_gradient,
            batch_gradient=batch_gradient,
            preconditioner=np.eye(len(preconditioner)),
        )


DEMONSTRATION = Demonstration(
    text=(
        "Preconditioned variance-reduced steps on four quadratic examples that share a Hessian: they "
        "land on the minimiser."
    ),
    implementation=SVRG,
    accepts=accepts,
    broken=(
        Broken("the anchor's full gradient is that of the batch", Plain),
        Broken("the batch gradient at the anchor is added", Added),
        Broken("the preconditioner is left out", Unpreconditioned),
    ),
    code=("numeric/optimizers/methods/svrg.py",),
)
