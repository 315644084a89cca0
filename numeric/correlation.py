"""Time correlations E[x(t) y(0)^T] of a stationary process, measured over independent chains or along one path.

    over chains    (1/N) sum_c x_c(t) y_c(0)^T
    along a path   (1/(n - k)) sum_i x_{i+k} y_i^T,  error from the integrated autocorrelation time
                   tau = 1/2 + sum_{0 < s <= W} rho_s,  W >= 8 tau the smallest:  error^2 = 2 tau var / n

Products, not centred: subtract known means first, or take `covariance_over_chains`.
With x = theta and y = grad L these are the correlators of the fluctuation-dissipation theorem.  For a reversible
process <theta(t) theta(0)^T> is symmetric and hides a transpose; <theta(t) grad L(0)^T> does not.

Source  Madras and Sokal, The pivot algorithm, J. Stat. Phys. 50 (1988), Appendix C;
        Priestley, Spectral Analysis and Time Series (1981), ch. 5.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.fft import irfft, next_fast_len, rfft

from numeric.arrays import Array, floats, require_finite, require_some
from numeric.errors import ConvergenceError, ShapeError
from numeric.fisher import Sampled

WINDOW = 8.0  # autocorrelation times summed: what is cut off an exponential decay is exp(-8) = 3e-4 of tau
LONG = 200.0  # autocorrelation times a path must have: then the error itself is known to 20 %, sqrt(34/200)/2


def correlation_over_chains(later: ArrayLike, earlier: ArrayLike) -> Sampled:
    """E[x(t) y(0)^T] over independent chains.

    later    (m, N, p): x at m times in N chains.
    earlier  (N, q): y at time 0 in the same chains.
    Returns value and standard error of shape (m, p, q); draws is N.
    Raises EmptyError for fewer than two chains or no time, ShapeError, NonFiniteError.
    """
    x, y = _require_chains(later, earlier)
    return _mean_product(x, y, len(y))


def covariance_over_chains(later: ArrayLike, earlier: ArrayLike) -> Sampled:
    """Cov[x(t), y(0)] over independent chains, means removed; divided by N - 1, so unbiased.

    Arguments, shapes and errors as `correlation_over_chains`.
    """
    x, y = _require_chains(later, earlier)
    return _mean_product(x - np.mean(x, axis=1, keepdims=True), y - np.mean(y, axis=0), len(y) - 1)


def correlation_along_path(later: ArrayLike, earlier: ArrayLike, lags: ArrayLike) -> Sampled:
    """E[x_{i+k} y_i^T] along one stationary path, for every lag k.

    later    (n, p): x at equal times.
    earlier  (n, q): y at the same times.
    lags     (m,) integers, 0 <= k < n.
    Returns value and standard error of shape (m, p, q); draws is the fewest effective draws n / (2 tau).
    Raises ConvergenceError for a path shorter than 200 autocorrelation times, EmptyError, ShapeError,
    NonFiniteError.
    """
    x, y = (require_finite(what, floats(path)) for what, path in (("x", later), ("y", earlier)))
    if x.ndim != 2 or y.ndim != 2 or len(x) != len(y):
        raise ShapeError(f"paths of shapes {x.shape} and {y.shape}; (n, p) and (n, q) are needed.")
    steps = np.asarray(lags)
    require_some("lags", steps.size)
    if steps.ndim != 1 or steps.dtype.kind not in "iu" or np.any((steps < 0) | (steps >= len(x))):
        raise ShapeError(f"lags {steps}: integers from 0 to {len(x) - 1} in a list are needed.")
    found = [
        mean_along_path(np.einsum("ia,ib->iab", x[k:], y[: len(y) - k]).reshape(len(x) - k, -1))
        for k in steps
    ]
    shape = (steps.size, x.shape[1], y.shape[1])
    value, error = (np.reshape([getattr(f, of) for f in found], shape) for of in ("value", "standard_error"))
    return Sampled(value, error, min(f.draws for f in found))


def mean_along_path(series: ArrayLike) -> Sampled:
    """The mean of a stationary series, with the error that its autocorrelation leaves.

    series  (n, p).
    Returns value and standard error of shape (p,); draws is the fewest effective draws n / (2 tau).
    Raises as `autocorrelation_time`.
    """
    z = floats(series)
    tau = autocorrelation_time(z)
    deviation = np.std(z, axis=0, ddof=1)
    error = deviation * np.sqrt(2 * tau / len(z))
    return Sampled(np.mean(z, axis=0), error, int(len(z) / (2 * np.max(tau))))


def autocorrelation_time(series: ArrayLike) -> Array:
    """The integrated autocorrelation time tau = 1/2 + sum_{s >= 1} rho_s, in steps.

    1/2 for independent draws, 1/2 + r/(1 - r) for an autoregression of coefficient r; 1/2 for a constant.

    series  (n, p).
    Returns (p,).
    Raises ConvergenceError for a series shorter than 200 tau, EmptyError for fewer than 200
    entries, ShapeError, NonFiniteError.
    """
    z = require_finite("the series", floats(series))
    if z.ndim != 2:
        raise ShapeError(f"a series of shape {z.shape}; (n, p) is needed.")
    n = require_some("entries of a series", len(z), least=int(LONG))
    require_some("columns of a series", z.shape[1])
    rho = _autocorrelation(z)
    sums = np.cumsum(rho, axis=0) - 0.5
    wide = np.arange(n)[:, None] >= WINDOW * sums  # true at the end: all of rho sums to -1/2
    tau = np.take_along_axis(sums, np.argmax(wide, axis=0)[None], axis=0)[0]
    tau = np.maximum(tau, 0.5)  # an alternating series is better than independent; its error is not believed
    if not np.all(n >= LONG * tau):
        worst = int(np.argmax(tau))
        raise ConvergenceError(
            f"{n} steps are only {n / tau[worst]:.3g} autocorrelation times of column {worst} "
            f"(tau = {tau[worst]:.4g} steps); {LONG:.0f} are needed for an error to be believed. "
            "Take a longer path, or wider steps; a path that drifts or has not forgotten its start looks like this."
        )
    return np.asarray(tau)


def _autocorrelation(z: Array) -> Array:
    """rho_s for s = 0 .. n - 1 by fast Fourier transform, columns of no variance as independent."""
    n = len(z)
    moved = z - np.mean(z, axis=0)
    transformed = rfft(moved, next_fast_len(2 * n), axis=0)
    sums = irfft(np.abs(transformed) ** 2, next_fast_len(2 * n), axis=0)[:n]
    flat = sums[0] <= n * (np.finfo(float).eps * np.max(np.abs(z), axis=0, initial=0)) ** 2
    independent = np.zeros(n)
    independent[0] = 1.0
    return np.where(flat, independent[:, None], sums / np.where(flat, 1.0, sums[0]))


def _mean_product(x: Array, y: Array, divisor: int) -> Sampled:
    """Sum over chains of x y^T over the divisor, with the deviation of the products over the root of it."""
    mean = np.einsum("mca,cb->mab", x, y) / len(y)
    second = np.einsum("mca,cb->mab", x**2, y**2) / len(y)
    error = np.sqrt(np.maximum(second - mean**2, 0.0) / (len(y) - 1))
    return Sampled(mean * len(y) / divisor, error * len(y) / divisor, len(y))


def _require_chains(later: ArrayLike, earlier: ArrayLike) -> tuple[Array, Array]:
    x, y = floats(later), floats(earlier)
    if x.ndim != 3 or y.ndim != 2 or x.shape[1] != len(y):
        raise ShapeError(f"x of shape {x.shape} and y of shape {y.shape}; (m, N, p) and (N, q) are needed.")
    require_some("chains", len(y), least=2)
    require_some("entries of x and y", min(x.size, y.size))
    return require_finite("x", x), require_finite("y", y)
