"""How fast a trajectory falls: exponential rates, power laws, and the transient before them.

A decay y' = -c y^(1 + b) of any kind has a straight line for its reciprocal local rate,

    u(t) = -1 / (d log y / dt) = u_0 + b t

    b = 0    exponential, rate 1/u_0
    b > 0    power law (t + t_0)^-p with p = 1/b, whatever the offset t_0
    b < 0    faster than exponential

so one least-squares line over the last half of the time tells which it is.  It is the rate of that window: a slower
mode that has not come through yet, or one of nearly the same rate, is seen by no finite trajectory.

    transient factor    sup_t |e(t)| exp(rate t) / |e(0)|:  how far the bound |e(0)| exp(-rate t) is exceeded

Source  Trefethen and Embree, Spectra and Pseudospectra (2005), Part IV (transients);
        Draper and Smith, Applied Regression Analysis (3rd ed., 1998), ch. 1 (the line and its interval).
"""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import expm
from scipy.stats import t as student

from numeric import linear
from numeric.arrays import Array, floats, require_finite, require_some, require_square, require_vector
from numeric.errors import NonFiniteError, ShapeError
from numeric.metrics import require_metric

BLOCKS = 12  # local rates in the last half of a trajectory
FLOOR = 1e3 * np.finfo(float).eps  # values this far below the first, or below their error, are rounding
GUARD = 1e3  # values must be this many times the error given
FLAT, STEEP = 0.05, 0.25  # relative change of u over the last half: an exponential's, a power law's (2/3)
TAIL = 2.0, 6.0  # drifts that the limit may be away: of a rate, nearing it like 1/t; of b, like 1/sqrt(t)
STRAIGHT = 0.1  # largest residual of a power law's line, in parts of that change


class Law(Enum):
    """What kind of decay a trajectory shows."""

    EXPONENTIAL = "It falls exponentially, at the rate given."
    POWER = "It falls like a power of time, with the exponent given."
    FASTER = "It falls faster than any exponential."
    CANNOT_TELL = "It does not fall steadily, has not settled, or reached rounding too soon."


@dataclass(frozen=True)
class Decay:
    """A measured decay.

    law         which law fits the last half.
    value       rate of an exponential (1/time), exponent p of a power law t^-p; NaN otherwise.
    half_width  of its interval: 99 % by the residuals of the fit, plus the drift within the window,
                twice for a rate (Jordan blocks near it like 1/t), sixfold for 1/p.
    window      first and last time used.
    """

    law: Law
    value: float
    half_width: float
    window: tuple[float, float]

    def holds(self, law: Law, expected: float) -> bool:
        """Whether the law is this one and the expected value lies in the interval."""
        return self.law is law and abs(self.value - expected) <= self.half_width


def length(vectors: ArrayLike, metric: ArrayLike) -> Array:
    """|e|_M = sqrt(e^T M e): Euclidean for M = Id, the I-norm and the H-norm for those.

    vectors  (..., n).
    metric   (n, n), symmetric positive definite.
    Raises MetricError, ShapeError, NonFiniteError.
    """
    e, M = require_finite("the vectors", floats(vectors)), require_metric("the metric of a norm", metric)
    if e.shape[-1:] != M.shape[-1:]:
        raise ShapeError(f"vectors of shape {e.shape} and a metric of shape {M.shape}.")
    # |U e|_2 with M = U^T U: a sum of squares, which rounding cannot make negative.
    return np.asarray(np.linalg.norm(linear.act(np.linalg.cholesky(M).T, e), axis=-1))


def measure_decay(times: ArrayLike, sizes: ArrayLike, *, error: ArrayLike = 0.0) -> Decay:
    """Which law the last half of a decaying positive quantity follows, and its rate or exponent.

    times  (m,), increasing: times of a flow, or step numbers.
    sizes  (m,), nonnegative: |e| in some norm; CANNOT_TELL unless 25 are above rounding and
           their times are spread about evenly.
    error  (m,) or a number, absolute error of the sizes; values less than 1000 times theirs are left out.
    Raises EmptyError for fewer than 25 times, ShapeError, NonFiniteError for NaN, infinite or negative sizes.
    """
    t, y = _require_series(times, sizes)
    require_some("times of a decay", t.size, least=2 * BLOCKS + 1)
    good = (y > FLOOR * np.max(y)) & (y > GUARD * floats(error))
    end = t.size if np.all(good) else int(np.argmin(good))
    nothing = Decay(Law.CANNOT_TELL, np.nan, np.nan, (float(t[0]), float(t[max(end, 1) - 1])))
    if end < 2 * BLOCKS + 1:
        return nothing
    knots = _knots(t[:end])
    if knots.size <= BLOCKS // 2:
        return nothing
    window = float(t[knots[0]]), float(t[knots[-1]])
    local = -np.diff(np.log(y[knots])) / np.diff(t[knots])
    if np.any(local <= 0):
        return nothing
    middle = (t[knots][1:] + t[knots][:-1]) / 2
    u = _at_middle(middle, 1 / local, np.diff(t[knots]))
    slope, residual = _line(middle, u)
    change, bend = (x / float(np.mean(u)) for x in (slope * (middle[-1] - middle[0]), residual))
    if max(abs(change), bend) <= FLAT:
        return Decay(Law.EXPONENTIAL, *_rate(local), window)
    if change < -STEEP and np.all(np.diff(u) < 0):
        return Decay(Law.FASTER, np.nan, np.nan, window)
    if change > STEEP and bend <= STRAIGHT * change:
        return Decay(Law.POWER, *_exponent(middle, u), window)
    return nothing


def transient_factor(times: ArrayLike, sizes: ArrayLike, rate: float) -> float:
    """The largest |e(t)| exp(rate t) / |e(0)| over the times given: above one, the bound of that rate fails.

    times  (m,), increasing, m at least 2; time counts from the first.
    sizes  (m,), positive at the first time.
    Raises EmptyError, ShapeError, NonFiniteError, also when |e(0)| is zero.
    """
    t, y = _require_series(times, sizes)
    if y[0] == 0:
        raise NonFiniteError(
            "the first size is zero: a trajectory that starts at the optimum has no transient."
        )
    with np.errstate(divide="ignore"):
        return float(np.exp(np.max(np.log(y) + rate * (t - t[0])) - np.log(y[0])))


def worst_transient_factor(K: ArrayLike, times: ArrayLike, rate: float, metric: ArrayLike) -> float:
    """The largest of |exp(-K t)|_M exp(rate t) over the times: over all starts of the linear flow e' = -K e.

    |A|_M = |M^1/2 A M^-1/2|_2, the operator norm for |e|_M.  One for M = I and M = H when K = I^-1 H and
    rate = lambda_min(K); up to sqrt(min(cond I, cond H)) for M = Id.

    K       (n, n).
    times   (m,), m at least 1.
    metric  M, (n, n), symmetric positive definite.
    Raises MetricError, ShapeError, NonFiniteError, EmptyError.
    """
    k, M = require_square("K", K), require_metric("the metric of a norm", metric)
    when = require_vector("the times", times)
    if k.ndim != 2 or k.shape != M.shape:
        raise ShapeError(f"K of shape {k.shape} and a metric of shape {M.shape}; both (n, n) are needed.")
    U = np.linalg.cholesky(M).T  # |e|_M = |U e|_2
    shifted = U @ (k - rate * np.eye(len(k))) @ linear.inverse(U)
    return float(np.max(np.linalg.norm(expm(-when[:, None, None] * shifted), 2, axis=(1, 2))))


def _require_series(times: ArrayLike, sizes: ArrayLike) -> tuple[Array, Array]:
    t, y = require_vector("the times of a decay", times), require_vector("the sizes of a decay", sizes)
    require_some("times of a decay", t.size, least=2)
    if t.shape != y.shape or not np.all(np.diff(t) > 0):
        raise ShapeError(
            f"times of shape {t.shape} and sizes of shape {y.shape}: equal, and times increasing."
        )
    if np.any(y < 0):
        raise NonFiniteError(f"the size {np.min(y)} is negative; norms are wanted.")
    return t, y


def _knots(t: Array) -> Array:
    """Indices of BLOCKS + 1 about equally distant times over the last half of the time."""
    wanted = np.linspace((t[0] + t[-1]) / 2, t[-1], BLOCKS + 1)
    return np.unique(np.argmin(np.abs(t[:, None] - wanted), axis=0))


def _line(x: Array, y: Array) -> tuple[float, float]:
    """Least-squares slope, and the largest residual."""
    slope, constant = np.polyfit(x - np.mean(x), y, 1)
    return float(slope), float(np.max(np.abs(y - constant - slope * (x - np.mean(x)))))


def _at_middle(middle: Array, u: Array, width: Array) -> Array:
    """u in the middle of each block, from its mean rate: u x / atanh x = u (1 - x^2/3 + ...), x = b width / 2u."""
    x = _line(middle, u)[0] * width / (2 * u)
    return u * (1 + x**2 / 3)


def _rate(local: Array) -> tuple[float, float]:
    mean = float(np.mean(local))
    spread = float(np.std(local, ddof=1) / np.sqrt(local.size) * student.ppf(0.995, local.size - 1))
    return mean, spread + TAIL[0] * abs(float(local[-1] - local[0])) + 1e-12 * mean


def _exponent(x: Array, u: Array) -> tuple[float, float]:
    slope, _ = _line(x, u)
    residuals = u - np.mean(u) - slope * (x - np.mean(x))
    deviation = np.sqrt(np.sum(residuals**2) / (x.size - 2) / np.sum((x - np.mean(x)) ** 2))
    half = x.size // 2
    drift = abs(_line(x[:half], u[:half])[0] - _line(x[half:], u[half:])[0])
    width = float(deviation * student.ppf(0.995, x.size - 2)) + TAIL[1] * drift
    return 1 / slope, width / slope**2
