"""A position-dependent metric as a root of its inverse: S S^T = G = I^-1, at every chain.

    from the metric     I = L L^T (Cholesky),  S = L^-T
    from the root       S given, lower triangular with a positive diagonal

Which root is taken does not change the law of an Ito equation.  The root costs no square root and no division.
"""

from dataclasses import dataclass

import numpy as np

from numeric.arrays import Array
from numeric.langevin import triangular
from numeric.langevin.fills import Fill, require_filled
from numeric.metrics import require_metrics


@dataclass(frozen=True, eq=False)
class FromMetric:
    """The root S = L^-T of the inverse of a metric I = L L^T.

    metric  fills (n, n, m) with I at the columns of (n, m), every entry; written with analytic operations
            where corrections are to be found by complex step.
    """

    metric: Fill

    def fill(self, theta: Array, F: Array, work: Array) -> None:
        """Write the Cholesky factor L of I(theta) into the lower half of F, (n, n, m); NaN if not definite."""
        self.metric(theta, F)
        triangular.cholesky(F, work)

    def apply(self, F: Array, v: Array, work: Array) -> None:
        """Overwrite v, (n, m), by S v."""
        triangular.solve_transposed(F, v, work)

    def apply_transposed(self, F: Array, v: Array, work: Array) -> None:
        """Overwrite v, (n, m), by S^T v."""
        triangular.solve(F, v, work)

    def apply_inverse(self, F: Array, v: Array, work: Array) -> None:
        """Overwrite v, (n, m), by S^-1 v."""
        triangular.multiply_transposed(F, v, work)

    def log_determinant(self, F: Array, out: Array, work: Array) -> None:
        """Fill out, (m,), with log det S."""
        triangular.log_determinant(F, out, work)
        np.negative(out, out=out)

    def mobility(self, theta: Array) -> Array:
        """G at the columns of theta, real or complex: (n, n, m)."""
        I = _filled(self.metric, theta)
        return np.moveaxis(np.linalg.inv(np.moveaxis(I, -1, 0)), 0, -1)

    def require_definite(self, theta: Array) -> None:
        """Raise MetricError naming the first point at which I is not symmetric positive definite."""
        require_filled("the metric", self.metric, theta, (len(theta), *theta.shape))
        matrices = np.moveaxis(_filled(self.metric, theta), -1, 0)
        require_metrics(lambda chain: f"the metric at theta = {theta[:, chain]}", matrices)


@dataclass(frozen=True, eq=False)
class FromRoot:
    """A root S of the inverse metric, given.

    root  fills the lower half of (n, n, m) with S at the columns of (n, m); the diagonal must be positive.
          Entries that never change must be written too.
    """

    root: Fill

    def fill(self, theta: Array, F: Array, work: Array) -> None:
        """Write S(theta) into the lower half of F, (n, n, m)."""
        self.root(theta, F)

    def apply(self, F: Array, v: Array, work: Array) -> None:
        """Overwrite v, (n, m), by S v."""
        triangular.multiply(F, v, work)

    def apply_transposed(self, F: Array, v: Array, work: Array) -> None:
        """Overwrite v, (n, m), by S^T v."""
        triangular.multiply_transposed(F, v, work)

    def apply_inverse(self, F: Array, v: Array, work: Array) -> None:
        """Overwrite v, (n, m), by S^-1 v."""
        triangular.solve(F, v, work)

    def log_determinant(self, F: Array, out: Array, work: Array) -> None:
        """Fill out, (m,), with log det S."""
        triangular.log_determinant(F, out, work)

    def mobility(self, theta: Array) -> Array:
        """G at the columns of theta, real or complex: (n, n, m)."""
        S = np.where(np.tri(len(theta))[..., None] > 0, _filled(self.root, theta), 0)
        return np.asarray(np.einsum("ikm,jkm->ijm", S, S))

    def require_definite(self, theta: Array) -> None:
        """Raise MetricError naming the first point at which a diagonal entry of S is not positive."""

        def lower(at: Array, out: Array) -> None:
            self.root(at, out)
            out[np.triu_indices(len(at), 1)] = 0

        S = np.moveaxis(require_filled("the root", lower, theta, (len(theta), *theta.shape)), -1, 0)
        require_metrics(
            lambda chain: f"the diagonal of the root S at theta = {theta[:, chain]}", S * np.eye(len(theta))
        )


Root = FromMetric | FromRoot


def _filled(fill: Fill, theta: Array) -> Array:
    out = np.zeros((len(theta), *theta.shape), dtype=theta.dtype)
    fill(theta, out)
    return out
