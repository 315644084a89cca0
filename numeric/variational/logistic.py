"""Bayesian logistic regression: a log-concave log joint density that is not quadratic.

    f(z) = w sum_n (y_n a_n - log(1 + e^{a_n})) + log N(z; m_0, S_0),     a_n = x_n . z,     w = N / |B|
    grad f = w sum_n (y_n - p_n) x_n - S_0^-1 (z - m_0),     hess f = -w sum_n p_n (1 - p_n) x_n x_n^T - S_0^-1

Under N(m, S) each a_n is N(x_n . m, x_n^T S x_n), so that expectations are integrals over the line.  Trapezoids of a
step that goes with the largest deviation of an a_n are right to rounding; Gauss-Hermite rules are not (6e-7 with 64
nodes at a deviation of 3).
A minibatch B stands for all N examples by the weight w; the prior is counted once.

Source  Opper and Archambeau, The variational Gaussian approximation revisited, Neural Comput. 21 (2009), sec. 4;
        Trefethen and Weideman, The exponentially convergent trapezoidal rule, SIAM Review 56 (2014), sec. 5.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, floats, require_finite, require_some
from numeric.errors import ShapeError
from numeric.networks.activations import log_one_plus_exp, logistic
from numeric.variational.batches import require_batch
from numeric.variational.bound import full
from numeric.variational.diagonal import DiagonalNormal
from numeric.variational.errors import ObservationError, RuleError
from numeric.variational.law import Expected
from numeric.variational.normal import Normal, frozen, require_rows

REACH = 9.0  # beyond it the standard normal density is below 1e-18
STRIP = 0.4  # step times deviation: the poles of the logistic, pi away, leave exp(pi^2 / 2 - 2 pi^2 / STRIP) = 5e-20
MOST = 2**16  # nodes, for deviations up to 1400


@dataclass(frozen=True, eq=False)
class LogisticRegression:
    """The log joint density of labels and weights; arrays are read-only copies.

    x       inputs, (N, d), with a column of ones if there is to be a bias.
    y       labels, (N,), each 0 or 1.
    prior   of the weights z.
    weight  w of every example, N / |B|; `minibatch` sets it.
    Raises ObservationError for a label, ShapeError, EmptyError, NonFiniteError.
    """

    x: Array
    y: Array
    prior: Normal
    weight: float = 1.0

    def __post_init__(self) -> None:
        X, y = require_rows("the inputs", self.x, self.prior.size), floats(self.y)
        require_some("examples", len(X))
        if y.shape != (len(X),):
            raise ShapeError(f"labels of shape {y.shape} for {len(X)} inputs.")
        wrong = (require_finite("a label", y) != 0) & (y != 1)
        if np.any(wrong):
            raise ObservationError(
                f"label {y[wrong][0]:g} of example {int(np.argmax(wrong))}: 0 or 1 is needed."
            )
        object.__setattr__(self, "x", frozen(X))
        object.__setattr__(self, "y", frozen(y))

    @property
    def size(self) -> int:
        """d."""
        return self.prior.size

    def minibatch(self, rows: Sequence[int]) -> "LogisticRegression":
        """The examples of these rows, each weighing N / |B| times as much; in the mean over minibatches, f itself.

        Raises BatchError.
        """
        batch = require_batch(rows, len(self.x))
        scaled = self.weight * len(self.x) / len(batch)
        return replace(self, x=self.x[batch], y=self.y[batch], weight=scaled)

    def value(self, z: ArrayLike) -> Array:
        """f at points (M, d), (M,).

        Raises ShapeError, NonFiniteError.
        """
        a = require_rows("the points", z, self.size) @ self.x.T
        return np.asarray(
            self.weight * np.sum(self.y * a - log_one_plus_exp(a), axis=1) + self.prior.log_density(z)
        )

    def gradient(self, z: ArrayLike) -> Array:
        """Grad f at points (M, d), (M, d).

        Raises ShapeError, NonFiniteError.
        """
        rows = require_rows("the points", z, self.size)
        pull = self.weight * (self.y - logistic(rows @ self.x.T)) @ self.x
        return np.asarray(pull - (rows - self.prior.mean) @ self.prior.precision)

    def expected(self, law: Normal | DiagonalNormal) -> Expected:
        """The three expectations, one integral over the line for each example.

        Raises ShapeError, RuleError where an a_n has a deviation above 1400.
        """
        q = full(law, self.size)
        deviation = np.sqrt(np.einsum("ni,ij,nj->n", self.x, q.covariance, self.x))
        draws, weights = _trapezoids(float(np.max(deviation)))
        a = (self.x @ q.mean)[:, None] + deviation[:, None] * draws
        fit = self.y * (self.x @ q.mean) - log_one_plus_exp(a) @ weights
        p, spread = logistic(a) @ weights, (logistic(a) * logistic(-a)) @ weights
        P = self.prior.precision
        value = self.weight * float(np.sum(fit)) + _expected_prior(self.prior, q)
        gradient = self.weight * (self.y - p) @ self.x - P @ (q.mean - self.prior.mean)
        return Expected(value, gradient, -self.weight * (self.x.T * spread) @ self.x - P)


def _trapezoids(deviation: float) -> tuple[Array, Array]:
    """Nodes and weights of a mean over the standard normal law, each (M,), fine enough for this deviation."""
    half = int(np.ceil(REACH * max(deviation, 1.0) / STRIP))
    if 2 * half + 1 > MOST:
        raise RuleError(
            f"a linear predictor has the deviation {deviation:.3g}: its mean needs {2 * half + 1} nodes, more than "
            f"{MOST}. Scale the inputs, or start from a narrower law."
        )
    draws = np.arange(-half, half + 1) * (REACH / half)
    weights = np.exp(-(draws**2) / 2)
    return draws, weights / np.sum(weights)


def _expected_prior(prior: Normal, q: Normal) -> float:
    """E_q[log N(z; m_0, S_0)] = log N(m; m_0, S_0) - tr(S_0^-1 S) / 2."""
    return float(prior.log_density(q.mean[None])[0] - np.sum(prior.precision * q.covariance) / 2)
