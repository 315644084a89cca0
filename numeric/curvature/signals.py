"""What Kronecker factors are made of: the inputs of each weight matrix, and gradients at its pre-activations.

With gradients g_snt of S pseudo-examples for every example, the block of the weight matrix is

    (1/N) sum_n sum_s vec(D_sn) vec(D_sn)^T,     D_sn = sum_t g_snt a_nt^T

and the S gradients stand for an expectation over labels, with its weights inside them:

    exact      S = C    backpropagated columns of a root of the Fisher matrix in the outputs
    outcomes   S = K    sqrt(p(y | z_n)) times the score at each outcome y
    sampled    S = M    1 / sqrt(M) times the score at labels drawn from the model
    empirical  S = 1    the score at the labels of the data

Gradients are those of single examples: nowhere divided by N.

Source  Martens and Grosse (2015), arXiv:1503.05671, sec. 2.1 and 5;
        Dangel, Kunstner and Hennig, BackPACK: packing more into backprop, ICLR (2020) (roots).
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, require_finite, require_some
from numeric.errors import ShapeError
from numeric.networks.network import Network, Trace, evaluate, pull


@dataclass(frozen=True, eq=False)
class Signals:
    """Inputs and pre-activation gradients of one weight matrix (m, k).

    inputs     (N, T, k), homogeneous: the last coordinate is one.
    gradients  (S, N, T, m).
    Raises ShapeError, EmptyError, NonFiniteError.
    """

    inputs: Array
    gradients: Array

    def __post_init__(self) -> None:
        a, g = self.inputs, self.gradients
        if a.ndim != 3 or g.ndim != 4 or a.shape[:2] != g.shape[1:3]:
            raise ShapeError(
                f"inputs of shape {a.shape} and gradients of shape {g.shape}: (N, T, k) and (S, N, T, m) needed."
            )
        require_some("inputs and gradients", a.size and g.size)
        require_finite("an input of a layer", a)
        require_finite("a gradient of a pre-activation", g)

    @property
    def examples(self) -> int:
        """N."""
        return int(self.inputs.shape[0])

    @property
    def places(self) -> int:
        """T, at how many places of an example the matrix is used."""
        return int(self.inputs.shape[1])

    def weight_gradients(self) -> Array:
        """D_sn = sum_t g_snt a_nt^T, (S, N, m, k)."""
        return np.asarray(np.einsum("sntm,ntk->snmk", self.gradients, self.inputs, optimize=True))

    def block(self) -> Array:
        """(1/N) sum_n sum_s vec(D_sn) vec(D_sn)^T by rows, (m k, m k): what factors approximate."""
        D = self.weight_gradients()
        flat = D.reshape(-1, D.shape[2] * D.shape[3])
        return flat.T @ flat / self.examples


def exact_signals(network: Network, theta: ArrayLike, x: ArrayLike) -> tuple[Signals, ...]:
    """Of the Fisher matrix, exactly: S = C columns of a root of the Fisher matrix in the outputs.

    theta  (P,).
    x      (N, ...).
    Returns one for each weight matrix.
    Raises ShapeError, EmptyError, NonFiniteError.
    """
    trace = evaluate(network, theta, x)
    root = network.likelihood.root(trace.outputs)
    return collected(network, trace, (root[:, :, c] for c in range(root.shape[2])))


def outcome_signals(network: Network, theta: ArrayLike, x: ArrayLike) -> tuple[Signals, ...]:
    """Of the Fisher matrix, as a sum over outcomes: S = K of them.

    theta  (P,).
    x      (N, ...).
    Raises OutcomesError for a likelihood whose outcomes cannot be listed, and as `exact_signals`.
    """
    trace = evaluate(network, theta, x)
    law, z = network.likelihood, trace.outputs
    labels = [np.broadcast_to(y, (len(z), *np.shape(y))) for y in law.outcomes()]
    scores = (np.exp(law.log_density(z, y) / 2)[:, None] * law.score(z, y) for y in labels)
    return collected(network, trace, scores)


def sampled_signals(
    network: Network, theta: ArrayLike, x: ArrayLike, *, rng: np.random.Generator, draws: int = 1
) -> tuple[Signals, ...]:
    """Of the Fisher matrix by Monte Carlo: S = draws labels of the model for each example.

    theta  (P,).
    x      (N, ...).
    rng    where the labels come from.
    draws  S.
    Raises EmptyError for no draw, and as `exact_signals`.
    """
    require_some("draws of labels", draws)
    trace = evaluate(network, theta, x)
    law, z = network.likelihood, trace.outputs
    scores = (law.score(z, law.sample(z, rng)) / np.sqrt(draws) for _ in range(draws))
    return collected(network, trace, scores)


def empirical_signals(
    network: Network, theta: ArrayLike, data: tuple[ArrayLike, ArrayLike]
) -> tuple[Signals, ...]:
    """Of the empirical Fisher matrix: S = 1, the labels of the data.

    theta  (P,).
    data   inputs (N, ...) and N labels.
    Raises LabelError, and as `exact_signals`.
    """
    trace = evaluate(network, theta, data[0])
    y = network.likelihood.require_labels(data[1], len(trace.outputs))
    return collected(network, trace, [network.likelihood.score(trace.outputs, y)])


def collected(network: Network, trace: Trace, scores: Iterable[Array]) -> tuple[Signals, ...]:
    """Of any scores (N, C) at the outputs, S of them, on a batch that was evaluated already.

    trace   what `evaluate` returns.
    scores  each (N, C), with its weight inside.
    Returns one for each weight matrix.
    """
    pulled = [pull(network, trace, score) for score in scores]
    return tuple(
        Signals(uses[0].inputs, np.stack([use.gradients for use in uses]))
        for uses in zip(*pulled, strict=True)
    )
