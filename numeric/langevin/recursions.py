"""The law of a scheme on a linear drift, read off the code that runs.

On an Ornstein-Uhlenbeck process every explicit scheme is z' = E z + B xi + s in its memory z, positions first.
E, B and s are found by stepping unit vectors; mean and covariance then follow without sampling:

    m' = E m + s,    C' = E C E^T + B B^T,    stationary  C = E C E^T + B B^T

Source  Kloeden and Platen (1992), sec. 14.1.
"""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import solve_discrete_lyapunov

from numeric.arrays import Array, require_some
from numeric.langevin.errors import MethodError, StabilityError
from numeric.langevin.kernel import Kernel, Method
from numeric.langevin.ornstein_uhlenbeck import OrnsteinUhlenbeck


@dataclass(frozen=True, eq=False)
class Recursion:
    """z' = E z + B xi + s, with z = (theta, what else the scheme remembers).

    E  (r, r).
    B  (r, n).
    s  (r,).
    n  how many of the first entries of z are theta.
    """

    E: Array
    B: Array
    s: Array
    n: int

    def covariance(self) -> Array:
        """The stationary covariance of theta under the scheme itself, (n, n).

        Raises StabilityError when E has an eigenvalue on or outside the unit circle.
        """
        radius = float(np.max(np.abs(np.linalg.eigvals(self.E))))
        if radius >= 1:
            raise StabilityError(
                f"the recursion has spectral radius {radius:.6g}: variances grow, and there is no stationary law."
            )
        return np.asarray(solve_discrete_lyapunov(self.E, self.B @ self.B.T)[: self.n, : self.n])

    def mean_and_covariance(self, start: Array, steps: int) -> tuple[Array, Array]:
        """Mean (n,) and covariance (n, n) of theta after so many steps from a fixed start.

        start  (n,); what else the scheme remembers starts standard normal.
        Raises EmptyError for no steps.
        """
        require_some("steps", steps)
        r = len(self.s)
        mean, C = np.zeros(r), np.zeros((r, r))
        mean[: self.n] = start
        C[self.n :, self.n :] = np.eye(r - self.n)
        for _ in range(steps):
            mean, C = self.E @ mean + self.s, self.E @ C @ self.E.T + self.B @ self.B.T
        return mean[: self.n], C[: self.n, : self.n]


def recursion(method: Method, dynamics: OrnsteinUhlenbeck, h: float) -> Recursion:
    """The recursion that the method makes of a linear drift with the step h.

    Raises StabilityError from the step on at which there is none, MethodError for any other dynamics, StepError.
    """
    if not isinstance(dynamics, OrnsteinUhlenbeck):
        raise MethodError(
            f"a recursion is of a linear drift with constant noise: give an OrnsteinUhlenbeck, not "
            f"{type(dynamics).__name__}, whose steps are not linear in position and noise."
        )
    n = dynamics.n
    r = sum(len(part) for part in method.start(dynamics, h, np.zeros((n, 1))).memory)
    kernel = method.start(dynamics, h, np.zeros((n, r + n + 1)))
    unit = np.eye(r + n, r + n + 1)  # the last column is zero, and gives s
    _write(kernel, unit[:r])
    kernel.noise[...] = unit[r:]
    kernel.advance()
    moved = np.vstack(kernel.memory)
    s = moved[:, -1]
    linear = moved[:, :-1] - s[:, None]
    return Recursion(linear[:, :r], linear[:, r:], s, n)


def _write(kernel: Kernel, z: Array) -> None:
    row = 0
    for part in kernel.memory:
        part[...] = z[row : row + len(part)]
        row += len(part)
