"""A Bayesian mixture of Gaussians: Dirichlet weights, normal-Wishart components, one label for each example.

    pi ~ Dirichlet(alpha_0),     (mu_k, Lambda_k) ~ prior component,     z_n ~ pi,     x_n ~ N(mu_z, Lambda_z^-1)
    labels      log r_nk = E[log pi_k] + s(x_n) . eta_k - d log(2 pi) / 2 + const,     sum_k r_nk = 1
    globals     alpha_k = alpha_0k + sum_n r_nk,     theta_k = theta_0 + sum_n r_nk s(x_n)
    L = sum_nk r_nk (E[log pi_k] + s(x_n) . eta_k - d log(2 pi) / 2 - log r_nk)
        - KL(q(pi)) - sum_k KL(q(mu_k, Lambda_k))

s is `NormalWishart.observed` and eta_k the mean of component k.  Written out, s . eta - d log(2 pi) / 2 is

    (E[log det Lambda] - d / kappa - nu (x - m)^T Psi^-1 (x - m) - d log(2 pi)) / 2

Source  Bishop, Pattern Recognition and Machine Learning (2006), sec. 10.2, eq. (10.46) to (10.77).
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import logsumexp, xlogy

from numeric.arrays import Array, floats, require_some
from numeric.errors import ShapeError
from numeric.variational.ascent import Blocks
from numeric.variational.dirichlet import Dirichlet
from numeric.variational.family import divergence
from numeric.variational.hierarchical import require_shapes
from numeric.variational.normal import frozen, require_rows
from numeric.variational.normal_wishart import NormalWishart


@dataclass(frozen=True, eq=False)
class GaussianMixture:
    """The model; its global parameters are (alpha - 1 of shape (K,), theta of shape (K, k)), both natural.

    family          of the components, on R^d.
    concentrations  alpha_0, (K,), K at least 2.
    component       theta_0, (k,), natural, the same prior for every component.
    Raises ParameterError, ShapeError, NonFiniteError.
    """

    family: NormalWishart
    concentrations: Array
    component: Array

    def __post_init__(self) -> None:
        alpha, theta = floats(self.concentrations), floats(self.component)
        if alpha.ndim != 1 or theta.ndim != 1:
            raise ShapeError(
                f"concentrations of shape {alpha.shape} and a component of {theta.shape}; (K,), (k,)."
            )
        Dirichlet(alpha.size).natural(alpha)
        object.__setattr__(self, "concentrations", frozen(alpha))
        object.__setattr__(self, "component", frozen(self.family.require(theta)))

    @property
    def components(self) -> int:
        """K."""
        return int(self.concentrations.size)

    @property
    def weights(self) -> Dirichlet:
        """The family of the weights."""
        return Dirichlet(self.components)

    @property
    def prior(self) -> Blocks:
        """(alpha_0 - 1, theta_0 for every component)."""
        return self.concentrations - 1, np.tile(self.component, (self.components, 1))

    def require_data(self, data: Array) -> Array:
        """Examples (N, d), at least one.

        Raises ShapeError, EmptyError, NonFiniteError.
        """
        x = require_rows("the examples", data, self.family.dimension)
        require_some("examples", len(x))
        return x

    def require_globals(self, parameters: Blocks) -> Blocks:
        """(K,) and (K, k), inside their families.

        Raises ParameterError, ShapeError, NonFiniteError.
        """
        alpha, theta = require_shapes(parameters, ((self.components,), (self.components, self.family.size)))
        return self.weights.require(alpha), self.family.require(theta)

    def log_joint(self, parameters: Blocks, data: Array) -> Array:
        """E[log pi_k + log N(x_n; mu_k, Lambda_k^-1)], (N, K).

        Arguments and errors as for `local`.
        """
        alpha, theta = self.require_globals(parameters)
        fit = self.family.observed(self.require_data(data)) @ self.family.mean(theta).T
        return np.asarray(self.weights.mean(alpha) + fit - self.family.dimension * np.log(2 * np.pi) / 2)

    def local(self, parameters: Blocks, data: Array, *, start: Array | None = None) -> Array:
        """r, (N, K): the best labels given the globals, in closed form, wherever one starts.

        parameters  (alpha - 1, theta).
        data        (N, d).
        Raises ParameterError, ShapeError, EmptyError, NonFiniteError.
        """
        joint = self.log_joint(parameters, data)
        return np.exp(joint - logsumexp(joint, axis=1, keepdims=True))

    def statistics(self, local: Array, data: Array) -> Blocks:
        """(sum_n r_nk, sum_n r_nk s(x_n)), (K,) and (K, k).

        local  r, (N, K).
        data   (N, d).
        Raises ShapeError, EmptyError, NonFiniteError.
        """
        x, r = self._require_both(local, data)
        return np.sum(r, axis=0), r.T @ self.family.observed(x)

    def bound(self, parameters: Blocks, local: Array, data: Array, *, weight: float = 1.0) -> float:
        """L, in nats, with the sum over examples times the weight.

        parameters  (alpha - 1, theta).
        local       r, (N, K).
        data        (N, d).
        weight      N / |B| for a minibatch.
        Raises ParameterError, ShapeError, EmptyError, NonFiniteError.
        """
        (alpha, theta), (x, r) = self.require_globals(parameters), self._require_both(local, data)
        fit = np.sum(r * self.log_joint(parameters, x) - xlogy(r, r))
        first, second = self.prior
        price = divergence(self.weights, alpha, first) + np.sum(divergence(self.family, theta, second))
        return float(weight * fit - price)

    def _require_both(self, local: Array, data: Array) -> tuple[Array, Array]:
        """Examples and their responsibilities."""
        x, r = self.require_data(data), require_rows("the responsibilities", local, self.components)
        if len(r) != len(x):
            raise ShapeError(f"responsibilities of {len(r)} examples for {len(x)}.")
        return x, r
