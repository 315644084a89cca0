"""K-FAC: the block of a weight matrix as the product of two second moments, uncentred.

    expand   A = (1/(N T)) sum_n sum_t a_nt a_nt^T         G = (1/N) sum_n sum_s sum_t g_snt g_snt^T
    reduce   A = (1/N) sum_n abar_n abar_n^T               G = (1/N) sum_n sum_s gsum_sn gsum_sn^T

with abar_n = (1/T) sum_t a_nt and gsum_sn = sum_t g_snt.  Where the matrix is used once in each example, T = 1,
the two are the K-FAC of Martens and Grosse.  The block itself is (1/N) sum_n sum_s vec(D) vec(D)^T with
D = sum_t g_snt a_nt^T: expand drops the products of different places, reduce takes all places to be alike.

Both are exact for linear networks with a Gaussian likelihood of fixed covariance and labels of the model, when
g_snt does not depend on n: expand if places reach separate outputs, reduce if they are averaged into one.

Source  Martens and Grosse (2015), arXiv:1503.05671, sec. 3; Eschenhagen, Immer, Turner, Schneider and Hennig,
        Kronecker-factored approximate curvature for modern neural network architectures, NeurIPS 36 (2023),
        arXiv:2311.00636, sec. 3.
"""

import numpy as np

from numeric.arrays import Array, require_finite
from numeric.curvature.kronecker import Kronecker
from numeric.curvature.signals import Signals
from numeric.gram import gram


def expand(signals: Signals) -> Kronecker:
    """Every place counts as an example of its own.

    A = (1/(N T)) sum a_nt a_nt^T, (k, k);  G = (1/N) sum g_snt g_snt^T, (m, m).
    """
    A = second_moment(signals.inputs) / (signals.examples * signals.places)
    return _product(A, second_moment(signals.gradients) / signals.examples)


def reduce(signals: Signals) -> Kronecker:
    """Inputs are averaged over places, gradients are added up.

    A = (1/N) sum abar_n abar_n^T, (k, k);  G = (1/N) sum gsum_sn gsum_sn^T, (m, m).
    """
    A = second_moment(np.mean(signals.inputs, axis=1)) / signals.examples
    return _product(A, second_moment(np.sum(signals.gradients, axis=2)) / signals.examples)


def second_moment(vectors: Array) -> Array:
    """sum v v^T over all axes but the last: (..., k) to (k, k)."""
    return gram(vectors.reshape(-1, vectors.shape[-1]))


def _product(A: Array, G: Array) -> Kronecker:
    return Kronecker.of_symmetric(require_finite("the factor A", A), require_finite("the factor G", G))
