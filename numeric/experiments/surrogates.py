"""One update of a log-linear policy from one evaluation of it: clipped, or within a trust region.

Both see one batch: weights of states and actions, advantages and features at the old policy, and nothing more of the
process, as when paths are sampled once for each update.  In `numeric.policies` the same formulas evaluate the process
whenever they are asked, which would hide what an update itself costs.

    clipped        `epochs` steps of Adam on E[min(rho A, clip(rho) A)], every pair at each
    trust region   x = sqrt(2 delta / g^T F^-1 g) F^-1 g by at most `products` of conjugate gradients, halved until the
                   surrogate rises and the mean divergence is at most delta

    passes         products with the features, forwards or backwards, that an update took

Source  Schulman et al., Proximal policy optimization algorithms, arXiv:1707.06347 (2017), eq. (7) and Algorithm 1;
        Schulman et al., Trust region policy optimization, ICML (2015), sec. 6 and app. C.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, require_some
from numeric.optimizers.contract import Report, State, advance, begin_vector, require_positive
from numeric.optimizers.methods.adam import Adam
from numeric.policies import DecisionProcess, LogLinear, softmax
from numeric.policies.gradient import weighted
from numeric.solvers.conjugate_gradients import conjugate_gradients

HALVINGS = 10  # of a step of the trust region; as many as its authors' program makes


@dataclass(frozen=True, eq=False)
class Batch:
    """What is known of the old policy.

    features    phi, (S, A, P).
    old         pi(a | s), (S, A).
    weights     of each state and action, (S, A), of sum one: d(s) pi(a | s), or how often it was drawn from that law.
    advantages  A, (S, A).
    """

    features: Array
    old: Array
    weights: Array
    advantages: Array


def batch_of(process: DecisionProcess, policy: LogLinear, theta: ArrayLike) -> Batch:
    """One exact evaluation of a policy.

    theta  (P,).
    Raises ShapeError, EmptyError, NonFiniteError.
    """
    weights, _, found = weighted(process, policy, theta)
    return Batch(policy.features, policy.probabilities(np.asarray(theta)), weights, found.advantages)


def sampled_batch(exact: Batch, *, draws: int, rng: np.random.Generator) -> Batch:
    """The same with states and actions drawn from d and pi; the advantages stay those of a perfect critic.

    draws  at least 1.
    Raises EmptyError.
    """
    law = exact.weights.ravel() / np.sum(exact.weights)  # a linear solve leaves the sum at one to rounding
    counts = rng.multinomial(require_some("draws of states and actions", draws), law)
    return replace(exact, weights=counts.reshape(exact.weights.shape) / draws)


@dataclass(frozen=True)
class ClippedUpdate:
    """Proximal policy optimization; memory: the moments of Adam.

    rate     of Adam, above 0.
    epsilon  of the clipping, in (0, 1).
    epochs   steps for each batch.
    Raises HyperparameterError.
    """

    rate: float
    epsilon: float = 0.2
    epochs: int = 10

    def __post_init__(self) -> None:
        require_positive(rate=self.rate, epsilon=self.epsilon, epochs=self.epochs)

    def init(self, parameters: ArrayLike) -> State[Array]:
        """The state at theta, (P,).

        Raises ShapeError, EmptyError, NonFiniteError.
        """
        return Adam(self.rate).init(begin_vector(parameters).parameters)

    def step(self, state: State[Array], *, batch: Batch) -> tuple[State[Array], Report]:
        """One update; notes: passes.

        Raises NonFiniteError.
        """
        adam, start = Adam(self.rate), state.parameters
        for _ in range(self.epochs):
            g = clipped_gradient(batch, state.parameters, epsilon=self.epsilon)
            state, _ = adam.step(state, gradient=-g)
        passes = 2.0 * self.epochs
        return state, Report(float(np.linalg.norm(state.parameters - start)), None, {"passes": passes})


@dataclass(frozen=True)
class TrustRegionUpdate:
    """Trust region policy optimization.

    radius    delta, above 0, in nats.
    products  of conjugate gradients at most.
    damping   lambda, added to F.
    Raises HyperparameterError.
    """

    radius: float
    products: int = 10
    damping: float = 1e-3

    def __post_init__(self) -> None:
        require_positive(radius=self.radius, products=self.products, damping=self.damping)

    def init(self, parameters: ArrayLike) -> State[Array]:
        """The state at theta, (P,).

        Raises ShapeError, EmptyError, NonFiniteError.
        """
        return begin_vector(parameters)

    def step(self, state: State[Array], *, batch: Batch) -> tuple[State[Array], Report]:
        """One update; notes: passes, and the fraction of the step that was taken, 0 where none would do.

        Raises IndefiniteError, NonFiniteError.
        """
        theta = state.parameters
        g = surrogate_gradient(batch)
        if not np.any(g):
            return advance(state, theta, notes={"passes": 1.0, "fraction": 0.0})
        found = conjugate_gradients(lambda v: fisher_times(batch, v, self.damping), g, limit=self.products)
        x = found.solution
        full = np.sqrt(2 * self.radius / (x @ fisher_times(batch, x, self.damping))) * x
        passes = 1.0 + 2.0 * (found.iterations + 1)
        for k in range(HALVINGS):
            passes += 1
            if _accepted(batch, theta + 0.5**k * full, self.radius):
                return advance(state, theta + 0.5**k * full, notes={"passes": passes, "fraction": 0.5**k})
        return advance(state, theta, notes={"passes": passes, "fraction": 0.0})


def clipped_gradient(batch: Batch, theta: Array, *, epsilon: float) -> Array:
    """Of E[min(rho A, clip(rho) A)] in theta, (P,): E[rho A score] over the pairs that are not clipped."""
    pi, A = softmax(batch.features @ theta), batch.advantages
    rho = pi / batch.old
    clipped = ((A > 0) & (rho > 1 + epsilon)) | ((A < 0) & (rho < 1 - epsilon))
    return _pulled(batch, pi, np.where(clipped, 0.0, batch.weights * rho * A))


def surrogate_gradient(batch: Batch) -> Array:
    """Of E[rho A] at the old policy, (P,): (1 - gamma) grad J."""
    return _pulled(batch, batch.old, batch.weights * batch.advantages)


def fisher_times(batch: Batch, v: Array, damping: float) -> Array:
    """E[score (score . v)] + lambda v, (P,)."""
    along = batch.features @ v
    along = along - np.sum(batch.old * along, axis=1, keepdims=True)
    return _pulled(batch, batch.old, batch.weights * along) + damping * v


def _pulled(batch: Batch, pi: Array, scalars: Array) -> Array:
    """sum_sa scalars_sa (phi_sa - sum_b pi_sb phi_sb), with one pass over the features."""
    centred = scalars - pi * np.sum(scalars, axis=1, keepdims=True)
    return np.asarray(centred.reshape(-1) @ batch.features.reshape(centred.size, -1))


def _accepted(batch: Batch, theta: Array, radius: float) -> bool:
    """Whether the surrogate rises and the mean over states of KL(old || new) is at most the radius."""
    pi = softmax(batch.features @ theta)
    gain = float(np.sum(batch.weights * (pi / batch.old - 1) * batch.advantages))
    with np.errstate(divide="ignore"):
        divergence = np.sum(batch.old * (np.log(batch.old) - np.log(pi)), axis=1)
    return gain > 0 and float(np.sum(batch.weights, axis=1) @ divergence) <= radius
