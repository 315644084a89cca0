"""The Hessian of the loss, whole, for small networks.

    H = d^2 L / dtheta^2,     one exact product for each parameter

Source  Pearlmutter, Fast exact multiplication by the Hessian, Neural Computation 6 (1994).
"""

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array
from numeric.networks.network import Network
from numeric.networks.products import hessian_product


def loss_hessian(network: Network, theta: ArrayLike, data: tuple[ArrayLike, ArrayLike]) -> Array:
    """The Hessian of -(1/N) sum_n log p(y_n | z_n), (P, P), made exactly symmetric.

    theta  (P,).
    data   inputs (N, ...) and N labels.
    For relu, of the piece that theta lies on.
    Raises ShapeError, EmptyError, NonFiniteError, LabelError.
    """
    columns = [hessian_product(network, theta, data, unit) for unit in np.eye(network.size)]
    H = np.stack(columns, axis=1)
    return (H + H.T) / 2
