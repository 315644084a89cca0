"""A variational autoencoder: an encoder x -> q(u | x), a decoder u -> p(x | u), and the prior N(0, I) of latents.

    L(phi, theta) = (1/N) sum_n (E_{q(u | x_n)}[log p(x_n | u)] - KL_n)                     nats for each example
    KL_n  = sum_i (m_i^2 + sigma_i^2 - 1 - 2 l_i) / 2,     (m, l) the encoder's outputs at x_n, sigma = e^l
    u     = m + sigma e,     E over standard normal e by weighted nodes: a quadrature rule, or draws
    dL_n/dm = E[v] - m,      dL_n/dl = E[v sigma e] - sigma^2 + 1,     v = grad_u log p(x_n | u)
    dL/dphi = (1/N) sum_n J_n^T dL_n/d(m, l),     dL/dtheta = (1/N) sum_n E[grad_theta log p(x_n | u)]

All is analytic in phi, so that a complex step through the gradient gives the Hessian.

Source  Kingma and Welling, Auto-encoding variational Bayes, ICLR (2014), eq. (3), (7), (10) and app. B.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array
from numeric.errors import ShapeError
from numeric.networks.chain import Chain
from numeric.networks.network import Network, Trace, evaluate, pull, pulled_gradients
from numeric.variational.diagonal import DiagonalNormal
from numeric.variational.hermite import Nodes
from numeric.variational.latent import LatentNormal

Pair = tuple[ArrayLike, ArrayLike]


@dataclass(frozen=True)
class Autoencoder:
    """Two networks.

    encoder  whose likelihood is `LatentNormal`.
    decoder  from latents (N, D) to the parameters of a likelihood of x.
    Raises ShapeError for an encoder without latents.
    """

    encoder: Network
    decoder: Network

    def __post_init__(self) -> None:
        if not isinstance(self.encoder.likelihood, LatentNormal):
            raise ShapeError(
                f"the encoder's likelihood is {self.encoder.likelihood!r}; LatentNormal, the law of latents, is needed."
            )

    @property
    def law(self) -> LatentNormal:
        """The law of latents given the encoder's outputs."""
        assert isinstance(self.encoder.likelihood, LatentNormal)
        return self.encoder.likelihood

    @property
    def latents(self) -> int:
        """D."""
        return self.law.latents


def laws(vae: Autoencoder, phi: ArrayLike, x: ArrayLike) -> tuple[DiagonalNormal, ...]:
    """q(u | x_n) for each example.

    phi  of the encoder, (P,).
    x    (N, ...).
    Raises ShapeError, EmptyError, NonFiniteError.
    """
    m, l = vae.law.moments(evaluate(vae.encoder, phi, x).outputs)
    return tuple(DiagonalNormal(mean, np.exp(2 * log)) for mean, log in zip(m, l))


def example_bounds(vae: Autoencoder, parameters: Pair, x: ArrayLike, *, nodes: Nodes) -> Array:
    """L_n of each example, (N,), in nats.

    parameters  (phi, theta), (P,) and (Q,).
    x           (N, ...), as the encoder and the likelihood of the decoder both take it.
    nodes       for the mean over e, of dimension D.
    Raises ShapeError, EmptyError, NonFiniteError, LabelError.
    """
    outputs = evaluate(vae.encoder, parameters[0], x).outputs
    trace, y = decoded(vae, parameters[1], (outputs, x), nodes=nodes)
    fit = vae.decoder.likelihood.log_density(trace.outputs, y).reshape(len(outputs), -1)
    m, l = vae.law.moments(outputs)
    return np.asarray(fit @ nodes.weights - np.sum(m**2 + np.exp(2 * l) - 1 - 2 * l, axis=1) / 2)


def mean_bound(vae: Autoencoder, parameters: Pair, x: ArrayLike, *, nodes: Nodes) -> Array:
    """L, a number in an array of shape (): the mean of `example_bounds`, with its arguments and errors."""
    return np.asarray(np.mean(example_bounds(vae, parameters, x, nodes=nodes)))


def bound_gradients(vae: Autoencoder, parameters: Pair, x: ArrayLike, *, nodes: Nodes) -> tuple[Array, Array]:
    """(dL/dphi, dL/dtheta), (P,) and (Q,).

    Arguments and errors as for `example_bounds`.
    """
    encoded = evaluate(vae.encoder, parameters[0], x)
    batch = encoded.outputs, x
    slopes = output_gradients(vae, parameters[1], batch, nodes=nodes)
    to_phi = np.mean(pulled_gradients(pull(vae.encoder, encoded, slopes)), axis=0)
    trace, y = decoded(vae, parameters[1], batch, nodes=nodes)
    weights = np.tile(nodes.weights, len(slopes))[:, None] / len(slopes)
    score = vae.decoder.likelihood.score(trace.outputs, y)
    to_theta = np.sum(pulled_gradients(pull(vae.decoder, trace, weights * score)), axis=0)
    return np.asarray(to_phi), np.asarray(to_theta)


def output_gradients(
    vae: Autoencoder, theta: ArrayLike, batch: tuple[Array, ArrayLike], *, nodes: Nodes
) -> Array:
    """dL_n / d(m, l) for each example, (N, 2 D), not divided by N; analytic in (m, l).

    theta  of the decoder, (Q,).
    batch  outputs (m, l) of the encoder, (N, 2 D), and x, (N, ...).
    nodes  for the mean over e, of dimension D.
    Raises ShapeError, EmptyError, NonFiniteError, LabelError.
    """
    trace, y = decoded(vae, theta, batch, nodes=nodes)
    score = vae.decoder.likelihood.score(trace.outputs, y)
    v = Chain(vae.decoder.layers).backward(trace.weights, trace.memory, score)[0]
    m, l = vae.law.moments(batch[0])
    v, sigma = v.reshape(len(m), -1, vae.latents), np.exp(l)
    to_mean = np.einsum("j,njd->nd", nodes.weights, v) - m
    to_log = np.einsum("j,njd,jd->nd", nodes.weights, v, nodes.draws) * sigma - sigma**2 + 1
    return np.concatenate([to_mean, to_log], axis=1)


def latents(vae: Autoencoder, outputs: Array, *, nodes: Nodes) -> Array:
    """u = m + sigma e for every example and node, (N M, D), all those of the first example first.

    outputs  (m, l), (N, 2 D).
    Raises ShapeError for nodes of another dimension.
    """
    if nodes.draws.shape[1] != vae.latents:
        raise ShapeError(f"nodes in dimension {nodes.draws.shape[1]} for {vae.latents} latents.")
    m, l = vae.law.moments(outputs)
    return (m[:, None] + np.exp(l)[:, None] * nodes.draws).reshape(-1, vae.latents)


def decoded(
    vae: Autoencoder, theta: ArrayLike, batch: tuple[Array, ArrayLike], *, nodes: Nodes
) -> tuple[Trace, Array]:
    """The decoder at all latents, N M of them, and x repeated M times for its labels.

    Arguments and errors as for `output_gradients`.
    """
    outputs, x = batch
    y = vae.decoder.likelihood.require_labels(x, len(outputs))
    u = latents(vae, outputs, nodes=nodes)
    return evaluate(vae.decoder, theta, u), np.repeat(y, len(nodes.weights), axis=0)
