"""Training a network: everything that a step may ask for, at the scale of a mean over examples.

    gradient                     (P,)
    metric, hessian              the Fisher matrix, exactly, and the Hessian of the loss, (P, P)
    empirical, sampled, blocks, diagonal of the Fisher matrix, kfac, ekfac      other matrices in place of it, (P, P)
    input_moment, output_moment, example_gradients      of K-FAC and EKFAC, for each weight matrix; with `reduced_`
                                 before them, of K-FAC for weights that are shared over places
    signs                        Hutchinson's estimate of the Hessian's diagonal, (P,)

Batches and draws depend on the seed and the number of the step alone, so that every method sees the same.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from numeric.arrays import Array
from numeric.curvature import (
    block_diagonal,
    ekfac,
    empirical_fisher,
    exact_signals,
    expand,
    fisher,
    fisher_blocks,
    fisher_diagonal,
    loss_hessian,
    reduce,
    sampled_fisher,
    sampled_signals,
)
from numeric.curvature.signals import Signals
from numeric.networks import Network, gradient, hessian_product, loss
from numeric.optimizers.hutchinson import diagonal, random_signs

BATCH, DRAW = 1, 2  # streams of random numbers that must not meet


@dataclass(frozen=True, eq=False)
class NetworkProblem:
    """A network with its data, a start and a target.

    network  as it is.
    x, y     all data, (N, ...) and N labels.
    start    (P,).
    target   of the mean loss over all data.
    seed     of batches and draws.
    batch    examples in a batch; None for all of them at every step.
    sampled  whether the factors of K-FAC take one label drawn from the model for each example, as published, or the
             expectation over labels.
    """

    network: Network
    x: Array
    y: Array
    start: Array
    target: float
    seed: int
    batch: int | None = None
    sampled: bool = False

    def loss(self, theta: Array) -> float:
        """The mean loss over all data."""
        return float(loss(self.network, theta, self.x, self.y))

    def data(self, step: int) -> tuple[Array, Array]:
        """The examples of a step, drawn without replacement."""
        if self.batch is None:
            return self.x, self.y
        chosen = np.random.default_rng((self.seed, step, BATCH)).choice(
            len(self.x), self.batch, replace=False
        )
        return self.x[chosen], self.y[chosen]

    def measure(self, names: Iterable[str], theta: Array, step: int) -> dict[str, Any]:
        """What is asked for, at theta, on the examples of a step."""
        at = _At(self.network, theta, *self.data(step), np.random.default_rng((self.seed, step, DRAW)))
        found: dict[str, Any] = {}
        layered = [name for name in names if name in LAYERED]
        if layered:
            signals = at.drawn_signals() if self.sampled else at.signals()
            found |= {name: tuple(LAYERED[name](s) for s in signals) for name in layered}
        return found | {name: WHOLE[name](at) for name in names if name in WHOLE}


@dataclass(frozen=True, eq=False)
class _At:
    """Where a measurement is made: network, parameters, examples and draws."""

    network: Network
    theta: Array
    x: Array
    y: Array
    rng: np.random.Generator

    def signals(self) -> tuple[Signals, ...]:
        return exact_signals(self.network, self.theta, self.x)

    def drawn_signals(self) -> tuple[Signals, ...]:
        return sampled_signals(self.network, self.theta, self.x, rng=self.rng)

    def signs(self) -> Array:
        data = self.x, self.y
        z = random_signs(self.rng, self.theta.size, count=1)
        return diagonal(lambda v: hessian_product(self.network, self.theta, data, v), z)


WHOLE: dict[str, Callable[[_At], Array]] = {
    "gradient": lambda at: gradient(at.network, at.theta, at.x, at.y),
    "metric": lambda at: fisher(at.network, at.theta, at.x),
    "hessian": lambda at: loss_hessian(at.network, at.theta, (at.x, at.y)),
    "empirical": lambda at: empirical_fisher(at.network, at.theta, (at.x, at.y)),
    "sampled": lambda at: sampled_fisher(at.network, at.theta, at.x, rng=at.rng),
    "blocks": lambda at: block_diagonal(fisher_blocks(at.network, at.theta, at.x)),
    "diagonal": lambda at: np.diag(fisher_diagonal(at.network, at.theta, at.x)),
    "kfac": lambda at: block_diagonal([expand(s).rows() for s in at.signals()]),
    "ekfac": lambda at: block_diagonal([ekfac(expand(s), s).rows() for s in at.signals()]),
    "signs": lambda at: at.signs(),
}


def _examples(signals: Signals) -> Array:
    """The S gradients of each of N examples as S N examples, whose mean square is their sum over S, mean over N."""
    D = signals.weight_gradients()
    return np.asarray(np.sqrt(len(D)) * D.reshape(-1, *D.shape[2:]))


LAYERED: dict[str, Callable[[Signals], Array]] = {
    "input_moment": lambda signals: expand(signals).A,
    "output_moment": lambda signals: expand(signals).G,
    "reduced_input_moment": lambda signals: reduce(signals).A,
    "reduced_output_moment": lambda signals: reduce(signals).G,
    "example_gradients": _examples,
}
