"""The generalized Gauss-Newton matrix: the Hessian of the loss without the curvature of the network.

    Q = (1/N) sum_n J_n^T H_n J_n,     H_n = -d^2 log p(y_n | z) / dz^2

H_n is the complex step of the score.  For likelihoods whose outputs are natural parameters it does not depend
on the label, and Q is the Fisher matrix.

Source  Schraudolph, Neural Computation 14 (2002); Martens, New insights and perspectives on the natural
        gradient method, JMLR 21 (2020), sec. 8 and 9.
"""

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array
from numeric.curvature.exact import summed
from numeric.networks.gradients import jacobians
from numeric.networks.network import Network, evaluate
from numeric.networks.products import bend


def gauss_newton(network: Network, theta: ArrayLike, data: tuple[ArrayLike, ArrayLike]) -> Array:
    """(1/N) sum_n J_n^T H_n J_n, (P, P).

    theta  (P,).
    data   inputs (N, ...) and N labels.
    Raises ShapeError, EmptyError, NonFiniteError, LabelError.
    """
    z = evaluate(network, theta, data[0]).outputs
    y = network.likelihood.require_labels(data[1], len(z))
    units = np.eye(network.likelihood.outputs)
    H = np.stack([bend(network, z, (y, np.broadcast_to(unit, z.shape))) for unit in units], axis=2)
    J = jacobians(network, theta, data[0])
    return summed(J, H @ J) / len(z)
