"""Fisher scoring for generalised linear models: iteratively reweighted least squares.

    beta' = beta + (X^T W X + lambda I)^-1 X^T [mu' (y - mu) / V],     W = diag(mu'^2 / V),     mu' = d mu / d eta

For lambda = 0 it is the least-squares fit, with weights W, of the working response eta + (y - mu) / mu'.  With a
canonical link mu' = V, X^T W X is the Hessian of the negative log-likelihood, and the step is Newton's exactly.
The sums are over examples: the N of mean loss and mean Fisher matrix cancels, but not against lambda.

Source  McCullagh and Nelder, Generalized Linear Models (2nd ed., 1989), sec. 2.5; Green, Iteratively reweighted
        least squares for maximum likelihood estimation, J. R. Statist. Soc. B 46 (1984).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, floats, require_finite, require_some
from numeric.errors import ShapeError
from numeric.optimizers.contract import (
    Report,
    State,
    advance,
    begin_vector,
    require_like,
    require_not_negative,
)
from numeric.optimizers.responses import ResponseLaw
from numeric.solvers.direct import cholesky_solve
from numeric.solvers.errors import SingularFactorError


@dataclass(frozen=True)
class FisherScoring:
    """Full scoring steps.

    law      of the response.
    damping  lambda, at least 0, in the units of X^T W X (a sum over examples).
    Raises HyperparameterError.
    """

    law: ResponseLaw
    damping: float = 0.0

    def __post_init__(self) -> None:
        require_not_negative(damping=self.damping)

    def init(self, parameters: ArrayLike) -> State[Array]:
        """The state at coefficients beta of shape (p,).

        Raises ShapeError, EmptyError, NonFiniteError.
        """
        return begin_vector(parameters)

    def step(
        self, state: State[Array], *, design: ArrayLike, response: ArrayLike
    ) -> tuple[State[Array], Report]:
        """One step, whose slope is that of the mean negative log-likelihood; notes: residual of the solve.

        design    X, (N, p), one row for each example.
        response  y, (N,).
        Raises LabelError for a y the law cannot produce, EmptyError for no examples, SingularFactorError for
        collinear columns or weights that vanish (separated labels), ShapeError, NonFiniteError.
        """
        beta = state.parameters
        X, y = require_regression(design, response, beta.shape)
        self.law.require_labels(y)
        eta = X @ beta
        slope, variance = self.law.slope(eta), self.law.variance(eta)
        _require_variance(variance)
        score = X.T @ (slope * (y - self.law.mean(eta)) / variance)
        F = X.T @ ((slope**2 / variance)[:, None] * X)
        found = cholesky_solve((F + F.T) / 2, score, damping=self.damping)
        return advance(
            state, beta + found.solution, gradient=-score / len(y), notes={"residual": found.residual}
        )


def require_regression(design: ArrayLike, response: ArrayLike, shape: tuple[int, ...]) -> tuple[Array, Array]:
    """Return X of shape (N, p) and y of shape (N,), N at least 1.

    shape  (p,) of the coefficients.
    Raises ShapeError, EmptyError, NonFiniteError.
    """
    X = floats(design).astype(np.float64)
    if len(shape) != 1 or X.ndim != 2 or X.shape[1:] != shape:
        raise ShapeError(f"a design of shape {X.shape} for coefficients of shape {shape}: (N, p) and (p,).")
    require_some("examples", len(X))
    require_finite("the design", X)
    return X, require_like("the response", response, (len(X),))


def _require_variance(variance: Array) -> None:
    bad = ~(np.isfinite(variance) & (variance > 0))
    if np.any(bad):
        where = int(np.argmax(bad))
        raise SingularFactorError(
            f"the law has variance {variance[where]:.3g} at example {where}: its fitted mean has reached the edge of "
            "its range. Likely the labels are separated by a plane, and the coefficients run away; damp, or stop "
            "before.",
            eigenvalue=0.0,
        )


optimizer = FisherScoring
