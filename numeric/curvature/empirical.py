"""The empirical Fisher matrix: the second moment of the gradients at the labels of the data.

    E = (1/N) sum_n g_n g_n^T,     g_n = grad log p(y_n | z_n)

It is the Fisher matrix in expectation over labels of the model, not of the data, and is uncentred.

Source  Kunstner, Balles and Hennig, Limitations of the empirical Fisher approximation for natural gradient
        descent, NeurIPS 32 (2019), sec. 1, where it is a sum over examples.
"""

from numpy.typing import ArrayLike

from numeric.arrays import Array
from numeric.gram import gram
from numeric.networks.gradients import example_gradients
from numeric.networks.network import Network


def empirical_fisher(network: Network, theta: ArrayLike, data: tuple[ArrayLike, ArrayLike]) -> Array:
    """(1/N) sum_n g_n g_n^T, (P, P).

    theta  (P,).
    data   inputs (N, ...) and N labels.
    Raises ShapeError, EmptyError, NonFiniteError, LabelError.
    """
    g = example_gradients(network, theta, *data)
    return gram(g) / len(g)
