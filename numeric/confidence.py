"""Confidence sequences for means and covariances: intervals that hold the truth at all times together.

    P(truth outside some interval at some time) <= level

by Ville's inequality for a nonnegative (super)martingale M_n that starts at 1: P(sup_n M_n >= 1/level) <= level.

    bounded mean     M_n(m) = sum_k w_k exp(l_k (S_n - n m) - psi(l_k) V_n),  psi(l) = -log(1 - l) - l
                     S_n = sum x_i,  V_n = sum (x_i - prediction_i)^2,  0 <= x_i <= 1; mirrored for the other side
    normal variance  M_n(v) = int prod_i N(u_i; 0, 1/l) / N(u_i; 0, v) Gamma(l; a, a) dl
    covariance       E[x y] = (E[(x + y)^2] - E[(x - y)^2]) / 4: two normal variances

A union bound over entries and sides is inside the level, and intervals are intersected over time.

Source  Howard, Ramdas, McAuliffe and Sekhon, Time-uniform, nonparametric, nonasymptotic confidence sequences,
        Ann. Statist. 49 (2021), Theorem 4 (bounded means); Robbins, Statistical methods related to the law of
        the iterated logarithm, Ann. Math. Statist. 41 (1970) (mixtures of likelihood ratios).
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln

from numeric.arrays import Array, floats, require_finite, require_some
from numeric.errors import NumericError, ShapeError

BETS = 0.9 * 1.5 ** -np.arange(24.0)  # from ten draws to 1e9: the best l is sqrt(2 log(1/level) / V)
SHAPE = 1.0  # of the Gamma law of the precision: right to a factor of ten either way at a cost of 3 nats
TINY = 1e-300  # in place of a sum of squares that is zero or was rounded below it
ROUNDING = 1e-10  # ends are moved out by this part of the scales: sums over 1e6 draws are right to 1e-13
SETTLED = 1e-12  # where Newton's method, monotone here, may stop: rounding in what it solves is of this size
STEPS = 50  # a bound on them; about ten are taken


class OutOfBoundsError(NumericError):
    """A draw, a level or an effect lies outside the range that the method is valid for."""


class AssumptionError(NumericError):
    """The draws contradict what the method assumes of them."""


class BoundedMean:
    """Confidence sequence for the mean of independent draws from one law on [lower, upper], entry by entry.

    The draws need not be independent: a conditional mean that does not change is enough.

    lower, upper  numbers or arrays; their broadcast shape is the shape of a draw.
    level         in (0, 1), shared by all entries.
    Raises OutOfBoundsError for a level outside (0, 1) or lower >= upper, NonFiniteError for infinite bounds.
    Source  Howard et al. (2021), Theorem 4, with a finite mixture over l.
    """

    def __init__(self, lower: ArrayLike, upper: ArrayLike, level: float) -> None:
        low, high = np.broadcast_arrays(floats(lower), floats(upper))
        require_finite("the lower bound of a draw", low)
        require_finite("the upper bound of a draw", high)
        if not np.all(low < high):
            raise OutOfBoundsError(f"bounds {low} and {high}: every lower must be below its upper.")
        require_some("entries in a bounded draw", low.size)
        self.level, self.draws = _require_level(level), 0
        self._floor, self._range = low, high - low
        self._sum, self._variation = np.zeros(low.shape), np.zeros(low.shape)
        self._threshold = np.log(2 * low.size / level)
        self._interval = low.copy(), high.copy()

    @property
    def interval(self) -> tuple[Array, Array]:
        """Lower and upper ends, each of the shape of a draw; the bounds themselves before the first draw."""
        return self._interval

    def add(self, *batches: Array) -> None:
        """Take in more draws.

        batches  one array of shape (m, *shape of a draw), m at least 1.
        Raises EmptyError, ShapeError, NonFiniteError, OutOfBoundsError for a draw outside its bounds.
        """
        (batch,) = _require_batches(batches, [self._floor.shape])
        x = (batch - self._floor) / self._range
        if np.any((x < 0) | (x > 1)):
            where = tuple(int(i) for i in np.argwhere((x < 0) | (x > 1))[0])
            raise OutOfBoundsError(
                f"draw {batch[where]} at index {where} lies outside its bounds "
                f"[{self._floor[where[1:]]}, {(self._floor + self._range)[where[1:]]}]. "
                "The bounds must hold for every draw that can occur; widen them before the first draw."
            )
        before = self._sum + np.cumsum(x, axis=0) - x
        counts = self.draws + np.arange(len(x)).reshape(-1, *[1] * self._sum.ndim)
        predicted = (before + 0.5) / (counts + 1)  # uses earlier draws only
        self._variation += np.sum((x - predicted) ** 2, axis=0)
        self._sum += np.sum(x, axis=0)
        self.draws += len(x)
        centre, half = self._sum / self.draws, self._half_width(self._variation, self.draws) + ROUNDING
        found = self._floor + (centre - half) * self._range, self._floor + (centre + half) * self._range
        self._interval = _intersected(self._interval, found, self.draws)

    def half_width_at(self, draws: int, *, deviation: ArrayLike | None = None) -> Array:
        """Half the width of the interval after so many draws, of the shape of a draw.

        deviation  standard deviation of the draws; the largest possible, (upper - lower)/2, by default.
        Raises EmptyError for no draws.
        """
        require_some("draws", draws)
        sigma = self._range / 2 if deviation is None else floats(deviation)
        return self._half_width(draws * (sigma / self._range) ** 2, draws) * self._range

    def _half_width(self, variation: Array, draws: int) -> Array:
        """s/n at which the mixture reaches its threshold: increasing and convex in s, so Newton comes down."""
        decay = (-np.log1p(-BETS) - BETS) * variation[..., None] + np.log(BETS.size) + self._threshold
        s = np.min(decay / BETS, axis=-1)  # every term is at most one here, and one of them is one
        for _ in range(STEPS):
            terms = np.exp(BETS * s[..., None] - decay)
            total = np.sum(terms, axis=-1)
            s = s - np.log(total) * total / np.sum(BETS * terms, axis=-1)
            if np.all(total < 1 + SETTLED):
                break
        return np.asarray(s / draws)


class NormalCovariance:
    """Confidence sequence for E[x_i y_j] of independent draws of a jointly normal (x, y) with mean zero.

    With one set of scales, for E[x_i x_j]: each pair once, and the diagonal as a variance.

    level  in (0, 1), shared by all entries.
    left   (p,), a fixed positive scale for each x_i: its standard deviation, as far as it is known beforehand.
           A scale off by ten costs width, never validity; it must not be taken from the draws.
    right  (q,), likewise for y_j; None when y is x.
    Raises OutOfBoundsError for a level outside (0, 1) or a scale that is not positive, ShapeError.
    Source  Robbins (1970); the mixture over a Gamma law of the precision is in closed form.
    """

    def __init__(self, level: float, left: ArrayLike, right: ArrayLike | None = None) -> None:
        self.level, self.draws = _require_level(level), 0
        self._left = _require_scales("left", left)
        self._symmetric = right is None
        self._right = self._left if right is None else _require_scales("right", right)
        p, q = self._left.size, self._right.size
        self._xx, self._yy, self._xy = np.zeros(p), np.zeros(q), np.zeros((p, q))
        self._threshold = np.log((p * p if self._symmetric else 2 * p * q) / level)
        self._interval = np.full((p, q), -np.inf), np.full((p, q), np.inf)

    @property
    def interval(self) -> tuple[Array, Array]:
        """Lower and upper ends of every E[x_i y_j], each (p, q); infinite before the first draw."""
        return self._interval

    def add(self, *batches: Array) -> None:
        """Take in more draws.

        batches  x of shape (m, p), and y of shape (m, q) unless y is x; m at least 1.
        Raises EmptyError, ShapeError, NonFiniteError.
        """
        scales = [self._left] if self._symmetric else [self._left, self._right]
        taken = _require_batches(batches, [scale.shape for scale in scales])
        x, y = taken[0] / self._left, taken[-1] / self._right
        with np.errstate(over="ignore"):
            squares = np.sum(x * x, axis=0), np.sum(y * y, axis=0), x.T @ y
        for square in squares:
            require_finite("a sum of squares of scaled draws", square)
        self._xx, self._yy, self._xy = (
            old + new for old, new in zip((self._xx, self._yy, self._xy), squares, strict=True)
        )
        self.draws += len(x)
        self._interval = _intersected(self._interval, self._now(), self.draws)

    def half_width_at(self, draws: int) -> Array:
        """Half the width of the intervals after so many draws, (p, q), if the scales are the deviations.

        The wider of uncorrelated and fully correlated x_i, y_j.
        Raises EmptyError for no draws.
        """
        require_some("draws", draws)
        low, high = _variance_interval(draws * np.array([0.0, 1.0, 2.0]), draws, self._threshold)
        none, one, two = high - low
        return max(one / 2, (none + two) / 4) * np.outer(self._left, self._right)

    def _now(self) -> tuple[Array, Array]:
        both = self._xx[:, None] + self._yy
        plus, minus = (both + 2 * self._xy) / 2, (both - 2 * self._xy) / 2
        (a, b), (c, d) = (_variance_interval(u, self.draws, self._threshold) for u in (plus, minus))
        low, high = (a - d) / 2, (b - c) / 2
        if self._symmetric:
            for end, found in zip((low, high), _variance_interval(self._xx, self.draws, self._threshold)):
                np.fill_diagonal(end, found)
        scale, slack = np.outer(self._left, self._right), ROUNDING * both / self.draws
        return (low - slack) * scale, (high + slack) * scale


def _variance_interval(squares: Array, draws: int, threshold: float) -> tuple[Array, Array]:
    """The variances v at which log M_n(v) < threshold, given sum u_i^2.

    With m = n/2, h = sum u_i^2 / 2 and w = h / (m v),
        log M_n(v) = m (w - 1 - log w) + peak,  peak <= 0 its least value, at v = h/m.
    """
    m, h = draws / 2, np.maximum(squares / 2, TINY)
    evidence = SHAPE * np.log(SHAPE) - gammaln(SHAPE) + gammaln(SHAPE + m) - (SHAPE + m) * np.log(SHAPE + h)
    peak = m * np.log(h / m) + m + evidence
    u = (threshold - peak) / m
    above = np.sqrt(2 * u) + u  # beyond both roots, of convex functions: Newton's method is monotone
    below = -above
    for _ in range(STEPS):
        over = above - np.log1p(above) - u  # w = 1 + above
        under = np.expm1(below) - below - u  # w = exp(below)
        above, below = above - over * (1 + above) / above, below - under / np.expm1(below)
        if np.all(np.maximum(over, under) <= SETTLED * u):
            break
    return np.asarray(h / m / (1 + above)), np.asarray(np.exp(np.log(h / m) - below))


def _intersected(before: tuple[Array, Array], now: tuple[Array, Array], draws: int) -> tuple[Array, Array]:
    low, high = np.maximum(before[0], now[0]), np.minimum(before[1], now[1])
    if np.any(low > high):
        where = tuple(int(i) for i in np.argwhere(low > high)[0])
        raise AssumptionError(
            f"after {draws} draws the intervals of entry {where} have no point in common. Below the level this "
            "cannot happen to independent draws from one law of the stated kind: likely the draws are "
            "correlated, the law drifts, or (for covariances) it is not normal or not centred."
        )
    return low, high


def _require_level(level: float) -> float:
    if not 0 < level < 1:
        raise OutOfBoundsError(f"level {level}: it is a probability of error, strictly between 0 and 1.")
    return level


def _require_scales(side: str, scales: ArrayLike) -> Array:
    found = floats(scales)
    if found.ndim != 1:
        raise ShapeError(f"the {side} scales have shape {found.shape}; one for each column, (p,), is needed.")
    require_some(f"{side} scales", found.size)
    if not np.all((found > 0) & np.isfinite(found)):
        raise OutOfBoundsError(f"{side} scales {found}: each must be positive and finite.")
    return found


def _require_batches(batches: tuple[Array, ...], shapes: list[tuple[int, ...]]) -> list[Array]:
    if len(batches) != len(shapes):
        raise ShapeError(f"{len(batches)} arrays of draws; this sequence takes {len(shapes)}.")
    taken = [floats(batch) for batch in batches]
    for batch, shape in zip(taken, shapes):
        if batch.ndim != 1 + len(shape) or batch.shape[1:] != shape:
            raise ShapeError(f"draws of shape {batch.shape}; (m, *{shape}) is needed.")
        require_some("draws in a batch", len(batch))
        require_finite("a draw", batch)
    if len({len(batch) for batch in taken}) > 1:
        raise ShapeError(f"{[len(batch) for batch in taken]} draws of x and y; each x needs its y.")
    return taken
