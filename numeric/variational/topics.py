"""Latent Dirichlet allocation: topics over words, proportions of topics in documents, a topic for each word.

    beta_k ~ Dirichlet(eta),     theta_d ~ Dirichlet(alpha),     z_di ~ theta_d,     w_di ~ beta_{z_di}
    words      phi_dvk ~ exp(E[log theta_dk] + E[log beta_kv]),     sum_k phi_dvk = 1
    documents  gamma_dk = alpha_k + sum_v n_dv phi_dvk
    topics     lambda_kv = eta_v + sum_d n_dv phi_dvk
    L = sum_dvk n_dv phi_dvk (E[log theta_dk] + E[log beta_kv] - log phi_dvk)
        - sum_d KL(q(theta_d)) - sum_k KL(q(beta_k))

n_dv is how often word v stands in document d; equal words of one document share their phi.  L is a bound on the
probability of the words in their order: that of the counts n_d is larger by the number of orders.

Source  Blei, Ng and Jordan, Latent Dirichlet allocation, JMLR 3 (2003), sec. 5; Hoffman, Blei, Wang and Paisley,
        Stochastic variational inference, JMLR 14 (2013), fig. 6.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import xlogy

from numeric.arrays import Array, floats, require_some
from numeric.errors import ShapeError
from numeric.variational.ascent import Blocks, require_limits
from numeric.variational.dirichlet import Dirichlet
from numeric.variational.errors import ObservationError
from numeric.variational.family import divergence
from numeric.variational.hierarchical import require_shapes
from numeric.variational.normal import frozen, require_rows


@dataclass(frozen=True, eq=False)
class Assigned:
    """The local factors of a batch of documents.

    words      phi, (D, V, K).
    documents  gamma, (D, K).
    change     the largest change of gamma in the last round, in words: how far from the best they may be.
    """

    words: Array
    documents: Array
    change: float = 0.0


@dataclass(frozen=True, eq=False)
class Topics:
    """The model; its global parameter is (lambda - 1,), (K, V), natural.

    proportions  alpha, (K,), K at least 2.
    vocabulary   eta, (V,), V at least 2.
    settled      change of gamma in a round at which the local factors count as found, above 0, in words.
    rounds       of local updates at the most; each is a coordinate update, so fewer only leave more to the next sweep.
    Raises RateError for `settled`, EmptyError for `rounds`, ParameterError, ShapeError, NonFiniteError.
    """

    proportions: Array
    vocabulary: Array
    settled: float = 1e-8
    rounds: int = 1000

    def __post_init__(self) -> None:
        require_limits(self.settled, self.rounds)
        for name in ("proportions", "vocabulary"):
            found = floats(getattr(self, name))
            if found.ndim != 1:
                raise ShapeError(f"{name}: concentrations of shape {found.shape}; one vector is needed.")
            Dirichlet(found.size).natural(found)
            object.__setattr__(self, name, frozen(found))

    @property
    def topics(self) -> int:
        """K."""
        return int(self.proportions.size)

    @property
    def words(self) -> int:
        """V."""
        return int(self.vocabulary.size)

    @property
    def prior(self) -> Blocks:
        """(eta - 1 for every topic,)."""
        return (np.tile(self.vocabulary - 1, (self.topics, 1)),)

    def require_data(self, data: Array) -> Array:
        """Counts n, (D, V), whole numbers, at least one document.

        Raises ObservationError, ShapeError, EmptyError, NonFiniteError.
        """
        n = require_rows("the counts of words", data, self.words)
        require_some("documents", len(n))
        if np.any((n < 0) | (n != np.floor(n))):
            where = tuple(int(i) for i in np.argwhere((n < 0) | (n != np.floor(n)))[0])
            raise ObservationError(f"count {n[where]:g} at {where} (document, word): a whole number from 0.")
        return n

    def require_globals(self, parameters: Blocks) -> Blocks:
        """(K, V), inside the family.

        Raises ParameterError, ShapeError, NonFiniteError.
        """
        (found,) = require_shapes(parameters, ((self.topics, self.words),))
        return (Dirichlet(self.words).require(found),)

    def assign(self, parameters: Blocks, documents: Array) -> Array:
        """Phi, (D, V, K), the best words given topics and proportions gamma, (D, K).

        Raises ParameterError, ShapeError, NonFiniteError.
        """
        joint = self._joint(parameters, documents)
        weights = np.exp(joint - np.max(joint, axis=2, keepdims=True))
        return np.asarray(weights / np.sum(weights, axis=2, keepdims=True))

    def local(self, parameters: Blocks, data: Array, *, start: Assigned | None = None) -> Assigned:
        """Words and documents in turn, until gamma is settled or the rounds are used up.

        parameters  (lambda - 1,).
        data        n, (D, V).
        start       whose gamma to begin with; alpha + words / K by default.
        Raises ObservationError, ParameterError, ShapeError, EmptyError, NonFiniteError.
        """
        n = self.require_data(data)
        fresh = self.proportions + np.sum(n, axis=1, keepdims=True) / self.topics
        gamma = fresh if start is None else require_rows("gamma", start.documents, self.topics)
        if len(gamma) != len(n):
            raise ShapeError(f"a start of {len(gamma)} documents for {len(n)}.")
        for _ in range(self.rounds):
            phi = self.assign(parameters, gamma)
            before, gamma = gamma, self.proportions + np.einsum("dv,dvk->dk", n, phi)
            change = float(np.max(np.abs(gamma - before)))
            if change < self.settled:
                break
        return Assigned(phi, gamma, change)

    def statistics(self, local: Assigned, data: Array) -> Blocks:
        """(sum_d n_dv phi_dvk,), (K, V).

        Raises ObservationError, ShapeError, EmptyError, NonFiniteError.
        """
        return (np.einsum("dv,dvk->kv", self._require_both(local, data), local.words),)

    def bound(self, parameters: Blocks, local: Assigned, data: Array, *, weight: float = 1.0) -> float:
        """L, in nats, with the terms of documents times the weight.

        parameters  (lambda - 1,).
        local       phi and gamma.
        data        n, (D, V).
        weight      N / |B| for a minibatch.
        Raises ObservationError, ParameterError, ShapeError, EmptyError, NonFiniteError.
        """
        n, phi = self._require_both(local, data)[:, :, None], local.words
        fit = np.sum(n * (phi * self._joint(parameters, local.documents) - xlogy(phi, phi)))
        family = Dirichlet(self.topics)
        fit = fit - np.sum(divergence(family, local.documents - 1, self.proportions - 1))
        price = np.sum(divergence(Dirichlet(self.words), self.require_globals(parameters)[0], self.prior[0]))
        return float(weight * fit - price)

    def _require_both(self, local: Assigned, data: Array) -> Array:
        """Counts, of the documents that the local factors are of."""
        n, shape = self.require_data(data), local.words.shape
        if shape != (*n.shape, self.topics) or local.documents.shape != (len(n), self.topics):
            raise ShapeError(
                f"local factors of shapes {shape} and {local.documents.shape}; "
                f"{(*n.shape, self.topics)} and {(len(n), self.topics)} go with these counts."
            )
        return n

    def _joint(self, parameters: Blocks, documents: Array) -> Array:
        """E[log theta_dk] + E[log beta_kv], (D, V, K)."""
        topics = Dirichlet(self.words).mean(self.require_globals(parameters)[0])
        proportions = Dirichlet(self.topics).mean(documents - 1)
        return np.asarray(proportions[:, None, :] + topics.T)
