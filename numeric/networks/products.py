"""Products with Jacobian, Fisher, Gauss-Newton matrix and Hessian, none of which is formed.

    J v        forwards            (N, C)
    J^T u      backwards           sum_n J_n^T u_n, not divided by N
    F v        (1/N) sum_n J_n^T F_n J_n v,     F_n the Fisher matrix in the outputs
    Q v        (1/N) sum_n J_n^T H_n J_n v,     H_n the Hessian of -log p(y_n | z) in the outputs
    H v        the derivative of the gradient along v

H_n u is the complex step of the score along u, and H v of the gradient along v: exact to rounding since both
are analytic.  For relu, H is the Hessian of the piece that theta lies on.

Source  Schraudolph, Fast curvature matrix-vector products for second-order gradient descent, Neural
        Computation 14 (2002); Pearlmutter, Neural Computation 6 (1994); Squire and Trapp, SIAM Review 40 (1998).
"""

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, floats, require_finite
from numeric.errors import ShapeError
from numeric.networks.gradients import gradient
from numeric.networks.network import Network, Trace, evaluate, pull, push, summed_gradients

STEP = 1e-100  # of the largest entry moved: its square vanishes beside one, and does not underflow


def jacobian_product(network: Network, theta: ArrayLike, x: ArrayLike, v: ArrayLike) -> Array:
    """J_n v for each example, (N, C), forwards.

    theta  (P,).
    x      (N, ...).
    v      (P,).
    Raises ShapeError, EmptyError, NonFiniteError.
    """
    return push(network, evaluate(network, theta, x), v)


def transposed_product(network: Network, theta: ArrayLike, x: ArrayLike, u: ArrayLike) -> Array:
    """sum_n J_n^T u_n, (P,), backwards; not divided by N.

    theta  (P,).
    x      (N, ...).
    u      (N, C).
    Raises ShapeError, EmptyError, NonFiniteError.
    """
    return _gathered(network, evaluate(network, theta, x), require_finite("the vector", floats(u)))


def fisher_product(network: Network, theta: ArrayLike, x: ArrayLike, v: ArrayLike) -> Array:
    """(1/N) sum_n J_n^T F_n J_n v, (P,).

    theta  (P,).
    x      (N, ...).
    v      (P,).
    Raises ShapeError, EmptyError, NonFiniteError.
    """
    trace = evaluate(network, theta, x)
    moved = push(network, trace, v)
    weighted = np.einsum("nij,nj->ni", network.likelihood.fisher(trace.outputs), moved)
    return _gathered(network, trace, weighted) / len(moved)


def gauss_newton_product(
    network: Network, theta: ArrayLike, data: tuple[ArrayLike, ArrayLike], v: ArrayLike
) -> Array:
    """(1/N) sum_n J_n^T H_n J_n v, (P,).

    theta  (P,).
    data   inputs (N, ...) and N labels.
    v      (P,).
    Raises ShapeError, EmptyError, NonFiniteError, LabelError.
    """
    trace = evaluate(network, theta, data[0])
    y = network.likelihood.require_labels(data[1], len(trace.outputs))
    bent = bend(network, trace.outputs, (y, push(network, trace, v)))
    return _gathered(network, trace, bent) / len(bent)


def bend(network: Network, z: Array, along: tuple[Array, Array]) -> Array:
    """The Hessian of -log p(y_n | z_n) in the outputs, applied to u_n: (N, C).

    z      outputs, (N, C), real.
    along  labels, and u of shape (N, C).
    """
    y, u = along
    h = _step(u)
    return np.asarray(-np.imag(network.likelihood.score(z + 1j * h * u, y)) / h)


def hessian_product(
    network: Network, theta: ArrayLike, data: tuple[ArrayLike, ArrayLike], v: ArrayLike
) -> Array:
    """The Hessian of the loss applied to v: Im grad L(theta + i h v) / h, (P,).

    theta  (P,).
    data   inputs (N, ...) and N labels.
    v      (P,).
    Raises ShapeError, EmptyError, NonFiniteError, LabelError.
    """
    point, direction = floats(theta), require_finite("the direction", floats(v))
    if direction.shape != point.shape:
        raise ShapeError(f"a direction of shape {direction.shape} for a parameter of shape {point.shape}.")
    h = _step(direction)
    return np.asarray(np.imag(gradient(network, point + 1j * h * direction, *data)) / h)


def _gathered(network: Network, trace: Trace, u: Array) -> Array:
    return summed_gradients(pull(network, trace, u))


def _step(v: Array) -> float:
    largest = float(np.max(np.abs(v), initial=0.0))
    return STEP / largest if largest > 0 else STEP
