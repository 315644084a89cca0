"""The loss of a network and its gradients, example by example.

    L(theta) = (1/N) sum_n l_n,     l_n = -log p(y_n | f(x_n, theta))
    grad l_n = -J_n^T score_n,      J_n = dz_n / dtheta

The loss is a mean over examples; the gradients of single examples are not divided by N.
Everything is analytic in theta, so that a complex step through the gradient gives the Hessian.

Source  Griewank and Walther, Evaluating derivatives (2nd ed., 2008), sec. 3.2.
"""

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array
from numeric.networks.network import Network, evaluate, pull, pulled_gradients, summed_gradients


def loss(network: Network, theta: ArrayLike, x: ArrayLike, y: ArrayLike) -> Array:
    """-(1/N) sum_n log p(y_n | z_n), a number in an array of shape ().

    theta  (P,).
    x      (N, ...).
    y      N labels, as the likelihood takes them.
    Raises ShapeError, EmptyError, NonFiniteError, LabelError.
    """
    z = evaluate(network, theta, x).outputs
    return np.asarray(
        -np.mean(network.likelihood.log_density(z, network.likelihood.require_labels(y, len(z))))
    )


def example_gradients(network: Network, theta: ArrayLike, x: ArrayLike, y: ArrayLike) -> Array:
    """The gradient of -log p(y_n | z_n) for each example, not divided by N: (N, P).

    Arguments and errors as for `loss`.
    """
    trace = evaluate(network, theta, x)
    labels = network.likelihood.require_labels(y, len(trace.outputs))
    return pulled_gradients(pull(network, trace, -network.likelihood.score(trace.outputs, labels)))


def gradient(network: Network, theta: ArrayLike, x: ArrayLike, y: ArrayLike) -> Array:
    """The gradient of the loss, (P,): the mean of those of the examples.

    Arguments and errors as for `loss`.
    """
    trace = evaluate(network, theta, x)
    labels = network.likelihood.require_labels(y, len(trace.outputs))
    uses = pull(network, trace, -network.likelihood.score(trace.outputs, labels))
    return summed_gradients(uses) / len(trace.outputs)


def jacobians(network: Network, theta: ArrayLike, x: ArrayLike) -> Array:
    """J_n = dz_n / dtheta for each example, (N, C, P), by one backpropagation for each output.

    theta  (P,).
    x      (N, ...).
    Raises ShapeError, EmptyError, NonFiniteError.
    """
    trace = evaluate(network, theta, x)
    rows = []
    for c in range(network.likelihood.outputs):
        unit = np.zeros_like(trace.outputs)
        unit[:, c] = 1
        rows.append(pulled_gradients(pull(network, trace, unit)))
    return np.stack(rows, axis=1)
