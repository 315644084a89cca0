"""What a method is, and what it makes: a kernel that moves one block of chains, in place.

A kernel draws its noise and advances in two calls, so that the same step can be fed with quadrature nodes
instead of noise: what the contracts integrate is the code that runs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from numeric.arrays import Array
from numeric.langevin.errors import MethodError, StepError
from numeric.langevin.fills import Fill
from numeric.langevin.positive import require_positive


class Kernel(Protocol):
    """One block of m chains."""

    @property
    def theta(self) -> Array:
        """Positions, (n, m): a view, valid until the next step."""

    @property
    def noise(self) -> Array:
        """Standard normals of the next step, (n, m): a view, valid until the next step."""

    @property
    def memory(self) -> tuple[Array, ...]:
        """All that one step hands to the next, positions first: views to copy from and into."""

    @property
    def accepted(self) -> Array | None:
        """How many proposals each chain has accepted, (m,); None for a method that rejects nothing."""

    @property
    def proposal(self) -> Array | None:
        """Where each chain last tried to go, (n, m); None for a method that rejects nothing."""

    def begin(self, generator: np.random.Generator) -> None:
        """Draw what is needed before the first step."""

    def draw(self, generator: np.random.Generator) -> None:
        """Draw the noise of one step."""

    def advance(self) -> None:
        """Make one step with the noise that is there."""

    def broken(self) -> Array:
        """Which chains, (m,), have run away, are not finite or have a metric that is not positive."""


@dataclass(frozen=True)
class Method:
    """A way to step a dynamics.

    name                  as the file.
    weak_order            p in |E f(theta_h(t)) - E f(theta(t))| = O(h^p) at fixed t; infinite when exact.
    invariant_bias_order  q in |E_h f - E f| = O(h^q) in the stationary law; infinite when exact.
    dynamics              the classes of dynamics it is for.
    kernel                a dynamics, a time step and positions (n, m), which are copied, to a kernel.
    """

    name: str
    weak_order: float
    invariant_bias_order: float
    dynamics: tuple[type, ...]
    kernel: Callable[[Any, float, Array], Kernel]

    def start(self, dynamics: object, h: float, theta: Array) -> Kernel:
        """The kernel at the positions.

        h      time step.
        theta  (n, m).
        Raises MethodError for a dynamics the method is not for, StepError, and as the kernel does.
        """
        if not isinstance(dynamics, self.dynamics):
            names = " or ".join(kind.__name__ for kind in self.dynamics)
            raise MethodError(f"{self.name} is for {names}, not for {type(dynamics).__name__}.")
        require_positive("the time step h", h, StepError)
        with np.errstate(all="ignore"):  # coefficients that overflow are found in the first step
            return self.kernel(dynamics, float(h), np.asarray(theta, dtype=np.float64))


def require_loss(name: str, loss: Fill | None) -> Fill:
    """Return the loss if there is one.

    Raises MethodError.
    """
    if loss is None:
        raise MethodError(f"{name} accepts or rejects by the loss itself: give the dynamics loss=...")
    return loss


def not_finite(theta: Array) -> Array:
    """Which columns of (n, m) hold NaN or infinity."""
    return np.asarray(~np.isfinite(theta).all(axis=0))
