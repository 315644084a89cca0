"""Curvature of a variational autoencoder: what the natural gradient uses, and what it is not.

    encoder Fisher   F_phi   = (1/N) sum_n J_n^T diag(1 / sigma_n^2, 2) J_n,   J_n = d(m, l)_n / dphi
                             = (1/N) sum_n E_{u ~ q(. | x_n)}[score score^T],  scores of log q(u | x_n) in phi
    decoder Fisher   F_theta = E_u[J(u)^T F_x(u) J(u)],   F_x of the likelihood in the decoder's outputs
    Gauss-Newton     Q_phi   = (1/N) sum_n J_n^T H_n J_n,   H_n = -d^2 L_n / d(m, l)^2
    Hessian          -d^2 L / dphi^2

F_phi does not see the decoder; Q_phi and the Hessian do.  The part of KL_n in H_n is diag(1, 2 sigma^2), which is
diag(1 / sigma^2, 2) at sigma = 1 alone.  For a linear Gaussian decoder and the best (m, l) for an example, H_n has the
diagonal (1 / sigma^2, 2) and, off it, the precision of the posterior: Q_phi is F_phi where that is diagonal.

The mean over latents in F_theta is an argument: over the prior it is the Fisher matrix of the joint law of (u, x); over
the encoder's laws of the data it weighs latents as L does.  Neither is that of the marginal law of x.

Source  Martens, New insights and perspectives on the natural gradient method, JMLR 21 (2020), sec. 8 and 9 (Fisher and
        Gauss-Newton of networks); Kingma and Welling, Auto-encoding variational Bayes, ICLR (2014), app. B.
"""

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array
from numeric.curvature.exact import fisher, summed
from numeric.networks.gradients import jacobians
from numeric.networks.network import evaluate
from numeric.solvers.direct import cholesky_solve
from numeric.solvers.solution import Solution
from numeric.variational.autoencoder import (
    Autoencoder,
    Pair,
    bound_gradients,
    latents,
    output_gradients,
)
from numeric.variational.hermite import Nodes

STEP = 1e-100  # of a complex step: nothing is subtracted, so nothing cancels


def encoder_fisher(vae: Autoencoder, phi: ArrayLike, x: ArrayLike) -> Array:
    """F_phi, (P, P): the mean over examples of J^T diag(1 / sigma^2, 2) J.

    phi  of the encoder, (P,).
    x    (N, ...).
    Raises ShapeError, EmptyError, NonFiniteError.
    """
    return fisher(vae.encoder, phi, x)


def decoder_fisher(vae: Autoencoder, theta: ArrayLike, u: ArrayLike, *, weights: ArrayLike) -> Array:
    """sum_m w_m J(u_m)^T F_x(u_m) J(u_m), (Q, Q).

    theta    of the decoder, (Q,).
    u        latents, (M, D).
    weights  w, (M,), of sum one.
    Raises ShapeError, EmptyError, NonFiniteError, RuleError, MassError.
    """
    given = Nodes(np.asarray(u), np.asarray(weights))
    J = jacobians(vae.decoder, theta, given.draws)
    F = vae.decoder.likelihood.fisher(evaluate(vae.decoder, theta, given.draws).outputs)
    return summed(J, given.weights[:, None, None] * (F @ J))


def decoder_fisher_over_prior(vae: Autoencoder, theta: ArrayLike, *, nodes: Nodes) -> Array:
    """F_theta with latents from N(0, I): the Fisher matrix of the joint law of latent and x, (Q, Q).

    theta  of the decoder, (Q,).
    nodes  for N(0, I), of dimension D.
    Raises as `decoder_fisher`.
    """
    return decoder_fisher(vae, theta, nodes.draws, weights=nodes.weights)


def decoder_fisher_over_data(vae: Autoencoder, parameters: Pair, x: ArrayLike, *, nodes: Nodes) -> Array:
    """F_theta with latents from q(u | x_n), averaged over examples, (Q, Q).

    parameters  (phi, theta), (P,) and (Q,).
    x           (N, ...).
    nodes       for the mean over e, of dimension D.
    Raises as `decoder_fisher`.
    """
    outputs = evaluate(vae.encoder, parameters[0], x).outputs
    weights = np.tile(nodes.weights, len(outputs)) / len(outputs)
    return decoder_fisher(vae, parameters[1], latents(vae, outputs, nodes=nodes), weights=weights)


def output_hessians(vae: Autoencoder, parameters: Pair, x: ArrayLike, *, nodes: Nodes) -> Array:
    """H_n = -d^2 L_n / d(m, l)^2 for each example, (N, 2 D, 2 D), by complex step through the gradient.

    Arguments and errors as for `autoencoder.example_bounds`.
    """
    z = evaluate(vae.encoder, parameters[0], x).outputs
    columns = []
    for unit in np.eye(2 * vae.latents):
        moved = z + 1j * STEP * unit
        columns.append(-np.imag(output_gradients(vae, parameters[1], (moved, x), nodes=nodes)) / STEP)
    H = np.stack(columns, axis=2)
    return np.asarray((H + np.swapaxes(H, 1, 2)) / 2)


def bound_gauss_newton(vae: Autoencoder, parameters: Pair, x: ArrayLike, *, nodes: Nodes) -> Array:
    """Q_phi, (P, P); indefinite where L_n is not concave in (m, l).

    Arguments and errors as for `autoencoder.example_bounds`.
    """
    H = output_hessians(vae, parameters, x, nodes=nodes)
    J = jacobians(vae.encoder, parameters[0], x)
    return summed(J, H @ J) / len(J)


def bound_hessian(vae: Autoencoder, parameters: Pair, x: ArrayLike, *, nodes: Nodes) -> Array:
    """-d^2 L / dphi^2, (P, P), by complex step through the gradient; for relu, of the piece that phi lies on.

    Arguments and errors as for `autoencoder.example_bounds`.
    """
    phi, columns = np.asarray(parameters[0], dtype=np.float64), []
    for unit in np.eye(vae.encoder.size):
        moved = phi + 1j * STEP * unit
        slope = bound_gradients(vae, (moved, parameters[1]), x, nodes=nodes)[0]
        columns.append(-np.imag(slope) / STEP)
    H = np.stack(columns, axis=1)
    return (H + H.T) / 2


def encoder_natural_gradient(
    vae: Autoencoder, parameters: Pair, x: ArrayLike, *, nodes: Nodes, damping: float
) -> Solution:
    """(F_phi + damping I)^-1 dL/dphi, (P,); uphill.

    damping  at least 0, in the units of F_phi, which is singular where 2 D N < P.
    Other arguments and errors as for `autoencoder.example_bounds`; DampingError, SingularFactorError.
    """
    slope = bound_gradients(vae, parameters, x, nodes=nodes)[0]
    return cholesky_solve(encoder_fisher(vae, parameters[0], x), slope, damping=damping)


def decoder_natural_gradient(
    vae: Autoencoder, parameters: Pair, x: ArrayLike, *, nodes: Nodes, damping: float
) -> Solution:
    """(F_theta + damping I)^-1 dL/dtheta, (Q,), with F_theta over the encoder's laws of the data; uphill.

    damping  at least 0, in the units of F_theta.
    Other arguments and errors as for `autoencoder.example_bounds`; DampingError, SingularFactorError.
    """
    slope = bound_gradients(vae, parameters, x, nodes=nodes)[1]
    F = decoder_fisher_over_data(vae, parameters, x, nodes=nodes)
    return cholesky_solve(F, slope, damping=damping)
