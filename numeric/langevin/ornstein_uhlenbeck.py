"""The Ornstein-Uhlenbeck process: Langevin dynamics of a quadratic loss with a constant metric.

    d theta = -A (theta - centre) dt + sqrt(2 D) dW
    theta(t + h) | theta(t)  ~  N(centre + e^(-A h) (theta(t) - centre), Q(h))
    Q(h) = int_0^h e^(-A s) 2 D e^(-A^T s) ds

For Langevin, A = eta I^-1 H and D = eta T I^-1; the stationary covariance is then T H^-1.

Source  Van Loan, Computing integrals involving the matrix exponential, IEEE Trans. Automat. Control 23
        (1978); Gardiner, Handbook of Stochastic Methods (3rd ed., 2004), sec. 4.4.6.
"""

from dataclasses import dataclass
from math import ceil, isfinite, ldexp, log2

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import expm, solve_continuous_lyapunov

from numeric.arrays import Array, require_square, require_vector
from numeric.errors import ShapeError
from numeric.langevin.errors import NoStationaryLawError, StepError
from numeric.langevin.positive import require_heat, require_positive
from numeric.metrics import require_metric, require_symmetric, rounding


@dataclass(frozen=True, eq=False)
class OrnsteinUhlenbeck:
    """d theta = -A (theta - centre) dt + sqrt(2 D) dW; A need not be symmetric, nor the law reversible.

    A       (n, n), per unit time.
    D       (n, n), symmetric positive definite.
    centre  (n,).
    Raises MetricError when D is not, ShapeError, EmptyError, NonFiniteError.
    """

    A: Array
    D: Array
    centre: Array

    def __post_init__(self) -> None:
        A, centre = require_square("the drift matrix A", self.A), require_vector("the centre", self.centre)
        D = require_metric("the diffusion matrix D", self.D)
        if not A.shape == D.shape == (centre.size, centre.size):
            raise ShapeError(f"A has shape {A.shape}, D {D.shape} and the centre {centre.shape}.")
        for name, value in (("A", A), ("D", D), ("centre", centre)):
            object.__setattr__(self, name, value)

    @property
    def n(self) -> int:
        """The dimension."""
        return int(self.centre.size)

    @property
    def reversible(self) -> bool:
        """Whether the stationary law carries no current: A D is symmetric, to rounding."""
        flow = self.A @ self.D
        return bool(np.max(np.abs(flow - flow.T)) <= 1e-10 * np.max(np.abs(flow)))

    def stationary_covariance(self) -> Array:
        """Sigma with A Sigma + Sigma A^T = 2 D, of shape (n, n).

        Raises NoStationaryLawError when an eigenvalue of A has no positive real part,
        up to rounding.
        """
        slowest = float(np.min(np.linalg.eigvals(self.A).real))
        if not slowest > rounding(self.A):
            raise NoStationaryLawError(
                f"the drift -A (theta - centre) does not pull back: an eigenvalue of A has real part "
                f"{slowest:.3g}, which is not above rounding. No temperature gives a stationary law; "
                "check the sign of the Hessian, and that it is not singular."
            )
        found = solve_continuous_lyapunov(self.A, 2 * self.D)
        return np.asarray((found + found.T) / 2)

    def transition(self, h: float) -> tuple[Array, Array]:
        """e^(-A h) and Q(h), both (n, n), for any h > 0 and any A.

        Van Loan's exponential for a short time, then Q(2 s) = Q(s) + e^(-A s) Q(s) e^(-A^T s):
        sums of positive matrices, so nothing cancels at small h and, with a stable A, nothing overflows at large.
        Raises StepError, also where e^(-A h) or Q(h) overflows.
        """
        require_positive("the time step h", h, StepError)
        size = float(np.linalg.norm(self.A, 1)) * float(h)
        if not isfinite(size):
            raise StepError(f"the time step h = {h:g} is too long: |A| h overflows. Shorten the step.")
        doublings = ceil(log2(size)) if size > 1 else 0
        s, n = ldexp(h, -doublings), self.n
        with np.errstate(all="ignore"):  # what overflows is found below
            both = expm(s * np.block([[-self.A, 2 * self.D], [np.zeros((n, n)), self.A.T]]))
            E, Q = both[:n, :n], both[:n, n:] @ both[:n, :n].T  # e^(-A^T s) is the transpose of e^(-A s)
            for _ in range(doublings):
                Q, E = Q + E @ Q @ E.T, E @ E
        if not (np.all(np.isfinite(E)) and np.all(np.isfinite(Q))):
            raise StepError(
                f"the exact transition over h = {h:g} overflows: A has an eigenvalue without a positive real part, "
                "and chains are pushed away exponentially. Shorten the step, or check the sign of the Hessian."
            )
        return np.asarray(E), np.asarray((Q + Q.T) / 2)


def quadratic_langevin(
    metric: ArrayLike, hessian: ArrayLike, *, eta: float, T: float, centre: ArrayLike | None = None
) -> OrnsteinUhlenbeck:
    """Langevin dynamics of L = (theta - centre)^T H (theta - centre) / 2: A = eta I^-1 H, D = eta T I^-1.

    metric   I, (n, n), symmetric positive definite.
    hessian  H, (n, n), symmetric positive definite.
    eta      mobility per unit of I^-1, per unit time.
    T        temperature, in units of L.
    centre   (n,), zero by default.
    Raises MetricError, TemperatureError, NoStationaryLawError when H is indefinite or singular, ShapeError.
    """
    require_heat(eta, T)
    I, H = require_metric("the metric", metric), require_symmetric("the Hessian", hessian)
    if I.shape != H.shape:
        raise ShapeError(f"the metric has shape {I.shape} and the Hessian {H.shape}.")
    lowest = float(np.linalg.eigvalsh(H)[0])
    if not lowest > rounding(H):
        raise NoStationaryLawError(
            f"the Hessian has the eigenvalue {lowest:.3g}, which is not above rounding: e^(-L/T) is not integrable "
            "at any temperature. A saddle or a flat direction holds no stationary law."
        )
    at = np.zeros(len(I)) if centre is None else require_vector("the centre", centre)
    G = np.linalg.inv(I)  # symmetric to eps cond(I) only
    return OrnsteinUhlenbeck(eta * np.linalg.solve(I, H), eta * T * (G + G.T) / 2, at)
