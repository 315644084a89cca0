"""Networks whose Fisher blocks are rational: each with its parameter, its batch and the exact uses of its matrices.

Gaussian labels of precision B B^T = [[1, 1/2], [1/2, 5/4]], or classes at temperature 3/2 whose logits are
3/2 log 2 times whole numbers, so that probabilities are p_c = 2^{k_c} / sum_j 2^{k_j}.  Where a matrix lies
below such logits its block is (log 2)^2 times a rational one: `unit` says what the fractions are to be
multiplied with.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from position_labels import Positions
from rational_uses import Uses, exact, once, with_one

from numeric.networks import (
    IDENTITY,
    RELU,
    SQUARE,
    Categorical,
    Convolution,
    Dense,
    Flatten,
    Gaussian,
    Mean,
    Network,
    Window,
    flatten,
)

PRECISION = exact([[1, Fraction(1, 2)], [Fraction(1, 2), Fraction(5, 4)]])
COVARIANCE = np.array([[1.25, -0.5], [-0.5, 1.0]])  # its inverse, since its determinant is one
TEMPERATURE = 1.5
OCTAVE = TEMPERATURE * np.log(2)  # a logit higher by this doubles the odds
INPUTS = exact([[1, -2], [3, 1], [-1, 2], [0, -3], [2, 1]])
SEQUENCES = exact([[[1, -2], [3, 1], [2, 0]], [[-1, 2], [0, -3], [1, 1]]])


@dataclass(frozen=True, eq=False)
class Case:
    """A network and what is exactly true of it.

    uses  of every weight matrix, in fractions.
    unit  by which the blocks of the fractions are to be multiplied, one for each matrix.
    """

    network: Network
    weights: tuple
    x: np.ndarray
    uses: tuple
    unit: tuple

    @property
    def theta(self):
        """(P,), in floats."""
        return flatten([W.astype(float) for W in self.weights])

    @property
    def batch(self):
        """The inputs, in floats."""
        return self.x.astype(float)


def linear():
    """Three linear layers of widths 2, 3, 1, 2 and Gaussian labels."""
    W = (
        exact([[1, 2, -1], [0, 1, 1], [2, -1, 0]]),
        exact([[1, -1, 2, 1]]),
        exact([[2, -1], [Fraction(1, 3), 1]]),
    )
    a = with_one(INPUTS)
    b = with_one(a @ W[0].T)
    c = with_one(b @ W[1].T)
    M2 = W[2][:, :-1]
    M1 = M2 @ W[1][:, :-1]
    moments = [M.T @ PRECISION @ M for M in (M1, M2, exact(np.eye(2, dtype=int)))]
    uses = tuple(once(v, np.array([G] * len(a))) for v, G in zip((a, b, c), moments))
    layers = (Dense(2, 3), Dense(3, 1), IDENTITY, Dense(1, 2))
    return Case(Network(layers, Gaussian(COVARIANCE)), W, INPUTS, uses, (1, 1, 1))


def hidden(activation, value, slope):
    """Widths 2, 3, 2 with an activation between, and Gaussian labels."""
    W = (
        exact([[1, 1, -1], [0, 2, 1], [-1, 1, 2]]),
        exact([[1, Fraction(1, 2), -1, 0], [-1, 1, Fraction(1, 3), 2]]),
    )
    a = with_one(INPUTS)
    s = a @ W[0].T
    M = [W[1][:, :-1] * slope(row) for row in s]
    uses = (
        once(a, np.array([m.T @ PRECISION @ m for m in M])),
        once(with_one(value(s)), np.array([PRECISION] * len(a))),
    )
    network = Network((Dense(2, 3), activation, Dense(3, 2)), Gaussian(COVARIANCE))
    return Case(network, W, INPUTS, uses, (1, 1))


def squares():
    """Squares between two layers."""
    return hidden(SQUARE, lambda s: s * s, lambda s: 2 * s)


def rectified():
    """Relu between two layers; of fifteen pre-activations some are negative and none is zero."""
    return hidden(RELU, lambda s: s * (s > 0), lambda s: exact((s > 0).astype(int)))


def spread(octaves):
    """(diag p - p p^T) / temperature^2 for p_c proportional to 2^octaves_c."""
    p = exact([Fraction(2) ** int(k) for k in octaves])
    p = p / np.sum(p)
    return (np.diag(p) - np.outer(p, p)) / Fraction(TEMPERATURE) ** 2


LOGITS = exact([[1, 0, 1], [-1, 1, 0], [0, -1, 2]])  # in octaves


def classes():
    """One layer with three classes."""
    a = with_one(INPUTS)
    G = np.array([spread(row) for row in a @ LOGITS.T])
    network = Network((Dense(2, 3),), Categorical(3, TEMPERATURE))
    return Case(network, (LOGITS * OCTAVE,), INPUTS, (once(a, G),), (1,))


def deep_classes():
    """Two linear layers with three classes."""
    W = exact([[1, 0, 1], [-1, 1, 0]])
    a = with_one(INPUTS)
    b = with_one(a @ W.T)
    G = np.array([spread(row) for row in b @ LOGITS.T])
    M = LOGITS[:, :-1]
    below = np.array([M.T @ g @ M for g in G])
    network = Network((Dense(2, 2), IDENTITY, Dense(2, 3)), Categorical(3, TEMPERATURE))
    return Case(network, (W, LOGITS * OCTAVE), INPUTS, (once(a, below), once(b, G)), (OCTAVE**2, 1))


def positions():
    """One layer shared over three positions, each with one of three classes of its own."""
    a = with_one(SEQUENCES)
    N, T, _ = a.shape
    G = exact(np.zeros((N, T, T, 3, 3), dtype=int))
    for n, t in np.ndindex(N, T):
        G[n, t, t] = spread(LOGITS @ a[n, t])
    network = Network((Dense(2, 3), Flatten()), Positions(3, T, TEMPERATURE))
    return Case(network, (LOGITS * OCTAVE,), SEQUENCES, (Uses(a, G),), (1,))


def averaged():
    """Squares of one layer shared over three places, their mean, and a layer with Gaussian labels."""
    W = exact([[1, 1, -1], [0, 2, 1]]), exact([[1, -1, 0], [2, 1, 1]])
    a = with_one(SEQUENCES)
    N, T, _ = a.shape
    s = a @ W[0].T
    M = W[1][:, :-1]
    root = exact([[1, 0], [Fraction(1, 2), 1]])  # B with B B^T the precision
    g = [[2 * s[n, t][:, None] * (M.T @ root) / T for t in range(T)] for n in range(N)]
    G = exact(np.zeros((N, T, T, 2, 2), dtype=int))
    for n, t, u in np.ndindex(N, T, T):
        G[n, t, u] = g[n][t] @ g[n][u].T
    means = with_one(np.sum(s * s, axis=1) / Fraction(T))
    uses = Uses(a, G), once(means, np.array([PRECISION] * N))
    network = Network((Dense(2, 2), SQUARE, Mean((1,)), Dense(2, 2)), Gaussian(COVARIANCE))
    return Case(network, W, SEQUENCES, uses, (1, 1))


def images():
    """A kernel of two pixels over rows of four, squares, and a layer that tells places apart."""
    x = exact([[[[1, 2, -1, 0]]], [[[0, 1, 3, -2]]]])
    W = exact([[1, -1, 1], [2, 1, 0]]), exact([[1, 0, -1, 2, 1, 1, 0], [0, 1, 1, -1, 0, 2, 1]])
    N, T = len(x), 3
    a = with_one(exact([[[x[n, 0, 0, t], x[n, 0, 0, t + 1]] for t in range(T)] for n in range(N)]))
    s = a @ W[0].T
    M = W[1][:, :-1].reshape(2, 2, T)  # output, filter, place
    G = exact(np.zeros((N, T, T, 2, 2), dtype=int))
    for n, t, u in np.ndindex(N, T, T):
        left, right = (2 * s[n, v][:, None] * M[:, :, v].T for v in (t, u))
        G[n, t, u] = left @ PRECISION @ right.T
    features = with_one((s * s).transpose(0, 2, 1).reshape(N, -1))
    uses = Uses(a, G), once(features, np.array([PRECISION] * N))
    layers = (Convolution(1, 2, Window((1, 2))), SQUARE, Flatten(), Dense(6, 2))
    return Case(Network(layers, Gaussian(COVARIANCE)), W, x, uses, (1, 1))


CASES = {
    made.__name__: made
    for made in (linear, squares, rectified, classes, deep_classes, positions, averaged, images)
}
