"""The Ornstein-Uhlenbeck process dx = -A*x dt + sqrt(2*D) dW, about its mean zero.

With P(t) = exp(-A*t),

    E[x(t) | x0] = P*x0,      Cov[x(t) | x0] = int_0^t P(s)*2*D*P(s).T ds = Sigma - P*Sigma*P.T,
    A*Sigma + Sigma*A.T = 2*D,      C(t) = E[x(t)*x(0).T] = P(t)*Sigma  for t >= 0.

In the Langevin case A = eta*I^-1*H and D = eta*T*I^-1, so that Sigma = T*H^-1 whatever I is.
Source: [Risken1989] sec. 6.5.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp
from sympy import Expr, Symbol

from derivations.stochastic import shapes
from derivations.stochastic.errors import CollidingSpectraError, NoStationaryLawError
from derivations.stochastic.generator import Generator
from derivations.stochastic.lyapunov import continuous_lyapunov
from derivations.stochastic.propagator import propagator, stable
from derivations.tidy import tidy

READABLE = 200  # operations; longer sums of exponentials of roots cost seconds to shorten, and stay unread


@dataclass(frozen=True)
class OrnsteinUhlenbeck:
    """A linear diffusion with constant noise, about its mean.

    A  the drift matrix, (n, n), per time.
    D  the diffusion matrix, (n, n), symmetric, in units of x squared per time.

    Raises ShapeError or SymmetryError for matrices that are not so.
    """

    A: Any
    D: Any

    def __post_init__(self) -> None:
        n = sp.Matrix(self.A).rows
        object.__setattr__(self, "A", shapes.matrix("The drift matrix", self.A, n, n))
        object.__setattr__(self, "D", shapes.symmetric("The diffusion matrix", self.D, n))

    def generator(self, coordinates: Sequence[Symbol]) -> Generator:
        """The generator in the given coordinates; raises ShapeError unless there are n."""
        x = shapes.column("The state", list(coordinates), self.A.rows)
        return Generator(tuple(coordinates), -self.A * x, self.D)

    def transition_mean(self, x0: Any, t: Expr) -> Any:
        """E[x(t) | x0] = exp(-A*t)*x0, (n, 1); raises NoClosedFormError as propagator does."""
        return tidy(propagator(self.A, t) * shapes.column("The initial state", x0, self.A.rows))

    def transition_covariance(self, t: Expr) -> Any:
        """Cov[x(t) | x0], (n, n), t >= 0, for stable and unstable A; raises as propagator does."""
        try:
            S = continuous_lyapunov(self.A, 2 * self.D)
        except CollidingSpectraError:
            return self._integrated_covariance(t)
        P = propagator(self.A, t)
        return (S - P * S * P.T).applyfunc(lambda e: tidy(e) if sp.count_ops(e) <= READABLE else e)

    def _integrated_covariance(self, t: Expr) -> Any:
        s = sp.Dummy("s", positive=True)
        P = propagator(self.A, s)
        rate = (P * (2 * self.D) * P.T).applyfunc(lambda e: sp.expand(e, log=False))
        return tidy(rate.applyfunc(lambda e: sp.integrate(e, (s, 0, t))))

    def stationary_covariance(self) -> Any:
        """Sigma, (n, n), in units of x squared.

        Where the assumptions on the symbols do not decide whether A is stable, it is taken to be.

        Raises NoStationaryLawError if A is not stable.
        """
        if stable(self.A) is False:
            raise NoStationaryLawError(
                f"A = {self.A} has an eigenvalue whose real part is not positive: noise in its direction adds "
                "up for ever, and there is no stationary law. A sign (the drift is -A*x) is the usual cause."
            )
        return continuous_lyapunov(self.A, 2 * self.D)

    def stationary_autocovariance(self, t: Expr) -> Any:
        """C(t) = E[x(t)*x(0).T] = exp(-A*t)*Sigma, (n, n), t >= 0; raises as Sigma and propagator do."""
        return tidy(propagator(self.A, t) * self.stationary_covariance())

    def stationary_log_density(self, coordinates: Sequence[Symbol]) -> Expr:
        """-x.T*Sigma^-1*x / 2, up to a constant; raises NoStationaryLawError as Sigma does, or if |Sigma| = 0."""
        x = shapes.column("The state", list(coordinates), self.A.rows)
        Sigma = self.stationary_covariance()
        if tidy(Sigma.det()) == 0:
            raise NoStationaryLawError(
                "The stationary law has no density: noise does not reach every direction."
            )
        return tidy(-(x.T * Sigma.inv() * x)[0] / 2)
